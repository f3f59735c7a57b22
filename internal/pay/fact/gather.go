package fact

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
)

var firstDay = period.NewDate(1990, 1, 1)

func (f *Facts) gatherPeople(ctx context.Context, tx *tenant.Tx) error {
	assignments, err := compensation.Assignments(ctx, tx, firstDay, f.Period.End, f.Known)
	if err != nil {
		return err
	}
	for _, a := range assignments {
		if f.only != nil && *f.only != a.MemberID {
			continue
		}
		p := Payee{a.MemberID, a.PlanID}
		f.Assignments[p] = append(f.Assignments[p], a)
		if f.overrides(a.PlanID) {
			f.overriding[a.MemberID] = true
		}
	}
	quotas, err := quota.List(ctx, tx, firstDay, f.Period.End.AddMonths(12), f.Known)
	if err != nil {
		return err
	}
	for _, q := range quotas {
		f.quotas[q.MemberID] = append(f.quotas[q.MemberID], q)
	}
	all, err := listOver(ctx, tx)
	if err != nil {
		return err
	}
	for _, o := range all {
		f.over[o.MemberID] = append(f.over[o.MemberID], o)
	}
	f.rates, err = listRates(ctx, tx, f.Known)
	return err
}

// overrides tells whether any version of a plan pays for the credit of those below.
func (f *Facts) overrides(id uuid.UUID) bool {
	return slices.ContainsFunc(f.Versions[id], func(v compensation.Version) bool {
		return slices.ContainsFunc(v.Document.Components,
			func(c plan.Component) bool { return c.Kind == plan.Override })
	})
}

func (f *Facts) gatherBookings(ctx context.Context, tx *tenant.Tx) error {
	rows, err := listWon(ctx, tx, f.Known, f.whose())
	if err != nil {
		return err
	}
	f.Bookings = bookings(rows, f.Calendar)
	var of []uuid.UUID // nil: everybody's
	if f.only != nil {
		of = keys(f.Bookings)
	}
	events, err := billing.List(ctx, tx, of, f.Known)
	if err != nil {
		return err
	}
	for _, e := range events {
		f.billing[e.OpportunityID] = append(f.billing[e.OpportunityID], e)
	}
	splits, err := billing.Splits(ctx, tx, of, f.Known)
	if err != nil {
		return err
	}
	for _, s := range splits {
		f.splits[s.OpportunityID] = append(f.splits[s.OpportunityID], s)
	}
	return nil
}

func keys(bookings []Booking) []uuid.UUID {
	all := make([]uuid.UUID, len(bookings))
	for i, b := range bookings {
		all[i] = b.ID
	}
	return all
}

// whose opportunities are read: nil for everybody's; of one member their own, and where their plan pays for that, of
// those who were ever below.
func (f *Facts) whose() []uuid.UUID {
	if f.only == nil {
		return nil
	}
	all := []uuid.UUID{*f.only}
	for member, above := range f.over {
		if f.overriding[*f.only] && slices.ContainsFunc(above, func(o over) bool { return o.ManagerID == *f.only }) {
			all = append(all, member)
		}
	}
	return all
}
