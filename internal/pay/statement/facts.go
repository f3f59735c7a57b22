package statement

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
)

// handover is how long after its close date a change of owner counts as a correction of who sold an opportunity. Later it
// is a handover to who looks after the customer, and moves no pay; a split can always be set by hand.
const handover = 30

// wonRow is one version of an opportunity since it was won last.
type wonRow struct {
	ID        uuid.UUID
	Name      string // as it is now
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

// months reads a contract's length; 0 where the source does not say.
func months(s string) int {
	d, err := money.Number(s)
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
