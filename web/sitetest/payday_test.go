package sitetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// payday is a firm in which everybody who sells is paid by a plan of their own. Whatever tells of somebody's pay is a
// text that stands nowhere else, so that a page which shows it to the wrong person is found by searching for the text.
type payday struct {
	*Firm
	run        uuid.UUID
	plans      map[string]uuid.UUID // by the key of the seller
	statements map[string]uuid.UUID
	disputes   map[string]uuid.UUID
	secrets    map[string][]string
}

// paidPlan is a plan by name and rate; a manager's pays for the team as well.
func paidPlan(t testing.TB, name string, rate int, team bool) plan.Document {
	t.Helper()
	more := ""
	if team {
		more = `, {"id": "team", "kind": "override", "measure": "amount", "rate": "0.0217", "of": "team"}`
	}
	d, err := plan.Parse(fmt.Appendf(nil,
		`{"name": %q, "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
		"components": [{"id": "new-business", "kind": "rate", "quota": "100000.00", "tiers": [{"from": "0", "rate": "0.1%03d"}]}%s]}`, name, rate, more))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// payday pays a firm for November: plans, a prize each, a run that is locked, and a dispute of everybody about their
// first line.
func (f *Firm) payday(place string) *payday {
	t := f.Site.T
	t.Helper()
	p := &payday{Firm: f, plans: map[string]uuid.UUID{}, statements: map[string]uuid.UUID{},
		disputes: map[string]uuid.UUID{}, secrets: map[string][]string{}}
	as := func(key string, fn func(context.Context, *tenant.Tx) error) {
		t.Helper()
		actor := tenant.AsSystem(f.TenantID)
		if key != "" {
			actor = tenant.Actor{TenantID: f.TenantID, MemberID: f.People[key],
				Role: Staff[slices.IndexFunc(Staff, func(e employee) bool { return e.Key == key })].role}
		}
		if err := f.Site.DB.Update(t.Context(),
			actor, func(tx *tenant.Tx) error { return fn(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	for i, who := range Sellers {
		as("", func(ctx context.Context, tx *tenant.Tx) error {
			v, err := compensate(ctx, tx, paidPlan(t, "zzplan"+who+place, 37*(i+1)+11, who == "manager" ||
				who == "east"), "2026-01-01", f.People[who])
			p.plans[who] = v.PlanID
			return err
		})
		as("ops", func(ctx context.Context, tx *tenant.Tx) error {
			_, err := adjustment.Propose(ctx, tx, adjustment.Adjustment{MemberID: f.People[who],
				Amount: int64(3_141_59 + 271_82*i), Currency: "USD", Reason: "zzprize" + who + place})
			return err
		})
	}
	as("finance", func(ctx context.Context, tx *tenant.Tx) error {
		all, err := adjustment.List(ctx, tx, nil)
		for _, a := range all {
			if err := adjustment.Decide(ctx, tx, a.ID, true, ""); err != nil {
				return err
			}
		}
		return err
	})
	var attempt payrun.Attempt
	as("ops", func(ctx context.Context, tx *tenant.Tx) error {
		run, err := payrun.Open(ctx, tx, "2026-11")
		if err == nil {
			attempt, err = payrun.Begin(ctx, tx, run)
		}
		p.run = run.ID
		return err
	})
	if err := payrun.Calculate(t.Context(), f.Site.DB, tenant.AsSystem(f.TenantID), attempt.ID); err != nil {
		t.Fatal(err)
	}
	as("", func(ctx context.Context, tx *tenant.Tx) error { return p.lock(ctx, tx) })
	for _, who := range Sellers {
		as(who, func(ctx context.Context, tx *tenant.Tx) (err error) {
			line := 1
			p.disputes[who], err = dispute.Open(ctx, tx,
				dispute.Claim{StatementID: p.statements[who], Line: &line, Note: "zzdoubt" + who + place,
					Evidence: &dispute.File{Name: "zzfile" + who + place + ".txt",
						Body: []byte("zzevidence" + who + place)}})
			return err
		})
		for _, what := range []string{"zzplan", "zzprize", "zzdoubt", "zzfile", "zzevidence"} {
			p.secrets[who] = append(p.secrets[who], what+who+place)
		}
	}
	return p
}

// lock leads every statement through its states and notes what it says of somebody's pay.
func (p *payday) lock(ctx context.Context, tx *tenant.Tx) error {
	for _, who := range Sellers {
		of := p.People[who]
		all, err := statement.List(ctx, tx, statement.Filter{Member: &of})
		if err != nil || len(all) != 1 || all[0].Payable == 0 {
			return fmt.Errorf("the statements of %s are %+v: %w", who, all, err)
		}
		s := all[0]
		result, err := statement.Load(ctx, tx, s)
		if err != nil {
			return err
		}
		amounts := []int64{s.Payable, s.Adjustments, s.Earned}
		for _, l := range result.Lines {
			amounts = append(amounts, l.Amount)
		}
		for _, minor := range amounts {
			plain := money.Of(minor, "USD").String()
			p.secrets[who] = append(p.secrets[who], plain)
			if at := strings.Index(plain, ".") - 3; at > 0 {
				p.secrets[who] = append(p.secrets[who], plain[:at]+","+plain[at:])
			}
		}
		p.statements[who] = s.ID
		for i, to := range []statement.State{statement.ManagerApproved, statement.FinanceApproved, statement.Locked} {
			if err := approval.Move(ctx, tx, s.ID, to, s.StateNumber+i, ""); err != nil {
				return err
			}
		}
	}
	return nil
}
