package demo

import (
	"math"
	"sort"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// addOpen makes the opportunities that are open today: as old as a steady business would have them,
// in the stages that go with the age, and together worth what the company says.
func (s *generator) addOpen() {
	d := chance.New(s.Seed, "pipeline")
	demand := make([]float64, len(s.regions))
	for i, r := range s.regions {
		demand[i] = r.demand
	}
	stagesOf := chance.NewDeck(d, []float64{.27, .27, .24, .13, .09})
	large := chance.Apportion(s.big, demand)
	for i, n := range chance.Apportion(s.open, demand) {
		var team []*person
		var weights []float64
		for _, r := range s.team(i, s.today) {
			team = append(team, r)
			weights = append(weights, (.45+.55*r.ramp(s.today))*(.9+.2*d.Float64()))
		}
		counts := chance.Apportion(n, weights)
		var region []*opportunity
		amounts := d.Spread(n, .9)
		for j, r := range team {
			for range counts[j] {
				o := &opportunity{region: i, owner: r, stage: stage(stagesOf.Next()), ended: s.yesterday(),
					created: weekday(s.yesterday() - s.age(d))}
				o.amount = int64(amounts[len(region)] * float64(s.openValue) / float64(s.open))
				region = append(region, o)
			}
		}
		s.arrange(d, i, region, large[i])
		s.opportunities = append(s.opportunities, region...)
	}
	s.value()
}

// age is how long an open opportunity has been open. In a steady business it is a random point of a
// cycle, and long cycles are met more often, by their length.
func (s *generator) age(d chance.Dice) period.Date {
	median, spread := float64(lostCycle), lostSpread
	if d.Happens(.17) {
		median, spread = wonCycle, wonSpread
	}
	days := d.Lognormal(median*math.Exp(spread*spread), spread)
	return period.Date(min(longest, days*s.pace) * d.Float64())
}

// arrange matches stages, close dates and the quiet ones to the age of a region's open opportunities.
func (s *generator) arrange(d chance.Dice, region int, list []*opportunity, large int) {
	ranked := func(score func(*opportunity) float64) []*opportunity {
		scores := make(map[*opportunity]float64, len(list))
		for _, o := range list {
			scores[o] = score(o)
		}
		out := append([]*opportunity(nil), list...)
		sort.SliceStable(out, func(i, j int) bool { return scores[out[i]] < scores[out[j]] })
		return out
	}
	got := make([]stage, len(list))
	for i, o := range list {
		got[i] = o.stage
	}
	sort.Slice(got, func(i, j int) bool { return got[i] < got[j] })
	for i, o := range ranked(func(o *opportunity) float64 {
		return math.Log(2+float64(s.today-o.created)) +
			.7*d.NormFloat64()
	}) {
		o.stage = got[i]
	}
	days := s.expected(d, len(list))
	for i, o := range ranked(func(o *opportunity) float64 { return -float64(o.stage) + 1.2*d.NormFloat64() }) {
		o.closeOn = days[i]
	}
	for i, o := range ranked(func(o *opportunity) float64 { return -float64(o.amount) }) {
		if i < large {
			o.amount = int64(float64(s.largest) * (.6 + .2*float64(i) + .15*d.Float64()))
		}
	}
	r := s.regions[region]
	overdue, quiet := int(r.overdue*float64(len(list))+.5), int(r.quiet*float64(len(list))+.5)
	for _, o := range ranked(func(*opportunity) float64 { return d.Float64() }) {
		age := s.today - o.created
		if overdue > 0 && age > 45 {
			overdue--
			o.closeOn = weekday(s.yesterday() - period.Date(d.Between(0, 34)))
		}
		if quiet > 0 && age > 24 {
			quiet--
			o.quiet = true
		}
	}
}

// expected is the close dates of n open opportunities, the earliest first: what is still left of the
// quarter takes the more of them the longer it is, the next quarter most of the others.
func (s *generator) expected(d chance.Dice, n int) []period.Date {
	q := s.cal.Containing(period.Quarter, s.today)
	next := s.cal.Shift(q, 1)
	left := float64(q.End-s.today) / float64(q.Days())
	now := .03 + .55*math.Pow(left, .8)
	days := make([]period.Date, n)
	for i := range days {
		from, to := s.today, q.End
		switch x := (float64(i) + .5) / float64(n); {
		case x > now+(1-now)*.72:
			from, to = next.End, s.cal.Shift(q, 2).End
		case x > now:
			from, to = next.Start, next.End
		}
		at := math.Sqrt(d.Float64()) // more towards the end than the beginning
		days[i] = max(s.today, weekday(from+period.Date(at*float64(to-from))))
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	return days
}

// value brings the open opportunities, but for the very large ones, to what they are worth together.
func (s *generator) value() {
	rest, large := 0.0, 0.0
	for _, o := range s.opportunities {
		switch {
		case o.stage.closed():
		case o.amount > s.largest/2:
			large += float64(o.amount)
		default:
			rest += float64(o.amount)
		}
	}
	for _, o := range s.opportunities {
		if !o.stage.closed() {
			factor := 1.0
			if o.amount <= s.largest/2 {
				factor = (float64(s.openValue) - large) / rest
			}
			o.amount = s.round(float64(o.amount) * factor)
		}
	}
}

// assignOwners says who owned an opportunity before: what is older than its owner came from somebody else,
// what a rep who left had open went to colleagues, and now and then one changes hands.
func (s *generator) assignOwners() {
	d := chance.New(s.Seed, "owners")
	for _, o := range s.opportunities {
		last := o.ended - 2
		if o.created < o.owner.hired {
			if before := s.staying(o.region, o.created); len(before) > 0 {
				o.first, o.handed = chance.Pick(d, before), min(last, o.owner.hired+period.Date(d.Between(1, 8)))
			}
			continue
		}
		for _, p := range s.people.reps {
			if p.region == o.region && !p.left.IsZero() && p.hired <= o.created && o.created < p.left-5 &&
				o.ended > p.left+6 && d.Happens(.13) {
				o.first, o.handed = p, p.left+period.Date(d.Between(0, 3))
			}
		}
		if team := s.staying(o.region, o.created); o.first == nil && o.ended-o.created > 25 && len(team) > 1 &&
			d.Happens(.02) {
			if p := chance.Pick(d, team); p != o.owner {
				o.first, o.handed = p, o.created+period.Date(d.Between(5, int(o.ended-o.created)-6))
			}
		}
	}
}
