-- +goose Up
-- A person can turn single-key shortcuts off: speech input and a hand that slips would press them (WCAG 2.1.4).
ALTER TABLE auth.users ADD COLUMN keys_off boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE auth.users DROP COLUMN keys_off;
