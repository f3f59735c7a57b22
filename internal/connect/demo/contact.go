package demo

import (
	"fmt"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
	"quarterdeck/internal/connect/demo/market"
)

// role is a contact's part in an opportunity.
type role struct {
	contact *contact
	part    string
	primary bool
	since   period.Date
}

var (
	parts  = []string{"Economic Buyer", "Decision Maker", "Evaluator", "Influencer"}
	titles = []string{"CFO", "CTO", "VP Sales", "Director of Operations", "Head of Procurement", "Analyst",
		"IT Manager", "COO", "VP Finance", "Director"}
)

// addContacts brings the account's people into the opportunity: more of them where it is won.
func (s *generator) addContacts(d chance.Dice, o *opportunity) {
	n := d.Weighted([]float64{.34, .33, .21, .12})
	switch {
	case o.stage == closedWon:
		n = 1 + d.Weighted([]float64{.16, .3, .28, .17, .09})
	case !o.stage.closed():
		n = d.Weighted([]float64{.28, .27, .22, .15, .08})
		n += int(o.stage) / 3
	}
	span := int(o.ended - o.created)
	offset := d.IntN(len(parts))
	days := make([]period.Date, n)
	for i := range days {
		days[i] = max(o.created, weekday(o.created+period.Date(d.IntN(max(1, span*2/3+1)))))
	}
	slices.Sort(days)
	for i, on := range days {
		c := s.contactFor(d, o, on)
		o.roles = append(o.roles, role{contact: c, part: parts[(offset+i)%len(parts)], primary: i == 0, since: on})
	}
}

// contactFor is one of the account's people who is not in the opportunity yet, perhaps somebody new.
func (s *generator) contactFor(d chance.Dice, o *opportunity, on period.Date) *contact {
	a := o.account
	if len(a.contacts) > 0 && d.Happens(.7) {
		c := chance.Pick(d, a.contacts)
		if c.created <= on && !slices.ContainsFunc(o.roles, func(r role) bool { return r.contact == c }) {
			return c
		}
	}
	c := &contact{account: a, title: chance.Pick(d, titles), created: on}
	for c.email == "" || slices.ContainsFunc(a.contacts, func(b *contact) bool { return b.email == c.email }) {
		c.first, c.last = chance.Pick(d, s.market.First), chance.Pick(d, s.market.Last)
		c.email = market.Address(c.first) + "." + market.Address(c.last) + "@" + a.site
	}
	a.contacts = append(a.contacts, c)
	s.contacts = append(s.contacts, c)
	c.id = fmt.Sprintf("003%015d", len(s.contacts))
	return c
}
