-- How an import reads its files: what a look at them found, and what somebody chose.

-- +goose Up
ALTER TABLE app.imports ADD COLUMN findings jsonb NOT NULL DEFAULT '{}', ADD COLUMN choices jsonb NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE app.imports DROP COLUMN findings, DROP COLUMN choices;
