-- +goose Up
-- The values that an organisation keeps for loss reasons, competitors and sources. A row is a version of a whole list,
-- never edited; the newest known at a moment counts.
CREATE TABLE app.pick_lists (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL, -- of the version
    field     text NOT NULL, -- loss_reason, competitor, source
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    entries   jsonb NOT NULL, -- in order: name, retired, the names that it had
    closed    boolean NOT NULL, -- nothing else can be typed
    required  boolean NOT NULL, -- asked before an opportunity is lost
    message   text NOT NULL DEFAULT '',
    did       text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX pick_lists_newest ON app.pick_lists (tenant_id, field, at DESC, id DESC);
SELECT app.distribute('app.pick_lists');
SELECT app.protect('app.pick_lists', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.pick_lists;
