package statement

import (
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/billing"
	"quarterdeck/internal/commission"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
)

// handover is how long after its close date a change of owner counts as a correction of who sold an opportunity. Later it
// is a handover to who looks after the customer, and moves no pay; a split can always be set by hand.
const handover = 30

// wonRow is one version of an opportunity since it was won last.
type wonRow struct {
	ID        uuid.UUID
	KnownFrom time.Time
	OwnerID   *uuid.UUID
	Amount    *int64
	Currency  money.Currency
	CloseOn   period.Date
	Type      string
	Source    string
	Segment   string
	Territory string
	Products  []string
	Term      string
	ARR       string
	Margin    string
}

// booking is what an opportunity says about pay, before it is known who is credited and in which currency.
type booking struct {
	id      uuid.UUID
	on      period.Date
	owner   *uuid.UUID
	first   wonRow
	changes []wonRow // later versions whose amount or type differs
}

// bookings makes one booking of the versions of each won opportunity, which come in order. Its close date is the one that is
// known now: moved, it is the same booking on another day, so that it never pays twice.
func bookings(rows []wonRow, c period.Calendar) []booking {
	var all []booking
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].id != r.ID {
			all = append(all, booking{id: r.ID, owner: r.OwnerID, first: r})
		}
		b := &all[len(all)-1]
		if !r.CloseOn.IsZero() {
			b.on = r.CloseOn
		} else if b.on.IsZero() {
			b.on = c.Today(r.KnownFrom)
		}
		if c.Today(r.KnownFrom) <= b.on+handover {
			b.owner = r.OwnerID
		}
		last := b.first
		if n := len(b.changes); n > 0 {
			last = b.changes[n-1]
		}
		if !sameAmount(last, r) || last.Type != r.Type {
			b.changes = append(b.changes, r)
		}
	}
	return all
}

func sameAmount(a, b wonRow) bool {
	return a.Currency == b.Currency && (a.Amount == nil) == (b.Amount == nil) && (a.Amount == nil || *a.Amount == *b.Amount)
}

// events are a booking and what happened to it, for a payee with a share, in the plan's currency. to converts minor units of
// a currency on the day of booking.
func (b *booking) events(credited credit, c period.Calendar, happened []billing.Event, plan money.Currency, to func(int64, money.Currency, period.Date) (int64, error)) ([]commission.Event, error) {
	convert := func(minor *int64, from money.Currency) (*decimal.Decimal, error) {
		if minor == nil {
			return nil, nil
		}
		m, err := to(*minor, from, b.on)
		if err != nil {
			return nil, err
		}
		d := decimal.New(m, -plan.Exponent())
		return &d, nil
	}
	base := commission.Event{ID: b.id.String(), Opportunity: b.id.String(), Member: credited.member, Kind: commission.Booking, On: b.on,
		Facts: commission.Facts{Type: b.first.Type, Source: b.first.Source, Segment: b.first.Segment, Territory: b.first.Territory, Products: b.first.Products,
			Overlay: credited.overlay, TermMonths: months(b.first.Term)}}
	if credited.member != "" {
		base.ID += " " + credited.member
	}
	if !credited.share.Equal(decimal.NewFromInt(1)) {
		base.Credit = &credited.share
	}
	var err error
	if base.Amount, err = convert(b.first.Amount, b.first.Currency); err != nil {
		return nil, err
	}
	for text, into := range map[string]**decimal.Decimal{b.first.ARR: &base.ARR, b.first.Margin: &base.Margin} {
		if d, err := decimal.NewFromString(text); text != "" && err == nil {
			a, err := money.FromDecimal(d.Round(b.first.Currency.Exponent()), b.first.Currency)
			if err == nil {
				*into, err = convert(&a.Minor, a.Currency)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	events := []commission.Event{base}
	for _, r := range b.changes {
		amended := commission.Event{ID: base.ID + "@" + strconv.FormatInt(r.KnownFrom.UnixMicro(), 36), Opportunity: base.Opportunity, Member: base.Member,
			Kind: commission.Amendment, On: max(b.on, c.Today(r.KnownFrom)), Facts: commission.Facts{Type: r.Type}}
		if amended.Amount, err = convert(r.Amount, r.Currency); err != nil {
			return nil, err
		}
		if amended.Amount == nil {
			amended.Amount = &decimal.Decimal{}
		}
		events = append(events, amended)
	}
	for _, h := range happened {
		e := commission.Event{ID: h.ID.String(), Opportunity: base.Opportunity, Member: base.Member, Kind: commission.Kind(h.Kind), On: h.On}
		if credited.member != "" {
			e.ID += " " + credited.member
		}
		if e.Amount, err = convert(h.Amount, h.Currency); err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// months reads a contract's length; 0 where the source does not say.
func months(s string) int {
	d, err := decimal.NewFromString(s)
	if err != nil || !d.IsPositive() || d.GreaterThan(decimal.NewFromInt(1200)) {
		return 0
	}
	return int(d.IntPart())
}

// credit is who is credited with a part of an opportunity.
type credit struct {
	payee   uuid.UUID
	member  string // the key of somebody below, where the payee is paid for their credit
	share   decimal.Decimal
	overlay bool
}

// credits says who is credited with a booking: those of its split, or else its owner with all of it; and above them who is
// over them on the day and paid for that.
func (b *booking) credits(splits []billing.Split, above func(member uuid.UUID, on period.Date) []uuid.UUID) []credit {
	var all []credit
	for _, s := range splits {
		all = append(all, credit{payee: s.MemberID, share: s.Share, overlay: s.Overlay})
	}
	if len(splits) == 0 && b.owner != nil {
		all = append(all, credit{payee: *b.owner, share: decimal.NewFromInt(1)})
	}
	for _, own := range slices.Clone(all) {
		for _, manager := range above(own.payee, b.on) {
			all = append(all, credit{payee: manager, member: own.payee.String(), share: own.share, overlay: own.overlay})
		}
	}
	return all
}
