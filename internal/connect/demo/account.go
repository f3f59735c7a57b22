package demo

import (
	"fmt"
	"math"
	"sort"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
	"quarterdeck/internal/connect/demo/market"
)

// account is a company that is sold to.
type account struct {
	id, name, site, industry string
	employees                int
	state, country           string
	owner                    *person // nobody, where the region has not got round to it
	created                  period.Date
	customer                 period.Date // since when, zero for a prospect
	busy                     period.Date // the last day of its latest opportunity
	contacts                 []*contact
}

// contact is a person at an account.
type contact struct {
	id                        string
	account                   *account
	first, last, email, title string
	created                   period.Date
}

// legacy is how many customers each rep has from before the history.
const legacy = 8

// assignAccounts puts the opportunities in the order of their creation, gives each its traits, and finds each
// an account: a customer for existing business, else a prospect, new or lost before.
func (s *generator) assignAccounts() {
	d := chance.New(s.Seed, "accounts")
	names := market.NewNames(d, s.market)
	sort.SliceStable(s.opportunities, func(i, j int) bool {
		return s.opportunities[i].created < s.opportunities[j].created
	})
	begin := s.opportunities[0].created
	for _, r := range s.people.reps {
		for range legacy {
			a := s.prospect(d, names, r.region, begin-period.Date(d.Between(30, 800)), 1)
			a.customer, a.owner = a.created+20, r
			r.book = append(r.book, a)
		}
	}
	for i, o := range s.opportunities {
		o.id = fmt.Sprintf("006%015d", i+1)
		s.label(d, o)
		a := s.find(d, o)
		if a == nil {
			a = s.prospect(d, names, o.region, o.created-period.Date(d.Between(0, 80)),
				float64(o.amount)/float64(s.averageWin))
			a.owner = o.owner
			o.owner.book = append(o.owner.book, a)
			if o.expansion {
				a.created -= 300
				a.customer = a.created + 20
			}
		}
		a.busy = max(a.busy, o.ended)
		if o.stage == closedWon && a.customer.IsZero() {
			a.customer = o.ended
		}
		o.account = a
		o.name = a.name + " – " + chance.Pick(d, s.product)
		if o.expansion {
			o.name = fmt.Sprintf("%s – %d more seats", a.name, d.Between(2, 40)*5)
		}
	}
	s.addUnworked(d, names)
}

// find looks through the owner's accounts for one that fits; nil is a new one.
func (s *generator) find(d chance.Dice, o *opportunity) *account {
	if !o.expansion && d.Happens(.55) {
		return nil
	}
	for range 12 {
		a := chance.Pick(d, o.owner.book)
		customer := !a.customer.IsZero() && a.customer < o.created
		if o.expansion && customer || !o.expansion && a.customer.IsZero() && a.busy < o.created &&
			a.created < o.created {
			return a
		}
	}
	return nil
}

// prospect adds an account of the region; size is how large it is against the usual one.
func (s *generator) prospect(d chance.Dice, names *market.Names, region int, created period.Date,
	size float64) *account {
	r := s.regions[region]
	n := d.IntN(len(r.states))
	industry, name := names.Company()
	a := &account{
		name: name, site: names.Site(name), industry: industry, state: r.states[n],
		country:   r.country[min(n, len(r.country)-1)],
		employees: int(max(10, min(20000, d.Lognormal(210*math.Pow(size, .6), .7)))), created: weekday(created),
	}
	s.accounts = append(s.accounts, a)
	return a
}

// addUnworked adds the accounts that nobody sells to, hands on those of reps who left, and numbers all.
func (s *generator) addUnworked(d chance.Dice, names *market.Names) {
	begin := s.opportunities[0].created
	for i, r := range s.regions {
		for n := range r.unowned + 30 {
			a := s.prospect(d, names, i, begin+period.Date(d.IntN(int(s.today-begin))), 1)
			if n >= r.unowned {
				a.owner = chance.Pick(d, s.staying(i, s.today))
				a.created = max(a.created, a.owner.hired)
			}
		}
	}
	for _, a := range s.accounts {
		if a.owner != nil && !a.owner.left.IsZero() {
			a.owner = chance.Pick(d, s.staying(a.owner.region, s.today))
		}
	}
	sort.SliceStable(s.accounts, func(i, j int) bool { return s.accounts[i].created < s.accounts[j].created })
	for i, a := range s.accounts {
		a.id = fmt.Sprintf("001%015d", i+1)
	}
}
