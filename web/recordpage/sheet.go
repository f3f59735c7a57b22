package recordpage

import (
	"slices"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
)

// every are the facts of an export of a list whose columns nobody chose, by column.
var every = []pipeline.Column{pipeline.Owner, pipeline.Stage, pipeline.Category, pipeline.Probability,
	pipeline.CloseDate, pipeline.Amount, pipeline.Weighted, pipeline.Type, pipeline.Source, pipeline.Competitor,
	pipeline.LossReason, pipeline.NextStep, pipeline.Created, pipeline.LastTouch}

// sheetColumns are the columns of an export: those of the list behind the name and the account.
func (p pipelineView) sheetColumns() []pipeline.Column {
	columns := p.Columns
	if len(columns) == 0 {
		columns = every
	}
	if !slices.Contains(columns, pipeline.Account) {
		columns = append([]pipeline.Column{pipeline.Account}, columns...)
	}
	return append([]pipeline.Column{pipeline.Name}, columns...)
}

// further are the custom fields behind the columns that nobody chose.
func (p pipelineView) further() customfield.Set {
	if len(p.Columns) > 0 {
		return nil
	}
	return p.Fields
}

// pipelineSheet is the list of opportunities, whose rows come one by one: PipelineRow.
func pipelineSheet(p pipelineView) page.Sheet {
	s := page.Sheet{File: "pipeline"}
	for _, c := range p.sheetColumns() {
		switch base := string(p.Board.Base); c {
		case pipeline.Amount:
			s.Head = append(s.Head, "Amount", "Currency", "Amount "+base)
		case pipeline.Weighted:
			s.Head = append(s.Head, "Weighted "+base)
		case pipeline.Probability:
			s.Head = append(s.Head, "Probability %")
		case pipeline.Stage:
			s.Head = append(s.Head, "Stage", "Status")
		case pipeline.Age:
			s.Head = append(s.Head, "Age in days")
		case pipeline.LastTouch:
			s.Head = append(s.Head, c.Label(), "Tags")
		default:
			s.Head = append(s.Head, p.label(c))
			if f, _ := p.custom(c); f.Kind == customfield.Amount {
				s.Head = append(s.Head, f.Name+" currency")
			}
		}
	}
	for _, f := range p.further() {
		s.Head = append(s.Head, f.Name)
	}
	return s
}

// pipelineRow is an opportunity of the list.
func pipelineRow(p pipelineView, r pipeline.Row) (cells []page.Cell) {
	for _, c := range p.sheetColumns() {
		cells = append(cells, pipelineCells(p, c, r)...)
	}
	for _, f := range p.further() {
		cells = append(cells, fieldform.Cell(f, r.Fields[f.FieldID.String()]))
	}
	return cells
}

// pipelineCells is a column of an opportunity.
func pipelineCells(p pipelineView, c pipeline.Column, r pipeline.Row) []page.Cell {
	one := func(cell page.Cell) []page.Cell { return []page.Cell{cell} }
	switch base := p.Board.Base; c {
	case pipeline.Name:
		return one(page.Text(r.Name))
	case pipeline.Account:
		return one(page.Text(r.Account))
	case pipeline.Owner:
		return one(page.Text(p.Board.Scope.Roster.Name(r.OwnerID)))
	case pipeline.Stage:
		return []page.Cell{page.Text(r.Stage), page.Text(string(r.Status))}
	case pipeline.Category:
		return one(page.Text(p.Names.Name(r.Category)))
	case pipeline.Probability:
		return one(page.Percent(r.ProbabilityBP))
	case pipeline.CloseDate:
		return one(page.Text(r.CloseOn.String()))
	case pipeline.Amount:
		return []page.Cell{page.MajorOr(r.Amount, r.Currency), page.Text(string(r.Currency)),
			page.MajorOr(r.Base, base)}
	case pipeline.Weighted:
		return one(page.MajorOr(r.Weighted, base))
	case pipeline.NextStep:
		return one(page.Text(r.NextStep))
	case pipeline.Created:
		return one(page.Text(r.CreatedAt.Format("2006-01-02")))
	case pipeline.Pushes:
		return one(countOr(r.Pushes))
	case pipeline.Score:
		return one(countOr(r.Score))
	case pipeline.Age, pipeline.StageAge:
		return one(p.daysCell(c, r))
	case pipeline.LastTouch:
		tags := ""
		for _, t := range p.Tags[r.ID] {
			tags = page.Joined(tags, t.Label())
		}
		return []page.Cell{page.Text(r.LastOn.String()), page.Text(tags)}
	}
	if f, ok := p.custom(c); ok {
		return customCells(f, r.Fields[f.FieldID.String()], r.Currency)
	}
	return one(page.Text(said(c, r)))
}

// daysCell is how long an open opportunity has been there, or in its stage.
func (p pipelineView) daysCell(c pipeline.Column, r pipeline.Row) page.Cell {
	since := &r.CreatedAt
	if c == pipeline.StageAge {
		since = r.StageSince
	}
	if r.Status != opportunity.Open || since == nil {
		return page.Cell{}
	}
	return page.Count(int64(max(p.Board.Scope.Today-p.Calendar.Today(*since), 0)))
}

func countOr(n *int64) page.Cell {
	if n == nil {
		return page.Cell{}
	}
	return page.Count(*n)
}
