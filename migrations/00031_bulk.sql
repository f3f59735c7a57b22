-- +goose Up
-- One change to many records: what was asked for, and what became of each record. The records are those that the filter
-- chose when the change was confirmed.
CREATE TABLE app.bulk_jobs (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    started_by  uuid NOT NULL,
    at          timestamptz NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('owner', 'close_on', 'next_step', 'category', 'stage', 'archive', 'undo')),
    value       text NOT NULL DEFAULT '', -- in the text of the history
    reason      text NOT NULL DEFAULT '', -- of a category or a loss
    undoes      uuid, -- the job that this one takes back
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, started_by) REFERENCES app.members (tenant_id, id)
);
CREATE UNIQUE INDEX bulk_jobs_undoes ON app.bulk_jobs (tenant_id, undoes) WHERE undoes IS NOT NULL;
SELECT app.distribute('app.bulk_jobs');
SELECT app.protect('app.bulk_jobs', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.bulk_results (
    tenant_id      uuid NOT NULL,
    job_id         uuid NOT NULL,
    place          integer NOT NULL, -- from 0, in the order of the list
    opportunity_id uuid NOT NULL,
    saw            text, -- the value when the change was confirmed; of an undo the command to take back
    result         text CHECK (result IN ('changed', 'unchanged', 'refused', 'conflict')), -- NULL: still to do
    message        text NOT NULL DEFAULT '',
    command_id     uuid,
    PRIMARY KEY (tenant_id, job_id, place),
    FOREIGN KEY (tenant_id, job_id) REFERENCES app.bulk_jobs (tenant_id, id)
);
SELECT app.distribute('app.bulk_results');
SELECT app.protect('app.bulk_results', 'SELECT, INSERT, UPDATE');

-- +goose Down
DROP TABLE app.bulk_results;
DROP TABLE app.bulk_jobs;
