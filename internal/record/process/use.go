package process

import (
	"context"
	"fmt"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/picklist"
)

// Use is how many opportunities have a value of a field; archived ones are counted apart.
type Use struct {
	Value    string
	There    int
	Archived int
}

// listed are the columns of the fields whose values are kept in lists.
var listed = map[string]string{picklist.LossReason: "o.loss_reason", picklist.Competitor: "o.competitor",
	picklist.Source: "o.source"}

// Uses counts the opportunities of each value of a field that has a list, the commonest first. It does not ask whether
// the actor may see them.
func Uses(ctx context.Context, tx *tenant.Tx, field string) ([]Use, error) {
	column, ok := listed[field]
	if !ok {
		return nil, fmt.Errorf("process: the values of %q are not counted", field)
	}
	all, err := tenant.List[Use](ctx, tx, `SELECT `+column+` AS value,
			count(*) FILTER (WHERE o.deleted_at IS NULL) AS there,
			count(*) FILTER (WHERE o.deleted_at IS NOT NULL) AS archived
		FROM app.opportunities o WHERE o.tenant_id = @tenant AND `+column+` <> ''
		GROUP BY 1 ORDER BY 2 DESC, 1`, nil)
	if err != nil {
		return nil, fmt.Errorf("process: uses: %w", err)
	}
	return all, nil
}

// Columns are those of the imports of an object that became no field, by their names.
func Columns(ctx context.Context, tx *tenant.Tx, object string) ([]string, error) {
	names, err := tenant.Values[string](ctx, tx, `SELECT name FROM app.custom_columns
		WHERE tenant_id = @tenant AND object = @object ORDER BY 1`, tenant.Args{"object": object})
	if err != nil {
		return nil, fmt.Errorf("process: columns: %w", err)
	}
	return names, nil
}
