-- +goose Up
-- Merges and what was told apart are of accounts or of contacts; a key is of one of them only.
ALTER TABLE app.merges DROP CONSTRAINT merges_tenant_id_loser_id_fkey;
ALTER TABLE app.merges DROP CONSTRAINT merges_tenant_id_survivor_id_fkey;
ALTER TABLE app.merges ADD COLUMN object text NOT NULL DEFAULT 'account' CHECK (object IN ('account', 'contact'));
ALTER TABLE app.merges ALTER COLUMN object DROP DEFAULT;
ALTER TABLE app.distinct_accounts RENAME TO distinct_records;
ALTER TABLE app.quality_reports ADD COLUMN contacts jsonb NOT NULL DEFAULT '{}'; -- groups of duplicates

-- +goose Down
ALTER TABLE app.quality_reports DROP COLUMN contacts;
DELETE FROM app.distinct_records d WHERE NOT EXISTS (SELECT 1 FROM app.accounts a
    WHERE a.tenant_id = d.tenant_id AND a.id = d.one_id);
ALTER TABLE app.distinct_records RENAME TO distinct_accounts;
DELETE FROM app.merges WHERE object = 'contact';
ALTER TABLE app.merges DROP COLUMN object;
ALTER TABLE app.merges ADD CONSTRAINT merges_tenant_id_loser_id_fkey
    FOREIGN KEY (tenant_id, loser_id) REFERENCES app.accounts (tenant_id, id);
ALTER TABLE app.merges ADD CONSTRAINT merges_tenant_id_survivor_id_fkey
    FOREIGN KEY (tenant_id, survivor_id) REFERENCES app.accounts (tenant_id, id);
