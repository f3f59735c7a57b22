-- +goose Up
-- When the source last modified each record, so that an older export never overwrites what a newer one said; and what an
-- import counts beside: rows that are older than what is here, and values that it emptied.
ALTER TABLE app.members ADD COLUMN source_modified_at timestamptz; -- NULL: the source does not say
ALTER TABLE app.accounts ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.contacts ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.products ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.opportunities ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.line_items ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.contact_roles ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.activities ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.quotas ADD COLUMN source_modified_at timestamptz;
ALTER TABLE app.import_objects ADD COLUMN older bigint NOT NULL DEFAULT 0; -- rows that are older than what is here
ALTER TABLE app.import_objects ADD COLUMN cleared text NOT NULL DEFAULT ''; -- how many values rows emptied, by field, as JSON

-- +goose Down
ALTER TABLE app.import_objects DROP COLUMN cleared;
ALTER TABLE app.import_objects DROP COLUMN older;
ALTER TABLE app.quotas DROP COLUMN source_modified_at;
ALTER TABLE app.activities DROP COLUMN source_modified_at;
ALTER TABLE app.contact_roles DROP COLUMN source_modified_at;
ALTER TABLE app.line_items DROP COLUMN source_modified_at;
ALTER TABLE app.opportunities DROP COLUMN source_modified_at;
ALTER TABLE app.products DROP COLUMN source_modified_at;
ALTER TABLE app.contacts DROP COLUMN source_modified_at;
ALTER TABLE app.accounts DROP COLUMN source_modified_at;
ALTER TABLE app.members DROP COLUMN source_modified_at;
