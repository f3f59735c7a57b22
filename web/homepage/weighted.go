package homepage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/scorecard"
)

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
func (h Home) matrix() (rows []monthRow, total monthRow) {
	months := h.Card.Months
	total = monthRow{name: "All", cells: make([]scorecard.MonthCell, len(months))}
	at := map[string]int{}
	for _, c := range h.Card.Cells {
		owner := ownerKey(c.OwnerID)
		i, ok := at[owner]
		if !ok {
			i = len(rows)
			at[owner] = i
			rows = append(rows, monthRow{name: h.Card.Scope.Roster.Name(c.OwnerID), owner: owner, cells: make([]scorecard.MonthCell, len(months))})
		}
		for m := range months {
			if months[m].Period.Start == c.Month {
				for _, cell := range []*scorecard.MonthCell{&rows[i].cells[m], &rows[i].total, &total.cells[m], &total.total} {
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
