package statement

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Year is a member's pay of a fiscal year in one currency, over all plans, by the current statements. Amounts are minor
// units. Every page that shows a year of pay uses these figures.
type Year struct {
	Label    string
	Earned   int64 // in it, by the newest statement of each plan
	Paid     int64 // marked as paid
	Approved int64 // by a manager or by finance, locked or not, and not paid yet
	Pending  int64 // earned and not payable yet: it waits for an invoice, a payment or a go-live
	Open     int64 // payable by statements that nobody has approved: an estimate
}

// Approved is the amount that at least a manager has approved and that is not paid yet.
func (s State) Approved() bool { return s == ManagerApproved || s == FinanceApproved || s == Locked }

// YearOf adds up the statements of one member in the fiscal year of a day. Statements that could not be calculated are
// left out.
func YearOf(all []Statement, c period.Calendar, day period.Date, currency money.Currency) Year {
	in := c.Containing(period.Year, day)
	y := Year{Label: in.Label}
	newest, before := map[uuid.UUID]Statement{}, map[uuid.UUID]Statement{}
	ordered := slices.SortedFunc(slices.Values(all), func(a, b Statement) int {
		return cmp.Or(cmp.Compare(a.EndsOn, b.EndsOn), cmp.Compare(b.StartsOn, a.StartsOn))
	})
	for _, s := range ordered {
		switch {
		case s.Currency != currency || s.Problem != "" || s.Calculation == nil || s.EndsOn > in.End:
			continue
		case s.EndsOn <= in.Start:
			before[s.PlanID] = s
		case s.State == Paid:
			y.Paid += s.Payable
		case s.State.Approved():
			y.Approved += s.Payable
		default:
			y.Open += s.Payable
		}
		newest[s.PlanID] = s
	}
	for plan, s := range newest {
		y.Earned += s.Earned - before[plan].Earned
		y.Pending += s.Earned - s.Due
	}
	return y
}
