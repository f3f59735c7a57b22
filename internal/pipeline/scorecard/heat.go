package scorecard

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/record/opportunity"
)

// Heat is attainment by period of the trend: of a team, or of a member with a quota in any of its periods.
type Heat struct {
	MemberID uuid.UUID // zero for a team
	Name     string
	Team     string
	Periods  []Attained
}

// Attained is the amount won in a period and its quota.
type Attained struct{ Won, Target int64 }

// Attainment is won ÷ target, undefined without a target.
func (a Attained) Attainment() Ratio { return ratio(a.Won, a.Target) }

func (f facts) heat() []Heat {
	rows := map[uuid.UUID]*Heat{}
	for i := range trend {
		p := f.calendar.Shift(f.scope.Period, i+1-trend)
		won := map[uuid.UUID]int64{}
		for _, cell := range f.closed {
			if cell.OwnerID != nil && cell.Status == opportunity.Won && p.Contains(cell.Month) {
				won[*cell.OwnerID] += cell.Amount
			}
		}
		for id, target := range f.targets(p) {
			if rows[id] == nil {
				m, _ := f.scope.Roster.Find(id)
				rows[id] = &Heat{MemberID: id, Name: m.Name, Team: m.Team, Periods: make([]Attained, trend)}
			}
			rows[id].Periods[i] = Attained{won[id], target}
		}
	}
	return sortedHeat(rows)
}

// HeatByTeam is Heat by team, for more members than a page can show: the members' won amounts against their quotas.
func (c Card) HeatByTeam() []Heat { return c.teamHeat }

func (f facts) heatByTeam() []Heat {
	teams := map[string]*Heat{}
	for i := range trend {
		p := f.calendar.Shift(f.scope.Period, i+1-trend)
		won := map[string]int64{}
		for _, cell := range f.closed {
			if cell.OwnerID != nil && cell.Status == opportunity.Won && p.Contains(cell.Month) {
				m, _ := f.scope.Roster.Find(*cell.OwnerID)
				won[m.Team] += cell.Amount
			}
		}
		for team, target := range f.teamTargets(p) {
			if teams[team] == nil {
				teams[team] = &Heat{Name: team, Team: team, Periods: make([]Attained, trend)}
			}
			teams[team].Periods[i] = Attained{won[team], target}
		}
	}
	return sortedHeat(teams)
}

func sortedHeat[K comparable](rows map[K]*Heat) []Heat {
	list := make([]Heat, 0, len(rows))
	for _, row := range rows {
		list = append(list, *row)
	}
	slices.SortFunc(list, func(a, b Heat) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.MemberID.String(), b.MemberID.String()))
	})
	return list
}
