-- +goose Up
-- A problem that the measurement of the data found, handed out: a task for each owner of the opportunities that have it.
CREATE TABLE app.cleanups (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    rule      text NOT NULL CHECK (rule <> ''), -- of the measurement
    at        timestamptz NOT NULL,
    member_id uuid NOT NULL, -- who handed it out
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX cleanups_of ON app.cleanups (tenant_id, rule, at DESC);
SELECT app.distribute('app.cleanups');
SELECT app.protect('app.cleanups', 'SELECT, INSERT');

CREATE TABLE app.cleanup_tasks (
    tenant_id  uuid NOT NULL,
    task_id    uuid NOT NULL,
    cleanup_id uuid NOT NULL,
    owner_id   uuid,          -- whose opportunities they are; NULL: nobody's
    command_id uuid NOT NULL, -- that made the task, by which it is taken back
    PRIMARY KEY (tenant_id, task_id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES app.tasks (tenant_id, id),
    FOREIGN KEY (tenant_id, cleanup_id) REFERENCES app.cleanups (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX cleanup_tasks_of ON app.cleanup_tasks (tenant_id, cleanup_id);
SELECT app.distribute('app.cleanup_tasks');
SELECT app.protect('app.cleanup_tasks', 'SELECT, INSERT');

-- The opportunities of such a task, as the last measurement found them.
CREATE TABLE app.cleanup_records (
    tenant_id      uuid NOT NULL,
    task_id        uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    state          text NOT NULL CHECK (state IN ('open', 'fixed', 'moved')), -- moved: to another owner
    since          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, task_id, opportunity_id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES app.cleanup_tasks (tenant_id, task_id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
SELECT app.distribute('app.cleanup_records');
SELECT app.protect('app.cleanup_records', 'SELECT, INSERT, UPDATE');

ALTER TABLE app.task_events DROP CONSTRAINT task_events_kind_check;
ALTER TABLE app.task_events ADD CONSTRAINT task_events_kind_check CHECK (kind IN ('created', 'edited', 'snoozed',
    'reassigned', 'done', 'verified', 'reopened', 'deleted', 'restored'));

-- +goose Down
UPDATE app.task_events SET kind = 'done' WHERE kind = 'verified';
ALTER TABLE app.task_events DROP CONSTRAINT task_events_kind_check;
ALTER TABLE app.task_events ADD CONSTRAINT task_events_kind_check CHECK (kind IN ('created', 'edited', 'snoozed',
    'reassigned', 'done', 'reopened', 'deleted', 'restored'));
DROP TABLE app.cleanup_records;
DROP TABLE app.cleanup_tasks;
DROP TABLE app.cleanups;
