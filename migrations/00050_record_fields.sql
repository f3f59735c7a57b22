-- +goose Up
-- The values of the custom fields of accounts and contacts, by field_id. What is not known is not there.
ALTER TABLE app.accounts ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';
ALTER TABLE app.contacts ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE app.contacts DROP COLUMN fields;
ALTER TABLE app.accounts DROP COLUMN fields;
