package statement_test

import (
	"context"
	"fmt"
	"quarterdeck/internal/compensation"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/billing"
	"quarterdeck/internal/commission"
	"quarterdeck/internal/money"
	"quarterdeck/internal/opportunity"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
	"quarterdeck/internal/quota"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/tenant"
	"quarterdeck/internal/testdb/cast"
)

// selling is a plan of one component: 10 %, 20 % above the quota, by the quarter, paid by the month.
const selling = `{"name": "%s", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
	"components": [{"id": "sales", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": "0.10"}, {"from": "1.00", "rate": "0.20"}],
		"clawback": {"within_days": 90, "amount": "full"}}%s]}`

// office is the company with a plan for its reps.
type office struct {
	cast.Company
	plan uuid.UUID
}

func document(t testing.TB, text string) plan.Document {
	t.Helper()
	d, err := plan.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// opened is an office in which a plan pays Ann and Ben since the year began, with a quota of 100,000 a quarter.
func opened(t testing.TB, text string) office {
	t.Helper()
	o := office{Company: cast.Found(t)}
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := compensation.Save(ctx, tx, document(t, text), "")
		if err != nil {
			return err
		}
		o.plan = v.PlanID
		if err := compensation.Publish(ctx, tx, v.ID); err != nil {
			return err
		}
		for _, m := range []uuid.UUID{o.Ann, o.Ben} {
			if err := compensation.Assign(ctx, tx, compensation.Assignment{MemberID: m, PlanID: o.plan, ValidFrom: cast.Day("2026-01-01")}); err != nil {
				return err
			}
			for _, q := range tx.Calendar().Between(period.Quarter, cast.Day("2026-01-01"), cast.Day("2027-01-01")) {
				if err := quota.Assign(ctx, tx, quota.Quota{MemberID: m, StartsOn: q.Start, EndsOn: q.End, ValidFrom: q.Start, ValidTo: q.End, Amount: 100_000_00, Currency: "USD"}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return o
}

// sell books opportunities of the form "key amount day" for an owner.
func (o office) sell(t testing.TB, owner uuid.UUID, deals ...string) map[string]uuid.UUID {
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

// run calculates a period as operations, and says what each member is paid.
func (o office) run(t testing.TB, key string) statement.Run {
	t.Helper()
	var run statement.Run
	var a statement.Attempt
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if run, err = statement.Open(ctx, tx, key); err == nil {
			a, err = statement.Begin(ctx, tx, run)
		}
		return err
	})
	if err := statement.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID); err != nil {
		t.Fatal(err)
	}
	return run
}

// of is a member's statement of a period.
func (o office) of(t testing.TB, member uuid.UUID, key string) (s statement.Statement, r commission.Result) {
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

// lock leads a member's statement of a period through its approvals.
func (o office) lock(t testing.TB, member uuid.UUID, key string) {
	t.Helper()
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}, {o.Fay, statement.Locked}} {
		s, _ := o.of(t, member, key)
		o.As(t, step.who, func(ctx context.Context, tx *tenant.Tx) error {
			return statement.Move(ctx, tx, s.ID, step.to, s.StateNumber, "")
		})
	}
}

func usd(minor int64) string { return money.Of(minor, "USD").String() }

func TestAMonthIsCalculatedApprovedLockedAndProven(t *testing.T) {
	t.Parallel()
	o := opened(t, fmt.Sprintf(selling, "Sales", ""))
	deals := o.sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-02-10")
	o.run(t, "2026-01")
	january, _ := o.of(t, o.Ann, "2026-01")
	if usd(january.Payable) != "8000.00" || january.State != statement.Calculated {
		t.Fatalf("January pays %s and is %s (%s)", usd(january.Payable), january.State, january.Problem)
	}
	if ben, _ := o.of(t, o.Ben, "2026-01"); ben.Payable != 0 || ben.State != statement.Calculated {
		t.Errorf("Ben, who sold nothing, is paid %s", usd(ben.Payable))
	}
	o.lock(t, o.Ann, "2026-01")
	o.run(t, "2026-02")
	if s, _ := o.of(t, o.Ann, "2026-02"); usd(s.Payable) != "6000.00" || usd(s.PaidBefore) != "8000.00" {
		t.Errorf("February pays %s after %s", usd(s.Payable), usd(s.PaidBefore))
	}
	o.lock(t, o.Ann, "2026-02")
	o.amend(t, deals["A"], 50_000_00) // today, in November
	o.run(t, "2026-11")
	november, r := o.of(t, o.Ann, "2026-11")
	if usd(november.Payable) != "-5000.00" {
		t.Errorf("November pays %s", usd(november.Payable))
		for _, l := range r.Lines {
			t.Log(l.Opportunity, usd(l.Amount), l.Why)
		}
	}
	o.lock(t, o.Ann, "2026-11")
	o.proves(t, january.ID)
	o.adds(t)
}

// amend changes an opportunity's amount, today.
func (o office) amend(t testing.TB, id uuid.UUID, amount int64) {
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

// proves unpacks a statement's proof and verifies it.
func (o office) proves(t *testing.T, id uuid.UUID) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := statement.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		raw, err := statement.Proof(ctx, tx, s)
		if err != nil {
			return err
		}
		m, _, err := statement.Verify(raw)
		if err != nil || m.Payable != s.Payable {
			t.Errorf("the proof says %d: %v", m.Payable, err)
		}
		for i := range raw {
			if i%97 == 0 {
				bad := append([]byte(nil), raw...)
				bad[i] ^= 0x20
				if m, _, err := statement.Verify(bad); err == nil && m.Payable != s.Payable {
					t.Errorf("a byte changed at %d makes it say %d", i, m.Payable)
				}
			}
		}
		return nil
	})
}

// adds checks the ledgers.
func (o office) adds(t *testing.T) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		found, err := statement.Check(ctx, tx)
		for _, f := range found {
			t.Error(f.StatementID, f.Sentence)
		}
		return err
	})
}

func TestACancelledOpportunityIsTakenBackAtWhatWasPaid(t *testing.T) {
	t.Parallel()
	o := opened(t, fmt.Sprintf(selling, "Sales", ""))
	deals := o.sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-01-25")
	o.run(t, "2026-01")
	o.lock(t, o.Ann, "2026-01")
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := billing.Record(ctx, tx, billing.Event{OpportunityID: deals["B"], Kind: billing.Cancellation, On: cast.Day("2026-02-20"), Currency: "USD"})
		return err
	})
	o.run(t, "2026-02")
	if s, _ := o.of(t, o.Ann, "2026-02"); usd(s.Payable) != "-6000.00" {
		t.Errorf("February pays %s", usd(s.Payable))
	}
}
