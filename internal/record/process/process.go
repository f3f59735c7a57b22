// Package process tells what a change of the sales process would mean for the opportunities that there are, before
// anybody makes it.
package process

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
)

// Violator is an opportunity that breaks a validation rule as it stands.
type Violator struct {
	ID      uuid.UUID
	Name    string
	OwnerID *uuid.UUID
	Stage   string
	Open    bool
}

// Violators lists the opportunities that break a validation rule today, open ones first.
func Violators(ctx context.Context, tx *tenant.Tx, r rule.Rule) ([]Violator, error) {
	var all []Violator
	err := opportunity.Stand(ctx, tx, func(s opportunity.Standing) error {
		if r.Holds(s.State.Facts(s.Contacts), tx.Today()) {
			all = append(all, Violator{ID: s.ID, Name: s.Name, OwnerID: s.OwnerID, Stage: s.State.Stage,
				Open: s.State.Status == opportunity.Open})
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Violator) int { return cmp.Compare(weight(b.Open), weight(a.Open)) })
	return all, err
}

func weight(first bool) int {
	if first {
		return 1
	}
	return 0
}

// Waiting is how many open opportunities are in a stage, and how many of them lack something to leave it.
type Waiting struct{ All, Held int }

// AtGates counts, for each gate, the open opportunities in front of it.
func AtGates(ctx context.Context, tx *tenant.Tx, gates []rule.Rule) (map[string]Waiting, error) {
	counts := map[string]Waiting{}
	err := opportunity.Stand(ctx, tx, func(s opportunity.Standing) error {
		g, ok := rule.GateOf(gates, s.State.Stage)
		if !ok || s.State.Status != opportunity.Open {
			return nil
		}
		w := counts[g.Stage]
		w.All++
		missing := slices.ContainsFunc(g.Needs(s.State.Facts(s.Contacts), tx.Today()),
			func(n rule.Need) bool { return !n.Met })
		if missing {
			w.Held++
		}
		counts[g.Stage] = w
		return nil
	})
	return counts, err
}
