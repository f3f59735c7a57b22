package outlook

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// Subject is the scope of an accuracy report: the organisation, a team, a member, or several members together.
type Subject struct {
	Level   backtest.Level
	Name    string       // as trials name it; empty: the organisation, or the members together
	Label   string       // for people
	Members []string     // keys of the members that may be told of; nil: everybody
	Teams   []string     // that may be told of; nil: every one
	Known   []*uuid.UUID // of Members, in their order
}

// SubjectOf is what accuracy may be told of to whoever asks for some members; nil are all. A team is told of where
// every one of its present members is among them.
func SubjectOf(r *member.Roster, members []uuid.UUID, team string) Subject {
	if members == nil {
		return Subject{Level: backtest.Organisation, Label: "The organisation"}
	}
	s := Subject{Level: backtest.Team, Label: "These members together", Members: []string{}, Teams: []string{}}
	for _, m := range r.Members {
		if slices.Contains(members, m.ID) {
			s.Members, s.Known = append(s.Members, key(m)), append(s.Known, &m.ID)
		}
	}
	largest := 0
	for _, name := range r.Teams() {
		in := r.InTeam(name)
		if len(in) == 0 || slices.ContainsFunc(in, func(id uuid.UUID) bool { return !slices.Contains(members, id) }) {
			continue
		}
		s.Teams = append(s.Teams, name)
		size := len(in)
		if name == team { // that was asked for
			size = math.MaxInt
		}
		if len(s.Members) > 1 && size > largest {
			s.Name, s.Label, largest = name, name, size
		}
	}
	if len(s.Members) == 1 {
		s.Level, s.Name, s.Label, s.Teams = backtest.Member, s.Members[0], r.Name(s.Known[0]), []string{}
	}
	return s
}

// TrialsOf are the forecasts of past periods of a subject, of a kind of period, by every method at every cut-off.
// Members that are no team of their own are summed up; their sums have no range.
func TrialsOf(ctx context.Context, tx *tenant.Tx, s Subject, kind period.Kind,
	day period.Date) ([]backtest.Trial, error) {
	f := TrialFilter{Level: s.Level, Kind: kind, Day: day, Names: []string{s.Name}}
	if s.Level == backtest.Organisation {
		f.Names = nil
	}
	together := s.Level == backtest.Team && s.Name == ""
	if together {
		f.Level, f.Names = backtest.Member, s.Members
	}
	trials, err := ListTrials(ctx, tx, f)
	if err != nil || !together {
		return trials, err
	}
	return addUp(trials), nil
}

type moment struct {
	period string
	cutoff backtest.Cutoff
	method projection.Method
}

// addUp sums members' trials of the same period, cut-off and method.
func addUp(trials []backtest.Trial) []backtest.Trial {
	sums := map[moment]*backtest.Trial{}
	var order []moment
	for _, t := range trials {
		at := moment{t.Period.Key, t.Cutoff, t.Method}
		sum, ok := sums[at]
		if !ok {
			order = append(order, at)
			sum = &backtest.Trial{Period: t.Period, Cutoff: t.Cutoff, Day: t.Day, Method: t.Method,
				Level: backtest.Team}
			sums[at] = sum
		}
		sum.Forecast, sum.Closed, sum.Actual = sum.Forecast+t.Forecast, sum.Closed+t.Closed, sum.Actual+t.Actual
	}
	all := make([]backtest.Trial, len(order))
	for i, at := range order {
		all[i] = *sums[at]
	}
	slices.SortStableFunc(all, func(x, y backtest.Trial) int { return cmp.Compare(x.Day, y.Day) })
	return all
}
