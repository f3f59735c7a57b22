-- +goose Up
-- The ground of every tenant table: the context of a transaction, and the helpers that protect a table.

-- +goose StatementBegin
-- set_ctx says for whom the transaction acts: organisation, member, role. SET LOCAL and not set_config, because
-- Citus forwards only the utility statement to its workers. Without it every tenant table answers with an error.
CREATE FUNCTION app.set_ctx(t uuid, m uuid, r text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SET LOCAL app.tenant_id = %L', t);
    EXECUTE format('SET LOCAL app.member_id = %L', coalesce(m::text, '00000000-0000-0000-0000-000000000000'));
    EXECUTE format('SET LOCAL app.role = %L', r);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
-- distribute spreads a table over the nodes of a Citus cluster; on plain Postgres it does nothing.
CREATE FUNCTION app.distribute(tbl regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table(tbl, 'tenant_id');
    END IF;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
-- protect shuts a table to other tenants and grants the app's role the named privileges on it.
CREATE FUNCTION app.protect(tbl regclass, privileges text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY tenant ON %s USING (tenant_id = current_setting(''app.tenant_id'')::uuid)
        WITH CHECK (tenant_id = current_setting(''app.tenant_id'')::uuid)', tbl);
    EXECUTE format('GRANT %s ON %s TO app_rw', privileges, tbl);
END $$;
-- +goose StatementEnd

CREATE TABLE app.tenants (
    tenant_id        uuid PRIMARY KEY,
    base_currency    text NOT NULL CHECK (base_currency ~ '^[A-Z]{3}$'),
    time_zone        text NOT NULL,
    fiscal_start     smallint NOT NULL DEFAULT 1 CHECK (fiscal_start BETWEEN 1 AND 12),
    overdue_decay_bp integer NOT NULL DEFAULT 5000 CHECK (overdue_decay_bp BETWEEN 0 AND 10000), -- share of its probability that an overdue open opportunity keeps
    untouched_days   integer NOT NULL DEFAULT 14 CHECK (untouched_days BETWEEN 1 AND 365),
    created_at       timestamptz NOT NULL
);
SELECT app.distribute('app.tenants');
SELECT app.protect('app.tenants', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.audit_log (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    at         timestamptz NOT NULL,
    member_id  uuid, -- NULL: the system itself
    action     text NOT NULL,
    object     text NOT NULL,
    object_id  text NOT NULL,
    detail     jsonb NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_log_at ON app.audit_log (tenant_id, at DESC, id DESC);
SELECT app.distribute('app.audit_log');
SELECT app.protect('app.audit_log', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.audit_log;
DROP TABLE app.tenants;
DROP FUNCTION app.protect(regclass, text);
DROP FUNCTION app.distribute(regclass);
DROP FUNCTION app.set_ctx(uuid, uuid, text);
