-- +goose Up
-- An import fills empty tables within seconds, long before autovacuum looks at them. Until then Postgres plans for
-- nothing: it checked foreign keys through an index that shares only the tenant, reading 130 million entries for 80,000
-- rows. The importer calls this after the first rows of each table and after the last; the app's role owns no table and
-- so cannot ANALYZE itself. It reveals nothing and changes no row.

-- +goose StatementBegin
-- take_statistics looks at the tables that others refer to, or at all tables of records.
CREATE FUNCTION app.take_statistics(everything boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    ANALYZE app.members, app.accounts, app.contacts, app.opportunities;
    IF everything THEN
        ANALYZE app.opportunity_changes, app.opportunity_versions, app.contact_roles, app.activities, app.quotas;
    END IF;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION app.take_statistics(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.take_statistics(boolean) TO app_rw;

-- +goose Down
DROP FUNCTION app.take_statistics(boolean);
