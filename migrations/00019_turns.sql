-- +goose Up
-- When each periodic job last came up: what came up while no server ran is made up for once one does.

CREATE TABLE auth.turns (
    name   text NOT NULL,
    about  uuid NOT NULL, -- the organisation; zeros: the whole house
    due_at timestamptz NOT NULL,
    PRIMARY KEY (name, about)
);
GRANT SELECT, INSERT, UPDATE ON auth.turns TO app_rw;

-- +goose Down
DROP TABLE auth.turns;
