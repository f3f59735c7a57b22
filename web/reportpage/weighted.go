package reportpage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// weightedView is the report of the weighted forecast by close month and owner.
type weightedView struct {
	Where    page.Where
	Calendar period.Calendar
	Card     scorecard.Card
	Decay    int // basis points at which what is overdue counts
}

// Subtitle says the period, how far it is, and the moment of the figures.
func (h weightedView) Subtitle() string { return page.ScopeLine(h.Card.Scope, h.Calendar) }

func (h weightedView) cash() page.Cash { return page.Cash(h.Card.Base) }

// list is the address of the opportunities behind a figure, in the scope of the page.
func (h weightedView) list(pairs ...string) string { return h.Where.To("/pipeline", pairs...) }

// target writes what is asked for, a dash where nothing is; a target of 0 is one.
func (h weightedView) target() string {
	if !h.Card.Asked {
		return ui.None
	}
	return h.cash().Short(h.Card.Target)
}

func (h weightedView) memberHref(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return h.Where.To("/members/"+id.String(), "owner", "", "team", "")
}

// monthRow is one owner's cells over the months of the period.
type monthRow struct {
	name  string
	owner string
	cells []scorecard.MonthCell
	total scorecard.MonthCell
}

func (r monthRow) id() uuid.UUID {
	id, err := uuid.Parse(r.owner)
	if err != nil {
		return uuid.Nil // nobody's
	}
	return id
}

// matrix is the weighted forecast by owner and month, with a total over all owners.
func (h weightedView) matrix() (rows []monthRow, total monthRow) {
	months := h.Card.Months
	total = monthRow{name: "All", cells: make([]scorecard.MonthCell, len(months))}
	at := map[string]int{}
	for _, c := range h.Card.Cells {
		owner := ownerKey(c.OwnerID)
		i, ok := at[owner]
		if !ok {
			i = len(rows)
			at[owner] = i
			rows = append(rows, monthRow{name: h.Card.Scope.Roster.Name(c.OwnerID), owner: owner,
				cells: make([]scorecard.MonthCell, len(months))})
		}
		for m := range months {
			if months[m].Period.Start == c.Month {
				for _, cell := range []*scorecard.MonthCell{&rows[i].cells[m], &rows[i].total, &total.cells[m],
					&total.total} {
					cell.Won, cell.Open, cell.Weighted = cell.Won+c.Won, cell.Open+c.Open, cell.Weighted+c.Weighted
				}
			}
		}
	}
	return rows, total
}

func ownerKey(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// weightedSheet is the weighted forecast by owner and close month.
func weightedSheet(c scorecard.Card) page.Sheet {
	s := page.Sheet{File: "weighted-forecast-" + c.Scope.Period.Key, Head: []string{"Owner", "Close month",
		"Closed won", "Open pipeline", "Weighted pipeline", "Weighted forecast", "Currency"}}
	for _, m := range c.Cells {
		s.Rows = append(s.Rows, []page.Cell{page.Text(c.Scope.Roster.Name(m.OwnerID)),
			page.Text(m.Month.Time().Format("2006-01")), page.Major(m.Won, c.Base), page.Major(m.Open, c.Base),
			page.Major(m.Weighted, c.Base), page.Major(m.Forecast(), c.Base), page.Text(string(c.Base))})
	}
	return s
}
