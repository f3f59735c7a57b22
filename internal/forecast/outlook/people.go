package outlook

import (
	"fmt"
	"maps"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
)

// key is how a book names a member.
func key(m member.Member) string {
	if m.ExternalID != "" {
		return m.ExternalID
	}
	return m.ID.String()
}

// people finds members by how a book names them.
func (b Basis) people() map[string]member.Member {
	all := map[string]member.Member{}
	for _, m := range b.Roster.Members {
		all[key(m)] = m
	}
	return all
}

// addPeople lists each team, manager and member with the published method's figure; ranges and parts are the house
// model's, whichever method is published, so that parts sum to a figure only where that is the house model's. Members'
// figures sum to the total to the unit.
func (o *Outlook) addPeople(b Basis, p period.Period, simple map[projection.Method]projection.Estimate,
	house projection.Outlook) {
	byOwner, closed := simple[o.Published].ByOwner, projection.WonIn(b.Book, p.Start, p.End)
	figure := func(level backtest.Level, name string, in func(string) bool) Figure {
		f := o.figure(b, house, level, in)
		switch {
		case o.Published == projection.House:
		case byOwner == nil: // a method that speaks of the whole only is shared out as the house model would
			f.Value = round(float64(f.Value) * ratio(o.Value(), house))
		default:
			f.Value, f.Closed = round(sum(byOwner, in)), round(sum(closed, in))
		}
		f.Name = name
		return f
	}
	defer o.holdPeople()
	people := b.people()
	for _, owner := range owners(house, byOwner) {
		f := figure(backtest.Member, owner, func(other string) bool { return other == owner })
		if m, ok := people[owner]; ok {
			f.ID = &m.ID
		}
		o.Members = append(o.Members, f)
	}
	o.settle()
	for _, team := range b.Roster.Teams() {
		o.Teams = append(o.Teams, figure(backtest.Team, team,
			func(owner string) bool { m, ok := people[owner]; return ok && m.Team == team }))
	}
	for _, m := range b.Roster.Members {
		if below := b.Roster.Below(m.ID); m.Role == tenant.Manager || m.Role == tenant.Executive || len(below) > 1 {
			f := figure(backtest.Team, key(m),
				func(owner string) bool { p, ok := people[owner]; return ok && slices.Contains(below, p.ID) })
			f.ID = &m.ID
			o.Managers = append(o.Managers, f)
		}
	}
}

// holdPeople sees to it that each range of somebody's holds their figure. One of the house model is off by what
// rounding left over at most; where another method is published it may lie elsewhere, and then no range is shown.
func (o *Outlook) holdPeople() {
	left := false
	for _, all := range [][]Figure{o.Members, o.Teams, o.Managers} {
		for i := range all {
			f := &all[i]
			switch {
			case f.Range == nil:
			case o.Published == projection.House:
				f.Range = f.Range.holding(f.Value)
			case f.Value < f.Range.P10 || f.Value > f.Range.P90:
				f.Range, left = nil, true
			}
		}
	}
	if left {
		o.Notes = append(o.Notes,
			"Ranges come from the Quarterdeck model. A range that does not include the published figure is not shown.")
	}
}

// sum adds up the figures of some owners, in one order so that it is the same each time.
func sum(byOwner map[string]float64, in func(string) bool) float64 {
	total := 0.0
	for _, owner := range slices.Sorted(maps.Keys(byOwner)) {
		if in(owner) {
			total += byOwner[owner]
		}
	}
	return total
}

// ratio is what a total is of the house model's.
func ratio(total int64, house projection.Outlook) float64 {
	parts, _ := house.Sum(nil)
	if parts.Total() <= 0 {
		return 0
	}
	return float64(total) / parts.Total()
}

// settle gives what rounding left over to the largest figures, a unit each, so that the members sum to the total.
func (o *Outlook) settle() {
	want, have := o.Value(), int64(0)
	order := make([]int, len(o.Members))
	for i, f := range o.Members {
		have += f.Value
		order[i] = i
	}
	if rest := want - have; rest == 0 || abs(rest) > int64(len(o.Members)) {
		return
	}
	slices.SortStableFunc(order,
		func(i, j int) int { return int(min(max(o.Members[j].Value-o.Members[i].Value, -1), 1)) })
	for k := 0; have != want; k++ {
		unit := int64(1)
		if have > want {
			unit = -1
		}
		f := &o.Members[order[k]]
		f.Value += unit
		if f.Parts != nil && o.Published == projection.House {
			f.Parts.Open += unit
		}
		have += unit
	}
}

func abs(v int64) int64 { return max(v, -v) }

// Value is the published forecast.
func (o *Outlook) Value() int64 {
	f, _ := o.Method(o.Published)
	return f.Value
}

// Method is a method's figure.
func (o *Outlook) Method(m projection.Method) (Figure, bool) {
	for _, f := range o.Methods {
		if f.Name == string(m) {
			return f, true
		}
	}
	return Figure{}, false
}

// owners lists everybody whom the house model or the published method has a figure for.
func owners(house projection.Outlook, byOwner map[string]float64) []string {
	all := slices.Clone(house.Owners)
	for owner := range byOwner {
		all = append(all, owner)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func countWon(b *projection.Book) int {
	n := 0
	for i := range b.Records {
		if b.Records[i].Last().Status == opportunity.Won {
			n++
		}
	}
	return n
}

func spare(won int) string {
	return fmt.Sprintf("Only %d won opportunities are known. The Quarterdeck model needs at least %d; until then a "+
		"simpler method is published, chosen mainly by how such methods usually perform.", won,
		backtest.Enough)
}

func thin(won int) string {
	return fmt.Sprintf("Only %d won opportunities are known: the model relies on typical values, and its "+
		"ranges are approximate.", won)
}
