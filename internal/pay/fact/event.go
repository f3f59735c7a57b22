package fact

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/plan"
)

// convert turns minor units of a currency into those of the plan's, at the rate of a day; Invalid where that cannot be
// done.
type convert func(minor int64, from money.Currency, on period.Date) (int64, error)

// valuation is what a payee's plan wants to know of a booking.
type valuation struct {
	calendar    period.Calendar
	currency    money.Currency // of the plan
	to          convert
	arr, margin bool // some component is paid on it
}

// valuationOf is what the versions of a plan want to know.
func (f *Facts) valuationOf(terms []evidence.Term, currency money.Currency) valuation {
	a := valuation{calendar: f.Calendar, currency: currency, to: f.Converter(currency)}
	for _, t := range terms {
		for _, c := range t.Plan.Components {
			a.arr, a.margin = a.arr || c.Measure == plan.ARR, a.margin || c.Measure == plan.Margin
		}
	}
	return a
}

// major is an amount in major units of the plan's currency; nil where there is none.
func (a valuation) major(minor *int64, from money.Currency, on period.Date) (*decimal.Decimal, error) {
	if minor == nil {
		return nil, nil
	}
	m, err := a.to(*minor, from, on)
	if err != nil {
		return nil, err
	}
	d := decimal.New(m, -a.currency.Exponent())
	return &d, nil
}

// events are a booking and what happened to it, for a payee with a share, in the plan's currency. What of the source
// cannot be used is an Invalid fault that names the opportunity: a problem of those who are paid for it, and of nobody
// else.
func (b *Booking) events(credited credit, happened []billing.Event, a valuation) ([]commission.Event, error) {
	first, changes, err := b.valued(a)
	if err != nil {
		return nil, b.problem(err)
	}
	base := commission.Event{
		ID:          b.ID.String(),
		Opportunity: b.ID.String(),
		Member:      credited.member,
		Kind:        commission.Booking,
		On:          b.On,
		Facts: commission.Facts{Type: first.Type, Source: first.Source, Segment: first.Segment,
			Territory: first.Territory, Products: first.Products, Overlay: credited.overlay,
			TermMonths: months(first.Term)},
	}
	if credited.member != "" {
		base.ID += " " + credited.member
	}
	if !credited.share.Equal(decimal.NewFromInt(1)) {
		base.Credit = &credited.share
	}
	if base.Amount, err = a.major(first.Amount, first.Currency, b.On); err != nil {
		return nil, b.problem(err)
	}
	if err := b.parts(&base.Facts, a); err != nil {
		return nil, err
	}
	events := []commission.Event{base}
	for _, r := range changes {
		amended, err := b.amended(base, r, a)
		if err != nil {
			return nil, err
		}
		events = append(events, amended)
	}
	for _, h := range happened {
		e := commission.Event{ID: h.ID.String(), Opportunity: base.Opportunity, Member: base.Member,
			Kind: commission.Kind(h.Kind), On: h.On}
		if credited.member != "" {
			e.ID += " " + credited.member
		}
		if e.Amount, err = a.major(h.Amount, h.Currency, b.On); err != nil {
			return nil, b.problem(err)
		}
		events = append(events, e)
	}
	return events, nil
}

// amended is a later version of a booking. Columns without a history count as they are now, also after a change of the
// amount.
func (b *Booking) amended(base commission.Event, r Version, a valuation) (commission.Event, error) {
	e := commission.Event{ID: base.ID + "@" + strconv.FormatInt(r.KnownFrom.UnixMicro(), 36),
		Opportunity: base.Opportunity, Member: base.Member, Kind: commission.Amendment,
		On:    max(b.On, a.calendar.Today(r.KnownFrom)),
		Facts: commission.Facts{Type: r.Type, ARR: base.ARR, Margin: base.Margin}}
	var err error
	if e.Amount, err = a.major(r.Amount, r.Currency, b.On); err != nil {
		return e, b.problem(err)
	}
	if e.Amount == nil {
		e.Amount = &decimal.Decimal{}
	}
	return e, nil
}

// valued are the versions that can be valued in the plan's currency. A currency without a rate that was corrected later
// counts as if it had never been there; one that stands is Invalid.
func (b *Booking) valued(a valuation) (first Version, changes []Version, err error) {
	kept := append([]Version{b.First}, b.changes...)
	last := kept[len(kept)-1]
	if _, err := a.major(last.Amount, last.Currency, b.On); err != nil {
		return last, nil, err
	}
	kept = slices.DeleteFunc(kept, func(r Version) bool {
		_, err := a.major(r.Amount, r.Currency, b.On)
		return fault.KindOf(err) == fault.Invalid
	})
	return kept[0], kept[1:], nil
}

// parts reads recurring revenue and margin from the source's columns, in the currency that the opportunity has now. The
// two are read each by itself, also where their text is the same. One that cannot be read is Invalid where the plan
// pays on it, and else left out.
func (b *Booking) parts(f *commission.Facts, a valuation) error {
	now := b.First.Currency
	if n := len(b.changes); n > 0 {
		now = b.changes[n-1].Currency
	}
	for _, p := range []struct {
		name, text string
		into       **decimal.Decimal
		paid       bool
	}{{"ARR", b.First.ARR, &f.ARR, a.arr}, {"margin", b.First.Margin, &f.Margin, a.margin}} {
		minor, err := figure(p.text, now)
		if err == nil {
			*p.into, err = a.major(minor, now, b.On)
		}
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return err
		}
		if err != nil && p.paid {
			return b.problem(
				fault.New(fault.Invalid, fmt.Sprintf("The %s is “%.40s”: %s", p.name, p.text, fault.Message(err))))
		}
	}
	return nil
}

// problem names the opportunity that a problem is about.
func (b *Booking) problem(err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	name := b.First.Name
	if name == "" {
		name = b.ID.String()
	}
	return fault.New(fault.Invalid, fmt.Sprintf("The opportunity “%.80s” cannot be used for pay. %s "+
		"Correct it in the source, import again, and calculate again.", name, fault.Message(err)))
}

// figure reads an amount of the source's own columns as minor units, rounded half up once; nil where the text says that
// there is none.
func figure(text string, c money.Currency) (*int64, error) {
	text = strings.TrimSpace(text)
	switch strings.ToLower(text) {
	case "", "-", "–", "—", "null", "none", "nil", "n/a", "na", "#n/a":
		return nil, nil
	}
	if len(text) > 60 { // before a digit is read, which takes the square of their count
		return nil, fault.New(fault.Invalid, "that is not an amount such as 12500.00.")
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.Exponent() < -60 || d.Exponent() > 60 {
		return nil, fault.New(fault.Invalid, "that is not an amount such as 12500.00.")
	}
	d = d.Shift(c.Exponent()).Round(0)
	if d.Abs().GreaterThan(decimal.NewFromInt(money.Most)) {
		return nil, fault.New(fault.Invalid, "that amount is too large.")
	}
	minor := d.IntPart()
	return &minor, nil
}
