package statementpage

import (
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// WhatIf is what a member would be paid if some of their open opportunities were won, and what the quarter may earn.
type WhatIf struct {
	Where         page.Where
	Role          tenant.Role
	Calendar      period.Calendar
	Opportunities []Candidate
	More          bool // there are more open opportunities than are shown
	Plans         map[uuid.UUID]string
	Supposed      []statement.Supposed
	Picked        int
	Problem       string
	Expected      *Expected // nil: not enough is known
	Quarter       period.Period
}

// Candidate is an open opportunity with what its row of the form says.
type Candidate struct {
	ID            uuid.UUID
	Name, Account string
	Currency      money.Currency
	Picked        bool
	Amount, Close string // as typed
	Error         string
}

// Expected is what a quarter earns by now, and with the published forecast and both ends of its range. Minor units of Currency.
type Expected struct {
	Currency              money.Currency
	Now, Low, Value, High int64
	AsOf                  period.Date
}

func (p WhatIf) expectedPairs() []ui.Pair {
	c := pay.Cash(p.Expected.Currency)
	return []ui.Pair{{Key: "Earned by now", Value: c.Exact(p.Expected.Now)}, {Key: "Low", Value: c.Short(p.Expected.Low), Title: c.Exact(p.Expected.Low)},
		{Key: "Expected", Value: c.Short(p.Expected.Value), Title: c.Exact(p.Expected.Value)}, {Key: "High", Value: c.Short(p.Expected.High), Title: c.Exact(p.Expected.High)}}
}

// gain is what the hypotheses add to all payout periods together.
func gain(s statement.Supposed) (earned, payable int64) {
	for _, r := range s.Rows {
		earned, payable = earned+r.Then.Earned-r.Now.Earned, payable+r.Then.Payable-r.Now.Payable
	}
	return earned, payable
}

func (p WhatIf) headline(s statement.Supposed) string {
	earned, payable := gain(s)
	c := pay.Cash(s.Currency)
	if p.Picked == 0 {
		return "Tick opportunities to see what they would pay."
	}
	said := c.Signed(earned) + " earned with " + ui.Plural(p.Picked, "opportunity", "opportunities")
	if payable != earned {
		said += ", of which " + c.Signed(payable) + " would be payable in these periods"
	}
	return said + "."
}

// said is what is supposed of an opportunity, in short.
func (c Candidate) said() string {
	amount, closes := c.Amount, c.Close
	if d, err := decimal.NewFromString(Typed(c.Amount)); err == nil {
		amount = pay.Cash(c.Currency).Major(d)
	}
	if on, err := period.ParseDate(c.Close); err == nil {
		closes = pay.Day(on)
	}
	return amount + ", closes " + closes
}

func (c Candidate) field(name string) string { return name + "." + c.ID.String() }

// Typed is an amount as people type it, without the marks between its thousands.
func Typed(s string) string { return strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(s) }
