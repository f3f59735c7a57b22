-- +goose Up
-- What people did to records: who, when, to what, and both sides of each field, so that it can be taken back. A row is
-- only added. Like the other large tables it has no foreign key to app.tenants.
CREATE TABLE app.commands (
    tenant_id uuid NOT NULL,
    id        uuid NOT NULL,
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    kind      text NOT NULL CHECK (kind <> ''),
    object    text NOT NULL CHECK (object <> ''),
    object_id uuid NOT NULL,
    payload   jsonb NOT NULL, -- {"amount": {"was": "100", "is": "200"}}; the inverse is the same with the sides exchanged
    undoes    uuid, -- the command that this one takes back
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX commands_of ON app.commands (tenant_id, object_id, at DESC);
CREATE UNIQUE INDEX commands_undoes ON app.commands (tenant_id, undoes) WHERE undoes IS NOT NULL;
SELECT app.distribute('app.commands');
SELECT app.protect('app.commands', 'SELECT, INSERT');

-- Where opportunities that came from a CRM are kept: here, or there, and then only what is our own is changed here.
ALTER TABLE app.tenants ADD COLUMN kept_in_crm boolean NOT NULL DEFAULT false;

-- What somebody wrote down about a record. What is deleted stays, so that a page of the past shows it.
CREATE TABLE app.notes (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    object     text NOT NULL CHECK (object IN ('opportunity', 'account', 'contact')),
    object_id  uuid NOT NULL,
    author_id  uuid NOT NULL,
    body       text NOT NULL CHECK (body <> ''),
    at         timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX notes_of ON app.notes (tenant_id, object_id, at DESC);
SELECT app.distribute('app.notes');
SELECT app.protect('app.notes', 'SELECT, INSERT, UPDATE');

-- +goose Down
DROP TABLE app.notes;
ALTER TABLE app.tenants DROP COLUMN kept_in_crm;
DROP TABLE app.commands;
