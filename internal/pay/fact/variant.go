package fact

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/compensation"
)

// Publishing is the same facts as if versions had been published last, each replacing the one with its key.
func (f *Facts) Publishing(versions ...compensation.Version) *Facts {
	other := *f
	other.Versions = maps.Clone(f.Versions)
	last := time.Unix(1<<40, 0)
	for _, v := range versions {
		v.PublishedAt = &last
		others := slices.DeleteFunc(slices.Clone(f.Versions[v.PlanID]),
			func(o compensation.Version) bool { return o.ID == v.ID })
		other.Versions[v.PlanID] = append(others, v)
	}
	other.overriding = map[uuid.UUID]bool{}
	for p := range other.Assignments { // another version may pay for the credit of those below
		if other.overrides(p.Plan) {
			other.overriding[p.Member] = true
		}
	}
	return other.recredited()
}

// WithBookings is the same facts with additional bookings.
func (f *Facts) WithBookings(extra ...Booking) *Facts {
	other := *f
	other.Bookings = append(slices.Clone(f.Bookings), extra...)
	return other.recredited()
}

func (f Facts) recredited() *Facts {
	f.credits = map[Payee][]credited{}
	f.assignCredits()
	return &f
}
