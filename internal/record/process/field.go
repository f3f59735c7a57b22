package process

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
)

// fills give the records of an object the values of a column.
var fills = map[string]func(ctx context.Context, tx *tenant.Tx, f customfield.Field,
	read func(string) (string, error), dry bool) (done, bad int, err error){
	customfield.Opportunity: opportunity.Fill, customfield.Account: account.Fill, customfield.Contact: contact.Fill}

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
	if _, known := stages.Find(f.Needed); f.Needed != "" && (!known || f.Object != customfield.Opportunity) {
		return f, a, fault.On("needed", "Choose a stage.")
	}
	if !dry {
		if f, err = SaveField(ctx, tx, f, saw); err != nil {
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
	a.Read, a.Unread, err = fills[f.Object](ctx, tx, f, read, dry)
	return f, a, err
}

// SaveField makes a version of a field that counts from now on. Saw is the version that the person changed; uuid.Nil:
// there was none. Somebody else's version since then is a Conflict. It answers with the field as it is kept.
func SaveField(ctx context.Context, tx *tenant.Tx, f customfield.Field, saw uuid.UUID) (customfield.Field, error) {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return f, err
	}
	if err := tx.Alone(ctx, tenant.ShapeProcess); err != nil {
		return f, err
	}
	if !slices.Contains(customfield.Objects, f.Object) {
		return f, fault.New(fault.NotFound, "")
	}
	all, err := customfield.List(ctx, tx, f.Object, tx.Now())
	if err != nil {
		return f, err
	}
	if f, err = f.Settled(all, saw); err != nil {
		return f, err
	}
	f.ID = uuid.Must(uuid.NewV7())
	if err := customfield.Append(ctx, tx, f); err != nil {
		return f, err
	}
	action := "set"
	if f.Retired {
		action = "retired"
	}
	return f, audit.Record(ctx, tx, action, "custom field", f.FieldID.String(), map[string]string{"name": f.Name,
		"type": string(f.Kind), "needed from": f.Needed, "column": f.Source})
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
			return fault.On("name", fmt.Sprintf(
				"The validation rule “%s” reads this field. Change or retire the rule first.", r.Message))
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
