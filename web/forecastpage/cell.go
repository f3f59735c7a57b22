package forecastpage

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

func cellID(n *forecast.Node) string { return "j-" + n.Member.ID.String() }

// focused brings the focus back to the cell that was just saved.
func (p forecastView) focused(n *forecast.Node) templ.Attributes {
	if p.Focus != n.Member.ID || p.Focus == uuid.Nil {
		return nil
	}
	return templ.Attributes{"data-focus": true}
}

func (p forecastView) adjustmentText(n *forecast.Node) string {
	if j, ok := p.adjustment(n); ok {
		return p.cash().Short(*j.Amount)
	}
	return ui.None
}

func (p forecastView) adjustmentPlain(n *forecast.Node) string {
	if j, ok := p.adjustment(n); ok {
		return p.plain(*j.Amount)
	}
	return ""
}

func (p forecastView) cellLabel(n *forecast.Node) string {
	if _, ok := p.adjustment(n); ok {
		return "Change the adjustment for " + n.Member.Name + ", " + p.adjustmentText(n)
	}
	return "Adjust " + n.Member.Name
}

func (p forecastView) cellTitle(n *forecast.Node) string {
	j, ok := p.adjustment(n)
	if !ok {
		return ""
	}
	return p.cash().Exact(*j.Amount) + " by " + p.name(j.AuthorID) + ", " + p.stamp(j.AdjustedAt) + noted(j.Note)
}

func (p forecastView) stale(n *forecast.Node) bool { return n.Stale(p.Line, p.Sheet.Settings.StaleBP) }

// otherAuthor names who adjusted, where it was somebody else.
func (p forecastView) otherAuthor(n *forecast.Node) string {
	if j, ok := p.adjustment(n); ok && j.AuthorID != p.Me {
		return p.name(j.AuthorID)
	}
	return ""
}

func (p forecastView) staleText(n *forecast.Node) string {
	j, _ := p.adjustment(n)
	return "Deals were " + p.cash().Short(j.Gross) + " then and are " + p.cash().Short(n.Gross.Gross(p.Line)) + " now"
}

func (p forecastView) seen(n *forecast.Node) string {
	if p.Theirs != nil {
		return p.Theirs.ID.String()
	}
	if id, ok := n.Latest[p.Line]; ok {
		return id.String()
	}
	return ""
}

func (p forecastView) theirsText() string {
	j := p.Theirs
	if j.Amount == nil {
		return p.name(j.AuthorID) + " removed an adjustment, " + p.stamp(j.AdjustedAt) + ". Save again to set yours."
	}
	return p.name(j.AuthorID) + " adjusted it to " + p.cash().Exact(*j.Amount) + ", " + p.stamp(j.AdjustedAt) +
		noted(j.Note) + ". Yours is " + p.Form.Typed.Get("amount") + ". Save again to set yours."
}

// cellForm is the form of the cell, and callForm that of the call: each shows its own problem only.
func (p forecastView) cellForm() page.Form {
	if p.Editing == uuid.Nil {
		return page.Form{}
	}
	return p.Form
}

func (p forecastView) callForm() page.Form {
	if p.Editing != uuid.Nil {
		return page.Form{}
	}
	return p.Form
}

func (p forecastView) lastCall(l forecast.Line) string {
	if p.Own == nil {
		return ""
	}
	if s, ok := p.Own.Called[l]; ok {
		return p.plain(s.Amount)
	}
	return ""
}

// beneath says what the deals come to, and the total with the team's adjustments.
func (p forecastView) beneath(l forecast.Line) string {
	n := p.Own
	if n == nil {
		n = p.Sheet.Root
	}
	gross, adjusted := n.Gross.Gross(l), n.Adjusted(l)
	if gross == adjusted {
		return "Deals " + p.cash().Short(gross)
	}
	return "Deals " + p.cash().Short(gross) + " · Team adjusted " + p.cash().Short(adjusted)
}

func (p forecastView) gridNote() string {
	name := p.Sheet.Settings.Name
	if p.through() {
		return "Each column adds the ones before it: " + name(opportunity.Closed) + ", then + " +
			name(opportunity.Commit) + ", and so on."
	}
	return "Final is the adjusted amount, or else the deals: " + name(opportunity.Closed) + " + " +
		name(opportunity.Commit) + "."
}

func noted(note string) string {
	if note == "" {
		return ""
	}
	return ": “" + note + "”"
}

func depthClass(depth int) string {
	switch {
	case depth <= 0:
		return ""
	case depth == 1:
		return "pad-l-1"
	case depth == 2:
		return "pad-l-2"
	case depth == 3:
		return "pad-l-3"
	default:
		return "pad-l-4"
	}
}

func twistLabel(r sheetRow) string {
	if r.Opened {
		return "Hide the team of " + r.Member.Name
	}
	return "Show the team of " + r.Member.Name
}

func yesNo(v bool) string { return strconv.FormatBool(v) }

// mayCall tells whether a role is asked for calls.
func mayCall(r tenant.Role) bool { return r == tenant.Rep || r == tenant.Manager }
