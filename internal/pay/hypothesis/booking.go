package hypothesis

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// bookingsOf makes a booking of each hypothesis. One about an opportunity that is not open is Invalid.
func (f outlook) bookingsOf(ctx context.Context, tx *tenant.Tx, member uuid.UUID,
	hypotheses []Hypothesis) ([]fact.Booking, error) {
	var ids []uuid.UUID
	for _, h := range hypotheses {
		if h.Opportunity != uuid.Nil {
			ids = append(ids, h.Opportunity)
		}
	}
	open, err := fact.ListOpen(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var all []fact.Booking
	for i, h := range hypotheses {
		row, ok := open[h.Opportunity]
		switch {
		case h.Opportunity == uuid.Nil:
			row = f.typicalBooking(member)
			row.OwnerID, row.ID[14], row.ID[15] = &member, byte(i>>8), byte(i)
		case !ok:
			return nil, fault.New(fault.Invalid, "One of the opportunities is no longer open.")
		}
		amount := h.Amount
		row.Amount, row.Currency, row.CloseOn, row.KnownFrom = &amount, h.Currency, h.CloseOn, f.Known
		if h.Opportunity == uuid.Nil { // ARR and margin are of the opportunity that it is likened to
			row.ARR, row.Margin = "", ""
		}
		all = append(all, fact.Booking{ID: row.ID, On: h.CloseOn, Owner: row.OwnerID, First: row})
	}
	return all, nil
}

// typicalBooking is a booking of the kind that a member booked last, under a key of its own.
func (f outlook) typicalBooking(member uuid.UUID) fact.Version {
	row := fact.Version{}
	on := period.Date(0)
	for _, b := range f.Bookings {
		if b.Owner != nil && *b.Owner == member && b.On >= on {
			row, on = b.First, b.On
		}
	}
	row.ID = uuid.MustParse("ffffffff-ffff-4fff-bfff-ffffffff0000") // after every other of its day
	return row
}
