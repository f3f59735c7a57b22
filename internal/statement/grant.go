package statement

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/commission"
	"quarterdeck/internal/plan"
)

// grant is a bonus in major units.
type grant = decimal.Decimal

// claim is a payee's claim on a bonus.
type claim struct {
	payee payee
	commission.Claim
}

// share gives each plan's bonuses out in the order of booking, then of opportunities and payees.
func (f *facts) share(claims map[uuid.UUID][]claim) map[payee]map[string]map[string]grant {
	granted := map[payee]map[string]map[string]grant{}
	for id, all := range claims {
		slices.SortStableFunc(all, func(a, b claim) int {
			return cmp.Or(cmp.Compare(a.Booking.On, b.Booking.On), cmp.Compare(a.Booking.Opportunity, b.Booking.Opportunity), cmp.Compare(a.payee.member.String(), b.payee.member.String()))
		})
		for component, budget := range f.bonuses(id) {
			left := budget
			for _, c := range all {
				if c.Component != component {
					continue
				}
				amount := c.Asked
				if left != nil {
					amount = decimal.Min(amount, *left)
					rest := left.Sub(amount)
					left = &rest
				}
				if granted[c.payee] == nil {
					granted[c.payee] = map[string]map[string]grant{}
				}
				if granted[c.payee][component] == nil {
					granted[c.payee][component] = map[string]grant{}
				}
				granted[c.payee][component][c.Deal] = amount
			}
		}
	}
	return granted
}

// bonuses are a plan's bonus components with their budgets, by the newest published version that has them; nil is no budget.
func (f *facts) bonuses(id uuid.UUID) map[string]*decimal.Decimal {
	budgets := map[string]*decimal.Decimal{}
	for _, v := range f.versions[id] {
		for _, c := range v.Document.Components {
			if c.Kind == plan.Bonus && v.PublishedAt != nil {
				budgets[c.ID] = c.Budget
			}
		}
	}
	return budgets
}
