package opportunitypage

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/record/activity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// shows are what a timeline can be narrowed to, and their names.
var shows = []ui.Option{{Label: "All"}, {Value: "changes", Label: "Changes"},
	{Value: "activities", Label: "Activities"},
	{Value: "notes", Label: "Notes"}, {Value: "tasks", Label: "Tasks"}}

// entry is an event with the moment that it stands at.
type entry struct {
	at time.Time
	ui.Event
}

// timeline is what happened to the opportunity, newest first: changes, activities, notes and tasks.
func (p Opportunity) timeline() []ui.Event {
	var all []entry
	if p.Show == "" || p.Show == "changes" {
		all = append(all, p.changes()...)
	}
	if p.Show == "" || p.Show == "activities" {
		all = append(all, p.done()...)
	}
	if p.Show == "" || p.Show == "notes" {
		all = append(all, p.noted()...)
	}
	if p.Show == "" || p.Show == "tasks" {
		all = append(all, p.planned()...)
	}
	slices.SortStableFunc(all, func(a, b entry) int { return b.at.Compare(a.at) })
	events := make([]ui.Event, len(all))
	for i, e := range all {
		events[i] = e.Event
	}
	return events
}

// changes are those of the fields, newest first.
func (p Opportunity) changes() []entry {
	var all []entry
	for _, c := range slices.Backward(p.History) {
		name, ok := fieldNames[c.Field]
		if !ok {
			continue
		}
		e := ui.Event{When: ui.Stamp(c.KnownAt.In(p.Calendar.Location())), At: c.KnownAt.Format(time.RFC3339),
			Title: name, Tone: p.changeTone(c)}
		if c.Field != "created" {
			e.Detail = p.written(c.Field, c.OldValue) + " → " + p.written(c.Field, c.NewValue)
		}
		e.When += p.by(c)
		all = append(all, entry{c.KnownAt, e})
	}
	return all
}

// done are the activities. One of another day than it was entered on stands at the beginning of its day.
func (p Opportunity) done() []entry {
	var all []entry
	for _, a := range p.Activities {
		at := a.CreatedAt
		if p.Calendar.Today(at) != a.OccursOn {
			at = a.OccursOn.In(p.Calendar.Location())
		}
		e := ui.Event{When: page.Day(a.OccursOn) + " · " + p.Scope.Roster.Name(a.MemberID), At: a.OccursOn.String(),
			Title: cmp.Or(a.Subject, a.Kind.Label()), Tone: ui.Info}
		if a.Subject != a.Kind.Label() && a.Kind != activity.Other {
			e.Detail = a.Kind.Label()
		}
		if !a.Done {
			e.Detail, e.Tone = cmp.Or(e.Detail, a.Kind.Label())+", planned", ui.Accent
		}
		all = append(all, entry{at, e})
	}
	return all
}

// noted are the notes.
func (p Opportunity) noted() []entry {
	var all []entry
	for _, n := range p.Notes {
		all = append(all, entry{n.At, ui.Event{When: ui.Stamp(n.At.In(p.Calendar.Location())) + " · " +
			p.Scope.Roster.Name(&n.AuthorID), At: n.At.Format(time.RFC3339), Title: "Note", Detail: n.Body,
			Tone: ui.Neutral}})
	}
	return all
}

// planned are the tasks about the opportunity, and what became of them.
func (p Opportunity) planned() []entry {
	names := map[uuid.UUID]string{}
	for _, m := range p.Scope.Roster.Members {
		names[m.ID] = m.Name
	}
	var all []entry
	for _, e := range p.TaskEvents {
		detail := e.Title
		if change := page.TaskChange(e, names, p.Scope.Today, p.Calendar.Location()); change != "" {
			detail += ". " + change
		}
		all = append(all, entry{e.At, ui.Event{When: ui.Stamp(e.At.In(p.Calendar.Location())) + " · " +
			p.Scope.Roster.Name(e.MemberID), At: e.At.Format(time.RFC3339), Title: page.TaskEvent(e.Kind),
			Detail: detail, Tone: page.TaskTone(e.Kind), Href: p.Where.Base + "/tasks/" + e.TaskID.String()}})
	}
	return all
}

func kindIcon(k activity.Kind) string {
	switch k {
	case activity.Call:
		return "phone"
	case activity.Meeting:
		return "users"
	default:
		return "mail"
	}
}

func kindWord(k activity.Kind) string {
	switch k {
	case activity.Call:
		return "call"
	case activity.Meeting:
		return "meeting"
	default:
		return "e-mail"
	}
}
