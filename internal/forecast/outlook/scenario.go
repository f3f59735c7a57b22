package outlook

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/projection"
)

// Assumptions are the assumptions of a scenario for a period; all zero is the forecast itself. They are shown beside
// the forecast and never change it.
type Assumptions struct {
	WinRate int         `json:"win_rate"` // per cent by which the chances of open opportunities are better or worse
	Slip    int         `json:"slip"`     // per cent of what is open that moves out of the period
	Hiring  int         `json:"hiring"`   // per cent by which more, or less, is created and won than expected
	In      []uuid.UUID `json:"in,omitempty"`
	Out     []uuid.UUID `json:"out,omitempty"`
}

// Scenario is a named set of assumptions for a period, in its author's newest version.
type Scenario struct {
	ID       uuid.UUID
	MemberID uuid.UUID // the author
	Period   string
	Name     string
	Assumptions
	MadeAt time.Time
}

const (
	longestName = 80
	mostNamed   = 50 // opportunities in or out
)

// check refuses what cannot be supposed. Every message is for the person at the form.
func (s Scenario) check() error {
	switch {
	case strings.TrimSpace(s.Name) == "":
		return fault.On("name", "Give the scenario a name.")
	case utf8.RuneCountInString(s.Name) > longestName:
		return fault.On("name", fmt.Sprintf("A name has at most %d letters.", longestName))
	case s.WinRate < -100 || s.WinRate > 300:
		return fault.On("win_rate", "The win rate changes by −100 to 300 per cent.")
	case s.Slip < 0 || s.Slip > 100:
		return fault.On("slip", "The share of open deals that slip must be between 0 and 100 %.")
	case s.Hiring < -100 || s.Hiring > 300:
		return fault.On("hiring", "New business changes by −100 to 300 per cent.")
	case len(s.In)+len(s.Out) > mostNamed:
		return fault.On("in", fmt.Sprintf("A scenario names at most %d opportunities.", mostNamed))
	case slices.ContainsFunc(s.In, func(id uuid.UUID) bool { return slices.Contains(s.Out, id) }):
		return fault.On("in", "An opportunity is either in or out, not both.")
	}
	return nil
}

// chance is the probability of an open opportunity under the assumptions.
func (a Assumptions) chance(c Chance) float64 {
	switch {
	case slices.Contains(a.Out, c.ID):
		return 0
	case slices.Contains(a.In, c.ID):
		return 1
	default:
		return min(1, c.P*(1+float64(a.WinRate)/100)) * (1 - float64(a.Slip)/100)
	}
}

// Apply is what a scenario makes of a forecast by the house model, with its range. Without assumptions it is that
// forecast.
//
// The open opportunities are played with their chances under the assumptions, by the same luck as without them. What
// the outlook's own range is wider than that play tells stands for what is not created yet, and grows with it.
func Apply(o Outlook, own *Range, a Assumptions) Figure {
	before, after := o.stakes(Assumptions{}), o.stakes(a)
	more := 1 + float64(a.Hiring)/100
	// chances too slight to be listed
	tail := (float64(o.Parts.Open) - mean(before)) * max(0, 1+float64(a.WinRate)/100) * (1 - float64(a.Slip)/100)
	parts := Parts{Closed: o.Parts.Closed, Open: round(mean(after) + tail), New: round(float64(o.Parts.New) * more)}
	f := Figure{Closed: parts.Closed, Value: parts.Closed + parts.Open + parts.New, Parts: &parts}
	if own == nil {
		return f
	}
	wasLow, wasHigh := spread(before, o.seed())
	low, high := spread(after, o.seed())
	middle := o.house()
	if o.Parts.New == 0 {
		more = 1 // the rest of the range is not that of new business
	}
	low = rescale(float64(middle-own.P10), wasLow, low, more)
	high = rescale(float64(own.P90-middle), wasHigh, high, more)
	f.Range = &Range{P10: min(f.Value, max(parts.Closed, f.Value-round(low))), P50: f.Value, P90: f.Value + round(high)}
	if a.none() {
		f.Range = own.holding(f.Value)
	}
	return f
}

func (a Assumptions) none() bool {
	return a.WinRate == 0 && a.Slip == 0 && a.Hiring == 0 && len(a.In)+len(a.Out) == 0
}

// stake is an open opportunity as it is played.
type stake struct{ p, amount float64 }

func (o *Outlook) stakes(a Assumptions) []stake {
	var all []stake
	for _, c := range o.Opportunities {
		if !c.Won {
			all = append(all, stake{a.chance(c), float64(c.Amount)})
		}
	}
	return all
}

func mean(stakes []stake) float64 {
	sum := 0.0
	for _, s := range stakes {
		sum += s.p * s.amount
	}
	return sum
}

const plays = 400

func (o *Outlook) seed() uint64 { return uint64(o.AsOf) } //nolint:gosec // a day is no secret

// spread is how far from their mean the tenth and ninetieth of a hundred plays lie, downwards and upwards.
func spread(stakes []stake, seed uint64) (low, high float64) {
	luck := rand.New(rand.NewPCG(seed, plays)) //nolint:gosec // repeatable on purpose
	sums := make([]float64, plays)
	for i := range sums {
		for _, s := range stakes {
			if luck.Float64() < s.p {
				sums[i] += s.amount
			}
		}
	}
	slices.Sort(sums)
	middle := mean(stakes)
	return max(0, middle-projection.Quantile(sums, 0.1)), max(0, projection.Quantile(sums, 0.9)-middle)
}

// rescale is half of a range under assumptions: own is half of the range as it is, was and is what the open
// opportunities alone give before and after, more by how much what is not created yet grows.
func rescale(own, was, is, more float64) float64 {
	if own <= was {
		if was == 0 {
			return 0
		}
		return own * is / was
	}
	rest := (own*own - was*was) * more * more
	return math.Sqrt(is*is + rest)
}
