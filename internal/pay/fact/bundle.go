package fact

import (
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/compensation"
)

// Bundle is the input of a payee's statement. Missing data, such as a quota or a rate, is an Invalid fault.
func (f *Facts) Bundle(p Payee) (*evidence.Bundle, error) {
	b := &evidence.Bundle{Payee: p.Member.String(), Period: f.Period.Key, On: f.Period.End - 1,
		FiscalFrom: int(max(1, f.Calendar.Start)), Quotas: map[string]decimal.Decimal{}, Events: []commission.Event{},
		Before: f.Prior[p].Prior}
	year := f.Calendar.Containing(period.Year, f.Period.End-1).End // attainment is measured within it at the longest
	for _, a := range f.Assignments[p] {
		to := year
		if !a.ValidTo.IsZero() {
			to = min(to, a.ValidTo)
		}
		for _, s := range compensation.InForce(f.Versions[p.Plan], a.ValidFrom, to) {
			b.Terms = append(b.Terms, evidence.Term{From: s.From, To: s.To, Plan: s.Version.Document})
		}
	}
	if len(b.Terms) == 0 && f.offPlan(p) {
		b.Terms = []evidence.Term{}
		return b, nil
	}
	if len(b.Terms) == 0 {
		return nil, fault.New(fault.Invalid, "No published version of the plan is in effect.")
	}
	currency := b.Terms[len(b.Terms)-1].Plan.Currency
	if err := f.quotasOf(p.Member, b, currency); err != nil {
		return nil, err
	}
	a := f.valuationOf(b.Terms, currency)
	for _, c := range f.credits[p] {
		events, err := c.booking.events(c.credit, f.eventsOf(c.booking.ID), a)
		if err != nil {
			return nil, err
		}
		b.Events = append(b.Events, events...)
	}
	b.Events = commission.Ordered(b.Events)
	return b, nil
}

// Input is a payee's bundle with bonus grants, and the same as engine input.
func (f *Facts) Input(p Payee, granted Grants) (*evidence.Bundle, *commission.Input, error) {
	b, err := f.Bundle(p)
	if err != nil {
		return nil, nil, err
	}
	b.Grants = granted
	in, err := b.Input()
	return b, in, err
}

// eventsOf is what is known of an opportunity up to the end of the period.
func (f *Facts) eventsOf(id uuid.UUID) []billing.Event {
	var all []billing.Event
	for _, e := range f.billing[id] {
		if e.On < f.Period.End {
			all = append(all, e)
		}
	}
	return all
}
