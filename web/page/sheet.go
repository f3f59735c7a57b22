package page

import (
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast"
	"quarterdeck/internal/money"
	"quarterdeck/internal/scorecard"
)

// Sheet is what a page shows, for a spreadsheet.
type Sheet struct {
	File string // without its ending
	Head []string
	Rows [][]Cell
}

// Cell is one field; a number is written as it stands.
type Cell struct {
	Text   string
	Number bool
}

// Value is the cell for a workbook. Amounts become floating numbers there, as a workbook has no others; the CSV keeps
// every digit.
func (c Cell) Value() any {
	if !c.Number || c.Text == "" {
		return c.Text
	}
	f, err := strconv.ParseFloat(c.Text, 64)
	if err != nil {
		return c.Text
	}
	return f
}

func text(s string) Cell { return Cell{Text: s} }

func number(s string) Cell { return Cell{Text: s, Number: true} }

func count(n int64) Cell { return number(strconv.FormatInt(n, 10)) }

func major(minor int64, c money.Currency) Cell { return number(money.Of(minor, c).String()) }

func majorOr(minor *int64, c money.Currency) Cell {
	if minor == nil {
		return Cell{}
	}
	return major(*minor, c)
}

func percent(bp int) Cell { return number(strconv.FormatFloat(float64(bp)/100, 'f', -1, 64)) }

// PipelineSheet is the list of opportunities.
func PipelineSheet(p Pipeline) Sheet {
	b := p.Board
	s := Sheet{File: "pipeline", Head: []string{"Opportunity", "Account", "Owner", "Stage", "Status", "Category", "Probability %", "Close date",
		"Amount", "Currency", "Amount " + string(b.Base), "Weighted " + string(b.Base), "Type", "Source", "Competitor", "Loss reason", "Next step", "Created", "Last activity", "Tags"}}
	for _, r := range b.Rows {
		tags := ""
		for _, t := range p.Tags[r.ID] {
			tags = joined(tags, t.Label())
		}
		s.Rows = append(s.Rows, []Cell{text(r.Name), text(r.Account), text(b.Scope.Roster.Name(r.OwnerID)), text(r.Stage), text(string(r.Status)),
			text(p.Names.Name(r.Category)), percent(r.ProbabilityBP), text(r.CloseOn.String()), majorOr(r.Amount, r.Currency), text(string(r.Currency)),
			majorOr(r.Base, b.Base), majorOr(r.Weighted, b.Base), text(r.Type), text(r.Source), text(r.Competitor), text(r.LossReason), text(r.NextStep),
			text(r.CreatedAt.Format("2006-01-02")), text(r.LastOn.String()), text(tags)})
	}
	return s
}

// LinesSheet is the table of members of a home.
func LinesSheet(c scorecard.Card) Sheet {
	s := Sheet{File: "team-" + c.Scope.Period.Key, Head: []string{"Member", "Team", "Target", "Closed won", "Attainment %", "Open pipeline", "Weighted",
		"Overdue", "Untouched", "Won", "Lost", "Calls", "E-mails", "Meetings", "Other activities"}}
	for _, l := range c.Lines {
		attainment := Cell{}
		if a := l.Attainment(); a.Defined() {
			attainment = number(a.Value.Shift(2).StringFixed(1))
		}
		s.Rows = append(s.Rows, []Cell{text(l.Name), text(l.Team), major(l.Target, c.Base), major(l.Closed.Won.Amount, c.Base), attainment,
			major(l.Pipeline.Open().Amount, c.Base), major(l.Pipeline.WeightedOpen(), c.Base), count(l.Pipeline.Overdue.Count), count(l.Untouched),
			count(l.Closed.Won.Count), count(l.Closed.Lost.Count), count(l.Activities.Calls), count(l.Activities.Emails), count(l.Activities.Meetings),
			count(l.Activities.Others)})
	}
	return s
}

// WeightedSheet is the weighted forecast by owner and close month.
func WeightedSheet(c scorecard.Card) Sheet {
	s := Sheet{File: "weighted-forecast-" + c.Scope.Period.Key, Head: []string{"Owner", "Close month", "Closed won", "Open pipeline", "Weighted pipeline", "Weighted forecast", "Currency"}}
	for _, m := range c.Cells {
		s.Rows = append(s.Rows, []Cell{text(c.Scope.Roster.Name(m.OwnerID)), text(m.Month.Time().Format("2006-01")), major(m.Won, c.Base), major(m.Open, c.Base),
			major(m.Weighted, c.Base), major(m.Forecast(), c.Base), text(string(c.Base))})
	}
	return s
}

func ownerKey(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// ForecastSheetExport is everybody in a sheet, each category alone and the sums that are called.
func ForecastSheetExport(p Forecast) Sheet {
	s := Sheet{File: "forecast-" + p.Sheet.Scope.Period.Key, Head: []string{"Level", "Member", "Team", "Quota"}}
	columns, line := p.columns(), p.Sheet.Settings.LineName(p.Line)
	for _, c := range columns {
		s.Head = append(s.Head, p.Sheet.Settings.Name(c.Category))
	}
	s.Head = append(s.Head, "Gross "+lower(line), "Own "+lower(line), "Judged", "Judged by", "Note", "Final", "Attainment %", "Gap", "Coverage", "Last submitted", "Currency", "Published forecast", "Low", "High")
	var visit func(*forecast.Node, int)
	visit = func(n *forecast.Node, depth int) {
		name := n.Member.Name
		if depth == 0 {
			name = p.rootName()
		}
		row := []Cell{count(int64(depth)), text(name), text(n.Member.Team), major(n.Quota, p.Base)}
		for _, c := range columns {
			row = append(row, major(n.Gross.Of(c.Category).Amount, p.Base))
		}
		s.Rows = append(s.Rows, append(row, p.saidCells(n)...))
		for _, child := range p.sorted(n.Children) {
			visit(child, depth+1)
		}
	}
	visit(p.Sheet.Root, 0)
	return s
}

func (p Forecast) saidCells(n *forecast.Node) []Cell {
	cells := []Cell{major(n.Gross.Gross(p.Line), p.Base), {}, {}, {}, {}, major(n.Final(p.Line), p.Base), {}, {}, text(coverageOf(n.Coverage())), {}, text(string(p.Base))}
	if s, ok := p.call(n); ok {
		cells[1] = major(s.Amount, p.Base)
	}
	if j, ok := p.judged(n); ok {
		cells[2], cells[3], cells[4] = major(*j.Amount, p.Base), text(p.Sheet.Scope.Roster.Name(&j.AuthorID)), text(j.Note)
	}
	if bp, ok := n.Attainment(); ok {
		gap, _ := n.Gap(p.Line)
		cells[6], cells[7] = percent(int(bp)), major(gap, p.Base)
	}
	if last := n.LastCall(); !last.IsZero() {
		cells[9] = text(p.machine(last))
	}
	published := []Cell{{}, {}, {}}
	if f, ok := p.model(n); ok {
		published[0] = major(f.Value, p.Base)
		if f.Range != nil {
			published[1], published[2] = major(f.Range.P10, p.Base), major(f.Range.P90, p.Base)
		}
	}
	return append(cells, published...)
}
