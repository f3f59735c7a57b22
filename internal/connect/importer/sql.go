package importer

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/tenant"
)

// columnsOfImport are those of an Import. One that is said to run while nobody holds the lock of the organisation's imports was
// interrupted.
const columnsOfImport = `id, format, origin, mapping, state, dry_run, failure, notes, started_by, created_at, started_at, finished_at, findings, choices,
	state = 'running' AND NOT ` + tenant.Underway + ` AS interrupted`

// Get is an import, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Import, error) {
	i, err := tenant.One[Import](ctx, tx, `SELECT `+columnsOfImport+` FROM app.imports WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id, "underway": tx.Number(tenant.ImportFiles)})
	if err != nil {
		return i, fmt.Errorf("importer: get: %w", err)
	}
	return i, nil
}

// List is the last imports, newest first.
func List(ctx context.Context, tx *tenant.Tx, limit int) ([]Import, error) {
	return tenant.List[Import](ctx, tx, `SELECT `+columnsOfImport+` FROM app.imports WHERE tenant_id = @tenant
		ORDER BY created_at DESC, id DESC LIMIT @limit`, tenant.Args{"limit": limit, "underway": tx.Number(tenant.ImportFiles)})
}

// Objects is how far an import is with each of its files, in the order of work.
func Objects(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Object, error) {
	return tenant.List[Object](ctx, tx, `SELECT object, position, total, read, added, changed, unchanged, refused, flagged, older, cleared, finished
		FROM app.import_objects WHERE tenant_id = @tenant AND import_id = @id ORDER BY position, object`, tenant.Args{"id": id})
}

// interrupted is what the person reads about an import whose process ended in the middle.
const interrupted = "The import stopped in the middle. What was read so far is kept: start it again and it goes on there."

func insert(ctx context.Context, tx *tenant.Tx, i Import) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.imports (tenant_id, id, format, origin, mapping, state, dry_run, started_by, created_at, choices)
		VALUES (@tenant, @id, @format, @origin, @mapping, @state, @dry_run, @by, @now, @choices)`,
		tenant.Args{"id": i.ID, "format": i.Format, "origin": i.Origin, "mapping": i.Mapping, "state": i.State, "dry_run": i.DryRun,
			"by": tx.By(), "now": tx.Now(), "choices": i.Choices})
	if err != nil {
		return fmt.Errorf("importer: start: %w", err)
	}
	return nil
}

// begin sets an import running; a second run of the same one goes on. Others that are still said to run were interrupted,
// for the lock is held.
func begin(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET state = 'failed', failure = @interrupted WHERE tenant_id = @tenant AND id <> @id AND state = 'running'`,
		tenant.Args{"id": id, "interrupted": interrupted})
	if err != nil {
		return fmt.Errorf("importer: run: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE app.imports SET state = 'running', failure = '', started_at = coalesce(started_at, @now)
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("importer: run: %w", err)
	}
	return nil
}

// leave ends a run, well or with a sentence that says why not.
func leave(ctx context.Context, tx *tenant.Tx, id uuid.UUID, state State, failure string) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET state = @state, failure = @failure, finished_at = @now
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id, "state": state, "failure": failure, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("importer: finish: %w", err)
	}
	return nil
}

func saveNotes(ctx context.Context, tx *tenant.Tx, id uuid.UUID, notes []string) error {
	body, err := json.Marshal(notes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE app.imports SET notes = @notes WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "notes": string(body)})
	if err != nil {
		return fmt.Errorf("importer: notes: %w", err)
	}
	return nil
}

// saveFindings keeps what a look at the files has found.
func saveFindings(ctx context.Context, tx *tenant.Tx, id uuid.UUID, found mapping.Findings) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET findings = @findings WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id, "findings": found})
	if err != nil {
		return fmt.Errorf("importer: findings: %w", err)
	}
	return nil
}

// lastChoices is what words mean by the choices of the last import of a format.
func lastChoices(ctx context.Context, tx *tenant.Tx, format Format) (mapping.Choices, error) {
	last, err := tenant.Values[mapping.Choices](ctx, tx, `SELECT choices FROM app.imports WHERE tenant_id = @tenant AND format = @format ORDER BY created_at DESC, id DESC LIMIT 1`,
		tenant.Args{"format": format})
	if err != nil || len(last) == 0 {
		return mapping.Choices{}, err
	}
	return mapping.Choices{Values: last[0].Values}, nil
}

// saveObjects writes the counts of files as they stand.
func saveObjects(ctx context.Context, tx *tenant.Tx, id uuid.UUID, objects []Object) error {
	args := tenant.Columns(objects)
	args["id"] = id
	_, err := tx.Exec(ctx, `INSERT INTO app.import_objects (tenant_id, import_id, object, position, total, read, added, changed, unchanged, refused, flagged,
			older, cleared, finished)
		SELECT t.tenant_id, @id, x.* FROM app.tenants t CROSS JOIN LATERAL unnest(@object::text[], @position::int[], @total::bigint[], @read::bigint[],
			@added::bigint[], @changed::bigint[], @unchanged::bigint[], @refused::bigint[], @flagged::bigint[],
			@older::bigint[], @cleared::text[], @finished::bool[]) x
		WHERE t.tenant_id = @tenant
		ON CONFLICT (tenant_id, import_id, object) DO UPDATE SET total = excluded.total, read = excluded.read, added = excluded.added,
			changed = excluded.changed, unchanged = excluded.unchanged, refused = excluded.refused, flagged = excluded.flagged,
			older = excluded.older, cleared = excluded.cleared, finished = excluded.finished`, args)
	if err != nil {
		return fmt.Errorf("importer: counts: %w", err)
	}
	return nil
}

// takeStatistics has Postgres look at how much is in the tables that others refer to, or in all tables of records.
func takeStatistics(ctx context.Context, tx *tenant.Tx, everything bool) error {
	_, err := tx.Exec(ctx, `SELECT app.take_statistics(@everything) WHERE @tenant::uuid IS NOT NULL`, tenant.Args{"everything": everything})
	if err != nil {
		return fmt.Errorf("importer: statistics: %w", err)
	}
	return nil
}
