package recordpage

import (
	"context"
	"slices"
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// custom is the field that a column shows; ok is false for the columns that every organisation has.
func (p pipelineView) custom(c pipeline.Column) (f customfield.Field, ok bool) {
	i := slices.IndexFunc(p.Fields, func(f customfield.Field) bool { return pipeline.Custom(f) == c })
	if i < 0 {
		return f, false
	}
	return p.Fields[i], true
}

// label is the name of a column for people.
func (p pipelineView) label(c pipeline.Column) string {
	if f, ok := p.custom(c); ok {
		return f.Name
	}
	return c.Label()
}

// gone tells that a column is of a custom field that is not in use.
func (p pipelineView) gone(c pipeline.Column) bool {
	_, _, custom := c.Custom()
	f, known := p.custom(c)
	return custom && (!known || f.Retired)
}

// loadFields reads the custom fields, and leaves those that are not in use out of what the address asks for.
func (p *pipelineView) loadFields(ctx context.Context, tx *tenant.Tx) (err error) {
	if p.Fields, err = customfield.List(ctx, tx, customfield.Opportunity, tx.Now()); err != nil {
		return err
	}
	drop := func(c pipeline.Column) bool {
		gone := p.gone(c)
		name := "a field that is not defined"
		if f, known := p.custom(c); known {
			name = f.Name
		}
		if gone && !slices.Contains(p.Dropped, name) {
			p.Dropped = append(p.Dropped, name)
		}
		return gone
	}
	p.List.Columns = pipeline.FormatColumns(slices.DeleteFunc(pipeline.ParseColumns(p.List.Columns), drop))
	p.List.Fields = slices.DeleteFunc(p.List.Asked(),
		func(a pipeline.Ask) bool { return drop(a.Column) }).Encode()
	if by, _ := p.List.Sort.Column(); drop(by) {
		p.List = p.List.Ordered("")
	}
	return nil
}

// offered are the columns that a list can show behind the name.
func (p pipelineView) offered() []pipeline.Column {
	all := slices.Clone(pipeline.Columns[1:])
	for _, f := range p.Fields.Live() {
		all = append(all, pipeline.Custom(f))
	}
	return all
}

// mostFilters is how many fields the filter offers at once; others are asked once they are columns.
const mostFilters = 12

// filters are the custom fields that the filter offers: the first ones, those that are shown, and those that are asked.
func (p pipelineView) filters() []customfield.Field {
	asked, n := p.List.Asked(), 0
	return slices.DeleteFunc(p.Fields.Live(), func(f customfield.Field) bool {
		n++
		c := pipeline.Custom(f)
		return n > mostFilters && !slices.Contains(p.Columns, c) && len(asked.Without(c)) == len(asked)
	})
}

// states are whether a field has a value.
var states = []ui.Option{{Label: "Any"}, {Value: pipeline.IsFilled, Label: "Filled in"},
	{Value: pipeline.IsEmpty, Label: "Empty"}}

func state(a pipeline.Ask) string {
	switch {
	case a.Empty:
		return pipeline.IsEmpty
	case a.Filled:
		return pipeline.IsFilled
	}
	return ""
}

// choices are the values of a field that has few, with those that are asked for and offered no more.
func choices(f customfield.Field, a pipeline.Ask) []ui.Option {
	all := fieldform.Options(f, "")
	for _, v := range a.Any {
		if !slices.ContainsFunc(all, func(o ui.Option) bool { return o.Value == v }) {
			all = append(all, ui.Option{Value: v, Label: v})
		}
	}
	return all[1:]
}

// unit is the currency in which amounts are compared.
func (p pipelineView) unit(f customfield.Field) string {
	if f.Kind == customfield.Amount {
		return string(p.Board.Base)
	}
	return ""
}

// asking is what is asked of a field, in words.
func (p pipelineView) asking(f customfield.Field, a pipeline.Ask) string {
	var words []string
	for _, v := range a.Any {
		words = append(words, fieldform.Value(f, v, ""))
	}
	from, to := p.end(f, a.From), p.end(f, a.To)
	switch {
	case from != "" && to != "":
		words = append(words, from+" to "+to)
	case from != "" && f.Kind == customfield.Date:
		words = append(words, "from "+from)
	case from != "":
		words = append(words, "at least "+from)
	case to != "" && f.Kind == customfield.Date:
		words = append(words, "until "+to)
	case to != "":
		words = append(words, "at most "+to)
	}
	if a.Has != "" {
		words = append(words, "contains "+a.Has)
	}
	if a.Empty {
		words = append(words, "empty")
	} else if len(words) == 0 {
		words = append(words, "filled in")
	}
	return f.Name + ": " + strings.Join(words, " or ")
}

// end is an end of a range for people; empty: there is none.
func (p pipelineView) end(f customfield.Field, text string) string {
	if text == "" {
		return ""
	}
	if f.Kind == customfield.Date {
		day, _ := period.ParseDate(text)
		return page.Day(day)
	}
	return fieldform.Value(f, text, p.Board.Base)
}

// customCells are a custom field in an export; an amount has its currency beside it.
func customCells(f customfield.Field, text string, in money.Currency) []page.Cell {
	cells := []page.Cell{fieldform.Cell(f, text)}
	if f.Kind == customfield.Amount {
		cells = append(cells, page.Text(map[bool]string{true: string(in)}[text != ""]))
	}
	return cells
}
