// Package whatifpage is what a member would be paid if they won some of their open opportunities.
package whatifpage

import (
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// whatIf is what a member would be paid if some of their open opportunities were won, and what the quarter may earn.
type whatIf struct {
	Where         page.Where
	Role          tenant.Role
	Calendar      period.Calendar
	Opportunities []candidateView
	More          bool // there are more open opportunities than are shown
	Plans         map[uuid.UUID]string
	Supposed      []hypothesis.Estimate
	Picked        int
	Problem       string
	Expected      *expectedView // nil: not enough is known
	Quarter       period.Period
}

// candidateView is an open opportunity with what its row of the form says.
type candidateView struct {
	ID            uuid.UUID
	Name, Account string
	Currency      money.Currency
	Picked        bool
	Place         int    // among the alternatives that were asked about; -1: it was not
	Amount, Close string // as typed
	Minor         *int64 // the amount, where it could be read
	Error         string
}

// expectedView is what a quarter earns by now, and with the published forecast and both ends of its range. Minor units
// of Currency.
type expectedView struct {
	Currency              money.Currency
	Now, Low, Value, High int64
	AsOf                  period.Date
}

func (p whatIf) expectedPairs() []ui.Pair {
	c := page.Cash(p.Expected.Currency)
	return []ui.Pair{{Key: "Earned by now", Value: c.Exact(p.Expected.Now)},
		{Key: "Low", Value: c.Short(p.Expected.Low), Title: c.Exact(p.Expected.Low)},
		{Key: "Expected", Value: c.Short(p.Expected.Value), Title: c.Exact(p.Expected.Value)},
		{Key: "High", Value: c.Short(p.Expected.High), Title: c.Exact(p.Expected.High)}}
}

// gain is what the hypotheses add to all payout periods together.
func gain(s hypothesis.Estimate) (earned, payable int64) {
	for _, r := range s.Rows {
		earned, payable = earned+r.Then.Earned-r.Now.Earned, payable+r.Then.Payable-r.Now.Payable
	}
	return earned, payable
}

func (p whatIf) headline(s hypothesis.Estimate) string {
	earned, payable := gain(s)
	c := page.Cash(s.Currency)
	if p.Picked == 0 {
		return "Select opportunities to see what they would pay together."
	}
	said := c.Signed(earned) + " earned with " + ui.Plural(p.Picked, "opportunity", "opportunities")
	if payable != earned {
		said += ", of which " + c.Signed(payable) + " would be payable in these periods"
	}
	return said + "."
}

// tally is the sum over all plans in short, for the foot of the screen.
func (p whatIf) tally() string {
	if p.Problem != "" {
		return p.Problem
	}
	if p.Picked == 0 {
		return "No opportunities selected."
	}
	var said []string
	for _, s := range p.Supposed {
		if s.Problem == "" {
			earned, _ := gain(s)
			said = append(said, page.Cash(s.Currency).Signed(earned))
		}
	}
	if len(said) == 0 {
		return "Not available."
	}
	return strings.Join(said, " and ") + " with " + ui.Plural(p.Picked, "opportunity", "opportunities")
}

// alone is what an opportunity would earn by itself, by each plan that pays for it; empty where that is not known.
func (p whatIf) alone(c candidateView) string {
	var said []string
	for _, s := range p.Supposed {
		if c.Place >= 0 && c.Place < len(s.Alone) && s.Alone[c.Place] != nil &&
			(*s.Alone[c.Place] != 0 || len(p.Supposed) == 1) {
			said = append(said, page.Cash(s.Currency).Signed(*s.Alone[c.Place]))
		}
	}
	return strings.Join(said, ", ")
}

// changed are the payout periods that the ticked opportunities change, or the present one where none is ticked.
func (p whatIf) changed(s hypothesis.Estimate) []hypothesis.EstimateRow {
	var rows []hypothesis.EstimateRow
	for _, r := range s.Rows {
		if r.Now != r.Then {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 && len(s.Rows) > 0 {
		return s.Rows[:1]
	}
	return rows
}

// fromTo is an amount without and with what is ticked.
func fromTo(c page.Cash, now, then int64) string {
	if now == then {
		return c.Exact(now)
	}
	return c.Exact(now) + " → " + c.Exact(then)
}

// said is what is supposed of an opportunity, in short.
func (c candidateView) said() string {
	amount, closes := c.Amount, c.Close
	if c.Minor != nil {
		amount = page.Cash(c.Currency).Exact(*c.Minor)
	}
	if on, err := period.ParseDate(c.Close); err == nil {
		closes = page.Day(on)
	}
	return amount + ", closes " + closes
}

// hint is the account, where the opportunity's name does not begin with it anyway.
func (c candidateView) hint() string {
	if strings.HasPrefix(c.Name, c.Account) {
		return ""
	}
	return c.Account
}

func (c candidateView) field(name string) string { return name + "." + c.ID.String() }

// place is where on the page something about the candidate is said, as a selector names it.
func (c candidateView) place(name string) string { return name + "-" + c.ID.String() }
