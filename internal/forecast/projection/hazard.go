package projection

import (
	"context"
	"math"
	"slices"
	"sort"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/logit"
	"quarterdeck/internal/record/opportunity"
)

// hazard says of an open opportunity how likely it is won, or lost, in each interval of waits, given that it is still
// open when the interval begins: a discrete-time model of two competing ends. Both are regressions on the facts of the
// day of the question, so that no future of a fact has to be guessed.
type hazard struct {
	columns   map[fact]int32
	won, lost logit.Model
}

const (
	memory  = 365 // days after which an observation counts half
	seldom  = 40  // intervals below which a fact is not learnt from
	usually = 3   // intervals' worth of doubt that a fact meets
)

// doubts are those of facts with many levels, which meet more, so that an owner with few opportunities is taken for an
// average one; how long the wait is meets none, because intervals differ in length.
var doubts = map[string]float64{"wait": 0.01, "owner": 40, "month": 300, "stage×wait": 15, "date×wait": 10,
	"competitor": 20, "segment": 20}

// enough is how many intervals a training looks at. Where more are known, the old ones are thinned, and count for more.
const enough = 100_000

// lesson is a sample as far as it was known by the day of the training.
type lesson struct {
	*sample
	intervals int
	ended     bool
	weight    float64
}

// hits tells for each interval whether the opportunity ended so in it.
func (s lesson) hits(as opportunity.Status) []bool {
	hits := make([]bool, s.intervals)
	if s.ended && s.end.status == as {
		hits[s.intervals-1] = true
	}
	return hits
}

// lessons are the samples that a corpus knew by a day, each with what it counts.
func lessons(c *Corpus, day period.Date) []lesson {
	var all []lesson
	intervals, weight := 0, 0.0
	began := c.book.Until(day).Began()
	for i := range c.all {
		if s := &c.all[i]; s.day < day && s.created >= began { // of what is older nobody knows when it began
			n, ended := s.seen(day)
			l := lesson{s, n, ended, math.Pow(0.5, float64(day-s.day)/memory)}
			all = append(all, l)
			intervals, weight = intervals+n, weight+l.weight*float64(n)
		}
	}
	if intervals <= enough {
		return all
	}
	return thin(all, enough/weight)
}

// thin keeps samples in proportion to what they count, so that few of those that count little stand for the others.
func thin(all []lesson, share float64) []lesson {
	kept, due := all[:0], 0.0
	for _, l := range all {
		keep := min(1, share*l.weight)
		if due += keep; due >= 1 {
			due--
			l.weight /= keep
			kept = append(kept, l)
		}
	}
	return kept
}

// learn fits both regressions to what a corpus knew at the end of a day.
func learn(ctx context.Context, c *Corpus, day period.Date) (hazard, error) {
	h := hazard{}
	known := lessons(c, day)
	columns, penalty := h.choose(c, known)
	won, lost := make([]logit.Group, len(known)), make([]logit.Group, len(known))
	for i, s := range known {
		g := logit.Group{Shared: encode(columns, s.traits), Weight: s.weight}
		for j := range s.intervals {
			g.Own = append(g.Own, encode(columns, s.waits[j]))
		}
		won[i], lost[i] = g, g
		won[i].Hit, lost[i].Hit = s.hits(opportunity.Won), s.hits(opportunity.Lost)
	}
	var err error
	if h.won, err = logit.Fit(ctx, won, penalty); err != nil {
		return h, err
	}
	h.lost, err = logit.Fit(ctx, lost, penalty)
	return h, err
}

// choose gives a column to each fact that was seen often enough, in an order that depends on nothing but the names, and
// the doubt that each meets. columns has a fact's column, or -1, by its number.
func (h *hazard) choose(c *Corpus, known []lesson) (columns []int32, penalty []float64) {
	counts := make([]int, len(c.facts))
	for _, s := range known {
		for _, f := range s.traits {
			counts[f] += s.intervals
		}
		for j := range s.intervals {
			for _, f := range s.waits[j] {
				counts[f]++
			}
		}
	}
	var chosen []int
	columns = make([]int32, len(c.facts))
	for f, n := range counts {
		if columns[f] = -1; n >= seldom {
			chosen = append(chosen, f)
		}
	}
	sort.Slice(chosen, func(i, j int) bool { return c.facts[chosen[i]].before(c.facts[chosen[j]]) })
	h.columns = map[fact]int32{}
	for i, f := range chosen {
		columns[f], h.columns[c.facts[f]] = int32(i), int32(i)
		doubt, ok := doubts[c.facts[f].name]
		if !ok {
			doubt = usually
		}
		penalty = append(penalty, doubt)
	}
	return columns, penalty
}

// encode lists the columns of numbered facts in ascending order.
func encode(columns []int32, facts []int32) []int32 {
	row := make([]int32, 0, len(facts))
	for _, f := range facts {
		if columns[f] >= 0 {
			row = append(row, columns[f])
		}
	}
	slices.Sort(row)
	return row
}

// known lists the columns of facts that the model has learnt from, in ascending order.
func (h *hazard) known(facts []fact) []int32 {
	row := make([]int32, 0, len(facts))
	for _, f := range facts {
		if column, ok := h.columns[f]; ok {
			row = append(row, column)
		}
	}
	slices.Sort(row)
	return row
}

// path is an open opportunity's future as the model sees it: the log-odds of winning and of losing in each interval.
type path struct{ won, lost []float64 }

// follow makes the path of a record in the state that it has on a day, over the first intervals.
func (h *hazard) follow(r *Record, s *State, day period.Date, c period.Calendar, intervals int) path {
	fixed := h.known(traits(r, s, day))
	p := path{make([]float64, intervals), make([]float64, intervals)}
	for j := range intervals {
		own := h.known(waitFacts(s, day, j, c))
		p.won[j], p.lost[j] = h.won.Odds(fixed, own), h.lost.Odds(fixed, own)
	}
	return p
}

// chance is how likely an opportunity is won in the days (from, to] after the question, when the log-odds of winning
// are all moved by shift. Within an interval the ends are spread as the course of the days is, which is cumulated from
// the question and reaches to the end of the last interval.
func (p path) chance(shift float64, from, to period.Date, course []float64) float64 {
	open, sum := 1.0, 0.0
	for j := range p.won {
		w, l := logit.Share(p.won[j]+shift), logit.Share(p.lost[j])
		if both := w + l; both > 1 {
			w, l = w/both, l/both
		}
		start, end := waitStart(j), waits[j]
		inside := 0.0
		if a, b := max(start, from), min(end, to); a < b {
			inside = (course[b] - course[a]) / (course[end] - course[start])
		}
		sum += open * w * inside
		if open *= 1 - w - l; end >= to {
			break
		}
	}
	return sum
}

// intervalsTo is how many intervals begin before a day after the question.
func intervalsTo(to period.Date) int {
	n := 0
	for n < len(waits) && waitStart(n) < to {
		n++
	}
	return n
}
