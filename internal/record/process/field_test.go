package process_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/testdb/cast"
)

func TestAColumnOfImportsBecomesAFieldAndWhatCannotBeReadIsCountedBefore(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var ids []uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		var all []opportunity.Imported
		for i, cell := range []string{"1,250.50", "many", "", "7"} {
			o := c.Opportunity(string(rune('A'+i)), c.Ann, "Discovery", 1_00, "2026-12-10")
			o.Custom = map[string]string{"Seats__c": cell}
			all = append(all, o)
		}
		ids, err = cast.Take(ctx, tx, all...)
		return err
	})
	began := c.DB.Now()
	c.DB = c.DB.At(began.Add(time.Hour))
	f := customfield.Field{Object: customfield.Opportunity, Name: "Seats", Kind: customfield.Number, Source: "Seats__c"}
	for _, dry := range []bool{true, false} {
		c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			saved, a, err := process.SetField(ctx, tx, f, uuid.Nil, dry)
			if a.Read != 2 || a.Unread != 1 {
				t.Errorf("dry %v: %+v", dry, a)
			}
			f = saved
			return err
		})
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		for i, want := range []string{"1250.5", "", "", "7"} {
			o, err := opportunity.Get(ctx, tx, ids[i], time.Time{})
			if err != nil || o.Fields[f.FieldID.String()] != want {
				t.Errorf("opportunity %d has %v, %v", i, o.Fields, err)
			}
			if o, err = opportunity.Get(ctx, tx, ids[i], began); err != nil || o.Fields != nil {
				t.Errorf("opportunity %d had %v, %v", i, o.Fields, err)
			}
		}
		return nil
	})
}
