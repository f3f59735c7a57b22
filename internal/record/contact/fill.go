package contact

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
)

// plain writes the custom fields of people in one form, so that two can be compared.
func plain(all []Imported) []Imported {
	for i := range all {
		all[i].Fields = customfield.Format(customfield.Values(all[i].Fields))
	}
	return all
}

// Fill gives everybody the value of a custom field that a column of their source holds, as the actor's change; one
// who has a value keeps it. Read is the value that a cell means; what it refuses is left out. With dry nothing is
// written. It answers how many cells were read and how many were not. It does not ask whether the actor may see them.
func Fill(ctx context.Context, tx *tenant.Tx, f customfield.Field, read func(string) (string, error),
	dry bool) (done, bad int, err error) {
	cells, err := tenant.List[customfield.Cell](ctx, tx, `SELECT id, custom ->> @column AS text FROM app.contacts
		WHERE tenant_id = @tenant AND coalesce(custom ->> @column, '') <> '' AND fields ->> @field IS NULL
		ORDER BY id FOR UPDATE`, tenant.Args{"column": f.Source, "field": f.FieldID.String()})
	if err != nil {
		return 0, 0, fmt.Errorf("contact: fill: %w", err)
	}
	ids, values, bad := customfield.Readable(cells, read)
	if dry || len(ids) == 0 {
		return len(ids), bad, nil
	}
	if _, err := tx.Exec(ctx, `UPDATE app.contacts c SET fields = c.fields || jsonb_build_object(@field::text, x.value)
		FROM unnest(@ids::uuid[], @values::text[]) x (id, value) WHERE c.tenant_id = @tenant AND c.id = x.id`,
		tenant.Args{"field": f.FieldID.String(), "ids": ids, "values": values}); err != nil {
		return 0, bad, fmt.Errorf("contact: fill: %w", err)
	}
	all := map[uuid.UUID]command.Payload{}
	for i, id := range ids {
		all[id] = command.Payload{f.Key(): {Is: &values[i]}}
	}
	return len(ids), bad, command.Written(ctx, tx, command.Contact, all)
}
