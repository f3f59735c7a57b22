// Package merge joins companies that are one, and takes them apart again.
//
// A merge keeps the keys of what it moved. What points to the survivor afterwards and was not moved stays with it when
// the merge is taken back. Pay that is locked names an opportunity, which a merge leaves as it is.
package merge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/opportunity"
)

// Merge is two companies that were joined.
type Merge struct {
	ID         uuid.UUID
	SurvivorID uuid.UUID
	LoserID    uuid.UUID
	At         time.Time
	MemberID   *uuid.UUID // nil: the system
	Moved      map[string][]uuid.UUID
	Was        map[string]*string
	UndoneAt   *time.Time
}

// references are the columns that point to a company, opportunities apart, whose history says that they moved.
var references = map[string]struct{ table, column string }{
	"contacts":   {"app.contacts", "account_id"},
	"activities": {"app.activities", "account_id"},
	"children":   {"app.accounts", "parent_id"},
	"merged":     {"app.accounts", "merged_into"},
	"notes":      {"app.notes", "object_id"},
	"tasks":      {"app.tasks", "object_id"},
	"papers":     {"app.attachments", "object_id"},
}

// Facts are the facts of a company that a merge can take from the loser, as their columns are called.
var Facts = []string{"name", "website", "industry", "employees", "state", "country", "type", "territory", "region",
	"owner_id", "parent_id"}

// Join lets one company go in another: what points to the loser points to the survivor, and the survivor takes the
// facts that are asked for. It answers with the merge.
func Join(ctx context.Context, tx *tenant.Tx, survivor, loser uuid.UUID, take []string) (uuid.UUID, error) {
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return uuid.Nil, err
	}
	if err := tx.Alone(ctx, tenant.MergeRecords); err != nil {
		return uuid.Nil, err
	}
	if err := separate(ctx, tx, survivor, loser); err != nil {
		return uuid.Nil, err
	}
	loses, err := account.Get(ctx, tx, loser)
	if err != nil {
		return uuid.Nil, err
	}
	kept, err := account.Get(ctx, tx, survivor)
	if err != nil {
		return uuid.Nil, err
	}
	if kept.ParentID != nil && *kept.ParentID == loser && !slices.Contains(take, "parent_id") {
		take = append(slices.Clip(take), "parent_id") // it was below the loser
	}
	was, err := takeFacts(ctx, tx, survivor, loser, take)
	if err != nil {
		return uuid.Nil, err
	}
	moved, err := move(ctx, tx, survivor, loser)
	if err != nil {
		return uuid.Nil, err
	}
	if loses.ParentID != nil {
		moved["above"] = []uuid.UUID{*loses.ParentID}
	}
	m := Merge{ID: uuid.Must(uuid.NewV7()), SurvivorID: survivor, LoserID: loser, Moved: moved, Was: was}
	for _, step := range []struct {
		sql  string
		args tenant.Args
	}{
		{`UPDATE app.accounts SET deleted_at = @now, merged_into = @survivor
			WHERE tenant_id = @tenant AND id = @loser`,
			tenant.Args{"now": tx.Now(), "survivor": survivor, "loser": loser}},
		{`INSERT INTO app.merges (tenant_id, id, survivor_id, loser_id, at, member_id, moved, was)
			VALUES (@tenant, @id, @survivor, @loser, @now, @me, @moved, @was)`,
			tenant.Args{"id": m.ID, "survivor": survivor, "loser": loser, "now": tx.Now(), "me": tx.By(),
				"moved": m.Moved, "was": m.Was}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args); err != nil {
			return uuid.Nil, fmt.Errorf("merge: join: %w", err)
		}
	}
	return m.ID, nil
}

// separate refuses what cannot be joined: a company with itself, or one that is not there any more.
func separate(ctx context.Context, tx *tenant.Tx, survivor, loser uuid.UUID) error {
	if survivor == loser {
		return fault.New(fault.Invalid, "Choose two accounts. An account cannot be merged into itself.")
	}
	for _, id := range []uuid.UUID{survivor, loser} {
		a, err := account.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		if a.DeletedAt != nil {
			return fault.New(fault.Conflict, fmt.Sprintf("%s is merged or deleted already.", a.Name))
		}
	}
	return nil
}

// move points everything that points to one company to another, and answers with the keys of what moved.
func move(ctx context.Context, tx *tenant.Tx, to, from uuid.UUID) (map[string][]uuid.UUID, error) {
	moved := map[string][]uuid.UUID{}
	for name, r := range references {
		ids, err := tenant.Values[uuid.UUID](ctx, tx, `UPDATE `+r.table+` SET `+r.column+` = @to
			WHERE tenant_id = @tenant AND `+r.column+` = @from AND id <> @to RETURNING id`,
			tenant.Args{"to": to, "from": from})
		if err != nil {
			return nil, fmt.Errorf("merge: %s: %w", name, err)
		}
		moved[name] = ids
	}
	ids, err := opportunity.OfAccount(ctx, tx, from)
	if err != nil {
		return nil, err
	}
	moved["opportunities"] = ids
	return moved, opportunity.Rebase(ctx, tx, ids, from, to)
}

// takeFacts gives the survivor the loser's facts, and answers with those that they replaced.
func takeFacts(ctx context.Context, tx *tenant.Tx, survivor, loser uuid.UUID,
	take []string) (map[string]*string, error) {
	was := map[string]*string{}
	for _, fact := range take {
		if !slices.Contains(Facts, fact) {
			return nil, fault.On(fact, "This fact cannot be taken over.")
		}
		old, err := tenant.Value[*string](ctx, tx, `SELECT `+fact+`::text FROM app.accounts
			WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": survivor})
		if err != nil {
			return nil, fmt.Errorf("merge: facts: %w", err)
		}
		was[fact] = old
		if _, err := tx.Exec(ctx, `UPDATE app.accounts s SET `+fact+` = l.`+fact+` FROM app.accounts l
			WHERE s.tenant_id = @tenant AND s.id = @survivor AND l.tenant_id = @tenant AND l.id = @loser`,
			tenant.Args{"survivor": survivor, "loser": loser}); err != nil {
			return nil, fmt.Errorf("merge: facts: %w", err)
		}
	}
	return was, nil
}
