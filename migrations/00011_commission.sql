-- +goose Up
-- Pay: plans and who is on them, who is credited, what happened after a booking, runs and statements, and the three
-- ledgers. Nothing that was stated is ever edited: what changes later is a line of a later statement.

-- +goose StatementBegin
-- protect_pay shuts a table to all but the member it is about, managers above that member today, those who administer pay,
-- and those who were granted to read it. Executives stand above everybody and read nobody's pay without a grant. Writers
-- are: 'pay', who administer it; 'line', the member and managers above as well; 'self', the member as well.
CREATE FUNCTION app.protect_pay(tbl regclass, writers text, privileges text) RETURNS void LANGUAGE plpgsql AS $$
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

-- Who may read everybody's pay although their role does not say so.
CREATE TABLE app.pay_grants (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    member_id   uuid NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    granted_by  uuid,
    known_at    timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT 'infinity', -- taken away
    replaced_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE UNIQUE INDEX pay_grants_one ON app.pay_grants (tenant_id, member_id) WHERE replaced_at = 'infinity';
SELECT app.distribute('app.pay_grants');
ALTER TABLE app.pay_grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.pay_grants FORCE ROW LEVEL SECURITY;
CREATE POLICY grants_read ON app.pay_grants FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY grants_insert ON app.pay_grants FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance') AND member_id <> current_setting('app.member_id')::uuid);
CREATE POLICY grants_update ON app.pay_grants FOR UPDATE USING (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance'))
    WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance'));
GRANT SELECT, INSERT, UPDATE ON app.pay_grants TO app_rw;

CREATE TABLE app.compensation_plans (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    name       text NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL,
    created_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
);
SELECT app.distribute('app.compensation_plans');
SELECT app.protect('app.compensation_plans', 'SELECT, INSERT');

-- Which plan is a member's on which days.
CREATE TABLE app.plan_assignments (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    member_id   uuid NOT NULL,
    plan_id     uuid NOT NULL,
    valid_from  date NOT NULL,
    valid_to    date NOT NULL DEFAULT 'infinity' CHECK (valid_to > valid_from),
    assigned_by uuid,
    known_at    timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, plan_id) REFERENCES app.compensation_plans (tenant_id, id)
);
CREATE INDEX plan_assignments_of ON app.plan_assignments (tenant_id, member_id, valid_from);
SELECT app.distribute('app.plan_assignments');
SELECT app.protect_pay('app.plan_assignments', 'pay', 'SELECT, INSERT, UPDATE');

-- A version of a plan's document, as it was saved; never edited. It holds once it is published, for what is booked from its
-- first day on; of several that hold on a day the last published one counts.
CREATE TABLE app.plan_versions (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    plan_id    uuid NOT NULL,
    number     integer NOT NULL CHECK (number > 0),
    document   text NOT NULL, -- canonical
    hash       text NOT NULL,
    starts_on  date NOT NULL,
    ends_on    date NOT NULL CHECK (ends_on > starts_on),
    note       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    created_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, plan_id, number),
    FOREIGN KEY (tenant_id, plan_id) REFERENCES app.compensation_plans (tenant_id, id)
);
SELECT app.distribute('app.plan_versions');
ALTER TABLE app.plan_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.plan_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_reads ON app.plan_versions FOR SELECT USING (tenant_id = current_setting('app.tenant_id')::uuid AND (
    current_setting('app.role') IN ('system', 'finance', 'ops', 'executive') OR EXISTS (
        SELECT 1 FROM app.plan_assignments a WHERE a.tenant_id = current_setting('app.tenant_id')::uuid AND a.plan_id = plan_versions.plan_id)));
CREATE POLICY plan_inserts ON app.plan_versions FOR INSERT WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid AND current_setting('app.role') IN ('system', 'finance', 'ops'));
GRANT SELECT, INSERT ON app.plan_versions TO app_rw;

CREATE TABLE app.plan_publications (
    tenant_id    uuid NOT NULL REFERENCES app.tenants,
    id           uuid NOT NULL, -- the version's
    published_at timestamptz NOT NULL,
    published_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES app.plan_versions (tenant_id, id)
);
SELECT app.distribute('app.plan_publications');
SELECT app.protect('app.plan_publications', 'SELECT, INSERT');

-- A member has read a version's letter and accepts it.
CREATE TABLE app.plan_acceptances (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    member_id   uuid NOT NULL,
    version_id  uuid NOT NULL,
    hash        text NOT NULL, -- of the document that was shown
    accepted_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, member_id, version_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES app.plan_versions (tenant_id, id)
);
SELECT app.distribute('app.plan_acceptances');
SELECT app.protect_pay('app.plan_acceptances', 'self', 'SELECT, INSERT');

-- Who is credited with an opportunity, where it is not its owner alone. The shares of the revenue sum to 1; an overlay is
-- beside it. All rows of an opportunity are replaced together.
CREATE TABLE app.credit_splits (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    member_id      uuid NOT NULL,
    share          numeric NOT NULL CHECK (share > 0 AND share <= 1),
    overlay        boolean NOT NULL,
    note           text NOT NULL,
    set_by         uuid,
    known_at       timestamptz NOT NULL,
    replaced_at    timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX credit_splits_of ON app.credit_splits (tenant_id, opportunity_id);
CREATE INDEX credit_splits_member ON app.credit_splits (tenant_id, member_id);
SELECT app.distribute('app.credit_splits');
SELECT app.protect('app.credit_splits', 'SELECT, INSERT, UPDATE');

-- What happened to an opportunity after its booking. A credit note is an invoice below zero, a refund cash below zero.
CREATE TABLE app.billing_events (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    external_id    text,
    opportunity_id uuid NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('invoice', 'cash', 'go_live', 'cancellation', 'write_off')),
    happened_on    date NOT NULL,
    amount         bigint, -- minor units of currency; NULL: none is meant
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    note           text NOT NULL DEFAULT '',
    recorded_by    uuid,
    known_at       timestamptz NOT NULL,
    replaced_at    timestamptz NOT NULL DEFAULT 'infinity', -- withdrawn as an error
    PRIMARY KEY (tenant_id, id),
    CHECK ((kind IN ('invoice', 'cash')) = (amount IS NOT NULL)),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX billing_events_of ON app.billing_events (tenant_id, opportunity_id, happened_on);
CREATE UNIQUE INDEX billing_events_external ON app.billing_events (tenant_id, external_id) WHERE external_id IS NOT NULL AND replaced_at = 'infinity';
SELECT app.distribute('app.billing_events');
SELECT app.protect('app.billing_events', 'SELECT, INSERT, UPDATE');

-- A payout period in which statements are made.
CREATE TABLE app.commission_runs (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    period    text NOT NULL,
    starts_on date NOT NULL,
    ends_on   date NOT NULL CHECK (ends_on > starts_on),
    opened_at timestamptz NOT NULL,
    opened_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, period)
);
SELECT app.distribute('app.commission_runs');
SELECT app.protect('app.commission_runs', 'SELECT, INSERT');

-- How far the calculation of a run is, one row an attempt.
CREATE TABLE app.commission_attempts (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    run_id      uuid NOT NULL,
    as_of       timestamptz NOT NULL, -- what was known then counts
    members     integer NOT NULL DEFAULT 0, -- to be calculated
    done        integer NOT NULL DEFAULT 0,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    problem     text NOT NULL DEFAULT '', -- why it stopped
    started_by  uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES app.commission_runs (tenant_id, id)
);
CREATE INDEX commission_attempts_of ON app.commission_attempts (tenant_id, run_id, started_at DESC);
SELECT app.distribute('app.commission_attempts');
SELECT app.protect('app.commission_attempts', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.commission_statements (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    run_id    uuid NOT NULL,
    member_id uuid NOT NULL,
    plan_id   uuid NOT NULL,
    period    text NOT NULL,
    starts_on date NOT NULL,
    ends_on   date NOT NULL CHECK (ends_on > starts_on),
    currency  text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, run_id, member_id, plan_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES app.commission_runs (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, plan_id) REFERENCES app.compensation_plans (tenant_id, id)
);
CREATE INDEX commission_statements_member ON app.commission_statements (tenant_id, member_id, starts_on);
SELECT app.distribute('app.commission_statements');
SELECT app.protect_pay('app.commission_statements', 'pay', 'SELECT, INSERT');

-- What a statement came to when it was calculated: the inputs as text and the result as text, each with its hash, so that it
-- can be made again byte for byte. The newest counts until the statement is locked.
CREATE TABLE app.statement_calculations (
    tenant_id     uuid NOT NULL REFERENCES app.tenants,
    id            uuid NOT NULL,
    statement_id  uuid NOT NULL,
    member_id     uuid NOT NULL,
    number        integer NOT NULL,
    as_of         timestamptz NOT NULL,
    inputs        text NOT NULL,
    inputs_hash   text NOT NULL,
    result        text NOT NULL,
    result_hash   text NOT NULL,
    problem       text NOT NULL DEFAULT '', -- why there is no result
    earned        bigint NOT NULL, -- to date; all in minor units of the statement's currency
    due           bigint NOT NULL, -- of it payable by now
    paid_before   bigint NOT NULL,
    payable       bigint NOT NULL, -- after draw, adjustments included
    adjustments   bigint NOT NULL,
    draw_balance  bigint NOT NULL,
    attainment    numeric, -- NULL: no quota
    calculated_at timestamptz NOT NULL,
    calculated_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, statement_id, number),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements (tenant_id, id)
);
SELECT app.distribute('app.statement_calculations');
SELECT app.protect_pay('app.statement_calculations', 'pay', 'SELECT, INSERT');

-- Where a statement stands: the newest row. A lock is one-way; after it only "paid" follows.
CREATE TABLE app.statement_states (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    statement_id   uuid NOT NULL,
    member_id      uuid NOT NULL,
    number         integer NOT NULL,
    state          text NOT NULL CHECK (state IN ('calculated', 'returned', 'manager_approved', 'finance_approved', 'locked', 'paid')),
    calculation_id uuid NOT NULL,
    note           text NOT NULL DEFAULT '',
    set_at         timestamptz NOT NULL,
    set_by         uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, statement_id, number), -- of two at once one is told
    FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements (tenant_id, id),
    FOREIGN KEY (tenant_id, calculation_id) REFERENCES app.statement_calculations (tenant_id, id)
);
CREATE UNIQUE INDEX statement_states_once ON app.statement_states (tenant_id, statement_id, state) WHERE state IN ('locked', 'paid');
SELECT app.distribute('app.statement_states');
SELECT app.protect_pay('app.statement_states', 'line', 'SELECT, INSERT');

-- The three ledgers, posted when a statement is locked and never again.
CREATE TABLE app.commission_credits (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    statement_id   uuid NOT NULL,
    member_id      uuid NOT NULL,
    component      text NOT NULL,
    period         text NOT NULL, -- the measurement period in which it counts
    opportunity_id uuid NOT NULL,
    credited_id    uuid, -- whose credit it was, where the member is paid for somebody below
    cause          text NOT NULL,
    measure        numeric NOT NULL, -- major units of the statement's currency, or a count
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, opportunity_id, component, member_id, credited_id, period, cause, statement_id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements (tenant_id, id)
);
CREATE INDEX commission_credits_member ON app.commission_credits (tenant_id, member_id, statement_id);
SELECT app.distribute('app.commission_credits');
SELECT app.protect_pay('app.commission_credits', 'pay', 'SELECT, INSERT');

CREATE TABLE app.commission_adjustments (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    member_id      uuid NOT NULL,
    opportunity_id uuid,
    amount         bigint NOT NULL CHECK (amount <> 0), -- minor units of currency
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    reason         text NOT NULL CHECK (reason <> ''),
    dispute_id     uuid,
    proposed_by    uuid,
    proposed_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
SELECT app.distribute('app.commission_adjustments');
SELECT app.protect_pay('app.commission_adjustments', 'pay', 'SELECT, INSERT');

-- A second person decides on an adjustment.
CREATE TABLE app.adjustment_decisions (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL, -- the adjustment's: it is decided once
    member_id  uuid NOT NULL,
    approved   boolean NOT NULL,
    note       text NOT NULL DEFAULT '',
    decided_by uuid,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES app.commission_adjustments (tenant_id, id)
);
SELECT app.distribute('app.adjustment_decisions');
SELECT app.protect_pay('app.adjustment_decisions', 'pay', 'SELECT, INSERT');

CREATE TABLE app.commission_earnings (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    statement_id   uuid NOT NULL,
    member_id      uuid NOT NULL,
    line           integer NOT NULL, -- from 1, in the order of the statement
    credit_id      uuid, -- NULL: an adjustment
    adjustment_id  uuid,
    component      text NOT NULL,
    period         text NOT NULL,
    opportunity_id uuid,
    credited_id    uuid,
    cause          text NOT NULL,
    measure        numeric NOT NULL,
    rate           numeric NOT NULL,
    multiplier     numeric NOT NULL,
    amount         bigint NOT NULL, -- minor units of the statement's currency
    clawback       boolean NOT NULL,
    reversal       boolean NOT NULL,
    why            text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, statement_id, line),
    CHECK ((credit_id IS NULL) <> (adjustment_id IS NULL)),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements (tenant_id, id),
    FOREIGN KEY (tenant_id, credit_id) REFERENCES app.commission_credits (tenant_id, id),
    FOREIGN KEY (tenant_id, adjustment_id) REFERENCES app.commission_adjustments (tenant_id, id)
);
CREATE UNIQUE INDEX commission_earnings_adjustment ON app.commission_earnings (tenant_id, adjustment_id) WHERE adjustment_id IS NOT NULL; -- posted once
CREATE INDEX commission_earnings_opportunity ON app.commission_earnings (tenant_id, opportunity_id);
SELECT app.distribute('app.commission_earnings');
SELECT app.protect_pay('app.commission_earnings', 'pay', 'SELECT, INSERT');

CREATE TABLE app.commission_payouts (
    tenant_id    uuid NOT NULL REFERENCES app.tenants,
    id           uuid NOT NULL, -- the statement's: it pays once
    member_id    uuid NOT NULL,
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    earned       bigint NOT NULL, -- the sum of the statement's lines without adjustments; all in minor units of currency
    due          bigint NOT NULL, -- what became payable
    draw         bigint NOT NULL, -- paid in advance, or below zero what was repaid
    adjustments  bigint NOT NULL,
    paid         bigint NOT NULL CHECK (paid = due + draw + adjustments),
    draw_balance bigint NOT NULL, -- after it
    posted_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES app.commission_statements (tenant_id, id)
);
CREATE INDEX commission_payouts_member ON app.commission_payouts (tenant_id, member_id, posted_at);
SELECT app.distribute('app.commission_payouts');
SELECT app.protect_pay('app.commission_payouts', 'pay', 'SELECT, INSERT');

-- A member doubts a line. What follows are rows of its thread; the newest state counts.
CREATE TABLE app.commission_disputes (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    statement_id   uuid NOT NULL,
    member_id      uuid NOT NULL,
    line           integer, -- of a locked statement; NULL: something is missing
    opportunity_id uuid,
    claimed        bigint, -- minor units of the statement's currency that the member asks for; NULL: not said
    due_on         date NOT NULL, -- to be answered by then
    opened_at      timestamptz NOT NULL,
    opened_by      uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX commission_disputes_statement ON app.commission_disputes (tenant_id, statement_id);
SELECT app.distribute('app.commission_disputes');
SELECT app.protect_pay('app.commission_disputes', 'line', 'SELECT, INSERT');
ALTER TABLE app.commission_adjustments ADD FOREIGN KEY (tenant_id, dispute_id) REFERENCES app.commission_disputes (tenant_id, id);

CREATE TABLE app.dispute_entries (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    dispute_id uuid NOT NULL,
    member_id  uuid NOT NULL, -- whose pay it is about
    number     integer NOT NULL,
    state      text NOT NULL CHECK (state IN ('submitted', 'in_review', 'needs_information', 'approved', 'partly', 'denied', 'closed')),
    note       text NOT NULL,
    amount     bigint, -- granted, minor units of the statement's currency
    file_name  text NOT NULL DEFAULT '',
    file       bytea,
    written_at timestamptz NOT NULL,
    written_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, dispute_id, number),
    FOREIGN KEY (tenant_id, dispute_id) REFERENCES app.commission_disputes (tenant_id, id)
);
SELECT app.distribute('app.dispute_entries');
SELECT app.protect_pay('app.dispute_entries', 'line', 'SELECT, INSERT');

-- How finance works with pay, from a moment on: the columns of the payroll file, and how contract costs are capitalised.
CREATE TABLE app.pay_settings (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('payroll', 'capitalisation')),
    document  jsonb NOT NULL,
    known_at  timestamptz NOT NULL,
    member_id uuid,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX pay_settings_known ON app.pay_settings (tenant_id, kind, known_at DESC);
SELECT app.distribute('app.pay_settings');
SELECT app.protect('app.pay_settings', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.pay_settings;
DROP TABLE app.dispute_entries;
ALTER TABLE app.commission_adjustments DROP CONSTRAINT commission_adjustments_tenant_id_dispute_id_fkey;
DROP TABLE app.commission_disputes;
DROP TABLE app.commission_payouts;
DROP TABLE app.commission_earnings;
DROP TABLE app.adjustment_decisions;
DROP TABLE app.commission_adjustments;
DROP TABLE app.commission_credits;
DROP TABLE app.statement_states;
DROP TABLE app.statement_calculations;
DROP TABLE app.commission_statements;
DROP TABLE app.commission_attempts;
DROP TABLE app.commission_runs;
DROP TABLE app.billing_events;
DROP TABLE app.credit_splits;
DROP TABLE app.plan_acceptances;
DROP TABLE app.plan_publications;
DROP TABLE app.plan_versions;
DROP TABLE app.plan_assignments;
DROP TABLE app.compensation_plans;
DROP TABLE app.pay_grants;
DROP FUNCTION app.protect_pay(regclass, text, text);
