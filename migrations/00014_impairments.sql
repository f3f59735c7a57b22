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
    member_id      uuid, -- who recorded it
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX contract_impairments_contract ON app.contract_impairments (tenant_id, opportunity_id, happened_on, known_at DESC);
SELECT app.distribute('app.contract_impairments');
SELECT app.protect_pay('app.contract_impairments', 'office', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.contract_impairments;
