package process

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
)

// SetValue changes a value of a list or adds one. A new name counts for every opportunity with the value, with a row in
// its history, so the past keeps the old one. Saw is the version of the list that the person saw.
func SetValue(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID, e picklist.Edit) error {
	l, err := picklist.Begin(ctx, tx, field, saw)
	if err != nil {
		return err
	}
	if was, ok := l.Find(e.Was); ok {
		e.Was = was.Name
	}
	next, err := l.With(e)
	if err != nil {
		return err
	}
	if err := picklist.Save(ctx, tx, next); err != nil || e.Was == "" {
		return err
	}
	name, _ := next.Find(e.Name)
	return follow(ctx, tx, field, e.Was, name.Name)
}

// MergeValues lets a value of a list, or a word that opportunities have, become another value of it.
func MergeValues(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID, from, into string) error {
	l, err := picklist.Begin(ctx, tx, field, saw)
	if err != nil {
		return err
	}
	next, err := l.Merged(from, into)
	if err != nil {
		return err
	}
	if err := picklist.Save(ctx, tx, next); err != nil {
		return err
	}
	to, _ := next.Find(into)
	return follow(ctx, tx, field, from, to.Name)
}

// follow gives the opportunities and the rules that speak of a value its new name.
func follow(ctx context.Context, tx *tenant.Tx, field, from, to string) error {
	if from == to {
		return nil
	}
	if _, err := opportunity.Rename(ctx, tx, field, from, to); err != nil {
		return err
	}
	return renamed(ctx, tx, field, from, to)
}

// RetireValue takes a value of a list out of use, or brings it back. Opportunities keep it.
func RetireValue(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID, name string, retired bool) error {
	return change(ctx, tx, field, saw, func(l picklist.List) (picklist.List, error) { return l.Retired(name, retired) })
}

// AdoptValues adds words that opportunities have to a list.
func AdoptValues(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID, words []string) error {
	return change(ctx, tx, field, saw, func(l picklist.List) (picklist.List, error) { return l.Adopted(words) })
}

// Ask says whether anything else than the values of a list can be chosen, and whether a loss needs one.
func Ask(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID, closed, required bool, said string) error {
	return change(ctx, tx, field, saw, func(l picklist.List) (picklist.List, error) {
		l.Closed, l.Required, l.Message = closed, required, said
		values, loss := "Other values allowed", "not needed for a loss"
		if closed {
			values = "Only listed values allowed"
		}
		if required {
			loss = "needed for a loss"
		}
		l.Did = values + ", " + loss
		return l, nil
	})
}

func change(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID,
	edit func(picklist.List) (picklist.List, error)) error {
	l, err := picklist.Begin(ctx, tx, field, saw)
	if err != nil {
		return err
	}
	if l, err = edit(l); err != nil {
		return err
	}
	return picklist.Save(ctx, tx, l)
}
