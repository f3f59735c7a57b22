package outlook

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/backtest"
	"quarterdeck/internal/forecast"
	"quarterdeck/internal/member"
	"quarterdeck/internal/period"
	"quarterdeck/internal/projection"
	"quarterdeck/internal/tenant"
)

// span is a period by its days.
type span struct{ start, end period.Date }

// said is what stood at a moment about a period: each member's own call, and the newest judgement on each.
type said struct{ calls, judged map[uuid.UUID]int64 }

// standing gathers what was said about a period by a moment.
func standing(sayings []forecast.Saying, at time.Time) said {
	s := said{map[uuid.UUID]int64{}, map[uuid.UUID]int64{}}
	for _, one := range sayings {
		if one.SaidAt.After(at) {
			break // they are in the order of their moments
		}
		switch {
		case one.AuthorID == nil && one.Amount != nil:
			s.calls[one.MemberID] = *one.Amount
		case one.AuthorID != nil && one.Amount != nil:
			s.judged[one.MemberID] = *one.Amount
		default:
			delete(s.judged, one.MemberID)
		}
	}
	return s
}

// Judges are the trials of those who make calls: what stood at each cut-off at which the methods were tried, beside the same
// outcome. Where nobody had said anything there is no trial.
func (h History) Judges(trials []backtest.Trial) []backtest.Trial {
	bySpan := map[span][]forecast.Saying{}
	for _, s := range h.Said {
		k := span{s.StartsOn, s.EndsOn}
		bySpan[k] = append(bySpan[k], s)
	}
	people := map[string]member.Member{}
	for _, m := range h.Roster.Members {
		people[key(m)] = m
	}
	var all []backtest.Trial
	var at *bench
	for _, t := range trials { // a period and cut-off's trials of the run rate, at all levels, stand together
		if t.Method != projection.RunRate {
			continue
		}
		if at == nil || at.base.Period != t.Period || at.base.Cutoff != t.Cutoff {
			all = append(all, at.trials()...)
			stood := standing(bySpan[span{t.Period.Start, t.Period.End}], h.Book.Calendar.EndOf(t.Day))
			at = &bench{base: t, said: stood, people: people, roster: h.Roster, teams: h.teams, actual: map[backtest.Level]map[string]float64{}}
		}
		if at.actual[t.Level] == nil {
			at.actual[t.Level] = map[string]float64{}
		}
		at.actual[t.Level][t.Name] = t.Actual
	}
	return append(all, at.trials()...)
}

// bench is one period at one cut-off, with what stood then and what came.
type bench struct {
	base   backtest.Trial
	said   said
	people map[string]member.Member
	roster *member.Roster
	teams  backtest.Teams
	actual map[backtest.Level]map[string]float64
}

// trials compares what reps, managers and executives had said.
func (b *bench) trials() []backtest.Trial {
	if b == nil || len(b.said.calls) == 0 {
		return nil
	}
	reps, judged, leads := sums{}, sums{}, sums{}
	top, lead := b.lead(tenant.Executive), b.lead(tenant.Manager)
	for _, owner := range slices.Sorted(maps.Keys(b.people)) {
		m := b.people[owner]
		call, has := b.said.calls[m.ID]
		switch team := b.teams(owner, b.base.Day); {
		case !has:
		case m.Role == tenant.Rep:
			reps.add(owner, team, float64(call))
			if v, ok := b.said.judged[m.ID]; ok {
				call = v
			}
			judged.add(owner, team, float64(call))
		case m.Role == tenant.Manager && team != "" && lead[team] == m.ID:
			leads.add("", team, float64(call))
		}
	}
	all := b.compare(projection.RepCall, reps)
	leads.members = judged.members
	if len(leads.teams) < len(b.actual[backtest.Team]) {
		leads.total = nil // not every team's manager had spoken
	}
	all = append(all, b.compare(projection.ManagerCall, leads)...)
	if call, ok := b.said.calls[top[""]]; ok {
		said := float64(call)
		all = append(all, b.compare(projection.ExecutiveCall, sums{total: &said})...)
	}
	return all
}

// lead is who of a role has the most people below, by team, and of all by no name: two who lead the same people would be
// counted twice.
func (b *bench) lead(role tenant.Role) map[string]uuid.UUID {
	most, lead := map[string]int{}, map[string]uuid.UUID{}
	for _, owner := range slices.Sorted(maps.Keys(b.people)) {
		m := b.people[owner]
		if m.Role != role {
			continue
		}
		below := len(b.roster.Below(m.ID))
		for _, of := range []string{"", b.teams(owner, b.base.Day)} {
			if below > most[of] {
				most[of], lead[of] = below, m.ID
			}
		}
	}
	return lead
}

// sums are what was said by member and team, and in all.
type sums struct {
	members, teams map[string]float64
	total          *float64
}

func (s *sums) add(owner, team string, amount float64) {
	if s.members == nil {
		s.members, s.teams, s.total = map[string]float64{}, map[string]float64{}, new(float64)
	}
	if owner != "" {
		s.members[owner] += amount
	}
	if team != "" {
		s.teams[team] += amount
	}
	*s.total += amount
}

// compare makes a trial of each figure whose outcome is known.
func (b *bench) compare(m projection.Method, s sums) []backtest.Trial {
	var all []backtest.Trial
	figures := map[backtest.Level]map[string]float64{backtest.Team: s.teams, backtest.Member: s.members}
	if s.total != nil {
		figures[backtest.Organisation] = map[string]float64{"": *s.total}
	}
	for _, level := range backtest.Levels {
		for _, name := range slices.Sorted(maps.Keys(figures[level])) {
			t := b.base
			t.Method, t.Level, t.Name, t.Forecast = m, level, name, figures[level][name]
			t.Low, t.High, t.Closed = 0, 0, 0
			t.Actual = b.actual[level][name]
			all = append(all, t)
		}
	}
	return all
}
