// Package importer takes an organisation's records from the files of another system, in the order in which they depend on
// one another.
//
// Package source reads the files, package mapping their rows: a mapping says which file and column is which object and field;
// that of Salesforce is built in. An import reads each file row by row: a bad row is kept in a list with its line and reason,
// and never stops the good ones. Every batch is one transaction with the place that was reached, so an import that was
// interrupted goes on there, and a row that is as it was changes nothing.
package importer

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

// Format is how a source's files are to be read.
type Format string

// Salesforce reads the objects and fields of Salesforce; CSV reads what a mapping says.
const (
	Salesforce Format = "salesforce"
	CSV        Format = "csv"
)

// State is how far an import is.
type State string

// The states; one that failed or was interrupted can be run again and goes on where it was.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
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
	Notes       []string
	StartedBy   *uuid.UUID
	CreatedAt   time.Time
	StartedAt   *time.Time
	FinishedAt  *time.Time
	Findings    mapping.Findings // what a look at all rows has shown
	Choices     mapping.Choices  // how somebody said that the files are to be read
}

// Object counts what an import did with one file: Read of Total rows are dealt with, and each of them was added, changed,
// as it was, refused, or older than what is known here. Flagged ones were taken with something missing or named differently.
type Object struct {
	Object    string
	Position  int
	Total     int64
	Read      int64
	Added     int64
	Changed   int64
	Unchanged int64
	Refused   int64
	Flagged   int64
	Older     int64
	Cleared   Cleared
	Finished  bool
}

// Row is a row of a source that was refused, or taken with a remark.
type Row struct {
	ID     uuid.UUID
	File   string
	Line   int64 // counted from 1, the header included
	Level  string
	Reason string
	Row    string // as CSV, shortened
}

// The levels of a Row.
const (
	Refused = "refused"
	Flagged = "flagged"
)

// Progress is the file that was last advanced, and where it stands among all.
type Progress struct {
	Object
	Objects int
}

// Request asks for an import. Mapping is for the format CSV.
type Request struct {
	Format  Format
	Origin  string
	Mapping []byte
	DryRun  bool
	Choices *mapping.Choices // nil: what words mean as for the last import
}

// Start notes that an import is to be done; Run does it. The mapping is checked before anything else.
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
	i := Import{ID: uuid.Must(uuid.NewV7()), Format: r.Format, Origin: source.Shorten(r.Origin), Mapping: string(r.Mapping), State: Waiting, DryRun: r.DryRun,
		Choices: choices}
	if err := insert(ctx, tx, i); err != nil {
		return uuid.Nil, err
	}
	return i.ID, audit.Record(ctx, tx, "started", "import", i.ID.String(),
		map[string]string{"format": string(i.Format), "origin": i.Origin, "dry_run": fmt.Sprint(i.DryRun)})
}

// Trouble is why an import did not come to its end, as a sentence for the person; empty where it did or still may.
func (i Import) Trouble() string {
	if i.Interrupted {
		return interrupted
	}
	return i.Failure
}

// Again starts an import of the same stored files, such as in earnest after a dry run, or read otherwise. Where choices is nil
// they are read as they were.
func Again(ctx context.Context, tx *tenant.Tx, id uuid.UUID, dryRun bool, choices *mapping.Choices) (uuid.UUID, error) {
	was, err := Get(ctx, tx, id)
	if err != nil {
		return uuid.Nil, err
	}
	if kept, err := source.Kept(ctx, tx, id); err != nil || !kept {
		return uuid.Nil, cmp.Or(err, fault.New(fault.Conflict, "The files of this import are not kept here: it was started by a command. Run that command again."))
	}
	if choices == nil {
		choices = &was.Choices
	}
	next, err := Start(ctx, tx, Request{Format: was.Format, Origin: was.Origin, Mapping: []byte(was.Mapping), DryRun: dryRun, Choices: choices})
	if err != nil {
		return uuid.Nil, err
	}
	return next, source.Copy(ctx, tx, id, next)
}

// choices are those of the request, or what words mean as for the last import.
func (r Request) choices(ctx context.Context, tx *tenant.Tx) (mapping.Choices, error) {
	if r.Choices == nil {
		return lastChoices(ctx, tx, r.Format)
	}
	return *r.Choices, r.Choices.Check()
}

func (r Request) mapping() (mapping.Mapping, error) {
	switch {
	case r.Format == Salesforce && len(r.Mapping) == 0:
		return mapping.Parse(mapping.Salesforce)
	case r.Format == CSV && len(r.Mapping) > 0:
		return mapping.Parse(r.Mapping)
	case r.Format == CSV:
		return mapping.Mapping{}, fault.On("mapping", "An import of plain CSV files needs a mapping file.")
	case r.Format == Salesforce:
		return mapping.Mapping{}, fault.On("mapping", "An import from Salesforce needs no mapping file; choose plain CSV to use one.")
	}
	return mapping.Mapping{}, fault.On("format", fmt.Sprintf("%q is not a format; choose salesforce or csv.", r.Format))
}
