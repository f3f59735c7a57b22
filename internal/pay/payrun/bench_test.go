package payrun_test

import (
	"context"
	"testing"

	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

// BenchmarkRun calculates 1,000 statements over 100,000 credits, from the first question to the last row.
func BenchmarkRun(b *testing.B) {
	o := office.Open(b, office.Selling)
	o.Fill(b)
	for b.Loop() {
		var a payrun.Attempt
		o.As(b, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			run, err := payrun.Open(ctx, tx, "2026-11")
			if err == nil {
				a, err = payrun.Begin(ctx, tx, run)
			}
			return err
		})
		if err := payrun.Calculate(b.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID); err != nil {
			b.Fatal(err)
		}
	}
	o.Do(b, func(ctx context.Context, tx *tenant.Tx) error {
		n, err := tenant.Value[int](ctx, tx, `SELECT count(*)::int FROM app.commission_statements s
			WHERE s.tenant_id = @tenant`, nil)
		if n != 1002 {
			b.Errorf("there are %d statements", n)
		}
		return err
	})
}
