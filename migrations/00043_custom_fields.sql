-- +goose Up
-- The fields that an organisation defines for its records. A row is a version of a field, never edited; the newest known
-- at a moment counts.
CREATE TABLE app.custom_fields (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL, -- of the version
    field_id  uuid NOT NULL,
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    object    text NOT NULL, -- opportunity
    name      text NOT NULL,
    kind      text NOT NULL, -- text, number, amount, date, flag, choice
    help      text NOT NULL DEFAULT '',
    options   jsonb NOT NULL, -- of a choice, in order
    needed    text NOT NULL DEFAULT '', -- the stage from which on it is needed; empty: none
    source    text NOT NULL DEFAULT '', -- the column of imports that fills it
    place     int NOT NULL,
    retired   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX custom_fields_newest ON app.custom_fields (tenant_id, field_id, at DESC, id DESC);
SELECT app.distribute('app.custom_fields');
SELECT app.protect('app.custom_fields', 'SELECT, INSERT');

-- Their values by field_id, in the text of the history. What is not known is not there.
ALTER TABLE app.opportunities ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';
ALTER TABLE app.opportunity_versions ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE app.opportunity_versions DROP COLUMN fields;
ALTER TABLE app.opportunities DROP COLUMN fields;
DROP TABLE app.custom_fields;
