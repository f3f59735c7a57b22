package opportunity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
)

// lockable begins a statement that reads whole opportunities to change them.
const lockable = `SELECT o.id, coalesce(o.external_id, '') AS external_id, ` + columns + `, o.changed_at, o.deleted_at,
	o.revision, o.custom FROM app.opportunities o WHERE o.tenant_id = @tenant AND `

// OfAccount lists the keys of all opportunities of an account, archived ones too. It does not ask whether the actor may
// see them.
func OfAccount(ctx context.Context, tx *tenant.Tx, account uuid.UUID) ([]uuid.UUID, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT id FROM app.opportunities
		WHERE tenant_id = @tenant AND account_id = @account ORDER BY id`, tenant.Args{"account": account})
	if err != nil {
		return nil, fmt.Errorf("opportunity: of account: %w", err)
	}
	return ids, nil
}

// Rebase gives those of some opportunities that are of one account to another, as the actor's change, because the
// accounts are merged or taken apart here.
func Rebase(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, from, to uuid.UUID) error {
	return rehome(ctx, tx, ids, from, to, "app", tx.Now())
}

// rehome gives those of some opportunities that are of one account to another, as known since a moment.
func rehome(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, from, to uuid.UUID, source string,
	at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := tenant.List[Opportunity](ctx, tx, lockable+`o.id = ANY(@ids) AND o.account_id = @from
		ORDER BY o.id FOR UPDATE`, tenant.Args{"ids": ids, "from": from})
	if err != nil {
		return fmt.Errorf("opportunity: rehome: %w", err)
	}
	return amend(ctx, tx, found, source, at, func(_ uuid.UUID, s *State) error {
		s.AccountID = &to
		return nil
	})
}

// amend changes opportunities that are locked as known since a moment, or since now where that
// is no later than what is known.
func amend(ctx context.Context, tx *tenant.Tx, found []Opportunity, source string, at time.Time,
	change func(uuid.UUID, *State) error) error {
	ids := make([]uuid.UUID, len(found))
	for i, o := range found {
		ids[i] = o.ID
	}
	all, err := histories(ctx, tx, ids)
	if err != nil {
		return fmt.Errorf("opportunity: amend: %w", err)
	}
	var b batch
	rules := Rules{Now: tx.Now()}
	for _, o := range found {
		history, known := all[o.ID], at
		o.Deleted = o.DeletedAt != nil
		after := o.State
		if err := change(o.ID, &after); err != nil {
			return err
		}
		if last := lastKnown(history); known.Before(last) || known.After(rules.Now) {
			known = later(last, rules.Now)
		}
		for _, c := range Diff(o.State, after) {
			c = rules.stamp(c, o.ID, len(history), known, source)
			if source != "import" {
				c.MemberID = tx.By()
			}
			history, b.changes = append(slices.Clip(history), c), append(b.changes, c)
		}
		versions, err := Replay(history)
		if err != nil {
			return err
		}
		b.add(o, versions)
	}
	return b.write(ctx, tx)
}

// named are the columns of the fields whose values an organisation names.
var named = map[string]string{"stage": "o.stage", "loss_reason": "o.loss_reason", "competitor": "o.competitor",
	"source": "o.source", "type": "o.type"}

// Rename gives every opportunity with a value of a field another name for it, as the actor's change, archived ones too.
// It answers how many there were. It does not ask whether the actor may see them.
func Rename(ctx context.Context, tx *tenant.Tx, field, from, to string) (int, error) {
	column, ok := named[field]
	if !ok || from == to {
		return 0, nil
	}
	for done := 0; ; {
		found, err := tenant.List[Opportunity](ctx, tx, lockable+column+` = @from
			ORDER BY o.id LIMIT @some FOR UPDATE`, tenant.Args{"from": from, "some": renamedAtOnce})
		if err != nil {
			return done, fmt.Errorf("opportunity: rename: %w", err)
		}
		if len(found) == 0 {
			return done, nil
		}
		if err := amend(ctx, tx, found, "app", tx.Now(),
			func(_ uuid.UUID, s *State) error { return s.with(field, &to) }); err != nil {
			return done, err
		}
		done += len(found)
	}
}

// renamedAtOnce is how many opportunities Rename keeps in memory.
const renamedAtOnce = 500

// Fill gives every opportunity the value of a custom field that a column of its source holds, as the actor's change;
// one that has a value keeps it. Read is the value that a cell means; what it refuses is left out. With dry nothing is
// written. It answers how many cells were read and how many were not. It does not ask whether the actor may see them.
func Fill(ctx context.Context, tx *tenant.Tx, f customfield.Field, read func(string) (string, error),
	dry bool) (done, bad int, err error) {
	var after uuid.UUID
	key, id := f.Key(), f.FieldID.String()
	for {
		found, err := tenant.List[Opportunity](ctx, tx, lockable+`coalesce(o.custom ->> @column, '') <> ''
				AND coalesce(o.fields ->> @field, '') = '' AND o.id > @after
			ORDER BY o.id LIMIT @some FOR UPDATE`, tenant.Args{"column": f.Source, "field": id, "after": after,
			"some": renamedAtOnce})
		if err != nil {
			return done, bad, fmt.Errorf("opportunity: fill: %w", err)
		}
		if len(found) == 0 {
			return done, bad, nil
		}
		after = found[len(found)-1].ID
		values := map[uuid.UUID]string{}
		var filled []Opportunity
		for _, o := range found {
			if v, err := read(o.Custom[f.Source]); err != nil || v == "" {
				bad++
			} else {
				values[o.ID], filled = v, append(filled, o)
			}
		}
		if done += len(filled); dry || len(filled) == 0 {
			continue
		}
		if err := amend(ctx, tx, filled, "app", tx.Now(), func(id uuid.UUID, s *State) error {
			v := values[id]
			return s.with(key, &v)
		}); err != nil {
			return done, bad, err
		}
	}
}
