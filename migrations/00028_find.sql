-- +goose Up
-- Search finds members and contacts too, forgives a misspelled word, and reads a bounded number of records of each kind
-- however common the text is: one in every name would otherwise have a million rows sorted.

-- +goose StatementBegin
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
        CREATE INDEX contacts_search ON app.contacts
            USING gin (tenant_id app.uuid_ops, (first_name || ' ' || last_name || ' ' || email) app.gin_trgm_ops);
        CREATE INDEX members_search ON app.members
            USING gin (tenant_id app.uuid_ops, (name || ' ' || email) app.gin_trgm_ops);
    END IF;
END $$;
-- +goose StatementEnd

DROP FUNCTION app.search_records(text, uuid[], integer);

-- +goose StatementBegin
-- search_records finds records by a text among those of the owners (NULL: all): at most so many of each kind that are the
-- reader's own, and as many that are others'. Exact is by ILIKE; a text of one or two characters has to begin a word, so that
-- an index serves it. Otherwise it is by likeness, whose measure is the score. Each part names the tenant and the owners, as
-- this runs with its owner's rights. The statement is dynamic so that each text has a plan of its own: a rare one is looked
-- up, of a common one the first are read in the order of an index. What asks per account has a LIMIT, so that it is asked for
-- those that match only.
CREATE FUNCTION app.search_records(needle text, exact boolean, me uuid, owners uuid[], most integer)
RETURNS TABLE (kind text, id uuid, score real) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp SET pg_trgm.word_similarity_threshold = 0.4 AS $fn$
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
END $fn$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION app.search_records(text, boolean, uuid, uuid[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.search_records(text, boolean, uuid, uuid[], integer) TO app_rw;

-- +goose Down
DROP FUNCTION app.search_records(text, boolean, uuid, uuid[], integer);
DROP INDEX IF EXISTS app.members_search;
DROP INDEX IF EXISTS app.contacts_search;
-- +goose StatementBegin
CREATE FUNCTION app.search_records(pattern text, owners uuid[], most integer)
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
REVOKE EXECUTE ON FUNCTION app.search_records(text, uuid[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.search_records(text, uuid[], integer) TO app_rw;
