// Package office is the company of the tests with a compensation plan, for everything that is about pay.
package office

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/testdb/cast"
)

// Selling is a plan of one component: 10 %, 20 % above the quota, by the quarter, paid by the month.
const Selling = `{"name": "Sales", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"},
	"measurement": "quarter", "payout": "month",
	"components": [{"id": "sales", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": "0.10"},
	{"from": "1.00", "rate": "0.20"}],
		"clawback": {"within_days": 90, "amount": "full"}}]}`

// Office is the company with a plan for Ann and Ben.
type Office struct {
	cast.Company
	Plan uuid.UUID
}

// Document reads a plan.
func Document(t testing.TB, text string) plan.Document {
	t.Helper()
	d, err := plan.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Open is an office in which a plan, a document, pays Ann and Ben since the year began, with a quota of 100,000 a
// quarter.
func Open(t testing.TB, text string) Office {
	t.Helper()
	return In(t, cast.Found(t), text)
}

// In gives a company such an office.
func In(t testing.TB, c cast.Company, text string) Office {
	t.Helper()
	o := Office{Company: c}
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := compensation.Save(ctx, tx, Document(t, text), "")
		if err != nil {
			return err
		}
		o.Plan = v.PlanID
		if err := compensation.Publish(ctx, tx, v.ID); err != nil {
			return err
		}
		for _, m := range []uuid.UUID{o.Ann, o.Ben} {
			if err := o.Join(ctx, tx, m); err != nil {
				return err
			}
			for _, q := range tx.Calendar().Between(period.Quarter, cast.Day("2026-01-01"), cast.Day("2027-01-01")) {
				if err := quota.Assign(ctx, tx, quota.Quota{MemberID: m, StartsOn: q.Start, EndsOn: q.End,
					ValidFrom: q.Start, ValidTo: q.End, Amount: 100_000_00, Currency: "USD"}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return o
}

// Join puts a member on the office's plan since the year began.
func (o Office) Join(ctx context.Context, tx *tenant.Tx, member uuid.UUID) error {
	return compensation.Assign(ctx, tx,
		compensation.Assignment{MemberID: member, PlanID: o.Plan, ValidFrom: cast.Day("2026-01-01")})
}

// Sell books opportunities of the form "key amount day" for an owner.
func (o Office) Sell(t testing.TB, owner uuid.UUID, deals ...string) map[string]uuid.UUID {
	t.Helper()
	ids := map[string]uuid.UUID{}
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for _, d := range deals {
			f := strings.Fields(d)
			r := o.Opportunity(f[0], owner, "Won", decimal.RequireFromString(f[1]).Shift(2).IntPart(), f[2])
			r.Hash = int64(len(d)) + int64(cast.Day(f[2])) + r.State.CloseOn.Time().Unix()
			taken, err := cast.Take(ctx, tx, r)
			if err != nil {
				return err
			}
			ids[f[0]] = taken[0]
		}
		return nil
	})
	return ids
}

// Run calculates a period as operations, and says what each member is paid.
func (o Office) Run(t testing.TB, key string) payrun.Run {
	t.Helper()
	var run payrun.Run
	var a payrun.Attempt
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if run, err = payrun.Open(ctx, tx, key); err == nil {
			a, err = payrun.Begin(ctx, tx, run)
		}
		return err
	})
	if err := payrun.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID); err != nil {
		t.Fatal(err)
	}
	return run
}

// Of is a member's statement of a period.
func (o Office) Of(t testing.TB, member uuid.UUID, key string) (s statement.Statement, r evidence.Result) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := statement.List(ctx, tx, statement.Filter{Member: &member, Period: key})
		if err != nil {
			return err
		}
		if len(all) != 1 {
			return fmt.Errorf("there are %d statements", len(all))
		}
		s = all[0]
		r, err = statement.Load(ctx, tx, s)
		return err
	})
	return s, r
}

// Lock leads a member's statement of a period through its approvals.
func (o Office) Lock(t testing.TB, member uuid.UUID, key string) {
	t.Helper()
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}, {o.Fay, statement.Locked}} {
		s, _ := o.Of(t, member, key)
		o.As(t, step.who, func(ctx context.Context, tx *tenant.Tx) error {
			return approval.Move(ctx, tx, s.ID, step.to, s.StateNumber, "")
		})
	}
}

// LockAll leads all statements of a member and a period that are open through their approvals.
func (o Office) LockAll(t testing.TB, member uuid.UUID, key string) {
	t.Helper()
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}, {o.Fay, statement.Locked}} {
		o.As(t, step.who, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := statement.List(ctx, tx, statement.Filter{Member: &member, Period: key})
			for _, s := range all {
				if err == nil && !s.State.Closed() {
					err = approval.Move(ctx, tx, s.ID, step.to, s.StateNumber, "")
				}
			}
			return err
		})
	}
}

// Move tries to move a member's statement on, as somebody who saw it in a state.
func (o Office) Move(t testing.TB, who uuid.UUID, s statement.Statement, to statement.State, number int,
	note string) error {
	t.Helper()
	return o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
		return approval.Move(t.Context(), tx, s.ID, to, number, note)
	})
}

// USD is an amount in cents as people write it.
func USD(minor int64) string { return money.Of(minor, "USD").String() }

// Amend changes an opportunity's amount, today.
func (o Office) Amend(t testing.TB, id uuid.UUID, amount int64) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		was, err := opportunity.Get(ctx, tx, id, time.Time{})
		if err != nil {
			return err
		}
		return opportunity.Edit(ctx, tx, id, was.Revision, func(s opportunity.State) (opportunity.State, error) {
			s.Amount = &amount
			return s, nil
		})
	})
}

// Adds checks the ledgers.
func (o Office) Adds(t testing.TB) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		found, err := ledger.Check(ctx, tx)
		for _, f := range found {
			t.Error(f.StatementID, f.Sentence)
		}
		return err
	})
}

// Accept has the acting member accept the newest version of the office's plan.
func (o Office) Accept(ctx context.Context, tx *tenant.Tx) error {
	versions, err := compensation.Versions(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	v := versions[len(versions)-1]
	return compensation.Accept(ctx, tx, v.ID, v.Hash)
}
