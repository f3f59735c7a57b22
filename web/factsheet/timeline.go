package factsheet

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// shows are what a timeline can be narrowed to, and their names.
var shows = []ui.Option{{Label: "All"}, {Value: "changes", Label: "Changes"},
	{Value: "activities", Label: "Activities"},
	{Value: "notes", Label: "Notes"}, {Value: "tasks", Label: "Tasks"}}

// Entry is an event with the moment that it stands at.
type Entry struct {
	At time.Time
	ui.Event
}

// Parts are the entries of a timeline by their sort.
type Parts struct{ Changes, Activities, Notes, Tasks []Entry }

// Timeline is what happened to a record, newest first; show narrows it to changes, activities, notes or tasks.
func Timeline(show string, p Parts) []ui.Event {
	var all []Entry
	for name, entries := range map[string][]Entry{"changes": p.Changes, "activities": p.Activities, "notes": p.Notes,
		"tasks": p.Tasks} {
		if show == "" || show == name {
			all = append(all, entries...)
		}
	}
	slices.SortStableFunc(all, func(a, b Entry) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Title, b.Title))
	})
	events := make([]ui.Event, len(all))
	for i, e := range all {
		events[i] = e.Event
	}
	return events
}

// Activities are what was done with the buyer. One of another day than it was entered on stands at the beginning of its
// day.
func (s Sheet) Activities(done []activity.Activity, calendar period.Calendar) []Entry {
	var all []Entry
	for _, a := range done {
		at := a.CreatedAt
		if calendar.Today(at) != a.OccursOn {
			at = a.OccursOn.In(s.Zone)
		}
		e := ui.Event{When: page.Day(a.OccursOn) + " · " + s.Roster.Name(a.MemberID), At: a.OccursOn.String(),
			Title: cmp.Or(a.Subject, a.Kind.Label()), Tone: ui.Info}
		if a.Subject != a.Kind.Label() && a.Kind != activity.Other {
			e.Detail = a.Kind.Label()
		}
		if !a.Done {
			e.Detail, e.Tone = cmp.Or(e.Detail, a.Kind.Label())+", planned", ui.Accent
		}
		if a.About != "" {
			e.Detail = page.Joined(e.Detail, a.About)
		}
		all = append(all, Entry{at, e})
	}
	return all
}

// Notes are what people wrote down.
func (s Sheet) Notes(notes []note.Note) []Entry {
	var all []Entry
	for _, n := range notes {
		all = append(all, Entry{n.At, ui.Event{When: ui.Stamp(n.At.In(s.Zone)) + " · " + s.Roster.Name(&n.AuthorID),
			At: n.At.Format(time.RFC3339), Title: "Note",
			Body: page.NoteBody(s.Where.Base, n), Tone: ui.Neutral}})
	}
	return all
}

// Tasks are the tasks about the record, and what became of them.
func (s Sheet) Tasks(events []task.Event, today period.Date) []Entry {
	names := map[uuid.UUID]string{}
	for _, m := range s.Roster.Members {
		names[m.ID] = m.Name
	}
	var all []Entry
	for _, e := range events {
		detail := e.Title
		if change := page.TaskChange(e, names, today, s.Zone); change != "" {
			detail += ". " + change
		}
		all = append(all, Entry{e.At, ui.Event{When: ui.Stamp(e.At.In(s.Zone)) + " · " + s.Roster.Name(e.MemberID),
			At: e.At.Format(time.RFC3339), Title: page.TaskEvent(e.Kind), Detail: detail, Tone: page.TaskTone(e.Kind),
			Href: s.Where.Base + "/tasks/" + e.TaskID.String()}})
	}
	return all
}

// Changes are the commands on a record that has no other history, a field each.
func (s Sheet) Changes(past []command.Command, object command.Object) []Entry {
	var all []Entry
	for _, c := range past {
		if c.Object != object {
			continue
		}
		if c.Kind == command.Create {
			all = append(all, s.Entry(c, "Created", ""))
			continue
		}
		for field, sides := range c.Payload {
			if name, ok := s.Names[field]; ok {
				all = append(all, s.Entry(c, name, s.Written(field, sides.Was)+" → "+s.Written(field, sides.Is)))
			}
		}
	}
	return all
}

// Entry is a command in the timeline.
func (s Sheet) Entry(c command.Command, title, detail string) Entry {
	who := " · from the CRM"
	if c.MemberID != nil {
		who = " · " + s.Roster.Name(c.MemberID)
	}
	return Entry{c.At, ui.Event{When: ui.Stamp(c.At.In(s.Zone)) + who, At: c.At.Format(time.RFC3339), Title: title,
		Detail: detail, Tone: ui.Info}}
}

// Keys are the records that the history of a field mentions.
func Keys(past []command.Command, field string) []uuid.UUID {
	ids := []uuid.UUID{}
	for _, c := range past {
		for _, v := range []*string{c.Payload[field].Was, c.Payload[field].Is} {
			if v == nil {
				continue
			}
			if id, err := uuid.Parse(*v); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Until are the commands by a moment.
func Until(past []command.Command, moment time.Time) []command.Command {
	return slices.DeleteFunc(slices.Clone(past), func(c command.Command) bool { return c.At.After(moment) })
}

// Custom are the source's own columns.
func Custom(columns map[string]string) []ui.Pair {
	var facts []ui.Pair
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		facts = append(facts, ui.Pair{Key: name, Value: columns[name], Title: "Current value in your CRM",
			Href: page.Reach(name, columns[name])})
	}
	return facts
}
