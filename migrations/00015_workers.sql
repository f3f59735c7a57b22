-- +goose Up
-- A process that does jobs says so every few seconds. When it has not for as long as its lease, others take its jobs over.

CREATE TABLE auth.workers (
    id         text PRIMARY KEY, -- as the queue writes it into river_job.attempted_by
    expires_at timestamptz NOT NULL -- of the database's clock, so that the machines' own need not agree
);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.workers TO app_rw;
CREATE INDEX mails_unsent ON auth.mails (created_at) WHERE sent_at IS NULL;

-- A training is over once the forecasts of past days are made as well. One of before is not known to be, and is made once more.
ALTER TABLE app.trainings ADD COLUMN finished_at timestamptz;
GRANT UPDATE (finished_at) ON app.trainings TO app_rw;

-- +goose Down
REVOKE UPDATE (finished_at) ON app.trainings FROM app_rw;
ALTER TABLE app.trainings DROP COLUMN finished_at;
DROP INDEX auth.mails_unsent;
DROP TABLE auth.workers;
