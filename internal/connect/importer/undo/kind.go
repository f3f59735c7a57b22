package undo

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/opportunity"
)

// present is a record as it is now.
type present struct {
	name   string
	merged bool
	facts  record.Facts
}

// batch is some records of an object under way.
type batch interface {
	present() map[uuid.UUID]present
	// put gives records other facts, as the actor's change; they had theirs since a moment.
	put(ctx context.Context, tx *tenant.Tx, next map[uuid.UUID]record.Facts, since time.Time) error
}

// open reads some records of an object; locked so that nobody else changes them until the transaction ends.
func open(ctx context.Context, tx *tenant.Tx, object string, ids []uuid.UUID, locked bool) (batch, error) {
	switch object {
	case "account":
		return load(ctx, tx, ids, locked, table[account.Imported]{stamp: record.OfAccount, read: account.Present,
			reset: account.Reset, name: func(a account.Imported) string { return a.Name }})
	case "contact":
		return load(ctx, tx, ids, locked, table[contact.Imported]{stamp: record.OfContact, read: contact.Present,
			reset: contact.Reset, name: func(c contact.Imported) string { return c.FirstName + " " + c.LastName }})
	case "activity":
		return load(ctx, tx, ids, locked, table[activity.Imported]{stamp: record.OfActivity, read: activity.Present,
			reset: activity.Reset, name: func(a activity.Imported) string { return a.Subject }})
	}
	found, err := opportunity.Here(ctx, tx, ids, locked)
	return deals(found), err
}

// table is the records of an object that is read and written as a whole.
type table[T any] struct {
	stamp func(*T) record.Stamp
	read  func(context.Context, *tenant.Tx, []uuid.UUID, bool) ([]T, error)
	reset func(ctx context.Context, tx *tenant.Tx, was, is []T, since time.Time) error
	name  func(T) string
	rows  []T
	known map[uuid.UUID]present
}

func load[T any](ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, locked bool, t table[T]) (batch, error) {
	var err error
	if t.rows, err = t.read(ctx, tx, ids, locked); err != nil {
		return nil, err
	}
	t.known = map[uuid.UUID]present{}
	for i := range t.rows {
		s := t.stamp(&t.rows[i])
		p := present{name: t.name(t.rows[i]), merged: s.MergedInto != nil && *s.MergedInto != nil}
		if p.facts, err = record.FactsOf(t.rows[i], t.stamp); err != nil {
			return nil, err
		}
		t.known[*s.ID] = p
	}
	return t, nil
}

func (t table[T]) present() map[uuid.UUID]present { return t.known }

func (t table[T]) put(ctx context.Context, tx *tenant.Tx, next map[uuid.UUID]record.Facts, since time.Time) error {
	var was, is []T
	for i := range t.rows {
		facts, ok := next[*t.stamp(&t.rows[i]).ID]
		if !ok {
			continue
		}
		row, err := record.With(t.rows[i], facts, t.stamp, tx.Now())
		if err != nil {
			return err
		}
		was, is = append(was, t.rows[i]), append(is, row)
	}
	if len(is) == 0 {
		return nil
	}
	return t.reset(ctx, tx, was, is, since)
}

// deals are opportunities.
type deals []opportunity.Present

func (d deals) present() map[uuid.UUID]present {
	all := map[uuid.UUID]present{}
	for _, p := range d {
		all[p.ID] = present{name: p.Name, facts: record.OpportunityFacts(p)}
	}
	return all
}

func (d deals) put(ctx context.Context, tx *tenant.Tx, next map[uuid.UUID]record.Facts, since time.Time) error {
	var was, is []opportunity.Present
	for _, p := range d {
		facts, ok := next[p.ID]
		if !ok {
			continue
		}
		row, err := record.WithOpportunity(p, facts)
		if err != nil {
			return err
		}
		was, is = append(was, p), append(is, row)
	}
	if len(is) == 0 {
		return nil
	}
	return opportunity.Reset(ctx, tx, was, is, since)
}
