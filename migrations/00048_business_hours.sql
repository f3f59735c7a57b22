-- +goose Up
-- When an organisation works: its weekly hours and its holidays. A row is a version of all of it, never edited; the
-- newest known at a moment counts.
CREATE TABLE app.business_hours (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL, -- of the version
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    week      jsonb NOT NULL, -- seven times from and to, in minutes after midnight, Sunday first
    holidays  jsonb NOT NULL, -- in order: on, name
    did       text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX business_hours_newest ON app.business_hours (tenant_id, at DESC, id DESC);
SELECT app.distribute('app.business_hours');
SELECT app.protect('app.business_hours', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.business_hours;
