package importjob

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/tenant"
)

// columnsOfImport are those of an Import. One that is said to run while nobody holds the lock of the organisation's
// imports was interrupted.
const columnsOfImport = `id, format, origin, mapping, state, dry_run, failure, notes, started_by, created_at,
	started_at, finished_at, findings, choices, draft_id,
	EXISTS (SELECT 1 FROM app.import_undos u WHERE u.tenant_id = @tenant AND u.import_id = id) AS undone,
	state = 'running' AND NOT ` + tenant.Underway + ` AS interrupted`

// Get is an import, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Import, error) {
	i, err := tenant.One[Import](ctx, tx, `SELECT `+columnsOfImport+` FROM app.imports
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id, "underway": tx.Number(tenant.ImportFiles)})
	if err != nil {
		return i, fmt.Errorf("importjob: get: %w", err)
	}
	return i, nil
}

// List is the last imports that were begun by a moment, newest first.
func List(ctx context.Context, tx *tenant.Tx, by time.Time, limit int) ([]Import, error) {
	return tenant.List[Import](ctx, tx, `SELECT `+columnsOfImport+` FROM app.imports WHERE tenant_id = @tenant
		AND created_at <= @by AND state <> 'discarded' ORDER BY created_at DESC, id DESC LIMIT @limit`,
		tenant.Args{"by": by, "limit": limit, "underway": tx.Number(tenant.ImportFiles)})
}

// Sum is what became of the rows of an import, all files together. Ownerless are those that name an owner whom nobody
// knows.
type Sum struct {
	ImportID  uuid.UUID
	Rows      int64
	Refused   int64
	Flagged   int64
	Ownerless int64
}

// Sums adds up imports.
func Sums(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]Sum, error) {
	rows, err := tenant.List[Sum](ctx, tx, `SELECT o.import_id, sum(o.read)::bigint AS rows,
			sum(o.refused)::bigint AS refused, sum(o.flagged)::bigint AS flagged,
			(SELECT count(*) FROM app.import_rows r WHERE r.tenant_id = @tenant AND r.import_id = o.import_id
				AND r.reason ~ 'The owner ".*" is not known|There is no member named') AS ownerless
		FROM app.import_objects o WHERE o.tenant_id = @tenant AND o.import_id = ANY(@ids) GROUP BY o.import_id`,
		tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("importjob: sums: %w", err)
	}
	all := map[uuid.UUID]Sum{}
	for _, r := range rows {
		all[r.ImportID] = r
	}
	return all, nil
}

// Origins maps imports to the names of what they read.
func Origins(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	type named struct {
		ID     uuid.UUID
		Origin string
	}
	rows, err := tenant.List[named](ctx, tx, `SELECT id, origin FROM app.imports
		WHERE tenant_id = @tenant AND id = ANY(@ids)`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("importjob: origins: %w", err)
	}
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Origin
	}
	return names, nil
}

// interrupted is what the person reads about an import whose process ended in the middle.
const interrupted = "The import was interrupted. Rows imported so far are kept. Start it again to continue."

func insert(ctx context.Context, tx *tenant.Tx, i Import) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.imports (tenant_id, id, format, origin, mapping, state, dry_run, started_by,
			created_at, choices, draft_id)
		VALUES (@tenant, @id, @format, @origin, @mapping, @state, @dry_run, @by, @now, @choices, @draft)`,
		tenant.Args{"id": i.ID, "format": i.Format, "origin": i.Origin, "mapping": i.Mapping, "state": i.State,
			"dry_run": i.DryRun, "by": tx.By(), "now": tx.Now(), "choices": i.Choices,
			"draft": i.DraftID})
	if err != nil {
		return fmt.Errorf("importjob: start: %w", err)
	}
	return nil
}

// Idle reports whether no import of the organisation is running, and blocks new ones until the transaction ends.
func Idle(ctx context.Context, tx *tenant.Tx) (bool, error) {
	return tx.TryAlone(ctx, tenant.ImportFiles)
}

// Begin marks an import as running; a second run of the same one continues. Others still marked as running were
// interrupted, because this one holds the lock.
func Begin(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET state = 'failed', failure = @interrupted
		WHERE tenant_id = @tenant AND id <> @id AND state = 'running'`,
		tenant.Args{"id": id, "interrupted": interrupted})
	if err != nil {
		return fmt.Errorf("importjob: run: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE app.imports
		SET state = 'running', failure = '', started_at = coalesce(started_at, @now)
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("importjob: run: %w", err)
	}
	return nil
}

// Finish ends a run, with a reason if it failed.
func Finish(ctx context.Context, tx *tenant.Tx, id uuid.UUID, state State, failure string) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET state = @state, failure = @failure, finished_at = @now
		WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "state": state, "failure": failure, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("importjob: finish: %w", err)
	}
	return nil
}

// SaveFindings keeps what a look at the files has found.
func SaveFindings(ctx context.Context, tx *tenant.Tx, id uuid.UUID, found mapping.Findings) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET findings = @findings WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "findings": found})
	if err != nil {
		return fmt.Errorf("importjob: findings: %w", err)
	}
	return nil
}

// lastChoices is what words mean by the choices of the last import of a format.
func lastChoices(ctx context.Context, tx *tenant.Tx, format Format) (mapping.Choices, error) {
	last, err := tenant.Values[mapping.Choices](ctx, tx,
		`SELECT choices FROM app.imports WHERE tenant_id = @tenant AND format = @format AND state <> 'draft'
		ORDER BY created_at DESC, id DESC LIMIT 1`,
		tenant.Args{"format": format})
	if err != nil || len(last) == 0 {
		return mapping.Choices{}, err
	}
	return mapping.Choices{Values: last[0].Values}, nil
}
