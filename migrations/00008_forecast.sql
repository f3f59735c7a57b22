-- +goose Up
-- What people say about a period: calls, judgements, and the rules under which they are asked for. Nothing here is ever
-- edited: a newer row supersedes, and the moment of each answers "as of".

-- What a member says that their part of a period comes to, closed included. The newest row of a line counts.
CREATE TABLE app.forecast_submissions (
    tenant_id    uuid NOT NULL REFERENCES app.tenants,
    id           uuid NOT NULL,
    member_id    uuid NOT NULL,
    starts_on    date NOT NULL,
    ends_on      date NOT NULL CHECK (ends_on > starts_on),
    line         text NOT NULL CHECK (line IN ('call', 'commit', 'most_likely', 'best_case')),
    amount       bigint NOT NULL, -- minor units of currency
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    note         text NOT NULL DEFAULT '',
    submitted_at timestamptz NOT NULL, -- known since
    recorded_at  timestamptz NOT NULL,
    submitted_by uuid, -- NULL: the system itself, as in an import
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX forecast_submissions_of ON app.forecast_submissions (tenant_id, starts_on, ends_on, member_id, line, submitted_at DESC);
SELECT app.distribute('app.forecast_submissions');

-- What somebody above says that a member's part comes to, with what lay beneath at that moment. NULL withdraws what the
-- same author said before.
CREATE TABLE app.forecast_judgements (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    author_id   uuid NOT NULL,
    member_id   uuid NOT NULL,
    starts_on   date NOT NULL,
    ends_on     date NOT NULL CHECK (ends_on > starts_on),
    line        text NOT NULL CHECK (line IN ('call', 'commit', 'most_likely', 'best_case')),
    amount      bigint, -- minor units of currency; NULL: withdrawn
    gross       bigint NOT NULL, -- what the opportunities beneath came to, minor units of currency
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    note        text NOT NULL,
    judged_at   timestamptz NOT NULL, -- known since
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (amount IS NULL OR note <> ''),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX forecast_judgements_of ON app.forecast_judgements (tenant_id, starts_on, ends_on, member_id, line, author_id, judged_at DESC);
SELECT app.distribute('app.forecast_judgements');

-- +goose StatementBegin
-- protect_call shuts a table of calls: the trusted roles read it, and those who are at least so many levels above the member
-- that a row is about, now or in the row's own period; a member at depth 0 is above themselves. Nobody reads what stands
-- above them, whatever their role.
CREATE FUNCTION app.protect_call(tbl regclass, writer text, above integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    me text := 'current_setting(''app.member_id'')::uuid';
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY line_reads ON %1$s FOR SELECT USING ((%2$s) AND (current_setting(''app.role'') = ''system'' OR
        ((%4$s = 0 OR %1$s.member_id <> %3$s) AND (current_setting(''app.role'') IN (''admin'', ''ops'', ''finance'', ''executive'') OR EXISTS (
        SELECT 1 FROM app.management m
        WHERE m.tenant_id = current_setting(''app.tenant_id'')::uuid AND m.manager_id = %3$s AND m.member_id = %1$s.member_id AND m.depth >= %4$s
          AND ((m.valid_from <= current_date AND m.valid_to > current_date) OR (m.valid_from < %1$s.ends_on AND m.valid_to > %1$s.starts_on)))))))',
        tbl, tenant, me, above);
    EXECUTE format('CREATE POLICY writer_inserts ON %1$s FOR INSERT WITH CHECK ((%2$s) AND (current_setting(''app.role'') = ''system'' OR (%3$s = %4$s AND (%5$s = 0 OR member_id <> %4$s))))',
        tbl, tenant, writer, me, above);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO app_rw', tbl);
END $$;
-- +goose StatementEnd
SELECT app.protect_call('app.forecast_submissions', 'member_id', 0);
SELECT app.protect_call('app.forecast_judgements', 'author_id', 1);

-- How the organisation forecasts, from a moment on.
CREATE TABLE app.forecast_settings (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    names       jsonb NOT NULL DEFAULT '{}', -- a category's own name by its key
    most_likely boolean NOT NULL DEFAULT false, -- the category between commit and best case is used
    stale_bp    integer NOT NULL DEFAULT 1000 CHECK (stale_bp BETWEEN 0 AND 10000), -- share by which what lies beneath may move
    weekly_on   smallint CHECK (weekly_on BETWEEN 0 AND 6), -- 0 is Sunday; NULL: not weekly
    weekly_at   integer NOT NULL DEFAULT 720 CHECK (weekly_at BETWEEN 0 AND 1439), -- minutes after midnight in the organisation's zone
    monthly_on  smallint CHECK (monthly_on BETWEEN 1 AND 31), -- past the month's end is its last day; NULL: not monthly
    monthly_at  integer NOT NULL DEFAULT 720 CHECK (monthly_at BETWEEN 0 AND 1439),
    known_at    timestamptz NOT NULL,
    member_id   uuid,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX forecast_settings_known ON app.forecast_settings (tenant_id, known_at DESC);
SELECT app.distribute('app.forecast_settings');
SELECT app.protect('app.forecast_settings', 'SELECT, INSERT');

-- A period is closed to calls and judgements by its newest row. The sheet of that moment stays with it.
CREATE TABLE app.forecast_locks (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on   date NOT NULL CHECK (ends_on > starts_on),
    locked    boolean NOT NULL,
    reason    text NOT NULL CHECK (reason <> ''),
    known_at  timestamptz NOT NULL,
    member_id uuid,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX forecast_locks_of ON app.forecast_locks (tenant_id, starts_on, ends_on, known_at DESC);
SELECT app.distribute('app.forecast_locks');
SELECT app.protect('app.forecast_locks', 'SELECT, INSERT');

CREATE TABLE app.forecast_cutoffs (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL, -- the lock's
    sheet     jsonb NOT NULL,
    taken_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES app.forecast_locks (tenant_id, id)
);
SELECT app.distribute('app.forecast_cutoffs');
SELECT app.protect('app.forecast_cutoffs', 'SELECT, INSERT');

-- Why somebody took an opportunity's category out of the hands of its stage, or gave it back.
CREATE TABLE app.category_reasons (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    category       text NOT NULL, -- what it became
    manual         boolean NOT NULL, -- false: the stage decides again
    reason         text NOT NULL CHECK (reason <> ''),
    known_at       timestamptz NOT NULL,
    member_id      uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX category_reasons_of ON app.category_reasons (tenant_id, opportunity_id, known_at DESC);
SELECT app.distribute('app.category_reasons');
SELECT app.protect('app.category_reasons', 'SELECT, INSERT');

-- A tag is on or off by its newest row.
CREATE TABLE app.forecast_tags (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    starts_on      date NOT NULL,
    ends_on        date NOT NULL CHECK (ends_on > starts_on),
    tag            text NOT NULL CHECK (tag IN ('at_risk', 'bridge')),
    set            boolean NOT NULL,
    known_at       timestamptz NOT NULL,
    member_id      uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX forecast_tags_of ON app.forecast_tags (tenant_id, starts_on, ends_on, opportunity_id, tag, known_at DESC);
CREATE INDEX forecast_tags_opportunity ON app.forecast_tags (tenant_id, opportunity_id);
SELECT app.distribute('app.forecast_tags');
SELECT app.protect('app.forecast_tags', 'SELECT, INSERT');

-- Each reminder once: the key is what makes it so.
CREATE TABLE app.forecast_reminders (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    member_id uuid NOT NULL,
    due_at    timestamptz NOT NULL,
    late      boolean NOT NULL,
    queued_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, member_id, due_at, late),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.forecast_reminders');
SELECT app.protect('app.forecast_reminders', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.forecast_reminders;
DROP TABLE app.forecast_tags;
DROP TABLE app.category_reasons;
DROP TABLE app.forecast_cutoffs;
DROP TABLE app.forecast_locks;
DROP TABLE app.forecast_settings;
DROP TABLE app.forecast_judgements;
DROP TABLE app.forecast_submissions;
DROP FUNCTION app.protect_call(regclass, text, integer);
