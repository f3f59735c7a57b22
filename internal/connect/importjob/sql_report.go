package importjob

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Objects is how far an import is with each of its files, in the order of work.
func Objects(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Object, error) {
	return tenant.List[Object](ctx, tx, `SELECT object, position, total, read, added, changed, unchanged,
			refused, flagged, older, cleared, finished
		FROM app.import_objects WHERE tenant_id = @tenant AND import_id = @id ORDER BY position, object`,
		tenant.Args{"id": id})
}

func saveNotes(ctx context.Context, tx *tenant.Tx, id uuid.UUID, notes []string) error {
	body, err := json.Marshal(notes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE app.imports SET notes = @notes WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "notes": string(body)})
	if err != nil {
		return fmt.Errorf("importjob: notes: %w", err)
	}
	return nil
}

// saveObjects writes the counts of files as they stand.
func saveObjects(ctx context.Context, tx *tenant.Tx, id uuid.UUID, objects []Object) error {
	args := tenant.Columns(objects)
	args["id"] = id
	_, err := tx.Exec(ctx, `INSERT INTO app.import_objects (tenant_id, import_id, object, position, total, read,
			added, changed, unchanged, refused, flagged, older, cleared, finished)
		SELECT t.tenant_id, @id, x.* FROM app.tenants t CROSS JOIN LATERAL unnest(@object::text[], @position::int[],
			@total::bigint[], @read::bigint[], @added::bigint[], @changed::bigint[], @unchanged::bigint[],
			@refused::bigint[], @flagged::bigint[], @older::bigint[], @cleared::text[], @finished::bool[]) x
		WHERE t.tenant_id = @tenant
		ON CONFLICT (tenant_id, import_id, object) DO UPDATE SET total = excluded.total, read = excluded.read,
			added = excluded.added, changed = excluded.changed, unchanged = excluded.unchanged,
			refused = excluded.refused, flagged = excluded.flagged, older = excluded.older,
			cleared = excluded.cleared, finished = excluded.finished`, args)
	if err != nil {
		return fmt.Errorf("importjob: counts: %w", err)
	}
	return nil
}
