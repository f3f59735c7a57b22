package process

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
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
		if err := heeded(ctx, tx, f); err != nil {
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

// heeded has the validation rules follow the name of a field. One that reads it keeps it in use.
func heeded(ctx context.Context, tx *tenant.Tx, f customfield.Field) error {
	rules, err := rule.At(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	for _, r := range rules {
		if r.Retired || !rule.Reads([]rule.Rule{r}, f.Key()) {
			continue
		}
		if f.Retired {
			return fault.On("name", fmt.Sprintf("The validation rule “%s” reads this field. Change or retire the rule first.",
				r.Message))
		}
		next := r
		next.Terms = slices.Clone(r.Terms)
		for i := range next.Terms {
			if t := &next.Terms[i]; t.Field == f.Key() {
				t.Label = f.Name
			}
		}
		if slices.Equal(next.Terms, r.Terms) {
			continue
		}
		if _, err := rule.Save(ctx, tx, next, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// Compared is a custom field as rules read it.
func Compared(f customfield.Field) rule.Field {
	sort := map[customfield.Kind]rule.Sort{customfield.Number: rule.Number, customfield.Amount: rule.Number,
		customfield.Date: rule.Day, customfield.Flag: rule.Flag}[f.Kind]
	return rule.Field{Name: f.Key(), Label: f.Name, Wanted: f.Name, Sort: cmp.Or(sort, rule.Text)}
}
