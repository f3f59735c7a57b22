package process

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
)

// Adoption is what a column of imports would give to a field: the values that can be read, and those that cannot.
type Adoption struct{ Read, Unread int }

// SetField makes a version of a field, and gives it the values of the column that it takes over. With dry only what
// that would give is counted.
func SetField(ctx context.Context, tx *tenant.Tx, f customfield.Field, saw uuid.UUID,
	dry bool) (customfield.Field, Adoption, error) {
	var a Adoption
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return f, a, err
	}
	if _, known := stages.Find(f.Needed); f.Needed != "" && !known {
		return f, a, fault.On("needed", "Choose a stage.")
	}
	if !dry {
		if f, err = customfield.Save(ctx, tx, f, saw); err != nil {
			return f, a, err
		}
	} else if err := tx.Require(tenant.ShapePipeline); err != nil {
		return f, a, err
	}
	if f.Source == "" || f.Retired {
		return f, a, nil
	}
	read := func(cell string) (string, error) { return f.Read(cell, tx.Calendar().Location()) }
	a.Read, a.Unread, err = opportunity.Fill(ctx, tx, f, read, dry)
	return f, a, err
}
