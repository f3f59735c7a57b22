-- +goose Up
-- Records that people joined because they are one company. What moved is kept by its keys, so that a merge can be taken
-- back whatever happened since. Only its end is ever written afterwards.
CREATE TABLE app.merges (
    tenant_id   uuid NOT NULL,
    id          uuid NOT NULL,
    survivor_id uuid NOT NULL,
    loser_id    uuid NOT NULL,
    at          timestamptz NOT NULL,
    member_id   uuid, -- NULL: the system
    moved       jsonb NOT NULL, -- {"contacts": ["…"], …}: the keys of what pointed to the loser
    was         jsonb NOT NULL, -- the facts of the survivor that the loser's replaced, as they were
    undone_at   timestamptz,
    undone_by   uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, survivor_id) REFERENCES app.accounts (tenant_id, id),
    FOREIGN KEY (tenant_id, loser_id) REFERENCES app.accounts (tenant_id, id)
);
CREATE INDEX merges_survivor ON app.merges (tenant_id, survivor_id, at DESC);
CREATE INDEX merges_loser ON app.merges (tenant_id, loser_id, at DESC);
SELECT app.distribute('app.merges');
SELECT app.protect('app.merges', 'SELECT, INSERT, UPDATE');

-- Pairs that somebody has said are two companies, so that they are not proposed again.
CREATE TABLE app.distinct_accounts (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    one_id    uuid NOT NULL, -- the lower key
    other_id  uuid NOT NULL,
    member_id uuid,
    at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, one_id, other_id)
);
SELECT app.distribute('app.distinct_accounts');
SELECT app.protect('app.distinct_accounts', 'SELECT, INSERT');

-- What each measurement of the data found: the report and the groups of duplicates, as a document. A row is only added.
CREATE TABLE app.quality_reports (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    at        timestamptz NOT NULL,
    score     numeric(4, 1) NOT NULL, -- from 0 to 100
    report    jsonb NOT NULL,
    doubles   jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX quality_reports_at ON app.quality_reports (tenant_id, at DESC);
SELECT app.distribute('app.quality_reports');
SELECT app.protect('app.quality_reports', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.quality_reports;
DROP TABLE app.distinct_accounts;
DROP TABLE app.merges;
