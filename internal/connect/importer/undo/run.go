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

// batchSize is how many records are undone in one transaction.
const batchSize = 500

// ErrBusy reports that the organisation runs an import or another undo.
var ErrBusy = fault.New(fault.Conflict, "Another import of this organisation is running. The undo starts after it.")

// Run undoes what is still to be undone of an import, in the name of who asked for it. It answers ErrBusy while the
// organisation runs an import.
func Run(ctx context.Context, db *tenant.DB, tenantID, importID uuid.UUID) error {
	return RunInBatches(ctx, db, tenantID, importID, batchSize)
}

// RunInBatches is Run with so many records in a transaction.
func RunInBatches(ctx context.Context, db *tenant.DB, tenantID, importID uuid.UUID, size int) error {
	actor, w := tenant.AsSystem(tenantID), view{}
	err := db.View(ctx, actor, func(tx *tenant.Tx) error {
		u, begun, err := Of(ctx, tx, importID)
		if err != nil || !begun {
			return cmp.Or(err, fault.New(fault.NotFound, ""))
		}
		if w, err = look(ctx, tx, importID); err != nil || u.StartedBy == nil {
			return err
		}
		actor.MemberID = *u.StartedBy
		actor.Role, err = member.RoleOf(ctx, tx, *u.StartedBy)
		return err
	})
	step := func(do func(*tenant.Tx) error) error {
		return db.Update(ctx, actor, func(tx *tenant.Tx) error {
			if err := tx.Require(tenant.RunImports); err != nil {
				return err
			}
			if free, err := importjob.Idle(ctx, tx); err != nil || !free {
				return cmp.Or(err, ErrBusy)
			}
			return do(tx)
		})
	}
	for _, object := range importjob.Undoable {
		for after, more := uuid.Nil, true; more && err == nil; {
			err = step(func(tx *tenant.Tx) (err error) {
				after, err = w.some(ctx, tx, object, after, size)
				more = after != uuid.Nil
				return err
			})
		}
	}
	if err != nil {
		return err
	}
	return step(func(tx *tenant.Tx) error { return end(ctx, tx, importID) })
}

// some undoes the next records of an object, and answers with the last of them; uuid.Nil where there are none.
func (w view) some(ctx context.Context, tx *tenant.Tx, object string, after uuid.UUID, size int) (uuid.UUID, error) {
	rows, err := effects(ctx, tx, w.importID, object, after, size)
	if err != nil || len(rows) == 0 {
		return uuid.Nil, err
	}
	done, all, err := w.weigh(ctx, tx, object, join(rows), true)
	if err != nil {
		return uuid.Nil, err
	}
	next := map[uuid.UUID]record.Facts{}
	for id, v := range done {
		if v.next != nil {
			next[id] = v.next
		}
	}
	if err := all.put(ctx, tx, next, w.since); err != nil {
		return uuid.Nil, err
	}
	return rows[len(rows)-1].RecordID, mark(ctx, tx, w.importID, object, done, all.present())
}

// end ends an undo of which nothing is left to do.
func end(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) error {
	u, _, err := Of(ctx, tx, importID)
	if err != nil || u.FinishedAt != nil {
		return err
	}
	if err := finish(ctx, tx, importID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "undone", "import", importID.String(),
		map[string]string{"removed": fmt.Sprint(u.Removed), "restored": fmt.Sprint(u.Restored),
			"left": fmt.Sprint(u.Kept())})
}

// view is what an undo sees of an organisation.
type view struct {
	importID uuid.UUID
	since    time.Time // when the import began
	until    time.Time // and ended
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
	if v.until = v.since; i.FinishedAt != nil {
		v.until = *i.FinishedAt
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
