package hypothesis

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// outlook is what is known of one member's pay, and what bonuses with a shared budget granted them, by plan.
type outlook struct {
	*fact.Facts
	granted map[uuid.UUID]fact.Grants
}

// with is what is known and some bookings more.
func (f outlook) with(extra ...fact.Booking) outlook {
	return outlook{f.WithBookings(extra...), f.granted}
}

// gatherOne reads what one member's pay up to the year of a day rests on.
func gatherOne(ctx context.Context, tx *tenant.Tx, member uuid.UUID, last period.Date) (outlook, error) {
	year := tx.Calendar().Containing(period.Year, last)
	f, err := fact.GatherMember(ctx, tx, member, year, tx.Now())
	if err != nil {
		return outlook{}, err
	}
	if err := f.ReadPrior(ctx, tx, fact.After(year.End)); err != nil {
		return outlook{}, err
	}
	granted, err := listGranted(ctx, tx, member)
	return outlook{f, granted}, err
}

// expectedInput is what the engine takes for a payee, with what bonuses are assumed to grant.
func (f outlook) expectedInput(p fact.Payee) (*evidence.Bundle, *commission.Input, error) {
	b, in, err := f.Input(p, nil)
	if err == nil {
		err = f.assumeGrants(p, in, b.On)
	}
	return b, in, err
}

// assumeGrants says what bonuses with a shared budget grant: what the newest statement was granted, and to what is
// booked since the whole bonus, or nothing once a claim of the member was cut. What others will claim is not known.
func (f outlook) assumeGrants(p fact.Payee, in *commission.Input, on period.Date) error {
	known := f.granted[p.Plan]
	if known == nil {
		return nil
	}
	at, err := commission.Evaluate(in, on)
	if err != nil {
		return err
	}
	spent := map[string]bool{}
	for _, c := range at.Claims() {
		if g, ok := known[c.Component][c.Deal]; ok && g.LessThan(c.Asked) {
			spent[c.Component] = true
		}
	}
	given := fact.Grants{}
	for _, c := range at.Claims() {
		g, ok := known[c.Component][c.Deal]
		if !ok && !spent[c.Component] {
			g = c.Asked
		}
		given.Set(c.Component, c.Deal, g)
	}
	in.Grants = given
	return nil
}

// payeesOf are the plans that pay a member on or after a day.
func (f outlook) payeesOf(member uuid.UUID, day period.Date) []fact.Payee {
	var all []fact.Payee
	for p, assignments := range f.Assignments {
		if p.Member == member &&
			slices.ContainsFunc(assignments,
				func(a compensation.Assignment) bool { return a.ValidTo.IsZero() || a.ValidTo > day }) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b fact.Payee) int { return slices.Compare(a.Plan[:], b.Plan[:]) })
	return all
}
