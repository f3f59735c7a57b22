package undo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// moving are the facts by which a record names others; records.Deleted is among the changes of one that came back.
var moving = []string{"account", "AccountID", "ContactID", "OpportunityID", "ParentID", record.Deleted}

// mine puts the rows of each record together as join does.
const mine = `WITH mine AS (SELECT e.record_id, count(*) > 1 OR bool_or(e.changes ?| @moving::text[]) AS odd,
			coalesce((array_agg(e.kind ORDER BY e.id) FILTER (WHERE e.kind <> 'stamped'))[1], 'stamped') AS kind,
			max(e.id::text)::uuid AS last
		FROM app.import_effects e WHERE e.tenant_id = @tenant AND e.import_id = @import AND e.object = @object
		GROUP BY e.record_id),
	touched AS (SELECT DISTINCT c.object_id AS id FROM app.commands c
		WHERE c.tenant_id = @tenant AND c.at >= @since AND c.kind <> 'revert'),
	later AS (SELECT n.record_id AS id, max(n.id::text)::uuid AS last FROM app.import_effects n
		WHERE n.tenant_id = @tenant AND n.object = @object AND n.import_id <> @import AND n.kind <> 'stamped'
		GROUP BY n.record_id)
	SELECT m.record_id AS id, m.kind, m.odd OR touched.id IS NOT NULL OR coalesce(later.last > m.last, false) OR `

// stirred tell, by object, that a record is not there any more or has changed without anybody's command.
var stirred = map[string]string{
	"account": `x.id IS NULL OR x.deleted_at IS NOT NULL OR x.merged_into IS NOT NULL OR EXISTS (SELECT 1
		FROM app.merges g WHERE g.tenant_id = @tenant AND g.survivor_id = m.record_id AND g.at >= @since)`,
	"contact":  `x.id IS NULL OR x.deleted_at IS NOT NULL OR x.merged_into IS NOT NULL`,
	"activity": `x.id IS NULL OR x.deleted_at IS NOT NULL`,
	"opportunity": `x.id IS NULL OR x.deleted_at IS NOT NULL OR m.kind = 'changed' AND EXISTS (SELECT 1
		FROM app.opportunity_changes h WHERE h.tenant_id = @tenant AND h.opportunity_id = m.record_id
		AND h.recorded_at > @until)`,
}

var tables = map[string]string{"account": "app.accounts", "contact": "app.contacts", "activity": "app.activities",
	"opportunity": "app.opportunities"}

// briefs is what the import did to the records of an object, by record.
func (w view) briefs(ctx context.Context, tx *tenant.Tx, object string) ([]brief, error) {
	args := tenant.Args{"import": w.importID, "object": object, "moving": moving, "since": w.since}
	if object == "opportunity" {
		args["until"] = w.until
	}
	all, err := tenant.List[brief](ctx, tx, mine+stirred[object]+` AS odd FROM mine m
		LEFT JOIN `+tables[object]+` x ON x.tenant_id = @tenant AND x.id = m.record_id
		LEFT JOIN touched ON touched.id = m.record_id LEFT JOIN later ON later.id = m.record_id
		ORDER BY m.record_id`, args)
	if err != nil {
		return nil, fmt.Errorf("undo: briefs: %w", err)
	}
	return all, nil
}

// effectsOn is what an import did to some records of an object, by record.
func effectsOn(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, object string,
	ids []uuid.UUID) ([]importjob.Effect, error) {
	all, err := tenant.List[importjob.Effect](ctx, tx, `SELECT e.id, e.object, e.record_id, e.kind, e.changes
		FROM app.import_effects e WHERE e.tenant_id = @tenant AND e.import_id = @import AND e.object = @object
		AND e.record_id = ANY(@ids) ORDER BY e.record_id, e.id`,
		tenant.Args{"import": importID, "object": object, "ids": ids})
	if err != nil {
		return nil, fmt.Errorf("undo: effects on: %w", err)
	}
	return all, nil
}
