package sitetest

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// step is a statement of the crowd with its arguments.
type step struct {
	sql  string
	args []any
}

// told is what is known of the opportunities of a crowd apart from their state.
func told(tenantID uuid.UUID) []step {
	return []step{
		{`INSERT INTO app.opportunity_changes (tenant_id, id, opportunity_id, field, old_value, new_value, true_since,
				known_at, recorded_at, seq, source)
			SELECT tenant_id, gen_random_uuid(), id, f.field, f.old, f.new, created_at + f.after, created_at + f.after,
				created_at + f.after, f.seq, 'import'
			FROM app.opportunities CROSS JOIN (VALUES ('stage', 'Discovery', 'Proposal', interval '9 days', 1),
				('close_on', '2026-01-31', '2026-03-31', interval '30 days', 2),
				('close_on', '2026-03-31', '2026-06-30', interval '90 days', 3)) f(field, old, new, after, seq)
			WHERE tenant_id = $1`, []any{tenantID}},
		{`INSERT INTO app.qualification_answers (tenant_id, id, opportunity_id, element, score, at)
			SELECT tenant_id, gen_random_uuid(), id, e, 2, created_at
			FROM app.opportunities CROSS JOIN unnest('{metrics,champion,pain}'::text[]) e
			WHERE tenant_id = $1 AND status = 'open'`, []any{tenantID}},
		{`SET session_replication_role = DEFAULT`, nil},
		{`ANALYZE`, nil},
	}
}

// crowded fills an organisation straight in the database: an executive, 10 managers and 200 reps, four years of
// opportunities of which one in twelve is open, with a version each, two activities
// and three changes an opportunity, and three answers about what is open.
func crowded(ctx context.Context, owner *pgx.Conn, tenantID uuid.UUID, size int) error {
	steps := []step{
		{`SET session_replication_role = replica`, nil}, // the rows fit together: nothing is gained by checking millions of keys
		{`INSERT INTO app.members (tenant_id, id, external_id, name, email, created_at)
			SELECT $1, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'm' || n, 'Member ' || n, '', '2022-01-01' FROM generate_series(1, 211) n`, []any{tenantID}},
		{`INSERT INTO app.assignments (tenant_id, id, member_id, role, manager_id, team, valid_from, known_at)
			SELECT $1, gen_random_uuid(), ` + memberKey("n") + `, CASE WHEN n = 1 THEN 'executive' WHEN n <= 11 THEN 'manager' ELSE 'rep' END,
				CASE WHEN n = 1 THEN NULL WHEN n <= 11 THEN ` + memberKey("1") + ` ELSE ` + memberKey("2 + n % 10") + ` END,
				'Team ' || (n % 10), '2022-01-01', '2022-01-01' FROM generate_series(1, 211) n`, []any{tenantID}},
		{`INSERT INTO app.management (tenant_id, manager_id, member_id, depth, valid_from, valid_to)
			SELECT $1::uuid, ` + memberKey("n") + `, ` + memberKey("n") + `, 0, '2022-01-01'::date, 'infinity'::date FROM generate_series(1, 211) n
			UNION ALL SELECT $1::uuid, ` + memberKey("1") + `, ` + memberKey("n") + `, 1, '2022-01-01', 'infinity' FROM generate_series(2, 211) n
			UNION ALL SELECT $1::uuid, ` + memberKey("2 + n % 10") + `, ` + memberKey("n") + `, 1, '2022-01-01', 'infinity' FROM generate_series(12, 211) n`, []any{tenantID}},
		{`INSERT INTO app.quotas (tenant_id, id, member_id, starts_on, ends_on, valid_from, valid_to, amount, currency, known_at)
			SELECT $1, gen_random_uuid(), ` + memberKey("n") + `, q, (q + interval '3 months')::date, q, (q + interval '3 months')::date, 50000000, 'USD', '2022-01-01'
			FROM generate_series(12, 211) n, (SELECT d::date q FROM generate_series('2023-01-01'::date, '2026-10-01', '3 months') d) s`, []any{tenantID}},
		{`INSERT INTO app.stages (tenant_id, id, name, position, status, probability_bp, category, valid_from)
			SELECT $1, gen_random_uuid(), name, position, status, bp, category, '2022-01-01' FROM (VALUES ('Discovery', 0, 'open', 1000, 'pipeline'),
				('Proposal', 1, 'open', 4000, 'best_case'), ('Contract', 2, 'open', 8000, 'commit'), ('Won', 3, 'won', 10000, 'closed'), ('Lost', 4, 'lost', 0, 'omitted'))
				s(name, position, status, bp, category)`, []any{tenantID}},
		{`INSERT INTO app.accounts (tenant_id, id, name, created_at) SELECT $1, ` + accountKey("n") + `, 'Account ' || n, '2022-01-01' FROM generate_series(0, $2::int / 5) n`,
			[]any{tenantID, size}},
		{`INSERT INTO app.contacts (tenant_id, id, account_id, first_name, last_name, email, created_at)
			SELECT $1, gen_random_uuid(), ` + accountKey("n % ($2::int / 5)") + `,
				(ARRAY['Ada', 'Grace', 'Alan', 'Edsger'])[1 + n % 4], 'Person ' || n, 'p' || n || '@example.com', '2022-01-01'
				FROM generate_series(1, $2::int / 4) n`, []any{tenantID, size}},
		{`INSERT INTO app.opportunities (tenant_id, id, account_id, owner_id, name, stage, status, category, category_manual, probability_bp, probability_manual, amount,
				currency, close_on, type, source, competitor, loss_reason, next_step, created_at, closed_at, changed_at)
			SELECT $1, ` + opportunityKey("n") + `, ` + accountKey("n % ($2::int / 5)") + `, ` + memberKey("12 + n % 200") + `, 'Opportunity ' || n,
				CASE k WHEN 0 THEN (ARRAY['Discovery', 'Proposal', 'Contract'])[1 + n / 12 % 3] WHEN 1 THEN 'Won' WHEN 2 THEN 'Won' WHEN 3 THEN 'Won' ELSE 'Lost' END,
				CASE WHEN k = 0 THEN 'open' WHEN k <= 3 THEN 'won' ELSE 'lost' END,
				CASE WHEN k = 0 THEN (ARRAY['pipeline', 'best_case', 'commit'])[1 + n / 12 % 3] WHEN k <= 3 THEN 'closed' ELSE 'omitted' END, false,
				CASE WHEN k = 0 THEN (ARRAY[1000, 4000, 8000])[1 + n / 12 % 3] WHEN k <= 3 THEN 10000 ELSE 0 END, false,
				(n::bigint * 7919 % 20000000) + 100000, 'USD',
				CASE WHEN k = 0 THEN '2026-11-01'::date + n / 12 % 150 ELSE '2022-11-20'::date + n % 1460 END, (ARRAY['New Business', 'Existing Business'])[1 + n % 2],
				'Web', '', '', '', '2022-06-01'::timestamptz + (n % 1400) * interval '1 day', NULL, '2026-01-01'
			FROM (SELECT n, n % 12 AS k FROM generate_series(1, $2::int) n) s`, []any{tenantID, size}},
		{`INSERT INTO app.opportunity_versions (tenant_id, id, known_from, known_to, account_id, owner_id, name, stage, status, category, category_manual, probability_bp,
				probability_manual, amount, currency, close_on, type, source, competitor, loss_reason, next_step, created_at)
			SELECT tenant_id, id, created_at, 'infinity', account_id, owner_id, name, stage, status, category, false, probability_bp, false, amount, currency, close_on, type,
				source, '', '', '', created_at FROM app.opportunities WHERE tenant_id = $1`, []any{tenantID}},
		{`INSERT INTO app.activities (tenant_id, id, opportunity_id, member_id, kind, subject, occurs_on, done, created_at)
			SELECT $1, gen_random_uuid(), ` + opportunityKey("1 + n % $2::int") + `, ` + memberKey("12 + n % 200") + `, (ARRAY['call', 'email', 'meeting'])[1 + n % 3], 'Talk',
				'2026-11-20'::date - n % 700, true, '2026-11-20'::timestamptz - (n % 700) * interval '1 day' FROM generate_series(1, $2::int * 2) n`, []any{tenantID, size}},
	}
	for _, s := range append(steps, told(tenantID)...) {
		if _, err := owner.Exec(ctx, s.sql, s.args...); err != nil {
			return fmt.Errorf("crowd: %w: %.60s", err, s.sql)
		}
	}
	return nil
}

func memberKey(n string) string      { return numbered("8000", n) }
func accountKey(n string) string     { return numbered("9000", n) }
func opportunityKey(n string) string { return numbered("a000", n) }

// numbered is a key made of a number, in SQL.
func numbered(kind, n string) string {
	return `('00000000-0000-7000-` + kind + `-' || lpad(to_hex(` + n + `), 12, '0'))::uuid`
}
