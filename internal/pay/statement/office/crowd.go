package office

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Fill puts 1,000 members on the office's plan, each with 100 opportunities that were won in the year.
func (o Office) Fill(b *testing.B) {
	b.Helper()
	o.Do(b, func(ctx context.Context, tx *tenant.Tx) error {
		member := `('00000000-0000-7000-8000-' || lpad(to_hex(n % 1000), 12, '0'))::uuid`
		for _, sql := range []string{
			`INSERT INTO app.members (tenant_id, id, external_id, name, email, created_at) SELECT @tenant,
				` + member + `, 'x' || n, 'Member ' || n, '', '2025-01-01' FROM generate_series(0, 999) n`,
			`INSERT INTO app.assignments (tenant_id, id, member_id, role, manager_id, team, valid_from, known_at)
				SELECT @tenant, gen_random_uuid(), ` + member + `, 'rep', @nora, 'Crowd', '2025-01-01', '2025-01-01'
				FROM generate_series(0, 999) n`,
			`INSERT INTO app.quotas (tenant_id, id, member_id, starts_on, ends_on, valid_from, valid_to, amount,
				currency, known_at)
				SELECT @tenant, gen_random_uuid(), ` + member + `, q, (q + interval '3 months')::date, q,
				(q + interval '3 months')::date, 50000000, 'USD', '2026-01-01'
				FROM generate_series(0, 999) n, (SELECT d::date q
				FROM generate_series('2026-01-01'::date, '2026-10-01', '3 months') d) s`,
			`INSERT INTO app.plan_assignments (tenant_id, id, member_id, plan_id, valid_from, known_at)
				SELECT @tenant, gen_random_uuid(), ` + member + `, @plan, '2026-01-01', '2026-01-01'
				FROM generate_series(0, 999) n`,
			`INSERT INTO app.opportunities (tenant_id, id, owner_id, name, stage, status, category, category_manual,
				probability_bp, probability_manual, amount,
					currency, close_on, type, source, competitor, loss_reason, next_step, created_at, changed_at)
				SELECT @tenant, ('00000000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid,
				` + member + `, 'Opportunity ' || n, 'Won', 'won', 'closed', false, 10000, false,
					(n::bigint * 7919 % 2000000) + 10001, 'USD', '2026-01-01'::date + n % 320, 'New Business', 'Web',
					'', '', '', '2025-11-01', '2026-01-01'
				FROM generate_series(0, 99999) n`,
			`INSERT INTO app.opportunity_versions (tenant_id, id, known_from, known_to, owner_id, name, stage, status,
				category, category_manual, probability_bp,
					probability_manual, amount, currency, close_on, type, source, competitor, loss_reason, next_step,
					created_at)
				SELECT tenant_id, id, created_at, 'infinity', owner_id, name, stage, status, category, false,
				probability_bp, false, amount, currency, close_on, type,
					source, '', '', '', created_at FROM app.opportunities WHERE tenant_id = @tenant`,
			`SELECT app.take_statistics(true)`, // as an import does
		} {
			sql = strings.NewReplacer("@tenant", quoted(o.TenantID), "@nora", quoted(o.Nora), "@plan", quoted(o.Plan)).
				Replace(sql)
			if _, err := tx.Raw().Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

func quoted(id uuid.UUID) string { return "'" + id.String() + "'::uuid" }
