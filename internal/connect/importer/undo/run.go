package undo

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/member"
)

// batchSize is how many records are undone in one transaction, and previewed how many at once.
const (
	batchSize   = 500
	previewSize = 5000
)

// ErrBusy reports that the organisation runs an import or another undo.
var ErrBusy = fault.New(fault.Conflict, "Another import of this organisation is running. The undo starts after it.")

// Run undoes what is still to be undone of an import, in the name of who asked for it. It answers ErrBusy while the
// organisation runs an import.
func Run(ctx context.Context, db *tenant.DB, tenantID, importID uuid.UUID) error {
	return RunInBatches(ctx, db, tenantID, importID, batchSize)
}

// RunInBatches is Run with so many records in a transaction.
func RunInBatches(ctx context.Context, db *tenant.DB, tenantID, importID uuid.UUID, size int) error {
	actor := tenant.AsSystem(tenantID)
	err := db.View(ctx, actor, func(tx *tenant.Tx) error {
		u, begun, err := Of(ctx, tx, importID)
		if err != nil || !begun {
			return cmp.Or(err, fault.New(fault.NotFound, ""))
		}
		if u.StartedBy == nil {
			return nil
		}
		actor.MemberID = *u.StartedBy
		actor.Role, err = member.RoleOf(ctx, tx, *u.StartedBy)
		return err
	})
	for more := true; more && err == nil; {
		err = db.Update(ctx, actor, func(tx *tenant.Tx) (err error) {
			if err := tx.Require(tenant.RunImports); err != nil {
				return err
			}
			if free, err := importjob.Idle(ctx, tx); err != nil || !free {
				return cmp.Or(err, ErrBusy)
			}
			more, err = some(ctx, tx, importID, size)
			return err
		})
	}
	return err
}

// some undoes the next batch, and ends the undo where there is none.
func some(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, size int) (more bool, err error) {
	u, _, err := Of(ctx, tx, importID)
	if err != nil || u.FinishedAt != nil {
		return false, err
	}
	l, err := look(ctx, tx, importID)
	if err != nil {
		return false, err
	}
	for _, object := range importjob.Undoable {
		rows, err := effects(ctx, tx, importID, object, uuid.Nil, size)
		if err != nil {
			return false, err
		}
		if len(rows) == 0 {
			continue
		}
		done, all, err := l.weigh(ctx, tx, object, join(rows), true)
		if err != nil {
			return false, err
		}
		next := map[uuid.UUID]record.Facts{}
		for id, v := range done {
			if v.next != nil {
				next[id] = v.next
			}
		}
		if err := all.put(ctx, tx, next); err != nil {
			return false, err
		}
		return true, mark(ctx, tx, importID, object, done, all.present())
	}
	if err := finish(ctx, tx, importID); err != nil {
		return false, err
	}
	return false, audit.Record(ctx, tx, "undone", "import", importID.String(),
		map[string]string{"removed": fmt.Sprint(u.Removed), "restored": fmt.Sprint(u.Restored),
			"left": fmt.Sprint(u.Kept())})
}

// view is what an undo sees of an organisation.
type view struct {
	importID uuid.UUID
	since    time.Time // when the import began
	roster   *member.Roster
	zone     *time.Location
	going    map[uuid.UUID]bool // of a preview: the records that name nothing any more once they are undone
}

func look(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) (view, error) {
	i, err := importjob.Get(ctx, tx, importID)
	if err != nil {
		return view{}, err
	}
	v := view{importID: importID, since: i.CreatedAt, zone: tx.Calendar().Location(), going: map[uuid.UUID]bool{}}
	if i.StartedAt != nil {
		v.since = *i.StartedAt
	}
	v.roster, err = member.Load(ctx, tx, member.Ever, time.Time{})
	return v, err
}

// weigh judges some records of an object.
func (w view) weigh(ctx context.Context, tx *tenant.Tx, object string, all []found,
	locked bool) (map[uuid.UUID]verdict, batch, error) {
	ids := make([]uuid.UUID, len(all))
	for i, f := range all {
		ids[i] = f.id
	}
	b, err := open(ctx, tx, object, ids, locked)
	if err != nil {
		return nil, nil, err
	}
	touches, err := command.Touches(ctx, tx, ids, w.since)
	if err != nil {
		return nil, nil, err
	}
	later, err := laterImports(ctx, tx, w.importID, ids)
	if err != nil {
		return nil, nil, err
	}
	used, err := w.uses(ctx, tx, object, ids)
	if err != nil {
		return nil, nil, err
	}
	known, done := b.present(), map[uuid.UUID]verdict{}
	for _, f := range all {
		a := around{later: later[f.id], used: used[f.id]}
		if t, ok := touches[f.id]; ok {
			if a.touched = " on " + t.At.In(w.zone).Format("2 Jan 2006"); t.MemberID != nil {
				a.touched = " by " + w.roster.Name(t.MemberID) + a.touched
			}
		}
		done[f.id] = judge(f.kind, f.changes, known[f.id], a)
	}
	return done, b, nil
}

// Preview tells what an undo would do now, with the first records of which it would leave something.
func Preview(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, most int) (t Tally, kept []Kept, err error) {
	w, err := look(ctx, tx, importID)
	if err != nil {
		return t, nil, err
	}
	for _, object := range importjob.Undoable {
		for after := uuid.Nil; ; {
			rows, err := effects(ctx, tx, importID, object, after, previewSize)
			if err != nil {
				return t, nil, err
			}
			if len(rows) == 0 {
				break
			}
			all := join(rows)
			after = all[len(all)-1].id
			done, b, err := w.weigh(ctx, tx, object, all, false)
			if err != nil {
				return t, nil, err
			}
			known := b.present()
			for _, f := range all {
				v := done[f.id]
				t.add(v.Result)
				w.going[f.id] = v.Result == Removed || v.moves(known[f.id])
				if v.Reason != "" && len(kept) < most {
					kept = append(kept, Kept{object, f.id, known[f.id].name, v.Result, v.Reason})
				}
			}
		}
	}
	return t, kept, nil
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
