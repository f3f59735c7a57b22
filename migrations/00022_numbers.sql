-- +goose Up
-- How an organisation writes figures, named by an example.
ALTER TABLE app.tenants ADD COLUMN number_format text NOT NULL DEFAULT '1,234.56' CHECK (number_format IN ('1,234.56', '1.234,56', '1 234,56', '1’234.56'));

-- +goose Down
ALTER TABLE app.tenants DROP COLUMN number_format;
