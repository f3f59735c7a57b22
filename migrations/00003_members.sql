-- +goose Up
-- The people of an organisation, and who reported to whom on which day.

CREATE TABLE app.members (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    external_id text, -- the person's key in the CRM
    name        text NOT NULL CHECK (name <> ''),
    email       text NOT NULL DEFAULT '',
    title       text NOT NULL DEFAULT '',
    hired_on    date,
    custom      jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL,
    source_hash bigint NOT NULL DEFAULT 0, -- of the imported row, to see whether it changed
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id)
);
SELECT app.distribute('app.members');
SELECT app.protect('app.members', 'SELECT, INSERT, UPDATE');

-- One row is what a member was from a day to a day, as known from a moment until it was replaced. A member is active on
-- the days that a row which is not replaced covers.
CREATE TABLE app.assignments (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    member_id   uuid NOT NULL,
    role        text NOT NULL CHECK (role IN ('admin', 'ops', 'finance', 'executive', 'manager', 'rep')),
    manager_id  uuid,
    team        text NOT NULL DEFAULT '',
    region      text NOT NULL DEFAULT '',
    valid_from  date NOT NULL,
    valid_to    date NOT NULL DEFAULT 'infinity' CHECK (valid_to > valid_from),
    known_at    timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, manager_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX assignments_member ON app.assignments (tenant_id, member_id, valid_from);
SELECT app.distribute('app.assignments');
SELECT app.protect('app.assignments', 'SELECT, INSERT, UPDATE');

-- Everyone above everyone, oneself included at depth 0, on the days it held: derived from app.assignments by the one
-- write path of internal/member, so that a policy can ask who is above whom.
CREATE TABLE app.management (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    manager_id uuid NOT NULL,
    member_id  uuid NOT NULL,
    depth      integer NOT NULL,
    valid_from date NOT NULL,
    valid_to   date NOT NULL,
    PRIMARY KEY (tenant_id, manager_id, member_id, valid_from)
);
SELECT app.distribute('app.management');
SELECT app.protect('app.management', 'SELECT, INSERT, DELETE');

-- +goose StatementBegin
-- protect_member shuts a table to all but the member it is about, those above that member now or in the row's own
-- period [starts_on, ends_on), and the named roles; only the roles can write.
CREATE FUNCTION app.protect_member(tbl regclass, roles text, privileges text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    trusted text := format('current_setting(''app.role'') = ANY (%L::text[])', roles);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY member_reads ON %1$s FOR SELECT USING ((%2$s) AND (%3$s OR EXISTS (
        SELECT 1 FROM app.management m
        WHERE m.tenant_id = current_setting(''app.tenant_id'')::uuid AND m.manager_id = current_setting(''app.member_id'')::uuid
          AND m.member_id = %1$s.member_id
          AND ((m.valid_from <= current_date AND m.valid_to > current_date) OR (m.valid_from < %1$s.ends_on AND m.valid_to > %1$s.starts_on)))))',
        tbl, tenant, trusted);
    EXECUTE format('CREATE POLICY roles_insert ON %s FOR INSERT WITH CHECK ((%s) AND %s)', tbl, tenant, trusted);
    EXECUTE format('CREATE POLICY roles_update ON %1$s FOR UPDATE USING ((%2$s) AND %3$s) WITH CHECK ((%2$s) AND %3$s)', tbl, tenant, trusted);
    EXECUTE format('GRANT %s ON %s TO app_rw', privileges, tbl);
END $$;
-- +goose StatementEnd

CREATE TABLE app.quotas (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    external_id text,
    member_id   uuid NOT NULL,
    starts_on   date NOT NULL,
    ends_on     date NOT NULL CHECK (ends_on > starts_on),
    valid_from  date NOT NULL CHECK (valid_from >= starts_on), -- in force [valid_from, valid_to), inside the period
    valid_to    date NOT NULL CHECK (valid_to > valid_from AND valid_to <= ends_on),
    amount      bigint NOT NULL CHECK (amount >= 0), -- minor units of currency, for the whole of [starts_on, ends_on)
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    custom      jsonb NOT NULL DEFAULT '{}',
    known_at    timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX quotas_member ON app.quotas (tenant_id, member_id, starts_on);
CREATE UNIQUE INDEX quotas_external ON app.quotas (tenant_id, external_id) WHERE replaced_at = 'infinity';
SELECT app.distribute('app.quotas');
SELECT app.protect_member('app.quotas', '{system,admin,ops,finance,executive}', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.invitations (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    member_id   uuid NOT NULL,
    email       text NOT NULL,
    token_hash  bytea NOT NULL,
    invited_by  uuid,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at  timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.invitations');
SELECT app.protect('app.invitations', 'SELECT, INSERT, UPDATE');

-- +goose Down
DROP TABLE app.invitations;
DROP TABLE app.quotas;
DROP FUNCTION app.protect_member(regclass, text, text);
DROP TABLE app.management;
DROP TABLE app.assignments;
DROP TABLE app.members;
