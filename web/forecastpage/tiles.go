package forecastpage

import (
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

func (p forecastView) tiles() []ui.TileProps {
	s := p.Sheet.Settings
	return []ui.TileProps{p.closedTile(), p.sumTile(s.LineName(forecast.Commit), opportunity.Commit, "commit-forecast"),
		p.sumTile(s.LineName(forecast.BestCase), opportunity.BestCase, "best-case-forecast"), p.coverTile(),
		p.forecastTile(), p.finalTile()}
}

func (p forecastView) root() uuid.UUID { return p.Sheet.Root.Member.ID }

func (p forecastView) closedTile() ui.TileProps {
	n, m := p.Sheet.Root, p.cash()
	t := ui.TileProps{Label: p.Sheet.Settings.Name(opportunity.Closed), Value: m.Short(n.Gross.Closed.Amount),
		Exact: m.Exact(n.Gross.Closed.Amount), Href: p.list(p.root(), page.List{Status: page.OnlyWon}),
		Define: p.Where.Define("closed-won"), Sub: "No quota in this scope"}
	p.against(&t, n.Gross.Closed.Amount, " quota")
	return t
}

// against holds a tile's figure against the quota.
func (p forecastView) against(t *ui.TileProps, value int64, of string) {
	if quota := p.Sheet.Root.Quota; quota > 0 {
		t.Sub = ui.Share(value, quota) + " of " + p.cash().Short(quota) + of
		t.Bar = &ui.Bar{Value: float64(min(max(value, 0), quota)), Max: float64(quota), Label: t.Label + ": " + t.Sub,
			Tone: ui.Accent}
	}
}

func (p forecastView) sumTile(label string, c opportunity.Category, define string) ui.TileProps {
	sum, m := p.Sheet.Root.Gross.Through(c), p.cash()
	t := ui.TileProps{Label: label, Value: m.Short(sum.Amount), Exact: m.Exact(sum.Amount),
		Href: p.list(p.root(), page.List{Status: page.OpenOrWon, Through: c}), Define: p.Where.Define(define),
		Sub: ui.Plural(int(sum.Count), "opportunity", "opportunities")}
	p.against(&t, sum.Amount, "")
	return t
}

// coverTile is the coverage beside the one that past periods needed, with the open pipeline that covers.
func (p forecastView) coverTile() ui.TileProps {
	n, m := p.Sheet.Root, p.cash()
	g := n.Gross
	t := ui.TileProps{Label: "Coverage", Value: coverageOf(n.Coverage()), Define: p.Where.Define("coverage"),
		Exact: "Open " + m.Exact(g.Open().Amount), Href: p.list(p.root(), page.List{}),
		Sub: m.Short(g.Open().Amount) + " open"}
	if needed := p.published(n).Needed(); n.Asked && needed > 0 && n.Gross.Closed.Amount < n.Quota {
		t.Sub = "of " + page.Multiple(decimal.NewFromFloat(needed)) + " needed · " + t.Sub
	}
	if g.Overdue.Count > 0 {
		t.Sub += ", " + m.Short(g.Overdue.Amount) + " past due"
	}
	return t
}

// finalTile is the total of the sheet, as its foot has it and as everybody sees it who may see these people; beside it
// what whoever leads them has called.
func (p forecastView) finalTile() ui.TileProps {
	n, m := p.Sheet.Root, p.cash()
	final := n.Adjusted(p.Line)
	t := ui.TileProps{Label: "Final " + strings.ToLower(p.Sheet.Settings.LineName(p.Line)), Value: m.Short(final),
		Exact: m.Exact(final), Define: p.Where.Define("final-call"), Sub: "No call submitted yet"}
	whose := n.Member.Name + "'s call "
	switch {
	case n.Member.ID == uuid.Nil && p.Own == nil:
		t.Sub = "Deals, with adjustments"
		return t
	case n.Member.ID == uuid.Nil:
		n = p.Own
	}
	if n.Member.ID == p.Me {
		whose = "Your call "
	}
	if s, ok := p.call(n); ok {
		t.Sub = whose + m.Short(s.Amount) + ", " + p.day(s.SubmittedAt)
	}
	return t
}

// dueText says when a call is due, or that it is late.
func (p forecastView) dueText() (tone ui.Tone, text string) {
	switch d := p.Due; {
	case d.At.IsZero():
		return ui.Neutral, ""
	case d.Late:
		return ui.Bad, "Late, was due " + p.stamp(d.At)
	case d.Done:
		return ui.Good, "Submitted for " + p.stamp(d.At)
	case d.Soon:
		return ui.Warn, "Due " + p.stamp(d.At)
	default:
		return ui.Info, "Due " + p.stamp(d.At)
	}
}

// standing is where a row's member stands with their call.
func (p forecastView) standing(n *forecast.Node) forecast.Due {
	return forecast.Standing(p.Dues, n.LastCall(), p.Sheet.Scope.Known)
}

func (p forecastView) byOptions() []ui.Option {
	options := []ui.Option{{Label: "Hierarchy"}}
	for _, d := range rollup.Dimensions {
		options = append(options, ui.Option{Value: string(d), Label: d.Label()})
	}
	return options
}

func (p forecastView) lineOptions() []ui.Option {
	var options []ui.Option
	for _, l := range p.Sheet.Settings.Lines() {
		value := string(l)
		if l == forecast.Call {
			value = ""
		}
		options = append(options, ui.Option{Value: value, Label: p.Sheet.Settings.LineName(l)})
	}
	return options
}

func (p forecastView) lineValue() string {
	if p.Line == forecast.Call {
		return ""
	}
	return string(p.Line)
}

func (p forecastView) sumTabs() []ui.Tab {
	return []ui.Tab{{Label: "By category", Href: p.to(p.path(), "sums", ""), Active: !p.through()},
		{Label: "Cumulative", Href: p.to(p.path(), "sums", "through"), Active: p.through()}}
}

// groupList is the list of a group's opportunities in a category.
func (p forecastView) groupList(g forecast.Group, c opportunity.Category) string {
	l := p.listed(c)
	if p.By == rollup.ByTeam {
		p.Where.Scope.Team = g.Name
	} else {
		l.By, l.Group = p.By, g.Name
	}
	return p.list(p.root(), l)
}

func (p forecastView) clear() string {
	for _, name := range []string{"team", "owner", "as_of", "by", "line"} {
		if p.Query.Get(name) != "" {
			return p.Where.Base + p.path()
		}
	}
	return ""
}

// chosen are the choices of the sheet that are set, each with the sheet without it.
func (p forecastView) chosen() []ui.Choice {
	all := page.ScopeChosen(p.Sheet.Scope, p.Calendar, func(name string) string {
		if name == "period" {
			return p.to("/forecast")
		}
		return p.to(p.path(), name, "")
	})
	if by := p.Query.Get("by"); by != "" && p.By != "" {
		all = append(all, ui.Choice{Label: "By " + page.LowerFirst(p.By.Label()), Without: p.to(p.path(), "by", "")})
	}
	if p.lineValue() != "" {
		all = append(all, ui.Choice{Label: "Show: " + p.Sheet.Settings.LineName(p.Line),
			Without: p.to(p.path(), "line", "")})
	}
	return all
}

// moment is the choice of a past day.
func (p forecastView) moment() *ui.Moment {
	return page.Moment(p.Sheet.Scope, p.Calendar, func(day string) string { return p.to(p.path(), "as_of", day) })
}

// trail leads from the top of the organisation down to whose sheet this is.
func (p forecastView) trail() []ui.Tab {
	s := p.Sheet.Scope
	var tabs []ui.Tab
	at := p.Sheet.Root.Member
	for range 12 {
		if at.ManagerID == nil {
			break
		}
		above, ok := s.Roster.Find(*at.ManagerID)
		if !ok || !chosen(s, above.ID) {
			break
		}
		tabs = append([]ui.Tab{{Label: above.Name, Href: p.to(p.path(), "owner", above.ID.String(), "open", "")}},
			tabs...)
		at = above
	}
	return tabs
}

// chosen tells whether a member is among those that the viewer can choose.
func chosen(s scope.Scope, id uuid.UUID) bool {
	return slices.ContainsFunc(s.Choices, func(m member.Member) bool { return m.ID == id })
}
