package homepage

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/record/quota"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// pace is the arc of the rep's quota with the tick where an even pace would be.
func (h homeView) pace() ui.PaceProps {
	c, m := h.Card, h.cash()
	s := c.Scope
	expected := quota.LinearPace(c.Target, s.Period, s.Today)
	done, _ := c.Attainment().Value.Float64()
	p := ui.PaceProps{Value: m.Exact(c.Closed.Won.Amount), Exact: m.Exact(c.Closed.Won.Amount),
		Of:   "of " + m.Exact(c.Target) + " quota, all deals",
		Href: h.Where.Pipeline(wonIn),
		Arc: chart.ArcProps{Value: done, Expected: float64(expected) / float64(c.Target),
			Text: ratioText(c.Attainment(), 0)}}
	p.Arc.Label = ratioText(c.Attainment(), 0) + " of quota, " + ui.Share(expected, c.Target) +
		" expected by now at an even pace"
	if !s.Current() {
		return p
	}
	points := (c.Closed.Won.Amount - expected) * 100 / c.Target
	switch {
	case points >= 0:
		p.Badge, p.Tone = fmt.Sprintf("%d pt ahead of pace", points), ui.Good
	case points > -15:
		p.Badge, p.Tone = fmt.Sprintf("%d pt behind pace", -points), ui.Warn
	default:
		p.Badge, p.Tone = fmt.Sprintf("%d pt behind pace", -points), ui.Bad
	}
	return p
}

// needs is what the rep has still to do.
func (h homeView) needs() []ui.Pair {
	c, m := h.Card, h.cash()
	week := quota.NeededPerWeek(c.Target, c.Closed.Won.Amount, c.Scope.Period, c.Scope.Today)
	return []ui.Pair{
		{Key: "Gap to quota", Value: m.Short(-c.Gap()), Title: m.Exact(-c.Gap())},
		{Key: "Needed per week", Value: m.Short(week), Title: m.Exact(week), Href: h.Where.Define("needed-per-week")},
		{Key: "Coverage", Value: page.Needed(c.Coverage(), h.Published.Needed()), Href: h.Where.Pipeline(openIn)},
		{Key: "Weighted pipeline", Value: m.Short(c.Pipeline.WeightedOpen()), Title: m.Exact(c.Pipeline.WeightedOpen()),
			Href: h.Where.To("/reports/forecast")},
	}
}

func (h homeView) items(b pipeline.Board) []ui.Item {
	var items []ui.Item
	for _, r := range b.Rows {
		item := page.RowItem(h.Where, b, r)
		item.Title, item.Sub = cmp.Or(r.Account, r.Name), h.sub(r)
		if item.Tone == ui.Info && h.quiet(r) {
			item.Tone = ui.Warn
		}
		items = append(items, item)
	}
	return items
}

// quiet tells that nothing was done on a row for the organisation's number of days.
func (h homeView) quiet(r pipeline.Row) bool {
	return int(h.Card.Scope.Today-r.LastOn) >= h.QuietDays
}

// sub says in a line why a row is in its list, and whose it is where that is not plain.
func (h homeView) sub(r pipeline.Row) string {
	if h.single() {
		return h.why(r)
	}
	return h.why(r) + " · " + h.Card.Scope.Roster.Name(r.OwnerID)
}

// single tells that the page is about one member alone: a rep's own, or one that was chosen.
func (h homeView) single() bool {
	owners := h.Card.Scope.Owners
	return len(owners) > 0 && !slices.ContainsFunc(owners, func(id uuid.UUID) bool { return id != owners[0] })
}

func (h homeView) why(r pipeline.Row) string {
	today := h.Card.Scope.Today
	switch {
	case r.Status == "won":
		return "Won " + page.ShortDay(r.CloseOn, today)
	case r.Status == "lost":
		return "Lost " + page.ShortDay(r.CloseOn, today) + " · " + cmp.Or(r.LossReason, "no reason given")
	case r.Overdue(today):
		return "Close date passed " + ui.Plural(int(today-r.CloseOn), "day", "days") + " ago · " + r.Stage
	case h.quiet(r) && !r.LastOn.IsZero():
		return "No activity for " + ui.Plural(int(today-r.LastOn), "day", "days") + " · " + r.Stage
	case r.LastOn.IsZero():
		return "No activity yet · " + r.Stage
	}
	return r.Stage + " · closes " + page.ShortDay(r.CloseOn, today)
}

func lineColumns(teams bool) []ui.Column {
	first := "Member"
	if teams {
		first = "Team"
	}
	return []ui.Column{{Label: first}, {Label: "Quota", Num: true}, {Label: "Closed won", Num: true},
		{Label: "Attainment"}, {Label: "Open", Num: true},
		{Label: "Weighted", Num: true}, {Label: "Coverage", Num: true}, {Label: "Overdue", Num: true},
		{Label: "Untouched", Num: true},
		{Label: "Win rate", Num: true}, {Label: "Activities", Num: true, Title: "Done in the last 30 days"}}
}

// lineList is the list of a line's opportunities. There is none for nobody, as an empty filter would choose everybody.
func (h homeView) lineList(l scorecard.Line, team bool, list page.List) string {
	switch {
	case team && l.Team == "", !team && l.MemberID == uuid.Nil:
		return ""
	case team:
		return h.Where.Of(h.Where.Scope.Owner, l.Team).Pipeline(list)
	}
	return h.Where.Of(l.MemberID.String(), "").Pipeline(list)
}

// attainmentBar is green where the quota is met, red where an even pace would be far ahead.
func (h homeView) attainmentBar(l scorecard.Line) ui.Bar {
	pace := quota.LinearPace(l.Target, h.Card.Scope.Period, h.Card.Scope.Today)
	b := ui.Bar{Value: float64(min(l.Closed.Won.Amount, l.Target)), Max: float64(l.Target), Label: l.Name + ", " +
		ratioText(l.Attainment(), 0) + " of quota", Tone: ui.Accent}
	switch won := l.Closed.Won.Amount; {
	case won >= l.Target:
		b.Tone = ui.Good
	case won*2 < pace:
		b.Tone = ui.Bad
	}
	return b
}

func leftNote(l scorecard.Line) string {
	switch {
	case l.Active:
		return l.Team
	case l.Team == "":
		return "has left"
	default:
		return l.Team + " · has left"
	}
}

func activityNote(a scorecard.Activities) string {
	return fmt.Sprintf("%d calls, %d e-mails, %d meetings, %d others in the last 30 days", a.Calls, a.Emails,
		a.Meetings, a.Others)
}

func untouchedSum(lines []scorecard.Line) (n int64) {
	for _, l := range lines {
		n += l.Untouched
	}
	return n
}

func activitySum(lines []scorecard.Line) (n int64) {
	for _, l := range lines {
		n += l.Activities.Total()
	}
	return n
}

// memberHref is a member's page, teamHref a team's home; there is none for nobody.
func (h homeView) memberHref(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return h.Where.To("/members/"+id.String(), "owner", "", "team", "")
}

func (h homeView) teamHref(l scorecard.Line) string {
	if l.Team == "" {
		return ""
	}
	return h.Where.To("/home", "team", l.Team)
}
