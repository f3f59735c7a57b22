package importjob

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

// Effect is what an import did to a record, from which it can be undone.
type Effect struct {
	ID       uuid.UUID
	Object   string
	RecordID uuid.UUID
	Kind     EffectKind
	Changes  command.Payload // both sides of each field, in the text of the loader
}

// EffectKind is what was done.
type EffectKind string

// The kinds of effects. Stamped is a record of which only changed when the source said it.
const (
	Created EffectKind = "created"
	Changed EffectKind = "changed"
	Stamped EffectKind = "stamped"
)

// Undoable are the objects whose records an undo takes back, in the order in which it does: first what names others.
var Undoable = []string{"activity", "opportunity", "contact", "account"}

// LargestUndo is how many rows an import may have that can be undone as a whole.
const LargestUndo = 250_000

// Effect keeps what was done to a record with the batch under way, unless the import is too large to be undone.
func (p *Report) Effect(e Effect) {
	rows := int64(0)
	for _, f := range p.Files {
		rows += f.Counts.Total
	}
	if p.Preview || rows > LargestUndo {
		return
	}
	e.ID = uuid.Must(uuid.NewV7())
	p.effects = append(p.effects, e)
}

func (p *Report) saveEffects(ctx context.Context, tx *tenant.Tx) error {
	if len(p.effects) == 0 {
		return nil
	}
	changes := make([]string, len(p.effects))
	for i, e := range p.effects {
		if e.Changes == nil {
			e.Changes = command.Payload{}
		}
		body, err := json.Marshal(e.Changes)
		if err != nil {
			return err
		}
		changes[i] = string(body)
	}
	args := tenant.Columns(p.effects)
	args["import"], args["changes"] = p.ID, changes
	_, err := tx.Exec(ctx, `INSERT INTO app.import_effects (tenant_id, id, import_id, object, record_id, kind, changes)
		SELECT t.tenant_id, x.id, @import, x.object, x.record_id, x.kind, x.changes::jsonb
		FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @object::text[], @record_id::uuid[], @kind::text[],
			@changes::text[]) x(id, object, record_id, kind, changes)
		WHERE t.tenant_id = @tenant`, args)
	if err != nil {
		return fmt.Errorf("importjob: effects: %w", err)
	}
	return nil
}
