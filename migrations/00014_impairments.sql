-- +goose Up
-- What finance expects a contract still to bring, where that is less than what is carried of its cost (ASC 340-40-35-3). A newer
-- row for the same contract and day supersedes one before; nothing is overwritten. Amounts are minor units of currency.
CREATE TABLE app.contract_impairments (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    happened_on    date NOT NULL,
    consideration  bigint NOT NULL CHECK (consideration >= 0), -- still to come from the contract
    costs          bigint NOT NULL CHECK (costs >= 0),         -- still to bear for it
    reason         text NOT NULL CHECK (reason <> ''),
    known_at       timestamptz NOT NULL,
    recorded_by    uuid, -- null: the system
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, recorded_by) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX contract_impairments_contract ON app.contract_impairments (tenant_id, opportunity_id, happened_on, known_at DESC);
SELECT app.distribute('app.contract_impairments');
-- Nobody's pay, but what it came to on a contract stands beside it: it is read by those who read all pay, and written by finance.
ALTER TABLE app.contract_impairments ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.contract_impairments FORCE ROW LEVEL SECURITY;
CREATE POLICY finance_reads ON app.contract_impairments FOR SELECT
    USING (tenant_id = current_setting('app.tenant_id')::uuid AND (current_setting('app.role') IN ('system', 'finance', 'ops')
        OR EXISTS (SELECT 1 FROM app.pay_grants g WHERE g.tenant_id = current_setting('app.tenant_id')::uuid
            AND g.member_id = current_setting('app.member_id')::uuid AND g.replaced_at = 'infinity')));
CREATE POLICY finance_inserts ON app.contract_impairments FOR INSERT
    WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance'));
GRANT SELECT, INSERT ON app.contract_impairments TO app_rw;

-- +goose Down
DROP TABLE app.contract_impairments;
