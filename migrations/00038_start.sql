-- +goose Up
-- The links with which the first organisation is created in a browser. Only their digests are kept.
CREATE TABLE auth.setup_links (
    digest     bytea PRIMARY KEY,
    created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON auth.setup_links TO app_rw;

-- When an administrator hid the list of first steps; empty: it is shown until all of them are done.
ALTER TABLE app.tenants ADD COLUMN steps_hidden_at timestamptz;

-- +goose Down
ALTER TABLE app.tenants DROP COLUMN steps_hidden_at;
DROP TABLE auth.setup_links;
