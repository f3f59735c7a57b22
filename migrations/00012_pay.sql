-- +goose Up
-- Somebody in finance confirms who takes a seat from which pay can be read, before the invitation works.
ALTER TABLE app.invitations ADD COLUMN confirmed_at timestamptz;
ALTER TABLE app.invitations ADD COLUMN confirmed_by uuid;

-- Each letter about pay once: the key is what makes it so. It holds nothing of the pay itself.
CREATE TABLE app.pay_notices (
    tenant_id  uuid NOT NULL REFERENCES app.tenants,
    member_id  uuid NOT NULL, -- whom the letter is for
    kind       text NOT NULL CHECK (kind IN ('statement', 'approval', 'letter', 'dispute', 'answer', 'seat')),
    subject_id uuid NOT NULL, -- of what the kind says: a statement, run, plan version, dispute or invitation
    step       text NOT NULL, -- the same subject may come up again
    queued_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, member_id, kind, subject_id, step),
    FOREIGN KEY (tenant_id, member_id) REFERENCES app.members (tenant_id, id)
);
SELECT app.distribute('app.pay_notices');
SELECT app.protect('app.pay_notices', 'SELECT, INSERT');

-- A member's own pay is read from what they ever owned.
CREATE INDEX opportunity_versions_owner ON app.opportunity_versions (tenant_id, owner_id);

-- +goose Down
DROP INDEX app.opportunity_versions_owner;
DROP TABLE app.pay_notices;
ALTER TABLE app.invitations DROP COLUMN confirmed_by;
ALTER TABLE app.invitations DROP COLUMN confirmed_at;
