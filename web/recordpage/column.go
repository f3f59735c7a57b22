package recordpage

import (
	"slices"
	"strconv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// usual are the columns with which everybody's list begins, behind the name.
var usual = []pipeline.Column{pipeline.Amount, pipeline.Weighted, pipeline.Stage, pipeline.Category, pipeline.CloseDate,
	pipeline.NextStep, pipeline.Owner, pipeline.LastTouch}

// onCard are the columns that the card of a phone shows, whatever the table does, with their place on it.
var onCard = []struct {
	column pipeline.Column
	class  string
}{{pipeline.Amount, "at-amount"}, {pipeline.Stage, "at-stage"}, {pipeline.CloseDate, "at-close"},
	{pipeline.Owner, "who num"}, {pipeline.LastTouch, "marks"}}

// shownOf are the columns of a list: those of its address, else the reader's usual ones, else everybody's. A list of
// one person's has no owner among those.
func shownOf(l page.List, mine []pipeline.Column, several bool) []pipeline.Column {
	if asked := pipeline.ParseColumns(l.Columns); len(asked) > 0 {
		return asked
	}
	if len(mine) > 0 {
		return mine
	}
	return slices.DeleteFunc(slices.Clone(usual), func(c pipeline.Column) bool {
		return c == pipeline.Owner && !several
	})
}

// class is how a cell of a column is set, and where it stands on the card of a phone.
func class(c pipeline.Column, chosen bool) string {
	text := "wide-cell"
	for _, o := range onCard {
		if o.column == c {
			text = o.class
		}
	}
	switch {
	case !chosen:
		text += " narrow-only"
	case c == pipeline.NextStep || c.Prose():
		text += " long"
	}
	if right(c) {
		text += " n"
	}
	return text
}

// right tells that a column stands at the right.
func right(c pipeline.Column) bool { return c.Number() || c.Day() && c != pipeline.LastTouch }

// unchosen are the facts of the card that the table does not show.
func (p pipelineView) unchosen() []pipeline.Column {
	var all []pipeline.Column
	for _, o := range onCard {
		if !slices.Contains(p.Columns, o.column) && (o.column != pipeline.Owner || p.several()) {
			all = append(all, o.column)
		}
	}
	return all
}

// rest are the columns that are not shown, in the order in which they are offered.
func (p pipelineView) rest() []pipeline.Column {
	return slices.DeleteFunc(p.offered(), func(c pipeline.Column) bool {
		return slices.Contains(p.Columns, c)
	})
}

// heads are the headings of the table; each turns the order around or begins one.
func (p pipelineView) heads() []ui.Column {
	by, falls := p.List.Sort.Column()
	var all []ui.Column
	for _, c := range append([]pipeline.Column{pipeline.Name}, p.Columns...) {
		h := ui.Column{Label: p.label(c), Num: right(c),
			Sort: p.to(p.List.Ordered(pipeline.By(c, c.Falls())))}
		if c == by {
			h.Order, h.Sort = "ascending", p.to(p.List.Ordered(pipeline.By(c, !falls)))
			if falls {
				h.Order = "descending"
			}
		}
		all = append(all, h)
	}
	if p.Enters {
		all = append(all, ui.Column{Label: "Select", Num: true})
	}
	return all
}

// sorts are the orders by what is shown, each in both directions.
func (p pipelineView) sorts() []ui.Option {
	var all []ui.Option
	columns := append([]pipeline.Column{pipeline.CloseDate, pipeline.Amount, pipeline.Name}, p.Columns...)
	if by, _ := p.List.Sort.Column(); true {
		columns = append(columns, by)
	}
	for i, c := range columns {
		if slices.Contains(columns[:i], c) {
			continue
		}
		for _, falls := range []bool{c.Falls(), !c.Falls()} {
			all = append(all, ui.Option{Value: string(pipeline.By(c, falls)),
				Label: p.label(c) + ", " + wayOf(c, falls)})
		}
	}
	all[0].Value = "" // by close date, as it is without a choice
	return all
}

// sorted is the order among those of the choice.
func (p pipelineView) sorted() string {
	by := pipeline.By(p.List.Sort.Column())
	if by == pipeline.ByCloseDate {
		return ""
	}
	return string(by)
}

// wayOf says in which direction a column is sorted.
func wayOf(c pipeline.Column, falls bool) string {
	ways := [2]string{"smallest first", "largest first"}
	switch {
	case c == pipeline.Stage:
		ways = [2]string{"first stage first", "last stage first"}
	case c == pipeline.Category:
		ways = [2]string{"most certain first", "least certain first"}
	case c.Listed():
		ways = [2]string{"first choice first", "last choice first"}
	case c.YesNo():
		ways = [2]string{"no first", "yes first"}
	case c == pipeline.Age || c == pipeline.StageAge:
		ways = [2]string{"shortest first", "longest first"}
	case c.Words():
		ways = [2]string{"A to Z", "Z to A"}
	case c.Day():
		ways = [2]string{"earliest first", "latest first"}
	}
	if falls {
		return ways[1]
	}
	return ways[0]
}

// sum is the total of a column with its cents; empty: it has none.
func (p pipelineView) sum(c pipeline.Column) (shown, exact string) {
	minor := p.Board.Total.Amount
	switch c {
	case pipeline.Weighted:
		minor = p.Board.Total.Weighted
	case pipeline.Amount:
	default:
		return "", ""
	}
	return p.cash().Whole(minor), p.cash().Exact(minor)
}

// plain is the fact of a column that is only text.
func (p pipelineView) plain(c pipeline.Column, r pipeline.Row) string {
	text := ""
	switch c {
	case pipeline.Account:
		text = r.Account
	case pipeline.Weighted:
		text = p.weighted(r)
	case pipeline.Category:
		text = p.Names.Name(r.Category)
	case pipeline.Probability:
		text = page.PercentBP(r.ProbabilityBP)
	case pipeline.NextStep:
		text = r.NextStep
	case pipeline.StageAge:
		if r.StageSince != nil && r.Status == opportunity.Open {
			text = p.since(p.Calendar.Today(*r.StageSince))
		}
	case pipeline.Age:
		if r.Status == opportunity.Open {
			text = p.since(p.Calendar.Today(r.CreatedAt))
		}
	case pipeline.Created:
		text = page.ShortDay(p.Calendar.Today(r.CreatedAt), p.Board.Scope.Today)
	case pipeline.Pushes:
		text = counted(r.Pushes)
	case pipeline.Score:
		if text = counted(r.Score); text != "" {
			text += " of " + strconv.Itoa(p.MostScore)
		}
	default:
		if f, ok := p.custom(c); ok {
			return fieldform.Value(f, r.Fields[f.FieldID.String()], r.Currency)
		}
		text = said(c, r)
	}
	if text == "" {
		return ui.None
	}
	return text
}

func (p pipelineView) since(day period.Date) string {
	return ui.Days(int(max(p.Board.Scope.Today-day, 0)))
}

// said is a fact in the words of the source.
func said(c pipeline.Column, r pipeline.Row) string {
	from := map[pipeline.Column]*string{pipeline.Type: &r.Type, pipeline.Source: &r.Source,
		pipeline.Competitor: &r.Competitor, pipeline.LossReason: &r.LossReason, pipeline.Family: r.Family,
		pipeline.Segment: r.Segment, pipeline.Territory: r.Territory, pipeline.Region: r.Region}[c]
	if from == nil {
		return ""
	}
	return *from
}

func counted(n *int64) string {
	if n == nil {
		return ""
	}
	return ui.Count(int(*n))
}

// last tells that a column is the last one.
func (p pipelineView) last(i int) bool { return i == len(p.Columns)-1 }

// record is the page of an opportunity, which leads back to the list.
func (p pipelineView) record(r pipeline.Row) string {
	return p.Where.To("/opportunities/"+r.ID.String(), "period", "", "team", "", "owner", "", page.From, p.Views.Query)
}
