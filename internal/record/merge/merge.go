// Package merge joins records that are one, two companies or two people, and takes them apart again.
//
// A merge keeps the keys of what it moved. What points to the survivor afterwards and was not moved stays with it when
// the merge is taken back. Pay that is locked names an opportunity, which a merge leaves as it is.
package merge

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Merge is two records that were joined.
type Merge struct {
	ID         uuid.UUID
	Object     Object
	SurvivorID uuid.UUID
	LoserID    uuid.UUID
	At         time.Time
	MemberID   *uuid.UUID // nil: the system
	Moved      map[string][]uuid.UUID
	Was        map[string]*string
	UndoneAt   *time.Time
}

// Join lets one record go in another: what points to the loser points to the survivor, and the survivor takes the facts
// that are asked for. It answers with the merge.
func Join(ctx context.Context, tx *tenant.Tx, object Object, survivor, loser uuid.UUID,
	take []string) (uuid.UUID, error) {
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return uuid.Nil, err
	}
	k, err := kindOf(object)
	if err != nil {
		return uuid.Nil, err
	}
	if err := tx.Alone(ctx, tenant.MergeRecords); err != nil {
		return uuid.Nil, err
	}
	kept, loses, err := k.separate(ctx, tx, survivor, loser)
	if err != nil {
		return uuid.Nil, err
	}
	if kept.parent != nil && *kept.parent == loser && !slices.Contains(take, "parent_id") {
		take = append(slices.Clip(take), "parent_id") // it was below the loser
	}
	if object == Contact && !slices.Contains(take, custom) {
		take = append(slices.Clip(take), custom) // what the survivor does not know of the source's other columns
	}
	m := Merge{ID: uuid.Must(uuid.NewV7()), Object: object, SurvivorID: survivor, LoserID: loser}
	if m.Was, err = k.takeFacts(ctx, tx, survivor, loser, take); err != nil {
		return uuid.Nil, err
	}
	if m.Moved, err = k.moveAll(ctx, tx, survivor, loser); err != nil {
		return uuid.Nil, err
	}
	if loses.parent != nil {
		m.Moved["above"] = []uuid.UUID{*loses.parent}
	}
	return m.ID, k.keep(ctx, tx, m)
}

// keep writes the merge down, and takes the loser out of sight.
func (k kind) keep(ctx context.Context, tx *tenant.Tx, m Merge) error {
	for _, step := range []struct {
		sql  string
		args tenant.Args
	}{
		{`UPDATE ` + k.table + ` SET deleted_at = @now, merged_into = @survivor
			WHERE tenant_id = @tenant AND id = @loser`,
			tenant.Args{"now": tx.Now(), "survivor": m.SurvivorID, "loser": m.LoserID}},
		{`INSERT INTO app.merges (tenant_id, id, object, survivor_id, loser_id, at, member_id, moved, was)
			VALUES (@tenant, @id, @object, @survivor, @loser, @now, @me, @moved, @was)`,
			tenant.Args{"id": m.ID, "object": string(m.Object), "survivor": m.SurvivorID, "loser": m.LoserID,
				"now": tx.Now(), "me": tx.By(), "moved": m.Moved, "was": m.Was}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args); err != nil {
			return fmt.Errorf("merge: join: %w", err)
		}
	}
	return nil
}

// separate is the two records. It refuses what cannot be joined: a record with itself, or one that is not there any
// more.
func (k kind) separate(ctx context.Context, tx *tenant.Tx, survivor, loser uuid.UUID) (kept, loses present,
	err error) {
	if survivor == loser {
		return kept, loses, fault.New(fault.Invalid, "Choose two "+k.plural+". One cannot be merged into itself.")
	}
	for id, at := range map[uuid.UUID]*present{survivor: &kept, loser: &loses} {
		if *at, err = k.load(ctx, tx, id); err != nil {
			return kept, loses, err
		}
		if at.gone {
			return kept, loses, fault.New(fault.Conflict,
				fmt.Sprintf("%s is merged or deleted already.", strings.TrimSpace(at.name)))
		}
	}
	return kept, loses, nil
}

// moveAll points everything that points to one record to another, and answers with the keys of what moved.
func (k kind) moveAll(ctx context.Context, tx *tenant.Tx, to, from uuid.UUID) (map[string][]uuid.UUID, error) {
	moved := map[string][]uuid.UUID{}
	for name, r := range k.references {
		ids, err := tenant.Values[uuid.UUID](ctx, tx, `UPDATE `+r.table+` SET `+r.name+` = @to
			WHERE tenant_id = @tenant AND `+r.name+` = @from AND id <> @to RETURNING id`,
			tenant.Args{"to": to, "from": from})
		if err != nil {
			return nil, fmt.Errorf("merge: %s: %w", name, err)
		}
		moved[name] = ids
	}
	return moved, k.move(ctx, tx, to, from, moved)
}

// custom is the fact of the source's other columns: the survivor takes those that it does not know.
const custom = "custom"

// taken is what a fact of the survivor s becomes when it takes that of the loser l.
func taken(fact, mine string) string {
	if fact == custom {
		return "l." + custom + " || " + mine + "." + custom
	}
	return "l." + fact
}

// takeFacts gives the survivor the loser's facts, and answers with those that they replaced.
func (k kind) takeFacts(ctx context.Context, tx *tenant.Tx, survivor, loser uuid.UUID,
	take []string) (map[string]*string, error) {
	was := map[string]*string{}
	for _, fact := range take {
		if !slices.Contains(k.facts, fact) {
			return nil, fault.On(fact, "This fact cannot be taken over.")
		}
		old, err := tenant.Value[*string](ctx, tx, `SELECT `+fact+`::text FROM `+k.table+`
			WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": survivor})
		if err != nil {
			return nil, fmt.Errorf("merge: facts: %w", err)
		}
		was[fact] = old
		if _, err := tx.Exec(ctx, `UPDATE `+k.table+` s SET `+fact+` = `+taken(fact, "s")+` FROM `+k.table+` l
			WHERE s.tenant_id = @tenant AND s.id = @survivor AND l.tenant_id = @tenant AND l.id = @loser`,
			tenant.Args{"survivor": survivor, "loser": loser}); err != nil {
			return nil, fmt.Errorf("merge: facts: %w", err)
		}
	}
	return was, nil
}
