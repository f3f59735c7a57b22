// Package criteria gives an imported demo exit criteria, a validation rule, custom fields, lists of values and business
// hours, so that its deals show what is missing.
package criteria

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
)

// rules are what operations of the demo ask. The stages are those of its export.
var rules = []rule.Rule{
	{Kind: rule.Gate, Stage: "Qualification", Message: "Know who decides before you show the product.",
		Terms: []rule.Term{{Field: "amount", Op: rule.Known}, {Field: rule.Contacts, Op: rule.Known}}},
	{Kind: rule.Gate, Stage: "Technical Evaluation", Message: "Know the budget and whom you are up against.",
		Terms: []rule.Term{{Field: "budget_confirmed", Op: rule.Is, Value: "true"},
			{Field: "competitor", Op: rule.Known}}},
	{Kind: rule.Check, Warns: true, Message: "A deal in commit needs a close date ahead. Move the date or the category.",
		Terms: []rule.Term{{Field: "category", Op: rule.Is, Value: "commit"},
			{Field: "close_on", Op: rule.Before, Value: "today"}}},
}

// Fill makes the rules. An organisation that has rules, or had some, is left alone, and so is one without the stages.
func Fill(ctx context.Context, db *tenant.DB, org tenant.Organisation) error {
	before := db.At(db.Now().Add(-72 * time.Hour))
	err := before.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		if err := lists(ctx, tx, db.Now()); err != nil {
			return err
		}
		if err := fields(ctx, tx, db.Now()); err != nil {
			return err
		}
		if err := hours(ctx, tx, db.Now()); err != nil {
			return err
		}
		there, err := rule.At(ctx, tx, db.Now())
		if err != nil || len(there) > 0 {
			return err
		}
		stages, err := stage.At(ctx, tx, db.Now())
		if err != nil {
			return err
		}
		for _, r := range rules {
			if _, known := stages.Find(r.Stage); r.Kind == rule.Gate && !known {
				return nil
			}
		}
		for _, r := range rules {
			if _, err := rule.Save(ctx, tx, r, uuid.Nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("criteria: fill: %w", err)
	}
	return nil
}

// lists makes lists of the words that the deals have. Nothing but a listed reason says why a deal was lost.
func lists(ctx context.Context, tx *tenant.Tx, now time.Time) error {
	there, err := picklist.At(ctx, tx, now)
	if err != nil || len(there) > 0 {
		return err
	}
	for _, field := range picklist.Fields {
		used, err := process.Uses(ctx, tx, field)
		if err != nil {
			return err
		}
		l := there.Of(field)
		if l, err = l.Adopted(values(used)); err != nil {
			continue // nothing to keep
		}
		l.Closed = field == picklist.LossReason
		if err := picklist.Save(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

func values(used []process.Use) []string {
	all := make([]string, len(used))
	for i, u := range used {
		all[i] = u.Value
	}
	return all
}

// fields defines custom fields and gives some open deals values of them.
func fields(ctx context.Context, tx *tenant.Tx, now time.Time) error {
	there, err := customfield.List(ctx, tx, customfield.Opportunity, now)
	if err != nil || len(there) > 0 {
		return err
	}
	made := make([]customfield.Field, len(custom))
	for i, f := range custom {
		f.Object = customfield.Opportunity
		if made[i], err = process.SaveField(ctx, tx, f, uuid.Nil); err != nil {
			return err
		}
	}
	var open []uuid.UUID
	if err := opportunity.Stand(ctx, tx, func(s opportunity.Standing) error {
		if s.State.Status == opportunity.Open && len(open) < 60 {
			open = append(open, s.ID)
		}
		return nil
	}); err != nil {
		return err
	}
	for n, id := range open {
		seats, start := strconv.Itoa(25*(1+n%40)), "2027-0"+strconv.Itoa(1+n%9)+"-01"
		wishes := []opportunity.Wish{{Field: made[0].Key(), Want: &seats}, {Field: made[1].Key(), Want: &start},
			{Field: made[2].Key(), Want: &made[2].Options[n%3]}}
		if _, err := opportunity.Set(ctx, tx, id, wishes[:1+n%3]); err != nil {
			return err
		}
	}
	return nil
}

// custom are the fields that operations of the demo define.
var custom = []customfield.Field{{Name: "Seats", Kind: customfield.Number, Help: "Licences in the first year."},
	{Name: "Contract start", Kind: customfield.Date},
	{Name: "Deployment", Kind: customfield.Choice, Options: []string{"Cloud", "Private cloud", "On premises"}}}
