-- +goose Up
-- A link or a file that somebody put to a record. What became of it is in app.attachment_events; a page of the past shows
-- what was there then. A file's bytes are rows of app.attachment_parts, a megabyte each at most.
CREATE TABLE app.attachments (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    object    text NOT NULL CHECK (object IN ('opportunity', 'account', 'contact')),
    object_id uuid NOT NULL,
    author_id uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''), -- of the file, cleaned, or the title of the link
    url       text NOT NULL DEFAULT '',         -- of a link; empty: a file
    media     text NOT NULL DEFAULT '',         -- the type of a file, as its bytes say
    size      bigint NOT NULL DEFAULT 0 CHECK (size >= 0), -- bytes
    sha256    bytea,
    at        timestamptz NOT NULL,
    erased_at timestamptz, -- the bytes of a removed file were deleted
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX attachments_of ON app.attachments (tenant_id, object_id, at DESC);
CREATE INDEX attachments_kept ON app.attachments (tenant_id) INCLUDE (size) WHERE size > 0 AND erased_at IS NULL;
SELECT app.distribute('app.attachments');
SELECT app.protect('app.attachments', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.attachment_parts (
    tenant_id     uuid NOT NULL,
    attachment_id uuid NOT NULL,
    part          integer NOT NULL CHECK (part >= 0),
    data          bytea NOT NULL,
    PRIMARY KEY (tenant_id, attachment_id, part),
    FOREIGN KEY (tenant_id, attachment_id) REFERENCES app.attachments (tenant_id, id)
);
SELECT app.distribute('app.attachment_parts');
SELECT app.protect('app.attachment_parts', 'SELECT, INSERT, DELETE');

CREATE TABLE app.attachment_events (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL,
    attachment_id uuid NOT NULL,
    at            timestamptz NOT NULL,
    member_id     uuid, -- NULL: the system
    kind          text NOT NULL CHECK (kind IN ('added', 'removed', 'restored')),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, attachment_id) REFERENCES app.attachments (tenant_id, id)
);
CREATE INDEX attachment_events_of ON app.attachment_events (tenant_id, attachment_id, at DESC);
SELECT app.distribute('app.attachment_events');
SELECT app.protect('app.attachment_events', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.attachment_events;
DROP TABLE app.attachment_parts;
DROP TABLE app.attachments;
