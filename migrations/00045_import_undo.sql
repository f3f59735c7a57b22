-- +goose Up
-- What an import did to each record, from which the whole import can be undone for a week: that it created it, or both
-- sides of each field that it changed. A record that a file names twice has several rows. Like the other large tables
-- it has no foreign key to app.tenants.
CREATE TABLE app.import_effects (
    tenant_id uuid NOT NULL,
    id        uuid NOT NULL,
    import_id uuid NOT NULL,
    object    text NOT NULL CHECK (object IN ('account', 'contact', 'opportunity', 'activity')),
    record_id uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('created', 'changed', 'stamped')), -- stamped: only when the source said it
    changes   jsonb NOT NULL DEFAULT '{}', -- {"amount": {"was": "100", "is": "200"}}
    result    text CHECK (result IN ('removed', 'restored', 'part', 'left', 'same')), -- NULL: not undone
    name      text NOT NULL DEFAULT '', -- of a record that the undo left
    reason    text NOT NULL DEFAULT '', -- why
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX import_effects_of ON app.import_effects (tenant_id, import_id, object, record_id);
CREATE INDEX import_effects_on ON app.import_effects (tenant_id, record_id, import_id);
SELECT app.distribute('app.import_effects');
SELECT app.protect('app.import_effects', 'SELECT, INSERT, UPDATE, DELETE');

-- The undoing of an import. An import is undone once.
CREATE TABLE app.import_undos (
    tenant_id   uuid NOT NULL,
    import_id   uuid NOT NULL,
    started_by  uuid, -- NULL: the system
    at          timestamptz NOT NULL,
    finished_at timestamptz,
    failure     text NOT NULL DEFAULT '', -- a sentence for the person, where it stopped
    PRIMARY KEY (tenant_id, import_id),
    FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports (tenant_id, id)
);
SELECT app.distribute('app.import_undos');
SELECT app.protect('app.import_undos', 'SELECT, INSERT, UPDATE');

-- A draft that nobody needs any more loses its files. What its columns were said to be stays as a suggestion.
ALTER TABLE app.imports DROP CONSTRAINT imports_state_check;
ALTER TABLE app.imports ADD CONSTRAINT imports_state_check
    CHECK (state IN ('draft', 'discarded', 'waiting', 'running', 'done', 'failed'));

-- +goose Down
UPDATE app.imports SET state = 'draft' WHERE state = 'discarded';
ALTER TABLE app.imports DROP CONSTRAINT imports_state_check;
ALTER TABLE app.imports ADD CONSTRAINT imports_state_check
    CHECK (state IN ('draft', 'waiting', 'running', 'done', 'failed'));
DROP TABLE app.import_undos;
DROP TABLE app.import_effects;
