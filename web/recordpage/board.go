package recordpage

import (
	"cmp"
	"slices"
	"strings"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// board is the pipeline as columns of cards.
type board struct {
	pipelineView
	Lanes []pipeline.Lane // that have an opportunity
	Moves bool            // the reader may move cards
	At    string          // the column that a phone shows
}

// lane is a column of the board.
type lane struct {
	pipeline.Lane
	Label string
	Shown bool // on a phone
}

// lanes are the open stages or the categories in their order, empty ones too, and behind them what is in none of them.
func (b board) lanes() []lane {
	var all []lane
	rest := slices.Clone(b.Lanes)
	slices.SortFunc(rest, func(x, y pipeline.Lane) int { return cmp.Compare(x.Key, y.Key) })
	add := func(key, label string, always bool) {
		i := slices.IndexFunc(rest, func(l pipeline.Lane) bool { return l.Key == key })
		switch {
		case i >= 0:
			all = append(all, lane{Lane: rest[i], Label: label})
			rest = slices.Delete(rest, i, i+1)
		case always:
			all = append(all, lane{Lane: pipeline.Lane{Key: key}, Label: label})
		}
	}
	for _, o := range b.targets() {
		add(o.Value, o.Label, b.Axis == pipeline.OfCategories || b.List.Stage == "" && b.open(o.Value))
	}
	for _, l := range slices.Clone(rest) {
		add(l.Key, l.Key, true)
	}
	at := max(slices.IndexFunc(all, func(l lane) bool { return l.Key == b.At }), 0)
	if b.At == "" {
		at = max(slices.IndexFunc(all, func(l lane) bool { return l.Total.Count > 0 }), 0)
	}
	for i := range all {
		all[i].Shown = i == at
	}
	return all
}

// open tells that a stage is one that opportunities are worked in.
func (b board) open(name string) bool {
	st, ok := b.Stages.Find(name)
	return ok && st.Status == string(opportunity.Open)
}

// targets are where a card can be moved to.
func (b board) targets() []ui.Option {
	var all []ui.Option
	if b.Axis == pipeline.OfStages {
		for _, st := range b.Stages {
			all = append(all, ui.Option{Value: st.Name, Label: st.Name})
		}
		return all
	}
	for _, c := range opportunity.Categories[1:] {
		if c != opportunity.MostLikely || b.Names.MostLikely {
			all = append(all, ui.Option{Value: string(c), Label: b.Names.Name(c)})
		}
	}
	return all
}

// tabs lead a phone to the columns.
func (b board) tabs(lanes []lane) []ui.Tab {
	var all []ui.Tab
	for _, l := range lanes {
		q := b.query(b.List)
		q.Set("at", l.Key)
		all = append(all, ui.Tab{Label: l.Label, Count: ui.Count(int(l.Total.Count)), Active: l.Shown,
			Href: b.Where.At(boardPath, q)})
	}
	return all
}

// axes choose what the columns are.
func (b board) axes() []ui.Tab {
	stages, categories := b, b
	stages.Axis, categories.Axis = pipeline.OfStages, pipeline.OfCategories
	return []ui.Tab{{Label: "By stage", Href: stages.to(b.List), Active: b.Axis == pipeline.OfStages},
		{Label: "By category", Href: categories.to(b.List), Active: b.Axis == pipeline.OfCategories}}
}

// sum is what stands at the head of a column, over all of its opportunities.
func (b board) sum(l lane) string {
	return b.cash().Short(l.Total.Amount) + " · " + b.cash().Short(l.Total.Weighted) + " weighted"
}

// exact is the same to the cent.
func (b board) exact(l lane) string {
	text := b.cash().Exact(l.Total.Amount) + " · " + b.cash().Exact(l.Total.Weighted) + " weighted"
	if l.Total.Unconverted > 0 {
		text += " · " + ui.Count(int(l.Total.Unconverted)) + " excluded: no amount or exchange rate"
	}
	return text
}

// rest is the list of all opportunities of a column.
func (b board) rest(l lane) string {
	list := b.List.Ordered(pipeline.ByAmount)
	if b.Axis == pipeline.OfCategories {
		list.Category = opportunity.Category(l.Key)
	} else {
		list.Stage = l.Key
	}
	return b.Where.Pipeline(list)
}

func (b board) amount(r pipeline.Row) string {
	if r.Amount == nil {
		return "No amount"
	}
	return page.Cash(r.Currency).Whole(*r.Amount)
}

func (b board) today() period.Date { return b.pipelineView.Board.Scope.Today }

// whose is the account, unless the name begins with it, and the owner where there can be several.
func (b board) whose(r pipeline.Row) string {
	account, owner := r.Account, ""
	if strings.HasPrefix(r.Name, account) {
		account = ""
	}
	if b.several() {
		owner = b.pipelineView.Board.Scope.Roster.Name(r.OwnerID)
	}
	return page.Joined(account, owner)
}

// back is the address of the board with a card in sight.
func (b board) back(r pipeline.Row, l lane) string {
	q := b.query(b.List)
	if b.At != "" {
		q.Set("at", l.Key)
	}
	return b.Where.At(boardPath, q) + "#" + cardID(r)
}

func cardID(r pipeline.Row) string { return "card-" + r.ID.String() }

// act is where a card's form is sent.
func (b board) act(r pipeline.Row) string {
	to := "/stage"
	if b.Axis == pipeline.OfCategories {
		to = "/category"
	}
	return b.Where.Base + "/opportunities/" + r.ID.String() + to
}
