package statement_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

// fill puts 1,000 members on the office's plan, each with 100 opportunities that were won in the year.
func fill(b *testing.B, o office.Office) {
	b.Helper()
	o.Do(b, func(ctx context.Context, tx *tenant.Tx) error {
		member := `('00000000-0000-7000-8000-' || lpad(to_hex(n % 1000), 12, '0'))::uuid`
		for _, sql := range []string{
			`INSERT INTO app.members (tenant_id, id, external_id, name, email, created_at) SELECT @tenant, ` + member + `, 'x' || n, 'Member ' || n, '', '2025-01-01' FROM generate_series(0, 999) n`,
			`INSERT INTO app.assignments (tenant_id, id, member_id, role, manager_id, team, valid_from, known_at)
				SELECT @tenant, gen_random_uuid(), ` + member + `, 'rep', @nora, 'Crowd', '2025-01-01', '2025-01-01' FROM generate_series(0, 999) n`,
			`INSERT INTO app.quotas (tenant_id, id, member_id, starts_on, ends_on, valid_from, valid_to, amount, currency, known_at)
				SELECT @tenant, gen_random_uuid(), ` + member + `, q, (q + interval '3 months')::date, q, (q + interval '3 months')::date, 50000000, 'USD', '2026-01-01'
				FROM generate_series(0, 999) n, (SELECT d::date q FROM generate_series('2026-01-01'::date, '2026-10-01', '3 months') d) s`,
			`INSERT INTO app.plan_assignments (tenant_id, id, member_id, plan_id, valid_from, known_at)
				SELECT @tenant, gen_random_uuid(), ` + member + `, @plan, '2026-01-01', '2026-01-01' FROM generate_series(0, 999) n`,
			`INSERT INTO app.opportunities (tenant_id, id, owner_id, name, stage, status, category, category_manual, probability_bp, probability_manual, amount,
					currency, close_on, type, source, competitor, loss_reason, next_step, created_at, changed_at)
				SELECT @tenant, ('00000000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid, ` + member + `, 'Opportunity ' || n, 'Won', 'won', 'closed', false, 10000, false,
					(n::bigint * 7919 % 2000000) + 10001, 'USD', '2026-01-01'::date + n % 320, 'New Business', 'Web', '', '', '', '2025-11-01', '2026-01-01'
				FROM generate_series(0, 99999) n`,
			`INSERT INTO app.opportunity_versions (tenant_id, id, known_from, known_to, owner_id, name, stage, status, category, category_manual, probability_bp,
					probability_manual, amount, currency, close_on, type, source, competitor, loss_reason, next_step, created_at)
				SELECT tenant_id, id, created_at, 'infinity', owner_id, name, stage, status, category, false, probability_bp, false, amount, currency, close_on, type,
					source, '', '', '', created_at FROM app.opportunities WHERE tenant_id = @tenant`,
			`SELECT app.take_statistics(true)`, // as an import does
		} {
			sql = strings.NewReplacer("@tenant", quoted(o.TenantID), "@nora", quoted(o.Nora), "@plan", quoted(o.Plan)).Replace(sql)
			if _, err := tx.Raw().Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkRun calculates 1,000 statements over 100,000 credits, from the first question to the last row.
func BenchmarkRun(b *testing.B) {
	o := office.Open(b, office.Selling)
	fill(b, o)
	for b.Loop() {
		var a statement.Attempt
		o.As(b, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			run, err := statement.Open(ctx, tx, "2026-11")
			if err == nil {
				a, err = statement.Begin(ctx, tx, run)
			}
			return err
		})
		if err := statement.Calculate(b.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID); err != nil {
			b.Fatal(err)
		}
	}
	o.Do(b, func(ctx context.Context, tx *tenant.Tx) error {
		n, err := tenant.Value[int](ctx, tx, `SELECT count(*)::int FROM app.commission_statements s WHERE s.tenant_id = @tenant`, nil)
		if n != 1002 {
			b.Errorf("there are %d statements", n)
		}
		return err
	})
}

// BenchmarkSimulate replays half a year of 1,002 members, 100 opportunities each, under another rate: 2,004 quarters of members.
func BenchmarkSimulate(b *testing.B) {
	o := replaying{office.Open(b, office.Selling)}
	fill(b, o.Office)
	d := office.Document(b, fmt.Sprintf(flat, "0.12", ""))
	for b.Loop() {
		if r, err := o.replay(b, o.Olga, d, "2026-Q3", "2026-Q4"); err != nil || len(r.Members) != 1002 {
			b.Fatal(len(r.Members), err)
		}
	}
}

func quoted(id uuid.UUID) string { return "'" + id.String() + "'::uuid" }
