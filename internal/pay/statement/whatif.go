package statement

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/platform/tenant"
)

// Hypothesis is an opportunity that a member supposes won: which, how large, and when. Without an Opportunity it is one that
// does not exist yet, of the kind that the member books most.
type Hypothesis struct {
	Opportunity uuid.UUID
	Amount      int64 // minor units of Currency
	Currency    money.Currency
	CloseOn     period.Date
}

// Supposed is what a member would be paid by their plan if hypotheses came true, beside what they are paid without them.
type Supposed struct {
	PlanID   uuid.UUID
	Currency money.Currency
	Rows     []SupposedRow // the payout periods from the present one on
	Alone    []*int64      // what each of the alternatives would earn by itself, in minor units; nil where it cannot be said
	Problem  string        // why it cannot be said
}

// SupposedRow is a payout period without and with the hypotheses, in minor units. Earned is by bookings of the period.
type SupposedRow struct {
	Period    period.Period
	Now, Then Supposedly
}

// Supposedly is what a payout period comes to.
type Supposedly struct{ Earned, Payable int64 }

// ahead is how many payout periods after the present one are looked at, at most.
const ahead = 12

// WhatIf is what a member would be paid if hypotheses came true, by each plan that is theirs today or later. It asks the engine
// with the events that are known now and one booking more for each hypothesis, and writes nothing. Earlier statements that are open count as paid.
// Beside that it says what each alternative would earn if it alone came true.
func WhatIf(ctx context.Context, tx *tenant.Tx, member uuid.UUID, hypotheses, alternatives []Hypothesis) ([]Supposed, error) {
	today := tx.Today()
	last, end := today, today
	for _, h := range hypotheses {
		last = max(last, h.CloseOn)
	}
	for _, h := range alternatives {
		end = max(end, h.CloseOn)
	}
	last, end = min(last, today+366), min(max(last, end), today+366)
	f, err := gatherOne(ctx, tx, member, end)
	if err != nil {
		return nil, err
	}
	extra, err := f.suppose(ctx, tx, member, slices.Concat(hypotheses, alternatives))
	if err != nil {
		return nil, err
	}
	then := f.with(extra[:len(hypotheses)]...)
	var all []Supposed
	for _, p := range f.payeesOf(member, today) {
		s, err := f.supposed(p, then, today, last)
		if err == nil && s.Problem == "" {
			s.Alone, err = f.alone(p, extra[len(hypotheses):], end)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// with is what is known and some bookings more.
func (f *facts) with(extra ...booking) *facts {
	then := *f
	then.bookings, then.credits = append(slices.Clone(f.bookings), extra...), map[payee][]credited{}
	then.give()
	return &then
}

// alone is what each of some bookings would add to what a payee has earned by a day, if nothing else came. It is nil for one that the plan cannot
// price, such as one in a currency without a rate.
func (f *facts) alone(p payee, extra []booking, end period.Date) ([]*int64, error) {
	now, err := f.earnedBy(p, end)
	if err != nil {
		return nil, err
	}
	all := make([]*int64, len(extra))
	for i, b := range extra {
		switch sum, err := f.with(b).earnedBy(p, end); {
		case err == nil:
			sum -= now
			all[i] = &sum
		case fault.KindOf(err) != fault.Invalid:
			return nil, err
		}
	}
	return all, nil
}

// earnedBy is what a payee has earned to date at the end of a day, in minor units of the plan's currency.
func (f *facts) earnedBy(p payee, day period.Date) (int64, error) {
	_, in, err := f.likely(p)
	if err != nil {
		return 0, err
	}
	at, err := commission.Evaluate(in, day)
	if err != nil {
		return 0, err
	}
	return at.Earned(), nil
}

// gatherOne reads what one member's pay up to the year of a day rests on.
func gatherOne(ctx context.Context, tx *tenant.Tx, member uuid.UUID, last period.Date) (*facts, error) {
	year := tx.Calendar().Containing(period.Year, last)
	run := Run{Period: year.Key, StartsOn: year.End, EndsOn: year.End} // every locked statement is before its beginning
	f, err := gatherFor(ctx, tx, run, tx.Now(), &member)
	if err != nil {
		return nil, err
	}
	if err := f.stated(ctx, tx, through(run.EndsOn)); err != nil {
		return nil, err
	}
	f.granted, err = listGranted(ctx, tx, member)
	return f, err
}

// likely is what the engine takes for a payee, with what bonuses are assumed to grant.
func (f *facts) likely(p payee) (*commission.Bundle, *commission.Input, error) {
	b, in, err := f.input(p, nil)
	if err == nil {
		err = f.assume(p, in, b.On)
	}
	return b, in, err
}

// assume says what bonuses with a shared budget grant: what the newest statement was granted, and to what is booked since the whole bonus, or
// nothing once a claim of the member was cut. What others will claim is not known.
func (f *facts) assume(p payee, in *commission.Input, on period.Date) error {
	known := f.granted[p.plan]
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
	given := grants{}
	for _, c := range at.Claims() {
		g, ok := known[c.Component][c.Deal]
		if !ok && !spent[c.Component] {
			g = c.Asked
		}
		given.give(c.Component, c.Deal, g)
	}
	in.Grants = given
	return nil
}

// payeesOf are the plans that pay a member on or after a day.
func (f *facts) payeesOf(member uuid.UUID, day period.Date) []payee {
	var all []payee
	for p, assignments := range f.assignments {
		if p.member == member && slices.ContainsFunc(assignments, func(a compensation.Assignment) bool { return a.ValidTo.IsZero() || a.ValidTo > day }) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b payee) int { return slices.Compare(a.plan[:], b.plan[:]) })
	return all
}

// supposed evaluates one plan twice: as it is, and with the hypotheses.
func (f *facts) supposed(p payee, then *facts, today, last period.Date) (Supposed, error) {
	s := Supposed{PlanID: p.plan, Currency: f.base}
	now, err := f.course(p, today, last)
	if err == nil {
		var with *course
		if with, err = then.course(p, today, last); err == nil {
			s.Currency = now.currency
			for i, r := range now.rows {
				s.Rows = append(s.Rows, SupposedRow{now.periods[i], r, with.rows[i]})
			}
			return s, nil
		}
	}
	if fault.KindOf(err) != fault.Invalid {
		return s, err
	}
	s.Problem = fault.Message(err)
	return s, nil
}

// course is what a payee's statements come to, one after the other.
type course struct {
	currency money.Currency
	periods  []period.Period
	rows     []Supposedly
}

// course follows a payee's statements from the last locked one to a day. Statements before today's are made, too, as those that
// follow start from them, and left out.
func (f *facts) course(p payee, today, last period.Date) (*course, error) {
	b, in, err := f.likely(p)
	if err != nil {
		return nil, err
	}
	term := b.Terms[len(b.Terms)-1].Plan
	c := &course{currency: term.Currency}
	first := f.calendar.Containing(term.Payout, today)
	before := b.Before
	from := first.Start
	if before.On != 0 {
		from = min(from, before.On+1)
	} else {
		from = min(from, b.Terms[0].From)
	}
	periods := f.calendar.Between(term.Payout, max(from, today-800), last+1)
	if n := len(f.calendar.Between(term.Payout, first.Start, last+1)); n > ahead {
		periods = periods[:len(periods)-(n-ahead)]
	}
	for _, one := range periods {
		at, err := commission.Evaluate(in, one.End-1)
		if err != nil {
			return nil, err
		}
		next := commission.Next(in, before, at)
		before = next.Prior()
		if one.End <= first.Start {
			continue
		}
		earned := int64(0)
		for _, l := range next.Lines {
			earned += l.Amount
		}
		c.periods, c.rows = append(c.periods, one), append(c.rows, Supposedly{earned, next.Payable})
	}
	return c, nil
}

// suppose makes a booking of each hypothesis. One about an opportunity that is not open is Invalid.
func (f *facts) suppose(ctx context.Context, tx *tenant.Tx, member uuid.UUID, hypotheses []Hypothesis) ([]booking, error) {
	var ids []uuid.UUID
	for _, h := range hypotheses {
		if h.Opportunity != uuid.Nil {
			ids = append(ids, h.Opportunity)
		}
	}
	open, err := listOpen(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var all []booking
	for i, h := range hypotheses {
		row, ok := open[h.Opportunity]
		switch {
		case h.Opportunity == uuid.Nil:
			row = f.usual(member)
			row.OwnerID, row.ID[14], row.ID[15] = &member, byte(i>>8), byte(i)
		case !ok:
			return nil, fault.New(fault.Invalid, "One of the opportunities is not open.")
		}
		amount := h.Amount
		row.Amount, row.Currency, row.CloseOn, row.KnownFrom = &amount, h.Currency, h.CloseOn, f.known
		if h.Opportunity == uuid.Nil { // ARR and margin are of the opportunity that it is likened to
			row.ARR, row.Margin = "", ""
		}
		all = append(all, booking{id: row.ID, on: h.CloseOn, owner: row.OwnerID, first: row})
	}
	return all, nil
}

// usual is a booking of the kind that a member booked last, under a key of its own.
func (f *facts) usual(member uuid.UUID) wonRow {
	row := wonRow{}
	on := period.Date(0)
	for _, b := range f.bookings {
		if b.owner != nil && *b.owner == member && b.on >= on {
			row, on = b.first, b.on
		}
	}
	row.ID = uuid.MustParse("ffffffff-ffff-4fff-bfff-ffffffff0000") // after every other of its day
	return row
}
