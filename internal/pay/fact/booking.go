package fact

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// handoverDays is how long after its close date a change of owner counts as a correction of who sold an opportunity.
// Later it is a handover to who looks after the customer, and moves no pay; a split can always be set by hand.
const handoverDays = 30

// Version is one version of an opportunity since it was last won.
type Version struct {
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

// Booking is an opportunity's data for pay, before credit and currency are known.
type Booking struct {
	ID      uuid.UUID
	On      period.Date
	Owner   *uuid.UUID
	First   Version
	changes []Version // later versions whose amount or type differs
}

// bookings makes one booking of the versions of each won opportunity, which come in order. Its close date is the one
// that is known now: moved, it is the same booking on another day, so that it never pays twice.
func bookings(rows []Version, c period.Calendar) []Booking {
	var all []Booking
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].ID != r.ID {
			all = append(all, Booking{ID: r.ID, Owner: r.OwnerID, First: r})
		}
		b := &all[len(all)-1]
		if !r.CloseOn.IsZero() {
			b.On = r.CloseOn
		} else if b.On.IsZero() {
			b.On = c.Today(r.KnownFrom)
		}
		if c.Today(r.KnownFrom) <= b.On+handoverDays {
			b.Owner = r.OwnerID
		}
		last := b.First
		if n := len(b.changes); n > 0 {
			last = b.changes[n-1]
		}
		if !sameAmount(last, r) || last.Type != r.Type {
			b.changes = append(b.changes, r)
		}
	}
	return all
}

func sameAmount(a, b Version) bool {
	return a.Currency == b.Currency && (a.Amount == nil) == (b.Amount == nil) &&
		(a.Amount == nil || *a.Amount == *b.Amount)
}

// months reads a contract's length; 0 where the source does not say.
func months(s string) int {
	d, err := money.Number(s)
	if err != nil || !d.IsPositive() || d.GreaterThan(decimal.NewFromInt(1200)) {
		return 0
	}
	return int(d.IntPart())
}
