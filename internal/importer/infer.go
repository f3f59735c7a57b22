package importer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/opportunity"
	"quarterdeck/internal/stage"
	"quarterdeck/internal/tenant"
)

// tally is what the opportunities of a stage say about it.
type tally struct {
	statuses, probabilities, categories map[string]int
}

// inferStages defines the stages that opportunities are in or were in and that nothing defines, by what most of them say.
func (w *run) inferStages(ctx context.Context) error {
	tallies := map[string]tally{}
	for name := range w.past.stages {
		tallies[name] = newTally()
	}
	for _, f := range w.files {
		if f.Object != "opportunity" {
			continue
		}
		err := f.Each(func(r *mapping.Row) error {
			if r.Broken != "" {
				return nil
			}
			if name := r.Get("stage"); name != "" && len(name) <= mapping.ShortText {
				if _, ok := tallies[name]; !ok {
					tallies[name] = newTally()
				}
				tallies[name].add(r)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return w.defineInferred(ctx, tallies)
}

func newTally() tally { return tally{map[string]int{}, map[string]int{}, map[string]int{}} }

func (t tally) add(r *mapping.Row) {
	t.statuses[string(statusOf(r, ""))]++
	if _, err := mapping.ParsePercent(r.Number("probability")); err == nil {
		t.probabilities[r.Number("probability")]++
	}
	if c, ok := categoryOf(r.Get("category")); ok {
		t.categories[string(c)]++
	}
}

// most is the value that stands most often; the first in the alphabet among equals.
func most(counts map[string]int) string {
	best := ""
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		if best == "" || counts[v] > counts[best] {
			best = v
		}
	}
	return best
}

func (t tally) stage(name string) stage.Stage {
	s := stage.Stage{Name: name, Status: most(t.statuses), Category: most(t.categories)}
	if s.Status == "" {
		s.Status = statusByName(name)
	}
	s.ProbabilityBP, _ = mapping.ParsePercent(most(t.probabilities))
	switch {
	case s.Status == "won":
		s.Category, s.ProbabilityBP = string(opportunity.Closed), 10000
	case s.Status == "lost":
		s.Category, s.ProbabilityBP = string(opportunity.Omitted), 0
	case s.Category == "" || s.Category == string(opportunity.Closed):
		s.Category = string(opportunity.Pipeline)
	}
	return s
}

// statusByName is the status of a stage that only its name tells.
func statusByName(name string) string {
	switch name = strings.ToLower(name); {
	case strings.Contains(name, "won"):
		return "won"
	case strings.Contains(name, "lost"):
		return "lost"
	}
	return "open"
}

func (w *run) defineInferred(ctx context.Context, tallies map[string]tally) error {
	var inferred []stage.Stage
	w.vague = map[string]bool{}
	for name, t := range tallies {
		if _, known := w.stages.Find(name); !known && name != "" {
			inferred = append(inferred, t.stage(name))
			w.vague[name] = len(t.probabilities)+len(t.categories) == 0
		}
	}
	if len(inferred) == 0 {
		return nil
	}
	rank := map[string]int{"open": 0, "won": 1, "lost": 2}
	slices.SortFunc(inferred, func(a, b stage.Stage) int {
		return cmp.Or(rank[a.Status]-rank[b.Status], a.ProbabilityBP-b.ProbabilityBP, strings.Compare(a.Name, b.Name))
	})
	var said []string
	for i := range inferred {
		inferred[i].Position = len(w.stages) + i
		said = append(said, fmt.Sprintf("%s (%s)", inferred[i].Name, meaning(inferred[i])))
	}
	w.note("Stages were inferred from the opportunities: %s.", source.Shorten(strings.Join(said, "; ")))
	return w.update(ctx, func(tx *tenant.Tx) error {
		for _, s := range inferred {
			if err := stage.Define(ctx, tx, s, ever); err != nil {
				return err
			}
		}
		if err := w.readStages(ctx, tx); err != nil || w.dry != nil {
			return err
		}
		return saveNotes(ctx, tx, w.id, w.notes)
	})
}
