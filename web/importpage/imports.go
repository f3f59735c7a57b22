// Package importpage is the pages of imports: their list, an upload, how far one is, and how it read its files.
package importpage

import (
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/ui"
)

// imports are the last imports, newest first.
type imports struct {
	List   []importjob.Import
	Roster *member.Roster
	Zone   *time.Location
}

// importView is how far one is, and what became of its rows.
type importView struct {
	importjob.Import
	Objects []importjob.Object
	Causes  []importjob.Cause
	Changes []importjob.Change // of a dry run
	Rows    []importjob.Row    // the first that were refused or taken with a remark
	By      string
	Zone    *time.Location
	Base    string
	Kept    bool // its files are stored, so that they can be read again
	Drafted bool // the draft of its columns is still there
	Undoes  bool // it can be undone
}

// Over tells that nothing more will happen.
func (i importView) Over() bool { return i.State == importjob.Done || i.State == importjob.Failed }

// columns is where the columns of the import are mapped.
func (i importView) columns() string { return i.Base + "/imports/" + i.DraftID.String() + "/columns" }

func (i importView) href() string { return importHref(i.Base, i.Import) }

func importHref(base string, i importjob.Import) string {
	if i.State == importjob.Draft {
		return base + "/imports/" + i.ID.String() + "/columns"
	}
	return base + "/imports/" + i.ID.String()
}

// sum adds up the counts of all files.
func (i importView) sum() importjob.Object {
	var all importjob.Object
	for _, o := range i.Objects {
		all.Total += o.Total
		all.Read += o.Read
		all.Added += o.Added
		all.Changed += o.Changed
		all.Unchanged += o.Unchanged
		all.Refused += o.Refused
		all.Flagged += o.Flagged
		all.Older += o.Older
		all.Cleared = all.Cleared.Plus(o.Cleared)
	}
	return all
}

// headline is the state in a sentence.
func (i importView) headline() string {
	all := i.sum()
	switch {
	case i.State == importjob.Waiting:
		return "The import is waiting to start."
	case i.Interrupted:
		return "The import was interrupted."
	case i.State == importjob.Running && all.Total == 0:
		return "Reading the files."
	case i.State == importjob.Running:
		return "The import is running."
	case i.State == importjob.Failed:
		return "The import failed."
	case i.DryRun:
		return "The dry run is done. Nothing was stored."
	default:
		return "The import is done."
	}
}

// result says what became of the rows, in the order of good news.
func (i importView) result() string {
	all := i.sum()
	parts := []string{rowCount(all.Added, "added"), rowCount(all.Changed, "changed"),
		rowCount(all.Unchanged, "unchanged"), rowCount(all.Refused, "rejected")}
	if all.Older > 0 {
		parts = append(parts, rowCount(all.Older, "outdated (newer data is already here)"))
	}
	if n := all.Cleared.Total(); n > 0 {
		parts = append(parts, fmt.Sprintf("%s cleared (%s)", ui.Plural(int(n), "value", "values"), all.Cleared))
	}
	if i.DryRun {
		return "This import would give: " + strings.Join(parts, ", ") + "."
	}
	return strings.Join(parts, ", ") + "."
}

func rowCount(n int64, what string) string { return ui.Count(int(n)) + " " + what }

// bar is how much of a file, or of all, is read.
func bar(o importjob.Object, label string) ui.Bar {
	return ui.Bar{Value: float64(o.Read), Max: float64(max(o.Total, 1)), Label: label, Tone: ui.Accent}
}

func readOf(o importjob.Object) string {
	if o.Finished && o.Read == o.Total {
		return ui.Count(int(o.Total))
	}
	return ui.Count(int(o.Read)) + " of " + ui.Count(int(o.Total))
}

func importState(i importjob.Import) templ.Component {
	switch {
	case i.Undone:
		return ui.Badge(ui.Neutral, "Undone")
	case i.State == importjob.Draft:
		return ui.Badge(ui.Neutral, "Draft")
	case i.State == importjob.Waiting:
		return ui.Badge(ui.Neutral, "Waiting")
	case i.Interrupted:
		return ui.Badge(ui.Bad, "Stopped")
	case i.State == importjob.Running:
		return ui.Badge(ui.Info, "Running")
	case i.State == importjob.Failed:
		return ui.Badge(ui.Bad, "Failed")
	case i.DryRun:
		return ui.Badge(ui.Neutral, "Dry run done")
	default:
		return ui.Badge(ui.Good, "Done")
	}
}

func rowLevel(level string) templ.Component {
	if level == importjob.Refused {
		return ui.Badge(ui.Bad, "Rejected")
	}
	return ui.Badge(ui.Warn, "Warning")
}

func formatLabel(f importjob.Format) string {
	switch f {
	case importjob.Salesforce:
		return "Salesforce export"
	case mapped:
		return "Any CSV files (map columns next)"
	}
	return "CSV files with mapping file"
}

// kindOf is what an import reads.
func kindOf(i importjob.Import) string {
	if i.State == importjob.Draft || i.DraftID != nil {
		return "CSV with mapped columns"
	}
	return formatLabel(i.Format)
}

// facts are what the import was started with.
func (i importView) facts() []ui.Pair {
	pairs := []ui.Pair{{Key: "File", Value: i.Origin}, {Key: "Format", Value: kindOf(i.Import)},
		{Key: "Started by", Value: i.By},
		{Key: "Uploaded", Value: ui.Stamp(i.CreatedAt.In(i.Zone))}}
	if i.FinishedAt != nil {
		pairs = append(pairs, ui.Pair{Key: "Finished", Value: ui.Stamp(i.FinishedAt.In(i.Zone))})
	}
	return pairs
}

// beginning is as much of a row as a line of the page holds.
func beginning(row string) string {
	const most = 160
	if runes := []rune(row); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return row
}
