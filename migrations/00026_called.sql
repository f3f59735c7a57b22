-- +goose Up
-- What the member themselves had called when somebody above adjusted it, in minor units: an adjustment is outdated once
-- the member calls something else. Null: there was no call, or the adjustment is older than this column.
ALTER TABLE app.forecast_judgements ADD COLUMN called bigint;

-- +goose Down
ALTER TABLE app.forecast_judgements DROP COLUMN called;
