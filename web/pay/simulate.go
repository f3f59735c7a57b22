package pay

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/compensation"
	"quarterdeck/internal/member"
	"quarterdeck/internal/period"
	"quarterdeck/internal/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// Simulation is the page of past quarters under a version of a plan.
type Simulation struct {
	Where    page.Where
	Plan     compensation.Plan
	Versions []compensation.Version
	Version  compensation.Version
	From, To period.Period
	Choices  []period.Period
	All      bool // the members of every plan, not of this one alone
	Roster   *member.Roster
	Result   *statement.Replayed // nil: it was refused
	Form     page.Form
}

func (p Simulation) path(ending string) string {
	query := "?v=" + strconv.Itoa(p.Version.Number) + "&from=" + p.From.Key + "&to=" + p.To.Key
	if p.All {
		query += "&all=1"
	}
	return planPath(p.Where, p.Plan.ID) + "/simulate" + ending + query
}

func (p Simulation) cash() cash { return cash(p.Result.Currency) }

// of sums a side of the result over its members, by quarter.
func (p Simulation) of(side func(statement.Outcome) []int64) []int64 {
	sums := make([]int64, len(p.Result.Quarters))
	for _, m := range p.Result.Members {
		for i, minor := range side(m) {
			sums[i] += minor
		}
	}
	return sums
}

func earnedBefore(o statement.Outcome) []int64 { return o.Before.Earned }
func earnedAfter(o statement.Outcome) []int64  { return o.After.Earned }
func paidBefore(o statement.Outcome) []int64   { return o.Before.Paid }
func paidAfter(o statement.Outcome) []int64    { return o.After.Paid }

func sumOf(all []int64) int64 {
	total := int64(0)
	for _, n := range all {
		total += n
	}
	return total
}

// tiles are the sums of the simulation.
func (p Simulation) tiles() []ui.TileProps {
	before, after := sumOf(p.of(earnedBefore)), sumOf(p.of(earnedAfter))
	up, down := p.winners()
	return []ui.TileProps{
		{Label: "Earned in force", Value: p.cash().short(before), Exact: p.cash().exact(before)},
		{Label: "Earned, version " + strconv.Itoa(p.Version.Number), Value: p.cash().short(after), Exact: p.cash().exact(after)},
		{Label: "Difference", Value: ui.Signed(p.cash().short(after - before)), Exact: signed(p.cash(), after-before), Sub: shareOf(after-before, before)},
		{Label: "Paid more", Value: strconv.Itoa(up), Sub: "of " + ui.Plural(len(p.Result.Members), "member", "members")},
		{Label: "Paid less", Value: strconv.Itoa(down), Sub: "of " + ui.Plural(len(p.Result.Members), "member", "members")},
	}
}

func shareOf(part, whole int64) string {
	if whole == 0 {
		return ""
	}
	return ui.Signed(ui.Percent(decimal.NewFromInt(part).Div(decimal.NewFromInt(whole)), 1))
}

func (p Simulation) winners() (up, down int) {
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

func (p Simulation) chart() chart.StackedProps {
	before, after := p.of(earnedBefore), p.of(earnedAfter)
	stack := chart.StackedProps{Props: chart.Props{Label: "Pay earned by quarter, in force and under version " + strconv.Itoa(p.Version.Number), Format: p.cash().axis(), Corner: "Quarter"}}
	var one, two []float64
	for i, q := range p.Result.Quarters {
		label := strings.TrimPrefix(q.Key, p.To.Key[:5])
		stack.X = append(stack.X, label, label+" v"+strconv.Itoa(p.Version.Number))
		one, two = append(one, float64(before[i]), 0), append(two, 0, float64(after[i]))
	}
	stack.Series = []chart.Series{{Name: "In force", Values: one, Colour: chart.Grey}, {Name: "Version " + strconv.Itoa(p.Version.Number), Values: two}}
	return stack
}

// band is a part of the distribution: how many members, and what they earn in all.
type band struct {
	label         string
	members       int
	before, after int64
	membersAfter  int
}

// attained sorts the members by what of their quota they reached.
func (p Simulation) attained() []band {
	bands := []band{{label: "under 80%"}, {label: "80% to 100%"}, {label: "100% and more"}, {label: "without a quota"}}
	for _, m := range p.Result.Members {
		i := bandOf(m.Before)
		bands[i].members++
		bands[i].before += m.Before.Total()
		bands[i].after += m.After.Total()
		bands[bandOf(m.After)].membersAfter++
	}
	return bands
}

func bandOf(r statement.Replay) int {
	a, ok := r.Attainment()
	switch {
	case !ok:
		return 3
	case a.LessThan(decimal.RequireFromString("0.8")):
		return 0
	case a.LessThan(decimal.NewFromInt(1)):
		return 1
	default:
		return 2
	}
}

// deciles are the tenths of the members by what they earn in force, the least paid first; fewer where there are fewer members.
func (p Simulation) deciles() []band {
	members := slices.Clone(p.Result.Members)
	slices.SortStableFunc(members, func(a, b statement.Outcome) int { return int(min(1, max(-1, a.Before.Total()-b.Before.Total()))) })
	n := min(10, len(members))
	bands := make([]band, n)
	for i, m := range members {
		b := &bands[i*n/len(members)]
		b.members++
		b.before += m.Before.Total()
		b.after += m.After.Total()
	}
	for i := range bands {
		bands[i].label = strconv.Itoa(i+1) + " of " + strconv.Itoa(n)
	}
	return bands
}

func mean(total int64, n int) int64 {
	if n == 0 {
		return 0
	}
	return decimal.NewFromInt(total).DivRound(decimal.NewFromInt(int64(n)), 0).IntPart()
}

func attainmentSaid(r statement.Replay) string {
	a, ok := r.Attainment()
	if !ok {
		return ui.None
	}
	return ui.Percent(a, 1)
}

// outcomes are the members that the page names: all of them, or the ends of a long list.
func (p Simulation) outcomes() []statement.Outcome {
	all := p.Result.Members
	if len(all) <= 2*mostOutcomes {
		return all
	}
	return append(slices.Clone(all[:mostOutcomes]), all[len(all)-mostOutcomes:]...)
}

// mostOutcomes is how many winners and how many losers a page names; the export has all members.
const mostOutcomes = 40

func gainTone(o statement.Outcome) ui.Tone {
	switch g := o.Gain(); {
	case g > 0:
		return ui.Good
	case g < 0:
		return ui.Bad
	default:
		return ui.Neutral
	}
}

// SimulationSheet is every member of a simulation, by quarter.
func SimulationSheet(p Simulation) page.Sheet {
	s := page.Sheet{File: "simulation", Head: []string{"Member", "Currency", "Attainment % in force", "Attainment % simulated", "Earned in force", "Earned simulated", "Difference"}}
	for _, q := range p.Result.Quarters {
		s.Head = append(s.Head, "Earned "+q.Key+" in force", "Earned "+q.Key+" simulated", "Paid "+q.Key+" in force", "Paid "+q.Key+" simulated")
	}
	c := p.Result.Currency
	for _, m := range p.Result.Members {
		row := []page.Cell{text(p.Roster.Name(&m.MemberID)), text(string(c)), attainmentCell(m.Before), attainmentCell(m.After), major(m.Before.Total(), c), major(m.After.Total(), c), major(m.Gain(), c)}
		for i := range p.Result.Quarters {
			row = append(row, major(m.Before.Earned[i], c), major(m.After.Earned[i], c), major(m.Before.Paid[i], c), major(m.After.Paid[i], c))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func attainmentCell(r statement.Replay) page.Cell {
	a, ok := r.Attainment()
	if !ok {
		return page.Cell{}
	}
	return page.Cell{Text: a.Shift(2).StringFixed(2), Number: true}
}

func periodOptions(all []period.Period) []ui.Option {
	var options []ui.Option
	for _, p := range all {
		options = append(options, ui.Option{Value: p.Key, Label: p.Label})
	}
	return options
}

func (p Simulation) versionOptions() []ui.Option {
	return Plan{Versions: p.Versions}.versionOptions()
}

func allValue(all bool) string {
	if all {
		return "1"
	}
	return ""
}
