package undo

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// previewSize is how many records are previewed at once that have to be looked at one by one.
const previewSize = 5000

// brief is what an import did to a record, without both sides of its fields. An odd one has to be looked at by itself:
// something has happened to it since, or it names other records than before. Of all others the verdict is plain.
type brief struct {
	ID   uuid.UUID
	Kind importjob.EffectKind
	Odd  bool
}

// Preview tells what an undo would do now, with the first records of which it would leave something.
func Preview(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, most int) (t Tally, kept []Kept, err error) {
	w, err := look(ctx, tx, importID)
	if err != nil {
		return t, nil, err
	}
	for _, object := range importjob.Undoable {
		all, err := w.briefs(ctx, tx, object)
		if err != nil {
			return t, nil, err
		}
		odd, err := w.plain(ctx, tx, object, all, &t)
		if err != nil {
			return t, nil, err
		}
		for ids := range slices.Chunk(odd, previewSize) {
			found, err := w.oddities(ctx, tx, object, ids, &t)
			if err != nil {
				return t, nil, err
			}
			kept = append(kept, found[:min(len(found), most-len(kept))]...)
		}
	}
	return t, kept, nil
}

// plain counts the records whose verdict is plain, and answers with the others.
func (w view) plain(ctx context.Context, tx *tenant.Tx, object string, all []brief, t *Tally) ([]uuid.UUID, error) {
	var created, odd []uuid.UUID
	for _, b := range all {
		if b.Kind == importjob.Created && !b.Odd {
			created = append(created, b.ID)
		}
	}
	used, err := w.uses(ctx, tx, object, created)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		switch {
		case b.Kind == importjob.Stamped: // stays whatever has happened
		case b.Odd || used[b.ID] != "":
			odd = append(odd, b.ID)
		case b.Kind == importjob.Created:
			t.Removed++
			w.going[b.ID] = true
		case b.Kind == importjob.Changed:
			t.Restored++
		}
	}
	return odd, nil
}

// oddities looks at some records one by one, counts them, and answers with those of which something would be left.
func (w view) oddities(ctx context.Context, tx *tenant.Tx, object string, ids []uuid.UUID, t *Tally) ([]Kept, error) {
	rows, err := effectsOn(ctx, tx, w.importID, object, ids)
	if err != nil {
		return nil, err
	}
	all := join(rows)
	done, b, err := w.weigh(ctx, tx, object, all, false)
	if err != nil {
		return nil, err
	}
	var kept []Kept
	known := b.present()
	for _, f := range all {
		v := done[f.id]
		t.add(v.Result)
		w.going[f.id] = v.Result == Removed || v.moves(known[f.id])
		if v.Reason != "" {
			kept = append(kept, Kept{object, f.id, known[f.id].name, v.Result, v.Reason})
		}
	}
	return kept, nil
}

func (t *Tally) add(r Result) {
	switch r {
	case Removed:
		t.Removed++
	case Restored:
		t.Restored++
	case Part:
		t.Part++
	case Left:
		t.Left++
	}
}
