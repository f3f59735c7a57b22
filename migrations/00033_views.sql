-- +goose Up
-- Lists that people saved under a name. What a view says is in its newest version; a row of the past is never changed.
CREATE TABLE app.views (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    owner_id   uuid NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.views');
SELECT app.protect('app.views', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.view_versions (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    view_id   uuid NOT NULL,
    version   integer NOT NULL CHECK (version > 0),
    at        timestamptz NOT NULL,
    member_id uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''),
    path      text NOT NULL CHECK (path IN ('/pipeline', '/pipeline/board')),
    query     text NOT NULL, -- as in the address, without a moment or a place in the list
    sharing   text NOT NULL CHECK (sharing IN ('private', 'team', 'everybody')),
    team      text NOT NULL, -- whom a team's view is for
    for_role  text NOT NULL, -- whose list begins with it; empty: nobody's
    PRIMARY KEY (tenant_id, view_id, version),
    FOREIGN KEY (tenant_id, view_id) REFERENCES app.views (tenant_id, id)
);
SELECT app.distribute('app.view_versions');
SELECT app.protect('app.view_versions', 'SELECT, INSERT');

-- Whose tabs a view is among.
CREATE TABLE app.view_pins (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    view_id   uuid NOT NULL,
    member_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, view_id, member_id),
    FOREIGN KEY (tenant_id, view_id) REFERENCES app.views (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.view_pins');
SELECT app.protect('app.view_pins', 'SELECT, INSERT, DELETE');

-- +goose Down
DROP TABLE app.view_pins;
DROP TABLE app.view_versions;
DROP TABLE app.views;
