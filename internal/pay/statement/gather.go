package statement

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/quota"
)

// payee is a member on a plan.
type payee struct{ member, plan uuid.UUID }

// facts is everything that pay depends on, as known at a moment.
type facts struct {
	run         Run
	calendar    period.Calendar
	base        money.Currency
	known       time.Time
	versions    map[uuid.UUID][]compensation.Version // by plan
	assignments map[payee][]compensation.Assignment
	quotas      map[uuid.UUID][]quota.Quota
	bookings    []booking
	billing     map[uuid.UUID][]billing.Event
	splits      map[uuid.UUID][]billing.Split
	over        map[uuid.UUID][]over // by member
	overriding  map[uuid.UUID]bool   // members whose plan pays for those below
	rates       []fx.Rate
	prior       map[payee]prior
	credits     map[payee][]credited
	only        *uuid.UUID           // nil: everybody
	granted     map[uuid.UUID]grants // of the one, by plan: what bonuses with a shared budget gave
}

// credited is a booking and a payee's part in it.
type credited struct {
	booking *booking
	credit  credit
}

// gather reads what the statements of a run rest on, as known at a moment, but for what was stated before.
func gather(ctx context.Context, tx *tenant.Tx, run Run, known time.Time) (*facts, error) {
	return gatherFor(ctx, tx, run, known, nil)
}

// gatherFor reads it of everybody, or of one member.
func gatherFor(ctx context.Context, tx *tenant.Tx, run Run, known time.Time, member *uuid.UUID) (*facts, error) {
	f := &facts{run: run, only: member, calendar: tx.Calendar(), base: tx.Base(), known: known, versions: map[uuid.UUID][]compensation.Version{}, assignments: map[payee][]compensation.Assignment{},
		quotas: map[uuid.UUID][]quota.Quota{}, billing: map[uuid.UUID][]billing.Event{}, splits: map[uuid.UUID][]billing.Split{}, over: map[uuid.UUID][]over{},
		overriding: map[uuid.UUID]bool{}, credits: map[payee][]credited{}}
	versions, err := compensation.Versions(ctx, tx, known)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		f.versions[v.PlanID] = append(f.versions[v.PlanID], v)
	}
	if err := f.gatherPeople(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.gatherBookings(ctx, tx); err != nil {
		return nil, err
	}
	f.give()
	return f, nil
}

// stated reads where the statements before a place left off.
func (f *facts) stated(ctx context.Context, tx *tenant.Tx, at place) (err error) {
	f.prior, err = listPrior(ctx, tx, at)
	return err
}

// place is that of the run's statements.
func (r Run) place() place { return place{r.StartsOn, r.EndsOn} }

// through is the place after everything that ends up to a day.
func through(end period.Date) place { return place{end + 1, end + 1} }

var firstDay = period.NewDate(1990, 1, 1)

func (f *facts) gatherPeople(ctx context.Context, tx *tenant.Tx) error {
	assignments, err := compensation.Assignments(ctx, tx, firstDay, f.run.EndsOn, f.known)
	if err != nil {
		return err
	}
	for _, a := range assignments {
		if f.only != nil && *f.only != a.MemberID {
			continue
		}
		p := payee{a.MemberID, a.PlanID}
		f.assignments[p] = append(f.assignments[p], a)
		if f.overrides(a.PlanID) {
			f.overriding[a.MemberID] = true
		}
	}
	quotas, err := quota.List(ctx, tx, firstDay, f.run.EndsOn.AddMonths(12), f.known)
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
	f.rates, err = listRates(ctx, tx, f.known)
	return err
}

// overrides tells whether any version of a plan pays for the credit of those below.
func (f *facts) overrides(id uuid.UUID) bool {
	return slices.ContainsFunc(f.versions[id], func(v compensation.Version) bool {
		return slices.ContainsFunc(v.Document.Components, func(c plan.Component) bool { return c.Kind == plan.Override })
	})
}

func (f *facts) gatherBookings(ctx context.Context, tx *tenant.Tx) error {
	rows, err := listWon(ctx, tx, f.known, f.whose())
	if err != nil {
		return err
	}
	f.bookings = bookings(rows, f.calendar)
	var of []uuid.UUID // nil: everybody's
	if f.only != nil {
		of = keys(f.bookings)
	}
	events, err := billing.List(ctx, tx, of, f.known)
	if err != nil {
		return err
	}
	for _, e := range events {
		f.billing[e.OpportunityID] = append(f.billing[e.OpportunityID], e)
	}
	splits, err := billing.Splits(ctx, tx, of, f.known)
	if err != nil {
		return err
	}
	for _, s := range splits {
		f.splits[s.OpportunityID] = append(f.splits[s.OpportunityID], s)
	}
	return nil
}

func keys(bookings []booking) []uuid.UUID {
	all := make([]uuid.UUID, len(bookings))
	for i, b := range bookings {
		all[i] = b.id
	}
	return all
}

// whose opportunities are read: nil for everybody's; of one member their own, and where their plan pays for that, of those who were ever below.
func (f *facts) whose() []uuid.UUID {
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

// give hands each booking to the payees who are credited with it, by the plan that is theirs on the day of booking.
func (f *facts) give() {
	plans := map[uuid.UUID][]compensation.Assignment{}
	for _, all := range f.assignments {
		for _, a := range all {
			plans[a.MemberID] = append(plans[a.MemberID], a)
		}
	}
	for i := range f.bookings {
		b := &f.bookings[i]
		if b.on >= f.run.EndsOn {
			continue
		}
		for _, c := range b.credits(f.splits[b.id], f.above) {
			for _, a := range plans[c.payee] {
				if b.on >= a.ValidFrom && (a.ValidTo.IsZero() || b.on < a.ValidTo) {
					p := payee{a.MemberID, a.PlanID}
					f.credits[p] = append(f.credits[p], credited{b, c})
				}
			}
		}
	}
}

// above lists who was over a member on a day and is on a plan that pays for it.
func (f *facts) above(member uuid.UUID, on period.Date) []uuid.UUID {
	var all []uuid.UUID
	for _, o := range f.over[member] {
		if f.overriding[o.ManagerID] && o.ValidFrom <= on && (o.ValidTo.IsZero() || on < o.ValidTo) {
			all = append(all, o.ManagerID)
		}
	}
	return all
}

// payees are those who get a statement in the run: who is on a plan that pays in such periods on a day of it, and whoever had
// a statement before, for what is still to come or to be taken back.
func (f *facts) payees() []payee {
	var all []payee
	for p, assignments := range f.assignments {
		versions := f.versions[p.plan]
		stretches := compensation.InForce(versions, f.run.StartsOn, f.run.EndsOn)
		pays := slices.ContainsFunc(stretches, func(s compensation.Stretch) bool {
			return s.Version.Document.Payout == f.kind() && slices.ContainsFunc(assignments, func(a compensation.Assignment) bool {
				return a.ValidFrom < s.To && (a.ValidTo.IsZero() || a.ValidTo > s.From)
			})
		})
		if _, before := f.prior[p]; pays || before && f.lastPayout(p.plan) == f.kind() {
			all = append(all, p)
		}
	}
	for p := range f.prior {
		if f.left(p) && f.prior[p].payout == f.kind() && (f.only == nil || *f.only == p.member) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b payee) int {
		if c := slices.Compare(a.member[:], b.member[:]); c != 0 {
			return c
		}
		return slices.Compare(a.plan[:], b.plan[:])
	})
	return all
}

// left tells that a payee was paid on a plan that is not theirs any more on any day: what they were paid is taken back, for another plan may pay it.
func (f *facts) left(p payee) bool {
	before, paid := f.prior[p]
	return paid && len(f.assignments[p]) == 0 && (len(before.State) > 0 || before.Due != 0)
}

// lastPayout is how often the newest version of a plan pays.
func (f *facts) lastPayout(id uuid.UUID) period.Kind {
	for _, v := range slices.Backward(f.versions[id]) {
		if v.PublishedAt != nil {
			return v.Document.Payout
		}
	}
	return ""
}

// kind is the length of the run's period.
func (f *facts) kind() period.Kind {
	p, err := f.calendar.Parse(f.run.Period)
	if err != nil {
		return ""
	}
	return p.Kind
}

// bundle is what a payee's statement rests on. What is missing, such as a quota or a rate, is an Invalid fault.
func (f *facts) bundle(p payee) (*commission.Bundle, error) {
	b := &commission.Bundle{Payee: p.member.String(), Period: f.run.Period, On: f.run.EndsOn - 1, FiscalFrom: int(max(1, f.calendar.Start)),
		Quotas: map[string]decimal.Decimal{}, Events: []commission.Event{}, Before: f.prior[p].Prior}
	year := f.calendar.Containing(period.Year, f.run.EndsOn-1).End // attainment is measured within it at the longest
	for _, a := range f.assignments[p] {
		to := year
		if !a.ValidTo.IsZero() {
			to = min(to, a.ValidTo)
		}
		for _, s := range compensation.InForce(f.versions[p.plan], a.ValidFrom, to) {
			b.Terms = append(b.Terms, commission.BundleTerm{From: s.From, To: s.To, Plan: s.Version.Document})
		}
	}
	if len(b.Terms) == 0 && f.left(p) {
		b.Terms = []commission.BundleTerm{}
		return b, nil
	}
	if len(b.Terms) == 0 {
		return nil, fault.New(fault.Invalid, "No published version of the plan is in effect.")
	}
	currency := b.Terms[len(b.Terms)-1].Plan.Currency
	if err := f.quotasOf(p.member, b, currency); err != nil {
		return nil, err
	}
	a := f.asks(b.Terms, currency)
	for _, c := range f.credits[p] {
		events, err := c.booking.events(c.credit, f.happened(c.booking.id), a)
		if err != nil {
			return nil, err
		}
		b.Events = append(b.Events, events...)
	}
	b.Events = commission.Ordered(b.Events)
	return b, nil
}

// input is a payee's bundle with what bonuses grant them, and the same as the engine takes it.
func (f *facts) input(p payee, granted grants) (*commission.Bundle, *commission.Input, error) {
	b, err := f.bundle(p)
	if err != nil {
		return nil, nil, err
	}
	b.Grants = granted
	in, err := b.Input()
	return b, in, err
}

// happened is what is known of an opportunity up to the end of the run.
func (f *facts) happened(id uuid.UUID) []billing.Event {
	var all []billing.Event
	for _, e := range f.billing[id] {
		if e.On < f.run.EndsOn {
			all = append(all, e)
		}
	}
	return all
}
