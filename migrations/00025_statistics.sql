-- +goose Up

-- Statistics are taken within the transaction of a dry run too, which holds its locks to the end: who comes meanwhile
-- would wait for it. A table that somebody else is looking at is left to them.

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.take_statistics(everything boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    ANALYZE (SKIP_LOCKED) app.members, app.accounts, app.contacts, app.opportunities;
    IF everything THEN
        ANALYZE (SKIP_LOCKED) app.opportunity_changes, app.opportunity_versions, app.contact_roles, app.activities,
            app.quotas;
    END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.take_statistics(everything boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    ANALYZE app.members, app.accounts, app.contacts, app.opportunities;
    IF everything THEN
        ANALYZE app.opportunity_changes, app.opportunity_versions, app.contact_roles, app.activities, app.quotas;
    END IF;
END $$;
-- +goose StatementEnd
