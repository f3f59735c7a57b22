-- +goose Up
-- What the methods forecast, and how good they have been. All of it is derived from the opportunities' history; an outlook
-- is kept as it was published on its day.

CREATE TABLE app.trainings (
    tenant_id uuid NOT NULL REFERENCES app.tenants,
    id        uuid NOT NULL,
    as_of     date NOT NULL, -- the history is known through its evening
    made_at   timestamptz NOT NULL,
    record    jsonb NOT NULL, -- errors by method, cut-off and level; widths of the ranges
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX trainings_made ON app.trainings (tenant_id, made_at);
SELECT app.distribute('app.trainings');
SELECT app.protect('app.trainings', 'SELECT, INSERT');

-- Each forecast of a past period beside what came, of the newest training; older ones say the same of the same past.
CREATE TABLE app.forecast_trials (
    tenant_id   uuid NOT NULL,
    training_id uuid NOT NULL,
    period      text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('month', 'quarter')),
    cutoff      text NOT NULL,
    known_on    date NOT NULL, -- the day whose evening the forecast knew
    method      text NOT NULL,
    level       text NOT NULL CHECK (level IN ('organisation', 'team', 'member')),
    name        text NOT NULL, -- of the team, or the member's key in the source or here
    forecast    bigint NOT NULL, -- minor units of the base currency, as all amounts here
    closed      bigint NOT NULL,
    low         bigint NOT NULL,
    high        bigint NOT NULL,
    actual      bigint NOT NULL,
    PRIMARY KEY (tenant_id, training_id, period, cutoff, method, level, name),
    FOREIGN KEY (tenant_id, training_id) REFERENCES app.trainings (tenant_id, id)
);
CREATE INDEX forecast_trials_level ON app.forecast_trials (tenant_id, level, kind, name);
SELECT app.distribute('app.forecast_trials');
SELECT app.protect('app.forecast_trials', 'SELECT, INSERT, DELETE');

CREATE TABLE app.outlooks (
    tenant_id   uuid NOT NULL,
    id          uuid NOT NULL,
    training_id uuid NOT NULL,
    period      text NOT NULL,
    as_of       date NOT NULL,
    made_at     timestamptz NOT NULL,
    value       bigint NOT NULL, -- minor units of the base currency: what was published
    low         bigint, -- NULL: the method has no range
    high        bigint,
    document    jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, training_id) REFERENCES app.trainings (tenant_id, id)
);
CREATE INDEX outlooks_period ON app.outlooks (tenant_id, period, as_of, made_at) INCLUDE (value, low, high);
SELECT app.distribute('app.outlooks');
SELECT app.protect('app.outlooks', 'SELECT, INSERT');

-- Assumptions beside the forecast, never in it. A newer row of the same scenario takes the place of the older.
CREATE TABLE app.scenarios (
    tenant_id   uuid NOT NULL REFERENCES app.tenants,
    id          uuid NOT NULL,
    scenario_id uuid NOT NULL,
    member_id   uuid NOT NULL, -- whose it is
    period      text NOT NULL,
    name        text NOT NULL CHECK (name <> ''),
    assumptions jsonb NOT NULL,
    withdrawn   boolean NOT NULL DEFAULT false,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
CREATE INDEX scenarios_period ON app.scenarios (tenant_id, period, scenario_id, made_at);
SELECT app.distribute('app.scenarios');
SELECT app.protect('app.scenarios', 'SELECT, INSERT');

-- +goose Down
DROP TABLE app.scenarios;
DROP TABLE app.outlooks;
DROP TABLE app.forecast_trials;
DROP TABLE app.trainings;
