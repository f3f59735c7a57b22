-- +goose Up
-- Pay is shut by the organisation's day and not the server's; a member does not write the states of their own statement; a plan is
-- read by those who are on it while it holds, and by no executive.
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
DROP POLICY plan_reads ON app.plan_versions;
CREATE POLICY plan_reads ON app.plan_versions FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid AND (
    current_setting('app.role') IN ('system', 'finance', 'ops') OR EXISTS (
        SELECT 1 FROM app.plan_assignments a WHERE a.tenant_id = current_setting('app.tenant_id')::uuid AND a.plan_id = plan_versions.plan_id
          AND a.replaced_at = 'infinity' AND a.valid_from < plan_versions.ends_on AND a.valid_to > plan_versions.starts_on)));

-- Somebody in finance confirms who takes a seat from which pay can be read, before the invitation works.
ALTER TABLE app.invitations ADD COLUMN confirmed_at timestamptz;
ALTER TABLE app.invitations ADD COLUMN confirmed_by uuid;

-- Each letter about pay once: the key is what makes it so. It holds nothing of the pay itself.
CREATE TABLE app.pay_notices (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    member_id  uuid NOT NULL, -- whom the letter is for
    kind       text NOT NULL CHECK (kind IN ('statement', 'approval', 'letter', 'dispute', 'answer', 'seat')),
    subject_id uuid NOT NULL, -- of what the kind says: a statement, run, plan version, dispute or invitation
    step       text NOT NULL, -- the same subject may come up again
    queued_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, member_id, kind, subject_id, step),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.pay_notices');
SELECT app.protect('app.pay_notices', 'SELECT, INSERT');

-- A member's own pay is read from what they ever owned.
CREATE INDEX opportunity_versions_owner ON app.opportunity_versions (tenant_id, owner_id);

-- +goose Down
DROP INDEX app.opportunity_versions_owner;
DROP TABLE app.pay_notices;
ALTER TABLE app.invitations DROP COLUMN confirmed_by;
ALTER TABLE app.invitations DROP COLUMN confirmed_at;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.protect_pay(tbl regclass, writers text, privileges text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    me text := 'current_setting(''app.member_id'')::uuid';
    administers text := 'current_setting(''app.role'') IN (''system'', ''finance'', ''ops'')';
    line text := format('(%1$s.member_id = %2$s OR (current_setting(''app.role'') = ''manager'' AND EXISTS (
        SELECT 1 FROM app.management m
        WHERE m.tenant_id = current_setting(''app.tenant_id'')::uuid AND m.manager_id = %2$s AND m.member_id = %1$s.member_id
          AND m.valid_from <= current_date AND m.valid_to > current_date)))', tbl, me);
    granted text := format('EXISTS (SELECT 1 FROM app.pay_grants g WHERE g.tenant_id = current_setting(''app.tenant_id'')::uuid
        AND g.member_id = %s AND g.replaced_at = ''infinity'')', me);
    writer text := CASE writers WHEN 'line' THEN administers || ' OR ' || line WHEN 'self' THEN administers || format(' OR member_id = %s', me) ELSE administers END;
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
SELECT app.protect_pay('app.statement_states', 'line', 'SELECT, INSERT');
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
DROP POLICY plan_reads ON app.plan_versions;
CREATE POLICY plan_reads ON app.plan_versions FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid AND (
    current_setting('app.role') IN ('system', 'finance', 'ops', 'executive') OR EXISTS (
        SELECT 1 FROM app.plan_assignments a WHERE a.tenant_id = current_setting('app.tenant_id')::uuid AND a.plan_id = plan_versions.plan_id)));
