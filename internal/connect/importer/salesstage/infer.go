package salesstage

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
)

// tally is what the opportunities of a stage say about it.
type tally struct {
	statuses, categories map[string]int
	probabilities        map[int]int
}

// Infer tells which stages the opportunities are in, or were in by their histories, that nothing defines, and what each
// is by what most of them say.
func (s *Stages) Infer(past map[string]bool) ([]stage.Stage, error) {
	tallies := map[string]tally{}
	for name := range past {
		tallies[name] = newTally()
	}
	for _, f := range s.run.Files {
		if f.Object != "opportunity" {
			continue
		}
		err := f.Each(func(r *mapping.Row) error {
			s.count(r, tallies)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return s.inferred(tallies), nil
}

// count adds what an opportunity says of a stage that nothing defines.
func (s *Stages) count(r *mapping.Row, tallies map[string]tally) {
	if r.Broken != "" {
		return
	}
	name := r.Text("stage")
	if _, known := s.Named(name); known || name == "" {
		return
	}
	if _, ok := tallies[name]; !ok {
		tallies[name] = newTally()
	}
	tallies[name].add(r)
}

func newTally() tally { return tally{map[string]int{}, map[string]int{}, map[int]int{}} }

func (t tally) add(r *mapping.Row) {
	t.statuses[string(StatusOf(r, ""))]++
	if bp := r.Percent("probability"); bp != nil {
		t.probabilities[*bp]++
	}
	if c, _ := r.Word("category"); c != "" {
		t.categories[c]++
	}
}

// most is the value that stands most often; the smallest among equals.
func most[T cmp.Ordered](counts map[T]int) (best T) {
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		if counts[v] > counts[best] {
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
	s.ProbabilityBP = most(t.probabilities)
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

// spellings are the names of the stages, of each the one that stands most often; its tally includes those of the
// others.
func spellings(tallies map[string]tally) []string {
	best := map[string]string{}
	rows := func(name string) (n int) {
		for _, count := range tallies[name].statuses {
			n += count
		}
		return n
	}
	names := slices.Sorted(maps.Keys(tallies))
	for _, name := range names {
		if other, ok := best[value.Fold(name)]; !ok || rows(name) > rows(other) {
			best[value.Fold(name)] = name
		}
	}
	for _, name := range names {
		if to := best[value.Fold(name)]; to != name {
			tallies[to].merge(tallies[name])
		}
	}
	return slices.Sorted(maps.Values(best))
}

// merge adds up two tallies.
func (t tally) merge(o tally) {
	for status, n := range o.statuses {
		t.statuses[status] += n
	}
	for category, n := range o.categories {
		t.categories[category] += n
	}
	for bp, n := range o.probabilities {
		t.probabilities[bp] += n
	}
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

// inferred are the stages of the tallies, in the order in which opportunities go through them.
func (s *Stages) inferred(tallies map[string]tally) []stage.Stage {
	var inferred []stage.Stage
	s.vague = map[string]bool{}
	for _, name := range spellings(tallies) {
		if _, known := s.Named(name); !known && name != "" {
			t := tallies[name]
			inferred = append(inferred, t.stage(name))
			s.vague[name] = len(t.probabilities)+len(t.categories) == 0
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
		inferred[i].Position = len(s.all) + i
		said = append(said, fmt.Sprintf("%s (%s)", inferred[i].Name, meaning(inferred[i])))
	}
	s.run.Note("Stages were derived from the opportunities: %s.", source.Shorten(strings.Join(said, "; ")))
	return inferred
}

// Add defines stages that were inferred.
func (s *Stages) Add(ctx context.Context, tx *tenant.Tx, inferred []stage.Stage) error {
	for _, st := range inferred {
		if err := stage.Define(ctx, tx, st, record.Ever); err != nil {
			return err
		}
	}
	return s.Read(ctx, tx)
}
