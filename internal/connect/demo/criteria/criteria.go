// Package criteria gives an imported demo exit criteria and a validation rule, so that its deals show what is missing.
package criteria

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
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
