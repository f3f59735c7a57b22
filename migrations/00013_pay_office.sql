-- +goose Up
-- What pay rests on and is nobody's in particular is written by those who administer pay and by nobody else, whatever a page
-- forgets to ask. Where a row is replaced, nothing but that can be said of it.

-- +goose StatementBegin
-- office_only has rows written by those who administer pay; readers, a condition, says who reads them.
CREATE FUNCTION app.office_only(tbl regclass, readers text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    administers text := 'current_setting(''app.role'') IN (''system'', ''finance'', ''ops'')';
BEGIN
    EXECUTE format('DROP POLICY tenant ON %s', tbl);
    EXECUTE format('CREATE POLICY office_reads ON %s FOR SELECT USING ((%s) AND (%s))', tbl, tenant, replace(readers, 'office', administers));
    EXECUTE format('CREATE POLICY office_inserts ON %s FOR INSERT WITH CHECK ((%s) AND %s)', tbl, tenant, administers);
    EXECUTE format('CREATE POLICY office_updates ON %1$s FOR UPDATE USING ((%2$s) AND %3$s) WITH CHECK ((%2$s) AND %3$s)', tbl, tenant, administers);
END $$;
-- +goose StatementEnd

SELECT app.office_only('app.compensation_plans', 'true');
SELECT app.office_only('app.plan_publications', 'true');
SELECT app.office_only('app.credit_splits', 'true'); -- what-if reads who else is credited with one's own
SELECT app.office_only('app.billing_events', 'true');
SELECT app.office_only('app.commission_runs', 'true'); -- who manages members asks whether anybody is paid
SELECT app.office_only('app.commission_attempts', 'office OR started_by = current_setting(''app.member_id'')::uuid');
SELECT app.office_only('app.pay_settings', 'office OR member_id = current_setting(''app.member_id'')::uuid');
SELECT app.office_only('app.pay_notices', 'current_setting(''app.role'') = ''system'' OR member_id = current_setting(''app.member_id'')::uuid'); -- that somebody has a dispute is theirs

REVOKE UPDATE ON app.pay_grants, app.plan_assignments, app.credit_splits, app.billing_events, app.commission_attempts FROM app_rw;
GRANT UPDATE (replaced_at, replaced_by) ON app.pay_grants TO app_rw;
GRANT UPDATE (replaced_at) ON app.plan_assignments TO app_rw;
GRANT UPDATE (replaced_at) ON app.credit_splits TO app_rw;
GRANT UPDATE (replaced_at) ON app.billing_events TO app_rw;
GRANT UPDATE (members, done, finished_at, problem) ON app.commission_attempts TO app_rw;

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
    tbl text;
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
BEGIN
    FOREACH tbl IN ARRAY ARRAY['compensation_plans', 'plan_publications', 'credit_splits', 'billing_events', 'commission_runs', 'commission_attempts', 'pay_settings', 'pay_notices'] LOOP
        EXECUTE format('DROP POLICY office_reads ON app.%s', tbl);
        EXECUTE format('DROP POLICY office_inserts ON app.%s', tbl);
        EXECUTE format('DROP POLICY office_updates ON app.%s', tbl);
        EXECUTE format('CREATE POLICY tenant ON app.%1$s USING (%2$s) WITH CHECK (%2$s)', tbl, tenant);
    END LOOP;
END $$;
-- +goose StatementEnd
GRANT UPDATE ON app.pay_grants, app.plan_assignments, app.credit_splits, app.billing_events, app.commission_attempts TO app_rw;
DROP FUNCTION app.office_only(regclass, text);
