-- +goose Up
-- What changed, week by week: daily figures derived from history, and what people judged, agreed and froze.

-- What was open at or after a moment is few of all versions, however long the past is.
CREATE INDEX opportunity_versions_open ON app.opportunity_versions (tenant_id, known_to, close_on)
    INCLUDE (known_from, owner_id, category, id) WHERE status = 'open';

-- The pipeline as it stood at the end of each day: derived from app.opportunity_versions, so that it can be thrown away and
-- built again. What is open counts in the quarter of its close date, overdue in that of the day; what is won in the quarter of
-- its close date, from the day's own quarter on. Like the other large tables it has no foreign key to app.tenants.
CREATE TABLE app.pipeline_snapshots (
    tenant_id   uuid NOT NULL,
    on_day      date NOT NULL,
    line        integer NOT NULL, -- counts the rows of a day
    quarter     date, -- its first day; NULL: no close date
    owner_id    uuid,
    status      text NOT NULL CHECK (status IN ('open', 'won')),
    category    text NOT NULL,
    count       bigint NOT NULL,
    amount      bigint NOT NULL, -- minor units of the base currency: what is open at the day's rate, what is won at that of its close date
    weighted    bigint NOT NULL, -- minor units of the base currency: open amount × probability, overdue at the decay
    unconverted bigint NOT NULL, -- how many have no amount, or no rate to convert it, and so are in no sum
    PRIMARY KEY (tenant_id, on_day, line)
);
CREATE INDEX pipeline_snapshots_quarter ON app.pipeline_snapshots (tenant_id, quarter, on_day) INCLUDE (owner_id, status, category, amount, weighted);
SELECT app.distribute('app.pipeline_snapshots');
SELECT app.protect('app.pipeline_snapshots', 'SELECT, INSERT, DELETE');

-- The days that have a snapshot, one without any opportunity included, and when it was built: where a build goes on.
CREATE TABLE app.snapshot_days (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    on_day    date NOT NULL,
    built_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, on_day)
);
SELECT app.distribute('app.snapshot_days');
SELECT app.protect('app.snapshot_days', 'SELECT, INSERT, DELETE');

-- Whether somebody counts on an opportunity for a period. The newest of each author holds; none is ever changed.
CREATE TABLE app.opportunity_judgements (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    period         text NOT NULL, -- 2026-Q4
    author_id      uuid NOT NULL,
    verdict        text NOT NULL CHECK (verdict IN ('in', 'out')),
    note           text NOT NULL DEFAULT '',
    at             timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX opportunity_judgements_of ON app.opportunity_judgements (tenant_id, period, opportunity_id, author_id, at DESC);
SELECT app.distribute('app.opportunity_judgements');
SELECT app.protect('app.opportunity_judgements', 'SELECT, INSERT');

-- What was said about a rep or an opportunity in a review.
CREATE TABLE app.review_notes (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    week           text NOT NULL, -- 2026-W47
    member_id      uuid NOT NULL, -- the rep whom it is about
    opportunity_id uuid, -- NULL: about the rep's week as a whole
    author_id      uuid NOT NULL,
    body           text NOT NULL CHECK (body <> ''),
    at             timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX review_notes_week ON app.review_notes (tenant_id, week, member_id, at);
SELECT app.distribute('app.review_notes');
SELECT app.protect('app.review_notes', 'SELECT, INSERT');

-- What somebody agreed to do. It is carried over from week to week until a row of review_action_marks says that it is done.
CREATE TABLE app.review_actions (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    id         uuid NOT NULL,
    week       text NOT NULL, -- in which it was agreed
    owner_id   uuid NOT NULL, -- who does it
    body       text NOT NULL CHECK (body <> ''),
    due_on     date,
    author_id  uuid NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX review_actions_owner ON app.review_actions (tenant_id, owner_id, week);
SELECT app.distribute('app.review_actions');
SELECT app.protect('app.review_actions', 'SELECT, INSERT');

-- Whether an agreed action is done: the newest holds.
CREATE TABLE app.review_action_marks (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    action_id uuid NOT NULL,
    done      boolean NOT NULL,
    author_id uuid NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, action_id) REFERENCES app.review_actions (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX review_action_marks_of ON app.review_action_marks (tenant_id, action_id, at DESC);
SELECT app.distribute('app.review_action_marks');
SELECT app.protect('app.review_action_marks', 'SELECT, INSERT');

-- A review that was finished, with all that its page shows, or opened again. The newest row of a week, a lead and a period
-- holds; two that would be the same number cannot both be written.
CREATE TABLE app.review_records (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    week      text NOT NULL,
    lead_id   uuid NOT NULL, -- whose people it is about; the zero key: everybody
    period    text NOT NULL,
    number    bigint NOT NULL, -- counts from 1
    finished  boolean NOT NULL, -- false: opened again
    document  jsonb NOT NULL,
    author_id uuid NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, week, lead_id, period, number),
    FOREIGN KEY (tenant_id, author_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.review_records');
SELECT app.protect('app.review_records', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.review_records;
DROP TABLE app.review_action_marks;
DROP TABLE app.review_actions;
DROP TABLE app.review_notes;
DROP TABLE app.opportunity_judgements;
DROP TABLE app.snapshot_days;
DROP TABLE app.pipeline_snapshots;
DROP INDEX app.opportunity_versions_open;
