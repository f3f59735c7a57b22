-- +goose Up
-- What somebody is told of. A row names what it is about and holds no text of a record: the page makes its words of what
-- the reader sees at that moment. One that comes again within ten minutes is the same row, unread again.
CREATE TABLE app.notifications (
    tenant_id     uuid NOT NULL REFERENCES app.tenants,
    id            uuid NOT NULL,
    member_id     uuid NOT NULL, -- who is told
    kind          text NOT NULL CHECK (kind IN ('mention', 'task_assigned', 'task_due', 'opportunity_assigned', 'waiting',
        'forecast_due', 'nudge')),
    object        text NOT NULL DEFAULT '', -- of the record, as app.tasks has it; empty: none
    object_id     uuid,
    subject_id    uuid NOT NULL, -- the task, the note, the record, or what waits
    actor_id      uuid, -- who caused it; NULL: nobody
    words         text NOT NULL DEFAULT '', -- of what is about no record
    path          text NOT NULL DEFAULT '', -- below the organisation's address, of what is about no record
    at            timestamptz NOT NULL,
    slot          bigint NOT NULL, -- ten minutes since 1970, of the first time
    times         integer NOT NULL DEFAULT 1,
    read_at       timestamptz,
    snoozed_until timestamptz,
    done_at       timestamptz,
    mail_at       timestamptz, -- when it is mailed if it is unread by then; NULL: never
    mailed_at     timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE UNIQUE INDEX notifications_once ON app.notifications (tenant_id, member_id, kind, subject_id, slot);
CREATE INDEX notifications_open ON app.notifications (tenant_id, member_id, at DESC) WHERE done_at IS NULL;
CREATE INDEX notifications_mail ON app.notifications (tenant_id, mail_at)
    WHERE mail_at IS NOT NULL AND mailed_at IS NULL AND read_at IS NULL AND done_at IS NULL;
SELECT app.distribute('app.notifications');
SELECT app.protect('app.notifications', 'SELECT, INSERT, UPDATE');

-- How a member is told of a kind; no row: as the product does it.
CREATE TABLE app.notification_rules (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    member_id uuid NOT NULL,
    kind      text NOT NULL CHECK (kind <> ''),
    channel   text NOT NULL CHECK (channel IN ('off', 'app', 'email', 'digest')),
    PRIMARY KEY (tenant_id, member_id, kind),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.notification_rules');
SELECT app.protect('app.notification_rules', 'SELECT, INSERT, UPDATE');

-- When a member is mailed. Minutes are after midnight by the clock of the zone.
CREATE TABLE app.notification_times (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    member_id   uuid NOT NULL,
    zone        text NOT NULL,
    wait        smallint NOT NULL CHECK (wait BETWEEN 0 AND 1439), -- minutes for which something may stay unread
    digest      smallint NOT NULL CHECK (digest BETWEEN 0 AND 1439),
    quiet_from  smallint NOT NULL CHECK (quiet_from BETWEEN 0 AND 1439), -- equal to quiet_to: there are no quiet hours
    quiet_to    smallint NOT NULL CHECK (quiet_to BETWEEN 0 AND 1439),
    PRIMARY KEY (tenant_id, member_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.notification_times');
SELECT app.protect('app.notification_times', 'SELECT, INSERT, UPDATE');

-- Whom a note mentions, and with which words of it.
CREATE TABLE app.note_mentions (
    tenant_id uuid NOT NULL,
    note_id   uuid NOT NULL,
    member_id uuid NOT NULL,
    words     text NOT NULL CHECK (words <> ''),
    PRIMARY KEY (tenant_id, note_id, member_id),
    FOREIGN KEY (tenant_id, note_id) REFERENCES app.notes (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.note_mentions');
SELECT app.protect('app.note_mentions', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.note_mentions;
DROP TABLE app.notification_times;
DROP TABLE app.notification_rules;
DROP TABLE app.notifications;
