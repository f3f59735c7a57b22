// Package simulationpage is the screen that tells what past quarters would have cost under another version of a plan.
package simulationpage

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/planpage"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// simulationView is the page of past quarters under a version of a plan.
type simulationView struct {
	Where    page.Where
	Plan     compensation.Plan
	Versions []compensation.Version
	Version  compensation.Version
	hypothesis.Span
	All    bool // the members of every plan, not of this one alone
	Roster *member.Roster
	Result *hypothesis.Replayed // nil: it was refused
	Form   page.Form
	Member uuid.UUID             // whose outcome is opened
	Apart  *hypothesis.Differing // nil: nobody's is
}

// Exports lead to every member of the simulation as a spreadsheet.
func (p simulationView) Exports() templ.Component {
	return page.ExportsAt(p.path(), p.query())
}

func (p simulationView) query() string {
	query := "v=" + strconv.Itoa(p.Version.Number) + "&from=" + p.From.Key + "&to=" + p.To.Key
	if p.All {
		query += "&all=1"
	}
	return query
}

// opening is the address at which a member's outcome is taken apart.
func (p simulationView) opening(member uuid.UUID) string {
	return p.path() + "?" + p.query() + "&member=" + member.String() + "#apart"
}

func (p simulationView) path() string { return planpage.Path(p.Where, p.Plan.ID) + "/simulate" }

func (p simulationView) cash() page.Cash { return page.Cash(p.Result.Currency) }

// of sums a side of the result over its members, by quarter.
func (p simulationView) of(side func(hypothesis.Outcome) []int64) []int64 {
	sums := make([]int64, len(p.Result.Quarters))
	for _, m := range p.Result.Members {
		for i, minor := range side(m) {
			sums[i] += minor
		}
	}
	return sums
}

func earnedBefore(o hypothesis.Outcome) []int64 { return o.Before.Earned }
func earnedAfter(o hypothesis.Outcome) []int64  { return o.After.Earned }
func paidBefore(o hypothesis.Outcome) []int64   { return o.Before.Paid }
func paidAfter(o hypothesis.Outcome) []int64    { return o.After.Paid }

func sumOf(all []int64) int64 {
	total := int64(0)
	for _, n := range all {
		total += n
	}
	return total
}

// tiles are the sums of the simulation.
func (p simulationView) tiles() []ui.TileProps {
	before, after := sumOf(p.of(earnedBefore)), sumOf(p.of(earnedAfter))
	up, down := p.winners()
	return []ui.TileProps{
		{Label: "Earned, current plans", Value: p.cash().Short(before), Exact: p.cash().Exact(before)},
		{Label: "Earned, version " + strconv.Itoa(p.Version.Number), Value: p.cash().Short(after),
			Exact: p.cash().Exact(after)},
		{Label: "Difference", Value: ui.Signed(p.cash().Short(after - before)), Exact: p.cash().Signed(after - before),
			Sub: shareOf(after-before, before)},
		{Label: "Earn more", Value: strconv.Itoa(up),
			Sub: "of " + ui.Plural(len(p.Result.Members), "member", "members")},
		{Label: "Earn less", Value: strconv.Itoa(down),
			Sub: "of " + ui.Plural(len(p.Result.Members), "member", "members")},
	}
}

func shareOf(part, whole int64) string {
	if whole == 0 {
		return ""
	}
	share := decimal.NewFromInt(part).Div(decimal.NewFromInt(whole))
	if part != 0 && share.Abs().LessThan(decimal.New(5, -4)) {
		return "less than 0.1\u00a0%"
	}
	return ui.Signed(ui.Percent(share, 1))
}

func (p simulationView) winners() (up, down int) {
	for _, m := range p.Result.Members {
		switch g := m.Gain(); {
		case g > 0:
			up++
		case g < 0:
			down++
		}
	}
	return up, down
}

func (p simulationView) chart() chart.StackedProps {
	before, after := p.of(earnedBefore), p.of(earnedAfter)
	stack := chart.StackedProps{Props: chart.Props{Label: "Pay earned by quarter: current plans and version " +
		strconv.Itoa(p.Version.Number), Format: p.cash().Axis(), Corner: "Quarter"}}
	var one, two []float64
	for i, q := range p.Result.Quarters {
		label := strings.TrimPrefix(q.Key, p.To.Key[:5])
		stack.X = append(stack.X, label, label+" v"+strconv.Itoa(p.Version.Number))
		one, two = append(one, float64(before[i]), 0), append(two, 0, float64(after[i]))
	}
	stack.Series = []chart.Series{{Name: "Current plans", Values: one, Colour: chart.Grey},
		{Name: "Version " + strconv.Itoa(p.Version.Number), Values: two}}
	return stack
}

func attainmentSaid(r hypothesis.Replay) string {
	a, ok := r.Attainment()
	if !ok {
		return ui.None
	}
	return ui.Percent(a, 1)
}

// outcomes are the members that the page names: all of them, or the ends of a long list.
func (p simulationView) outcomes() []hypothesis.Outcome {
	all := p.Result.Members
	if len(all) <= 2*mostOutcomes {
		return all
	}
	return append(slices.Clone(all[:mostOutcomes]), all[len(all)-mostOutcomes:]...)
}

// mostOutcomes is how many winners and how many losers a page names; the export has all members.
const mostOutcomes = 40

func gainTone(o hypothesis.Outcome) ui.Tone {
	switch g := o.Gain(); {
	case g > 0:
		return ui.Good
	case g < 0:
		return ui.Bad
	default:
		return ui.Neutral
	}
}

func periodOptions(all []period.Period) []ui.Option {
	var options []ui.Option
	for _, p := range all {
		options = append(options, ui.Option{Value: p.Key, Label: p.Label})
	}
	return options
}

func allValue(all bool) string {
	if all {
		return "1"
	}
	return ""
}

// mostLeft is how many members the page names who are in no sum.
const mostLeft = 12
