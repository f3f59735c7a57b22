package hypothesis

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

// Correction is what publishing a version would do to pay that is locked already: the lines that the next statements
// would hold for the opportunities in it, by the policy that the version could have. Amounts are minor units of
// Currency.
type Correction struct {
	Currency money.Currency
	Until    period.Date // the last day that a locked statement of these members covers
	Members  []uuid.UUID // who has a locked statement of the days of the version
	Open     int64       // what the next statements correct already, without the version
	Policies []PolicyCost
	Left     []LeftOut
}

// PolicyCost is the total of the corrections under a policy, including Open, and the number of members affected.
type PolicyCost struct {
	Policy plan.Retroactive
	Cost   int64
	Moved  int
}

// Correct replays the locked statements of a plan's members with a version published now, under each policy (contract:
// retroactive_change). It writes nothing.
func Correct(ctx context.Context, tx *tenant.Tx, v compensation.Version) (Correction, error) {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return Correction{}, err
	}
	c := Correction{Currency: v.Document.Currency}
	now := tx.Calendar().Containing(v.Document.Payout, tx.Today())
	f, err := fact.Gather(ctx, tx, now, tx.Now())
	if err != nil {
		return c, err
	}
	if err := f.ReadPrior(ctx, tx, fact.After(now.End)); err != nil {
		return c, err
	}
	var payees []fact.Payee
	for p, before := range f.Prior {
		if p.Plan == v.PlanID && before.On >= v.Document.Effective.From {
			payees = append(payees, p)
			c.Until = max(c.Until, before.On)
		}
	}
	slices.SortFunc(payees, func(a, b fact.Payee) int { return strings.Compare(a.Member.String(), b.Member.String()) })
	c.price(side{f}, v, payees)
	return c, nil
}

// price sums what is corrected without the version, and with it under each policy. Who cannot be calculated is in none
// of the sums.
func (c *Correction) price(f side, v compensation.Version, payees []fact.Payee) {
	open := f.corrections(payees)
	sides := map[plan.Retroactive]map[fact.Payee]correction{}
	policies := []plan.Retroactive{plan.Restate, plan.OriginalRate, plan.Prospective}
	for _, policy := range policies {
		v.Document.Retroactive = policy
		sides[policy] = side{f.Publishing(v)}.corrections(payees)
	}
	costs := make([]PolicyCost, len(policies))
	for _, p := range payees {
		why := open[p].why
		for _, policy := range policies {
			if why == "" {
				why = sides[policy][p].why
			}
		}
		if why != "" {
			c.Left = append(c.Left, LeftOut{p.Member, why})
			continue
		}
		c.Members = append(c.Members, p.Member)
		c.Open += open[p].minor
		for i, policy := range policies {
			costs[i].Policy = policy
			costs[i].Cost += sides[policy][p].minor
			if sides[policy][p].minor != open[p].minor {
				costs[i].Moved++
			}
		}
	}
	if len(c.Members) > 0 {
		c.Policies = costs
	}
}

// correction is what the opportunities of a payee's locked statements earn by now beyond what was stated, or why that
// cannot be said.
type correction struct {
	minor int64
	why   string
}

// corrections compares what opportunities earn by now with what locked statements said of them.
func (f side) corrections(payees []fact.Payee) map[fact.Payee]correction {
	given, all := f.Grants(f.Everybody()), map[fact.Payee]correction{}
	for i, c := range fact.Each(payees, func(p fact.Payee) correction {
		minor, err := f.correction(p, given[p])
		if err != nil {
			return correction{why: fact.Problem(err)}
		}
		return correction{minor: minor}
	}) {
		all[payees[i]] = c
	}
	return all
}

func (f side) correction(p fact.Payee, granted fact.Grants) (int64, error) {
	b, in, err := f.Input(p, granted)
	if err != nil {
		return 0, err
	}
	at, err := commission.Evaluate(in, b.On)
	if err != nil {
		return 0, err
	}
	before, sum := f.Prior[p], int64(0)
	for _, l := range at.Lines {
		key := l.Opportunity // of its booking's event
		if l.Member != "" {
			key += " " + l.Member
		}
		if _, known := before.Known[key]; known {
			sum += l.Amount
		}
	}
	for _, l := range before.State {
		sum -= l.Amount
	}
	return sum, nil
}
