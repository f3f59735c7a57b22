package qualitypage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/merge"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// What the page of duplicates shows at most.
const (
	shown  = 50 // groups
	recent = 20 // merges
)

// Duplicates are the groups of accounts that are probably one, and the last merges.
type Duplicates struct {
	Where    page.Where
	Calendar period.Calendar
	Report   quality.Report
	Measured bool
	All      int // groups, of which the first are shown
	Groups   []quality.Group
	Facts    map[uuid.UUID]account.Row
	Recent   []merge.Merge
	Names    map[uuid.UUID]string
}

func (p Duplicates) subtitle() string { return measured(p.Calendar, p.Report.At, p.Measured) }

func (p Duplicates) ids() []uuid.UUID {
	var ids []uuid.UUID
	for _, g := range p.Groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

func (p Duplicates) merged() []uuid.UUID {
	var ids []uuid.UUID
	for _, m := range p.Recent {
		ids = append(ids, m.SurvivorID, m.LoserID)
	}
	return ids
}

// fact is a fact of two accounts side by side; take is its column where the second can give it to the first.
type fact struct{ label, take, first, second string }

// side compares the first account of a group with another one.
func (p Duplicates) side(a, b account.Comparable) []fact {
	x, y := p.Facts[a.ID], p.Facts[b.ID]
	count := func(n *int64) string {
		if n == nil {
			return ""
		}
		return ui.Count(int(*n))
	}
	return []fact{{"Name", "name", x.Name, y.Name}, {"Website", "website", x.Website, y.Website},
		{"Industry", "industry", x.Industry, y.Industry},
		{"Employees", "employees", count(x.Employees), count(y.Employees)}, {"State", "state", x.State, y.State},
		{"Country", "country", x.Country, y.Country}, {"Type", "type", x.Type, y.Type},
		{"Key in the CRM", "", x.ExternalID, y.ExternalID}}
}

// proposed tells that the first account lacks a fact that the second has, so that taking it is what most would do.
func (f fact) proposed() bool { return f.first == "" && f.second != "" }

// offers tells that taking the fact would change something.
func (f fact) offers() bool { return f.take != "" && f.second != "" && f.second != f.first }
