// Package recordpage is the screens of the records: the list of opportunities, one of them, the accounts and their
// contacts.
package recordpage

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Pipeline is the list of opportunities with its choices.
type Pipeline struct {
	Where    page.Where
	List     page.List
	Calendar period.Calendar
	Board    pipeline.Board
	Stages   stage.Set
	Sources  []string
	Names    forecast.Settings // what the organisation calls its categories
	Tags     map[uuid.UUID][]forecast.Tag
}

// to is another list in the scope of the page.
func (p Pipeline) to(l page.List) string { return p.Where.Pipeline(l) }

// kept are the choices of the list that its form has no field for.
func (p Pipeline) kept() []ui.Pair {
	q := p.List.Query()
	var pairs []ui.Pair
	for _, name := range []string{"sort", "month", "type", "account", "thru", "whose", "by", "group"} {
		pairs = append(pairs, ui.Pair{Key: name, Value: q.Get(name)})
	}
	return pairs
}

func (p Pipeline) next() string {
	if p.Board.Next == nil {
		return ""
	}
	return p.to(p.List.From(*p.Board.Next))
}

func (p Pipeline) first() string {
	if p.List.After == (pipeline.Cursor{}) {
		return ""
	}
	return p.to(p.List.From(pipeline.Cursor{}))
}

// Subtitle says what is listed, and as of when.
func (p Pipeline) Subtitle() string {
	s := p.Board.Scope
	text := ui.Plural(int(p.Board.Total.Count), "opportunity", "opportunities")
	if p.Board.Filter.InPeriod {
		text += " closing in " + s.Period.Label
	}
	return text + " · " + page.AsOf(s.Known, p.Calendar.Location())
}

func (p Pipeline) cash() page.Cash { return page.Cash(p.Board.Base) }

// filtered tells that the address chooses anything at all.
func (p Pipeline) filtered() bool { return p.List.Chosen() || p.Where.Scope != (scope.Request{}) }

func (p Pipeline) statuses() []ui.Option {
	return []ui.Option{{Label: "Open"}, {Value: string(page.OnlyWon), Label: "Won"},
		{Value: string(page.OpenOrWon), Label: "Open and won"},
		{Value: string(page.OnlyLost), Label: "Lost"}, {Value: string(page.WonOrLost), Label: "Closed"},
		{Value: string(page.AnyStatus), Label: "All"}}
}

// whole is the list from its first page, as it is exported.
func (p Pipeline) whole() url.Values { return p.List.From(pipeline.Cursor{}).Query() }

func (p Pipeline) span() string { return p.List.Query().Get("in") }

func (p Pipeline) spans() []ui.Option {
	return []ui.Option{{Label: "Any close date"}, {Value: "period", Label: "In the period"}}
}

func (p Pipeline) stages() []ui.Option {
	options := []ui.Option{{Label: "Any stage"}}
	for _, st := range p.Stages {
		options = append(options, ui.Option{Value: st.Name, Label: st.Name})
	}
	return options
}

func (p Pipeline) categories() []ui.Option {
	options := []ui.Option{{Label: "Any category"}}
	for _, c := range opportunity.Categories {
		options = append(options, ui.Option{Value: string(c), Label: p.Names.Name(c)})
	}
	return options
}

func (p Pipeline) sources() []ui.Option {
	options := []ui.Option{{Label: "Any source"}}
	for _, s := range p.Sources {
		options = append(options, ui.Option{Value: s, Label: s})
	}
	return options
}

func (p Pipeline) tags() []ui.Option {
	options := []ui.Option{{Label: "Any tag"}}
	for _, t := range forecast.Tags {
		options = append(options, ui.Option{Value: string(t), Label: t.Label()})
	}
	return options
}

func (p Pipeline) flags() []ui.Option {
	return []ui.Option{{Label: "Anything"}, {Value: "attention", Label: "Overdue or untouched"},
		{Value: "overdue", Label: "Overdue"}, {Value: "untouched", Label: "Untouched"},
		{Value: "no_amount", Label: "No amount"}, {Value: "no_date", Label: "No close date"}}
}

func (p Pipeline) columns() []ui.Column {
	sort := func(label string, by pipeline.Sort, direction string, num bool) ui.Column {
		c := ui.Column{Label: label, Num: num, Sort: p.to(p.List.Ordered(by))}
		if p.Board.Filter.Sort == by || p.Board.Filter.Sort == "" && by == pipeline.ByCloseDate {
			c.Order = direction
		}
		return c
	}
	columns := []ui.Column{sort("Opportunity", pipeline.ByName, "ascending", false)}
	if p.several() {
		columns = append(columns, ui.Column{Label: "Owner"})
	}
	return append(columns, ui.Column{Label: "Stage and category"},
		sort("Close date", pipeline.ByCloseDate, "ascending", false), sort("Amount", pipeline.ByAmount, "descending",
			true), ui.Column{Label: "Weighted", Num: true}, ui.Column{Label: "Last activity"})
}

// several tells that the list can have more than one owner, so that it has to name them.
func (p Pipeline) several() bool { return len(p.Board.Scope.Choices) > 1 }

func (p Pipeline) note() string {
	shown := len(p.Board.Rows)
	return ui.Count(shown) + " of " + ui.Count(int(p.Board.Total.Count)) + ", totals over all"
}

// amount is the record's own amount with the organisation's beside it.
func (p Pipeline) own(r pipeline.Row) string {
	if r.Amount == nil {
		return ui.None
	}
	return page.Cash(r.Currency).Exact(*r.Amount)
}

func (p Pipeline) reported(r pipeline.Row) string {
	if r.Base == nil || r.Currency == p.Board.Base {
		return ""
	}
	return p.cash().Exact(*r.Base)
}

func (p Pipeline) weighted(r pipeline.Row) string {
	if r.Weighted == nil {
		return ui.None
	}
	return p.cash().Exact(*r.Weighted)
}

// weightedNote tells on hover why a figure is less than its probability says.
func (p Pipeline) weightedNote(r pipeline.Row) string {
	if r.Weighted == nil || !r.Overdue(p.Board.Scope.Today) {
		return ""
	}
	return "Overdue, so only a part of its probability counts"
}

// narrowed says which part of a forecast is listed, where the list was opened from one.
func (p Pipeline) narrowed() string {
	f := p.Board.Filter
	parts := []string{}
	if f.Through != "" {
		parts = append(parts, "closed through "+strings.ToLower(p.Names.Name(f.Through)))
	}
	switch f.Whose {
	case pipeline.TheirOwn:
		parts = append(parts, "their own only")
	case pipeline.Nobodys:
		parts = append(parts, "without an owner")
	}
	if _, ok := f.By.SQL(); ok {
		parts = append(parts, strings.ToLower(f.By.Label())+": "+cmp.Or(f.Group, "not known"))
	}
	return page.Joined(parts...)
}

func (p Pipeline) heading() string {
	if part := p.narrowed(); part != "" {
		return p.listName() + ", " + part
	}
	return p.listName()
}

func (p Pipeline) listName() string {
	switch p.List.Status {
	case page.OnlyWon:
		return "Won opportunities"
	case page.OnlyLost:
		return "Lost opportunities"
	case page.OpenOrWon:
		return "Open and won opportunities"
	case page.WonOrLost:
		return "Closed opportunities"
	case page.AnyStatus:
		return "All opportunities"
	default:
		return "Open opportunities"
	}
}

// sums are the totals over all pages, with what they leave out.
func (p Pipeline) sums() string {
	t, m := p.Board.Total, p.cash()
	text := m.Exact(t.Amount)
	if t.Weighted != 0 {
		text += " · " + m.Exact(t.Weighted) + " weighted"
	}
	if t.Unconverted > 0 {
		text += " · " + ui.Count(int(t.Unconverted)) + " without an amount or a rate, in no sum"
	}
	return text
}

func (p Pipeline) clear() string {
	if !p.filtered() {
		return ""
	}
	return p.Where.Base + "/pipeline"
}
