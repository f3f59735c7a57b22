// Package fact is what pay depends on, as known at a moment, for all payees at once: the plans in force and who is on
// them, quotas, rates, bookings and what happened to them, who is credited, and where the last locked statements left
// off.
//
// Of these it makes what the engine takes for each payee. It writes nothing and knows no run: a run states what the
// facts come to, and a hypothesis asks the same with other facts.
package fact

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/quota"
)

// Payee is a member on a plan.
type Payee struct{ Member, Plan uuid.UUID }

// Facts is everything that pay depends on, as known at a moment.
type Facts struct {
	Period      period.Period // up to whose end everything counts
	Calendar    period.Calendar
	Base        money.Currency
	Known       time.Time
	Versions    map[uuid.UUID][]compensation.Version // by plan
	Assignments map[Payee][]compensation.Assignment
	quotas      map[uuid.UUID][]quota.Quota
	Bookings    []Booking
	billing     map[uuid.UUID][]billing.Event
	splits      map[uuid.UUID][]billing.Split
	over        map[uuid.UUID][]over // by member
	overriding  map[uuid.UUID]bool   // members whose plan pays for those below
	rates       []fx.Rate
	Prior       map[Payee]Prior
	credits     map[Payee][]credited
	only        *uuid.UUID // nil: everybody
}

// PaidForOthers reports whether a member's plan pays for the credit of people below.
func (f *Facts) PaidForOthers(member uuid.UUID) bool { return f.overriding[member] }

// credited is a booking and a payee's part in it.
type credited struct {
	booking *Booking
	credit  credit
}

// Gather loads the input of a payout period's statements, as known at a moment, without the earlier statements.
func Gather(ctx context.Context, tx *tenant.Tx, p period.Period, known time.Time) (*Facts, error) {
	return gather(ctx, tx, p, known, nil)
}

// GatherMember loads the input of one member's pay up to the end of a period.
func GatherMember(ctx context.Context, tx *tenant.Tx, member uuid.UUID, p period.Period,
	known time.Time) (*Facts, error) {
	return gather(ctx, tx, p, known, &member)
}

func gather(ctx context.Context, tx *tenant.Tx, p period.Period, known time.Time, member *uuid.UUID) (*Facts, error) {
	f := &Facts{Period: p, only: member, Calendar: tx.Calendar(), Base: tx.Base(), Known: known,
		Versions: map[uuid.UUID][]compensation.Version{}, Assignments: map[Payee][]compensation.Assignment{},
		quotas: map[uuid.UUID][]quota.Quota{}, billing: map[uuid.UUID][]billing.Event{},
		splits: map[uuid.UUID][]billing.Split{}, over: map[uuid.UUID][]over{}, overriding: map[uuid.UUID]bool{},
		credits: map[Payee][]credited{}}
	versions, err := compensation.Versions(ctx, tx, known)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		f.Versions[v.PlanID] = append(f.Versions[v.PlanID], v)
	}
	if err := f.gatherPeople(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.gatherBookings(ctx, tx); err != nil {
		return nil, err
	}
	f.assignCredits()
	return f, nil
}

// ReadPrior loads the end state of the locked statements before those of a period.
func (f *Facts) ReadPrior(ctx context.Context, tx *tenant.Tx, before period.Period) (err error) {
	f.Prior, err = ListPrior(ctx, tx, before)
	return err
}

// After is an empty period after every statement that ends up to a day.
func After(end period.Date) period.Period { return period.Period{Start: end + 1, End: end + 1} }
