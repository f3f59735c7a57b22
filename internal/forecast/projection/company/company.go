// Package company makes up sales organisations whose forecasts tests can be held against: their opportunities are
// created, worked on and closed by chance, under traits that real ones have and that a model must not stumble over.
//
// It is pure and seeded: the same company has the same history. An opportunity's outcome follows from a quality that
// nobody sees; stages, activities and close dates tell of it as imperfectly as they do in life.
package company

import (
	"math"
	"math/rand/v2"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/record/opportunity"
)

// Company is the traits of a simulated organisation. Shares are fractions; zero means the ordinary value.
type Company struct {
	Name    string
	Seed    uint64
	PerYear float64 // opportunities created in the last year
	Years   int     // of history
	Growth  float64 // a year, of the number created: 0.8 is growth, -0.4 decline
	Season  float64 // by what share more is won in the fourth quarter than in the others
	Cycle   float64 // days from creation to winning, on average
	Amount  float64 // of a usual opportunity, minor units
	Spread  float64 // of amounts: the standard deviation of their logarithm
	Wins    float64 // share that is won
	Rush    float64 // share of wins that are pulled into the last two weeks of their quarter
	Batches bool    // opportunities arrive in lots, as after a fair
	Owners  int

	NoHistory   bool    // only creation and end are known
	Sandbag     bool    // nobody commits before the last days
	Fiction     bool    // close dates are the end of the quarter, and pushed for ever
	NoAmount    float64 // share whose amount is not known before the end
	NoDate      float64 // share without a close date before the end
	Reopen      float64 // share of lost ones that are opened again
	Late        float64 // share of closings that are entered days later
	HalvedSince float64 // days before the end since which only half as many are won
	NewTeam     float64 // days before the end since which new owners have everything new
	Calendar    period.Calendar
}

// End is the last day of the companies' histories.
var End = period.NewDate(2026, time.November, 20)

// stages of the companies with the chance of winning that their process states, hundredths of a percent.
var stages = []struct {
	name     string
	stated   int
	category opportunity.Category
}{
	{"Prospecting", 1000, opportunity.Pipeline}, {"Qualification", 2000, opportunity.Pipeline},
	{"Proposal", 4500, opportunity.BestCase},
	{"Negotiation", 7000, opportunity.Commit}, {"Contract", 9000, opportunity.Commit},
}

// Usual fills in the ordinary values that a company leaves open.
func (c Company) Usual() Company {
	set := func(v *float64, usual float64) {
		if *v == 0 {
			*v = usual
		}
	}
	set(&c.PerYear, 400)
	set(&c.Cycle, 60)
	set(&c.Amount, 2_000_000)
	set(&c.Spread, 0.9)
	set(&c.Wins, 0.25)
	if c.Years == 0 {
		c.Years = 4
	}
	if c.Owners == 0 {
		c.Owners = 12
	}
	return c
}

// Book is the whole history of the company, known through its end.
func (c Company) Book() *projection.Book { return c.BookOf(End) }

// BookOf is the history as recorded up to the end of a day. It is built from the events up to then, not by cutting a
// longer book.
func (c Company) BookOf(day period.Date) *projection.Book {
	c = c.Usual()
	b := &projection.Book{Calendar: c.Calendar, Day: day, DecayBP: 5000}
	luck := rand.New(rand.NewPCG(c.Seed, 20261120)) //nolint:gosec // repeatable on purpose
	first := End - period.Date(c.Years*365)
	number, lot := 0, 0.0
	for d := first; d <= End; d++ {
		rate := c.rate(d)
		if c.Batches { // a lot every five weeks or so
			if lot += rate; luck.Float64() > 1.0/35 {
				continue
			}
			rate, lot = lot, 0
		}
		for range poisson(rate, luck) {
			number++
			own := rand.New(rand.NewPCG(c.Seed, uint64(number))) //nolint:gosec // repeatable on purpose
			if r, ok := c.live(number, d, own).record(day); ok {
				b.Records = append(b.Records, r)
			}
		}
	}
	b.Sort()
	return b
}

// rate is how many opportunities are created on a day.
func (c Company) rate(d period.Date) float64 {
	years := float64(End-d) / 365
	rate := c.PerYear / 365 * math.Pow(1+c.Growth, -years)
	target := d + period.Date(c.Cycle) // when they will be won
	q := c.Calendar.Containing(period.Quarter, target)
	fiscal := c.Calendar.Containing(period.Year, target)
	if c.Season > 0 {
		rate /= 1 + c.Season/4
		if q.End == fiscal.End {
			rate *= 1 + c.Season
		}
	}
	switch d.Time().Weekday() {
	case time.Saturday, time.Sunday:
		return 0
	default:
		return rate * 7 / 5
	}
}

func poisson(mean float64, luck *rand.Rand) int {
	n := 0
	for t := luck.ExpFloat64(); t < mean; t += luck.ExpFloat64() {
		n++
	}
	return n
}
