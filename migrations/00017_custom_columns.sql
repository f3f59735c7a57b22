-- +goose Up
-- The columns of sources that became custom fields of an object. They are counted against a bound, so that no record grows without end.
CREATE TABLE app.custom_columns (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    object    text NOT NULL, -- account, opportunity, …
    name      text NOT NULL, -- as the source has it
    known_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, object, name)
);
SELECT app.distribute('app.custom_columns');
SELECT app.protect('app.custom_columns', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.custom_columns;
