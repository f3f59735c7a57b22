package opportunity

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Taken tells what Import did with one record: it was new, something of it changed, or neither, and which rows of its
// history, by the source's keys, were not known before.
type Taken struct {
	ID      uuid.UUID
	New     bool
	Changed bool
	Fresh   map[string]bool
}

// Present is an opportunity that a source brought, as it is here now.
type Present struct {
	Opportunity
	SourceHash       int64
	SourceModifiedAt *time.Time
}

// Newer tells that what is known is from after a moment at which the source modified the record.
func (p Present) Newer(modified time.Time) bool {
	return !modified.IsZero() && p.SourceModifiedAt != nil && p.SourceModifiedAt.After(modified)
}

// Presents is the opportunities of some of the source's keys.
func Presents(ctx context.Context, tx *tenant.Tx, keys []string) (map[string]Present, error) {
	found, err := presents(ctx, tx, `o.external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	all := make(map[string]Present, len(found))
	for _, p := range found {
		all[p.ExternalID] = p
	}
	return all, err
}

// Import takes opportunities from a source, some hundred at a time: it adds those that are new with their whole
// history, extends those whose rows differ, and leaves the others alone. It answers for each record, in their order.
func Import(ctx context.Context, tx *tenant.Tx, rules Rules, records []Imported) ([]Taken, error) {
	known, err := knownTo(ctx, tx, records)
	if err != nil {
		return nil, err
	}
	histories, err := differing(ctx, tx, records, known)
	if err != nil {
		return nil, err
	}
	var b batch
	all := make([]Taken, len(records))
	for i, in := range records {
		k, ok := known[in.ExternalID]
		all[i] = Taken{ID: k.id, New: !ok}
		if !ok {
			all[i].ID = uuid.Must(uuid.NewV7())
		} else if k.hash == in.Hash {
			continue
		}
		changes := len(b.changes)
		if all[i].Fresh, err = b.take(rules, all[i].ID, in, histories[k.id]); err != nil {
			return nil, fmt.Errorf("opportunity: import %s: %w", in.ExternalID, err)
		}
		if ok && len(b.changes) == changes && maps.Equal(k.custom, in.Custom) {
			b.drop()
		} else {
			all[i].Changed = ok
		}
	}
	if err := b.write(ctx, tx); err != nil {
		return nil, err
	}
	return all, touch(ctx, tx, records)
}

// touch keeps that the source's rows were seen, and when it last modified each record.
func touch(ctx context.Context, tx *tenant.Tx, records []Imported) error {
	var keys []string
	var hashes []int64
	var at []*time.Time
	for _, in := range records {
		if in.Newer.IsZero() {
			keys, hashes, at = append(keys, in.ExternalID), append(hashes, in.Hash), append(at, nil)
			if !in.ModifiedAt.IsZero() {
				at[len(at)-1] = &in.ModifiedAt
			}
		}
	}
	_, err := tx.Exec(ctx, `UPDATE app.opportunities o SET source_hash = x.hash,
		source_modified_at = greatest(o.source_modified_at, x.at)
		FROM unnest(@keys::text[], @hashes::bigint[], @at::timestamptz[]) x(key, hash, at)
		WHERE o.tenant_id = @tenant AND o.external_id = x.key
		  AND (o.source_hash <> x.hash OR o.source_modified_at IS DISTINCT FROM greatest(o.source_modified_at, x.at))`,
		tenant.Args{"keys": keys, "hashes": hashes, "at": at})
	if err != nil {
		return fmt.Errorf("opportunity: import: %w", err)
	}
	return nil
}

// differing is the whole histories of the opportunities that are known and whose rows differ.
func differing(ctx context.Context, tx *tenant.Tx, records []Imported,
	known map[string]identity) (map[uuid.UUID][]Change, error) {
	var ids []uuid.UUID
	for _, in := range records {
		if k, ok := known[in.ExternalID]; ok && k.hash != in.Hash {
			ids = append(ids, k.id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return histories(ctx, tx, ids)
}

// histories is all changes of some opportunities, whenever they became known.
func histories(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID][]Change, error) {
	changes, err := tenant.List[Change](ctx, tx, `SELECT id, opportunity_id, field, old_value, new_value, true_since,
		known_at, recorded_at, seq, member_id, source, external_id
		FROM app.opportunity_changes WHERE tenant_id = @tenant AND opportunity_id = ANY(@ids)
		ORDER BY opportunity_id, known_at, seq`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("opportunity: histories: %w", err)
	}
	of := map[uuid.UUID][]Change{}
	for _, c := range changes {
		of[c.OpportunityID] = append(of[c.OpportunityID], c)
	}
	return of, nil
}

// take puts one imported opportunity into the batch; history is what is known of it already. It answers with the keys
// of the rows that were not.
func (b *batch) take(rules Rules, id uuid.UUID, in Imported, history []Change) (map[string]bool, error) {
	had, rows := len(history), in.History
	var err error
	switch {
	case had == 0:
		history, err = rules.changes(id, in)
	case !in.Newer.IsZero():
		in.Hash = 0 // that of what is known stays
		history, rows, err = rules.older(history, id, in)
	default:
		rows = rules.unseen(history, in.History)
		if history, err = rules.recall(history, id, rows, in.State); err == nil {
			history, err = rules.extend(history, id, in, rows)
		}
	}
	if err != nil {
		return nil, err
	}
	b.changes = append(b.changes, history[had:]...)
	versions, err := Replay(history)
	if err != nil {
		return nil, err
	}
	b.add(Opportunity{ID: id, ExternalID: in.ExternalID, Custom: in.Custom}, versions)
	b.current[len(b.current)-1].SourceHash = in.Hash
	fresh := make(map[string]bool, len(rows))
	for _, p := range rows {
		fresh[p.ExternalID] = true
	}
	return fresh, nil
}

// unseen are the rows of the source that an earlier import has not brought.
func (r Rules) unseen(history []Change, rows []Past) []Past {
	seen := map[string]bool{}
	for _, c := range history {
		if c.ExternalID != nil {
			seen[r.key(*c.ExternalID)] = true
		}
	}
	var fresh []Past
	for _, p := range rows {
		if !seen[r.key(p.ExternalID)] {
			fresh = append(fresh, p)
		}
	}
	return fresh
}

type identity struct {
	id     uuid.UUID
	hash   int64
	custom map[string]string
}

func knownTo(ctx context.Context, tx *tenant.Tx, records []Imported) (map[string]identity, error) {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ExternalID
	}
	there, err := Presents(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	known := map[string]identity{}
	for key, p := range there {
		known[key] = identity{p.ID, p.SourceHash, p.Custom}
	}
	return known, nil
}

// IDs maps the keys of the source to opportunities.
func IDs(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, error) {
	return tenant.ExternalIDs(ctx, tx, `SELECT id, external_id FROM app.opportunities
		WHERE tenant_id = @tenant AND external_id IS NOT NULL`)
}

// MoveAccount gives the opportunities of an account to the one into which the source merged it, as known since a
// moment.
func MoveAccount(ctx context.Context, tx *tenant.Tx, from, into uuid.UUID, at time.Time) error {
	ids, err := OfAccount(ctx, tx, from)
	if err != nil {
		return err
	}
	return rehome(ctx, tx, ids, from, into, "import", at)
}

// Called is all opportunities that are there, by their names.
func Called(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, name AS name
		FROM app.opportunities WHERE tenant_id = @tenant AND deleted_at IS NULL`)
}

// Adopt gives opportunities the keys by which an import tells them apart; an empty one takes it away again.
func Adopt(ctx context.Context, tx *tenant.Tx, keys map[uuid.UUID]string) error {
	return tenant.Adopt(ctx, tx, `UPDATE app.opportunities r SET external_id = nullif(x.key, '')
		FROM unnest(@ids::uuid[], @keys::text[]) x(id, key) WHERE r.tenant_id = @tenant AND r.id = x.id`, keys)
}
