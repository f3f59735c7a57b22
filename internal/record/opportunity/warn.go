package opportunity

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/rule"
)

// Warnings are the sentences of the validation rules that only warn, and that a command has broken. An opportunity that
// the actor has given out of their sight has none.
func Warnings(ctx context.Context, tx *tenant.Tx, done uuid.UUID) (said []string, err error) {
	rules, err := rule.At(ctx, tx, tx.Now())
	if err != nil || !slices.ContainsFunc(rules, func(r rule.Rule) bool { return r.Warns && !r.Retired }) {
		return nil, err
	}
	c, err := command.Get(ctx, tx, done)
	if err != nil {
		return nil, err
	}
	o, err := Get(ctx, tx, c.ObjectID, time.Time{})
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	contacts := 0
	if rule.Reads(rules, rule.Contacts) {
		if contacts, err = roles(ctx, tx, o.ID); err != nil {
			return nil, err
		}
	}
	change := rule.Change{Facts: o.Facts(contacts), Changed: map[string]bool{}, Today: tx.Today()}
	for field := range c.Payload {
		change.Changed[field] = true
	}
	for _, b := range rule.Apply(rules, change).Warned {
		said = append(said, b.Message)
	}
	return said, nil
}
