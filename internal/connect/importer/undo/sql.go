package undo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// Of is the undoing of an import; begun is false where nobody has asked for it.
func Of(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) (u Undo, begun bool, err error) {
	u, err = tenant.One[Undo](ctx, tx, `SELECT u.import_id, u.started_by, u.at, u.finished_at, u.failure,
			count(e.record_id) AS all,
			count(*) FILTER (WHERE e.result IS NOT NULL) AS done,
			count(*) FILTER (WHERE e.result = 'removed') AS removed,
			count(*) FILTER (WHERE e.result = 'restored') AS restored,
			count(*) FILTER (WHERE e.result = 'part') AS part,
			count(*) FILTER (WHERE e.result = 'left') AS left
		FROM app.import_undos u LEFT JOIN (SELECT n.record_id, max(n.result) AS result FROM app.import_effects n
			WHERE n.tenant_id = @tenant AND n.import_id = @id GROUP BY n.record_id) e ON true
		WHERE u.tenant_id = @tenant AND u.import_id = @id GROUP BY u.tenant_id, u.import_id`,
		tenant.Args{"id": importID})
	if fault.KindOf(err) == fault.NotFound {
		return u, false, nil
	}
	if err != nil {
		return u, false, fmt.Errorf("undo: of: %w", err)
	}
	return u, true, nil
}

// begin writes that an undo is asked for; first is false where somebody else has just done so.
func begin(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) (first bool, err error) {
	rows, err := tx.Exec(ctx, `INSERT INTO app.import_undos (tenant_id, import_id, started_by, at)
		VALUES (@tenant, @id, @by, @now) ON CONFLICT (tenant_id, import_id) DO NOTHING`,
		tenant.Args{"id": importID, "by": tx.By(), "now": tx.Now()})
	if err != nil {
		return false, fmt.Errorf("undo: start: %w", err)
	}
	return rows == 1, nil
}

func said(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, sentence string) error {
	_, err := tx.Exec(ctx, `UPDATE app.import_undos SET failure = @said
		WHERE tenant_id = @tenant AND import_id = @id AND finished_at IS NULL`,
		tenant.Args{"id": importID, "said": sentence})
	if err != nil {
		return fmt.Errorf("undo: stopped: %w", err)
	}
	return nil
}

func finish(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE app.import_undos SET finished_at = @now, failure = ''
		WHERE tenant_id = @tenant AND import_id = @id AND finished_at IS NULL`,
		tenant.Args{"id": importID, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("undo: finish: %w", err)
	}
	return nil
}

// recorded tells that an import did something that can be undone.
func recorded(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) (bool, error) {
	some, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.import_effects e
		WHERE e.tenant_id = @tenant AND e.import_id = @id AND e.kind <> 'stamped' AND e.result IS NULL)`,
		tenant.Args{"id": importID})
	if err != nil {
		return false, fmt.Errorf("undo: recorded: %w", err)
	}
	return some, nil
}

// effects is what an import did to the next records of an object that are still to be undone, by record.
func effects(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, object string, after uuid.UUID,
	most int) ([]importjob.Effect, error) {
	all, err := tenant.List[importjob.Effect](ctx, tx, `SELECT e.id, e.object, e.record_id, e.kind, e.changes
		FROM app.import_effects e WHERE e.tenant_id = @tenant AND e.import_id = @id AND e.object = @object
		AND e.record_id IN (SELECT DISTINCT n.record_id FROM app.import_effects n WHERE n.tenant_id = @tenant
			AND n.import_id = @id AND n.object = @object AND n.result IS NULL AND n.record_id > @after
			ORDER BY n.record_id LIMIT @most)
		ORDER BY e.record_id, e.id`,
		tenant.Args{"id": importID, "object": object, "after": after, "most": most})
	if err != nil {
		return nil, fmt.Errorf("undo: effects: %w", err)
	}
	return all, nil
}

// mark keeps what became of records.
func mark(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, object string, done map[uuid.UUID]verdict,
	known map[uuid.UUID]present) error {
	var ids []uuid.UUID
	var results, names, reasons []string
	for id, v := range done {
		name := ""
		if v.Reason != "" {
			name = known[id].name
		}
		ids, results = append(ids, id), append(results, string(v.Result))
		names, reasons = append(names, name), append(reasons, v.Reason)
	}
	_, err := tx.Exec(ctx, `UPDATE app.import_effects e SET result = x.result, name = x.name, reason = x.reason
		FROM unnest(@ids::uuid[], @results::text[], @names::text[], @reasons::text[]) x(id, result, name, reason)
		WHERE e.tenant_id = @tenant AND e.import_id = @import AND e.object = @object AND e.record_id = x.id`,
		tenant.Args{"ids": ids, "results": results, "names": names, "reasons": reasons, "import": importID,
			"object": object})
	if err != nil {
		return fmt.Errorf("undo: mark: %w", err)
	}
	return nil
}

// laterImports are the records among some that another import has changed since, and that was not undone.
func laterImports(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]bool,
	error) {
	changed, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT DISTINCT e.record_id FROM app.import_effects e
		WHERE e.tenant_id = @tenant AND e.record_id = ANY(@ids) AND e.import_id > @import AND e.kind <> 'stamped'
		AND (e.result IS NULL OR e.result IN ('part', 'left'))`, tenant.Args{"ids": ids, "import": importID})
	if err != nil {
		return nil, fmt.Errorf("undo: later: %w", err)
	}
	all := map[uuid.UUID]bool{}
	for _, id := range changed {
		all[id] = true
	}
	return all, nil
}

// users are the statements that find what names the records of an object and is there. An account below that the
// same import put there keeps none.
var users = map[string]string{
	"account": `SELECT o.account_id AS id, o.id AS user_id, 'an opportunity' AS what FROM app.opportunities o
			WHERE o.tenant_id = @tenant AND o.account_id = ANY(@ids) AND o.deleted_at IS NULL
		UNION ALL SELECT c.account_id, c.id, 'a contact' FROM app.contacts c
			WHERE c.tenant_id = @tenant AND c.account_id = ANY(@ids) AND c.deleted_at IS NULL
		UNION ALL SELECT v.account_id, v.id, 'an activity' FROM app.activities v
			WHERE v.tenant_id = @tenant AND v.account_id = ANY(@ids) AND v.deleted_at IS NULL
		UNION ALL SELECT a.parent_id, a.id, 'an account below it' FROM app.accounts a
			WHERE a.tenant_id = @tenant AND a.parent_id = ANY(@ids) AND a.deleted_at IS NULL
			AND NOT EXISTS (SELECT 1 FROM app.import_effects e WHERE e.tenant_id = @tenant AND e.record_id = a.id
				AND e.import_id = @import)`,
	"contact": `SELECT v.contact_id AS id, v.id AS user_id, 'an activity' AS what FROM app.activities v
			WHERE v.tenant_id = @tenant AND v.contact_id = ANY(@ids) AND v.deleted_at IS NULL AND @import <> v.id`,
	"opportunity": `SELECT v.opportunity_id AS id, v.id AS user_id, 'an activity' AS what FROM app.activities v
			WHERE v.tenant_id = @tenant AND v.opportunity_id = ANY(@ids) AND v.deleted_at IS NULL AND @import <> v.id`,
}

// uses tells what names some records of an object and stays.
func (w view) uses(ctx context.Context, tx *tenant.Tx, object string, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	type use struct {
		ID     uuid.UUID
		UserID uuid.UUID
		What   string
	}
	all := map[uuid.UUID]string{}
	if users[object] == "" {
		return all, nil
	}
	rows, err := tenant.List[use](ctx, tx, users[object], tenant.Args{"ids": ids, "import": w.importID})
	if err != nil {
		return nil, fmt.Errorf("undo: uses: %w", err)
	}
	for _, r := range rows {
		if !w.going[r.UserID] {
			all[r.ID] = r.What
		}
	}
	return all, nil
}

// Remains lists the records of which an undo left something, at most so many; 0: all.
func Remains(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, most int) ([]Kept, error) {
	all, err := tenant.List[Kept](ctx, tx, `SELECT DISTINCT ON (e.object, e.name, e.record_id) e.object, e.record_id,
			e.name, e.result, e.reason
		FROM app.import_effects e WHERE e.tenant_id = @tenant AND e.import_id = @id AND e.reason <> ''
		ORDER BY e.object, e.name, e.record_id LIMIT nullif(@most::int, 0)`,
		tenant.Args{"id": importID, "most": most})
	if err != nil {
		return nil, fmt.Errorf("undo: remains: %w", err)
	}
	return all, nil
}
