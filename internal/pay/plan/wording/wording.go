// Package wording describes a compensation plan in plain sentences: what it pays, what a new version changes, and what
// to check before it is used. Readers are members, plan authors and approvers.
package wording

import (
	"fmt"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Section is a part of a plan in sentences, for the letter to a member and the plan's page. ID is the component's id,
// empty for the terms of the whole plan, and "draw" for the draw.
type Section struct {
	ID, Title string
	Sentences []string
}

// Words describes a valid plan in sentences: first its general terms, then each component, then the draw.
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
	plan.Restate: "everything is recalculated as if the change had always applied, and the difference is posted to " +
		"the open statement",
	plan.OriginalRate: "the paid amount is reversed and the new amount is booked at the same rate; nothing else " +
		"changes",
	plan.Prospective: "the change applies from its own date",
}

var roundingWords = map[money.Rounding]string{
	money.HalfEven: "banker's rounding (half to even)", money.HalfUp: "half is rounded up (away from zero)",
}

func headWords(d plan.Document) []string {
	unit, span := decimal.New(1, -d.Currency.Exponent()), periodWords[d.Measurement]
	pays := fmt.Sprintf("There is a statement every fiscal %s. It pays what is earned and payable in the %s so far, "+
		"less earlier payouts.", d.Payout, span)
	switch {
	case d.Payout == d.Measurement:
		pays = fmt.Sprintf("There is a statement every fiscal %s. It pays what is earned and payable in it, less "+
			"earlier payouts.", d.Payout)
	case paysLater(d):
		pays = fmt.Sprintf("There is a statement every fiscal %s. It pays the total earned in its %ss.", d.Payout,
			span)
	}
	return []string{
		fmt.Sprintf("The plan “%s” is in effect from %s, both days included. Amounts are in %s.", d.Name,
			speakerOf(d).span(d.Effective), d.Currency),
		fmt.Sprintf("Attainment is measured per fiscal %s and restarts at zero with the next.", span),
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
			add("%s is paid for everything credited to the member's team, as the hierarchy was on the booking "+
				"date.", s.rate(c, c.Override))
		} else {
			add("%s is paid on %s credited to everyone on the member's team, as the hierarchy was on the booking "+
				"date.", percent(c.Override), measureWords[c.Measure])
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
		add("An opportunity earns at most %s.", s.money(*c.Cap.PerOpportunity))
	}
	if c.Cap.PerPeriod != nil {
		add("A %s earns at most %s.", periodWords[s.measurement], s.money(*c.Cap.PerPeriod))
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
		said = append(said, fmt.Sprintf("The budget is %s, first come, first served. The last bonus is what is left "+
			"of it.",
			s.money(*c.Budget)))
	}
	if c.Quota != nil {
		said = append(said, fmt.Sprintf("Attainment is measured against %s.", s.quota(c)))
	}
	for i, t := range c.Tiers {
		said = append(said, s.tier(c, i, t))
	}
	if c.Gate != nil {
		said = append(said, fmt.Sprintf("Nothing is paid below %s of the quota. Once it is reached, everything counts.",
			percent(*c.Gate)))
	}
	return said
}

func (s speaker) tier(c plan.Component, i int, t plan.Tier) string {
	if i == 0 {
		of := word(c.Measure == plan.Count, "", " of "+measureWords[c.Measure])
		return fmt.Sprintf("From the start of the %s it pays %s%s.", periodWords[s.measurement],
			s.rate(c, t.Rate), of)
	}
	quota := word(c.ByMeasure, "", " of the quota")
	return fmt.Sprintf("From %s%s on it pays %s, %s.", s.boundary(c, t.From), quota, s.rate(c, t.Rate), apply(c, t))
}

func (s speaker) draw(d plan.Draw) []string {
	if !d.Recoverable {
		return []string{fmt.Sprintf("Each fiscal %s pays at least %s. The draw is not repaid.", d.Per,
			s.money(d.Amount))}
	}
	said := []string{fmt.Sprintf("A fiscal %s that earns less than %s still pays %s. The difference is added to the "+
		"draw balance.", d.Per, s.money(d.Amount), s.money(d.Amount))}
	if d.AboveDraw {
		return append(said,
			"Later, only earnings above the draw repay the balance, so the member never gets less than the draw.")
	}
	return append(said,
		fmt.Sprintf("In a %s that earns at least the draw, earnings repay the balance first, and the rest is "+
			"paid.", d.Per))
}
