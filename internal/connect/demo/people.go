package demo

import (
	"fmt"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
	"quarterdeck/internal/connect/demo/market"
)

// person is a user of the CRM; only a rep has a region, a skill and a quota.
type person struct {
	id, first, last, title string
	manager                string // the manager's id
	region                 int    // index of the company's regions, -1 for the whole company
	hired, left            period.Date
	factor                 float64 // quota against the ordinary rep's
	skill                  float64 // 0 to 1: how far up the table the rep tends to finish
	book                   []*account
}

// people is everybody, in the order of the file.
type people struct {
	all      []*person
	reps     []*person
	managers []*person // by region
}

// works tells whether the rep is with the company on the day.
func (p *person) works(on period.Date) bool { return p.hired <= on && (p.left.IsZero() || on < p.left) }

// ramp is the part of a full quota that a rep carries in the month: a quarter, a half and three quarters
// for two months each, from the month after the first day.
func (p *person) ramp(month period.Date) float64 {
	if !p.left.IsZero() && month >= p.left {
		return 0
	}
	tenure := monthsBetween(p.hired, month) - 1
	switch {
	case tenure < 0:
		return 0
	case tenure < 6:
		return float64(1+tenure/2) / 4
	default:
		return 1
	}
}

func monthsBetween(a, b period.Date) int {
	ya, ma, _ := a.Time().Date()
	yb, mb, _ := b.Time().Date()
	return (yb-ya)*12 + int(mb-ma)
}

// addPeople fills the organisation: the staff around the reps, then each region's manager and reps.
func (s *generator) addPeople() {
	d := chance.New(s.Seed, "people")
	firsts, lasts := d.Perm(len(s.market.First)), d.Perm(len(s.market.Last))
	add := func(p person) *person {
		n := len(s.people.all)
		p.id = fmt.Sprintf("005%015d", n+1)
		p.first, p.last = s.market.First[firsts[n%len(firsts)]], s.market.Last[lasts[n%len(lasts)]]
		s.people.all = append(s.people.all, &p)
		return &p
	}
	since := func(months int) period.Date { // people start on Mondays
		return (s.today.AddMonths(-months)-period.Date(d.IntN(20)))/7*7 + 1
	}
	cro := add(person{title: "CRO", region: -1, hired: since(90)})
	add(person{title: "Sales Operations Manager", region: -1, hired: since(62), manager: cro.id})
	add(person{title: "Finance Director", region: -1, hired: since(71)})
	add(person{title: "System Administrator", region: -1, hired: since(58)})
	for i, r := range s.regions {
		m := add(person{title: "Sales Manager", region: i, hired: since(84), manager: cro.id})
		s.people.managers = append(s.people.managers, m)
		for _, months := range r.tenures {
			s.people.reps = append(s.people.reps, add(person{region: i, hired: since(months), manager: m.id}))
		}
		for _, months := range r.left {
			y, mon, _ := s.today.AddMonths(-months[1]).Time().Date()
			gone := period.NewDate(y, mon+1, 1) - 1
			s.people.reps = append(s.people.reps,
				add(person{region: i, hired: since(months[0]), left: gone, manager: m.id}))
		}
	}
	s.rate(d)
}

// rate gives each rep of a region a skill, and the longest-serving quarter a senior's title and quota.
func (s *generator) rate(d chance.Dice) {
	for i, region := range s.regions {
		var team []*person
		for _, r := range s.people.reps {
			if r.region == i {
				team = append(team, r)
			}
		}
		for n, rank := range d.Perm(len(team)) {
			r := team[n]
			r.skill = (float64(rank) + .5) / float64(len(team))
			r.title, r.factor = "Account Executive", region.load
			if n < len(team)/4 {
				r.title, r.factor = "Senior Account Executive", region.load*1.15
			}
		}
	}
}

// team is the reps of a region who are there on the day.
func (s *generator) team(region int, on period.Date) []*person {
	var team []*person
	for _, r := range s.people.reps {
		if r.region == region && r.works(on) {
			team = append(team, r)
		}
	}
	return team
}

// staying is the team without those who have left since.
func (s *generator) staying(region int, on period.Date) []*person {
	return slices.DeleteFunc(s.team(region, on), func(p *person) bool { return !p.left.IsZero() })
}

// email is an address in a reserved domain, so that no mail ever leaves.
func (s *generator) email(p *person) string {
	return market.Address(p.first) + "." + market.Address(p.last) + "@" + s.Slug + ".example"
}
