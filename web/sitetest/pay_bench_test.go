package sitetest

import (
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

// payroll pays the 500 reps of a battalion for October, locked and paid, and calculates November.
func (c *crowd) payroll(b *testing.B) (run uuid.UUID) {
	b.Helper()
	system := tenant.AsSystem(c.tenant)
	do := func(fn func(tx *tenant.Tx) error) {
		b.Helper()
		if err := c.db.Update(b.Context(), system, fn); err != nil {
			b.Fatal(err)
		}
	}
	do(func(tx *tenant.Tx) error {
		document, err := plan.Parse([]byte(office.Selling))
		if err != nil {
			return err
		}
		v, err := compensation.Create(b.Context(), tx, document, "")
		if err != nil {
			return err
		}
		for n := 86; n <= 585; n++ {
			if err := compensation.Assign(b.Context(), tx, compensation.Assignment{MemberID: crowdMember(n),
				PlanID: v.PlanID, ValidFrom: cast.Day("2026-10-01")}); err != nil {
				return err
			}
		}
		return compensation.Publish(b.Context(), tx, v.ID)
	})
	for _, key := range []string{"2026-10", "2026-11"} {
		var attempt payrun.Attempt
		do(func(tx *tenant.Tx) error {
			r, err := payrun.Open(b.Context(), tx, key)
			if err != nil {
				return err
			}
			run = r.ID
			attempt, err = payrun.Begin(b.Context(), tx, r)
			return err
		})
		if err := payrun.Calculate(b.Context(), c.db, system, attempt.ID); err != nil {
			b.Fatal(err)
		}
		if key == "2026-11" {
			break
		}
		do(func(tx *tenant.Tx) error { return lockAll(b, tx, run) })
	}
	if _, err := c.owner.Exec(b.Context(), `ANALYZE`); err != nil { // as Postgres does by itself within a minute
		b.Fatal(err)
	}
	return run
}

// lockAll leads every statement of a run through its approvals.
func lockAll(b *testing.B, tx *tenant.Tx, run uuid.UUID) error {
	for _, to := range []statement.State{statement.ManagerApproved, statement.FinanceApproved, statement.Locked,
		statement.Paid} {
		all, err := statement.List(b.Context(), tx, statement.Filter{Run: &run})
		if err != nil {
			return err
		}
		for _, s := range all {
			if err := approval.Move(b.Context(), tx, s.ID, to, s.StateNumber, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// BenchmarkPay measures the pages of pay of 500 reps: whole requests beside their bare SQL.
func BenchmarkPay(b *testing.B) {
	c := newBattalion(b, 50_000)
	run := c.payroll(b)
	for _, page := range []struct {
		name, path string
		role       tenant.Role
	}{
		{"statement", "/commissions/2026-11", tenant.Rep}, {"what if", "/commissions/what-if", tenant.Rep},
		{"team of 125", "/commissions/team?period=2026-11", tenant.Manager},
		{"run", "/commissions/runs/" + run.String(), tenant.Finance}, {"runs", "/commissions/runs", tenant.Finance},
		{"liability", "/commissions/liability", tenant.Finance},
		{"liability of a month", "/commissions/liability/2026-10", tenant.Finance}, {"contract costs",
			"/commissions/capitalisation", tenant.Finance}, {"payroll", "/commissions/payroll", tenant.Finance},
	} {
		b.Run(page.name, func(b *testing.B) { c.measure(b, page.role, page.path) })
	}
}
