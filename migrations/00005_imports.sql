-- +goose Up
-- An import: the files as they came, how far each has been read, and the rows that could not be taken.

CREATE TABLE app.imports (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    format      text NOT NULL CHECK (format IN ('salesforce', 'csv')),
    origin      text NOT NULL, -- the uploaded file's name, or the folder's
    mapping     text NOT NULL DEFAULT '', -- the mapping file, for format csv
    state       text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    dry_run     boolean NOT NULL,
    failure     text NOT NULL DEFAULT '', -- a sentence for the person, where state is failed
    notes       jsonb NOT NULL DEFAULT '[]', -- what the importer decided: inferred stages, unknown columns, …
    started_by  uuid,
    created_at  timestamptz NOT NULL,
    started_at  timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX imports_created ON app.imports (tenant_id, created_at DESC);
SELECT app.distribute('app.imports');
SELECT app.protect('app.imports', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.import_files (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    import_id uuid NOT NULL,
    name      text NOT NULL,
    part      integer NOT NULL, -- files are stored in parts of a megabyte
    data      bytea NOT NULL,
    PRIMARY KEY (tenant_id, import_id, name, part),
    FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports (tenant_id, id)
);
SELECT app.distribute('app.import_files');
SELECT app.protect('app.import_files', 'SELECT, INSERT, DELETE');

CREATE TABLE app.import_objects (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    import_id uuid NOT NULL,
    object    text NOT NULL, -- Account, Opportunity, …
    position  integer NOT NULL, -- order of work
    total     bigint NOT NULL,
    read      bigint NOT NULL DEFAULT 0, -- rows read and committed: where a restart goes on
    added     bigint NOT NULL DEFAULT 0,
    changed   bigint NOT NULL DEFAULT 0,
    unchanged bigint NOT NULL DEFAULT 0,
    refused   bigint NOT NULL DEFAULT 0,
    flagged   bigint NOT NULL DEFAULT 0, -- taken, with something missing
    finished  boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, import_id, object),
    FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports (tenant_id, id)
);
SELECT app.distribute('app.import_objects');
SELECT app.protect('app.import_objects', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.import_rows (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    id        uuid NOT NULL,
    file      text NOT NULL,
    line      bigint NOT NULL, -- of the file, counted from 1
    level     text NOT NULL CHECK (level IN ('refused', 'flagged')),
    reason    text NOT NULL,
    row       text NOT NULL, -- as CSV, shortened to 2,000 characters
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, import_id) REFERENCES app.imports (tenant_id, id)
);
CREATE INDEX import_rows_import ON app.import_rows (tenant_id, import_id, file, line);
SELECT app.distribute('app.import_rows');
SELECT app.protect('app.import_rows', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.import_rows;
DROP TABLE app.import_objects;
DROP TABLE app.import_files;
DROP TABLE app.imports;
