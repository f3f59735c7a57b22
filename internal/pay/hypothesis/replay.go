package hypothesis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

// side is one side of a comparison: the facts with the plans that are in force, or with others.
type side struct{ *fact.Facts }

// Replayed is what members would have earned in past quarters under other documents, beside what the plans in force pay
// for the same bookings, both with what is known now. Amounts are minor units of Currency. Nothing of it is kept.
type Replayed struct {
	Quarters []period.Period
	Currency money.Currency
	Members  []Outcome // the greatest gain first
	Left     []LeftOut // who is in neither sum
}

// Outcome is one member's replay.
type Outcome struct {
	MemberID uuid.UUID
	Before   Replay // under the plans in force
	After    Replay // under the other documents
}

// Replay is what a member earns and is paid in each quarter of a replay, and the attainment over all of them.
type Replay struct {
	Earned   []int64 // by quarter
	Paid     []int64 // what has become payable, after draws
	Credited decimal.Decimal
	Quota    decimal.Decimal // zero: none
}

// LeftOut is a member who could not be replayed, with the reason.
type LeftOut struct {
	MemberID uuid.UUID
	Why      string
}

// Total is the earnings of all quarters.
func (r Replay) Total() int64 {
	sum := int64(0)
	for _, e := range r.Earned {
		sum += e
	}
	return sum
}

// Attainment is the credit of all quarters as a fraction of the quota; ok is false without a quota.
func (r Replay) Attainment() (a decimal.Decimal, ok bool) {
	if !r.Quota.IsPositive() {
		return a, false
	}
	return r.Credited.DivRound(r.Quota, 6), true
}

// Gain is the member's additional earnings under the other documents.
func (o Outcome) Gain() int64 { return o.After.Total() - o.Before.Total() }

// mostReplayed is how many quarters of members one replay takes: as many as a person waits for (docs/performance.md).
const mostReplayed = 2100

// Simulate replays the fiscal quarters of [from, to) under other documents, by plan, for those who were on these plans
// on a day of it, as if each document had been in effect on all these days (contract: simulator). Before them the plans
// in force hold in both sums. A member who cannot be calculated under either is left out of both. Nothing is written.
func Simulate(ctx context.Context, tx *tenant.Tx, documents map[uuid.UUID]plan.Document,
	from, to period.Period) (Replayed, error) {
	r, sides, payees, err := replaying(ctx, tx, documents, from, to)
	if err != nil {
		return Replayed{}, err
	}
	if n := len(payees) * len(r.Quarters); n > mostReplayed {
		return Replayed{}, fault.On("from", fmt.Sprintf("This simulation covers %d member quarters; the limit is "+
			"%d. Choose fewer quarters, or the members of one plan.", n, mostReplayed))
	}
	r.compare(sides, payees)
	return r, nil
}

// replaying gathers both sides of a replay, the plans in force and the documents, and whose pay they are about.
// Everything is as it is known now, whatever was stated.
func replaying(ctx context.Context, tx *tenant.Tx, documents map[uuid.UUID]plan.Document,
	from, to period.Period) (r Replayed, sides [2]side, payees []fact.Payee, err error) {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return r, sides, nil, err
	}
	if from.Kind != period.Quarter || to.Kind != period.Quarter || from.Start > to.Start || len(documents) == 0 {
		return r, sides, nil, fault.On("from", "The last quarter cannot be before the first.")
	}
	r.Quarters = tx.Calendar().Between(period.Quarter, from.Start, to.End)
	for _, d := range documents {
		if r.Currency != "" && d.Currency != r.Currency {
			return r, sides, nil, fault.New(fault.Invalid,
				"The plans are in several currencies, so their costs cannot be added up.")
		}
		r.Currency = d.Currency
	}
	f, err := fact.Gather(ctx, tx, to, tx.Now())
	if err != nil {
		return r, sides, nil, err
	}
	in := side{f}
	return r, [2]side{in, in.under(documents, from.Start, to.End)}, in.replayable(documents, from.Start), nil
}

// replayable are the payees who are on one of the plans on a day of the replay.
func (f side) replayable(documents map[uuid.UUID]plan.Document, from period.Date) []fact.Payee {
	var all []fact.Payee
	for p, assignments := range f.Assignments {
		if _, ours := documents[p.Plan]; ours && slices.ContainsFunc(assignments, func(a compensation.Assignment) bool {
			return a.ValidFrom < f.Period.End && (a.ValidTo.IsZero() || a.ValidTo > from)
		}) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b fact.Payee) int {
		return strings.Compare(a.Member.String()+a.Plan.String(), b.Member.String()+b.Plan.String())
	})
	return all
}

// under are the same facts with other documents in force on some days.
func (f side) under(documents map[uuid.UUID]plan.Document, from, to period.Date) side {
	var drafts []compensation.Version
	for id, d := range documents {
		d.Effective = plan.Span{From: from, To: to}
		drafts = append(drafts,
			compensation.Version{PlanID: id, Number: len(f.Versions[id]) + 1, Document: d, Hash: d.Hash()})
	}
	return side{f.Publishing(drafts...)}
}

// compare replays each payee under both sides, on all processors, and adds up who was on several of the plans.
func (r *Replayed) compare(sides [2]side, payees []fact.Payee) {
	given := [2]map[fact.Payee]fact.Grants{sides[0].Grants(sides[0].Everybody()), sides[1].Grants(sides[1].Everybody())}
	type two struct {
		by  [2]Replay
		err error
	}
	all := fact.Each(payees, func(p fact.Payee) (t two) {
		for i, facts := range sides {
			if t.err == nil {
				t.by[i], t.err = facts.replay(p, given[i][p], r)
			}
		}
		return t
	})
	at, left := map[uuid.UUID]int{}, map[uuid.UUID]bool{}
	for i, p := range payees {
		one := all[i]
		if one.err != nil {
			if !left[p.Member] {
				r.Left = append(r.Left, LeftOut{p.Member, fact.Problem(one.err)})
			}
			left[p.Member] = true
			continue
		}
		if i, there := at[p.Member]; there {
			r.Members[i].Before.add(one.by[0])
			r.Members[i].After.add(one.by[1])
			continue
		}
		at[p.Member] = len(r.Members)
		r.Members = append(r.Members, Outcome{p.Member, one.by[0], one.by[1]})
	}
	r.Members = slices.DeleteFunc(r.Members, func(o Outcome) bool { return left[o.MemberID] })
	slices.SortStableFunc(r.Members, func(a, b Outcome) int { return int(min(1, max(-1, b.Gain()-a.Gain()))) })
}

func (r *Replay) add(o Replay) {
	for i := range r.Earned {
		r.Earned[i] += o.Earned[i]
		r.Paid[i] += o.Paid[i]
	}
	r.Credited, r.Quota = r.Credited.Add(o.Credited), r.Quota.Add(o.Quota)
}

// replay calculates a payee's quarters: at the end of each month what is credited, and a statement where the plan has
// one.
func (f side) replay(p fact.Payee, granted fact.Grants, of *Replayed) (Replay, error) {
	out := Replay{Earned: make([]int64, len(of.Quarters)), Paid: make([]int64, len(of.Quarters))}
	b, in, err := f.replayed(p, granted, of)
	if err != nil {
		return out, err
	}
	in.Wordless = true
	start := of.Quarters[0].Start
	at, err := commission.Evaluate(in, start-1)
	if err != nil {
		return out, err
	}
	before := commission.Prior{On: start - 1, Due: at.Due(), Paid: at.Due()}
	earned, reached := at.Earned(), map[period.Date]commission.Standing{}
	for i, q := range of.Quarters {
		for _, m := range f.Calendar.Between(period.Month, q.Start, q.End) {
			if at, err = commission.Evaluate(in, m.End-1); err != nil {
				return out, err
			}
			f.note(at, b, m.End-1, reached)
			if f.pays(b, m.End) {
				s := commission.NextAmounts(in, before, at)
				out.Paid[i] += s.Payable
				before = commission.Prior{On: s.On, Due: s.DueToDate, Paid: s.PaidBefore + s.Payable,
					DrawBalance: s.DrawBalance}
			}
		}
		out.Earned[i] = at.Earned() - earned
		earned = at.Earned()
	}
	for _, s := range reached {
		if s.Quota != nil {
			out.Credited, out.Quota = out.Credited.Add(s.Credited), out.Quota.Add(*s.Quota)
		}
	}
	return out, nil
}

// replayed is what a payee's replay is computed from; Invalid where their plan is in another currency.
func (f side) replayed(p fact.Payee, granted fact.Grants, of *Replayed) (*evidence.Bundle, *commission.Input, error) {
	b, in, err := f.Input(p, granted)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range b.Terms {
		if t.Plan.Currency != of.Currency {
			return nil, nil, fault.New(fault.Invalid,
				fmt.Sprintf("The plan in force is in %s and the other in %s.", t.Plan.Currency, of.Currency))
		}
	}
	return b, in, nil
}

// note keeps how far the first component with a quota is in the measurement period of a day.
func (f side) note(at *commission.Evaluation, b *evidence.Bundle, on period.Date,
	reached map[period.Date]commission.Standing) {
	for _, t := range b.Terms {
		if on < t.From || on >= t.To {
			continue
		}
		for _, s := range at.Standings() {
			if s.Quota != nil {
				reached[f.Calendar.Containing(t.Plan.Measurement, on).Start] = s
				return
			}
		}
	}
}

// pays tells that the plan of the day before has a statement that ends there.
func (f side) pays(b *evidence.Bundle, end period.Date) bool {
	for _, t := range slices.Backward(b.Terms) {
		if t.From < end {
			return f.Calendar.Containing(t.Plan.Payout, end-1).End == end
		}
	}
	return false
}
