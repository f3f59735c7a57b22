package search

import "quarterdeck/internal/record/fx"

// candidates is among how many records of a kind the first are chosen, own and others' each.
const candidates = 100

// findRecords chooses among the candidates, a kind after the other. What has changed in the last three months is
// recent.
const findRecords = `WITH found AS MATERIALIZED (
		SELECT f.kind, f.id, f.score FROM app.search_records(@text, @exact, @me, @members, @candidates) f),
	hits AS (
		SELECT 1 AS place, f.kind, f.score, a.owner_id = @me AS own, true AS open, NULL::boolean AS recent,
			NULL::bigint AS worth, a.id, a.name, a.industry AS detail, '' AS status, NULL::bigint AS amount,
			'' AS currency
		FROM found f JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = f.id WHERE f.kind = 'account'
		UNION ALL
		SELECT 2, f.kind, f.score, o.owner_id = @me, o.status = 'open',
			o.changed_at > @known::timestamptz - interval '90 days', ` + fx.Base + `,
			o.id, o.name, coalesce(a.name, ''), o.status, o.amount, o.currency
		FROM found f JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = f.id
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id WHERE f.kind = 'opportunity'
		UNION ALL
		SELECT 3, f.kind, f.score, m.id = @me, s.valid_to > @today, NULL, NULL,
			m.id, m.name, concat_ws(' · ', nullif(m.title, ''), nullif(s.team, '')), '', NULL, ''
		FROM found f JOIN app.members m ON m.tenant_id = @tenant AND m.id = f.id
		JOIN LATERAL (SELECT s.team, s.valid_to FROM app.assignments s WHERE s.tenant_id = @tenant
			AND s.member_id = m.id AND s.valid_from <= @today AND s.replaced_at = 'infinity'
			ORDER BY s.valid_from DESC LIMIT 1) s ON true WHERE f.kind = 'member'
		UNION ALL
		SELECT 4, f.kind, f.score, a.owner_id = @me, true, NULL, NULL,
			a.id, coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), c.email),
			concat_ws(' · ', nullif(c.title, ''), a.name), '', NULL, ''
		FROM found f JOIN app.contacts c ON c.tenant_id = @tenant AND c.id = f.id
		JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = c.account_id WHERE f.kind = 'contact'),
	ranked AS (
		SELECT h.*, row_number() OVER (PARTITION BY h.place ORDER BY h.score DESC, h.own IS TRUE DESC, h.open DESC,
			h.recent DESC NULLS LAST, h.worth DESC NULLS LAST, length(h.name), lower(h.name), h.id) AS rank
		FROM hits h)
	SELECT kind, id, name, detail, status, amount, currency FROM ranked WHERE rank <= @most ORDER BY place, rank`
