-- +goose Up
-- Accounts and contacts are edited here, and their commands are their history.
ALTER TABLE app.accounts ADD COLUMN phone text NOT NULL DEFAULT '';
CREATE INDEX accounts_parent ON app.accounts (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX contacts_name ON app.contacts (tenant_id, lower(last_name), lower(first_name), id);
CREATE INDEX activities_account ON app.activities (tenant_id, account_id, occurs_on);
CREATE INDEX activities_contact ON app.activities (tenant_id, contact_id, occurs_on) WHERE contact_id IS NOT NULL;
CREATE INDEX commands_object ON app.commands (tenant_id, object, object_id);

-- +goose Down
DROP INDEX app.commands_object;
DROP INDEX app.activities_contact;
DROP INDEX app.activities_account;
DROP INDEX app.contacts_name;
DROP INDEX app.accounts_parent;
ALTER TABLE app.accounts DROP COLUMN phone;
