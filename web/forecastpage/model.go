package forecastpage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// model is the Quarterdeck forecast of a member or of everybody below, where there is one.
func (p forecastView) model(n *forecast.Node) (outlook.Figure, bool) {
	if p.Model == nil {
		return outlook.Figure{}, false
	}
	return p.Model.Of(p.Sheet, n)
}

// modelRange is where the model's figure should lie; empty where it has no range.
func (p forecastView) modelRange(r *outlook.Range) string {
	if r == nil {
		return ""
	}
	return p.cash().Short(r.P10) + "–" + p.cash().Short(r.P90)
}

// modelTitle says the model's figure in full, and as of when.
func (p forecastView) modelTitle(f outlook.Figure) string {
	text := p.cash().Exact(f.Value)
	if f.Range != nil {
		text += ", 80\u00a0% range " + p.cash().Exact(f.Range.P10) + " to " + p.cash().Exact(f.Range.P90)
	}
	return text + ", as of " + page.Day(p.Model.AsOf)
}

// differs is a final less the model's figure; within the model's range its tone is neutral.
func (p forecastView) differs(n *forecast.Node, final int64) (minor int64, tone ui.Tone, ok bool) {
	f, ok := p.model(n)
	if !ok {
		return 0, ui.Neutral, false
	}
	minor = final - f.Value
	if f.Range != nil && final >= f.Range.P10 && final <= f.Range.P90 {
		return minor, ui.Neutral, true
	}
	return minor, sideTone(minor), true
}

// sideTone is that of a shortfall or a surplus.
func sideTone(minor int64) ui.Tone {
	switch {
	case minor < 0:
		return ui.Bad
	case minor > 0:
		return ui.Good
	}
	return ui.Neutral
}

// toneText colours a signed figure.
func toneText(t ui.Tone) string {
	switch t {
	case ui.Bad:
		return "n text-error"
	case ui.Good:
		return "n text-success"
	default:
		return "n"
	}
}

// doubted is the doubt about a member's call, where the sheet shows calls.
func (p forecastView) doubted(n *forecast.Node) (outlook.Doubt, bool) {
	d, ok := p.Doubts[n.Member.ID]
	return d, ok && p.Line == forecast.Call && n.Member.ID != uuid.Nil
}

func (p forecastView) doubtText(d outlook.Doubt) string {
	text := "Outside the range " + p.modelRange(&d.Range)
	if d.Missed != nil {
		text += "; past calls missed by " + page.PercentOf(*d.Missed, 0) + " on average"
	}
	return text
}

// check is a line of what is to be looked at: an outdated adjustment, or a call outside the model's range.
type check struct {
	*forecast.Node
	Text   string
	Settle bool // the reader can keep the adjustment or follow the call
}

// checks are the outdated adjustments in the total, and the calls of the rows outside the model's range.
func (p forecastView) checks() []check {
	var all []check
	for _, n := range p.Sheet.Root.Overtaken(p.Line) {
		j, call := n.Adjustments[p.Line], n.Called[p.Line]
		change, _ := n.Outdated(p.Line)
		all = append(all, check{n, "Adjusted to " + p.cash().Short(*j.Amount) + " by " + p.name(j.AuthorID) + " on " +
			p.day(j.AdjustedAt) + ". Newer call: " + p.cash().Short(call.Amount) + " on " + p.day(call.SubmittedAt) +
			" (" + ui.Signed(p.cash().Short(change)) + ").", p.settles(n)})
	}
	for _, r := range p.rows() {
		if d, ok := p.doubted(r.Node); ok && !r.Own {
			all = append(all, check{r.Node, "Called " + p.cash().Short(r.Called[p.Line].Amount) + ". " +
				p.doubtText(d) + ".", false})
		}
	}
	return all
}

// settles tells that the acting member can settle an outdated adjustment: they may adjust, and nobody above them did.
func (p forecastView) settles(n *forecast.Node) bool {
	if !p.adjusts(n) {
		return false
	}
	for _, id := range p.Sheet.Scope.Roster.Below(p.Me) {
		if id == n.Adjustments[p.Line].AuthorID {
			return true
		}
	}
	return false
}

// outdated says how many adjustments of the total are outdated, and what following the calls would change.
func (p forecastView) outdated() (count, by string) {
	nodes := p.Sheet.Root.Overtaken(p.Line)
	if len(nodes) == 0 {
		return "", ""
	}
	sum := int64(0)
	for _, n := range nodes {
		change, _ := n.Outdated(p.Line)
		sum += change
	}
	return ui.Count(len(nodes)) + " outdated,", ui.Signed(p.cash().Short(sum))
}
