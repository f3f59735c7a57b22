-- +goose Up
-- The accuracy page reads the trials of one level and kind of period out of hundreds of thousands.
CREATE INDEX forecast_trials_level ON app.forecast_trials (tenant_id, level, kind, name);

-- +goose Down
DROP INDEX app.forecast_trials_level;
