-- +goose Up
-- Who can sign in. One person is one user, whatever organisations they belong to; these tables know no business data,
-- are read before an organisation is chosen, and so carry no row security. Only internal/auth and internal/tenant read and write them.

CREATE TABLE auth.organisations (
    tenant_id  uuid PRIMARY KEY,
    slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL
);
CREATE TABLE auth.users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL UNIQUE CHECK (email = lower(email)),
    name          text NOT NULL,
    password_hash text NOT NULL DEFAULT '', -- argon2id, PHC string; empty: no password yet
    session_epoch bigint NOT NULL DEFAULT 0, -- sessions of an older epoch are signed out
    created_at    timestamptz NOT NULL,
    disabled_at   timestamptz
);
CREATE TABLE auth.memberships (
    user_id   uuid NOT NULL REFERENCES auth.users,
    tenant_id uuid NOT NULL REFERENCES auth.organisations,
    member_id uuid NOT NULL,
    PRIMARY KEY (user_id, tenant_id),
    UNIQUE (tenant_id, member_id)
);
CREATE TABLE auth.sessions (
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON auth.sessions (expiry);
CREATE TABLE auth.password_resets (
    token_hash bytea PRIMARY KEY, -- SHA-256 of the token in the mail
    user_id    uuid NOT NULL REFERENCES auth.users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE TABLE auth.sign_in_failures (
    id   uuid PRIMARY KEY,
    key  bytea NOT NULL, -- SHA-256 of "account:…" or "address:…"
    at   timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_key ON auth.sign_in_failures (key, at);
CREATE TABLE auth.mails (
    id         uuid PRIMARY KEY,
    recipient  text NOT NULL,
    subject    text NOT NULL,
    body       text NOT NULL, -- emptied once it is sent, for it may hold a token
    created_at timestamptz NOT NULL,
    sent_at    timestamptz,
    failure    text NOT NULL DEFAULT ''
);
GRANT SELECT, INSERT, UPDATE ON auth.organisations, auth.users, auth.mails, auth.password_resets TO app_rw;
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.memberships, auth.sessions, auth.sign_in_failures TO app_rw;

-- +goose Down
DROP TABLE auth.mails;
DROP TABLE auth.sign_in_failures;
DROP TABLE auth.password_resets;
DROP TABLE auth.sessions;
DROP TABLE auth.memberships;
DROP TABLE auth.users;
DROP TABLE auth.organisations;
