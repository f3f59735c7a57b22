// Package wording says a compensation plan in plain sentences: what it pays, what a new version changes, and what
// somebody should look at before it is used. Its readers are members, those who write plans, and those who approve
// them.
package wording

import (
	"fmt"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Section is a part of a plan in plain sentences, for the letter to a member and the plan's page. ID is the
// component's, empty for what holds for the whole plan and "draw" for the draw.
type Section struct {
	ID, Title string
	Sentences []string
}

// Words says a valid plan in plain sentences: first what holds for all of it, then each component, then the draw.
func Words(d plan.Document) []Section {
	s := speakerOf(d)
	all := []Section{{Title: "The plan", Sentences: headWords(d)}}
	for _, c := range d.Components {
		all = append(all, Section{ID: c.ID, Title: c.Title(), Sentences: s.component(c)})
	}
	if d.Draw != nil {
		all = append(all, Section{ID: "draw", Title: "Draw", Sentences: s.draw(*d.Draw)})
	}
	return all
}

var retroactiveWords = map[plan.Retroactive]string{
	plan.Restate: "everything is calculated as if the change had always been true, and the difference is posted " +
		"to the open statement",
	plan.OriginalRate: "what was paid is reversed at the rate at which it was paid and the new amount is booked at " +
		"that rate; nothing else moves",
	plan.Prospective: "the change counts from its own date only",
}

var roundingWords = map[money.Rounding]string{
	money.HalfEven: "exactly half goes to the even neighbour", money.HalfUp: "exactly half goes away from zero",
}

func headWords(d plan.Document) []string {
	unit, span := decimal.New(1, -d.Currency.Exponent()), periodWords[d.Measurement]
	pays := fmt.Sprintf("There is a statement each fiscal %s. It pays what is earned and payable in the %s so far, "+
		"less what was paid before.", d.Payout, span)
	switch {
	case d.Payout == d.Measurement:
		pays = fmt.Sprintf("There is a statement each fiscal %s. It pays what is earned and payable in it, less what "+
			"was paid before.", d.Payout)
	case paysLater(d):
		pays = fmt.Sprintf("There is a statement each fiscal %s. It pays the sum of what its %ss earned.", d.Payout,
			span)
	}
	return []string{
		fmt.Sprintf("The plan “%s” holds from %s, both days included. Amounts are in %s.", d.Name,
			speakerOf(d).span(d.Effective), d.Currency),
		fmt.Sprintf("Attainment adds up over each fiscal %s and starts again at zero with the next.", span),
		pays,
		fmt.Sprintf("Each line is rounded once, to %s; %s.", speakerOf(d).money(unit), roundingWords[d.Rounding]),
		fmt.Sprintf("When an opportunity changes later, %s.", retroactiveWords[d.Retroactive]),
	}
}

// paysLater tells that a statement covers several periods of measurement.
func paysLater(d plan.Document) bool {
	return d.Payout == period.Quarter && d.Measurement == period.Month
}

func (s speaker) component(c plan.Component) []string {
	var said []string
	add := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	switch c.Kind {
	case plan.Bonus:
		add("%s is paid for each opportunity that qualifies. It does not count towards attainment.", s.money(c.Bonus))
	case plan.Override:
		if c.Measure == plan.Count {
			add("%s is paid for everything that those below the member, in the hierarchy on the day of the booking, "+
				"are credited with.", s.rate(c, c.Override))
		} else {
			add("%s is paid of %s that everyone below the member, in the hierarchy on the day of the booking, is "+
				"credited with.", percent(c.Override), measureWords[c.Measure])
		}
	default:
		add("The member is credited with %s%s.", measureWords[c.Measure],
			word(c.Measure == plan.Count, "", " of each opportunity"))
	}
	if conditions := s.criteria(c.Qualifies); len(conditions) > 0 {
		add("An opportunity qualifies if it %s.", and(conditions))
	} else {
		add("Every opportunity qualifies.")
	}
	said = append(said, s.limits(c)...)
	for _, m := range c.Multipliers {
		add("Lines are multiplied: %s.", s.multiplier(m))
	}
	if c.Cap.PerOpportunity != nil {
		add("One opportunity earns at most %s.", s.money(*c.Cap.PerOpportunity))
	}
	if c.Cap.PerPeriod != nil {
		add("One %s earns at most %s.", periodWords[s.measurement], s.money(*c.Cap.PerPeriod))
	}
	add("What is earned becomes payable %s.", eligibleWords(c.Eligible))
	if c.Clawback != nil {
		add("If an opportunity is cancelled or written off %s.", clawbackWords(*c.Clawback))
	}
	return said
}

// limits are what a bonus is bounded by, or quota, tiers and gate.
func (s speaker) limits(c plan.Component) []string {
	var said []string
	if c.Window != nil {
		said = append(said, fmt.Sprintf("It counts if it is booked from %s, both days included.", s.span(*c.Window)))
	}
	if c.Budget != nil {
		said = append(said, fmt.Sprintf("The budget is %s, first come, first served; the last one gets what is left.",
			s.money(*c.Budget)))
	}
	if c.Quota != nil {
		said = append(said, fmt.Sprintf("Attainment is measured against %s.", s.quota(c)))
	}
	for i, t := range c.Tiers {
		said = append(said, s.tier(c, i, t))
	}
	if c.Gate != nil {
		said = append(said, fmt.Sprintf("Under %s of the quota nothing is paid; once it is reached, everything counts.",
			percent(*c.Gate)))
	}
	return said
}

func (s speaker) tier(c plan.Component, i int, t plan.Tier) string {
	if i == 0 {
		of := word(c.Measure == plan.Count, "", " of "+measureWords[c.Measure])
		return fmt.Sprintf("From the first unit of the %s on it pays %s%s.", periodWords[s.measurement],
			s.rate(c, t.Rate), of)
	}
	quota := word(c.ByMeasure, "", " of the quota")
	return fmt.Sprintf("From %s%s on it pays %s, %s.", s.boundary(c, t.From), quota, s.rate(c, t.Rate), apply(c, t))
}

func (s speaker) draw(d plan.Draw) []string {
	if !d.Recoverable {
		return []string{fmt.Sprintf("Each fiscal %s pays at least %s. What the draw adds is not paid back.", d.Per,
			s.money(d.Amount))}
	}
	said := []string{fmt.Sprintf("A fiscal %s that earns less than %s pays %s, and what is missing is "+
		"added to a balance.", d.Per, s.money(d.Amount), s.money(d.Amount))}
	if d.AboveDraw {
		return append(said,
			"Later only what is earned above the draw pays the balance back, so the member never gets less "+
				"than the draw.")
	}
	return append(said,
		fmt.Sprintf("In a %s that earns at least the draw, earnings pay the balance back first, and whatever "+
			"is left is paid.", d.Per))
}
