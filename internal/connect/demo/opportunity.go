package demo

import (
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// stage is a step of the sales process, in its order; the last two are the ends.
type stage int

const (
	discovery stage = iota
	qualification
	evaluation
	approving
	contract
	closedWon
	closedLost
)

// stages is the sales process as the CRM has it set up.
var stages = []struct {
	name, category string
	probability    int
}{
	{"Discovery", "Pipeline", 10}, {"Qualification", "Pipeline", 20}, {"Technical Evaluation", "Best Case", 40},
	{"Approval", "Best Case", 60}, {"Contract", "Commit", 80}, {"Closed Won", "Closed", 100},
	{"Closed Lost", "Omitted", 0},
}

func (g stage) closed() bool { return g >= closedWon }

// opportunity is first planned, how it ends and what it is worth, and then told, how it came to that.
type opportunity struct {
	id       string
	account  *account
	name     string
	region   int
	owner    *person
	first    *person     // who owned it before, where it changed hands
	handed   period.Date // the day on which it did
	stage    stage
	amount   int64 // minor units of the company's currency
	closeOn  period.Date
	created  period.Date
	ended    period.Date // the day it closed, or yesterday
	reached  stage       // the furthest open stage that it came to
	quiet    bool        // open, and nobody has touched it for more than two weeks
	category string

	expansion  bool
	source     string
	competitor string
	budget     bool
	loss       string
	next       string // step, of an open one; empty: nobody wrote one down

	createdAt, modifiedAt time.Time
	changes               []change
	activities            []activity
	roles                 []role
}

// change is one row of the field history.
type change struct {
	field, old, new string
	by              *person
	at              time.Time
}

// labels deals the traits that the demo's claims rest on, apart for won, lost and open opportunities.
type labels struct {
	source, competitor, expansion [3]*chance.Deck
	loss                          *chance.Deck
}

// trait is a value that an opportunity can have, how often it does, and how often it then wins.
type trait struct {
	value       string
	share, wins float64
}

// winRate is the part of closed opportunities that is won; the traits below average to it.
const winRate = .254

var (
	sources = []trait{
		{value: "Cold Outreach", share: .30, wins: .14}, {value: "Demo Request", share: .22, wins: .42},
		{value: "Event", share: .18, wins: .21}, {value: "Referral", share: .16, wins: .30},
		{value: "Partner", share: .14, wins: .25},
	}
	competitors = []trait{
		{value: "Competitor A", share: .32, wins: .255}, {value: "Competitor B", share: .26, wins: .204},
		{value: "", share: .42, wins: .285},
	}
	kinds = []trait{{value: "New Business", share: .78, wins: .23},
		{value: "Existing Business", share: .22, wins: .34}}
	losses = []string{"Price", "No decision", "Timing", "Feature gap", "Competitor"}
)

// Outcomes, as the decks tell them apart.
const (
	won = iota
	lost
	open
)

func decks(d chance.Dice, traits []trait) (out [3]*chance.Deck) {
	var weights [3][]float64
	for _, t := range traits {
		weights[won] = append(weights[won], t.share*t.wins)
		weights[lost] = append(weights[lost], t.share*(1-t.wins))
		weights[open] = append(weights[open], t.share)
	}
	for i, w := range weights {
		out[i] = chance.NewDeck(d, w)
	}
	return out
}

func newLabels(d chance.Dice) labels {
	return labels{source: decks(d, sources), competitor: decks(d, competitors), expansion: decks(d, kinds),
		loss: chance.NewDeck(d, []float64{.24, .27, .2, .14, .15})}
}

func (o *opportunity) outcome() int {
	switch o.stage {
	case closedWon:
		return won
	case closedLost:
		return lost
	default:
		return open
	}
}

// label gives the opportunity its traits.
func (s *generator) label(d chance.Dice, o *opportunity) {
	k := o.outcome()
	o.reached = o.stage
	switch {
	case k == won && d.Happens(.92):
		o.reached = contract
	case k == won:
		o.reached = approving
	case k == lost:
		o.reached = stage(d.Weighted([]float64{.34, .28, .2, .11, .07}))
	}
	o.source = sources[s.traits.source[k].Next()].value
	o.competitor = competitors[s.traits.competitor[k].Next()].value
	o.expansion = s.traits.expansion[k].Next() == 1
	switch k {
	case won:
		o.budget = d.Happens(.94)
	case lost:
		o.loss = losses[s.traits.loss.Next()]
		if o.loss == "Competitor" && o.competitor == "" {
			o.loss = "No decision"
		}
		o.budget = d.Happens(.1 + .16*float64(o.reached))
	default:
		o.budget = d.Happens(.12 + .2*float64(o.reached))
	}
}
