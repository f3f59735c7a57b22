-- +goose Up
-- What the source deleted leaves every list and figure from that moment on, and stays with its history. The versions of an
-- opportunity end there, so that a page as of an earlier moment is as it was. What was merged points to what it became.
ALTER TABLE app.opportunities ADD COLUMN deleted_at timestamptz; -- NULL: it is there
ALTER TABLE app.accounts ADD COLUMN deleted_at timestamptz;
ALTER TABLE app.accounts ADD COLUMN merged_into uuid;
ALTER TABLE app.accounts ADD CONSTRAINT accounts_merged FOREIGN KEY (tenant_id, merged_into) REFERENCES app.accounts (tenant_id, id);
ALTER TABLE app.contacts ADD COLUMN deleted_at timestamptz;
ALTER TABLE app.contacts ADD COLUMN merged_into uuid;
ALTER TABLE app.contacts ADD CONSTRAINT contacts_merged FOREIGN KEY (tenant_id, merged_into) REFERENCES app.contacts (tenant_id, id);
ALTER TABLE app.products ADD COLUMN deleted_at timestamptz;
ALTER TABLE app.line_items ADD COLUMN deleted_at timestamptz;
ALTER TABLE app.contact_roles ADD COLUMN deleted_at timestamptz;
ALTER TABLE app.activities ADD COLUMN deleted_at timestamptz;

DROP INDEX app.opportunities_open;
DROP INDEX app.opportunities_closed;
DROP INDEX app.opportunities_owner;
CREATE INDEX opportunities_open ON app.opportunities (tenant_id, close_on, owner_id)
    INCLUDE (amount, currency, probability_bp, category, stage, type, id) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX opportunities_closed ON app.opportunities (tenant_id, close_on, owner_id)
    INCLUDE (amount, currency, status, type, created_at, closed_at) WHERE status <> 'open' AND deleted_at IS NULL;
CREATE INDEX opportunities_owner ON app.opportunities (tenant_id, owner_id, close_on)
    INCLUDE (amount, currency, probability_bp, status, category, stage, type) WHERE deleted_at IS NULL;
DROP INDEX app.activities_opportunity;
DROP INDEX app.activities_member;
DROP INDEX app.activities_day;
CREATE INDEX activities_opportunity ON app.activities (tenant_id, opportunity_id, occurs_on) INCLUDE (done, created_at, deleted_at);
CREATE INDEX activities_member ON app.activities (tenant_id, member_id, occurs_on) INCLUDE (kind, done, created_at, deleted_at);
CREATE INDEX activities_day ON app.activities (tenant_id, occurs_on, opportunity_id) INCLUDE (member_id, kind, done, created_at, deleted_at);

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.search_records(pattern text, owners uuid[], most integer)
RETURNS TABLE (kind text, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, app, pg_temp AS $$
    (SELECT 'account', a.id FROM app.accounts a
     WHERE a.tenant_id = current_setting('app.tenant_id')::uuid AND a.name ILIKE pattern AND a.deleted_at IS NULL
       AND (owners IS NULL OR a.owner_id = ANY (owners) OR EXISTS (SELECT 1 FROM app.opportunities o
            WHERE o.tenant_id = current_setting('app.tenant_id')::uuid AND o.account_id = a.id AND o.owner_id = ANY (owners)))
     ORDER BY length(a.name), a.name, a.id LIMIT most)
    UNION ALL
    (SELECT 'opportunity', o.id FROM app.opportunities o
     WHERE o.tenant_id = current_setting('app.tenant_id')::uuid AND o.name ILIKE pattern AND o.deleted_at IS NULL
       AND (owners IS NULL OR o.owner_id = ANY (owners))
     ORDER BY o.status <> 'open', o.close_on DESC, o.id LIMIT most)
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.search_records(pattern text, owners uuid[], most integer)
RETURNS TABLE (kind text, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, app, pg_temp AS $$
    (SELECT 'account', a.id FROM app.accounts a
     WHERE a.tenant_id = current_setting('app.tenant_id')::uuid AND a.name ILIKE pattern
       AND (owners IS NULL OR a.owner_id = ANY (owners) OR EXISTS (SELECT 1 FROM app.opportunities o
            WHERE o.tenant_id = current_setting('app.tenant_id')::uuid AND o.account_id = a.id AND o.owner_id = ANY (owners)))
     ORDER BY length(a.name), a.name, a.id LIMIT most)
    UNION ALL
    (SELECT 'opportunity', o.id FROM app.opportunities o
     WHERE o.tenant_id = current_setting('app.tenant_id')::uuid AND o.name ILIKE pattern
       AND (owners IS NULL OR o.owner_id = ANY (owners))
     ORDER BY o.status <> 'open', o.close_on DESC, o.id LIMIT most)
$$;
-- +goose StatementEnd
DROP INDEX app.activities_day;
DROP INDEX app.activities_member;
DROP INDEX app.activities_opportunity;
CREATE INDEX activities_opportunity ON app.activities (tenant_id, opportunity_id, occurs_on) INCLUDE (done, created_at);
CREATE INDEX activities_member ON app.activities (tenant_id, member_id, occurs_on) INCLUDE (kind, done, created_at);
CREATE INDEX activities_day ON app.activities (tenant_id, occurs_on, opportunity_id) INCLUDE (member_id, kind, done, created_at);
DROP INDEX app.opportunities_owner;
DROP INDEX app.opportunities_closed;
DROP INDEX app.opportunities_open;
ALTER TABLE app.activities DROP COLUMN deleted_at;
ALTER TABLE app.contact_roles DROP COLUMN deleted_at;
ALTER TABLE app.line_items DROP COLUMN deleted_at;
ALTER TABLE app.products DROP COLUMN deleted_at;
ALTER TABLE app.contacts DROP COLUMN merged_into;
ALTER TABLE app.contacts DROP COLUMN deleted_at;
ALTER TABLE app.accounts DROP COLUMN merged_into;
ALTER TABLE app.accounts DROP COLUMN deleted_at;
ALTER TABLE app.opportunities DROP COLUMN deleted_at;
CREATE INDEX opportunities_open ON app.opportunities (tenant_id, close_on, owner_id)
    INCLUDE (amount, currency, probability_bp, category, stage, type, id) WHERE status = 'open';
CREATE INDEX opportunities_closed ON app.opportunities (tenant_id, close_on, owner_id)
    INCLUDE (amount, currency, status, type, created_at, closed_at) WHERE status <> 'open';
CREATE INDEX opportunities_owner ON app.opportunities (tenant_id, owner_id, close_on)
    INCLUDE (amount, currency, probability_bp, status, category, stage, type);
