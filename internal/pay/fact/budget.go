package fact

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
)

// claim is a payee's claim on a bonus.
type claim struct {
	payee Payee
	commission.Claim
}

// Grants is a payee's bonuses by component and opportunity, in major units.
type Grants map[string]map[string]decimal.Decimal

func (g Grants) Set(component, deal string, amount decimal.Decimal) {
	if g[component] == nil {
		g[component] = map[string]decimal.Decimal{}
	}
	g[component][deal] = amount
}

// Grants distributes bonus budgets over all payees of a plan, first come, first served; empty if no plan has a budget.
// Payees whose pay cannot be calculated claim nothing; their statement shows the problem.
func (f *Facts) Grants(payees []Payee) map[Payee]Grants {
	payees = slices.DeleteFunc(slices.Clone(payees), func(p Payee) bool { return !f.budgets(p.Plan) })
	claims := map[uuid.UUID][]claim{}
	for i, all := range Each(payees, f.claims) {
		for _, c := range all {
			claims[payees[i].Plan] = append(claims[payees[i].Plan], claim{payees[i], c})
		}
	}
	return f.share(claims)
}

func (f *Facts) claims(p Payee) (all []commission.Claim) {
	defer func() {
		if recover() != nil { // their statement says so
			all = nil
		}
	}()
	b, in, err := f.Input(p, nil)
	if err != nil {
		return nil
	}
	at, err := commission.Evaluate(in, b.On)
	if err != nil {
		return nil
	}
	return at.Claims()
}

// budgets tells whether any version of a plan has a bonus with a budget.
func (f *Facts) budgets(id uuid.UUID) bool {
	return slices.ContainsFunc(f.Versions[id], func(v compensation.Version) bool {
		return slices.ContainsFunc(v.Document.Components,
			func(c plan.Component) bool { return c.Kind == plan.Bonus && c.Budget != nil })
	})
}

// share gives each plan's bonuses out in the order of booking, then of opportunities and payees.
func (f *Facts) share(claims map[uuid.UUID][]claim) map[Payee]Grants {
	granted := map[Payee]Grants{}
	for id, all := range claims {
		slices.SortStableFunc(all, func(a, b claim) int {
			return cmp.Or(cmp.Compare(a.Booking.On, b.Booking.On),
				cmp.Compare(a.Booking.Opportunity, b.Booking.Opportunity),
				cmp.Compare(a.payee.Member.String(), b.payee.Member.String()))
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
					granted[c.payee] = Grants{}
				}
				granted[c.payee].Set(component, c.Deal, amount)
			}
		}
	}
	return granted
}

// bonuses are a plan's bonus components with their budgets, by the newest published version that has them; nil is no
// budget.
func (f *Facts) bonuses(id uuid.UUID) map[string]*decimal.Decimal {
	budgets := map[string]*decimal.Decimal{}
	for _, v := range f.Versions[id] {
		for _, c := range v.Document.Components {
			if c.Kind == plan.Bonus && v.PublishedAt != nil {
				budgets[c.ID] = c.Budget
			}
		}
	}
	return budgets
}
