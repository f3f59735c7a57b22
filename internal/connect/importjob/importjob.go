// Package importjob keeps what an import of files is: what was asked for, how far it is with each file, which rows were
// refused or flagged, and what people should know of it. Package importer does the work.
package importjob

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// Format is the format of an import's files.
type Format string

// Salesforce reads the objects and fields of Salesforce; CSV reads what a mapping says.
const (
	Salesforce Format = "salesforce"
	CSV        Format = "csv"
)

// State is the progress of an import.
type State string

// The states; one that failed or was interrupted can be run again and goes on where it was.
const (
	Draft     State = "draft" // somebody still maps its columns
	Discarded State = "discarded"
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
)

// Import is one run over some files.
type Import struct {
	ID          uuid.UUID
	Format      Format
	Origin      string // the uploaded file's name, or the folder's
	Mapping     string
	State       State
	DryRun      bool
	Failure     string // a sentence for the person, where it failed
	Interrupted bool   // it is said to run, and nobody runs it: its process ended in the middle
	Undone      bool   // somebody asked for it to be undone
	Notes       []string
	StartedBy   *uuid.UUID
	CreatedAt   time.Time
	StartedAt   *time.Time
	FinishedAt  *time.Time
	Findings    mapping.Findings // what a look at all rows has shown
	Choices     mapping.Choices  // how somebody said that the files are to be read
	DraftID     *uuid.UUID       // the upload whose mapped columns it reads
}

// Start records a requested import; importer.Run runs it. The mapping is checked first.
func Start(ctx context.Context, tx *tenant.Tx, r Request) (uuid.UUID, error) {
	if err := tx.Require(tenant.RunImports); err != nil {
		return uuid.Nil, err
	}
	if _, err := r.mapping(); err != nil {
		return uuid.Nil, err
	}
	choices, err := r.choices(ctx, tx)
	if err != nil {
		return uuid.Nil, err
	}
	i := Import{ID: uuid.Must(uuid.NewV7()), Format: r.Format, Origin: source.Shorten(r.Origin),
		Mapping: string(r.Mapping),
		State:   Waiting, DryRun: r.DryRun, Choices: choices, DraftID: r.DraftID}
	if err := insert(ctx, tx, i); err != nil {
		return uuid.Nil, err
	}
	return i.ID, audit.Record(ctx, tx, "started", "import", i.ID.String(),
		map[string]string{"format": string(i.Format), "origin": i.Origin, "dry_run": fmt.Sprint(i.DryRun)})
}

// Trouble is the reason why an import did not finish, as a sentence for the person; empty if it did or still can.
func (i Import) Trouble() string {
	if i.Interrupted {
		return interrupted
	}
	return i.Failure
}

// Again starts an import of the same stored files, such as in earnest after a dry run, or read otherwise. Where choices
// is nil they are read as they were.
func Again(ctx context.Context, tx *tenant.Tx, id uuid.UUID, dryRun bool, choices *mapping.Choices) (uuid.UUID, error) {
	was, err := Get(ctx, tx, id)
	if err != nil {
		return uuid.Nil, err
	}
	if kept, err := source.Kept(ctx, tx, id); err != nil || !kept {
		return uuid.Nil, cmp.Or(err, fault.New(fault.Conflict,
			"The files of this import are not stored, because it was started from the command line. Run the command "+
				"again."))
	}
	if choices == nil {
		choices = &was.Choices
	}
	next, err := Start(ctx, tx, Request{Format: was.Format, Origin: was.Origin, Mapping: []byte(was.Mapping),
		DryRun: dryRun, Choices: choices, DraftID: was.DraftID})
	if err != nil {
		return uuid.Nil, err
	}
	return next, source.Copy(ctx, tx, id, next)
}
