-- +goose Up
-- What somebody is to do by a day or a moment, alone or about a record. The row is the present state; how it came about
-- is in app.task_events. due_at is when the task is late: the end of its day, or its time on that day, in the zone.
CREATE TABLE app.tasks (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    title       text NOT NULL CHECK (title <> ''),
    due_on      date,     -- NULL: whenever
    due_minute  smallint CHECK (due_minute BETWEEN 0 AND 1439), -- of that day, by the clock of the zone; NULL: all day
    zone        text NOT NULL,
    due_at      timestamptz,
    assignee_id uuid NOT NULL,
    object      text NOT NULL DEFAULT '' CHECK (object IN ('', 'opportunity', 'account', 'contact')),
    object_id   uuid,
    repeats     text NOT NULL DEFAULT '', -- a rule of RFC 5545; empty: once
    follows     uuid,     -- the task of the same rule before it
    created_by  uuid,     -- NULL: the system
    created_at  timestamptz NOT NULL,
    done_at     timestamptz,
    deleted_at  timestamptz,
    revision    bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignee_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, follows) REFERENCES app.tasks (tenant_id, id),
    CHECK ((object = '') = (object_id IS NULL)),
    CHECK (due_minute IS NULL OR due_on IS NOT NULL),
    CHECK ((due_on IS NULL) = (due_at IS NULL))
);
CREATE INDEX tasks_open ON app.tasks (tenant_id, assignee_id, due_at) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_done ON app.tasks (tenant_id, assignee_id, done_at DESC) WHERE done_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_about ON app.tasks (tenant_id, object_id) WHERE object_id IS NOT NULL;
CREATE UNIQUE INDEX tasks_follows ON app.tasks (tenant_id, follows) WHERE follows IS NOT NULL AND deleted_at IS NULL;
SELECT app.distribute('app.tasks');
SELECT app.protect('app.tasks', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.task_events (
    tenant_id uuid NOT NULL,
    id        uuid NOT NULL,
    task_id   uuid NOT NULL,
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    kind      text NOT NULL CHECK (kind IN ('created', 'edited', 'snoozed', 'reassigned', 'done', 'reopened', 'deleted',
        'restored')),
    changes   jsonb NOT NULL, -- as app.commands.payload
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES app.tasks (tenant_id, id)
);
CREATE INDEX task_events_of ON app.task_events (tenant_id, task_id, at);
SELECT app.distribute('app.task_events');
SELECT app.protect('app.task_events', 'SELECT, INSERT');

-- When somebody is reminded of a task. A reminder is claimed once, in the transaction that tells them; another due time is
-- another row.
CREATE TABLE app.reminders (
    tenant_id  uuid NOT NULL,
    id         uuid NOT NULL,
    task_id    uuid NOT NULL,
    local      text NOT NULL, -- the wall time, 2026-11-20 08:00
    zone       text NOT NULL,
    due_at     timestamptz NOT NULL, -- the instant that it is
    claimed_at timestamptz,
    dropped_at timestamptz, -- the task was done, deleted or moved before
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES app.tasks (tenant_id, id)
);
CREATE INDEX reminders_due ON app.reminders (tenant_id, due_at) WHERE claimed_at IS NULL AND dropped_at IS NULL;
CREATE INDEX reminders_of ON app.reminders (tenant_id, task_id);
SELECT app.distribute('app.reminders');
SELECT app.protect('app.reminders', 'SELECT, INSERT, UPDATE');

-- +goose Down
DROP TABLE app.reminders;
DROP TABLE app.task_events;
DROP TABLE app.tasks;
