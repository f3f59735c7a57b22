package importjob

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// Object counts what an import did with one file: Read of Total rows are dealt with, and each of them was added,
// changed, as it was, refused, or older than what is known here. Flagged ones were taken with something missing or
// named differently.
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

// Row is a rejected row, or one imported with a warning.
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

// File is a file of an import and its progress.
type File struct {
	*mapping.File
	Counts *Object
}

// Report is what an import under way has to tell: its counts by file, in the order of work, the rows that it refused or
// flagged, and decisions that people should know of.
type Report struct {
	ID      uuid.UUID // of the import
	Files   []*File
	Notes   []string
	Preview bool  // a dry run, which keeps what it would change
	bad     []Row // of the batch under way
	listed  int   // bad rows so far
	changes []Change
	effects []Effect // of the batch under way
}

const listLimit = 100_000 // bad rows of an import that are kept

// FileOf is the file of a row.
func (p *Report) FileOf(r *mapping.Row) *File {
	return p.Files[slices.IndexFunc(p.Files, func(f *File) bool { return f.File == r.File })]
}

// Note stores an assumption that people should know about, once.
func (p *Report) Note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(p.Notes, text) {
		p.Notes = append(p.Notes, text)
	}
}

// List stores and counts a rejected row or one with a warning.
func (p *Report) List(r *mapping.Row) {
	bad := Row{File: r.File.File, Line: int64(r.Line), Level: Refused, Reason: r.Refused}
	switch {
	case r.Refused != "":
		p.FileOf(r).Counts.Refused++
	case len(r.Flags) > 0:
		bad.Level, bad.Reason = Flagged, strings.Join(r.Flags, " ")
		p.FileOf(r).Counts.Flagged++
	default:
		return
	}
	if p.listed++; p.listed > listLimit {
		p.Note("More than %d rows were rejected or flagged. Further rows are counted but not listed.", listLimit)
		return
	}
	bad.Reason, bad.Row = source.Shorten(bad.Reason), r.Written()
	p.bad = append(p.bad, bad)
}

// Objects are the counts as they stand, in the order of work.
func (p *Report) Objects() []Object {
	all := make([]Object, len(p.Files))
	for i, f := range p.Files {
		all[i] = *f.Counts
	}
	return all
}

// Restore resets the counts to those before a batch that could not be written.
func (p *Report) Restore(before []Object) {
	for i, f := range p.Files {
		*f.Counts = before[i]
	}
}

// Resume continues with the counts of an earlier run. The rows are counted again.
func (p *Report) Resume(before []Object) {
	for _, f := range p.Files {
		for _, o := range before {
			if o.Object == f.Name {
				*f.Counts = o
			}
		}
		f.Counts.Total = 0
		p.listed += int(f.Counts.Refused + f.Counts.Flagged)
	}
}

// Flush forgets the bad rows and the effects of a finished batch.
func (p *Report) Flush() { p.bad, p.effects = nil, nil }

// Save keeps counts, bad rows and notes with the import.
func (p *Report) Save(ctx context.Context, tx *tenant.Tx) error {
	if err := saveObjects(ctx, tx, p.ID, p.Objects()); err != nil {
		return err
	}
	if err := saveRows(ctx, tx, p.ID, p.bad); err != nil {
		return err
	}
	if err := p.saveEffects(ctx, tx); err != nil {
		return err
	}
	if err := p.saveChanges(ctx, tx); err != nil {
		return err
	}
	return p.SaveNotes(ctx, tx)
}

// SaveNotes keeps the notes with the import.
func (p *Report) SaveNotes(ctx context.Context, tx *tenant.Tx) error {
	return saveNotes(ctx, tx, p.ID, p.Notes)
}
