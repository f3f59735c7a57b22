package importer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
)

// past is the field history of the source, by the opportunity's key, until that is taken in.
type past struct {
	of      map[string][]*mapping.Row
	at      map[*mapping.Row]time.Time
	tracked map[string]bool
	starts  map[string]time.Time // of each field, the earliest row
	stages  map[string]bool      // that stand in the history
	ring    ring
}

// key is that under which the history of an opportunity is held, in whatever form its rows and its own write it.
func (p *past) key(text string) string {
	return p.ring.find(text, func(key string) bool { return len(p.of[key]) > 0 })
}

// indexHistory reads the files of history. Rows that can be judged by themselves are counted here.
func (w *run) indexHistory(ctx context.Context) error {
	w.past = &past{map[string][]*mapping.Row{}, map[*mapping.Row]time.Time{}, map[string]bool{}, map[string]time.Time{}, map[string]bool{}, ring{}}
	for _, f := range w.files {
		if f.Object != "history" {
			continue
		}
		var judged []*mapping.Row
		idle, skipped := int64(0), map[string]int64{}
		err := f.Each(func(r *mapping.Row) error {
			w.refs.meet(r)
			r.Judge(func(r *mapping.Row) { w.index(r) })
			field := r.Get("field")
			switch {
			case r.Refused != "":
				judged = append(judged, r)
			case !trackable[field]:
				idle, skipped[field] = idle+1, skipped[field]+1
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, field := range slices.Sorted(maps.Keys(skipped)) {
			w.note("%s: the history of %s is not kept (%d rows).", f.Name, source.Shorten(field), skipped[field])
		}
		if f.progress.Read > 0 {
			continue // an earlier run has counted them
		}
		if err := w.commit(ctx, f, func(*tenant.Tx) error {
			f.progress.Read, f.progress.Unchanged = int64(len(judged))+idle, idle
			for _, r := range judged {
				w.list(r)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// trackable are the fields of an opportunity whose history is kept.
var trackable = map[string]bool{"account": true, "owner": true, "name": true, "stage": true, "status": true, "category": true, "probability": true,
	"amount": true, "currency": true, "close_on": true, "type": true, "source": true, "competitor": true, "budget_confirmed": true,
	"loss_reason": true, "next_step": true}

func (w *run) index(r *mapping.Row) {
	at, field, key := r.Instant("at"), r.Get("field"), r.Get("opportunity")
	switch {
	case at.IsZero():
		r.Refuse("The change has no date.")
	case at.After(w.now):
		r.Refuse("The change is dated after this import (%s).", at.Format(time.RFC3339))
	case key == "":
		r.Refuse("The change names no opportunity.")
	}
	if r.Refused != "" || !trackable[field] {
		return
	}
	p := w.past
	key = p.key(key)
	p.ring.add(key)
	p.of[key] = append(p.of[key], r)
	p.at[r] = at
	p.tracked[field] = true
	if first, ok := p.starts[field]; !ok || at.Before(first) {
		p.starts[field] = at
	}
	if field == "stage" {
		p.stages[r.Get("old")], p.stages[r.Get("new")] = true, true
	}
}

// countHistory counts the rows of an opportunity's history when that is written: those that are new, and those known already.
func (w *run) countHistory(rows []*mapping.Row, fresh map[string]bool) {
	for _, r := range rows {
		p := w.of(r).progress
		p.Read++
		switch {
		case r.Refused != "":
			w.list(r)
		case fresh[r.Key]:
			p.Added++
		default:
			p.Unchanged++
		}
	}
}

// strandedHistory refuses the changes whose opportunity was not taken in.
func (w *run) strandedHistory(ctx context.Context) error {
	var rows []*mapping.Row
	for key, of := range w.past.of {
		for _, r := range of {
			r.Refused = fmt.Sprintf("The opportunity %q is not among those of this import, or was refused.", source.Shorten(key))
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *mapping.Row) int { return cmp.Compare(a.Line, b.Line) })
	for _, f := range w.files {
		if f.Object != "history" || f.progress.Finished {
			continue
		}
		err := w.commit(ctx, f, func(*tenant.Tx) error {
			for _, r := range rows {
				if r.File == f.File {
					f.progress.Read++
					w.list(r)
				}
			}
			f.progress.Finished = true
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// startHistory keeps since when the source's history of each field reaches back: to its earliest row, or else to now. A
// status follows from the stage.
func (w *run) startHistory(ctx context.Context, tx *tenant.Tx) error {
	starts := maps.Clone(w.past.starts)
	if first, ok := starts["stage"]; ok && !w.past.tracked["status"] {
		starts["status"] = first
	}
	for _, field := range slices.Sorted(maps.Keys(trackable)) {
		at, ok := starts[field]
		if !ok {
			at = w.now
		}
		if err := opportunity.StartHistory(ctx, tx, field, at, "import"); err != nil {
			return err
		}
	}
	return nil
}
