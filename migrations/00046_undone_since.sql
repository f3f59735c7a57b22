-- +goose Up
-- An import writes no commands, so the undo of one says since when the values stood that it takes back: before that
-- moment a record was as the undo left it.
ALTER TABLE app.commands ADD COLUMN since timestamptz; -- of a revert: when its import began

-- +goose Down
ALTER TABLE app.commands DROP COLUMN since;
