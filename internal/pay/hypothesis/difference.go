package hypothesis

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

// Differing is why a replay pays a member something else: what each opportunity and component earns in its quarters on
// either side, the greatest difference first. All of them sum to the member's Outcome. Amounts are minor units of the
// replay's currency.
type Differing struct {
	Parts         []Part
	Before, After int64
	Names         map[uuid.UUID]fact.Named
}

// Part is what one component earns on one opportunity on both sides of a replay, over all quarters.
type Part struct {
	Component     string
	Opportunity   string
	Before, After int64
	Was, Is       string // why the newest line on either side is what it is; empty where there is none
}

// Gain is the additional earnings under the other document.
func (p Part) Gain() int64 { return p.After - p.Before }

// SimulateOne splits a member's outcome of Simulate by opportunity. NotFound if the member was not on one of the plans,
// Invalid if their pay cannot be calculated.
func SimulateOne(ctx context.Context, tx *tenant.Tx, documents map[uuid.UUID]plan.Document, from, to period.Period,
	member uuid.UUID) (Differing, error) {
	var d Differing
	r, sides, payees, err := replaying(ctx, tx, documents, from, to)
	if err != nil {
		return d, err
	}
	payees = slices.DeleteFunc(payees, func(p fact.Payee) bool { return p.Member != member })
	if len(payees) == 0 {
		return d, fault.New(fault.NotFound, "This member was not on the plan in these quarters.")
	}
	parts := map[partKey]*Part{}
	for i, facts := range sides {
		given := facts.Grants(facts.Everybody())
		for _, p := range payees {
			if err := facts.takeApart(p, given[p], &r, parts, i == 1); err != nil {
				return d, err
			}
		}
	}
	d.sum(parts)
	d.Names, err = fact.Names(ctx, tx, d.opportunities())
	return d, err
}

type partKey struct{ component, opportunity string }

// takeApart adds what a payee's lines earned in the quarters of a replay to the parts of one side.
func (f side) takeApart(p fact.Payee, granted fact.Grants, r *Replayed, parts map[partKey]*Part, after bool) error {
	_, in, err := f.replayed(p, granted, r)
	if err != nil {
		return err
	}
	start, end := r.Quarters[0].Start, r.Quarters[len(r.Quarters)-1].End
	for _, at := range []struct {
		on   period.Date
		sign int64
	}{{start - 1, -1}, {end - 1, 1}} {
		e, err := commission.Evaluate(in, at.on)
		if err != nil {
			return err
		}
		for _, l := range e.Lines {
			k := partKey{l.Component, l.Opportunity}
			if parts[k] == nil {
				parts[k] = &Part{Component: l.Component, Opportunity: l.Opportunity}
			}
			parts[k].take(l, at.sign, after)
		}
	}
	return nil
}

func (p *Part) take(l commission.Line, sign int64, after bool) {
	amount, why := &p.Before, &p.Was
	if after {
		amount, why = &p.After, &p.Is
	}
	*amount += sign * l.Amount
	if sign > 0 {
		*why = l.Why
	}
}

func (d *Differing) sum(parts map[partKey]*Part) {
	for _, p := range parts {
		if p.Before == 0 && p.After == 0 {
			continue
		}
		d.Parts = append(d.Parts, *p)
		d.Before, d.After = d.Before+p.Before, d.After+p.After
	}
	slices.SortFunc(d.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(max(b.Gain(), -b.Gain()), max(a.Gain(), -a.Gain())),
			cmp.Compare(a.Component, b.Component), cmp.Compare(a.Opportunity, b.Opportunity))
	})
}

func (d Differing) opportunities() []uuid.UUID {
	lines := make([]commission.Line, len(d.Parts))
	for i, p := range d.Parts {
		lines[i].Opportunity = p.Opportunity
	}
	return fact.Opportunities(lines)
}
