package fact

import (
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/compensation"
)

// credit is who is credited with a part of an opportunity.
type credit struct {
	payee   uuid.UUID
	member  string // the key of somebody below, where the payee is paid for their credit
	share   decimal.Decimal
	overlay bool
}

// credits says who is credited with a booking: those of its split, or else its owner with all of it; and above them who
// is over them on the day and paid for that.
func (b *Booking) credits(splits []billing.Split, above func(member uuid.UUID, on period.Date) []uuid.UUID) []credit {
	var all []credit
	for _, s := range splits {
		all = append(all, credit{payee: s.MemberID, share: s.Share, overlay: s.Overlay})
	}
	if len(splits) == 0 && b.Owner != nil {
		all = append(all, credit{payee: *b.Owner, share: decimal.NewFromInt(1)})
	}
	for _, own := range slices.Clone(all) {
		for _, manager := range above(own.payee, b.On) {
			all = append(all,
				credit{payee: manager, member: own.payee.String(), share: own.share, overlay: own.overlay})
		}
	}
	return all
}

// assignCredits hands each booking to the payees who are credited with it, by the plan that is theirs on the day of
// booking.
func (f *Facts) assignCredits() {
	plans := map[uuid.UUID][]compensation.Assignment{}
	for _, all := range f.Assignments {
		for _, a := range all {
			plans[a.MemberID] = append(plans[a.MemberID], a)
		}
	}
	for i := range f.Bookings {
		b := &f.Bookings[i]
		if b.On >= f.Period.End {
			continue
		}
		for _, c := range b.credits(f.splits[b.ID], f.above) {
			for _, a := range plans[c.payee] {
				if b.On >= a.ValidFrom && (a.ValidTo.IsZero() || b.On < a.ValidTo) {
					p := Payee{a.MemberID, a.PlanID}
					f.credits[p] = append(f.credits[p], credited{b, c})
				}
			}
		}
	}
}

// above lists who was over a member on a day and is on a plan that pays for it.
func (f *Facts) above(member uuid.UUID, on period.Date) []uuid.UUID {
	var all []uuid.UUID
	for _, o := range f.over[member] {
		if f.overriding[o.ManagerID] && o.ValidFrom <= on && (o.ValidTo.IsZero() || on < o.ValidTo) {
			all = append(all, o.ManagerID)
		}
	}
	return all
}
