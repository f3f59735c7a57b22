-- Written by make generate from the migrations; for reading.
-- PostgreSQL database dump

-- Name: app; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA app;

-- Name: auth; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA auth;

-- Name: distribute(regclass); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.distribute(tbl regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table(tbl, 'tenant_id');
    END IF;
END $$;

-- Name: office_only(regclass, text); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.office_only(tbl regclass, readers text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    administers text := 'current_setting(''app.role'') IN (''system'', ''finance'', ''ops'')';
BEGIN
    EXECUTE format('DROP POLICY tenant ON %s', tbl);
    EXECUTE format('CREATE POLICY office_reads ON %s FOR SELECT USING ((%s) AND (%s))', tbl, tenant, replace(readers, 'office', administers));
    EXECUTE format('CREATE POLICY office_inserts ON %s FOR INSERT WITH CHECK ((%s) AND %s)', tbl, tenant, administers);
    EXECUTE format('CREATE POLICY office_updates ON %1$s FOR UPDATE USING ((%2$s) AND %3$s) WITH CHECK ((%2$s) AND %3$s)', tbl, tenant, administers);
END $_$;

-- Name: protect(regclass, text); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.protect(tbl regclass, privileges text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY tenant ON %s USING (tenant_id = current_setting(''app.tenant_id'')::uuid)
        WITH CHECK (tenant_id = current_setting(''app.tenant_id'')::uuid)', tbl);
    EXECUTE format('GRANT %s ON %s TO app_rw', privileges, tbl);
END $$;

-- Name: protect_call(regclass, text, integer); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.protect_call(tbl regclass, writer text, above integer) RETURNS void
    LANGUAGE plpgsql
    AS $_$
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
END $_$;

-- Name: protect_member(regclass, text, text); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.protect_member(tbl regclass, roles text, privileges text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
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
END $_$;

-- Name: protect_pay(regclass, text, text, text); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.protect_pay(tbl regclass, writers text, privileges text, days text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
DECLARE
    tenant text := 'tenant_id = current_setting(''app.tenant_id'')::uuid';
    me text := 'current_setting(''app.member_id'')::uuid';
    administers text := 'current_setting(''app.role'') IN (''system'', ''finance'', ''ops'')';
    today text := '(now() AT TIME ZONE (SELECT t.time_zone FROM app.tenants t WHERE t.tenant_id = current_setting(''app.tenant_id'')::uuid))::date';
    above text := format('(current_setting(''app.role'') = ''manager'' AND EXISTS (
        SELECT 1 FROM app.confirmed_lines l
        WHERE l.tenant_id = current_setting(''app.tenant_id'')::uuid AND l.manager_id = %2$s AND l.member_id = %1$s.member_id AND l.starts_on <= %3$s
          AND NOT EXISTS (SELECT 1 FROM app.line_ends e WHERE e.tenant_id = current_setting(''app.tenant_id'')::uuid AND e.line_id = l.id AND e.ends_on <= %3$s)
          AND (%4$s)))', tbl, me, today, replace(replace(days, '{from}', 'l.starts_on'), '{row}', tbl::text));
    own text := format('%s.member_id = %s', tbl, me);
    granted text := format('EXISTS (SELECT 1 FROM app.pay_grants g WHERE g.tenant_id = current_setting(''app.tenant_id'')::uuid
        AND g.member_id = %s AND g.replaced_at = ''infinity'')', me);
    writer text := administers || CASE writers WHEN 'above' THEN ' OR ' || above WHEN 'line' THEN ' OR ' || own || ' OR ' || above WHEN 'self' THEN ' OR ' || own ELSE '' END;
    policy text;
BEGIN
    FOREACH policy IN ARRAY ARRAY['pay_reads', 'pay_inserts', 'pay_updates'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON %s', policy, tbl);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY pay_reads ON %s FOR SELECT USING ((%s) AND (%s OR %s OR %s OR %s))', tbl, tenant, administers, own, granted, above);
    EXECUTE format('CREATE POLICY pay_inserts ON %s FOR INSERT WITH CHECK ((%s) AND (%s))', tbl, tenant, writer);
    IF privileges LIKE '%UPDATE%' THEN
        EXECUTE format('CREATE POLICY pay_updates ON %1$s FOR UPDATE USING ((%2$s) AND %3$s) WITH CHECK ((%2$s) AND %3$s)', tbl, tenant, administers);
    END IF;
    EXECUTE format('GRANT %s ON %s TO app_rw', CASE WHEN privileges LIKE '%UPDATE%' THEN 'SELECT, INSERT' ELSE privileges END, tbl);
END $_$;

-- Name: search_records(text, boolean, uuid, uuid[], integer); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.search_records(needle text, exact boolean, me uuid, owners uuid[], most integer) RETURNS TABLE(kind text, id uuid, score real)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'app', 'pg_temp'
    SET "pg_trgm.word_similarity_threshold" TO '0.4'
    AS $_$
DECLARE
    tenant uuid := current_setting('app.tenant_id')::uuid;
    others boolean := owners IS NULL OR cardinality(owners) > 1;
    pattern text := replace(replace(replace(needle, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    test text := '%1$s ILIKE $1';
    score text := '1::real';
    tests text[];
    scores text[];
BEGIN
    IF NOT exact THEN
        IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
            RETURN;
        END IF;
        pattern := needle;
        test := '(%1$s) %%> $1';
        score := 'word_similarity($1, %1$s)';
    ELSIF length(needle) > 2 THEN
        pattern := '%' || pattern;
    ELSE
        test := '(%1$s ILIKE $1 OR %1$s ILIKE ''%% '' || $1)';
    END IF;
    SELECT array_agg(format(test, k) ORDER BY n), array_agg(format(score, k) ORDER BY n) INTO tests, scores
        FROM unnest(ARRAY['a.name', 'o.name', 'c.first_name || '' '' || c.last_name || '' '' || c.email',
            'm.name || '' '' || m.email']) WITH ORDINALITY u(k, n);
    RETURN QUERY EXECUTE format($sql$
        WITH mine AS (
            SELECT a.id FROM accounts a WHERE a.tenant_id = $2 AND a.owner_id = $3
            UNION SELECT o.account_id FROM opportunities o
                WHERE o.tenant_id = $2 AND o.owner_id = $3 AND o.deleted_at IS NULL)
        (SELECT 'account', a.id, %5$s FROM accounts a JOIN mine ON mine.id = a.id
            WHERE a.tenant_id = $2 AND %1$s AND a.deleted_at IS NULL LIMIT $5)
        UNION
        (SELECT 'account', a.id, %5$s FROM accounts a
            WHERE $6 AND a.tenant_id = $2 AND %1$s AND a.deleted_at IS NULL
                AND ($4 IS NULL OR a.owner_id = ANY ($4) OR (SELECT true FROM opportunities o
                    WHERE o.tenant_id = $2 AND o.account_id = a.id AND o.owner_id = ANY ($4) LIMIT 1))
            ORDER BY lower(a.name), a.id LIMIT $5)
        UNION
        (SELECT 'opportunity', o.id, %6$s FROM opportunities o
            WHERE o.tenant_id = $2 AND o.owner_id = $3 AND %2$s AND o.deleted_at IS NULL
            ORDER BY o.status <> 'open', o.close_on DESC LIMIT $5)
        UNION
        (SELECT 'opportunity', o.id, %6$s FROM opportunities o
            WHERE $6 AND o.tenant_id = $2 AND o.status = 'open' AND %2$s AND o.deleted_at IS NULL
                AND ($4 IS NULL OR o.owner_id = ANY ($4))
            ORDER BY o.close_on DESC LIMIT $5)
        UNION
        (SELECT 'opportunity', o.id, %6$s FROM opportunities o
            WHERE $6 AND o.tenant_id = $2 AND o.status <> 'open' AND %2$s AND o.deleted_at IS NULL
                AND ($4 IS NULL OR o.owner_id = ANY ($4))
            ORDER BY o.close_on DESC LIMIT $5)
        UNION
        (SELECT 'contact', c.id, %7$s FROM contacts c JOIN mine ON mine.id = c.account_id
            WHERE c.tenant_id = $2 AND %3$s AND c.deleted_at IS NULL LIMIT $5)
        UNION
        (SELECT 'contact', c.id, %7$s FROM contacts c JOIN accounts a ON a.tenant_id = $2 AND a.id = c.account_id
            WHERE $6 AND c.tenant_id = $2 AND %3$s AND c.deleted_at IS NULL
                AND ($4 IS NULL OR a.owner_id = ANY ($4) OR (SELECT true FROM opportunities o
                    WHERE o.tenant_id = $2 AND o.account_id = a.id AND o.owner_id = ANY ($4) LIMIT 1))
            LIMIT $5)
        UNION
        (SELECT 'member', m.id, %8$s FROM members m
            WHERE m.tenant_id = $2 AND %4$s AND ($4 IS NULL OR m.id = ANY ($4)) LIMIT $5)
        $sql$, tests[1], tests[2], tests[3], tests[4], scores[1], scores[2], scores[3], scores[4])
        USING pattern, tenant, me, owners, most, others;
END $_$;

-- Name: set_ctx(uuid, uuid, text); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.set_ctx(t uuid, m uuid, r text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('SET LOCAL app.tenant_id = %L', t);
    EXECUTE format('SET LOCAL app.member_id = %L', coalesce(m::text, '00000000-0000-0000-0000-000000000000'));
    EXECUTE format('SET LOCAL app.role = %L', r);
END $$;

-- Name: take_statistics(boolean); Type: FUNCTION; Schema: app; Owner: -

CREATE FUNCTION app.take_statistics(everything boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'app', 'pg_temp'
    AS $$
BEGIN
    ANALYZE (SKIP_LOCKED) app.members, app.accounts, app.contacts, app.opportunities;
    IF everything THEN
        ANALYZE (SKIP_LOCKED) app.opportunity_changes, app.opportunity_versions, app.contact_roles, app.activities,
            app.quotas;
    END IF;
END $$;

-- Name: accounts; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.accounts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    name text NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    industry text DEFAULT ''::text NOT NULL,
    employees bigint,
    state text DEFAULT ''::text NOT NULL,
    country text DEFAULT ''::text NOT NULL,
    type text DEFAULT ''::text NOT NULL,
    territory text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    owner_id uuid,
    parent_id uuid,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone,
    merged_into uuid,
    phone text DEFAULT ''::text NOT NULL,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT accounts_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY app.accounts FORCE ROW LEVEL SECURITY;

-- Name: activities; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.activities (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    opportunity_id uuid,
    account_id uuid,
    contact_id uuid,
    member_id uuid,
    kind text NOT NULL,
    subject text NOT NULL,
    occurs_on date NOT NULL,
    done boolean NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT activities_kind_check CHECK ((kind = ANY (ARRAY['call'::text, 'email'::text, 'meeting'::text, 'task'::text, 'other'::text])))
);

ALTER TABLE ONLY app.activities FORCE ROW LEVEL SECURITY;

-- Name: adjustment_decisions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.adjustment_decisions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    approved boolean NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.adjustment_decisions FORCE ROW LEVEL SECURITY;

-- Name: assignments; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.assignments (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    role text NOT NULL,
    manager_id uuid,
    team text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT assignments_check CHECK ((valid_to > valid_from)),
    CONSTRAINT assignments_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'ops'::text, 'finance'::text, 'executive'::text, 'manager'::text, 'rep'::text])))
);

ALTER TABLE ONLY app.assignments FORCE ROW LEVEL SECURITY;

-- Name: attachment_events; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.attachment_events (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    kind text NOT NULL,
    CONSTRAINT attachment_events_kind_check CHECK ((kind = ANY (ARRAY['added'::text, 'removed'::text, 'restored'::text])))
);

ALTER TABLE ONLY app.attachment_events FORCE ROW LEVEL SECURITY;

-- Name: attachment_parts; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.attachment_parts (
    tenant_id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    part integer NOT NULL,
    data bytea NOT NULL,
    CONSTRAINT attachment_parts_part_check CHECK ((part >= 0))
);

ALTER TABLE ONLY app.attachment_parts FORCE ROW LEVEL SECURITY;

-- Name: attachments; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.attachments (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    object text NOT NULL,
    object_id uuid NOT NULL,
    author_id uuid NOT NULL,
    name text NOT NULL,
    url text DEFAULT ''::text NOT NULL,
    media text DEFAULT ''::text NOT NULL,
    size bigint DEFAULT 0 NOT NULL,
    sha256 bytea,
    at timestamp with time zone NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT attachments_name_check CHECK ((name <> ''::text)),
    CONSTRAINT attachments_object_check CHECK ((object = ANY (ARRAY['opportunity'::text, 'account'::text, 'contact'::text]))),
    CONSTRAINT attachments_size_check CHECK ((size >= 0))
);

ALTER TABLE ONLY app.attachments FORCE ROW LEVEL SECURITY;

-- Name: audit_log; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.audit_log (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    action text NOT NULL,
    object text NOT NULL,
    object_id text NOT NULL,
    detail jsonb NOT NULL,
    request_id text NOT NULL,
    written_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY app.audit_log FORCE ROW LEVEL SECURITY;

-- Name: billing_events; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.billing_events (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    opportunity_id uuid NOT NULL,
    kind text NOT NULL,
    happened_on date NOT NULL,
    amount bigint,
    currency text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    recorded_by uuid,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT billing_events_check CHECK (((kind = ANY (ARRAY['invoice'::text, 'cash'::text])) = (amount IS NOT NULL))),
    CONSTRAINT billing_events_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT billing_events_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'cash'::text, 'go_live'::text, 'cancellation'::text, 'write_off'::text])))
);

ALTER TABLE ONLY app.billing_events FORCE ROW LEVEL SECURITY;

-- Name: bulk_jobs; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.bulk_jobs (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    started_by uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    undoes uuid,
    finished_at timestamp with time zone,
    CONSTRAINT bulk_jobs_kind_check CHECK ((kind = ANY (ARRAY['owner'::text, 'close_on'::text, 'next_step'::text, 'category'::text, 'stage'::text, 'archive'::text, 'undo'::text])))
);

ALTER TABLE ONLY app.bulk_jobs FORCE ROW LEVEL SECURITY;

-- Name: bulk_results; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.bulk_results (
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    place integer NOT NULL,
    opportunity_id uuid NOT NULL,
    saw text,
    result text,
    message text DEFAULT ''::text NOT NULL,
    command_id uuid,
    CONSTRAINT bulk_results_result_check CHECK ((result = ANY (ARRAY['changed'::text, 'unchanged'::text, 'refused'::text, 'conflict'::text])))
);

ALTER TABLE ONLY app.bulk_results FORCE ROW LEVEL SECURITY;

-- Name: business_hours; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.business_hours (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    week jsonb NOT NULL,
    holidays jsonb NOT NULL,
    did text DEFAULT ''::text NOT NULL
);

ALTER TABLE ONLY app.business_hours FORCE ROW LEVEL SECURITY;

-- Name: category_reasons; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.category_reasons (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    category text NOT NULL,
    manual boolean NOT NULL,
    reason text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    member_id uuid,
    CONSTRAINT category_reasons_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY app.category_reasons FORCE ROW LEVEL SECURITY;

-- Name: cleanup_records; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.cleanup_records (
    tenant_id uuid NOT NULL,
    task_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    state text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT cleanup_records_state_check CHECK ((state = ANY (ARRAY['open'::text, 'fixed'::text, 'moved'::text])))
);

ALTER TABLE ONLY app.cleanup_records FORCE ROW LEVEL SECURITY;

-- Name: cleanup_tasks; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.cleanup_tasks (
    tenant_id uuid NOT NULL,
    task_id uuid NOT NULL,
    cleanup_id uuid NOT NULL,
    owner_id uuid,
    command_id uuid NOT NULL
);

ALTER TABLE ONLY app.cleanup_tasks FORCE ROW LEVEL SECURITY;

-- Name: cleanups; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.cleanups (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    rule text NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    CONSTRAINT cleanups_rule_check CHECK ((rule <> ''::text))
);

ALTER TABLE ONLY app.cleanups FORCE ROW LEVEL SECURITY;

-- Name: commands; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commands (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    kind text NOT NULL,
    object text NOT NULL,
    object_id uuid NOT NULL,
    payload jsonb NOT NULL,
    undoes uuid,
    reason text DEFAULT ''::text NOT NULL,
    since timestamp with time zone,
    CONSTRAINT commands_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT commands_object_check CHECK ((object <> ''::text))
);

ALTER TABLE ONLY app.commands FORCE ROW LEVEL SECURITY;

-- Name: commission_adjustments; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_adjustments (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    opportunity_id uuid,
    amount bigint NOT NULL,
    currency text NOT NULL,
    reason text NOT NULL,
    dispute_id uuid,
    proposed_by uuid,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT commission_adjustments_amount_check CHECK ((amount <> 0)),
    CONSTRAINT commission_adjustments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT commission_adjustments_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY app.commission_adjustments FORCE ROW LEVEL SECURITY;

-- Name: commission_attempts; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_attempts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    as_of timestamp with time zone NOT NULL,
    members integer DEFAULT 0 NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    problem text DEFAULT ''::text NOT NULL,
    started_by uuid
);

ALTER TABLE ONLY app.commission_attempts FORCE ROW LEVEL SECURITY;

-- Name: commission_credits; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_credits (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    component text NOT NULL,
    period text NOT NULL,
    opportunity_id uuid NOT NULL,
    credited_id uuid,
    cause text NOT NULL,
    measure numeric NOT NULL
);

ALTER TABLE ONLY app.commission_credits FORCE ROW LEVEL SECURITY;

-- Name: commission_disputes; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_disputes (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    line integer,
    opportunity_id uuid,
    claimed bigint,
    due_on date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by uuid NOT NULL
);

ALTER TABLE ONLY app.commission_disputes FORCE ROW LEVEL SECURITY;

-- Name: commission_earnings; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_earnings (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    line integer NOT NULL,
    credit_id uuid,
    adjustment_id uuid,
    component text NOT NULL,
    period text NOT NULL,
    opportunity_id uuid,
    credited_id uuid,
    cause text NOT NULL,
    measure numeric NOT NULL,
    rate numeric NOT NULL,
    multiplier numeric NOT NULL,
    amount bigint NOT NULL,
    clawback boolean NOT NULL,
    reversal boolean NOT NULL,
    why text NOT NULL,
    CONSTRAINT commission_earnings_check CHECK (((credit_id IS NULL) <> (adjustment_id IS NULL)))
);

ALTER TABLE ONLY app.commission_earnings FORCE ROW LEVEL SECURITY;

-- Name: commission_payouts; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_payouts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    currency text NOT NULL,
    earned bigint NOT NULL,
    due bigint NOT NULL,
    draw bigint NOT NULL,
    adjustments bigint NOT NULL,
    paid bigint NOT NULL,
    draw_balance bigint NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    CONSTRAINT commission_payouts_check CHECK ((paid = ((due + draw) + adjustments))),
    CONSTRAINT commission_payouts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);

ALTER TABLE ONLY app.commission_payouts FORCE ROW LEVEL SECURITY;

-- Name: commission_runs; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_runs (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    period text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by uuid,
    withdrawn_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    withdrawn_by uuid,
    withdrawn_for text DEFAULT ''::text NOT NULL,
    CONSTRAINT commission_runs_check CHECK ((ends_on > starts_on))
);

ALTER TABLE ONLY app.commission_runs FORCE ROW LEVEL SECURITY;

-- Name: commission_statements; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.commission_statements (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    member_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    period text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    currency text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT commission_statements_check CHECK ((ends_on > starts_on)),
    CONSTRAINT commission_statements_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);

ALTER TABLE ONLY app.commission_statements FORCE ROW LEVEL SECURITY;

-- Name: compensation_plans; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.compensation_plans (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    CONSTRAINT compensation_plans_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY app.compensation_plans FORCE ROW LEVEL SECURITY;

-- Name: confirmed_lines; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.confirmed_lines (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    manager_id uuid NOT NULL,
    member_id uuid NOT NULL,
    starts_on date NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by uuid
);

ALTER TABLE ONLY app.confirmed_lines FORCE ROW LEVEL SECURITY;

-- Name: contact_roles; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.contact_roles (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    opportunity_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    role text DEFAULT ''::text NOT NULL,
    is_primary boolean DEFAULT false NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY app.contact_roles FORCE ROW LEVEL SECURITY;

-- Name: contacts; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.contacts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    account_id uuid,
    first_name text DEFAULT ''::text NOT NULL,
    last_name text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone,
    merged_into uuid,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY app.contacts FORCE ROW LEVEL SECURITY;

-- Name: contract_impairments; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.contract_impairments (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    currency text NOT NULL,
    happened_on date NOT NULL,
    consideration bigint NOT NULL,
    costs bigint NOT NULL,
    reason text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    recorded_by uuid,
    CONSTRAINT contract_impairments_consideration_check CHECK ((consideration >= 0)),
    CONSTRAINT contract_impairments_costs_check CHECK ((costs >= 0)),
    CONSTRAINT contract_impairments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT contract_impairments_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY app.contract_impairments FORCE ROW LEVEL SECURITY;

-- Name: credit_splits; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.credit_splits (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    member_id uuid NOT NULL,
    share numeric NOT NULL,
    "overlay" boolean NOT NULL,
    note text NOT NULL,
    set_by uuid,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT credit_splits_share_check CHECK (((share > (0)::numeric) AND (share <= (1)::numeric)))
);

ALTER TABLE ONLY app.credit_splits FORCE ROW LEVEL SECURITY;

-- Name: custom_columns; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.custom_columns (
    tenant_id uuid NOT NULL,
    object text NOT NULL,
    name text NOT NULL,
    known_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.custom_columns FORCE ROW LEVEL SECURITY;

-- Name: custom_fields; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.custom_fields (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    field_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    object text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    help text DEFAULT ''::text NOT NULL,
    options jsonb NOT NULL,
    needed text DEFAULT ''::text NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    place integer NOT NULL,
    retired boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY app.custom_fields FORCE ROW LEVEL SECURITY;

-- Name: dispute_entries; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.dispute_entries (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    member_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    note text NOT NULL,
    amount bigint,
    file_name text DEFAULT ''::text NOT NULL,
    file bytea,
    written_at timestamp with time zone NOT NULL,
    written_by uuid,
    CONSTRAINT dispute_entries_state_check CHECK ((state = ANY (ARRAY['submitted'::text, 'in_review'::text, 'needs_information'::text, 'approved'::text, 'partly'::text, 'denied'::text, 'closed'::text])))
);

ALTER TABLE ONLY app.dispute_entries FORCE ROW LEVEL SECURITY;

-- Name: distinct_records; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.distinct_records (
    tenant_id uuid NOT NULL,
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    member_id uuid,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.distinct_records FORCE ROW LEVEL SECURITY;

-- Name: forecast_cutoffs; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_cutoffs (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    sheet jsonb NOT NULL,
    taken_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.forecast_cutoffs FORCE ROW LEVEL SECURITY;

-- Name: forecast_judgements; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_judgements (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    author_id uuid NOT NULL,
    member_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    line text NOT NULL,
    amount bigint,
    gross bigint NOT NULL,
    currency text NOT NULL,
    note text NOT NULL,
    judged_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    called bigint,
    CONSTRAINT forecast_judgements_check CHECK ((ends_on > starts_on)),
    CONSTRAINT forecast_judgements_check1 CHECK (((amount IS NULL) OR (note <> ''::text))),
    CONSTRAINT forecast_judgements_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT forecast_judgements_line_check CHECK ((line = ANY (ARRAY['call'::text, 'commit'::text, 'most_likely'::text, 'best_case'::text])))
);

ALTER TABLE ONLY app.forecast_judgements FORCE ROW LEVEL SECURITY;

-- Name: forecast_locks; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_locks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    locked boolean NOT NULL,
    reason text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    member_id uuid,
    CONSTRAINT forecast_locks_check CHECK ((ends_on > starts_on)),
    CONSTRAINT forecast_locks_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY app.forecast_locks FORCE ROW LEVEL SECURITY;

-- Name: forecast_reminders; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_reminders (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    late boolean NOT NULL,
    queued_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.forecast_reminders FORCE ROW LEVEL SECURITY;

-- Name: forecast_settings; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_settings (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    names jsonb DEFAULT '{}'::jsonb NOT NULL,
    most_likely boolean DEFAULT false NOT NULL,
    stale_bp integer DEFAULT 1000 NOT NULL,
    weekly_on smallint,
    weekly_at integer DEFAULT 720 NOT NULL,
    monthly_on smallint,
    monthly_at integer DEFAULT 720 NOT NULL,
    known_at timestamp with time zone NOT NULL,
    member_id uuid,
    CONSTRAINT forecast_settings_monthly_at_check CHECK (((monthly_at >= 0) AND (monthly_at <= 1439))),
    CONSTRAINT forecast_settings_monthly_on_check CHECK (((monthly_on >= 1) AND (monthly_on <= 31))),
    CONSTRAINT forecast_settings_stale_bp_check CHECK (((stale_bp >= 0) AND (stale_bp <= 10000))),
    CONSTRAINT forecast_settings_weekly_at_check CHECK (((weekly_at >= 0) AND (weekly_at <= 1439))),
    CONSTRAINT forecast_settings_weekly_on_check CHECK (((weekly_on >= 0) AND (weekly_on <= 6)))
);

ALTER TABLE ONLY app.forecast_settings FORCE ROW LEVEL SECURITY;

-- Name: forecast_submissions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_submissions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    line text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    submitted_by uuid,
    CONSTRAINT forecast_submissions_check CHECK ((ends_on > starts_on)),
    CONSTRAINT forecast_submissions_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT forecast_submissions_line_check CHECK ((line = ANY (ARRAY['call'::text, 'commit'::text, 'most_likely'::text, 'best_case'::text])))
);

ALTER TABLE ONLY app.forecast_submissions FORCE ROW LEVEL SECURITY;

-- Name: forecast_tags; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_tags (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    tag text NOT NULL,
    set boolean NOT NULL,
    known_at timestamp with time zone NOT NULL,
    member_id uuid,
    CONSTRAINT forecast_tags_check CHECK ((ends_on > starts_on)),
    CONSTRAINT forecast_tags_tag_check CHECK ((tag = ANY (ARRAY['at_risk'::text, 'bridge'::text])))
);

ALTER TABLE ONLY app.forecast_tags FORCE ROW LEVEL SECURITY;

-- Name: forecast_trials; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.forecast_trials (
    tenant_id uuid NOT NULL,
    training_id uuid NOT NULL,
    period text NOT NULL,
    kind text NOT NULL,
    cutoff text NOT NULL,
    known_on date NOT NULL,
    method text NOT NULL,
    level text NOT NULL,
    name text NOT NULL,
    forecast bigint NOT NULL,
    closed bigint NOT NULL,
    low bigint NOT NULL,
    high bigint NOT NULL,
    actual bigint NOT NULL,
    CONSTRAINT forecast_trials_kind_check CHECK ((kind = ANY (ARRAY['month'::text, 'quarter'::text]))),
    CONSTRAINT forecast_trials_level_check CHECK ((level = ANY (ARRAY['organisation'::text, 'team'::text, 'member'::text])))
);

ALTER TABLE ONLY app.forecast_trials FORCE ROW LEVEL SECURITY;

-- Name: fx_rates; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.fx_rates (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    currency text NOT NULL,
    rate numeric NOT NULL,
    minor_rate numeric NOT NULL,
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    source text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT fx_rates_check CHECK ((valid_to > valid_from)),
    CONSTRAINT fx_rates_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT fx_rates_minor_rate_check CHECK ((minor_rate > (0)::numeric)),
    CONSTRAINT fx_rates_rate_check CHECK ((rate > (0)::numeric))
);

ALTER TABLE ONLY app.fx_rates FORCE ROW LEVEL SECURITY;

-- Name: history_starts; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.history_starts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    field text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    source text NOT NULL
);

ALTER TABLE ONLY app.history_starts FORCE ROW LEVEL SECURITY;

-- Name: import_effects; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.import_effects (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    object text NOT NULL,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    changes jsonb DEFAULT '{}'::jsonb NOT NULL,
    result text,
    name text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT import_effects_kind_check CHECK ((kind = ANY (ARRAY['created'::text, 'changed'::text, 'stamped'::text]))),
    CONSTRAINT import_effects_object_check CHECK ((object = ANY (ARRAY['account'::text, 'contact'::text, 'opportunity'::text, 'activity'::text]))),
    CONSTRAINT import_effects_result_check CHECK ((result = ANY (ARRAY['removed'::text, 'restored'::text, 'part'::text, 'left'::text, 'same'::text])))
);

ALTER TABLE ONLY app.import_effects FORCE ROW LEVEL SECURITY;

-- Name: import_files; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.import_files (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    name text NOT NULL,
    part integer NOT NULL,
    data bytea NOT NULL
);

ALTER TABLE ONLY app.import_files FORCE ROW LEVEL SECURITY;

-- Name: import_objects; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.import_objects (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    object text NOT NULL,
    "position" integer NOT NULL,
    total bigint NOT NULL,
    read bigint DEFAULT 0 NOT NULL,
    added bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    flagged bigint DEFAULT 0 NOT NULL,
    finished boolean DEFAULT false NOT NULL,
    older bigint DEFAULT 0 NOT NULL,
    cleared text DEFAULT ''::text NOT NULL
);

ALTER TABLE ONLY app.import_objects FORCE ROW LEVEL SECURITY;

-- Name: import_rows; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.import_rows (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    id uuid NOT NULL,
    file text NOT NULL,
    line bigint NOT NULL,
    level text NOT NULL,
    reason text NOT NULL,
    "row" text NOT NULL,
    CONSTRAINT import_rows_level_check CHECK ((level = ANY (ARRAY['refused'::text, 'flagged'::text])))
);

ALTER TABLE ONLY app.import_rows FORCE ROW LEVEL SECURITY;

-- Name: import_undos; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.import_undos (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    started_by uuid,
    at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    failure text DEFAULT ''::text NOT NULL
);

ALTER TABLE ONLY app.import_undos FORCE ROW LEVEL SECURITY;

-- Name: imports; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.imports (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    format text NOT NULL,
    origin text NOT NULL,
    mapping text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    dry_run boolean NOT NULL,
    failure text DEFAULT ''::text NOT NULL,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    started_by uuid,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    findings jsonb DEFAULT '{}'::jsonb NOT NULL,
    choices jsonb DEFAULT '{}'::jsonb NOT NULL,
    plan jsonb DEFAULT '{}'::jsonb NOT NULL,
    draft_id uuid,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT imports_format_check CHECK ((format = ANY (ARRAY['salesforce'::text, 'csv'::text]))),
    CONSTRAINT imports_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'discarded'::text, 'waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE ONLY app.imports FORCE ROW LEVEL SECURITY;

-- Name: invitations; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.invitations (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    email text NOT NULL,
    token_hash bytea NOT NULL,
    invited_by uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    confirmed_by uuid
);

ALTER TABLE ONLY app.invitations FORCE ROW LEVEL SECURITY;

-- Name: line_ends; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.line_ends (
    tenant_id uuid NOT NULL,
    line_id uuid NOT NULL,
    ends_on date NOT NULL,
    known_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.line_ends FORCE ROW LEVEL SECURITY;

-- Name: line_items; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.line_items (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    opportunity_id uuid NOT NULL,
    product_id uuid NOT NULL,
    quantity numeric DEFAULT 1 NOT NULL,
    amount bigint,
    currency text NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT line_items_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);

ALTER TABLE ONLY app.line_items FORCE ROW LEVEL SECURITY;

-- Name: list_columns; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.list_columns (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    path text NOT NULL,
    columns text NOT NULL
);

ALTER TABLE ONLY app.list_columns FORCE ROW LEVEL SECURITY;

-- Name: management; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.management (
    tenant_id uuid NOT NULL,
    manager_id uuid NOT NULL,
    member_id uuid NOT NULL,
    depth integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL
);

ALTER TABLE ONLY app.management FORCE ROW LEVEL SECURITY;

-- Name: members; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.members (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    name text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    hired_on date,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    CONSTRAINT members_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY app.members FORCE ROW LEVEL SECURITY;

-- Name: merges; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.merges (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    survivor_id uuid NOT NULL,
    loser_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    moved jsonb NOT NULL,
    was jsonb NOT NULL,
    undone_at timestamp with time zone,
    undone_by uuid,
    object text NOT NULL,
    CONSTRAINT merges_object_check CHECK ((object = ANY (ARRAY['account'::text, 'contact'::text])))
);

ALTER TABLE ONLY app.merges FORCE ROW LEVEL SECURITY;

-- Name: note_mentions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.note_mentions (
    tenant_id uuid NOT NULL,
    note_id uuid NOT NULL,
    member_id uuid NOT NULL,
    words text NOT NULL,
    CONSTRAINT note_mentions_words_check CHECK ((words <> ''::text))
);

ALTER TABLE ONLY app.note_mentions FORCE ROW LEVEL SECURITY;

-- Name: notes; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.notes (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    object text NOT NULL,
    object_id uuid NOT NULL,
    author_id uuid NOT NULL,
    body text NOT NULL,
    at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT notes_body_check CHECK ((body <> ''::text)),
    CONSTRAINT notes_object_check CHECK ((object = ANY (ARRAY['opportunity'::text, 'account'::text, 'contact'::text])))
);

ALTER TABLE ONLY app.notes FORCE ROW LEVEL SECURITY;

-- Name: notification_rules; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.notification_rules (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    CONSTRAINT notification_rules_channel_check CHECK ((channel = ANY (ARRAY['off'::text, 'app'::text, 'email'::text, 'digest'::text]))),
    CONSTRAINT notification_rules_kind_check CHECK ((kind <> ''::text))
);

ALTER TABLE ONLY app.notification_rules FORCE ROW LEVEL SECURITY;

-- Name: notification_times; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.notification_times (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    zone text NOT NULL,
    wait smallint NOT NULL,
    digest smallint NOT NULL,
    quiet_from smallint NOT NULL,
    quiet_to smallint NOT NULL,
    CONSTRAINT notification_times_digest_check CHECK (((digest >= 0) AND (digest <= 1439))),
    CONSTRAINT notification_times_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 1439))),
    CONSTRAINT notification_times_quiet_to_check CHECK (((quiet_to >= 0) AND (quiet_to <= 1439))),
    CONSTRAINT notification_times_wait_check CHECK (((wait >= 0) AND (wait <= 1439)))
);

ALTER TABLE ONLY app.notification_times FORCE ROW LEVEL SECURITY;

-- Name: notifications; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.notifications (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL,
    object text DEFAULT ''::text NOT NULL,
    object_id uuid,
    subject_id uuid NOT NULL,
    actor_id uuid,
    words text DEFAULT ''::text NOT NULL,
    path text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    slot bigint NOT NULL,
    times integer DEFAULT 1 NOT NULL,
    read_at timestamp with time zone,
    snoozed_until timestamp with time zone,
    done_at timestamp with time zone,
    mail_at timestamp with time zone,
    mailed_at timestamp with time zone,
    CONSTRAINT notifications_kind_check CHECK ((kind = ANY (ARRAY['mention'::text, 'task_assigned'::text, 'task_due'::text, 'opportunity_assigned'::text, 'waiting'::text, 'forecast_due'::text, 'nudge'::text])))
);

ALTER TABLE ONLY app.notifications FORCE ROW LEVEL SECURITY;

-- Name: opportunities; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.opportunities (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    account_id uuid,
    owner_id uuid,
    name text NOT NULL,
    stage text NOT NULL,
    status text NOT NULL,
    category text NOT NULL,
    category_manual boolean NOT NULL,
    probability_bp integer NOT NULL,
    probability_manual boolean NOT NULL,
    amount bigint,
    currency text NOT NULL,
    close_on date,
    type text NOT NULL,
    source text NOT NULL,
    competitor text NOT NULL,
    budget_confirmed boolean,
    loss_reason text NOT NULL,
    next_step text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT opportunities_category_check CHECK ((category = ANY (ARRAY['closed'::text, 'commit'::text, 'most_likely'::text, 'best_case'::text, 'pipeline'::text, 'omitted'::text]))),
    CONSTRAINT opportunities_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT opportunities_probability_bp_check CHECK (((probability_bp >= 0) AND (probability_bp <= 10000))),
    CONSTRAINT opportunities_status_check CHECK ((status = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
);

ALTER TABLE ONLY app.opportunities FORCE ROW LEVEL SECURITY;

-- Name: opportunity_changes; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.opportunity_changes (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    field text NOT NULL,
    old_value text,
    new_value text,
    true_since timestamp with time zone NOT NULL,
    known_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    seq integer NOT NULL,
    member_id uuid,
    source text NOT NULL,
    external_id text
);

ALTER TABLE ONLY app.opportunity_changes FORCE ROW LEVEL SECURITY;

-- Name: opportunity_judgements; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.opportunity_judgements (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    period text NOT NULL,
    author_id uuid NOT NULL,
    verdict text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT opportunity_judgements_verdict_check CHECK ((verdict = ANY (ARRAY['in'::text, 'out'::text])))
);

ALTER TABLE ONLY app.opportunity_judgements FORCE ROW LEVEL SECURITY;

-- Name: opportunity_versions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.opportunity_versions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    account_id uuid,
    owner_id uuid,
    name text NOT NULL,
    stage text NOT NULL,
    status text NOT NULL,
    category text NOT NULL,
    category_manual boolean NOT NULL,
    probability_bp integer NOT NULL,
    probability_manual boolean NOT NULL,
    amount bigint,
    currency text NOT NULL,
    close_on date,
    type text NOT NULL,
    source text NOT NULL,
    competitor text NOT NULL,
    budget_confirmed boolean,
    loss_reason text NOT NULL,
    next_step text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY app.opportunity_versions FORCE ROW LEVEL SECURITY;

-- Name: outlooks; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.outlooks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    training_id uuid NOT NULL,
    period text NOT NULL,
    as_of date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    value bigint NOT NULL,
    low bigint,
    high bigint,
    document jsonb NOT NULL
);

ALTER TABLE ONLY app.outlooks FORCE ROW LEVEL SECURITY;

-- Name: pay_grants; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.pay_grants (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    reason text NOT NULL,
    granted_by uuid,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    replaced_by uuid,
    CONSTRAINT pay_grants_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY app.pay_grants FORCE ROW LEVEL SECURITY;

-- Name: pay_notices; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.pay_notices (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    step text NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    CONSTRAINT pay_notices_kind_check CHECK ((kind = ANY (ARRAY['statement'::text, 'approval'::text, 'letter'::text, 'dispute'::text, 'answer'::text, 'seat'::text])))
);

ALTER TABLE ONLY app.pay_notices FORCE ROW LEVEL SECURITY;

-- Name: pay_settings; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.pay_settings (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    document jsonb NOT NULL,
    known_at timestamp with time zone NOT NULL,
    member_id uuid,
    CONSTRAINT pay_settings_kind_check CHECK ((kind = ANY (ARRAY['payroll'::text, 'capitalisation'::text])))
);

ALTER TABLE ONLY app.pay_settings FORCE ROW LEVEL SECURITY;

-- Name: pick_lists; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.pick_lists (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    field text NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    entries jsonb NOT NULL,
    closed boolean NOT NULL,
    required boolean NOT NULL,
    message text DEFAULT ''::text NOT NULL,
    did text DEFAULT ''::text NOT NULL
);

ALTER TABLE ONLY app.pick_lists FORCE ROW LEVEL SECURITY;

-- Name: pipeline_snapshots; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.pipeline_snapshots (
    tenant_id uuid NOT NULL,
    on_day date NOT NULL,
    line integer NOT NULL,
    quarter date,
    owner_id uuid,
    status text NOT NULL,
    category text NOT NULL,
    count bigint NOT NULL,
    amount bigint NOT NULL,
    weighted bigint NOT NULL,
    unconverted bigint NOT NULL,
    CONSTRAINT pipeline_snapshots_status_check CHECK ((status = ANY (ARRAY['open'::text, 'won'::text])))
);

ALTER TABLE ONLY app.pipeline_snapshots FORCE ROW LEVEL SECURITY;

-- Name: plan_acceptances; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.plan_acceptances (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    version_id uuid NOT NULL,
    hash text NOT NULL,
    accepted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.plan_acceptances FORCE ROW LEVEL SECURITY;

-- Name: plan_assignments; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.plan_assignments (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    assigned_by uuid,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT plan_assignments_check CHECK ((valid_to > valid_from))
);

ALTER TABLE ONLY app.plan_assignments FORCE ROW LEVEL SECURITY;

-- Name: plan_publications; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.plan_publications (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by uuid
);

ALTER TABLE ONLY app.plan_publications FORCE ROW LEVEL SECURITY;

-- Name: plan_versions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.plan_versions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    number integer NOT NULL,
    document text NOT NULL,
    hash text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    CONSTRAINT plan_versions_check CHECK ((ends_on > starts_on)),
    CONSTRAINT plan_versions_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY app.plan_versions FORCE ROW LEVEL SECURITY;

-- Name: products; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.products (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    name text NOT NULL,
    family text DEFAULT ''::text NOT NULL,
    price bigint,
    currency text NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    source_hash bigint DEFAULT 0 NOT NULL,
    source_modified_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT products_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT products_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY app.products FORCE ROW LEVEL SECURITY;

-- Name: qualification_answers; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.qualification_answers (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    element text NOT NULL,
    score smallint,
    evidence text DEFAULT ''::text NOT NULL,
    evidence_on date,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    CONSTRAINT qualification_answers_element_check CHECK ((element <> ''::text)),
    CONSTRAINT qualification_answers_score_check CHECK (((score >= 0) AND (score <= 3)))
);

ALTER TABLE ONLY app.qualification_answers FORCE ROW LEVEL SECURITY;

-- Name: qualification_definitions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.qualification_definitions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    name text NOT NULL,
    elements jsonb NOT NULL,
    CONSTRAINT qualification_definitions_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY app.qualification_definitions FORCE ROW LEVEL SECURITY;

-- Name: quality_reports; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.quality_reports (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    score numeric(4,1) NOT NULL,
    report jsonb NOT NULL,
    doubles jsonb NOT NULL,
    contacts jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY app.quality_reports FORCE ROW LEVEL SECURITY;

-- Name: quotas; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.quotas (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    member_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    known_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    source_modified_at timestamp with time zone,
    CONSTRAINT quotas_amount_check CHECK ((amount >= 0)),
    CONSTRAINT quotas_check CHECK ((ends_on > starts_on)),
    CONSTRAINT quotas_check1 CHECK ((valid_from >= starts_on)),
    CONSTRAINT quotas_check2 CHECK (((valid_to > valid_from) AND (valid_to <= ends_on))),
    CONSTRAINT quotas_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);

ALTER TABLE ONLY app.quotas FORCE ROW LEVEL SECURITY;

-- Name: reminders; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.reminders (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    local text NOT NULL,
    zone text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    dropped_at timestamp with time zone
);

ALTER TABLE ONLY app.reminders FORCE ROW LEVEL SECURITY;

-- Name: review_action_marks; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.review_action_marks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    action_id uuid NOT NULL,
    done boolean NOT NULL,
    author_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.review_action_marks FORCE ROW LEVEL SECURITY;

-- Name: review_actions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.review_actions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    week text NOT NULL,
    owner_id uuid NOT NULL,
    body text NOT NULL,
    due_on date,
    author_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT review_actions_body_check CHECK ((body <> ''::text))
);

ALTER TABLE ONLY app.review_actions FORCE ROW LEVEL SECURITY;

-- Name: review_notes; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.review_notes (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    week text NOT NULL,
    member_id uuid NOT NULL,
    opportunity_id uuid,
    author_id uuid NOT NULL,
    body text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT review_notes_body_check CHECK ((body <> ''::text))
);

ALTER TABLE ONLY app.review_notes FORCE ROW LEVEL SECURITY;

-- Name: review_records; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.review_records (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    week text NOT NULL,
    lead_id uuid NOT NULL,
    period text NOT NULL,
    number bigint NOT NULL,
    finished boolean NOT NULL,
    document jsonb NOT NULL,
    author_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.review_records FORCE ROW LEVEL SECURITY;

-- Name: rules; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.rules (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    kind text NOT NULL,
    stage text DEFAULT ''::text NOT NULL,
    any_term boolean DEFAULT false NOT NULL,
    terms jsonb NOT NULL,
    message text NOT NULL,
    warns boolean DEFAULT false NOT NULL,
    imports boolean DEFAULT false NOT NULL,
    starts_on date NOT NULL,
    retired boolean DEFAULT false NOT NULL,
    CONSTRAINT rules_kind_check CHECK ((kind = ANY (ARRAY['gate'::text, 'check'::text])))
);

ALTER TABLE ONLY app.rules FORCE ROW LEVEL SECURITY;

-- Name: run_waivers; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.run_waivers (
    tenant_id uuid NOT NULL,
    period text NOT NULL,
    reason text NOT NULL,
    waived_at timestamp with time zone NOT NULL,
    waived_by uuid
);

ALTER TABLE ONLY app.run_waivers FORCE ROW LEVEL SECURITY;

-- Name: scenarios; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.scenarios (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    scenario_id uuid NOT NULL,
    member_id uuid NOT NULL,
    period text NOT NULL,
    name text NOT NULL,
    assumptions jsonb NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT scenarios_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY app.scenarios FORCE ROW LEVEL SECURITY;

-- Name: snapshot_days; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.snapshot_days (
    tenant_id uuid NOT NULL,
    on_day date NOT NULL,
    built_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.snapshot_days FORCE ROW LEVEL SECURITY;

-- Name: stages; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.stages (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    "position" integer NOT NULL,
    status text NOT NULL,
    probability_bp integer NOT NULL,
    category text NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    became text DEFAULT ''::text NOT NULL,
    CONSTRAINT stages_category_check CHECK ((category = ANY (ARRAY['closed'::text, 'commit'::text, 'most_likely'::text, 'best_case'::text, 'pipeline'::text, 'omitted'::text]))),
    CONSTRAINT stages_check CHECK ((valid_to > valid_from)),
    CONSTRAINT stages_name_check CHECK ((name <> ''::text)),
    CONSTRAINT stages_probability_bp_check CHECK (((probability_bp >= 0) AND (probability_bp <= 10000))),
    CONSTRAINT stages_status_check CHECK ((status = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
);

ALTER TABLE ONLY app.stages FORCE ROW LEVEL SECURITY;

-- Name: statement_calculations; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.statement_calculations (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    number integer NOT NULL,
    as_of timestamp with time zone NOT NULL,
    inputs text NOT NULL,
    inputs_hash text NOT NULL,
    result text NOT NULL,
    result_hash text NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    earned bigint NOT NULL,
    due bigint NOT NULL,
    paid_before bigint NOT NULL,
    payable bigint NOT NULL,
    adjustments bigint NOT NULL,
    draw_balance bigint NOT NULL,
    attainment numeric,
    calculated_at timestamp with time zone NOT NULL,
    calculated_by uuid
);

ALTER TABLE ONLY app.statement_calculations FORCE ROW LEVEL SECURITY;

-- Name: statement_states; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.statement_states (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    calculation_id uuid NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by uuid,
    CONSTRAINT statement_states_state_check CHECK ((state = ANY (ARRAY['calculated'::text, 'returned'::text, 'manager_approved'::text, 'finance_approved'::text, 'locked'::text, 'paid'::text])))
);

ALTER TABLE ONLY app.statement_states FORCE ROW LEVEL SECURITY;

-- Name: task_events; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.task_events (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    kind text NOT NULL,
    changes jsonb NOT NULL,
    CONSTRAINT task_events_kind_check CHECK ((kind = ANY (ARRAY['created'::text, 'edited'::text, 'snoozed'::text, 'reassigned'::text, 'done'::text, 'verified'::text, 'reopened'::text, 'deleted'::text, 'restored'::text])))
);

ALTER TABLE ONLY app.task_events FORCE ROW LEVEL SECURITY;

-- Name: tasks; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.tasks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    title text NOT NULL,
    due_on date,
    due_minute smallint,
    zone text NOT NULL,
    due_at timestamp with time zone,
    assignee_id uuid NOT NULL,
    object text DEFAULT ''::text NOT NULL,
    object_id uuid,
    repeats text DEFAULT ''::text NOT NULL,
    follows uuid,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    deleted_at timestamp with time zone,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT tasks_check CHECK (((object = ''::text) = (object_id IS NULL))),
    CONSTRAINT tasks_check1 CHECK (((due_minute IS NULL) OR (due_on IS NOT NULL))),
    CONSTRAINT tasks_check2 CHECK (((due_on IS NULL) = (due_at IS NULL))),
    CONSTRAINT tasks_due_minute_check CHECK (((due_minute >= 0) AND (due_minute <= 1439))),
    CONSTRAINT tasks_object_check CHECK ((object = ANY (ARRAY[''::text, 'opportunity'::text, 'account'::text, 'contact'::text]))),
    CONSTRAINT tasks_title_check CHECK ((title <> ''::text))
);

ALTER TABLE ONLY app.tasks FORCE ROW LEVEL SECURITY;

-- Name: tenants; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.tenants (
    tenant_id uuid NOT NULL,
    base_currency text NOT NULL,
    time_zone text NOT NULL,
    fiscal_start smallint DEFAULT 1 NOT NULL,
    overdue_decay_bp integer DEFAULT 5000 NOT NULL,
    untouched_days integer DEFAULT 14 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number_format text DEFAULT '1,234.56'::text NOT NULL,
    kept_in_crm boolean DEFAULT false NOT NULL,
    steps_hidden_at timestamp with time zone,
    CONSTRAINT tenants_base_currency_check CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT tenants_fiscal_start_check CHECK (((fiscal_start >= 1) AND (fiscal_start <= 12))),
    CONSTRAINT tenants_number_format_check CHECK ((number_format = ANY (ARRAY['1,234.56'::text, '1.234,56'::text, '1 234,56'::text, '1’234.56'::text]))),
    CONSTRAINT tenants_overdue_decay_bp_check CHECK (((overdue_decay_bp >= 0) AND (overdue_decay_bp <= 10000))),
    CONSTRAINT tenants_untouched_days_check CHECK (((untouched_days >= 1) AND (untouched_days <= 365)))
);

ALTER TABLE ONLY app.tenants FORCE ROW LEVEL SECURITY;

-- Name: trainings; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.trainings (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    as_of date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    record jsonb NOT NULL,
    finished_at timestamp with time zone
);

ALTER TABLE ONLY app.trainings FORCE ROW LEVEL SECURITY;

-- Name: view_pins; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.view_pins (
    tenant_id uuid NOT NULL,
    view_id uuid NOT NULL,
    member_id uuid NOT NULL
);

ALTER TABLE ONLY app.view_pins FORCE ROW LEVEL SECURITY;

-- Name: view_versions; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.view_versions (
    tenant_id uuid NOT NULL,
    view_id uuid NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    name text NOT NULL,
    path text NOT NULL,
    query text NOT NULL,
    sharing text NOT NULL,
    team text NOT NULL,
    for_role text NOT NULL,
    CONSTRAINT view_versions_name_check CHECK ((name <> ''::text)),
    CONSTRAINT view_versions_path_check CHECK ((path = ANY (ARRAY['/pipeline'::text, '/pipeline/board'::text]))),
    CONSTRAINT view_versions_sharing_check CHECK ((sharing = ANY (ARRAY['private'::text, 'team'::text, 'everybody'::text]))),
    CONSTRAINT view_versions_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY app.view_versions FORCE ROW LEVEL SECURITY;

-- Name: views; Type: TABLE; Schema: app; Owner: -

CREATE TABLE app.views (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY app.views FORCE ROW LEVEL SECURITY;

-- Name: goose_db_version; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.goose_db_version (
    id integer NOT NULL,
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp without time zone DEFAULT now() NOT NULL
);

-- Name: goose_db_version_id_seq; Type: SEQUENCE; Schema: auth; Owner: -

ALTER TABLE auth.goose_db_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth.goose_db_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: mails; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.mails (
    id uuid NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    failure text DEFAULT ''::text NOT NULL
);

-- Name: memberships; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.memberships (
    user_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL
);

-- Name: organisations; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.organisations (
    tenant_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT organisations_name_check CHECK ((name <> ''::text)),
    CONSTRAINT organisations_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
);

-- Name: password_resets; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.password_resets (
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

-- Name: sessions; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.sessions (
    token text NOT NULL,
    data bytea NOT NULL,
    expiry timestamp with time zone NOT NULL
);

-- Name: setup_links; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.setup_links (
    digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);

-- Name: sign_in_failures; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.sign_in_failures (
    id uuid NOT NULL,
    key bytea NOT NULL,
    at timestamp with time zone NOT NULL
);

-- Name: turns; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.turns (
    name text NOT NULL,
    about uuid NOT NULL,
    due_at timestamp with time zone NOT NULL
);

-- Name: users; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    session_epoch bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    keys_off boolean DEFAULT false NOT NULL,
    CONSTRAINT users_email_check CHECK ((email = lower(email)))
);

-- Name: workers; Type: TABLE; Schema: auth; Owner: -

CREATE TABLE auth.workers (
    id text NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

-- Name: accounts accounts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (tenant_id, id);

-- Name: accounts accounts_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.accounts
    ADD CONSTRAINT accounts_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: activities activities_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.activities
    ADD CONSTRAINT activities_pkey PRIMARY KEY (tenant_id, id);

-- Name: activities activities_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.activities
    ADD CONSTRAINT activities_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: adjustment_decisions adjustment_decisions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.adjustment_decisions
    ADD CONSTRAINT adjustment_decisions_pkey PRIMARY KEY (tenant_id, id);

-- Name: assignments assignments_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.assignments
    ADD CONSTRAINT assignments_pkey PRIMARY KEY (tenant_id, id);

-- Name: attachment_events attachment_events_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachment_events
    ADD CONSTRAINT attachment_events_pkey PRIMARY KEY (tenant_id, id);

-- Name: attachment_parts attachment_parts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachment_parts
    ADD CONSTRAINT attachment_parts_pkey PRIMARY KEY (tenant_id, attachment_id, part);

-- Name: attachments attachments_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (tenant_id, id);

-- Name: audit_log audit_log_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (tenant_id, id);

-- Name: billing_events billing_events_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.billing_events
    ADD CONSTRAINT billing_events_pkey PRIMARY KEY (tenant_id, id);

-- Name: bulk_jobs bulk_jobs_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.bulk_jobs
    ADD CONSTRAINT bulk_jobs_pkey PRIMARY KEY (tenant_id, id);

-- Name: bulk_results bulk_results_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.bulk_results
    ADD CONSTRAINT bulk_results_pkey PRIMARY KEY (tenant_id, job_id, place);

-- Name: business_hours business_hours_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.business_hours
    ADD CONSTRAINT business_hours_pkey PRIMARY KEY (tenant_id, id);

-- Name: category_reasons category_reasons_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.category_reasons
    ADD CONSTRAINT category_reasons_pkey PRIMARY KEY (tenant_id, id);

-- Name: cleanup_records cleanup_records_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_records
    ADD CONSTRAINT cleanup_records_pkey PRIMARY KEY (tenant_id, task_id, opportunity_id);

-- Name: cleanup_tasks cleanup_tasks_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_tasks
    ADD CONSTRAINT cleanup_tasks_pkey PRIMARY KEY (tenant_id, task_id);

-- Name: cleanups cleanups_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanups
    ADD CONSTRAINT cleanups_pkey PRIMARY KEY (tenant_id, id);

-- Name: commands commands_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_adjustments commission_adjustments_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_adjustments
    ADD CONSTRAINT commission_adjustments_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_attempts commission_attempts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_attempts
    ADD CONSTRAINT commission_attempts_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_credits commission_credits_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_credits
    ADD CONSTRAINT commission_credits_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_credits commission_credits_tenant_id_opportunity_id_component_membe_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_credits
    ADD CONSTRAINT commission_credits_tenant_id_opportunity_id_component_membe_key UNIQUE NULLS NOT DISTINCT (tenant_id, opportunity_id, component, member_id, credited_id, period, cause, statement_id);

-- Name: commission_disputes commission_disputes_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_disputes
    ADD CONSTRAINT commission_disputes_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_earnings commission_earnings_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_earnings
    ADD CONSTRAINT commission_earnings_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_earnings commission_earnings_tenant_id_statement_id_line_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_earnings
    ADD CONSTRAINT commission_earnings_tenant_id_statement_id_line_key UNIQUE (tenant_id, statement_id, line);

-- Name: commission_payouts commission_payouts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_payouts
    ADD CONSTRAINT commission_payouts_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_runs commission_runs_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_runs
    ADD CONSTRAINT commission_runs_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_statements commission_statements_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_statements
    ADD CONSTRAINT commission_statements_pkey PRIMARY KEY (tenant_id, id);

-- Name: commission_statements commission_statements_tenant_id_run_id_member_id_plan_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_statements
    ADD CONSTRAINT commission_statements_tenant_id_run_id_member_id_plan_id_key UNIQUE (tenant_id, run_id, member_id, plan_id);

-- Name: compensation_plans compensation_plans_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.compensation_plans
    ADD CONSTRAINT compensation_plans_pkey PRIMARY KEY (tenant_id, id);

-- Name: compensation_plans compensation_plans_tenant_id_name_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.compensation_plans
    ADD CONSTRAINT compensation_plans_tenant_id_name_key UNIQUE (tenant_id, name);

-- Name: confirmed_lines confirmed_lines_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.confirmed_lines
    ADD CONSTRAINT confirmed_lines_pkey PRIMARY KEY (tenant_id, id);

-- Name: contact_roles contact_roles_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contact_roles
    ADD CONSTRAINT contact_roles_pkey PRIMARY KEY (tenant_id, id);

-- Name: contact_roles contact_roles_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contact_roles
    ADD CONSTRAINT contact_roles_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: contacts contacts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (tenant_id, id);

-- Name: contacts contacts_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contacts
    ADD CONSTRAINT contacts_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: contract_impairments contract_impairments_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contract_impairments
    ADD CONSTRAINT contract_impairments_pkey PRIMARY KEY (tenant_id, id);

-- Name: credit_splits credit_splits_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.credit_splits
    ADD CONSTRAINT credit_splits_pkey PRIMARY KEY (tenant_id, id);

-- Name: custom_columns custom_columns_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.custom_columns
    ADD CONSTRAINT custom_columns_pkey PRIMARY KEY (tenant_id, object, name);

-- Name: custom_fields custom_fields_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.custom_fields
    ADD CONSTRAINT custom_fields_pkey PRIMARY KEY (tenant_id, id);

-- Name: dispute_entries dispute_entries_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.dispute_entries
    ADD CONSTRAINT dispute_entries_pkey PRIMARY KEY (tenant_id, id);

-- Name: dispute_entries dispute_entries_tenant_id_dispute_id_number_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.dispute_entries
    ADD CONSTRAINT dispute_entries_tenant_id_dispute_id_number_key UNIQUE (tenant_id, dispute_id, number);

-- Name: distinct_records distinct_accounts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.distinct_records
    ADD CONSTRAINT distinct_accounts_pkey PRIMARY KEY (tenant_id, one_id, other_id);

-- Name: forecast_cutoffs forecast_cutoffs_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_cutoffs
    ADD CONSTRAINT forecast_cutoffs_pkey PRIMARY KEY (tenant_id, id);

-- Name: forecast_judgements forecast_judgements_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_judgements
    ADD CONSTRAINT forecast_judgements_pkey PRIMARY KEY (tenant_id, id);

-- Name: forecast_locks forecast_locks_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_locks
    ADD CONSTRAINT forecast_locks_pkey PRIMARY KEY (tenant_id, id);

-- Name: forecast_reminders forecast_reminders_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_reminders
    ADD CONSTRAINT forecast_reminders_pkey PRIMARY KEY (tenant_id, member_id, due_at, late);

-- Name: forecast_settings forecast_settings_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_settings
    ADD CONSTRAINT forecast_settings_pkey PRIMARY KEY (tenant_id, id);

-- Name: forecast_submissions forecast_submissions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_submissions
    ADD CONSTRAINT forecast_submissions_pkey PRIMARY KEY (tenant_id, id);

-- Name: forecast_tags forecast_tags_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_tags
    ADD CONSTRAINT forecast_tags_pkey PRIMARY KEY (tenant_id, id);

-- Name: forecast_trials forecast_trials_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_trials
    ADD CONSTRAINT forecast_trials_pkey PRIMARY KEY (tenant_id, training_id, period, cutoff, method, level, name);

-- Name: fx_rates fx_rates_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.fx_rates
    ADD CONSTRAINT fx_rates_pkey PRIMARY KEY (tenant_id, id);

-- Name: history_starts history_starts_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.history_starts
    ADD CONSTRAINT history_starts_pkey PRIMARY KEY (tenant_id, id);

-- Name: history_starts history_starts_tenant_id_field_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.history_starts
    ADD CONSTRAINT history_starts_tenant_id_field_key UNIQUE (tenant_id, field);

-- Name: import_effects import_effects_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_effects
    ADD CONSTRAINT import_effects_pkey PRIMARY KEY (tenant_id, id);

-- Name: import_files import_files_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_files
    ADD CONSTRAINT import_files_pkey PRIMARY KEY (tenant_id, import_id, name, part);

-- Name: import_objects import_objects_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_objects
    ADD CONSTRAINT import_objects_pkey PRIMARY KEY (tenant_id, import_id, object);

-- Name: import_rows import_rows_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_rows
    ADD CONSTRAINT import_rows_pkey PRIMARY KEY (tenant_id, id);

-- Name: import_undos import_undos_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_undos
    ADD CONSTRAINT import_undos_pkey PRIMARY KEY (tenant_id, import_id);

-- Name: imports imports_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (tenant_id, id);

-- Name: invitations invitations_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (tenant_id, id);

-- Name: invitations invitations_tenant_id_token_hash_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.invitations
    ADD CONSTRAINT invitations_tenant_id_token_hash_key UNIQUE (tenant_id, token_hash);

-- Name: line_ends line_ends_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_ends
    ADD CONSTRAINT line_ends_pkey PRIMARY KEY (tenant_id, line_id, ends_on);

-- Name: line_items line_items_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_items
    ADD CONSTRAINT line_items_pkey PRIMARY KEY (tenant_id, id);

-- Name: line_items line_items_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_items
    ADD CONSTRAINT line_items_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: list_columns list_columns_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.list_columns
    ADD CONSTRAINT list_columns_pkey PRIMARY KEY (tenant_id, member_id, path);

-- Name: management management_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.management
    ADD CONSTRAINT management_pkey PRIMARY KEY (tenant_id, manager_id, member_id, valid_from);

-- Name: members members_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (tenant_id, id);

-- Name: members members_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: merges merges_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.merges
    ADD CONSTRAINT merges_pkey PRIMARY KEY (tenant_id, id);

-- Name: note_mentions note_mentions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.note_mentions
    ADD CONSTRAINT note_mentions_pkey PRIMARY KEY (tenant_id, note_id, member_id);

-- Name: notes notes_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (tenant_id, id);

-- Name: notification_rules notification_rules_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notification_rules
    ADD CONSTRAINT notification_rules_pkey PRIMARY KEY (tenant_id, member_id, kind);

-- Name: notification_times notification_times_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notification_times
    ADD CONSTRAINT notification_times_pkey PRIMARY KEY (tenant_id, member_id);

-- Name: notifications notifications_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (tenant_id, id);

-- Name: opportunities opportunities_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunities
    ADD CONSTRAINT opportunities_pkey PRIMARY KEY (tenant_id, id);

-- Name: opportunities opportunities_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunities
    ADD CONSTRAINT opportunities_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: opportunity_changes opportunity_changes_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_changes
    ADD CONSTRAINT opportunity_changes_pkey PRIMARY KEY (tenant_id, id);

-- Name: opportunity_judgements opportunity_judgements_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_judgements
    ADD CONSTRAINT opportunity_judgements_pkey PRIMARY KEY (tenant_id, id);

-- Name: opportunity_versions opportunity_versions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_versions
    ADD CONSTRAINT opportunity_versions_pkey PRIMARY KEY (tenant_id, id, known_from);

-- Name: outlooks outlooks_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.outlooks
    ADD CONSTRAINT outlooks_pkey PRIMARY KEY (tenant_id, id);

-- Name: pay_grants pay_grants_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_grants
    ADD CONSTRAINT pay_grants_pkey PRIMARY KEY (tenant_id, id);

-- Name: pay_notices pay_notices_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_notices
    ADD CONSTRAINT pay_notices_pkey PRIMARY KEY (tenant_id, member_id, kind, subject_id, step);

-- Name: pay_settings pay_settings_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_settings
    ADD CONSTRAINT pay_settings_pkey PRIMARY KEY (tenant_id, id);

-- Name: pick_lists pick_lists_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pick_lists
    ADD CONSTRAINT pick_lists_pkey PRIMARY KEY (tenant_id, id);

-- Name: pipeline_snapshots pipeline_snapshots_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pipeline_snapshots
    ADD CONSTRAINT pipeline_snapshots_pkey PRIMARY KEY (tenant_id, on_day, line);

-- Name: plan_acceptances plan_acceptances_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_acceptances
    ADD CONSTRAINT plan_acceptances_pkey PRIMARY KEY (tenant_id, id);

-- Name: plan_acceptances plan_acceptances_tenant_id_member_id_version_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_acceptances
    ADD CONSTRAINT plan_acceptances_tenant_id_member_id_version_id_key UNIQUE (tenant_id, member_id, version_id);

-- Name: plan_assignments plan_assignments_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_assignments
    ADD CONSTRAINT plan_assignments_pkey PRIMARY KEY (tenant_id, id);

-- Name: plan_publications plan_publications_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_publications
    ADD CONSTRAINT plan_publications_pkey PRIMARY KEY (tenant_id, id);

-- Name: plan_versions plan_versions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_versions
    ADD CONSTRAINT plan_versions_pkey PRIMARY KEY (tenant_id, id);

-- Name: plan_versions plan_versions_tenant_id_plan_id_number_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_versions
    ADD CONSTRAINT plan_versions_tenant_id_plan_id_number_key UNIQUE (tenant_id, plan_id, number);

-- Name: products products_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (tenant_id, id);

-- Name: products products_tenant_id_external_id_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.products
    ADD CONSTRAINT products_tenant_id_external_id_key UNIQUE (tenant_id, external_id);

-- Name: qualification_answers qualification_answers_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.qualification_answers
    ADD CONSTRAINT qualification_answers_pkey PRIMARY KEY (tenant_id, id);

-- Name: qualification_definitions qualification_definitions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.qualification_definitions
    ADD CONSTRAINT qualification_definitions_pkey PRIMARY KEY (tenant_id, id);

-- Name: quality_reports quality_reports_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.quality_reports
    ADD CONSTRAINT quality_reports_pkey PRIMARY KEY (tenant_id, id);

-- Name: quotas quotas_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.quotas
    ADD CONSTRAINT quotas_pkey PRIMARY KEY (tenant_id, id);

-- Name: reminders reminders_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.reminders
    ADD CONSTRAINT reminders_pkey PRIMARY KEY (tenant_id, id);

-- Name: review_action_marks review_action_marks_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_action_marks
    ADD CONSTRAINT review_action_marks_pkey PRIMARY KEY (tenant_id, id);

-- Name: review_actions review_actions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_actions
    ADD CONSTRAINT review_actions_pkey PRIMARY KEY (tenant_id, id);

-- Name: review_notes review_notes_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_notes
    ADD CONSTRAINT review_notes_pkey PRIMARY KEY (tenant_id, id);

-- Name: review_records review_records_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_records
    ADD CONSTRAINT review_records_pkey PRIMARY KEY (tenant_id, id);

-- Name: review_records review_records_tenant_id_week_lead_id_period_number_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_records
    ADD CONSTRAINT review_records_tenant_id_week_lead_id_period_number_key UNIQUE (tenant_id, week, lead_id, period, number);

-- Name: rules rules_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.rules
    ADD CONSTRAINT rules_pkey PRIMARY KEY (tenant_id, id);

-- Name: run_waivers run_waivers_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.run_waivers
    ADD CONSTRAINT run_waivers_pkey PRIMARY KEY (tenant_id, period);

-- Name: scenarios scenarios_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.scenarios
    ADD CONSTRAINT scenarios_pkey PRIMARY KEY (tenant_id, id);

-- Name: snapshot_days snapshot_days_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.snapshot_days
    ADD CONSTRAINT snapshot_days_pkey PRIMARY KEY (tenant_id, on_day);

-- Name: stages stages_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.stages
    ADD CONSTRAINT stages_pkey PRIMARY KEY (tenant_id, id);

-- Name: stages stages_tenant_id_name_valid_from_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.stages
    ADD CONSTRAINT stages_tenant_id_name_valid_from_key UNIQUE (tenant_id, name, valid_from);

-- Name: statement_calculations statement_calculations_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_calculations
    ADD CONSTRAINT statement_calculations_pkey PRIMARY KEY (tenant_id, id);

-- Name: statement_calculations statement_calculations_tenant_id_statement_id_number_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_calculations
    ADD CONSTRAINT statement_calculations_tenant_id_statement_id_number_key UNIQUE (tenant_id, statement_id, number);

-- Name: statement_states statement_states_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_states
    ADD CONSTRAINT statement_states_pkey PRIMARY KEY (tenant_id, id);

-- Name: statement_states statement_states_tenant_id_statement_id_number_key; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_states
    ADD CONSTRAINT statement_states_tenant_id_statement_id_number_key UNIQUE (tenant_id, statement_id, number);

-- Name: task_events task_events_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.task_events
    ADD CONSTRAINT task_events_pkey PRIMARY KEY (tenant_id, id);

-- Name: tasks tasks_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (tenant_id, id);

-- Name: tenants tenants_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id);

-- Name: trainings trainings_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.trainings
    ADD CONSTRAINT trainings_pkey PRIMARY KEY (tenant_id, id);

-- Name: view_pins view_pins_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_pins
    ADD CONSTRAINT view_pins_pkey PRIMARY KEY (tenant_id, view_id, member_id);

-- Name: view_versions view_versions_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_versions
    ADD CONSTRAINT view_versions_pkey PRIMARY KEY (tenant_id, view_id, version);

-- Name: views views_pkey; Type: CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.views
    ADD CONSTRAINT views_pkey PRIMARY KEY (tenant_id, id);

-- Name: goose_db_version goose_db_version_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.goose_db_version
    ADD CONSTRAINT goose_db_version_pkey PRIMARY KEY (id);

-- Name: mails mails_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);

-- Name: memberships memberships_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (user_id, tenant_id);

-- Name: memberships memberships_tenant_id_member_id_key; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_tenant_id_member_id_key UNIQUE (tenant_id, member_id);

-- Name: organisations organisations_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.organisations
    ADD CONSTRAINT organisations_pkey PRIMARY KEY (tenant_id);

-- Name: organisations organisations_slug_key; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.organisations
    ADD CONSTRAINT organisations_slug_key UNIQUE (slug);

-- Name: password_resets password_resets_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.password_resets
    ADD CONSTRAINT password_resets_pkey PRIMARY KEY (token_hash);

-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token);

-- Name: setup_links setup_links_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.setup_links
    ADD CONSTRAINT setup_links_pkey PRIMARY KEY (digest);

-- Name: sign_in_failures sign_in_failures_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (id);

-- Name: turns turns_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.turns
    ADD CONSTRAINT turns_pkey PRIMARY KEY (name, about);

-- Name: users users_email_key; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

-- Name: users users_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- Name: workers workers_pkey; Type: CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.workers
    ADD CONSTRAINT workers_pkey PRIMARY KEY (id);

-- Name: accounts_name; Type: INDEX; Schema: app; Owner: -

CREATE INDEX accounts_name ON app.accounts USING btree (tenant_id, lower(name), id);

-- Name: accounts_owner; Type: INDEX; Schema: app; Owner: -

CREATE INDEX accounts_owner ON app.accounts USING btree (tenant_id, owner_id);

-- Name: accounts_parent; Type: INDEX; Schema: app; Owner: -

CREATE INDEX accounts_parent ON app.accounts USING btree (tenant_id, parent_id) WHERE (parent_id IS NOT NULL);

-- Name: accounts_search; Type: INDEX; Schema: app; Owner: -

CREATE INDEX accounts_search ON app.accounts USING gin (tenant_id, name app.gin_trgm_ops);

-- Name: activities_account; Type: INDEX; Schema: app; Owner: -

CREATE INDEX activities_account ON app.activities USING btree (tenant_id, account_id, occurs_on);

-- Name: activities_contact; Type: INDEX; Schema: app; Owner: -

CREATE INDEX activities_contact ON app.activities USING btree (tenant_id, contact_id, occurs_on) WHERE (contact_id IS NOT NULL);

-- Name: activities_day; Type: INDEX; Schema: app; Owner: -

CREATE INDEX activities_day ON app.activities USING btree (tenant_id, occurs_on, opportunity_id) INCLUDE (member_id, kind, done, created_at, deleted_at);

-- Name: activities_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX activities_member ON app.activities USING btree (tenant_id, member_id, occurs_on) INCLUDE (kind, done, created_at, deleted_at);

-- Name: activities_opportunity; Type: INDEX; Schema: app; Owner: -

CREATE INDEX activities_opportunity ON app.activities USING btree (tenant_id, opportunity_id, occurs_on) INCLUDE (done, created_at, deleted_at);

-- Name: assignments_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX assignments_member ON app.assignments USING btree (tenant_id, member_id, valid_from);

-- Name: attachment_events_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX attachment_events_of ON app.attachment_events USING btree (tenant_id, attachment_id, at DESC);

-- Name: attachments_kept; Type: INDEX; Schema: app; Owner: -

CREATE INDEX attachments_kept ON app.attachments USING btree (tenant_id) INCLUDE (size) WHERE ((size > 0) AND (erased_at IS NULL));

-- Name: attachments_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX attachments_of ON app.attachments USING btree (tenant_id, object_id, at DESC);

-- Name: audit_log_at; Type: INDEX; Schema: app; Owner: -

CREATE INDEX audit_log_at ON app.audit_log USING btree (tenant_id, at DESC, id DESC);

-- Name: billing_events_external; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX billing_events_external ON app.billing_events USING btree (tenant_id, external_id) WHERE ((external_id IS NOT NULL) AND (replaced_at = 'infinity'::timestamp with time zone));

-- Name: billing_events_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX billing_events_of ON app.billing_events USING btree (tenant_id, opportunity_id, happened_on);

-- Name: bulk_jobs_undoes; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX bulk_jobs_undoes ON app.bulk_jobs USING btree (tenant_id, undoes) WHERE (undoes IS NOT NULL);

-- Name: business_hours_newest; Type: INDEX; Schema: app; Owner: -

CREATE INDEX business_hours_newest ON app.business_hours USING btree (tenant_id, at DESC, id DESC);

-- Name: category_reasons_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX category_reasons_of ON app.category_reasons USING btree (tenant_id, opportunity_id, known_at DESC);

-- Name: cleanup_tasks_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX cleanup_tasks_of ON app.cleanup_tasks USING btree (tenant_id, cleanup_id);

-- Name: cleanups_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX cleanups_of ON app.cleanups USING btree (tenant_id, rule, at DESC);

-- Name: commands_object; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commands_object ON app.commands USING btree (tenant_id, object, object_id);

-- Name: commands_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commands_of ON app.commands USING btree (tenant_id, object_id, at DESC);

-- Name: commands_undoes; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX commands_undoes ON app.commands USING btree (tenant_id, undoes) WHERE (undoes IS NOT NULL);

-- Name: commission_attempts_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commission_attempts_of ON app.commission_attempts USING btree (tenant_id, run_id, started_at DESC);

-- Name: commission_credits_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commission_credits_member ON app.commission_credits USING btree (tenant_id, member_id, statement_id);

-- Name: commission_disputes_statement; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commission_disputes_statement ON app.commission_disputes USING btree (tenant_id, statement_id);

-- Name: commission_earnings_adjustment; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX commission_earnings_adjustment ON app.commission_earnings USING btree (tenant_id, adjustment_id) WHERE (adjustment_id IS NOT NULL);

-- Name: commission_earnings_opportunity; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commission_earnings_opportunity ON app.commission_earnings USING btree (tenant_id, opportunity_id);

-- Name: commission_payouts_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commission_payouts_member ON app.commission_payouts USING btree (tenant_id, member_id, posted_at);

-- Name: commission_runs_period; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX commission_runs_period ON app.commission_runs USING btree (tenant_id, period) WHERE (withdrawn_at = 'infinity'::timestamp with time zone);

-- Name: commission_statements_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX commission_statements_member ON app.commission_statements USING btree (tenant_id, member_id, starts_on);

-- Name: confirmed_lines_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX confirmed_lines_of ON app.confirmed_lines USING btree (tenant_id, manager_id, member_id);

-- Name: contact_roles_contact; Type: INDEX; Schema: app; Owner: -

CREATE INDEX contact_roles_contact ON app.contact_roles USING btree (tenant_id, contact_id);

-- Name: contact_roles_opportunity; Type: INDEX; Schema: app; Owner: -

CREATE INDEX contact_roles_opportunity ON app.contact_roles USING btree (tenant_id, opportunity_id);

-- Name: contacts_account; Type: INDEX; Schema: app; Owner: -

CREATE INDEX contacts_account ON app.contacts USING btree (tenant_id, account_id);

-- Name: contacts_name; Type: INDEX; Schema: app; Owner: -

CREATE INDEX contacts_name ON app.contacts USING btree (tenant_id, lower(last_name), lower(first_name), id);

-- Name: contacts_search; Type: INDEX; Schema: app; Owner: -

CREATE INDEX contacts_search ON app.contacts USING gin (tenant_id, (((((first_name || ' '::text) || last_name) || ' '::text) || email)) app.gin_trgm_ops);

-- Name: contract_impairments_contract; Type: INDEX; Schema: app; Owner: -

CREATE INDEX contract_impairments_contract ON app.contract_impairments USING btree (tenant_id, opportunity_id, happened_on, known_at DESC);

-- Name: credit_splits_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX credit_splits_member ON app.credit_splits USING btree (tenant_id, member_id);

-- Name: credit_splits_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX credit_splits_of ON app.credit_splits USING btree (tenant_id, opportunity_id);

-- Name: custom_fields_newest; Type: INDEX; Schema: app; Owner: -

CREATE INDEX custom_fields_newest ON app.custom_fields USING btree (tenant_id, field_id, at DESC, id DESC);

-- Name: forecast_judgements_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_judgements_of ON app.forecast_judgements USING btree (tenant_id, starts_on, ends_on, member_id, line, author_id, judged_at DESC);

-- Name: forecast_locks_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_locks_of ON app.forecast_locks USING btree (tenant_id, starts_on, ends_on, known_at DESC);

-- Name: forecast_settings_known; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_settings_known ON app.forecast_settings USING btree (tenant_id, known_at DESC);

-- Name: forecast_submissions_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_submissions_of ON app.forecast_submissions USING btree (tenant_id, starts_on, ends_on, member_id, line, submitted_at DESC);

-- Name: forecast_tags_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_tags_of ON app.forecast_tags USING btree (tenant_id, starts_on, ends_on, opportunity_id, tag, known_at DESC);

-- Name: forecast_tags_opportunity; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_tags_opportunity ON app.forecast_tags USING btree (tenant_id, opportunity_id);

-- Name: forecast_trials_level; Type: INDEX; Schema: app; Owner: -

CREATE INDEX forecast_trials_level ON app.forecast_trials USING btree (tenant_id, level, kind, name);

-- Name: fx_rates_currency; Type: INDEX; Schema: app; Owner: -

CREATE INDEX fx_rates_currency ON app.fx_rates USING btree (tenant_id, currency, valid_from);

-- Name: import_effects_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX import_effects_of ON app.import_effects USING btree (tenant_id, import_id, object, record_id);

-- Name: import_effects_on; Type: INDEX; Schema: app; Owner: -

CREATE INDEX import_effects_on ON app.import_effects USING btree (tenant_id, record_id, import_id);

-- Name: import_rows_import; Type: INDEX; Schema: app; Owner: -

CREATE INDEX import_rows_import ON app.import_rows USING btree (tenant_id, import_id, file, line);

-- Name: imports_created; Type: INDEX; Schema: app; Owner: -

CREATE INDEX imports_created ON app.imports USING btree (tenant_id, created_at DESC);

-- Name: line_items_opportunity; Type: INDEX; Schema: app; Owner: -

CREATE INDEX line_items_opportunity ON app.line_items USING btree (tenant_id, opportunity_id);

-- Name: members_search; Type: INDEX; Schema: app; Owner: -

CREATE INDEX members_search ON app.members USING gin (tenant_id, (((name || ' '::text) || email)) app.gin_trgm_ops);

-- Name: merges_loser; Type: INDEX; Schema: app; Owner: -

CREATE INDEX merges_loser ON app.merges USING btree (tenant_id, loser_id, at DESC);

-- Name: merges_survivor; Type: INDEX; Schema: app; Owner: -

CREATE INDEX merges_survivor ON app.merges USING btree (tenant_id, survivor_id, at DESC);

-- Name: notes_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX notes_of ON app.notes USING btree (tenant_id, object_id, at DESC);

-- Name: notifications_mail; Type: INDEX; Schema: app; Owner: -

CREATE INDEX notifications_mail ON app.notifications USING btree (tenant_id, mail_at) WHERE ((mail_at IS NOT NULL) AND (mailed_at IS NULL) AND (read_at IS NULL) AND (done_at IS NULL));

-- Name: notifications_once; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX notifications_once ON app.notifications USING btree (tenant_id, member_id, kind, subject_id, slot);

-- Name: notifications_open; Type: INDEX; Schema: app; Owner: -

CREATE INDEX notifications_open ON app.notifications USING btree (tenant_id, member_id, at DESC) WHERE (done_at IS NULL);

-- Name: opportunities_account; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunities_account ON app.opportunities USING btree (tenant_id, account_id);

-- Name: opportunities_closed; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunities_closed ON app.opportunities USING btree (tenant_id, close_on, owner_id) INCLUDE (amount, currency, status, type, created_at, closed_at) WHERE ((status <> 'open'::text) AND (deleted_at IS NULL));

-- Name: opportunities_open; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunities_open ON app.opportunities USING btree (tenant_id, close_on, owner_id) INCLUDE (amount, currency, probability_bp, category, stage, type, id) WHERE ((status = 'open'::text) AND (deleted_at IS NULL));

-- Name: opportunities_owner; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunities_owner ON app.opportunities USING btree (tenant_id, owner_id, close_on) INCLUDE (amount, currency, probability_bp, status, category, stage, type) WHERE (deleted_at IS NULL);

-- Name: opportunities_search; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunities_search ON app.opportunities USING gin (tenant_id, name app.gin_trgm_ops);

-- Name: opportunity_changes_external; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX opportunity_changes_external ON app.opportunity_changes USING btree (tenant_id, external_id) WHERE (external_id IS NOT NULL);

-- Name: opportunity_changes_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunity_changes_of ON app.opportunity_changes USING btree (tenant_id, opportunity_id, known_at, seq);

-- Name: opportunity_judgements_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunity_judgements_of ON app.opportunity_judgements USING btree (tenant_id, period, opportunity_id, author_id, at DESC);

-- Name: opportunity_versions_close; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunity_versions_close ON app.opportunity_versions USING btree (tenant_id, close_on, known_from, known_to);

-- Name: opportunity_versions_open; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunity_versions_open ON app.opportunity_versions USING btree (tenant_id, known_to, close_on) INCLUDE (known_from, owner_id, category, id) WHERE (status = 'open'::text);

-- Name: opportunity_versions_owner; Type: INDEX; Schema: app; Owner: -

CREATE INDEX opportunity_versions_owner ON app.opportunity_versions USING btree (tenant_id, owner_id);

-- Name: outlooks_period; Type: INDEX; Schema: app; Owner: -

CREATE INDEX outlooks_period ON app.outlooks USING btree (tenant_id, period, as_of, made_at) INCLUDE (value, low, high);

-- Name: pay_grants_one; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX pay_grants_one ON app.pay_grants USING btree (tenant_id, member_id) WHERE (replaced_at = 'infinity'::timestamp with time zone);

-- Name: pay_settings_known; Type: INDEX; Schema: app; Owner: -

CREATE INDEX pay_settings_known ON app.pay_settings USING btree (tenant_id, kind, known_at DESC);

-- Name: pick_lists_newest; Type: INDEX; Schema: app; Owner: -

CREATE INDEX pick_lists_newest ON app.pick_lists USING btree (tenant_id, field, at DESC, id DESC);

-- Name: pipeline_snapshots_quarter; Type: INDEX; Schema: app; Owner: -

CREATE INDEX pipeline_snapshots_quarter ON app.pipeline_snapshots USING btree (tenant_id, quarter, on_day) INCLUDE (owner_id, status, category, amount, weighted);

-- Name: plan_assignments_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX plan_assignments_of ON app.plan_assignments USING btree (tenant_id, member_id, valid_from);

-- Name: qualification_answers_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX qualification_answers_of ON app.qualification_answers USING btree (tenant_id, opportunity_id, element, at DESC, id DESC);

-- Name: quality_reports_at; Type: INDEX; Schema: app; Owner: -

CREATE INDEX quality_reports_at ON app.quality_reports USING btree (tenant_id, at DESC);

-- Name: quotas_external; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX quotas_external ON app.quotas USING btree (tenant_id, external_id) WHERE (replaced_at = 'infinity'::timestamp with time zone);

-- Name: quotas_member; Type: INDEX; Schema: app; Owner: -

CREATE INDEX quotas_member ON app.quotas USING btree (tenant_id, member_id, starts_on);

-- Name: reminders_due; Type: INDEX; Schema: app; Owner: -

CREATE INDEX reminders_due ON app.reminders USING btree (tenant_id, due_at) WHERE ((claimed_at IS NULL) AND (dropped_at IS NULL));

-- Name: reminders_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX reminders_of ON app.reminders USING btree (tenant_id, task_id);

-- Name: review_action_marks_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX review_action_marks_of ON app.review_action_marks USING btree (tenant_id, action_id, at DESC);

-- Name: review_actions_owner; Type: INDEX; Schema: app; Owner: -

CREATE INDEX review_actions_owner ON app.review_actions USING btree (tenant_id, owner_id, week);

-- Name: review_notes_week; Type: INDEX; Schema: app; Owner: -

CREATE INDEX review_notes_week ON app.review_notes USING btree (tenant_id, week, member_id, at);

-- Name: rules_newest; Type: INDEX; Schema: app; Owner: -

CREATE INDEX rules_newest ON app.rules USING btree (tenant_id, rule_id, at DESC, id DESC);

-- Name: scenarios_period; Type: INDEX; Schema: app; Owner: -

CREATE INDEX scenarios_period ON app.scenarios USING btree (tenant_id, period, scenario_id, made_at);

-- Name: statement_states_once; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX statement_states_once ON app.statement_states USING btree (tenant_id, statement_id, state) WHERE (state = ANY (ARRAY['locked'::text, 'paid'::text]));

-- Name: task_events_of; Type: INDEX; Schema: app; Owner: -

CREATE INDEX task_events_of ON app.task_events USING btree (tenant_id, task_id, at);

-- Name: tasks_about; Type: INDEX; Schema: app; Owner: -

CREATE INDEX tasks_about ON app.tasks USING btree (tenant_id, object_id) WHERE (object_id IS NOT NULL);

-- Name: tasks_done; Type: INDEX; Schema: app; Owner: -

CREATE INDEX tasks_done ON app.tasks USING btree (tenant_id, assignee_id, done_at DESC) WHERE ((done_at IS NOT NULL) AND (deleted_at IS NULL));

-- Name: tasks_follows; Type: INDEX; Schema: app; Owner: -

CREATE UNIQUE INDEX tasks_follows ON app.tasks USING btree (tenant_id, follows) WHERE ((follows IS NOT NULL) AND (deleted_at IS NULL));

-- Name: tasks_open; Type: INDEX; Schema: app; Owner: -

CREATE INDEX tasks_open ON app.tasks USING btree (tenant_id, assignee_id, due_at) WHERE ((done_at IS NULL) AND (deleted_at IS NULL));

-- Name: trainings_made; Type: INDEX; Schema: app; Owner: -

CREATE INDEX trainings_made ON app.trainings USING btree (tenant_id, made_at);

-- Name: mails_unsent; Type: INDEX; Schema: auth; Owner: -

CREATE INDEX mails_unsent ON auth.mails USING btree (created_at) WHERE (sent_at IS NULL);

-- Name: sessions_expiry; Type: INDEX; Schema: auth; Owner: -

CREATE INDEX sessions_expiry ON auth.sessions USING btree (expiry);

-- Name: sign_in_failures_key; Type: INDEX; Schema: auth; Owner: -

CREATE INDEX sign_in_failures_key ON auth.sign_in_failures USING btree (key, at);

-- Name: accounts accounts_merged; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.accounts
    ADD CONSTRAINT accounts_merged FOREIGN KEY (tenant_id, merged_into) REFERENCES app.accounts(tenant_id, id);

-- Name: accounts accounts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.accounts
    ADD CONSTRAINT accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: accounts accounts_tenant_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.accounts
    ADD CONSTRAINT accounts_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members(tenant_id, id);

-- Name: accounts accounts_tenant_id_parent_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.accounts
    ADD CONSTRAINT accounts_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES app.accounts(tenant_id, id);

-- Name: activities activities_tenant_id_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.activities
    ADD CONSTRAINT activities_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES app.accounts(tenant_id, id);

-- Name: activities activities_tenant_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.activities
    ADD CONSTRAINT activities_tenant_id_contact_id_fkey FOREIGN KEY (tenant_id, contact_id) REFERENCES app.contacts(tenant_id, id);

-- Name: activities activities_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.activities
    ADD CONSTRAINT activities_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: activities activities_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.activities
    ADD CONSTRAINT activities_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: adjustment_decisions adjustment_decisions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.adjustment_decisions
    ADD CONSTRAINT adjustment_decisions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: adjustment_decisions adjustment_decisions_tenant_id_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.adjustment_decisions
    ADD CONSTRAINT adjustment_decisions_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES app.commission_adjustments(tenant_id, id);

-- Name: assignments assignments_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.assignments
    ADD CONSTRAINT assignments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: assignments assignments_tenant_id_manager_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.assignments
    ADD CONSTRAINT assignments_tenant_id_manager_id_fkey FOREIGN KEY (tenant_id, manager_id) REFERENCES app.members(tenant_id, id);

-- Name: assignments assignments_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.assignments
    ADD CONSTRAINT assignments_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: attachment_events attachment_events_tenant_id_attachment_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachment_events
    ADD CONSTRAINT attachment_events_tenant_id_attachment_id_fkey FOREIGN KEY (tenant_id, attachment_id) REFERENCES app.attachments(tenant_id, id);

-- Name: attachment_parts attachment_parts_tenant_id_attachment_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachment_parts
    ADD CONSTRAINT attachment_parts_tenant_id_attachment_id_fkey FOREIGN KEY (tenant_id, attachment_id) REFERENCES app.attachments(tenant_id, id);

-- Name: attachments attachments_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachments
    ADD CONSTRAINT attachments_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: attachments attachments_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.attachments
    ADD CONSTRAINT attachments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: audit_log audit_log_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.audit_log
    ADD CONSTRAINT audit_log_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: billing_events billing_events_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.billing_events
    ADD CONSTRAINT billing_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: billing_events billing_events_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.billing_events
    ADD CONSTRAINT billing_events_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: bulk_jobs bulk_jobs_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.bulk_jobs
    ADD CONSTRAINT bulk_jobs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: bulk_jobs bulk_jobs_tenant_id_started_by_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.bulk_jobs
    ADD CONSTRAINT bulk_jobs_tenant_id_started_by_fkey FOREIGN KEY (tenant_id, started_by) REFERENCES app.members(tenant_id, id);

-- Name: bulk_results bulk_results_tenant_id_job_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.bulk_results
    ADD CONSTRAINT bulk_results_tenant_id_job_id_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES app.bulk_jobs(tenant_id, id);

-- Name: business_hours business_hours_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.business_hours
    ADD CONSTRAINT business_hours_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: category_reasons category_reasons_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.category_reasons
    ADD CONSTRAINT category_reasons_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: category_reasons category_reasons_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.category_reasons
    ADD CONSTRAINT category_reasons_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: cleanup_records cleanup_records_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_records
    ADD CONSTRAINT cleanup_records_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: cleanup_records cleanup_records_tenant_id_task_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_records
    ADD CONSTRAINT cleanup_records_tenant_id_task_id_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES app.cleanup_tasks(tenant_id, task_id);

-- Name: cleanup_tasks cleanup_tasks_tenant_id_cleanup_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_tasks
    ADD CONSTRAINT cleanup_tasks_tenant_id_cleanup_id_fkey FOREIGN KEY (tenant_id, cleanup_id) REFERENCES app.cleanups(tenant_id, id);

-- Name: cleanup_tasks cleanup_tasks_tenant_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_tasks
    ADD CONSTRAINT cleanup_tasks_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members(tenant_id, id);

-- Name: cleanup_tasks cleanup_tasks_tenant_id_task_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanup_tasks
    ADD CONSTRAINT cleanup_tasks_tenant_id_task_id_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES app.tasks(tenant_id, id);

-- Name: cleanups cleanups_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanups
    ADD CONSTRAINT cleanups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: cleanups cleanups_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.cleanups
    ADD CONSTRAINT cleanups_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: commission_adjustments commission_adjustments_tenant_id_dispute_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_adjustments
    ADD CONSTRAINT commission_adjustments_tenant_id_dispute_id_fkey FOREIGN KEY (tenant_id, dispute_id) REFERENCES app.commission_disputes(tenant_id, id);

-- Name: commission_adjustments commission_adjustments_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_adjustments
    ADD CONSTRAINT commission_adjustments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_adjustments commission_adjustments_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_adjustments
    ADD CONSTRAINT commission_adjustments_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: commission_adjustments commission_adjustments_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_adjustments
    ADD CONSTRAINT commission_adjustments_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: commission_attempts commission_attempts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_attempts
    ADD CONSTRAINT commission_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_attempts commission_attempts_tenant_id_run_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_attempts
    ADD CONSTRAINT commission_attempts_tenant_id_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES app.commission_runs(tenant_id, id);

-- Name: commission_credits commission_credits_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_credits
    ADD CONSTRAINT commission_credits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_credits commission_credits_tenant_id_statement_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_credits
    ADD CONSTRAINT commission_credits_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements(tenant_id, id);

-- Name: commission_disputes commission_disputes_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_disputes
    ADD CONSTRAINT commission_disputes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_disputes commission_disputes_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_disputes
    ADD CONSTRAINT commission_disputes_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: commission_disputes commission_disputes_tenant_id_statement_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_disputes
    ADD CONSTRAINT commission_disputes_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements(tenant_id, id);

-- Name: commission_earnings commission_earnings_tenant_id_adjustment_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_earnings
    ADD CONSTRAINT commission_earnings_tenant_id_adjustment_id_fkey FOREIGN KEY (tenant_id, adjustment_id) REFERENCES app.commission_adjustments(tenant_id, id);

-- Name: commission_earnings commission_earnings_tenant_id_credit_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_earnings
    ADD CONSTRAINT commission_earnings_tenant_id_credit_id_fkey FOREIGN KEY (tenant_id, credit_id) REFERENCES app.commission_credits(tenant_id, id);

-- Name: commission_earnings commission_earnings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_earnings
    ADD CONSTRAINT commission_earnings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_earnings commission_earnings_tenant_id_statement_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_earnings
    ADD CONSTRAINT commission_earnings_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements(tenant_id, id);

-- Name: commission_payouts commission_payouts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_payouts
    ADD CONSTRAINT commission_payouts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_payouts commission_payouts_tenant_id_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_payouts
    ADD CONSTRAINT commission_payouts_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES app.commission_statements(tenant_id, id);

-- Name: commission_runs commission_runs_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_runs
    ADD CONSTRAINT commission_runs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_statements commission_statements_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_statements
    ADD CONSTRAINT commission_statements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: commission_statements commission_statements_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_statements
    ADD CONSTRAINT commission_statements_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: commission_statements commission_statements_tenant_id_plan_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_statements
    ADD CONSTRAINT commission_statements_tenant_id_plan_id_fkey FOREIGN KEY (tenant_id, plan_id) REFERENCES app.compensation_plans(tenant_id, id);

-- Name: commission_statements commission_statements_tenant_id_run_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.commission_statements
    ADD CONSTRAINT commission_statements_tenant_id_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES app.commission_runs(tenant_id, id);

-- Name: compensation_plans compensation_plans_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.compensation_plans
    ADD CONSTRAINT compensation_plans_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: confirmed_lines confirmed_lines_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.confirmed_lines
    ADD CONSTRAINT confirmed_lines_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: confirmed_lines confirmed_lines_tenant_id_manager_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.confirmed_lines
    ADD CONSTRAINT confirmed_lines_tenant_id_manager_id_fkey FOREIGN KEY (tenant_id, manager_id) REFERENCES app.members(tenant_id, id);

-- Name: confirmed_lines confirmed_lines_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.confirmed_lines
    ADD CONSTRAINT confirmed_lines_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: contact_roles contact_roles_tenant_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contact_roles
    ADD CONSTRAINT contact_roles_tenant_id_contact_id_fkey FOREIGN KEY (tenant_id, contact_id) REFERENCES app.contacts(tenant_id, id);

-- Name: contact_roles contact_roles_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contact_roles
    ADD CONSTRAINT contact_roles_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: contacts contacts_merged; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contacts
    ADD CONSTRAINT contacts_merged FOREIGN KEY (tenant_id, merged_into) REFERENCES app.contacts(tenant_id, id);

-- Name: contacts contacts_tenant_id_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contacts
    ADD CONSTRAINT contacts_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES app.accounts(tenant_id, id);

-- Name: contacts contacts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contacts
    ADD CONSTRAINT contacts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: contract_impairments contract_impairments_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contract_impairments
    ADD CONSTRAINT contract_impairments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: contract_impairments contract_impairments_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contract_impairments
    ADD CONSTRAINT contract_impairments_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: contract_impairments contract_impairments_tenant_id_recorded_by_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.contract_impairments
    ADD CONSTRAINT contract_impairments_tenant_id_recorded_by_fkey FOREIGN KEY (tenant_id, recorded_by) REFERENCES app.members(tenant_id, id);

-- Name: credit_splits credit_splits_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.credit_splits
    ADD CONSTRAINT credit_splits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: credit_splits credit_splits_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.credit_splits
    ADD CONSTRAINT credit_splits_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: credit_splits credit_splits_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.credit_splits
    ADD CONSTRAINT credit_splits_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: custom_columns custom_columns_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.custom_columns
    ADD CONSTRAINT custom_columns_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: custom_fields custom_fields_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.custom_fields
    ADD CONSTRAINT custom_fields_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: dispute_entries dispute_entries_tenant_id_dispute_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.dispute_entries
    ADD CONSTRAINT dispute_entries_tenant_id_dispute_id_fkey FOREIGN KEY (tenant_id, dispute_id) REFERENCES app.commission_disputes(tenant_id, id);

-- Name: dispute_entries dispute_entries_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.dispute_entries
    ADD CONSTRAINT dispute_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: distinct_records distinct_accounts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.distinct_records
    ADD CONSTRAINT distinct_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_cutoffs forecast_cutoffs_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_cutoffs
    ADD CONSTRAINT forecast_cutoffs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_cutoffs forecast_cutoffs_tenant_id_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_cutoffs
    ADD CONSTRAINT forecast_cutoffs_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES app.forecast_locks(tenant_id, id);

-- Name: forecast_judgements forecast_judgements_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_judgements
    ADD CONSTRAINT forecast_judgements_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: forecast_judgements forecast_judgements_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_judgements
    ADD CONSTRAINT forecast_judgements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_judgements forecast_judgements_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_judgements
    ADD CONSTRAINT forecast_judgements_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: forecast_locks forecast_locks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_locks
    ADD CONSTRAINT forecast_locks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_reminders forecast_reminders_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_reminders
    ADD CONSTRAINT forecast_reminders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_reminders forecast_reminders_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_reminders
    ADD CONSTRAINT forecast_reminders_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: forecast_settings forecast_settings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_settings
    ADD CONSTRAINT forecast_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_submissions forecast_submissions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_submissions
    ADD CONSTRAINT forecast_submissions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_submissions forecast_submissions_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_submissions
    ADD CONSTRAINT forecast_submissions_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: forecast_tags forecast_tags_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_tags
    ADD CONSTRAINT forecast_tags_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: forecast_tags forecast_tags_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_tags
    ADD CONSTRAINT forecast_tags_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: forecast_trials forecast_trials_tenant_id_training_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.forecast_trials
    ADD CONSTRAINT forecast_trials_tenant_id_training_id_fkey FOREIGN KEY (tenant_id, training_id) REFERENCES app.trainings(tenant_id, id);

-- Name: fx_rates fx_rates_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.fx_rates
    ADD CONSTRAINT fx_rates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: history_starts history_starts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.history_starts
    ADD CONSTRAINT history_starts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: import_files import_files_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_files
    ADD CONSTRAINT import_files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: import_files import_files_tenant_id_import_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_files
    ADD CONSTRAINT import_files_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports(tenant_id, id);

-- Name: import_objects import_objects_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_objects
    ADD CONSTRAINT import_objects_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: import_objects import_objects_tenant_id_import_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_objects
    ADD CONSTRAINT import_objects_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports(tenant_id, id);

-- Name: import_rows import_rows_tenant_id_import_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_rows
    ADD CONSTRAINT import_rows_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports(tenant_id, id);

-- Name: import_undos import_undos_tenant_id_import_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.import_undos
    ADD CONSTRAINT import_undos_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports(tenant_id, id);

-- Name: imports imports_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.imports
    ADD CONSTRAINT imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: invitations invitations_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.invitations
    ADD CONSTRAINT invitations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: invitations invitations_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.invitations
    ADD CONSTRAINT invitations_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: line_ends line_ends_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_ends
    ADD CONSTRAINT line_ends_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: line_ends line_ends_tenant_id_line_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_ends
    ADD CONSTRAINT line_ends_tenant_id_line_id_fkey FOREIGN KEY (tenant_id, line_id) REFERENCES app.confirmed_lines(tenant_id, id);

-- Name: line_items line_items_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_items
    ADD CONSTRAINT line_items_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: line_items line_items_tenant_id_product_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.line_items
    ADD CONSTRAINT line_items_tenant_id_product_id_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES app.products(tenant_id, id);

-- Name: list_columns list_columns_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.list_columns
    ADD CONSTRAINT list_columns_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: list_columns list_columns_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.list_columns
    ADD CONSTRAINT list_columns_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: management management_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.management
    ADD CONSTRAINT management_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: members members_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: note_mentions note_mentions_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.note_mentions
    ADD CONSTRAINT note_mentions_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: note_mentions note_mentions_tenant_id_note_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.note_mentions
    ADD CONSTRAINT note_mentions_tenant_id_note_id_fkey FOREIGN KEY (tenant_id, note_id) REFERENCES app.notes(tenant_id, id);

-- Name: notes notes_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notes
    ADD CONSTRAINT notes_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: notes notes_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notes
    ADD CONSTRAINT notes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: notification_rules notification_rules_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notification_rules
    ADD CONSTRAINT notification_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: notification_rules notification_rules_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notification_rules
    ADD CONSTRAINT notification_rules_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: notification_times notification_times_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notification_times
    ADD CONSTRAINT notification_times_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: notification_times notification_times_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notification_times
    ADD CONSTRAINT notification_times_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: notifications notifications_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notifications
    ADD CONSTRAINT notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: notifications notifications_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.notifications
    ADD CONSTRAINT notifications_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: opportunities opportunities_tenant_id_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunities
    ADD CONSTRAINT opportunities_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES app.accounts(tenant_id, id);

-- Name: opportunities opportunities_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunities
    ADD CONSTRAINT opportunities_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: opportunities opportunities_tenant_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunities
    ADD CONSTRAINT opportunities_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members(tenant_id, id);

-- Name: opportunity_changes opportunity_changes_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_changes
    ADD CONSTRAINT opportunity_changes_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: opportunity_judgements opportunity_judgements_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_judgements
    ADD CONSTRAINT opportunity_judgements_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: opportunity_judgements opportunity_judgements_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_judgements
    ADD CONSTRAINT opportunity_judgements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: opportunity_judgements opportunity_judgements_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_judgements
    ADD CONSTRAINT opportunity_judgements_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: opportunity_versions opportunity_versions_tenant_id_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.opportunity_versions
    ADD CONSTRAINT opportunity_versions_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES app.opportunities(tenant_id, id);

-- Name: outlooks outlooks_tenant_id_training_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.outlooks
    ADD CONSTRAINT outlooks_tenant_id_training_id_fkey FOREIGN KEY (tenant_id, training_id) REFERENCES app.trainings(tenant_id, id);

-- Name: pay_grants pay_grants_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_grants
    ADD CONSTRAINT pay_grants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: pay_grants pay_grants_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_grants
    ADD CONSTRAINT pay_grants_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: pay_notices pay_notices_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_notices
    ADD CONSTRAINT pay_notices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: pay_notices pay_notices_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_notices
    ADD CONSTRAINT pay_notices_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: pay_settings pay_settings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pay_settings
    ADD CONSTRAINT pay_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: pick_lists pick_lists_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.pick_lists
    ADD CONSTRAINT pick_lists_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: plan_acceptances plan_acceptances_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_acceptances
    ADD CONSTRAINT plan_acceptances_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: plan_acceptances plan_acceptances_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_acceptances
    ADD CONSTRAINT plan_acceptances_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: plan_acceptances plan_acceptances_tenant_id_version_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_acceptances
    ADD CONSTRAINT plan_acceptances_tenant_id_version_id_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES app.plan_versions(tenant_id, id);

-- Name: plan_assignments plan_assignments_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_assignments
    ADD CONSTRAINT plan_assignments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: plan_assignments plan_assignments_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_assignments
    ADD CONSTRAINT plan_assignments_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: plan_assignments plan_assignments_tenant_id_plan_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_assignments
    ADD CONSTRAINT plan_assignments_tenant_id_plan_id_fkey FOREIGN KEY (tenant_id, plan_id) REFERENCES app.compensation_plans(tenant_id, id);

-- Name: plan_publications plan_publications_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_publications
    ADD CONSTRAINT plan_publications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: plan_publications plan_publications_tenant_id_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_publications
    ADD CONSTRAINT plan_publications_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES app.plan_versions(tenant_id, id);

-- Name: plan_versions plan_versions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_versions
    ADD CONSTRAINT plan_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: plan_versions plan_versions_tenant_id_plan_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.plan_versions
    ADD CONSTRAINT plan_versions_tenant_id_plan_id_fkey FOREIGN KEY (tenant_id, plan_id) REFERENCES app.compensation_plans(tenant_id, id);

-- Name: products products_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.products
    ADD CONSTRAINT products_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: qualification_answers qualification_answers_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.qualification_answers
    ADD CONSTRAINT qualification_answers_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: qualification_definitions qualification_definitions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.qualification_definitions
    ADD CONSTRAINT qualification_definitions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: quality_reports quality_reports_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.quality_reports
    ADD CONSTRAINT quality_reports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: quotas quotas_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.quotas
    ADD CONSTRAINT quotas_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: quotas quotas_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.quotas
    ADD CONSTRAINT quotas_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: reminders reminders_tenant_id_task_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.reminders
    ADD CONSTRAINT reminders_tenant_id_task_id_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES app.tasks(tenant_id, id);

-- Name: review_action_marks review_action_marks_tenant_id_action_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_action_marks
    ADD CONSTRAINT review_action_marks_tenant_id_action_id_fkey FOREIGN KEY (tenant_id, action_id) REFERENCES app.review_actions(tenant_id, id);

-- Name: review_action_marks review_action_marks_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_action_marks
    ADD CONSTRAINT review_action_marks_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: review_action_marks review_action_marks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_action_marks
    ADD CONSTRAINT review_action_marks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: review_actions review_actions_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_actions
    ADD CONSTRAINT review_actions_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: review_actions review_actions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_actions
    ADD CONSTRAINT review_actions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: review_actions review_actions_tenant_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_actions
    ADD CONSTRAINT review_actions_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members(tenant_id, id);

-- Name: review_notes review_notes_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_notes
    ADD CONSTRAINT review_notes_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: review_notes review_notes_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_notes
    ADD CONSTRAINT review_notes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: review_notes review_notes_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_notes
    ADD CONSTRAINT review_notes_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: review_notes review_notes_tenant_id_opportunity_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_notes
    ADD CONSTRAINT review_notes_tenant_id_opportunity_id_fkey FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities(tenant_id, id);

-- Name: review_records review_records_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_records
    ADD CONSTRAINT review_records_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.members(tenant_id, id);

-- Name: review_records review_records_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.review_records
    ADD CONSTRAINT review_records_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: rules rules_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.rules
    ADD CONSTRAINT rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: run_waivers run_waivers_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.run_waivers
    ADD CONSTRAINT run_waivers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: scenarios scenarios_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.scenarios
    ADD CONSTRAINT scenarios_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: scenarios scenarios_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.scenarios
    ADD CONSTRAINT scenarios_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: snapshot_days snapshot_days_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.snapshot_days
    ADD CONSTRAINT snapshot_days_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: stages stages_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.stages
    ADD CONSTRAINT stages_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: statement_calculations statement_calculations_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_calculations
    ADD CONSTRAINT statement_calculations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: statement_calculations statement_calculations_tenant_id_statement_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_calculations
    ADD CONSTRAINT statement_calculations_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements(tenant_id, id);

-- Name: statement_states statement_states_tenant_id_calculation_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_states
    ADD CONSTRAINT statement_states_tenant_id_calculation_id_fkey FOREIGN KEY (tenant_id, calculation_id) REFERENCES app.statement_calculations(tenant_id, id);

-- Name: statement_states statement_states_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_states
    ADD CONSTRAINT statement_states_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: statement_states statement_states_tenant_id_statement_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.statement_states
    ADD CONSTRAINT statement_states_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES app.commission_statements(tenant_id, id);

-- Name: task_events task_events_tenant_id_task_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.task_events
    ADD CONSTRAINT task_events_tenant_id_task_id_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES app.tasks(tenant_id, id);

-- Name: tasks tasks_tenant_id_assignee_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.tasks
    ADD CONSTRAINT tasks_tenant_id_assignee_id_fkey FOREIGN KEY (tenant_id, assignee_id) REFERENCES app.members(tenant_id, id);

-- Name: tasks tasks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.tasks
    ADD CONSTRAINT tasks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: tasks tasks_tenant_id_follows_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.tasks
    ADD CONSTRAINT tasks_tenant_id_follows_fkey FOREIGN KEY (tenant_id, follows) REFERENCES app.tasks(tenant_id, id);

-- Name: trainings trainings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.trainings
    ADD CONSTRAINT trainings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: view_pins view_pins_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_pins
    ADD CONSTRAINT view_pins_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: view_pins view_pins_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_pins
    ADD CONSTRAINT view_pins_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES app.members(tenant_id, id);

-- Name: view_pins view_pins_tenant_id_view_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_pins
    ADD CONSTRAINT view_pins_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES app.views(tenant_id, id);

-- Name: view_versions view_versions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_versions
    ADD CONSTRAINT view_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: view_versions view_versions_tenant_id_view_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.view_versions
    ADD CONSTRAINT view_versions_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES app.views(tenant_id, id);

-- Name: views views_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.views
    ADD CONSTRAINT views_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);

-- Name: views views_tenant_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -

ALTER TABLE ONLY app.views
    ADD CONSTRAINT views_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members(tenant_id, id);

-- Name: memberships memberships_tenant_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES auth.organisations(tenant_id);

-- Name: memberships memberships_user_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id);

-- Name: password_resets password_resets_user_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -

ALTER TABLE ONLY auth.password_resets
    ADD CONSTRAINT password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id);

-- Name: accounts; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.accounts ENABLE ROW LEVEL SECURITY;

-- Name: activities; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.activities ENABLE ROW LEVEL SECURITY;

-- Name: adjustment_decisions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.adjustment_decisions ENABLE ROW LEVEL SECURITY;

-- Name: assignments; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.assignments ENABLE ROW LEVEL SECURITY;

-- Name: assignments assignments_insert; Type: POLICY; Schema: app; Owner: -

CREATE POLICY assignments_insert ON app.assignments FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'admin'::text, 'ops'::text]))));

-- Name: assignments assignments_read; Type: POLICY; Schema: app; Owner: -

CREATE POLICY assignments_read ON app.assignments FOR SELECT USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: assignments assignments_update; Type: POLICY; Schema: app; Owner: -

CREATE POLICY assignments_update ON app.assignments FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'admin'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'admin'::text, 'ops'::text]))));

-- Name: attachment_events; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.attachment_events ENABLE ROW LEVEL SECURITY;

-- Name: attachment_parts; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.attachment_parts ENABLE ROW LEVEL SECURITY;

-- Name: attachments; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.attachments ENABLE ROW LEVEL SECURITY;

-- Name: audit_log audit_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY audit_inserts ON app.audit_log FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (NOT (member_id IS DISTINCT FROM NULLIF((current_setting('app.member_id'::text))::uuid, '00000000-0000-0000-0000-000000000000'::uuid))) AND ((member_id IS NOT NULL) OR (current_setting('app.role'::text) = 'system'::text))));

-- Name: audit_log; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.audit_log ENABLE ROW LEVEL SECURITY;

-- Name: audit_log audit_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY audit_reads ON app.audit_log FOR SELECT USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: billing_events; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.billing_events ENABLE ROW LEVEL SECURITY;

-- Name: bulk_jobs; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.bulk_jobs ENABLE ROW LEVEL SECURITY;

-- Name: bulk_results; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.bulk_results ENABLE ROW LEVEL SECURITY;

-- Name: business_hours; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.business_hours ENABLE ROW LEVEL SECURITY;

-- Name: category_reasons; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.category_reasons ENABLE ROW LEVEL SECURITY;

-- Name: cleanup_records; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.cleanup_records ENABLE ROW LEVEL SECURITY;

-- Name: cleanup_tasks; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.cleanup_tasks ENABLE ROW LEVEL SECURITY;

-- Name: cleanups; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.cleanups ENABLE ROW LEVEL SECURITY;

-- Name: commands; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commands ENABLE ROW LEVEL SECURITY;

-- Name: commission_adjustments; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_adjustments ENABLE ROW LEVEL SECURITY;

-- Name: commission_attempts; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_attempts ENABLE ROW LEVEL SECURITY;

-- Name: commission_credits; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_credits ENABLE ROW LEVEL SECURITY;

-- Name: commission_disputes; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_disputes ENABLE ROW LEVEL SECURITY;

-- Name: commission_earnings; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_earnings ENABLE ROW LEVEL SECURITY;

-- Name: commission_payouts; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_payouts ENABLE ROW LEVEL SECURITY;

-- Name: commission_runs; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_runs ENABLE ROW LEVEL SECURITY;

-- Name: commission_statements; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.commission_statements ENABLE ROW LEVEL SECURITY;

-- Name: compensation_plans; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.compensation_plans ENABLE ROW LEVEL SECURITY;

-- Name: confirmed_lines; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.confirmed_lines ENABLE ROW LEVEL SECURITY;

-- Name: contact_roles; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.contact_roles ENABLE ROW LEVEL SECURITY;

-- Name: contacts; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.contacts ENABLE ROW LEVEL SECURITY;

-- Name: contract_impairments; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.contract_impairments ENABLE ROW LEVEL SECURITY;

-- Name: credit_splits; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.credit_splits ENABLE ROW LEVEL SECURITY;

-- Name: custom_columns; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.custom_columns ENABLE ROW LEVEL SECURITY;

-- Name: custom_fields; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.custom_fields ENABLE ROW LEVEL SECURITY;

-- Name: dispute_entries; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.dispute_entries ENABLE ROW LEVEL SECURITY;

-- Name: distinct_records; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.distinct_records ENABLE ROW LEVEL SECURITY;

-- Name: line_ends ends_insert; Type: POLICY; Schema: app; Owner: -

CREATE POLICY ends_insert ON app.line_ends FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'admin'::text, 'finance'::text, 'ops'::text]))));

-- Name: line_ends ends_read; Type: POLICY; Schema: app; Owner: -

CREATE POLICY ends_read ON app.line_ends FOR SELECT USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: contract_impairments finance_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY finance_inserts ON app.contract_impairments FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text]))));

-- Name: contract_impairments finance_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY finance_reads ON app.contract_impairments FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))))));

-- Name: forecast_cutoffs; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_cutoffs ENABLE ROW LEVEL SECURITY;

-- Name: forecast_judgements; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_judgements ENABLE ROW LEVEL SECURITY;

-- Name: forecast_locks; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_locks ENABLE ROW LEVEL SECURITY;

-- Name: forecast_reminders; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_reminders ENABLE ROW LEVEL SECURITY;

-- Name: forecast_settings; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_settings ENABLE ROW LEVEL SECURITY;

-- Name: forecast_submissions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_submissions ENABLE ROW LEVEL SECURITY;

-- Name: forecast_tags; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_tags ENABLE ROW LEVEL SECURITY;

-- Name: forecast_trials; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.forecast_trials ENABLE ROW LEVEL SECURITY;

-- Name: fx_rates; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.fx_rates ENABLE ROW LEVEL SECURITY;

-- Name: pay_grants grants_insert; Type: POLICY; Schema: app; Owner: -

CREATE POLICY grants_insert ON app.pay_grants FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text])) AND (member_id <> (current_setting('app.member_id'::text))::uuid)));

-- Name: pay_grants grants_read; Type: POLICY; Schema: app; Owner: -

CREATE POLICY grants_read ON app.pay_grants FOR SELECT USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: pay_grants grants_update; Type: POLICY; Schema: app; Owner: -

CREATE POLICY grants_update ON app.pay_grants FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text]))));

-- Name: history_starts; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.history_starts ENABLE ROW LEVEL SECURITY;

-- Name: import_effects; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.import_effects ENABLE ROW LEVEL SECURITY;

-- Name: import_files; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.import_files ENABLE ROW LEVEL SECURITY;

-- Name: import_objects; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.import_objects ENABLE ROW LEVEL SECURITY;

-- Name: import_rows; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.import_rows ENABLE ROW LEVEL SECURITY;

-- Name: import_undos; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.import_undos ENABLE ROW LEVEL SECURITY;

-- Name: imports; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.imports ENABLE ROW LEVEL SECURITY;

-- Name: invitations; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.invitations ENABLE ROW LEVEL SECURITY;

-- Name: line_ends; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.line_ends ENABLE ROW LEVEL SECURITY;

-- Name: line_items; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.line_items ENABLE ROW LEVEL SECURITY;

-- Name: forecast_judgements line_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY line_reads ON app.forecast_judgements FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = 'system'::text) OR (((1 = 0) OR (member_id <> (current_setting('app.member_id'::text))::uuid)) AND ((current_setting('app.role'::text) = ANY (ARRAY['admin'::text, 'ops'::text, 'finance'::text, 'executive'::text])) OR (EXISTS ( SELECT 1
   FROM app.management m
  WHERE ((m.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (m.manager_id = (current_setting('app.member_id'::text))::uuid) AND (m.member_id = forecast_judgements.member_id) AND (m.depth >= 1) AND (((m.valid_from <= CURRENT_DATE) AND (m.valid_to > CURRENT_DATE)) OR ((m.valid_from < forecast_judgements.ends_on) AND (m.valid_to > forecast_judgements.starts_on)))))))))));

-- Name: forecast_submissions line_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY line_reads ON app.forecast_submissions FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = 'system'::text) OR (((0 = 0) OR (member_id <> (current_setting('app.member_id'::text))::uuid)) AND ((current_setting('app.role'::text) = ANY (ARRAY['admin'::text, 'ops'::text, 'finance'::text, 'executive'::text])) OR (EXISTS ( SELECT 1
   FROM app.management m
  WHERE ((m.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (m.manager_id = (current_setting('app.member_id'::text))::uuid) AND (m.member_id = forecast_submissions.member_id) AND (m.depth >= 0) AND (((m.valid_from <= CURRENT_DATE) AND (m.valid_to > CURRENT_DATE)) OR ((m.valid_from < forecast_submissions.ends_on) AND (m.valid_to > forecast_submissions.starts_on)))))))))));

-- Name: confirmed_lines lines_insert; Type: POLICY; Schema: app; Owner: -

CREATE POLICY lines_insert ON app.confirmed_lines FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) AND (manager_id <> (current_setting('app.member_id'::text))::uuid) AND (NOT (confirmed_by IS DISTINCT FROM NULLIF((current_setting('app.member_id'::text))::uuid, '00000000-0000-0000-0000-000000000000'::uuid)))));

-- Name: confirmed_lines lines_read; Type: POLICY; Schema: app; Owner: -

CREATE POLICY lines_read ON app.confirmed_lines FOR SELECT USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: list_columns; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.list_columns ENABLE ROW LEVEL SECURITY;

-- Name: management; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.management ENABLE ROW LEVEL SECURITY;

-- Name: management management_deletes; Type: POLICY; Schema: app; Owner: -

CREATE POLICY management_deletes ON app.management FOR DELETE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'admin'::text, 'ops'::text]))));

-- Name: management management_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY management_inserts ON app.management FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'admin'::text, 'ops'::text]))));

-- Name: management management_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY management_reads ON app.management FOR SELECT USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: quotas member_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY member_reads ON app.quotas FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY ('{system,admin,ops,finance,executive}'::text[])) OR (EXISTS ( SELECT 1
   FROM app.management m
  WHERE ((m.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (m.manager_id = (current_setting('app.member_id'::text))::uuid) AND (m.member_id = quotas.member_id) AND (((m.valid_from <= CURRENT_DATE) AND (m.valid_to > CURRENT_DATE)) OR ((m.valid_from < quotas.ends_on) AND (m.valid_to > quotas.starts_on)))))))));

-- Name: members; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.members ENABLE ROW LEVEL SECURITY;

-- Name: merges; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.merges ENABLE ROW LEVEL SECURITY;

-- Name: note_mentions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.note_mentions ENABLE ROW LEVEL SECURITY;

-- Name: notes; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;

-- Name: notification_rules; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.notification_rules ENABLE ROW LEVEL SECURITY;

-- Name: notification_times; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.notification_times ENABLE ROW LEVEL SECURITY;

-- Name: notifications; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.notifications ENABLE ROW LEVEL SECURITY;

-- Name: billing_events office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.billing_events FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_attempts office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.commission_attempts FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_runs office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.commission_runs FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: compensation_plans office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.compensation_plans FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: credit_splits office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.credit_splits FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: pay_notices office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.pay_notices FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: pay_settings office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.pay_settings FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: plan_publications office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.plan_publications FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: run_waivers office_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_inserts ON app.run_waivers FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: billing_events office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.billing_events FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND true));

-- Name: commission_attempts office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.commission_attempts FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (started_by = (current_setting('app.member_id'::text))::uuid))));

-- Name: commission_runs office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.commission_runs FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND true));

-- Name: compensation_plans office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.compensation_plans FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND true));

-- Name: credit_splits office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.credit_splits FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND true));

-- Name: pay_notices office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.pay_notices FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = 'system'::text) OR (member_id = (current_setting('app.member_id'::text))::uuid))));

-- Name: pay_settings office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.pay_settings FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid))));

-- Name: plan_publications office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.plan_publications FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND true));

-- Name: run_waivers office_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_reads ON app.run_waivers FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND true));

-- Name: billing_events office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.billing_events FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_attempts office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.commission_attempts FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_runs office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.commission_runs FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: compensation_plans office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.compensation_plans FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: credit_splits office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.credit_splits FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: pay_notices office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.pay_notices FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: pay_settings office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.pay_settings FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: plan_publications office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.plan_publications FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: run_waivers office_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY office_updates ON app.run_waivers FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: opportunities; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.opportunities ENABLE ROW LEVEL SECURITY;

-- Name: opportunity_changes; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.opportunity_changes ENABLE ROW LEVEL SECURITY;

-- Name: opportunity_judgements; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.opportunity_judgements ENABLE ROW LEVEL SECURITY;

-- Name: opportunity_versions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.opportunity_versions ENABLE ROW LEVEL SECURITY;

-- Name: outlooks; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.outlooks ENABLE ROW LEVEL SECURITY;

-- Name: pay_grants; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.pay_grants ENABLE ROW LEVEL SECURITY;

-- Name: adjustment_decisions pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.adjustment_decisions FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_adjustments pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.commission_adjustments FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_credits pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.commission_credits FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_disputes pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.commission_disputes FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_disputes.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = commission_disputes.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: commission_earnings pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.commission_earnings FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_payouts pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.commission_payouts FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: commission_statements pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.commission_statements FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: dispute_entries pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.dispute_entries FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = dispute_entries.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_disputes d
          WHERE ((d.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (d.id = dispute_entries.dispute_id)))))))))));

-- Name: plan_acceptances pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.plan_acceptances FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid))));

-- Name: plan_assignments pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.plan_assignments FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: statement_calculations pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.statement_calculations FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: statement_states pay_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_inserts ON app.statement_states FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = statement_states.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = statement_states.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: pay_notices; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.pay_notices ENABLE ROW LEVEL SECURITY;

-- Name: adjustment_decisions pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.adjustment_decisions FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = adjustment_decisions.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_adjustments j
          WHERE ((j.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (j.id = adjustment_decisions.id)))))))))));

-- Name: commission_adjustments pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.commission_adjustments FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_adjustments.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND ((((commission_adjustments.proposed_at AT TIME ZONE 'UTC'::text))::date >= l.starts_on) OR (EXISTS ( SELECT 1
           FROM app.commission_earnings n
          WHERE ((n.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (n.adjustment_id = commission_adjustments.id))))))))))));

-- Name: commission_credits pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.commission_credits FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_credits.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = commission_credits.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: commission_disputes pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.commission_disputes FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_disputes.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = commission_disputes.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: commission_earnings pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.commission_earnings FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_earnings.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = commission_earnings.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: commission_payouts pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.commission_payouts FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_payouts.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = commission_payouts.id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: commission_statements pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.commission_statements FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = commission_statements.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (l.starts_on < commission_statements.ends_on))))))));

-- Name: dispute_entries pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.dispute_entries FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = dispute_entries.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_disputes d
          WHERE ((d.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (d.id = dispute_entries.dispute_id)))))))))));

-- Name: plan_acceptances pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.plan_acceptances FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = plan_acceptances.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND true)))))));

-- Name: plan_assignments pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.plan_assignments FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = plan_assignments.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (l.starts_on < plan_assignments.valid_to))))))));

-- Name: statement_calculations pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.statement_calculations FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = statement_calculations.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = statement_calculations.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: statement_states pay_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_reads ON app.statement_states FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (member_id = (current_setting('app.member_id'::text))::uuid) OR (EXISTS ( SELECT 1
   FROM app.pay_grants g
  WHERE ((g.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (g.member_id = (current_setting('app.member_id'::text))::uuid) AND (g.replaced_at = 'infinity'::timestamp with time zone)))) OR ((current_setting('app.role'::text) = 'manager'::text) AND (EXISTS ( SELECT 1
   FROM app.confirmed_lines l
  WHERE ((l.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (l.manager_id = (current_setting('app.member_id'::text))::uuid) AND (l.member_id = statement_states.member_id) AND (l.starts_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
           FROM app.tenants t
          WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date) AND (NOT (EXISTS ( SELECT 1
           FROM app.line_ends e
          WHERE ((e.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (e.line_id = l.id) AND (e.ends_on <= ((now() AT TIME ZONE ( SELECT t.time_zone
                   FROM app.tenants t
                  WHERE (t.tenant_id = (current_setting('app.tenant_id'::text))::uuid))))::date))))) AND (EXISTS ( SELECT 1
           FROM app.commission_statements s
          WHERE ((s.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (s.id = statement_states.statement_id) AND (l.starts_on < s.ends_on)))))))))));

-- Name: pay_settings; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.pay_settings ENABLE ROW LEVEL SECURITY;

-- Name: plan_assignments pay_updates; Type: POLICY; Schema: app; Owner: -

CREATE POLICY pay_updates ON app.plan_assignments FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: pick_lists; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.pick_lists ENABLE ROW LEVEL SECURITY;

-- Name: pipeline_snapshots; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.pipeline_snapshots ENABLE ROW LEVEL SECURITY;

-- Name: plan_acceptances; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.plan_acceptances ENABLE ROW LEVEL SECURITY;

-- Name: plan_assignments; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.plan_assignments ENABLE ROW LEVEL SECURITY;

-- Name: plan_versions plan_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY plan_inserts ON app.plan_versions FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: plan_publications; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.plan_publications ENABLE ROW LEVEL SECURITY;

-- Name: plan_versions plan_reads; Type: POLICY; Schema: app; Owner: -

CREATE POLICY plan_reads ON app.plan_versions FOR SELECT USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])) OR (EXISTS ( SELECT 1
   FROM app.plan_assignments a
  WHERE ((a.tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (a.plan_id = plan_versions.plan_id) AND (a.replaced_at = 'infinity'::timestamp with time zone) AND (a.valid_from < plan_versions.ends_on) AND (a.valid_to > plan_versions.starts_on)))))));

-- Name: plan_versions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.plan_versions ENABLE ROW LEVEL SECURITY;

-- Name: products; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.products ENABLE ROW LEVEL SECURITY;

-- Name: qualification_answers; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.qualification_answers ENABLE ROW LEVEL SECURITY;

-- Name: qualification_definitions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.qualification_definitions ENABLE ROW LEVEL SECURITY;

-- Name: quality_reports; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.quality_reports ENABLE ROW LEVEL SECURITY;

-- Name: quotas; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.quotas ENABLE ROW LEVEL SECURITY;

-- Name: reminders; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.reminders ENABLE ROW LEVEL SECURITY;

-- Name: review_action_marks; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.review_action_marks ENABLE ROW LEVEL SECURITY;

-- Name: review_actions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.review_actions ENABLE ROW LEVEL SECURITY;

-- Name: review_notes; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.review_notes ENABLE ROW LEVEL SECURITY;

-- Name: review_records; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.review_records ENABLE ROW LEVEL SECURITY;

-- Name: quotas roles_insert; Type: POLICY; Schema: app; Owner: -

CREATE POLICY roles_insert ON app.quotas FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY ('{system,admin,ops,finance,executive}'::text[]))));

-- Name: quotas roles_update; Type: POLICY; Schema: app; Owner: -

CREATE POLICY roles_update ON app.quotas FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY ('{system,admin,ops,finance,executive}'::text[])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY ('{system,admin,ops,finance,executive}'::text[]))));

-- Name: rules; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.rules ENABLE ROW LEVEL SECURITY;

-- Name: run_waivers; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.run_waivers ENABLE ROW LEVEL SECURITY;

-- Name: scenarios; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.scenarios ENABLE ROW LEVEL SECURITY;

-- Name: snapshot_days; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.snapshot_days ENABLE ROW LEVEL SECURITY;

-- Name: stages; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.stages ENABLE ROW LEVEL SECURITY;

-- Name: statement_calculations; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.statement_calculations ENABLE ROW LEVEL SECURITY;

-- Name: statement_states; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.statement_states ENABLE ROW LEVEL SECURITY;

-- Name: task_events; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.task_events ENABLE ROW LEVEL SECURITY;

-- Name: tasks; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.tasks ENABLE ROW LEVEL SECURITY;

-- Name: accounts tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.accounts USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: activities tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.activities USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: attachment_events tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.attachment_events USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: attachment_parts tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.attachment_parts USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: attachments tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.attachments USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: bulk_jobs tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.bulk_jobs USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: bulk_results tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.bulk_results USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: business_hours tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.business_hours USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: category_reasons tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.category_reasons USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: cleanup_records tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.cleanup_records USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: cleanup_tasks tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.cleanup_tasks USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: cleanups tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.cleanups USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: commands tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.commands USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: contact_roles tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.contact_roles USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: contacts tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.contacts USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: custom_columns tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.custom_columns USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: custom_fields tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.custom_fields USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: distinct_records tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.distinct_records USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: forecast_cutoffs tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.forecast_cutoffs USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: forecast_locks tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.forecast_locks USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: forecast_reminders tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.forecast_reminders USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: forecast_settings tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.forecast_settings USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: forecast_tags tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.forecast_tags USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: forecast_trials tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.forecast_trials USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: fx_rates tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.fx_rates USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: history_starts tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.history_starts USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: import_effects tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.import_effects USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: import_files tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.import_files USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: import_objects tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.import_objects USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: import_rows tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.import_rows USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: import_undos tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.import_undos USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: imports tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.imports USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: invitations tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.invitations USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: line_items tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.line_items USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: list_columns tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.list_columns USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: members tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.members USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: merges tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.merges USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: note_mentions tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.note_mentions USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: notes tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.notes USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: notification_rules tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.notification_rules USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: notification_times tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.notification_times USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: notifications tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.notifications USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: opportunities tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.opportunities USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: opportunity_changes tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.opportunity_changes USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: opportunity_judgements tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.opportunity_judgements USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: opportunity_versions tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.opportunity_versions USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: outlooks tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.outlooks USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: pick_lists tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.pick_lists USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: pipeline_snapshots tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.pipeline_snapshots USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: products tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.products USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: qualification_answers tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.qualification_answers USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: qualification_definitions tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.qualification_definitions USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: quality_reports tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.quality_reports USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: reminders tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.reminders USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: review_action_marks tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.review_action_marks USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: review_actions tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.review_actions USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: review_notes tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.review_notes USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: review_records tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.review_records USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: rules tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.rules USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: scenarios tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.scenarios USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: snapshot_days tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.snapshot_days USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: stages tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.stages USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: task_events tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.task_events USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: tasks tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.tasks USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: tenants tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.tenants USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: trainings tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.trainings USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: view_pins tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.view_pins USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: view_versions tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.view_versions USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: views tenant; Type: POLICY; Schema: app; Owner: -

CREATE POLICY tenant ON app.views USING ((tenant_id = (current_setting('app.tenant_id'::text))::uuid)) WITH CHECK ((tenant_id = (current_setting('app.tenant_id'::text))::uuid));

-- Name: tenants; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.tenants ENABLE ROW LEVEL SECURITY;

-- Name: trainings; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.trainings ENABLE ROW LEVEL SECURITY;

-- Name: view_pins; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.view_pins ENABLE ROW LEVEL SECURITY;

-- Name: view_versions; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.view_versions ENABLE ROW LEVEL SECURITY;

-- Name: views; Type: ROW SECURITY; Schema: app; Owner: -

ALTER TABLE app.views ENABLE ROW LEVEL SECURITY;

-- Name: commission_statements withdrawals; Type: POLICY; Schema: app; Owner: -

CREATE POLICY withdrawals ON app.commission_statements FOR UPDATE USING (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text])))) WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND (current_setting('app.role'::text) = ANY (ARRAY['system'::text, 'finance'::text, 'ops'::text]))));

-- Name: forecast_judgements writer_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY writer_inserts ON app.forecast_judgements FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = 'system'::text) OR ((author_id = (current_setting('app.member_id'::text))::uuid) AND ((1 = 0) OR (member_id <> (current_setting('app.member_id'::text))::uuid))))));

-- Name: forecast_submissions writer_inserts; Type: POLICY; Schema: app; Owner: -

CREATE POLICY writer_inserts ON app.forecast_submissions FOR INSERT WITH CHECK (((tenant_id = (current_setting('app.tenant_id'::text))::uuid) AND ((current_setting('app.role'::text) = 'system'::text) OR ((member_id = (current_setting('app.member_id'::text))::uuid) AND ((0 = 0) OR (member_id <> (current_setting('app.member_id'::text))::uuid))))));

-- Name: SCHEMA app; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA app TO app_rw;

-- Name: SCHEMA auth; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA auth TO app_rw;

-- Name: FUNCTION search_records(needle text, exact boolean, me uuid, owners uuid[], most integer); Type: ACL; Schema: app; Owner: -

REVOKE ALL ON FUNCTION app.search_records(needle text, exact boolean, me uuid, owners uuid[], most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_records(needle text, exact boolean, me uuid, owners uuid[], most integer) TO app_rw;

-- Name: FUNCTION take_statistics(everything boolean); Type: ACL; Schema: app; Owner: -

REVOKE ALL ON FUNCTION app.take_statistics(everything boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION app.take_statistics(everything boolean) TO app_rw;

-- Name: TABLE accounts; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.accounts TO app_rw;

-- Name: TABLE activities; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.activities TO app_rw;

-- Name: TABLE adjustment_decisions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.adjustment_decisions TO app_rw;

-- Name: TABLE assignments; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.assignments TO app_rw;

-- Name: TABLE attachment_events; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.attachment_events TO app_rw;

-- Name: TABLE attachment_parts; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.attachment_parts TO app_rw;

-- Name: TABLE attachments; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.attachments TO app_rw;

-- Name: TABLE audit_log; Type: ACL; Schema: app; Owner: -

GRANT SELECT ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.tenant_id; Type: ACL; Schema: app; Owner: -

GRANT INSERT(tenant_id) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.id; Type: ACL; Schema: app; Owner: -

GRANT INSERT(id) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.at; Type: ACL; Schema: app; Owner: -

GRANT INSERT(at) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.member_id; Type: ACL; Schema: app; Owner: -

GRANT INSERT(member_id) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.action; Type: ACL; Schema: app; Owner: -

GRANT INSERT(action) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.object; Type: ACL; Schema: app; Owner: -

GRANT INSERT(object) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.object_id; Type: ACL; Schema: app; Owner: -

GRANT INSERT(object_id) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.detail; Type: ACL; Schema: app; Owner: -

GRANT INSERT(detail) ON TABLE app.audit_log TO app_rw;

-- Name: COLUMN audit_log.request_id; Type: ACL; Schema: app; Owner: -

GRANT INSERT(request_id) ON TABLE app.audit_log TO app_rw;

-- Name: TABLE billing_events; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.billing_events TO app_rw;

-- Name: COLUMN billing_events.replaced_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(replaced_at) ON TABLE app.billing_events TO app_rw;

-- Name: TABLE bulk_jobs; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.bulk_jobs TO app_rw;

-- Name: TABLE bulk_results; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.bulk_results TO app_rw;

-- Name: TABLE business_hours; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.business_hours TO app_rw;

-- Name: TABLE category_reasons; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.category_reasons TO app_rw;

-- Name: TABLE cleanup_records; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.cleanup_records TO app_rw;

-- Name: TABLE cleanup_tasks; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.cleanup_tasks TO app_rw;

-- Name: TABLE cleanups; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.cleanups TO app_rw;

-- Name: TABLE commands; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commands TO app_rw;

-- Name: TABLE commission_adjustments; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_adjustments TO app_rw;

-- Name: TABLE commission_attempts; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_attempts TO app_rw;

-- Name: COLUMN commission_attempts.members; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(members) ON TABLE app.commission_attempts TO app_rw;

-- Name: COLUMN commission_attempts.done; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(done) ON TABLE app.commission_attempts TO app_rw;

-- Name: COLUMN commission_attempts.finished_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(finished_at) ON TABLE app.commission_attempts TO app_rw;

-- Name: COLUMN commission_attempts.problem; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(problem) ON TABLE app.commission_attempts TO app_rw;

-- Name: TABLE commission_credits; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_credits TO app_rw;

-- Name: TABLE commission_disputes; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_disputes TO app_rw;

-- Name: TABLE commission_earnings; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_earnings TO app_rw;

-- Name: TABLE commission_payouts; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_payouts TO app_rw;

-- Name: TABLE commission_runs; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_runs TO app_rw;

-- Name: COLUMN commission_runs.withdrawn_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(withdrawn_at) ON TABLE app.commission_runs TO app_rw;

-- Name: COLUMN commission_runs.withdrawn_by; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(withdrawn_by) ON TABLE app.commission_runs TO app_rw;

-- Name: COLUMN commission_runs.withdrawn_for; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(withdrawn_for) ON TABLE app.commission_runs TO app_rw;

-- Name: TABLE commission_statements; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.commission_statements TO app_rw;

-- Name: COLUMN commission_statements.withdrawn_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(withdrawn_at) ON TABLE app.commission_statements TO app_rw;

-- Name: TABLE compensation_plans; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.compensation_plans TO app_rw;

-- Name: TABLE confirmed_lines; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.confirmed_lines TO app_rw;

-- Name: TABLE contact_roles; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.contact_roles TO app_rw;

-- Name: TABLE contacts; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.contacts TO app_rw;

-- Name: TABLE contract_impairments; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.contract_impairments TO app_rw;

-- Name: TABLE credit_splits; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.credit_splits TO app_rw;

-- Name: COLUMN credit_splits.replaced_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(replaced_at) ON TABLE app.credit_splits TO app_rw;

-- Name: TABLE custom_columns; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.custom_columns TO app_rw;

-- Name: TABLE custom_fields; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.custom_fields TO app_rw;

-- Name: TABLE dispute_entries; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.dispute_entries TO app_rw;

-- Name: TABLE distinct_records; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.distinct_records TO app_rw;

-- Name: TABLE forecast_cutoffs; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_cutoffs TO app_rw;

-- Name: TABLE forecast_judgements; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_judgements TO app_rw;

-- Name: TABLE forecast_locks; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_locks TO app_rw;

-- Name: TABLE forecast_reminders; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_reminders TO app_rw;

-- Name: TABLE forecast_settings; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_settings TO app_rw;

-- Name: TABLE forecast_submissions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_submissions TO app_rw;

-- Name: TABLE forecast_tags; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.forecast_tags TO app_rw;

-- Name: TABLE forecast_trials; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.forecast_trials TO app_rw;

-- Name: TABLE fx_rates; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.fx_rates TO app_rw;

-- Name: TABLE history_starts; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.history_starts TO app_rw;

-- Name: TABLE import_effects; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE app.import_effects TO app_rw;

-- Name: TABLE import_files; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.import_files TO app_rw;

-- Name: TABLE import_objects; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.import_objects TO app_rw;

-- Name: TABLE import_rows; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.import_rows TO app_rw;

-- Name: TABLE import_undos; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.import_undos TO app_rw;

-- Name: TABLE imports; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.imports TO app_rw;

-- Name: TABLE invitations; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.invitations TO app_rw;

-- Name: TABLE line_ends; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.line_ends TO app_rw;

-- Name: TABLE line_items; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.line_items TO app_rw;

-- Name: TABLE list_columns; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.list_columns TO app_rw;

-- Name: TABLE management; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.management TO app_rw;

-- Name: TABLE members; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.members TO app_rw;

-- Name: TABLE merges; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.merges TO app_rw;

-- Name: TABLE note_mentions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.note_mentions TO app_rw;

-- Name: TABLE notes; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.notes TO app_rw;

-- Name: TABLE notification_rules; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.notification_rules TO app_rw;

-- Name: TABLE notification_times; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.notification_times TO app_rw;

-- Name: TABLE notifications; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.notifications TO app_rw;

-- Name: TABLE opportunities; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.opportunities TO app_rw;

-- Name: TABLE opportunity_changes; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.opportunity_changes TO app_rw;

-- Name: TABLE opportunity_judgements; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.opportunity_judgements TO app_rw;

-- Name: TABLE opportunity_versions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.opportunity_versions TO app_rw;

-- Name: TABLE outlooks; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.outlooks TO app_rw;

-- Name: TABLE pay_grants; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.pay_grants TO app_rw;

-- Name: COLUMN pay_grants.replaced_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(replaced_at) ON TABLE app.pay_grants TO app_rw;

-- Name: COLUMN pay_grants.replaced_by; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(replaced_by) ON TABLE app.pay_grants TO app_rw;

-- Name: TABLE pay_notices; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.pay_notices TO app_rw;

-- Name: TABLE pay_settings; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.pay_settings TO app_rw;

-- Name: TABLE pick_lists; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.pick_lists TO app_rw;

-- Name: TABLE pipeline_snapshots; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.pipeline_snapshots TO app_rw;

-- Name: TABLE plan_acceptances; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.plan_acceptances TO app_rw;

-- Name: TABLE plan_assignments; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.plan_assignments TO app_rw;

-- Name: COLUMN plan_assignments.replaced_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(replaced_at) ON TABLE app.plan_assignments TO app_rw;

-- Name: TABLE plan_publications; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.plan_publications TO app_rw;

-- Name: TABLE plan_versions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.plan_versions TO app_rw;

-- Name: TABLE products; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.products TO app_rw;

-- Name: TABLE qualification_answers; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.qualification_answers TO app_rw;

-- Name: TABLE qualification_definitions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.qualification_definitions TO app_rw;

-- Name: TABLE quality_reports; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.quality_reports TO app_rw;

-- Name: TABLE quotas; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.quotas TO app_rw;

-- Name: TABLE reminders; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.reminders TO app_rw;

-- Name: TABLE review_action_marks; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.review_action_marks TO app_rw;

-- Name: TABLE review_actions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.review_actions TO app_rw;

-- Name: TABLE review_notes; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.review_notes TO app_rw;

-- Name: TABLE review_records; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.review_records TO app_rw;

-- Name: TABLE rules; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.rules TO app_rw;

-- Name: TABLE run_waivers; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.run_waivers TO app_rw;

-- Name: TABLE scenarios; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.scenarios TO app_rw;

-- Name: TABLE snapshot_days; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.snapshot_days TO app_rw;

-- Name: TABLE stages; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.stages TO app_rw;

-- Name: TABLE statement_calculations; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.statement_calculations TO app_rw;

-- Name: TABLE statement_states; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.statement_states TO app_rw;

-- Name: TABLE task_events; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.task_events TO app_rw;

-- Name: TABLE tasks; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.tasks TO app_rw;

-- Name: TABLE tenants; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.tenants TO app_rw;

-- Name: TABLE trainings; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.trainings TO app_rw;

-- Name: COLUMN trainings.finished_at; Type: ACL; Schema: app; Owner: -

GRANT UPDATE(finished_at) ON TABLE app.trainings TO app_rw;

-- Name: TABLE view_pins; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE app.view_pins TO app_rw;

-- Name: TABLE view_versions; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT ON TABLE app.view_versions TO app_rw;

-- Name: TABLE views; Type: ACL; Schema: app; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE app.views TO app_rw;

-- Name: TABLE goose_db_version; Type: ACL; Schema: auth; Owner: -

GRANT SELECT ON TABLE auth.goose_db_version TO app_rw;

-- Name: TABLE mails; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE auth.mails TO app_rw;

-- Name: TABLE memberships; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.memberships TO app_rw;

-- Name: TABLE organisations; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE auth.organisations TO app_rw;

-- Name: TABLE password_resets; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE auth.password_resets TO app_rw;

-- Name: TABLE sessions; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.sessions TO app_rw;

-- Name: TABLE setup_links; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE auth.setup_links TO app_rw;

-- Name: TABLE sign_in_failures; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.sign_in_failures TO app_rw;

-- Name: TABLE turns; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE auth.turns TO app_rw;

-- Name: TABLE users; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE auth.users TO app_rw;

-- Name: TABLE workers; Type: ACL; Schema: auth; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.workers TO app_rw;

-- PostgreSQL database dump complete

