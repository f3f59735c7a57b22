package fieldhistory

import (
	"slices"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/record/opportunity"
)

// currencies is in what an opportunity was counted at each moment, as its history says.
type currencies struct {
	changes []exchange // in the order of time
	now     money.Currency
}

type exchange struct {
	at       time.Time
	old, new money.Currency
}

// currencies reads the changes of an opportunity's currency. Where its history has none and it is known here in another
// one, it was counted in that until the source last modified what is known.
func (h *History) currencies(rows []*mapping.Row, now money.Currency, was *opportunity.Present) currencies {
	c := currencies{now: now}
	for _, r := range rows {
		if r.Get("field") != "currency" {
			continue
		}
		old, err := money.ParseCurrency(r.Get("old"))
		next, also := money.ParseCurrency(r.Get("new"))
		if err == nil && also == nil {
			c.changes = append(c.changes, exchange{h.at[r], old, next})
		}
	}
	slices.SortStableFunc(c.changes, func(a, b exchange) int { return a.at.Compare(b.at) })
	if len(c.changes) == 0 && was != nil && was.Currency != now && was.SourceModifiedAt != nil {
		c.changes = []exchange{{was.SourceModifiedAt.Add(time.Microsecond), was.Currency, now}}
	}
	return c
}

// before is the currency just before a moment, and after that from the moment on.
func (c currencies) before(at time.Time) money.Currency {
	return c.in(func(e exchange) bool { return e.at.Before(at) })
}

func (c currencies) after(at time.Time) money.Currency {
	return c.in(func(e exchange) bool { return !e.at.After(at) })
}

func (c currencies) in(done func(exchange) bool) money.Currency {
	if len(c.changes) == 0 {
		return c.now
	}
	currency := c.changes[0].old
	for _, e := range c.changes {
		if done(e) {
			currency = e.new
		}
	}
	return currency
}
