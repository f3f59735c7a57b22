-- +goose Up
-- An uploaded file whose columns somebody still maps is a draft import. Imports that are made of it name it.
ALTER TABLE app.imports ADD COLUMN plan jsonb NOT NULL DEFAULT '{}';
ALTER TABLE app.imports ADD COLUMN draft_id uuid;
ALTER TABLE app.imports DROP CONSTRAINT imports_state_check;
ALTER TABLE app.imports ADD CONSTRAINT imports_state_check
    CHECK (state IN ('draft', 'waiting', 'running', 'done', 'failed'));

-- +goose Down
DELETE FROM app.import_files f USING app.imports i
    WHERE i.tenant_id = f.tenant_id AND i.id = f.import_id AND i.state = 'draft';
DELETE FROM app.imports WHERE state = 'draft';
ALTER TABLE app.imports DROP CONSTRAINT imports_state_check;
ALTER TABLE app.imports ADD CONSTRAINT imports_state_check CHECK (state IN ('waiting', 'running', 'done', 'failed'));
ALTER TABLE app.imports DROP COLUMN draft_id;
ALTER TABLE app.imports DROP COLUMN plan;
