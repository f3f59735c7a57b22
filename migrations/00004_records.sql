-- +goose Up
-- The CRM's records. Every amount is minor units of the currency beside it. The largest tables have no foreign key to
-- app.tenants: a check a row is a third of the time of an import, and row security settles their tenant anyway.

CREATE TABLE app.fx_rates (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    rate        numeric NOT NULL CHECK (rate > 0), -- major units of the base currency for one major unit
    minor_rate  numeric NOT NULL CHECK (minor_rate > 0), -- the same between minor units
    valid_from  date NOT NULL,
    valid_to    date NOT NULL DEFAULT 'infinity' CHECK (valid_to > valid_from),
    source      text NOT NULL,
    known_at    timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX fx_rates_currency ON app.fx_rates (tenant_id, currency, valid_from);
SELECT app.distribute('app.fx_rates');
SELECT app.protect('app.fx_rates', 'SELECT, INSERT, UPDATE');

-- A stage's meaning from a moment on. A change is a new version: it never moves what is already in the stage.
CREATE TABLE app.stages (
    tenant_id      uuid NOT NULL REFERENCES app.tenants,
    id             uuid NOT NULL,
    name           text NOT NULL CHECK (name <> ''),
    position       integer NOT NULL,
    status         text NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    probability_bp integer NOT NULL CHECK (probability_bp BETWEEN 0 AND 10000), -- hundredths of a percent
    category       text NOT NULL CHECK (category IN ('closed', 'commit', 'most_likely', 'best_case', 'pipeline', 'omitted')),
    valid_from     timestamptz NOT NULL,
    valid_to       timestamptz NOT NULL DEFAULT 'infinity' CHECK (valid_to > valid_from),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name, valid_from)
);
SELECT app.distribute('app.stages');
SELECT app.protect('app.stages', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.accounts (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    external_id text,
    name        text NOT NULL CHECK (name <> ''),
    website     text NOT NULL DEFAULT '',
    industry    text NOT NULL DEFAULT '',
    employees   bigint,
    state       text NOT NULL DEFAULT '',
    country     text NOT NULL DEFAULT '',
    type        text NOT NULL DEFAULT '',
    territory   text NOT NULL DEFAULT '',
    region      text NOT NULL DEFAULT '',
    owner_id    uuid,
    parent_id   uuid,
    custom      jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL,
    source_hash bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES app.accounts (tenant_id, id)
);
CREATE INDEX accounts_name ON app.accounts (tenant_id, lower(name), id);
CREATE INDEX accounts_owner ON app.accounts (tenant_id, owner_id);
SELECT app.distribute('app.accounts');
SELECT app.protect('app.accounts', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.contacts (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    external_id text,
    account_id  uuid,
    first_name  text NOT NULL DEFAULT '',
    last_name   text NOT NULL DEFAULT '',
    email       text NOT NULL DEFAULT '',
    phone       text NOT NULL DEFAULT '',
    title       text NOT NULL DEFAULT '',
    custom      jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL,
    source_hash bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES app.accounts (tenant_id, id)
);
CREATE INDEX contacts_account ON app.contacts (tenant_id, account_id);
SELECT app.distribute('app.contacts');
SELECT app.protect('app.contacts', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.products (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    external_id text,
    name        text NOT NULL CHECK (name <> ''),
    family      text NOT NULL DEFAULT '',
    price       bigint, -- minor units of currency
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    custom      jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL,
    source_hash bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id)
);
SELECT app.distribute('app.products');
SELECT app.protect('app.products', 'SELECT, INSERT, UPDATE');

-- The opportunity as it is known now: the last of its versions, beside what never changes.
CREATE TABLE app.opportunities (
    tenant_id          uuid NOT NULL REFERENCES app.tenants,
    id                 uuid NOT NULL,
    external_id        text,
    account_id         uuid,
    owner_id           uuid,
    name               text NOT NULL,
    stage              text NOT NULL,
    status             text NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    category           text NOT NULL CHECK (category IN ('closed', 'commit', 'most_likely', 'best_case', 'pipeline', 'omitted')),
    category_manual    boolean NOT NULL,
    probability_bp     integer NOT NULL CHECK (probability_bp BETWEEN 0 AND 10000),
    probability_manual boolean NOT NULL,
    amount             bigint, -- minor units of currency; NULL: not known
    currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    close_on           date,
    type               text NOT NULL,
    source             text NOT NULL,
    competitor         text NOT NULL,
    budget_confirmed   boolean, -- NULL: not known
    loss_reason        text NOT NULL,
    next_step          text NOT NULL,
    created_at         timestamptz NOT NULL,
    closed_at          timestamptz,
    changed_at         timestamptz NOT NULL, -- known_from of the current version
    custom             jsonb NOT NULL DEFAULT '{}',
    revision           bigint NOT NULL DEFAULT 1, -- counts writes, to see two people at once
    source_hash        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES app.accounts (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX opportunities_open ON app.opportunities (tenant_id, close_on, owner_id)
    INCLUDE (amount, currency, probability_bp, category, stage, type, id) WHERE status = 'open';
CREATE INDEX opportunities_closed ON app.opportunities (tenant_id, close_on, owner_id)
    INCLUDE (amount, currency, status, type, created_at, closed_at) WHERE status <> 'open';
CREATE INDEX opportunities_owner ON app.opportunities (tenant_id, owner_id, close_on)
    INCLUDE (amount, currency, probability_bp, status, category, stage, type);
CREATE INDEX opportunities_account ON app.opportunities (tenant_id, account_id);
SELECT app.distribute('app.opportunities');
SELECT app.protect('app.opportunities', 'SELECT, INSERT, UPDATE');

-- Each change of a field, appended and never edited: what it was, what it became, since when that is true, and when it
-- was learnt. The row of field "created" holds the whole first state as JSON, so that the rows alone rebuild the record.
CREATE TABLE app.opportunity_changes (
    tenant_id      uuid NOT NULL,
    id             uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    field          text NOT NULL,
    old_value      text,
    new_value      text,
    true_since     timestamptz NOT NULL,
    known_at       timestamptz NOT NULL, -- for an imported row the date it has in the CRM
    recorded_at    timestamptz NOT NULL, -- when Quarterdeck stored it
    seq            integer NOT NULL, -- order within known_at
    member_id      uuid,
    source         text NOT NULL, -- import, derived, or app
    external_id    text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX opportunity_changes_of ON app.opportunity_changes (tenant_id, opportunity_id, known_at, seq);
CREATE UNIQUE INDEX opportunity_changes_external ON app.opportunity_changes (tenant_id, external_id) WHERE external_id IS NOT NULL;
SELECT app.distribute('app.opportunity_changes');
SELECT app.protect('app.opportunity_changes', 'SELECT, INSERT');

-- The state between two changes: derived from app.opportunity_changes by the same write, so that "as of" is one
-- condition on two columns. It can be thrown away and rebuilt.
CREATE TABLE app.opportunity_versions (
    tenant_id          uuid NOT NULL,
    id                 uuid NOT NULL, -- the opportunity's
    known_from         timestamptz NOT NULL,
    known_to           timestamptz NOT NULL,
    account_id         uuid,
    owner_id           uuid,
    name               text NOT NULL,
    stage              text NOT NULL,
    status             text NOT NULL,
    category           text NOT NULL,
    category_manual    boolean NOT NULL,
    probability_bp     integer NOT NULL,
    probability_manual boolean NOT NULL,
    amount             bigint, -- minor units of currency
    currency           text NOT NULL,
    close_on           date,
    type               text NOT NULL,
    source             text NOT NULL,
    competitor         text NOT NULL,
    budget_confirmed   boolean,
    loss_reason        text NOT NULL,
    next_step          text NOT NULL,
    created_at         timestamptz NOT NULL,
    closed_at          timestamptz,
    PRIMARY KEY (tenant_id, id, known_from),
    FOREIGN KEY (tenant_id, id) REFERENCES app.opportunities (tenant_id, id)
);
CREATE INDEX opportunity_versions_close ON app.opportunity_versions (tenant_id, close_on, known_from, known_to);
SELECT app.distribute('app.opportunity_versions');
SELECT app.protect('app.opportunity_versions', 'SELECT, INSERT, DELETE');

-- Since when a source has kept the history of a field; before it the past is not known, and pages say so.
CREATE TABLE app.history_starts (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    field     text NOT NULL,
    starts_at timestamptz NOT NULL,
    source    text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, field)
);
SELECT app.distribute('app.history_starts');
SELECT app.protect('app.history_starts', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.line_items (
    tenant_id      uuid NOT NULL,
    id             uuid NOT NULL,
    external_id    text,
    opportunity_id uuid NOT NULL,
    product_id     uuid NOT NULL,
    quantity       numeric NOT NULL DEFAULT 1,
    amount         bigint, -- minor units of currency, for the whole quantity
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    custom         jsonb NOT NULL DEFAULT '{}',
    source_hash    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, product_id) REFERENCES app.products (tenant_id, id)
);
CREATE INDEX line_items_opportunity ON app.line_items (tenant_id, opportunity_id);
SELECT app.distribute('app.line_items');
SELECT app.protect('app.line_items', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.contact_roles (
    tenant_id      uuid NOT NULL,
    id             uuid NOT NULL,
    external_id    text,
    opportunity_id uuid NOT NULL,
    contact_id     uuid NOT NULL,
    role           text NOT NULL DEFAULT '',
    is_primary     boolean NOT NULL DEFAULT false,
    custom         jsonb NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL,
    source_hash    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, contact_id) REFERENCES app.contacts (tenant_id, id)
);
CREATE INDEX contact_roles_opportunity ON app.contact_roles (tenant_id, opportunity_id);
CREATE INDEX contact_roles_contact ON app.contact_roles (tenant_id, contact_id);
SELECT app.distribute('app.contact_roles');
SELECT app.protect('app.contact_roles', 'SELECT, INSERT, UPDATE');

CREATE TABLE app.activities (
    tenant_id      uuid NOT NULL,
    id             uuid NOT NULL,
    external_id    text,
    opportunity_id uuid,
    account_id     uuid,
    contact_id     uuid,
    member_id      uuid,
    kind           text NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'task', 'other')),
    subject        text NOT NULL,
    occurs_on      date NOT NULL,
    done           boolean NOT NULL,
    custom         jsonb NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL, -- known since
    source_hash    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES app.opportunities (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES app.accounts (tenant_id, id),
    FOREIGN KEY (tenant_id, contact_id) REFERENCES app.contacts (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX activities_opportunity ON app.activities (tenant_id, opportunity_id, occurs_on) INCLUDE (done, created_at);
CREATE INDEX activities_member ON app.activities (tenant_id, member_id, occurs_on) INCLUDE (kind, done, created_at);
CREATE INDEX activities_day ON app.activities (tenant_id, occurs_on, opportunity_id) INCLUDE (member_id, kind, done, created_at);
SELECT app.distribute('app.activities');
SELECT app.protect('app.activities', 'SELECT, INSERT, UPDATE');

-- +goose Down
DROP TABLE app.activities;
DROP TABLE app.contact_roles;
DROP TABLE app.line_items;
DROP TABLE app.history_starts;
DROP TABLE app.opportunity_versions;
DROP TABLE app.opportunity_changes;
DROP TABLE app.opportunities;
DROP TABLE app.products;
DROP TABLE app.contacts;
DROP TABLE app.accounts;
DROP TABLE app.stages;
DROP TABLE app.fx_rates;
