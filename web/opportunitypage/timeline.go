package opportunitypage

import (
	"slices"
	"time"

	"quarterdeck/web/factsheet"
	"quarterdeck/web/ui"
)

// timeline is what happened to the opportunity, newest first: changes, activities, notes and tasks.
func (p opportunityView) timeline() []ui.Event {
	s := p.sheet()
	return factsheet.Timeline(p.Show, factsheet.Parts{
		Changes:    slices.Concat(p.changes(), p.passed(), p.joined(s), p.learnt(s), s.Attached(p.Files)),
		Activities: s.Activities(p.Activities, p.Calendar), Notes: s.Notes(p.Notes),
		Tasks: s.Tasks(p.TaskEvents, p.Scope.Today)})
}

// changes are those of the fields, newest first.
func (p opportunityView) changes() []factsheet.Entry {
	var all []factsheet.Entry
	names := p.names()
	for _, c := range slices.Backward(p.History) {
		name, ok := names[c.Field]
		if !ok {
			continue
		}
		e := ui.Event{When: ui.Stamp(c.KnownAt.In(p.Calendar.Location())), At: c.KnownAt.Format(time.RFC3339),
			Title: name, Tone: p.changeTone(c)}
		if c.Field != "created" {
			e.Detail = p.written(c.Field, c.OldValue) + " → " + p.written(c.Field, c.NewValue)
		}
		e.When += p.by(c)
		all = append(all, factsheet.Entry{At: c.KnownAt, Event: e})
	}
	return all
}
