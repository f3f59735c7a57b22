package recordpage

import (
	"maps"
	"net/url"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/viewpage"
)

// kept are the choices of the list that its form has no field for.
func (p pipelineView) kept() []ui.Pair {
	q := p.List.Query()
	pairs := []ui.Pair{{Key: "period", Value: p.Where.Scope.Period}}
	for _, name := range []string{"month", "type", "account", "thru", "whose", "by", "group", "cols"} {
		pairs = append(pairs, ui.Pair{Key: name, Value: q.Get(name)})
	}
	if p.Axis == pipeline.OfCategories {
		pairs = append(pairs, ui.Pair{Key: "columns", Value: string(p.Axis)})
	}
	return append(pairs, ui.Pair{Key: viewpage.Param, Value: p.Views.Key()})
}

// filtered tells that the address chooses anything but the list that everybody begins with.
func (p pipelineView) filtered() bool { return len(p.chosen()) > 0 || p.Where.Scope.AsOf != "" }

func (p pipelineView) clear() string {
	if !p.filtered() {
		return ""
	}
	return p.Where.Base + p.Path
}

func (p pipelineView) moment() *ui.Moment {
	at := func(day string) string { return p.Where.AsOf(day).At(p.Path, p.query(p.whole())) }
	return page.Moment(p.Board.Scope, p.Calendar, at)
}

// chosen are the choices that are set, each with the list without it.
func (p pipelineView) chosen() []ui.Choice {
	var all []ui.Choice
	add := func(set bool, label string, without func(*page.List)) {
		if set {
			l := p.List.From(pipeline.Cursor{})
			without(&l)
			all = append(all, ui.Choice{Label: label, Without: p.to(l)})
		}
	}
	l := p.List
	if text := p.closesText(); text != "" {
		usual := p.List.From(pipeline.Cursor{})
		usual.Closes = page.InPeriod
		all = append(all, ui.Choice{Label: text, Without: p.Where.In("").At(p.Path, p.query(usual))})
	}
	add(!l.Month.IsZero(), "Closes in "+p.Calendar.Containing(period.Month, l.Month).Label,
		func(l *page.List) { l.Month = 0 })
	add(l.Status != page.OnlyOpen, "Status: "+labelOf(p.statuses(), string(l.Status)),
		func(l *page.List) { l.Status = page.OnlyOpen })
	all = append(all, page.WhoChosen(p.Board.Scope, func(name string) string {
		return p.Where.To(p.Path, append(pairsOf(p.query(p.whole())), name, "")...)
	})...)
	add(l.Stage != "", "Stage: "+l.Stage, func(l *page.List) { l.Stage = "" })
	add(l.Category != "", "Category: "+p.Names.Name(l.Category), func(l *page.List) { l.Category = "" })
	add(l.Tag != "", "Tag: "+l.Tag.Label(), func(l *page.List) { l.Tag = "" })
	add(l.Source != "", "Source: "+l.Source, func(l *page.List) { l.Source = "" })
	add(l.Type != "", "Type: "+l.Type, func(l *page.List) { l.Type = "" })
	add(l.Flag != "", labelOf(p.flags(), string(l.Flag)), func(l *page.List) { l.Flag = "" })
	add(l.Account != uuid.Nil, "Account: "+p.accountName(), func(l *page.List) { l.Account = uuid.Nil })
	add(l.Through != "", p.throughText(), func(l *page.List) { l.Through = "" })
	add(p.whoseText() != "", p.whoseText(), func(l *page.List) { l.Whose = "" })
	add(p.groupText() != "", p.groupText(), func(l *page.List) { l.By, l.Group = "", "" })
	for _, a := range l.Asked() {
		if f, ok := p.custom(a.Column); ok {
			add(true, p.asking(f, a), func(l *page.List) { l.Fields = l.Asked().Without(a.Column).Encode() })
		}
	}
	add(l.Name != "", "Name: "+l.Name, func(l *page.List) { l.Name = "" })
	return all
}

// closesText says when the listed opportunities close, where that is not this quarter.
func (p pipelineView) closesText() string {
	switch of := p.Board.Scope.Period; p.List.Closes {
	case page.AnyTime:
		if p.List.Month.IsZero() {
			return "Closes: any time"
		}
	case page.PastDue:
		return "Overdue"
	default:
		if of.Key != p.quarter(0).Key {
			return "Closes in " + of.Label
		}
	}
	return ""
}

// quarter is the one so many after that of the page's day.
func (p pipelineView) quarter(n int) period.Period {
	return p.Calendar.Shift(p.Calendar.Containing(period.Quarter, p.Board.Scope.Today), n)
}

// closes is the choice of the control "Closes in", and its choices.
func (p pipelineView) closes() (chosen string, options []ui.Option) {
	year := p.Calendar.Containing(period.Year, p.Board.Scope.Today)
	options = []ui.Option{{Value: string(page.ThisQuarter), Label: "This quarter (" + p.quarter(0).Label + ")"},
		{Value: string(page.NextQuarter), Label: "Next quarter (" + p.quarter(1).Label + ")"},
		{Value: string(page.ThisYear), Label: "This year (" + year.Label + ")"},
		{Value: string(page.PastDue), Label: "Overdue"}, {Value: "any", Label: "Any time"}}
	switch p.List.Closes {
	case page.AnyTime:
		return "any", options
	case page.InPeriod:
		if of := p.Board.Scope.Period; of.Key != p.quarter(0).Key {
			return string(page.InPeriod), append(options, ui.Option{Value: string(page.InPeriod), Label: of.Label})
		}
		return string(page.ThisQuarter), options
	}
	return string(p.List.Closes), options
}

func (p pipelineView) accountName() string {
	if len(p.Board.Rows) == 0 {
		return "one"
	}
	return p.Board.Rows[0].Account
}

// pairsOf is the parameters of an address, each with its value.
func pairsOf(q url.Values) (pairs []string) {
	for name, values := range q {
		pairs = append(pairs, name, values[0])
	}
	return pairs
}

func labelOf(options []ui.Option, value string) string {
	i := slices.IndexFunc(options, func(o ui.Option) bool { return o.Value == value })
	if i < 0 {
		return value
	}
	return options[i].Label
}

func (p pipelineView) statuses() []ui.Option {
	return []ui.Option{{Label: "Open"}, {Value: string(page.OnlyWon), Label: "Won"},
		{Value: string(page.OpenOrWon), Label: "Open and won"},
		{Value: string(page.OnlyLost), Label: "Lost"}, {Value: string(page.WonOrLost), Label: "Closed"},
		{Value: string(page.AnyStatus), Label: "All"}}
}

// whole is the list from its first page, as it is exported.
func (p pipelineView) whole() page.List { return p.List.From(pipeline.Cursor{}) }

// exported is the whole list with the columns that somebody chose; without a choice it has every fact.
func (p pipelineView) exported() page.List {
	l := p.whole()
	if p.Own {
		l.Columns = pipeline.FormatColumns(p.Columns)
	}
	return l
}

func (p pipelineView) stages() []ui.Option {
	options := []ui.Option{{Label: "Any stage"}}
	for _, st := range p.Stages {
		options = append(options, ui.Option{Value: st.Name, Label: st.Name})
	}
	return options
}

func (p pipelineView) categories() []ui.Option {
	options := []ui.Option{{Label: "Any category"}}
	for _, c := range opportunity.Categories {
		options = append(options, ui.Option{Value: string(c), Label: p.Names.Name(c)})
	}
	return options
}

func (p pipelineView) sources() []ui.Option {
	options := []ui.Option{{Label: "Any source"}}
	for _, s := range p.Sources {
		options = append(options, ui.Option{Value: s, Label: s})
	}
	return options
}

func (p pipelineView) tags() []ui.Option {
	options := []ui.Option{{Label: "Any tag"}}
	for _, t := range forecast.Tags {
		options = append(options, ui.Option{Value: string(t), Label: t.Label()})
	}
	return options
}

func (p pipelineView) flags() []ui.Option {
	grouped := func(group string, all ...ui.Option) []ui.Option {
		for i := range all {
			all[i].Group = group
		}
		return all
	}
	return slices.Concat([]ui.Option{{Label: "All"}},
		grouped("Activity", ui.Option{Value: "attention", Label: "Overdue or no recent activity"},
			ui.Option{Value: "overdue", Label: "Overdue"}, ui.Option{Value: "untouched", Label: "Untouched"},
			ui.Option{Value: string(pipeline.NoStep), Label: "No next step"}),
		grouped("Missing values", ui.Option{Value: string(pipeline.Unpriced), Label: "No amount"},
			ui.Option{Value: string(pipeline.NoRate), Label: "No exchange rate"},
			ui.Option{Value: string(pipeline.NoAmount), Label: "No amount or exchange rate"},
			ui.Option{Value: string(pipeline.NoDate), Label: "No close date"},
			ui.Option{Value: string(pipeline.NoAccount), Label: "No account"},
			ui.Option{Value: string(pipeline.NoSource), Label: "No source"}),
		grouped("Asked at the stage", ui.Option{Value: string(pipeline.AskedStep), Label: "Stage needs a next step"},
			ui.Option{Value: string(pipeline.AskedPerson), Label: "Stage needs a contact"},
			ui.Option{Value: string(pipeline.AskedAmount), Label: "Stage needs an amount"}),
		grouped("Impossible values", ui.Option{Value: string(pipeline.OwnerLeft), Label: "Owner has left"},
			ui.Option{Value: string(pipeline.Negative), Label: "Negative amount"},
			ui.Option{Value: string(pipeline.FarAway), Label: "Close date is more than three years away"}))
}

// pairsIn is the parameters of an address in their order.
func pairsIn(address string) []ui.Pair {
	var all []ui.Pair
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	q := u.Query()
	for _, name := range slices.Sorted(maps.Keys(q)) {
		all = append(all, ui.Pair{Key: name, Value: q.Get(name)})
	}
	return all
}
