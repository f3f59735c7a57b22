-- +goose Up
-- Sight of pay through the management line begins once somebody who may read that pay has confirmed the line. Who is above whom is said by
-- those who manage members; that a line opens pay is said here, by those who administer pay, and only ever added to.
CREATE TABLE app.confirmed_lines (
    tenant_id    uuid NOT NULL REFERENCES app.tenants,
    id           uuid NOT NULL,
    manager_id   uuid NOT NULL,
    member_id    uuid NOT NULL,
    starts_on    date NOT NULL, -- the line's first day: statements that end before it stay shut
    confirmed_at timestamptz NOT NULL,
    confirmed_by uuid, -- NULL: the system, for what the first set-up imported
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, manager_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX confirmed_lines_of ON app.confirmed_lines (tenant_id, manager_id, member_id);
SELECT app.distribute('app.confirmed_lines');
ALTER TABLE app.confirmed_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.confirmed_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY lines_read ON app.confirmed_lines FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY lines_insert ON app.confirmed_lines FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid
    AND current_setting('app.role') IN ('system', 'finance', 'ops') AND manager_id <> current_setting('app.member_id')::uuid
    AND confirmed_by IS NOT DISTINCT FROM nullif(current_setting('app.member_id')::uuid, '00000000-0000-0000-0000-000000000000'));
GRANT SELECT, INSERT ON app.confirmed_lines TO app_rw;

-- The first day on which a confirmed line no longer opens pay. A row takes away and never gives, so whoever changes lines adds them.
CREATE TABLE app.line_ends (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    line_id   uuid NOT NULL,
    ends_on   date NOT NULL,
    known_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, line_id, ends_on),
    FOREIGN KEY (tenant_id, line_id) REFERENCES app.confirmed_lines (tenant_id, id)
);
SELECT app.distribute('app.line_ends');
ALTER TABLE app.line_ends ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.line_ends FORCE ROW LEVEL SECURITY;
CREATE POLICY ends_read ON app.line_ends FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY ends_insert ON app.line_ends FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'admin', 'finance', 'ops'));
GRANT SELECT, INSERT ON app.line_ends TO app_rw;

-- Lines that stand when this begins count as confirmed, but for those above a member whom somebody assigned by hand, or over whom somebody
-- stands who was: these wait for finance.
INSERT INTO app.confirmed_lines (tenant_id, id, manager_id, member_id, starts_on, confirmed_at)
    SELECT m.tenant_id, gen_random_uuid(), m.manager_id, m.member_id, min(m.valid_from), now() FROM app.management m
    WHERE m.depth > 0 AND m.valid_to > current_date AND NOT EXISTS (SELECT 1 FROM app.management up
        JOIN app.audit_log a ON a.tenant_id = up.tenant_id AND a.object = 'member' AND a.object_id = up.manager_id::text AND a.action = 'assigned' AND a.member_id IS NOT NULL
        WHERE up.tenant_id = m.tenant_id AND up.member_id = m.member_id)
    GROUP BY m.tenant_id, m.manager_id, m.member_id;
INSERT INTO app.line_ends (tenant_id, line_id, ends_on, known_at)
    SELECT c.tenant_id, c.id, max(m.valid_to), now() FROM app.confirmed_lines c
    JOIN app.management m ON m.tenant_id = c.tenant_id AND m.manager_id = c.manager_id AND m.member_id = c.member_id
    GROUP BY c.tenant_id, c.id HAVING max(m.valid_to) < 'infinity';

-- +goose StatementBegin
-- protect_pay shuts a table about a member's pay: the member reads it, those who administer pay, whoever was granted it, and a manager whose
-- line over the member is confirmed and in force today. days is what that manager reads of it, a condition in which {from} is the line's first
-- day; writers are who adds to it beside those who administer pay: the member (self), the manager (above), both (line) or nobody (pay).
CREATE FUNCTION app.protect_pay(tbl regclass, writers text, privileges text, days text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    me text := 'current_setting(''app.member_id'')::uuid';
    administers text := 'current_setting(''app.role'') IN (''system'', ''finance'', ''ops'')';
    today text := '(now() AT TIME ZONE (SELECT t.time_zone FROM app.tenants t WHERE t.tenant_id = current_setting(''app.tenant_id'')::uuid))::date';
    above text := format('(current_setting(''app.role'') = ''manager'' AND EXISTS (
        SELECT 1 FROM app.confirmed_lines l
        WHERE l.tenant_id = current_setting(''app.tenant_id'')::uuid AND l.manager_id = %2$s AND l.member_id = %1$s.member_id AND l.starts_on <= %3$s
          AND NOT EXISTS (SELECT 1 FROM app.line_ends e WHERE e.tenant_id = current_setting(''app.tenant_id'')::uuid AND e.line_id = l.id AND e.ends_on <= %3$s)
          AND (%4$s)))', tbl, me, today, replace(replace(days, '{from}', 'l.starts_on'), '{row}', tbl::text));
    own text := format('%s.member_id = %s', tbl, me);
    granted text := format('EXISTS (SELECT 1 FROM app.pay_grants g WHERE g.tenant_id = current_setting(''app.tenant_id'')::uuid
        AND g.member_id = %s AND g.replaced_at = ''infinity'')', me);
    writer text := administers || CASE writers WHEN 'above' THEN ' OR ' || above WHEN 'line' THEN ' OR ' || own || ' OR ' || above WHEN 'self' THEN ' OR ' || own ELSE '' END;
    policy text;
BEGIN
    FOREACH policy IN ARRAY ARRAY['pay_reads', 'pay_inserts', 'pay_updates'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON %s', policy, tbl);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY pay_reads ON %s FOR SELECT USING ((%s) AND (%s OR %s OR %s OR %s))', tbl, tenant, administers, own, granted, above);
    EXECUTE format('CREATE POLICY pay_inserts ON %s FOR INSERT WITH CHECK ((%s) AND (%s))', tbl, tenant, writer);
    IF privileges LIKE '%UPDATE%' THEN
        EXECUTE format('CREATE POLICY pay_updates ON %1$s FOR UPDATE USING ((%2$s) AND %3$s) WITH CHECK ((%2$s) AND %3$s)', tbl, tenant, administers);
    END IF;
    EXECUTE format('GRANT %s ON %s TO app_rw', CASE WHEN privileges LIKE '%UPDATE%' THEN 'SELECT, INSERT' ELSE privileges END, tbl);
END $$;
-- +goose StatementEnd

SELECT app.protect_pay('app.commission_statements', 'pay', 'SELECT, INSERT', '{from} < {row}.ends_on');
-- What belongs to a statement is read where the statement is.
SELECT app.protect_pay('app.' || t.name, t.writers, 'SELECT, INSERT', 'EXISTS (SELECT 1 FROM app.commission_statements s
    WHERE s.tenant_id = current_setting(''app.tenant_id'')::uuid AND s.id = {row}.' || t.key || ' AND {from} < s.ends_on)')
FROM (VALUES ('statement_calculations', 'pay', 'statement_id'), ('statement_states', 'above', 'statement_id'), ('commission_credits', 'pay', 'statement_id'),
    ('commission_earnings', 'pay', 'statement_id'), ('commission_payouts', 'pay', 'id'), ('commission_disputes', 'line', 'statement_id')) t(name, writers, key);
SELECT app.protect_pay('app.dispute_entries', 'line', 'SELECT, INSERT', 'EXISTS (SELECT 1 FROM app.commission_disputes d
    WHERE d.tenant_id = current_setting(''app.tenant_id'')::uuid AND d.id = {row}.dispute_id)');
SELECT app.protect_pay('app.commission_adjustments', 'pay', 'SELECT, INSERT', '({row}.proposed_at AT TIME ZONE ''UTC'')::date >= {from} OR EXISTS (SELECT 1 FROM app.commission_earnings n
    WHERE n.tenant_id = current_setting(''app.tenant_id'')::uuid AND n.adjustment_id = {row}.id)');
SELECT app.protect_pay('app.adjustment_decisions', 'pay', 'SELECT, INSERT', 'EXISTS (SELECT 1 FROM app.commission_adjustments j
    WHERE j.tenant_id = current_setting(''app.tenant_id'')::uuid AND j.id = {row}.id)');
SELECT app.protect_pay('app.plan_assignments', 'pay', 'SELECT, INSERT, UPDATE', '{from} < {row}.valid_to');
SELECT app.protect_pay('app.plan_acceptances', 'self', 'SELECT, INSERT', 'true'); -- that somebody has read a letter is no pay
DROP FUNCTION app.protect_pay(regclass, text, text);

-- Who is above whom is written by those who manage members, whatever a page forgets to ask.
DROP POLICY tenant ON app.management;
CREATE POLICY management_reads ON app.management FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY management_inserts ON app.management FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'admin', 'ops'));
CREATE POLICY management_deletes ON app.management FOR DELETE USING (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'admin', 'ops'));
DROP POLICY tenant ON app.assignments;
CREATE POLICY assignments_read ON app.assignments FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY assignments_insert ON app.assignments FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'admin', 'ops'));
CREATE POLICY assignments_update ON app.assignments FOR UPDATE USING (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'admin', 'ops'))
    WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'admin', 'ops'));

-- An entry of the audit log is its own author's, and Postgres itself says when it was written.
ALTER TABLE app.audit_log ADD COLUMN written_at timestamptz;
UPDATE app.audit_log SET written_at = at;
ALTER TABLE app.audit_log ALTER COLUMN written_at SET DEFAULT now(), ALTER COLUMN written_at SET NOT NULL;
DROP POLICY tenant ON app.audit_log;
CREATE POLICY audit_reads ON app.audit_log FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY audit_inserts ON app.audit_log FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid
    AND member_id IS NOT DISTINCT FROM nullif(current_setting('app.member_id')::uuid, '00000000-0000-0000-0000-000000000000')
    AND (member_id IS NOT NULL OR current_setting('app.role') = 'system'));
REVOKE INSERT ON app.audit_log FROM app_rw;
GRANT INSERT (tenant_id, id, at, member_id, action, object, object_id, detail, request_id) ON app.audit_log TO app_rw;

-- +goose Down
REVOKE INSERT ON app.audit_log FROM app_rw;
GRANT INSERT ON app.audit_log TO app_rw;
DROP POLICY audit_reads ON app.audit_log;
DROP POLICY audit_inserts ON app.audit_log;
CREATE POLICY tenant ON app.audit_log USING (tenant_id = current_setting('app.tenant_id')::uuid) WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid);
ALTER TABLE app.audit_log DROP COLUMN written_at;
DROP POLICY assignments_read ON app.assignments;
DROP POLICY assignments_insert ON app.assignments;
DROP POLICY assignments_update ON app.assignments;
CREATE POLICY tenant ON app.assignments USING (tenant_id = current_setting('app.tenant_id')::uuid) WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid);
DROP POLICY management_reads ON app.management;
DROP POLICY management_inserts ON app.management;
DROP POLICY management_deletes ON app.management;
CREATE POLICY tenant ON app.management USING (tenant_id = current_setting('app.tenant_id')::uuid) WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.protect_pay(tbl regclass, writers text, privileges text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    me text := 'current_setting(''app.member_id'')::uuid';
    administers text := 'current_setting(''app.role'') IN (''system'', ''finance'', ''ops'')';
    today text := '(now() AT TIME ZONE (SELECT t.time_zone FROM app.tenants t WHERE t.tenant_id = current_setting(''app.tenant_id'')::uuid))::date';
    above text := format('(current_setting(''app.role'') = ''manager'' AND EXISTS (
        SELECT 1 FROM app.management m
        WHERE m.tenant_id = current_setting(''app.tenant_id'')::uuid AND m.manager_id = %2$s AND m.member_id = %1$s.member_id
          AND m.valid_from <= %3$s AND m.valid_to > %3$s))', tbl, me, today);
    line text := format('(%s.member_id = %s OR %s)', tbl, me, above);
    granted text := format('EXISTS (SELECT 1 FROM app.pay_grants g WHERE g.tenant_id = current_setting(''app.tenant_id'')::uuid
        AND g.member_id = %s AND g.replaced_at = ''infinity'')', me);
    writer text := CASE writers WHEN 'above' THEN administers || ' OR ' || above WHEN 'line' THEN administers || ' OR ' || line WHEN 'self' THEN administers || format(' OR member_id = %s', me) ELSE administers END;
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY pay_reads ON %s FOR SELECT USING ((%s) AND (%s OR %s OR %s))', tbl, tenant, administers, line, granted);
    EXECUTE format('CREATE POLICY pay_inserts ON %s FOR INSERT WITH CHECK ((%s) AND (%s))', tbl, tenant, writer);
    IF privileges LIKE '%UPDATE%' THEN
        EXECUTE format('CREATE POLICY pay_updates ON %1$s FOR UPDATE USING ((%2$s) AND %3$s) WITH CHECK ((%2$s) AND %3$s)', tbl, tenant, administers);
    END IF;
    EXECUTE format('GRANT %s ON %s TO app_rw', privileges, tbl);
END $$;
-- +goose StatementEnd
DROP POLICY pay_reads ON app.plan_assignments;
DROP POLICY pay_inserts ON app.plan_assignments;
DROP POLICY pay_updates ON app.plan_assignments;
SELECT app.protect_pay('app.plan_assignments', 'pay', 'SELECT, INSERT, UPDATE');
REVOKE UPDATE ON app.plan_assignments FROM app_rw;
GRANT UPDATE (replaced_at) ON app.plan_assignments TO app_rw;
DROP POLICY pay_reads ON app.plan_acceptances;
DROP POLICY pay_inserts ON app.plan_acceptances;
SELECT app.protect_pay('app.plan_acceptances', 'self', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.commission_statements;
DROP POLICY pay_inserts ON app.commission_statements;
SELECT app.protect_pay('app.commission_statements', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.statement_calculations;
DROP POLICY pay_inserts ON app.statement_calculations;
SELECT app.protect_pay('app.statement_calculations', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.statement_states;
DROP POLICY pay_inserts ON app.statement_states;
SELECT app.protect_pay('app.statement_states', 'above', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.commission_credits;
DROP POLICY pay_inserts ON app.commission_credits;
SELECT app.protect_pay('app.commission_credits', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.commission_adjustments;
DROP POLICY pay_inserts ON app.commission_adjustments;
SELECT app.protect_pay('app.commission_adjustments', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.adjustment_decisions;
DROP POLICY pay_inserts ON app.adjustment_decisions;
SELECT app.protect_pay('app.adjustment_decisions', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.commission_earnings;
DROP POLICY pay_inserts ON app.commission_earnings;
SELECT app.protect_pay('app.commission_earnings', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.commission_payouts;
DROP POLICY pay_inserts ON app.commission_payouts;
SELECT app.protect_pay('app.commission_payouts', 'pay', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.commission_disputes;
DROP POLICY pay_inserts ON app.commission_disputes;
SELECT app.protect_pay('app.commission_disputes', 'line', 'SELECT, INSERT');
DROP POLICY pay_reads ON app.dispute_entries;
DROP POLICY pay_inserts ON app.dispute_entries;
SELECT app.protect_pay('app.dispute_entries', 'line', 'SELECT, INSERT');
DROP FUNCTION app.protect_pay(regclass, text, text, text);
DROP TABLE app.line_ends;
DROP TABLE app.confirmed_lines;
