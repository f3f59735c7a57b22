package projection

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// Parts are a forecast's three parts in minor units of the base currency: already won, expected from open
// opportunities, and expected from new ones.
type Parts struct{ Closed, Open, New float64 }

// Total is the expected value of the period.
func (p Parts) Total() float64 { return p.Closed + p.Open + p.New }

func (p Parts) plus(q Parts) Parts { return Parts{p.Closed + q.Closed, p.Open + q.Open, p.New + q.New} }

// Outlook is the house model's forecast of a period: the expected parts of each owner, and draws of what may come, in
// which all owners share the same luck. Owners are in alphabetical order; Draws has a row an owner. Open are the open
// opportunities in the order of the book.
type Outlook struct {
	Owners []string
	Parts  []Parts
	Draws  [][]float64
	Open   []Prospect
}

const (
	oddsShock = 0.20 // how far the log-odds of all opportunities may be off together, a standard deviation
	newShock  = 0.20 // the same of the number that is yet to be created, as a share
	shiftSpan = 3    // standard deviations of shock that chances are worked out for
)

// candidate is an open opportunity that may be won in the period.
type candidate struct {
	owner  int
	amount float64
	chance [2*shiftSpan + 1]float64 // at shocks of -span … +span standard deviations
}

// at is the chance under a shock, between those that were worked out.
func (c *candidate) at(shock float64) float64 {
	x := min(max(shock+shiftSpan, 0), 2*shiftSpan-1e-9)
	k := int(x)
	return c.chance[k] + (x-float64(k))*(c.chance[k+1]-c.chance[k])
}

// Forecast is the model's forecast of a period from a book up to the current day. The same book, period and number of
// draws give the same result.
func (m *Model) Forecast(b *Book, p period.Period, draws int) Outlook {
	o := Outlook{Owners: owners(b)}
	o.Parts = make([]Parts, len(o.Owners))
	from, to := max(0, p.Start-1-b.Day), p.End-1-b.Day
	open := m.candidates(b, p, &o, from, to)
	var fresh arrival
	if to > 0 {
		fresh = arrivals(b)
		fresh.course = m.rush.course(b.Day, int(to))
	}
	counts, brought := o.share(b, &fresh, from, to)
	//nolint:gosec // repeatable on purpose
	o.draw(m, open, counts, scaled(fresh.amounts, brought), draws,
		rand.New(rand.NewPCG(uint64(b.Day), uint64(p.Start))))
	return o
}

// Prospect is the model's estimate of one open opportunity in a period: the probability P that it is won within it, and
// the Amount if it is won, in minor units.
type Prospect struct {
	Record *Record
	P      float64
	Amount float64
}

// Expect is the expected value of a period, without draws.
func (m *Model) Expect(b *Book, p period.Period) Parts {
	o := m.Forecast(b, p, 0)
	parts, _ := o.Sum(nil)
	return parts
}

// owners lists who owns any opportunity of the book.
func owners(b *Book) []string {
	seen := map[string]bool{}
	var all []string
	for i := range b.Records {
		if key := b.Records[i].Last().Owner; !seen[key] {
			seen[key] = true
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}

// candidates adds what is closed and what is expected of open opportunities to the outlook's parts, and lists the
// latter.
func (m *Model) candidates(b *Book, p period.Period, o *Outlook, from, to period.Date) []candidate {
	var open []candidate
	intervals := intervalsTo(to)
	var course []float64 // how the wins of the days after the book's are spread, as far as the intervals reach
	if intervals > 0 {
		course = m.rush.course(b.Day, int(waits[intervals-1]))
	}
	for i := range b.Records {
		r := &b.Records[i]
		s := r.Last()
		owner, _ := slices.BinarySearch(o.Owners, s.Owner)
		switch {
		case s.Status == opportunity.Won && p.Contains(s.CloseOn):
			o.Parts[owner].Closed += float64(worth(s))
		case s.Status == opportunity.Open && to > 0:
			c := candidate{owner: owner, amount: m.growth.expected(s)}
			path := m.hazard.follow(r, s, b.Day, b.Calendar, intervals)
			for k := range c.chance {
				c.chance[k] = path.chance(oddsShock*float64(k-shiftSpan), from, to, course)
			}
			o.Parts[owner].Open += c.chance[shiftSpan] * c.amount
			o.Open = append(o.Open, Prospect{r, c.chance[shiftSpan], c.amount})
			open = append(open, c)
		}
	}
	return open
}

// share divides what is not in the pipeline yet among the owners, by how many opportunities they were given lately, and
// answers how many each is expected to win, and what one of them brings.
func (o *Outlook) share(b *Book, a *arrival, from, to period.Date) (counts []float64, brought float64) {
	counts = make([]float64, len(o.Owners))
	if to <= 0 {
		return counts, 0
	}
	count, value := a.expected(from, to)
	total := 0.0
	for i := len(b.Records) - 1; i >= 0 && b.Records[i].Created > b.Day-2*recent; i-- {
		owner, _ := slices.BinarySearch(o.Owners, b.Records[i].Last().Owner)
		counts[owner]++
		total++
	}
	for i := range counts {
		if total > 0 {
			counts[i] /= total
		} else {
			counts[i] = 1 / float64(len(counts))
		}
		o.Parts[i].New = counts[i] * value
		counts[i] *= count
	}
	if count > 0 {
		brought = value / count
	}
	return counts, brought
}

// scaled are amounts that are mean on average, in the proportions of others.
func scaled(amounts []float64, mean float64) []float64 {
	amounts = slices.Clone(amounts)
	center(amounts)
	for i := range amounts {
		amounts[i] *= mean
	}
	return amounts
}

// draw plays the rest of the period many times. Shocks that all share are spread evenly over their distribution, so
// that few draws tell as much as many.
func (o *Outlook) draw(m *Model, open []candidate, counts, amounts []float64, draws int, luck *rand.Rand) {
	normal := distuv.UnitNormal
	order := luck.Perm(draws)
	o.Draws = make([][]float64, len(o.Owners))
	for i := range o.Draws {
		o.Draws[i] = make([]float64, draws)
		for k := range draws {
			o.Draws[i][k] = o.Parts[i].Closed
		}
	}
	for k := range draws {
		odds := normal.Quantile((float64(k) + 0.5) / float64(draws))
		fresh := max(0, 1+newShock*normal.Quantile((float64(order[k])+0.5)/float64(draws)))
		for i := range open {
			if c := &open[i]; luck.Float64() < c.at(odds) {
				o.Draws[c.owner][k] += c.amount * m.growth.move(luck)
			}
		}
		for i, mean := range counts {
			if mean <= 0 || len(amounts) == 0 {
				continue
			}
			for range poisson(mean*fresh, luck) {
				o.Draws[i][k] += amounts[luck.IntN(len(amounts))]
			}
		}
	}
}

// poisson draws a count with a mean, by waiting times, which is fast for the small means of single owners.
func poisson(mean float64, luck *rand.Rand) int {
	n := 0
	for t := luck.ExpFloat64(); t < mean; t += luck.ExpFloat64() {
		n++
	}
	return n
}

// Sum is the forecast of a group of owners: its expected parts and its draws in ascending order. A nil function means
// everybody.
func (o *Outlook) Sum(in func(owner string) bool) (Parts, []float64) {
	var parts Parts
	var total []float64
	for i, owner := range o.Owners {
		if in != nil && !in(owner) {
			continue
		}
		parts = parts.plus(o.Parts[i])
		if total == nil {
			total = make([]float64, len(o.Draws[i]))
		}
		for k, v := range o.Draws[i] {
			total[k] += v
		}
	}
	slices.Sort(total)
	return parts, total
}

// Quantile is the value below which a share of sorted draws lies; zero without draws.
func Quantile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	x := share * float64(len(sorted)-1)
	k := int(x)
	if k+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[k] + (x-float64(k))*(sorted[k+1]-sorted[k])
}

// Below is the most that open opportunities with negative amounts of some owners (nil: all) can take away: 0 or less.
func (o Outlook) Below(in func(string) bool) float64 {
	sum := 0.0
	for _, c := range o.Open {
		if c.Amount < 0 && (in == nil || in(c.Record.Last().Owner)) {
			sum += c.Amount
		}
	}
	return sum
}
