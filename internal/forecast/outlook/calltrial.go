package outlook

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// span is a period by its days.
type span struct{ start, end period.Date }

// said is what stood at a moment about a period: each member's own call, and the adjustments of each.
type said struct {
	calls    map[uuid.UUID]int64
	adjusted map[uuid.UUID][]opinion
}

// opinion is what somebody above thought of a member's call; the newest of several is the last.
type opinion struct {
	author uuid.UUID
	amount int64
}

// standing gathers what was said about a period by a moment. An adjustment that its author withdrew leaves those of
// others.
func standing(sayings []forecast.Saying, at time.Time) said {
	s := said{map[uuid.UUID]int64{}, map[uuid.UUID][]opinion{}}
	for _, one := range sayings {
		if one.SaidAt.After(at) {
			break // they are in the order of their moments
		}
		if one.AuthorID == nil {
			s.calls[one.MemberID] = *one.Amount
			continue
		}
		others := slices.DeleteFunc(s.adjusted[one.MemberID], func(o opinion) bool { return o.author == *one.AuthorID })
		if one.Amount != nil {
			others = append(others, opinion{*one.AuthorID, *one.Amount})
		}
		s.adjusted[one.MemberID] = others
	}
	return s
}

// CallTrials lists trials of people's calls: the newest call at each cut-off at which methods were tested, with the
// same result. Without a call there is no trial.
func (h History) CallTrials(trials []backtest.Trial) []backtest.Trial {
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
			at = &bench{base: t, said: stood, people: people, roster: h.Roster, teams: h.teams,
				actual: map[backtest.Level]map[string]float64{}}
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
	reps, adjusted := sums{}, sums{}
	for _, owner := range slices.Sorted(maps.Keys(b.people)) {
		m := b.people[owner]
		call, has := b.said.calls[m.ID]
		if !has || m.Role != tenant.Rep {
			continue
		}
		team := b.teams(owner, b.base.Day)
		reps.add(owner, team, float64(call))
		adjusted.add(owner, team, float64(b.adjusted(m.ID, call)))
	}
	leads := b.leads()
	leads.members = adjusted.members
	all := append(b.compare(projection.RepCall, reps), b.compare(projection.ManagerCall, leads)...)
	if call, ok := b.said.calls[b.first(tenant.Executive, nil)]; ok {
		said := float64(call)
		all = append(all, b.compare(projection.ExecutiveCall, sums{total: &said})...)
	}
	return all
}

// adjusted is the newest amount that a manager set for a member, or the member's own call.
func (b *bench) adjusted(about uuid.UUID, call int64) int64 {
	for _, o := range slices.Backward(b.said.adjusted[about]) {
		if m, ok := b.roster.Find(o.author); ok && m.Role == tenant.Manager {
			return o.amount
		}
	}
	return call
}

// leads are the managers' calls: of each team that of whoever leads it, and in all those of managers who have no other
// above them that spoke, so that nobody's people are counted twice. There is no sum unless somebody spoke for every
// team.
func (b *bench) leads() sums {
	s := sums{teams: map[string]float64{}}
	spoke, under := map[uuid.UUID]int64{}, map[uuid.UUID]bool{}
	for _, m := range b.roster.Members {
		if call, ok := b.said.calls[m.ID]; ok && m.Role == tenant.Manager {
			spoke[m.ID] = call
			for _, id := range b.roster.Below(m.ID)[1:] {
				under[id] = true
			}
		}
	}
	total, spokenFor := 0.0, map[string]bool{}
	for owner, m := range b.people {
		call, ok := spoke[m.ID]
		if ok && !under[m.ID] {
			total += float64(call)
		}
		if ok || under[m.ID] {
			spokenFor[b.teams(owner, b.base.Day)] = true
		}
	}
	whole := len(spoke) > 0
	for team := range b.actual[backtest.Team] {
		if call, ok := spoke[b.first(tenant.Manager, &team)]; ok {
			s.teams[team] = float64(call)
		}
		whole = whole && spokenFor[team]
	}
	if whole {
		s.total = &total
	}
	return s
}

// first is who of a role has the most people below; of a team, if one is given, and then most of those must belong to
// it.
func (b *bench) first(role tenant.Role, team *string) uuid.UUID {
	most, first := 0, uuid.Nil
	for _, owner := range slices.Sorted(maps.Keys(b.people)) {
		m := b.people[owner]
		if m.Role != role || team != nil && b.teams(owner, b.base.Day) != *team {
			continue
		}
		below, in := b.roster.Below(m.ID), 0
		for _, id := range below {
			if one, ok := b.roster.Find(id); ok && (team == nil || b.teams(key(one), b.base.Day) == *team) {
				in++
			}
		}
		if len(below) > most && 2*in > len(below) {
			most, first = len(below), m.ID
		}
	}
	return first
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
