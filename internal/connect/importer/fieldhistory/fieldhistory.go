// Package fieldhistory holds a CRM's field history by opportunity until the opportunities are imported, and converts it
// to our fields.
package fieldhistory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"quarterdeck/internal/connect/importer/lookup"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/tracking"
)

// History is the changes of opportunities recorded in the CRM.
type History struct {
	run    *record.Run
	stages *salesstage.Stages
	of     map[string][]*mapping.Row // by the opportunity's key
	at     map[*mapping.Row]time.Time
	starts map[string]time.Time // of each field that the source tracks, the earliest row
	names  map[string]bool      // of the stages that stand in the history
	keys   lookup.Keys
}

// New is an empty history.
func New(run *record.Run, stages *salesstage.Stages) *History {
	return &History{run: run, stages: stages, of: map[string][]*mapping.Row{}, at: map[*mapping.Row]time.Time{},
		starts: map[string]time.Time{}, names: map[string]bool{}}
}

// Fields lists the opportunity fields with history.
var Fields = map[string]bool{"account": true, "owner": true, "name": true, "stage": true, "status": true,
	"category": true, "probability": true,
	"amount": true, "currency": true, "close_on": true, "type": true, "source": true, "competitor": true,
	"budget_confirmed": true,
	"loss_reason":      true, "next_step": true}

// Tracks reports whether the CRM has history of a field.
func (h *History) Tracks(field string) bool {
	_, ok := h.starts[field]
	return ok
}

// Tracked lists the fields of which the CRM has history.
func (h *History) Tracked() map[string]bool {
	all := map[string]bool{}
	for field := range h.starts {
		all[field] = true
	}
	return all
}

// StageNames lists the stage names in the history.
func (h *History) StageNames() map[string]bool { return h.names }

// Read reads a history file. It returns the rows that can be checked by themselves: the rejected ones, and the number
// of rows of fields without history here.
func (h *History) Read(f *importjob.File) (refused []*mapping.Row, untracked int64, err error) {
	skipped := map[string]int64{}
	err = f.Each(func(r *mapping.Row) error {
		h.run.Register(r)
		r.Judge(h.index)
		field := r.Get("field")
		switch {
		case r.Refused != "":
			refused = append(refused, r)
		case !Fields[field]:
			untracked, skipped[field] = untracked+1, skipped[field]+1
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	for _, field := range slices.Sorted(maps.Keys(skipped)) {
		h.run.Note("%s: the history of %s is not kept (%d rows).", f.Name, source.Shorten(field), skipped[field])
	}
	return refused, untracked, nil
}

// key is that under which the history of an opportunity is held, in whatever form its rows and its own write it.
func (h *History) key(text string) string {
	return h.keys.Find(text, func(key string) bool { return len(h.of[key]) > 0 })
}

func (h *History) index(r *mapping.Row) {
	at, field, key := r.Instant("at"), r.Get("field"), r.Get("opportunity")
	switch {
	case at.IsZero():
		r.Refuse("The change has no date.")
	case at.After(h.run.Now):
		r.Refuse("The change is dated after this import (%s).", at.Format(time.RFC3339))
	case key == "":
		r.Refuse("The change names no opportunity.")
	}
	if r.Refused != "" || !Fields[field] {
		return
	}
	key = h.key(key)
	h.keys.Add(key)
	h.of[key] = append(h.of[key], r)
	h.at[r] = at
	if first, ok := h.starts[field]; !ok || at.Before(first) {
		h.starts[field] = at
	}
	if field == "stage" {
		h.names[r.Get("old")], h.names[r.Get("new")] = true, true
	}
}

// Count counts the written history rows of an opportunity: new ones, and those already known.
func (h *History) Count(rows []*mapping.Row, fresh map[string]bool) {
	for _, r := range rows {
		counts := h.run.FileOf(r).Counts
		counts.Read++
		switch {
		case r.Refused != "":
			h.run.List(r)
		case fresh[r.Key]:
			counts.Added++
		default:
			counts.Unchanged++
		}
	}
}

// Done drops the history of an imported opportunity.
func (h *History) Done(key string) { delete(h.of, h.key(key)) }

// Left rejects the changes whose opportunity was not imported, by line.
func (h *History) Left() []*mapping.Row {
	var rows []*mapping.Row
	for key, of := range h.of {
		for _, r := range of {
			r.Refused = fmt.Sprintf("The opportunity %q is not in this import, or was rejected.",
				source.Shorten(key))
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *mapping.Row) int { return cmp.Compare(a.Line, b.Line) })
	return rows
}

// Start stores since when each field has history in the CRM: since its earliest row, or else since now. A status
// follows from the stage.
func (h *History) Start(ctx context.Context, tx *tenant.Tx) error {
	starts := maps.Clone(h.starts)
	if first, ok := starts["stage"]; ok && !h.Tracks("status") {
		starts["status"] = first
	}
	for _, field := range slices.Sorted(maps.Keys(Fields)) {
		at, ok := starts[field]
		if !ok {
			at = h.run.Now
		}
		if err := tracking.Start(ctx, tx, field, at, "import"); err != nil {
			return err
		}
	}
	return nil
}
