-- +goose Up
-- The columns with which somebody's list begins, where its address names none; empty: those that everybody begins with.
CREATE TABLE app.list_columns (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    member_id uuid NOT NULL,
    path      text NOT NULL, -- of the list
    columns   text NOT NULL, -- their names, in order, with commas between them
    PRIMARY KEY (tenant_id, member_id, path),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.list_columns');
SELECT app.protect('app.list_columns', 'SELECT, INSERT, UPDATE');

-- +goose Down
DROP TABLE app.list_columns;
