-- +goose Up
-- A run that was opened by mistake is withdrawn, and what was calculated in it counts no more; nothing of it is deleted. The period can be opened again.
ALTER TABLE app.commission_runs ADD COLUMN withdrawn_at timestamptz NOT NULL DEFAULT 'infinity';
ALTER TABLE app.commission_runs ADD COLUMN withdrawn_by uuid;
ALTER TABLE app.commission_runs ADD COLUMN withdrawn_for text NOT NULL DEFAULT ''; -- the reason
ALTER TABLE app.commission_runs DROP CONSTRAINT commission_runs_tenant_id_period_key;
CREATE UNIQUE INDEX commission_runs_period ON app.commission_runs (tenant_id, period) WHERE withdrawn_at = 'infinity';
GRANT UPDATE (withdrawn_at, withdrawn_by, withdrawn_for) ON app.commission_runs TO app_rw;

ALTER TABLE app.commission_statements ADD COLUMN withdrawn_at timestamptz NOT NULL DEFAULT 'infinity'; -- with its run
CREATE POLICY withdrawals ON app.commission_statements FOR UPDATE
    USING (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance', 'ops'))
    WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance', 'ops'));
GRANT UPDATE (withdrawn_at) ON app.commission_statements TO app_rw;

-- A payout period in which nobody gets a statement, although something was earned: it goes on the next one.
CREATE TABLE app.run_waivers (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    period    text NOT NULL,
    reason    text NOT NULL,
    waived_at timestamptz NOT NULL,
    waived_by uuid,
    PRIMARY KEY (tenant_id, period)
);
SELECT app.distribute('app.run_waivers');
SELECT app.protect('app.run_waivers', 'SELECT, INSERT');
SELECT app.office_only('app.run_waivers', 'true');

-- +goose Down
DROP TABLE app.run_waivers;
REVOKE UPDATE (withdrawn_at) ON app.commission_statements FROM app_rw;
DROP POLICY withdrawals ON app.commission_statements;
ALTER TABLE app.commission_statements DROP COLUMN withdrawn_at;
REVOKE UPDATE (withdrawn_at, withdrawn_by, withdrawn_for) ON app.commission_runs FROM app_rw;
DROP INDEX app.commission_runs_period;
UPDATE app.commission_runs SET period = period || ' withdrawn ' || id WHERE withdrawn_at < 'infinity'; -- the period is there once
ALTER TABLE app.commission_runs DROP COLUMN withdrawn_for;
ALTER TABLE app.commission_runs DROP COLUMN withdrawn_by;
ALTER TABLE app.commission_runs DROP COLUMN withdrawn_at;
ALTER TABLE app.commission_runs ADD CONSTRAINT commission_runs_tenant_id_period_key UNIQUE (tenant_id, period);
