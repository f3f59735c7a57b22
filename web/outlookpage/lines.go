package outlookpage

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// planLine is a team, a manager's people or a member: the forecast beside the plan.
type planLine struct {
	name, sub, href string
	figure          outlook.Figure
	target          int64 // zero: no quota
}

func (l planLine) gap() int64 { return l.figure.Value - l.target }

const (
	byTeam    = "team"
	byManager = "manager"
	byMember  = "member"
)

// views are the ways in which the plan can be cut, for this reader and scope.
func (p outlookView) views() []string {
	var views []string
	if len(p.Outlook.Teams) > 1 {
		views = append(views, byTeam)
	}
	if len(p.Outlook.Managers) > 1 {
		views = append(views, byManager)
	}
	return append(views, byMember)
}

// by is the cut that the page shows: the one asked for, or the coarsest.
func (p outlookView) by() string {
	if views := p.views(); !slices.Contains(views, p.By) {
		return views[0]
	}
	return p.By
}

// cuts switches between the views, where there is more than one.
func (p outlookView) cuts() templ.Component {
	if len(p.views()) < 2 {
		return nil
	}
	var tabs []ui.Tab
	labels := map[string]string{byTeam: "Teams", byManager: "Managers", byMember: "Members"}
	for _, v := range p.views() {
		tabs = append(tabs, ui.Tab{Label: labels[v], Href: p.Where.To("/forecast/outlook", "by", v) + "#plan",
			Active: v == p.by()})
	}
	return ui.Segmented("Cut by", tabs)
}

// lines are the rows of a cut, the largest forecast first.
func (p outlookView) lines(by string) []planLine {
	figures := map[string][]outlook.Figure{byTeam: p.Outlook.Teams, byManager: p.Outlook.Managers,
		byMember: p.Outlook.Members}[by]
	var lines []planLine
	for _, f := range figures {
		if l := p.line(by, f); f.Value != 0 || f.Closed != 0 || l.target != 0 {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(x, y planLine) int { return cmp.Compare(y.figure.Value, x.figure.Value) })
	return lines
}

func (p outlookView) line(by string, f outlook.Figure) planLine {
	l := planLine{name: f.Name, figure: f}
	if by == byTeam {
		l.href = p.Where.To("/forecast/outlook", "team", f.Name, "by", byMember)
		l.target = targetOf(p.Card.Teams(), func(c scorecard.Line) bool { return c.Team == f.Name })
		return l
	}
	if f.ID == nil {
		l.name = "No owner"
		return l
	}
	m, _ := p.Scope.Roster.Find(*f.ID)
	l.name, l.sub = cmp.Or(m.Name, "Former member"), m.Team
	l.target = targetOf(p.Card.Lines, func(c scorecard.Line) bool { return c.MemberID == *f.ID })
	l.href = p.Where.To("/members/"+f.ID.String(), "owner", "", "team", "")
	if by == byManager {
		l.href = p.Where.To("/forecast/outlook", "owner", f.ID.String(), "team", "", "by", byMember)
	}
	return l
}

func targetOf(lines []scorecard.Line, is func(scorecard.Line) bool) int64 {
	for _, l := range lines {
		if is(l) {
			return l.Target
		}
	}
	return 0
}

// mostRanges is how many intervals a chart can hold and still be read.
const mostRanges = 12

// rangeChart sets the forecasts' ranges beside each other.
func (p outlookView) rangeChart(lines []planLine) chart.RangesProps {
	c := chart.RangesProps{Props: chart.Props{Label: "Forecast range by " + p.by() + ", " + p.Scope.Period.Label,
		Format: p.cash().Axis(), Corner: "Who"}}
	for _, l := range page.First(lines, mostRanges) {
		r := chart.Range{Label: l.name, Href: l.href, Low: float64(l.figure.Value), Mid: float64(l.figure.Value),
			High: float64(l.figure.Value), Done: float64(l.figure.Closed), Target: float64(l.target)}
		if in := l.figure.Range; in != nil {
			r.Low, r.High = float64(in.P10), float64(in.P90)
		}
		c.Ranges = append(c.Ranges, r)
	}
	return c
}

func (p outlookView) chance(l planLine) string {
	chance, ok := l.figure.Reach(l.target)
	switch {
	case !ok:
		return ui.None
	case chance >= 1:
		return "Reached"
	case chance > 0.99:
		return "> 99\u00a0%"
	case chance < 0.01:
		return "< 1\u00a0%"
	default:
		return page.PercentOf(chance, 0)
	}
}

func (p outlookView) rangeText(r *outlook.Range) string {
	if r == nil {
		return ui.None
	}
	return p.cash().Short(r.P10) + " – " + p.cash().Short(r.P90)
}

func (p outlookView) gapText(l planLine) string {
	if l.target == 0 {
		return ui.None
	}
	return ui.Signed(p.cash().Short(l.gap()))
}

// methodLine is a method's figure with its error at the cut-off that is nearest to the outlook's day.
type methodLine struct {
	figure outlook.Figure
	label  string
	best   bool
	wape   string
	bias   string
	n      string
	href   string
}

func (p outlookView) cutoff() backtest.Cutoff { return outlook.Nearest(p.Scope.Period, p.Outlook.AsOf) }

func (p outlookView) methods() []methodLine {
	var lines []methodLine
	for _, f := range p.Outlook.Methods {
		m := projection.Method(f.Name)
		l := methodLine{figure: f, label: m.Label(), best: m == p.Outlook.Published, wape: ui.None, bias: ui.None,
			n: ui.None}
		if row, ok := p.proof(m, p.cutoff(), backtest.Organisation); ok {
			l.wape, l.bias, l.n = page.PercentOrNone(row.WAPE), page.SignedPercent(row.Bias), ui.Count(row.N)
			l.href = p.Where.To("/forecast/accuracy/trials", "period", "", "as_of", p.Scope.Request.AsOf, "kind",
				string(p.kind()), "method", f.Name, "cutoff", string(p.cutoff()))
		}
		lines = append(lines, l)
	}
	return lines
}

// title is what people call an opportunity here; one that has gone to somebody else since keeps its name to itself.
func (p outlookView) title(id uuid.UUID) (name, sub, href string) {
	n, ok := p.Names[id]
	if !ok {
		return "Opportunity outside your scope", "", ""
	}
	return n.Name, p.Scope.Roster.Name(n.OwnerID),
		p.Where.To("/opportunities/"+id.String(), "period", "", "team", "", "owner", "")
}

func (p outlookView) mayPlan() bool { return p.Role.May(tenant.PlanScenarios) && p.Outlook.HasParts() }
