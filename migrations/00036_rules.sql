-- +goose Up
-- What an organisation asks of its opportunities: exit criteria of stages and validation rules. A row is a version of a
-- rule, never edited; the newest known at a moment counts.
CREATE TABLE app.rules (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL, -- of the version
    rule_id   uuid NOT NULL,
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    kind      text NOT NULL CHECK (kind IN ('gate', 'check')),
    stage     text NOT NULL DEFAULT '', -- of a gate: the stage that is left
    any_term  boolean NOT NULL DEFAULT false, -- one of the terms is enough
    terms     jsonb NOT NULL,
    message   text NOT NULL,
    warns     boolean NOT NULL DEFAULT false, -- says so and lets the change through
    imports   boolean NOT NULL DEFAULT false, -- rows of an import are refused too
    starts_on date NOT NULL,
    retired   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX rules_newest ON app.rules (tenant_id, rule_id, at DESC, id DESC);
SELECT app.distribute('app.rules');
SELECT app.protect('app.rules', 'SELECT, INSERT');

-- Why somebody did what the exit criteria of a stage refuse.
ALTER TABLE app.commands ADD COLUMN reason text NOT NULL DEFAULT '';

-- The stage that took over when this one ended: its new name, or where its open opportunities went.
ALTER TABLE app.stages ADD COLUMN became text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE app.stages DROP COLUMN became;
ALTER TABLE app.commands DROP COLUMN reason;
DROP TABLE app.rules;
