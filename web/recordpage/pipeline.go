// Package recordpage is the pipeline as a list, whose columns its reader chooses, and as a board.
package recordpage

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/viewpage"
)

// pipelineView is the list of opportunities with its choices.
type pipelineView struct {
	Where    page.Where
	Path     string // of the list, or of the board
	Axis     pipeline.Axis
	List     page.List
	Calendar period.Calendar
	Board    pipeline.Board
	Stages   stage.Set
	Sources  []string
	Fields   customfield.Set   // retired ones too
	Dropped  []string          // custom fields of the address that are not in use
	Names    forecast.Settings // what the organisation calls its categories
	Tags     map[uuid.UUID][]forecast.Tag
	Changed  map[uuid.UUID]bool // since this week's review began to count
	Enters   bool               // the reader may enter a new opportunity
	Views    viewpage.Bar
	Columns  []pipeline.Column // behind the name
	Own      bool              // the columns are the reader's own usual ones
	Choosing bool              // the choice of columns is open

	MostScore int // of a qualification

	InCRM     bool            // the organisation keeps its records in a CRM
	Transfers bool            // the reader may give opportunities to others
	Focus     pipeline.Column // of the cell that was left
}

// to is another list in the scope of the page.
func (p pipelineView) to(l page.List) string { return p.Where.At(p.Path, p.query(l)) }

// query is a list as the parameters of the page's address.
func (p pipelineView) query(l page.List) url.Values {
	q := l.Query()
	if p.Axis == pipeline.OfCategories {
		q.Set("columns", string(p.Axis))
	}
	if key := p.Views.Key(); key != "" {
		q.Set(viewpage.Param, key)
	}
	return q
}

// views are the list and the board of the same opportunities.
func (p pipelineView) views() []ui.Tab {
	l := p.whole()
	return []ui.Tab{{Label: "List", Href: p.Where.Pipeline(l), Active: p.Path == listPath},
		{Label: "Board", Href: p.Where.At(boardPath, l.Query()), Active: p.Path == boardPath}}
}

// The addresses of the list and of the board.
const (
	listPath  = "/pipeline"
	boardPath = "/pipeline/board"
)

func (p pipelineView) next() string {
	if p.Board.Next == nil {
		return ""
	}
	return p.to(p.List.From(*p.Board.Next))
}

func (p pipelineView) first() string {
	if p.List.After == (pipeline.Cursor{}) {
		return ""
	}
	return p.to(p.List.From(pipeline.Cursor{}))
}

// Subtitle says how much is listed, and as of when.
func (p pipelineView) Subtitle() string {
	return ui.Plural(int(p.Board.Total.Count), "opportunity", "opportunities") + " · " +
		page.AsOf(p.Board.Scope.Known, p.Calendar.Location())
}

func (p pipelineView) cash() page.Cash { return page.Cash(p.Board.Base) }

// several tells that the list can have more than one owner, so that it has to name them.
func (p pipelineView) several() bool { return len(p.Board.Scope.Choices) > 1 }

func (p pipelineView) note() string {
	shown := len(p.Board.Rows)
	return ui.Count(shown) + " of " + ui.Count(int(p.Board.Total.Count)) + ", totals over all"
}

// amount is the record's own amount with the organisation's beside it.
func (p pipelineView) own(r pipeline.Row) string {
	if r.Amount == nil {
		return ui.None
	}
	return page.Cash(r.Currency).Whole(*r.Amount)
}

// exact is the record's own amount with its cents.
func (p pipelineView) exact(r pipeline.Row) string {
	if r.Amount == nil {
		return ""
	}
	return page.Cash(r.Currency).Exact(*r.Amount)
}

func (p pipelineView) reported(r pipeline.Row) string {
	if r.Base == nil || r.Currency == p.Board.Base {
		return ""
	}
	return p.cash().Whole(*r.Base)
}

func (p pipelineView) weighted(r pipeline.Row) string {
	if r.Weighted == nil {
		return ui.None
	}
	return p.cash().Whole(*r.Weighted)
}

// hint is what a cell says on hover.
func (p pipelineView) hint(c pipeline.Column, r pipeline.Row) string {
	switch c {
	case pipeline.Amount:
		return p.exact(r)
	case pipeline.Weighted:
		return p.weightedNote(r)
	case pipeline.NextStep:
		return r.NextStep
	}
	if f, ok := p.custom(c); ok && f.Kind == customfield.Text {
		return r.Fields[f.FieldID.String()]
	}
	return ""
}

// weightedNote tells on hover why a figure is less than its probability says.
func (p pipelineView) weightedNote(r pipeline.Row) string {
	if r.Weighted == nil || !r.Overdue(p.Board.Scope.Today) {
		return ""
	}
	return "Past due: weighted at a reduced probability"
}

// heading says which opportunities these are and when they close.
func (p pipelineView) heading() string { return page.Joined(p.listName()+p.closing(), p.narrowed()) }

// closing says when the listed opportunities close.
func (p pipelineView) closing() string {
	label := p.Board.Scope.Period.Label
	if !p.List.Month.IsZero() {
		label = p.Calendar.Containing(period.Month, p.List.Month).Label
	} else if p.List.Closes == page.PastDue {
		return " past their close date"
	} else if !p.List.Bounded() {
		return ", any close date"
	}
	return " closing in " + label
}

// narrowed says which part of a forecast is listed, where the list was opened from one.
func (p pipelineView) narrowed() string {
	return page.Joined(p.throughText(), p.whoseText(), p.groupText())
}

func (p pipelineView) throughText() string {
	if p.List.Through == "" {
		return ""
	}
	return "closed through " + strings.ToLower(p.Names.Name(p.List.Through))
}

func (p pipelineView) whoseText() string {
	switch p.List.Whose {
	case pipeline.TheirOwn:
		return "own deals only"
	case pipeline.Nobodys:
		return "without an owner"
	}
	return ""
}

func (p pipelineView) groupText() string {
	if _, ok := p.List.By.SQL(); !ok {
		return ""
	}
	return strings.ToLower(p.List.By.Label()) + ": " + cmp.Or(p.List.Group, "not known")
}

func (p pipelineView) listName() string {
	switch p.List.Status {
	case page.OnlyWon:
		return "Won deals"
	case page.OnlyLost:
		return "Lost deals"
	case page.OpenOrWon:
		return "Open and won deals"
	case page.WonOrLost:
		return "Closed deals"
	case page.AnyStatus:
		return "All deals"
	default:
		return "Open deals"
	}
}

// risk is the one thing that most endangers an open opportunity, in a word; overdue shows in its close date.
func (p pipelineView) risk(r pipeline.Row) (ui.Tone, string) {
	switch {
	case slices.Contains(p.Tags[r.ID], forecast.AtRisk):
		return ui.Bad, forecast.AtRisk.Label()
	case r.Status == opportunity.Open && r.Base == nil:
		return ui.Warn, "No amount"
	case p.Board.Untouched(r) && !r.LastOn.IsZero():
		return ui.Warn, "No activity for " + ui.Days(int(p.Board.Scope.Today-r.LastOn))
	case p.Board.Untouched(r):
		return ui.Warn, "No activity yet"
	}
	return ui.Neutral, ""
}

// sums are the totals over all pages, with what they leave out.
func (p pipelineView) sums() string {
	t, m := p.Board.Total, p.cash()
	text := m.Whole(t.Amount)
	if t.Weighted != 0 {
		text += " · " + m.Whole(t.Weighted) + " weighted"
	}
	if t.Unconverted > 0 {
		text += " · " + ui.Count(int(t.Unconverted)) + " excluded: no amount or exchange rate"
	}
	return text
}
