package view

import (
	"context"
	"fmt"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
)

// UsualColumns are the columns that the actor chose for a list whose address names none; empty: none were chosen.
func UsualColumns(ctx context.Context, tx *tenant.Tx, path string) ([]pipeline.Column, error) {
	found, err := tenant.Values[string](ctx, tx, `SELECT columns FROM app.list_columns
		WHERE tenant_id = @tenant AND member_id = @me AND path = @path`, tenant.Args{"me": tx.By(), "path": path})
	if err != nil {
		return nil, fmt.Errorf("view: columns: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return pipeline.ParseColumns(found[0]), nil
}

// SetUsualColumns makes columns those with which the actor's list begins; none: those that everybody begins with.
func SetUsualColumns(ctx context.Context, tx *tenant.Tx, path string, columns []pipeline.Column) error {
	if tx.By() == nil {
		return fault.New(fault.Forbidden, "Only a member can choose columns.")
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.list_columns (tenant_id, member_id, path, columns)
		VALUES (@tenant, @me, @path, @columns)
		ON CONFLICT (tenant_id, member_id, path) DO UPDATE SET columns = excluded.columns`,
		tenant.Args{"me": tx.By(), "path": path, "columns": pipeline.FormatColumns(columns)}); err != nil {
		return fmt.Errorf("view: set columns: %w", err)
	}
	return nil
}
