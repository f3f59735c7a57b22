package merge

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

const selected = `SELECT id, object, survivor_id, loser_id, at, member_id, moved, was, undone_at FROM app.merges
	WHERE tenant_id = @tenant AND `

// Split takes a merge back: what it moved goes back to the loser, unless somebody has moved it on since, and the
// survivor has the facts again that it had. A later merge of either record is taken back first.
func Split(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Merge, error) {
	var m Merge
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return m, err
	}
	if err := tx.Alone(ctx, tenant.MergeRecords); err != nil {
		return m, err
	}
	m, err := tenant.One[Merge](ctx, tx, selected+`id = @id`, tenant.Args{"id": id})
	if err != nil {
		return m, fmt.Errorf("merge: split: %w", err)
	}
	k, err := kindOf(m.Object)
	if err != nil {
		return m, err
	}
	if m.UndoneAt != nil {
		return m, fault.New(fault.Conflict, "These "+k.plural+" are separate again already.")
	}
	later, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.merges
		WHERE tenant_id = @tenant AND undone_at IS NULL AND (at, id) > (@at, @id)
		AND (survivor_id IN (@survivor, @loser) OR loser_id IN (@survivor, @loser)))`,
		tenant.Args{"at": m.At, "id": m.ID, "survivor": m.SurvivorID, "loser": m.LoserID})
	if err != nil {
		return m, fmt.Errorf("merge: split: %w", err)
	}
	if later {
		return m, fault.New(fault.Conflict, "One of these "+k.plural+" was merged again later. Undo the later merge first.")
	}
	return m, m.takeApart(ctx, tx, k)
}

// parent is the company above the loser when it was merged; nil: none.
func (m Merge) parent() *uuid.UUID {
	if above := m.Moved["above"]; len(above) > 0 {
		return &above[0]
	}
	return nil
}

func (m Merge) takeApart(ctx context.Context, tx *tenant.Tx, k kind) error {
	for name, r := range k.references {
		if _, err := tx.Exec(ctx, `UPDATE `+r.table+` SET `+r.name+` = @loser
			WHERE tenant_id = @tenant AND id = ANY(@ids) AND `+r.name+` = @survivor`,
			tenant.Args{"ids": m.Moved[name], "loser": m.LoserID, "survivor": m.SurvivorID}); err != nil {
			return fmt.Errorf("merge: split: %s: %w", name, err)
		}
	}
	if err := k.back(ctx, tx, m); err != nil {
		return err
	}
	for fact, was := range m.Was {
		if _, err := tx.Exec(ctx, `UPDATE `+k.table+` s SET `+fact+` = r.`+fact+`
			FROM jsonb_populate_record(null::`+k.table+`, jsonb_build_object(@fact::text, `+k.former(fact)+`)) r,
				`+k.table+` l
			WHERE s.tenant_id = @tenant AND s.id = @survivor AND l.tenant_id = @tenant AND l.id = @loser
			AND s.`+fact+` IS NOT DISTINCT FROM `+taken(fact, "r"),
			tenant.Args{"fact": fact, "was": was, "survivor": m.SurvivorID, "loser": m.LoserID}); err != nil {
			return fmt.Errorf("merge: split: %s: %w", fact, err)
		}
	}
	above := ""
	args := tenant.Args{"loser": m.LoserID}
	if m.Object == Account {
		above, args["parent"] = ", parent_id = @parent", m.parent()
	}
	if _, err := tx.Exec(ctx, `UPDATE `+k.table+` SET deleted_at = NULL, merged_into = NULL`+above+`
		WHERE tenant_id = @tenant AND id = @loser`, args); err != nil {
		return fmt.Errorf("merge: split: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE app.merges SET undone_at = @now, undone_by = @me
		WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": m.ID, "now": tx.Now(), "me": tx.By()}); err != nil {
		return fmt.Errorf("merge: split: %w", err)
	}
	return nil
}

// former is the value that a fact had, from its text.
func (kind) former(fact string) string {
	if fact == custom {
		return "@was::jsonb"
	}
	return "@was::text"
}

// Recent lists the last merges of a sort of records, newest first.
func Recent(ctx context.Context, tx *tenant.Tx, object Object, limit int) ([]Merge, error) {
	all, err := tenant.List[Merge](ctx, tx, selected+`object = @object ORDER BY at DESC, id DESC LIMIT @limit`,
		tenant.Args{"object": string(object), "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("merge: recent: %w", err)
	}
	return all, nil
}
