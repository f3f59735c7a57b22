// Package closing is what finance still has to do until everybody is paid: the payout periods that are not paid whole,
// what waits for an approval or an answer, and what is owed.
package closing

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Step is what has to happen next to a statement.
type Step string

// The steps, in the order in which they follow each other.
const (
	Estimate  Step = "estimate"  // its period is not over
	Calculate Step = "calculate" // not calculated, not calculable, or returned
	Approve   Step = "approve"   // by a manager
	Confirm   Step = "confirm"   // by finance, after a manager
	Lock      Step = "lock"
	Pay       Step = "pay"
)

// Steps lists them.
var Steps = []Step{Estimate, Calculate, Approve, Confirm, Lock, Pay}

// Label names the state in which statements wait for the step, as their own pages do.
func (s Step) Label() string {
	switch s {
	case Calculate:
		return statement.Draft.Label()
	case Approve:
		return statement.Calculated.Label()
	case Confirm:
		return statement.ManagerApproved.Label()
	case Lock:
		return statement.FinanceApproved.Label()
	case Pay:
		return statement.Locked.Label()
	}
	return "Period not over"
}

// Sum is some amounts of one currency in minor units.
type Sum struct {
	Currency money.Currency
	Count    int
	Amount   int64
}

// Sums is amounts by currency.
type Sums []Sum

// add takes an amount in.
func (s *Sums) add(c money.Currency, count int, amount int64) {
	for n := range *s {
		if of := &(*s)[n]; of.Currency == c {
			of.Count, of.Amount = of.Count+count, of.Amount+amount
			return
		}
	}
	*s = append(*s, Sum{Currency: c, Count: count, Amount: amount})
}

// Count is how many amounts there are, whatever their currency.
func (s Sums) Count() (n int) {
	for _, of := range s {
		n += of.Count
	}
	return n
}

// In is the sum of one currency.
func (s Sums) In(c money.Currency) Sum {
	for _, of := range s {
		if of.Currency == c {
			return of
		}
	}
	return Sum{Currency: c}
}

// Run is a payout period in which somebody is not paid yet.
type Run struct {
	payrun.Run
	By map[Step]Sums
}

// All is everything in the run that is not paid.
func (r Run) All() (all Sums) {
	for _, step := range Steps {
		for _, s := range r.By[step] {
			all.add(s.Currency, s.Count, s.Amount)
		}
	}
	return all
}

// Desk is what finance has to do, now.
type Desk struct {
	Runs        []Run // newest first
	Disputes    Sums  // without an answer, with what is claimed
	Oldest      time.Time
	Late        int  // of the disputes those whose answer is overdue
	Adjustments Sums // proposed, and nobody decided on them
	Owed        accrual.Row
	Left        int // statements that have no exchange rate, and are not in Owed
}

// At is everything that waits for one of some steps, in all runs.
func (d Desk) At(steps ...Step) (all Sums) {
	for _, r := range d.Runs {
		for _, step := range steps {
			for _, s := range r.By[step] {
				all.add(s.Currency, s.Count, s.Amount)
			}
		}
	}
	return all
}

// Load reads what finance has to do. That somebody looked at the pay of others goes into the audit log.
func Load(ctx context.Context, tx *tenant.Tx) (d Desk, err error) {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return d, err
	}
	if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "home"}); err != nil {
		return d, err
	}
	runs, err := payrun.List(ctx, tx)
	if err != nil {
		return d, err
	}
	standing, err := unpaid(ctx, tx)
	if err != nil {
		return d, err
	}
	d.Runs = open(runs, standing, tx.Today())
	if err := waiting(ctx, tx, &d); err != nil {
		return d, err
	}
	rates, err := accrual.RatesOn(ctx, tx, tx.Today())
	if err != nil {
		return d, err
	}
	items, err := accrual.Load(ctx, tx, tx.Now())
	rows, left := accrual.Total(items, rates, tx.Base(),
		[]period.Period{tx.Calendar().Containing(period.Month, tx.Today())})
	d.Owed, d.Left = rows[0], left
	return d, err
}

// waiting counts disputes and adjustments without an answer.
func waiting(ctx context.Context, tx *tenant.Tx, d *Desk) error {
	disputes, err := dispute.List(ctx, tx, dispute.Filter{Open: true})
	if err != nil {
		return err
	}
	for _, one := range disputes {
		if one.State.Decided() {
			continue
		}
		claimed := int64(0)
		if one.Claimed != nil {
			claimed = *one.Claimed
		}
		d.Disputes.add(one.Currency, 1, claimed)
		if d.Oldest.IsZero() || one.OpenedAt.Before(d.Oldest) {
			d.Oldest = one.OpenedAt
		}
		if one.Late(tx.Today()) {
			d.Late++
		}
	}
	adjustments, err := adjustment.List(ctx, tx, nil)
	for _, a := range adjustments {
		if a.Approved == nil {
			d.Adjustments.add(a.Currency, 1, a.Amount)
		}
	}
	return err
}

// stand is how many statements of a run are in a state, and what they pay.
type stand struct {
	RunID    uuid.UUID
	Currency money.Currency
	State    statement.State
	Problem  bool
	Count    int
	Payable  int64
}

// step is what has to happen next, on a day.
func (s stand) step(r payrun.Run, today period.Date) Step {
	switch {
	case s.State == statement.Locked:
		return Pay
	case s.State == statement.FinanceApproved:
		return Lock
	case r.EndsOn > today:
		return Estimate
	case s.Problem || s.State == statement.Draft || s.State == statement.Returned:
		return Calculate
	case s.State == statement.ManagerApproved:
		return Confirm
	}
	return Approve
}

// open is the runs in which somebody is not paid.
func open(runs []payrun.Run, standing []stand, today period.Date) []Run {
	var all []Run
	for _, r := range runs {
		of := Run{Run: r, By: map[Step]Sums{}}
		for _, s := range standing {
			if s.RunID != r.ID {
				continue
			}
			step := s.step(r, today)
			sums := of.By[step]
			sums.add(s.Currency, s.Count, s.Payable)
			of.By[step] = sums
		}
		if len(of.By) > 0 {
			all = append(all, of)
		}
	}
	return all
}
