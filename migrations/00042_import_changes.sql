-- +goose Up
-- The first records that a dry run would change, with their values before and after.
ALTER TABLE app.imports ADD COLUMN changes jsonb NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE app.imports DROP COLUMN changes;
