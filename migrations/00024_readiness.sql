-- +goose Up
-- The application compares the schema with the migrations that it brings.
GRANT SELECT ON auth.goose_db_version TO app_rw;

-- +goose Down
REVOKE SELECT ON auth.goose_db_version FROM app_rw;
