-- +goose Up
-- What an organisation finds out about each opportunity, from a moment on; the newest row counts. Where there is none it is MEDDICC.
CREATE TABLE app.qualification_definitions (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    at        timestamptz NOT NULL,
    member_id uuid, -- NULL: the system
    name      text NOT NULL CHECK (name <> ''),
    elements  jsonb NOT NULL, -- [{"key": "metrics", "label": "Metrics", "hint": "…"}]
    PRIMARY KEY (tenant_id, id)
);
SELECT app.distribute('app.qualification_definitions');
SELECT app.protect('app.qualification_definitions', 'SELECT, INSERT');

-- How sure the seller is of an element of an opportunity, and why. A row is only added; the newest of an element counts.
CREATE TABLE app.qualification_answers (
    tenant_id      uuid NOT NULL,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    element        text NOT NULL CHECK (element <> ''),
    score          smallint CHECK (score BETWEEN 0 AND 3), -- NULL: not known
    evidence       text NOT NULL DEFAULT '',
    evidence_on    date,
    at             timestamptz NOT NULL,
    member_id      uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX qualification_answers_of ON app.qualification_answers (tenant_id, opportunity_id, element, at DESC, id DESC);
SELECT app.distribute('app.qualification_answers');
SELECT app.protect('app.qualification_answers', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.qualification_answers;
DROP TABLE app.qualification_definitions;
