package forecastpage

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// behindView is what a figure of a forecast is made of: opportunities, and what was said about the member.
type behindView struct {
	Where       page.Where
	Calendar    period.Calendar
	MemberID    uuid.UUID // none: everybody, or nobody
	Me          uuid.UUID
	Category    opportunity.Category // empty: everything that counts
	Through     bool                 // down to the category
	Whose       pipeline.Whose
	Board       pipeline.Board
	Settings    forecast.Settings
	Tags        map[uuid.UUID][]forecast.Tag
	Tag         forecast.Tag                   // only what is marked so
	Verdicts    map[uuid.UUID][]review.Opinion // who counts on an opportunity, from the reviews of the period
	Calls       []forecast.Submission
	Adjustments []forecast.Adjustment
}

// listed is the list that the figure stands for.
func (b behindView) listed() page.List {
	l := page.List{Closes: page.InPeriod, Whose: b.Whose, Tag: b.Tag}
	switch {
	case b.Category == "":
		l.Status = page.OpenOrWon
	case b.Through:
		l.Status, l.Through = page.OpenOrWon, b.Category
	case b.Category == opportunity.Closed:
		l.Status = page.OnlyWon
	default:
		l.Category = b.Category
	}
	return l
}

// Filter is the same list for the pipeline, the largest first.
func (b behindView) Filter(limit int) pipeline.Filter {
	f := b.listed().Ordered(pipeline.ByAmount).Filter(limit)
	f.Only = page.Tagged(b.Tags, b.Tag)
	return f
}

// list is the same in the pipeline.
func (b behindView) list() string { return b.Where.Pipeline(b.listed()) }

// choices lead to the same figure with only what has a tag, where anything has one.
func (b behindView) choices() []ui.Tab {
	if len(b.Tags) == 0 && b.Tag == "" {
		return nil
	}
	tabs := []ui.Tab{{Label: "All", Href: b.here(""), Active: b.Tag == ""}}
	for _, t := range forecast.Tags {
		tabs = append(tabs, ui.Tab{Label: t.Label(), Href: b.here(t), Active: b.Tag == t})
	}
	return tabs
}

func (b behindView) here(t forecast.Tag) string {
	sums := ""
	if b.Through {
		sums = "through"
	}
	return b.Where.To("/forecast/"+b.Board.Scope.Period.Key+"/members/"+b.MemberID.String(), "period", "", "owner", "",
		"cat", string(b.Category), "sums", sums, "whose", string(b.Whose), "tag", string(t))
}

// Title names the member and the figure.
func (b behindView) Title() string { return b.name() + ": " + b.what() }

func (b behindView) name() string {
	switch {
	case b.Whose == pipeline.Nobodys:
		return forecast.Nobody
	case b.MemberID == uuid.Nil:
		return "All teams"
	}
	return b.Board.Scope.Roster.Name(&b.MemberID)
}

func (b behindView) what() string {
	switch {
	case b.Category == "":
		return "forecast"
	case b.Through && b.Category != opportunity.Closed:
		return b.Settings.Name(opportunity.Closed) + " through " + b.Settings.Name(b.Category)
	}
	return b.Settings.Name(b.Category)
}

// Subtitle says the sum, the period and the moment.
func (b behindView) Subtitle() string {
	s := b.Board.Scope
	return strings.Join([]string{b.cash().Exact(b.Board.Total.Amount),
		ui.Plural(int(b.Board.Total.Count), "opportunity", "opportunities"), s.Period.Label,
		page.AsOf(s.Known, b.Calendar.Location())}, " · ")
}

func (b behindView) cash() page.Cash { return page.Cash(b.Board.Base) }

func (b behindView) items() []ui.Item {
	items := opportunityItems(b.Where, b.Board, b.Settings, b.Tags, b.Board.Rows)
	for i, r := range b.Board.Rows {
		for _, j := range b.Verdicts[r.ID] {
			by := j.Author
			if j.AuthorID == b.Me {
				by = "You"
			}
			if j.Note != "" {
				by += ": " + j.Note
			}
			items[i].Marks = append(items[i].Marks,
				ui.Mark{Tone: page.VerdictTone(j.Verdict), Text: page.VerdictWord(j.Verdict), By: by})
		}
	}
	return items
}

// opportunityItems are opportunities as lines of a list, in the base currency.
func opportunityItems(w page.Where, b pipeline.Board, names forecast.Settings, tags map[uuid.UUID][]forecast.Tag,
	rows []pipeline.Row) []ui.Item {
	var items []ui.Item
	for _, r := range rows {
		item := ui.Item{Title: r.Name, Href: w.To("/opportunities/"+r.ID.String(), "period", "", "team", "", "owner",
			""), Figure: ui.None,
			Sub: page.Joined(r.Account, names.Name(r.Category), r.Stage, page.ShortDay(r.CloseOn, b.Scope.Today))}
		if r.Base != nil {
			item.Figure, item.FigureExact = page.Cash(b.Base).Short(*r.Base), page.Cash(b.Base).Exact(*r.Base)
		}
		if r.Overdue(b.Scope.Today) {
			item.Badge, item.BadgeTone = "past due", ui.Bad
		}
		for _, t := range tags[r.ID] {
			item.Marks = append(item.Marks, ui.Mark{Tone: page.TagTone(t), Text: t.Label()})
		}
		items = append(items, item)
	}
	return items
}

// events are the calls and adjustments, newest first.
func (b behindView) events() []ui.Event {
	type entry struct {
		at    time.Time
		event ui.Event
	}
	var all []entry
	for _, said := range together(b.Calls) {
		all = append(all, entry{said[0].SubmittedAt, callEvent(b.Settings, b.Calendar, said, b.name()+": ")})
	}
	for _, j := range b.Adjustments {
		all = append(all, entry{j.AdjustedAt, b.adjustmentEvent(j)})
	}
	slices.SortStableFunc(all, func(x, y entry) int { return y.at.Compare(x.at) })
	var events []ui.Event
	for _, e := range all {
		events = append(events, e.event)
	}
	return events
}

func (b behindView) adjustmentEvent(j forecast.Adjustment) ui.Event {
	who := b.Board.Scope.Roster.Name(&j.AuthorID)
	if j.AuthorID == b.Me {
		who = "You"
	}
	e := ui.Event{When: ui.Stamp(j.AdjustedAt.In(b.Calendar.Location())), At: j.AdjustedAt.Format(time.RFC3339),
		Tone: ui.Accent}
	if j.Amount == nil {
		e.Title, e.Tone = who+" removed the adjustment of the "+strings.ToLower(b.Settings.LineName(j.Line)), ui.Neutral
		return e
	}
	e.Title = who + " adjusted the " + strings.ToLower(b.Settings.LineName(j.Line)) + " to " +
		page.Cash(j.Currency).Exact(*j.Amount)
	e.Detail = j.Note + " (deals " + page.Cash(j.Currency).Exact(j.Gross) + ")"
	return e
}

// together are the calls that were submitted at one moment, in the order of the lines.
func together(calls []forecast.Submission) [][]forecast.Submission {
	var all [][]forecast.Submission
	for i, s := range calls {
		if i == 0 || !s.SubmittedAt.Equal(calls[i-1].SubmittedAt) {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], s)
	}
	for _, said := range all {
		slices.SortFunc(said, func(a, b forecast.Submission) int {
			return slices.Index(forecast.Lines, a.Line) - slices.Index(forecast.Lines, b.Line)
		})
	}
	return all
}

func callEvent(names forecast.Settings, c period.Calendar, said []forecast.Submission, who string) ui.Event {
	var parts []string
	for _, s := range said {
		parts = append(parts, strings.ToLower(names.LineName(s.Line))+" "+page.Cash(s.Currency).Exact(s.Amount))
	}
	first := said[0]
	e := ui.Event{When: ui.Stamp(first.SubmittedAt.In(c.Location())), At: first.SubmittedAt.Format(time.RFC3339),
		Detail: first.Note, Tone: ui.Info}
	if e.Title = who + page.Joined(parts...); who == "" {
		e.Title = strings.ToUpper(e.Title[:1]) + e.Title[1:]
	}
	return e
}
