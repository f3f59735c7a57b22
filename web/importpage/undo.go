package importpage

import (
	"time"

	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// undoing is an import that is to be undone, is being undone, or is undone.
type undoing struct {
	Import importjob.Import
	undo.Undo
	Begun  bool
	Would  undo.Tally  // before it is begun
	Kept   []undo.Kept // the first records of which something is left
	By     string
	Zone   *time.Location
	Base   string
	Reason string // why it cannot be undone
}

func (u undoing) href() string { return u.Base + "/imports/" + u.Import.ID.String() + "/undo" }

func (u undoing) over() bool { return u.FinishedAt != nil || u.Failure != "" }

func (u undoing) tally() undo.Tally {
	if u.Begun {
		return u.Tally
	}
	return u.Would
}

// counts is what an undo does, or has done.
func (u undoing) counts() []ui.Pair {
	t := u.tally()
	return []ui.Pair{{Key: "Created by the import, deleted again", Value: ui.Count(int(t.Removed))},
		{Key: "Changed by the import, changed back", Value: ui.Count(int(t.Restored))},
		{Key: "Changed since, changed back in part", Value: ui.Count(int(t.Part))},
		{Key: "Changed since, left as they are", Value: ui.Count(int(t.Left))}}
}

// moves is how many records an undo changes.
func (u undoing) moves() int { t := u.tally(); return int(t.Removed + t.Restored + t.Part) }

func (u undoing) headline() string {
	switch {
	case u.FinishedAt != nil:
		return "The import is undone."
	case u.Failure != "":
		return "The undo stopped."
	}
	return ui.Count(int(u.Done)) + " of " + ui.Count(int(u.All)) +
		" records done. You can leave this page; the undo continues."
}

func (u undoing) bar() ui.Bar {
	return ui.Bar{Value: float64(u.Done), Max: float64(max(u.All, 1)), Label: "Records undone", Tone: ui.Accent}
}

// until is the last day on which the import can be undone.
func (u undoing) until() string {
	return ui.Stamp(u.Import.FinishedAt.AddDate(0, 0, undo.Days).In(u.Zone))
}

func (u undoing) facts() []ui.Pair {
	pairs := []ui.Pair{{Key: "File", Value: u.Import.Origin}}
	if u.Begun {
		pairs = append(pairs, ui.Pair{Key: "Undone by", Value: u.By}, ui.Pair{Key: "Started",
			Value: ui.Stamp(u.At.In(u.Zone))})
	}
	if u.FinishedAt != nil {
		pairs = append(pairs, ui.Pair{Key: "Finished", Value: ui.Stamp(u.FinishedAt.In(u.Zone))})
	}
	return pairs
}

// objects are the words for what a record is, and where it is shown; activities have no page.
var objects = map[string]struct{ noun, at string }{"account": {"Account", "/accounts/"},
	"contact": {"Contact", "/contacts/"}, "opportunity": {"Opportunity", "/opportunities/"},
	"activity": {"Activity", ""}}

func (u undoing) record(k undo.Kept) string {
	if at := objects[k.Object].at; at != "" {
		return u.Base + at + k.RecordID.String()
	}
	return ""
}

func leftLabel(k undo.Kept) string {
	if k.Result == undo.Part {
		return "Changed back in part"
	}
	return "Left"
}

// sheet is the records of which something is left.
func (u undoing) sheet() page.Sheet {
	s := page.Sheet{File: "import-undo", Head: []string{"Object", "Record", "Result", "Reason"}}
	for _, k := range u.Kept {
		s.Rows = append(s.Rows, []page.Cell{page.Text(objects[k.Object].noun), page.Text(k.Name),
			page.Text(leftLabel(k)), page.Text(k.Reason)})
	}
	return s
}
