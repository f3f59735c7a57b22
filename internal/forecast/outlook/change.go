package outlook

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
)

// Change explains why the forecast of a period changed between two days. The effects add up to the difference to the
// unit.
type Change struct {
	From, To Outlook
	Effects  []Effect
	Movers   []Mover // the opportunities that moved it most, the largest first
}

// Effect is one cause of a change, in minor units.
type Effect struct {
	Cause Cause
	Value int64
}

// Cause is why a forecast moved.
type Cause string

// The causes: what was won against what was expected, what is no longer expected, what came new, amounts, close dates,
// everything else that is known of the opportunities, what is expected of those that do not exist yet, and what the
// model has learnt.
const (
	Wins     Cause = "won"
	Gone     Cause = "gone"
	Fresh    Cause = "new"
	Amounts  Cause = "amounts"
	Timing   Cause = "timing"
	Progress Cause = "progress"
	ToCome   Cause = "to come"
	Learning Cause = "model"
)

// Causes lists them in the order of pages.
var Causes = []Cause{Wins, Gone, Fresh, Amounts, Timing, Progress, ToCome, Learning}

// Label is the cause's name for people.
func (c Cause) Label() string {
	return map[Cause]string{Wins: "Deals won", Gone: "Lost or moved out", Fresh: "New deals",
		Amounts: "Amounts changed", Timing: "Close dates moved", Progress: "Chances changed",
		ToCome: "Deals not created yet", Learning: "Model updated"}[c]
}

// Means says what the cause adds up.
func (c Cause) Means() string {
	return map[Cause]string{Wins: "Won, less what the forecast already counted",
		Gone: "No longer expected in the period", Fresh: "Created since then",
		Amounts: "At the chance that they had", Timing: "Of deals that are still open",
		Progress: "Stage, age and activity of open deals", ToCome: "Less time is left to create and close them",
		Learning: "What the model learned from closed deals"}[c]
}

// Ends are the forecast by the house model before and after, in minor units; the effects add up to their difference.
func (c Change) Ends() (from, to int64) { return c.From.house(), c.To.house() }

// Mover is an opportunity with its contribution before and after, in minor units.
type Mover struct {
	ID            uuid.UUID
	Before, After Chance
	Effect        int64
}

// Explain splits the difference between two outlooks on one period by the house model. What the model learnt in between
// is known for a step of one month; over more it is that of the last step, and the rest stands with progress.
func Explain(from, to Outlook) Change {
	c := Change{From: from, To: to}
	sums := map[Cause]int64{}
	before := map[uuid.UUID]Chance{}
	for _, o := range from.Opportunities {
		before[o.ID] = o
	}
	for _, after := range to.Opportunities {
		was, existed := before[after.ID]
		delete(before, after.ID)
		split(sums, was, after, existed)
		c.move(was, after)
	}
	for _, was := range from.Opportunities {
		if _, left := before[was.ID]; left {
			sums[Gone] -= was.Adds()
			c.move(was, Chance{ID: was.ID, Owner: was.Owner})
		}
	}
	sums[ToCome] = to.Parts.New - from.Parts.New
	if from.Model != to.Model && to.Before != nil {
		sums[Learning] = to.house() - *to.Before
	}
	rest := to.house() - from.house()
	for _, v := range sums {
		rest -= v
	}
	sums[Progress] += rest // what learning moved within the opportunities, and rounding
	for _, cause := range Causes {
		c.Effects = append(c.Effects, Effect{cause, sums[cause]})
	}
	slices.SortStableFunc(c.Movers, func(x, y Mover) int { return cmp.Compare(abs(y.Effect), abs(x.Effect)) })
	return c
}

// split adds one opportunity's effects: the amount at the old chance first, then the chance at the new amount.
func split(sums map[Cause]int64, was, is Chance, existed bool) {
	if !existed {
		sums[Fresh] += is.Adds()
		return
	}
	moved := round(was.P * float64(is.Amount-was.Amount))
	rest := is.Adds() - was.Adds() - moved
	sums[Amounts] += moved
	switch {
	case is.Won && !was.Won:
		sums[Wins] += rest
	case is.CloseOn != was.CloseOn:
		sums[Timing] += rest
	default:
		sums[Progress] += rest
	}
}

func (c *Change) move(was, is Chance) {
	if effect := is.Adds() - was.Adds(); effect != 0 {
		c.Movers = append(c.Movers, Mover{is.ID, was, is, effect})
	}
}

// house is the house model's figure.
func (o *Outlook) house() int64 { return o.Parts.Closed + o.Parts.Open + o.Parts.New }
