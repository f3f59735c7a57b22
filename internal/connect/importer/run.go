package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/stage"
)

// run is one import under way. Within it nothing runs at the same time as anything else.
type run struct {
	db       *tenant.DB
	actor    tenant.Actor
	id       uuid.UUID
	now      time.Time
	home     money.Currency // in which the organisation adds up
	base     money.Currency // of amounts that name none
	calendar period.Calendar
	begins   time.Time // since when the source knows what has no date of its own
	mapping  mapping.Mapping
	choices  mapping.Choices
	findings mapping.Findings
	files    []*file // in the order of work
	refs     refs
	past     *past
	stages   stage.Set
	vague    map[string]bool // stages of which this import told nothing but the name
	notes    []string
	bad      []Row      // of the batch under way
	listed   int        // bad rows so far
	dry      *tenant.Tx // holds all that a dry run does, until it is rolled back
	report   func(Progress)
	size     int // of a batch, where tests make it smaller
}

var errDry = errors.New("importer: a dry run is rolled back")

// ErrBusy is the answer while the organisation runs another import.
var ErrBusy = fault.New(fault.Conflict, "Another import of this organisation is running. Wait until it is done, then start this one again.")

// Run does an import, or goes on with one that was interrupted. It answers ErrBusy while the organisation runs another.
// When the context ends, what was committed stays and the import is still running: run it again. Any other error is kept
// with the import, as a sentence for the person.
func Run(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID, files fs.FS, progress func(Progress)) error {
	w := &run{db: db, actor: actor, id: id, now: db.Now(), refs: newRefs(), report: progress}
	return w.do(ctx, files)
}

func (w *run) do(ctx context.Context, files fs.FS) error {
	held := false
	err := w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		if err := tx.Require(tenant.RunImports); err != nil {
			return err
		}
		if free, err := Idle(ctx, tx); err != nil || !free {
			return cmp.Or(err, ErrBusy)
		}
		held = true
		return survive(func() error { return w.start(ctx, tx, files) })
	})
	switch {
	case errors.Is(err, errDry):
		err = w.end(ctx)
	case err == nil || ctx.Err() != nil || !held:
		return err
	}
	if err == nil {
		return nil
	}
	after := context.WithoutCancel(ctx)
	return errors.Join(err, w.db.Update(after, w.actor, func(tx *tenant.Tx) error {
		return leave(after, tx, w.id, Failed, sentence(err))
	}))
}

// survive makes an error of a panic, so that an import that meets a mistake of ours is said to have failed and can be run again.
func survive(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("importer: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}

// sentence is what the person reads about a failure; the rest is for the log of whoever runs the import.
func sentence(err error) string {
	if said := fault.Message(err); said != "" {
		return said
	}
	return "Something went wrong that is not in the files. What was read so far is kept: start the import again and it goes on there."
}

// Idle tells whether nobody runs an import of the organisation, and keeps it so until the transaction ends.
func Idle(ctx context.Context, tx *tenant.Tx) (bool, error) {
	return tx.TryAlone(ctx, tenant.ImportFiles)
}

// start reads what the import is, and does it. The transaction holds the lock; a dry run does all its work in it.
func (w *run) start(ctx context.Context, tx *tenant.Tx, files fs.FS) error {
	job, err := Get(ctx, tx, w.id)
	if err != nil || job.State == Done {
		return err
	}
	w.home, w.base, w.calendar, w.notes = tx.Base(), tx.Base(), tx.Calendar(), job.Notes
	if err := w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error { return begin(ctx, tx, w.id) }); err != nil {
		return err
	}
	if err := w.plan(ctx, job, files); err != nil {
		return err
	}
	if job.DryRun {
		w.dry = tx
	}
	if err := w.work(ctx); err != nil {
		return err
	}
	if job.DryRun {
		return errDry
	}
	return w.end(ctx)
}

// work takes in the sources in the order in which they depend on one another.
func (w *run) work(ctx context.Context) error {
	if err := w.indexHistory(ctx); err != nil {
		return err
	}
	if err := w.defineStages(ctx); err != nil {
		return err
	}
	for _, f := range w.files {
		if f.Object == "history" {
			continue // it goes with the opportunities
		}
		if f.Object == "opportunity" {
			if err := w.inferStages(ctx); err != nil {
				return err
			}
		}
		if err := w.load(ctx, f); err != nil {
			return err
		}
	}
	return w.strandedHistory(ctx)
}

// end closes an import that went through.
func (w *run) end(ctx context.Context) error {
	var total Object
	for _, f := range w.files {
		total.Added, total.Changed = total.Added+f.progress.Added, total.Changed+f.progress.Changed
		total.Refused, total.Older = total.Refused+f.progress.Refused, total.Older+f.progress.Older
		if f.progress.Cleared != "" {
			w.note("%s: cells that are empty now emptied what was known: %s.", f.Name, f.progress.Cleared)
		}
		if f.progress.Older > 0 {
			w.note("%s: %d rows are older than what is here; they changed nothing of today.", f.Name, f.progress.Older)
		}
		if f.Legacy > 0 {
			w.note("%s is not all UTF-8: what is not, from line %d on, was read as Windows-1252.", f.File.File, f.Legacy)
		}
	}
	if total.Added+total.Changed == 0 {
		w.note("%s", idle(total))
	}
	if err := w.settleLines(ctx); err != nil {
		return err
	}
	return w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		if total.Added > 0 {
			if err := takeStatistics(ctx, tx, true); err != nil {
				return err
			}
		}
		if err := saveNotes(ctx, tx, w.id, w.notes); err != nil {
			return err
		}
		if err := leave(ctx, tx, w.id, Done, ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, "finished", "import", w.id.String(), map[string]string{
			"added": fmt.Sprint(total.Added), "changed": fmt.Sprint(total.Changed)})
	})
}

// idle says that nothing was added or changed, and why.
func idle(total Object) string {
	switch {
	case total.Refused > 0:
		return fmt.Sprintf("No record was added or changed; %d rows were rejected.", total.Refused)
	case total.Older > 0:
		return fmt.Sprintf("No record of today was added or changed; %d rows are older than what is here.", total.Older)
	}
	return "Nothing changed: every row is as it was."
}

// note keeps a decision that people should know of, once.
func (w *run) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(w.notes, text) {
		w.notes = append(w.notes, text)
	}
}
