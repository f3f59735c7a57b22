package statement

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

// Correction is what publishing a version would do to pay that is locked already: the lines that the next statements would hold
// for the opportunities in it, by the policy that the version could have. Amounts are minor units of Currency.
type Correction struct {
	Currency money.Currency
	Until    period.Date // the last day that a locked statement of these members covers
	Members  []uuid.UUID // who has a locked statement of the days of the version
	Open     int64       // what the next statements correct already, without the version
	Policies []PolicyCost
	Left     []LeftOut
}

// PolicyCost is the sum of the corrections under a policy, Open included, and how many members it moves.
type PolicyCost struct {
	Policy plan.Retroactive
	Cost   int64
	Moved  int
}

// Correct replays the locked statements of a plan's members with a version published as of now, under each policy (contract:
// retroactive_change). Nothing is written.
func Correct(ctx context.Context, tx *tenant.Tx, v compensation.Version) (Correction, error) {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return Correction{}, err
	}
	c := Correction{Currency: v.Document.Currency}
	now := tx.Calendar().Containing(v.Document.Payout, tx.Today())
	f, err := gather(ctx, tx, Run{Period: now.Key, StartsOn: now.Start, EndsOn: now.End}, tx.Now())
	if err != nil {
		return c, err
	}
	if err := f.stated(ctx, tx, through(now.End)); err != nil {
		return c, err
	}
	var payees []payee
	for p, before := range f.prior {
		if p.plan == v.PlanID && before.On >= v.Document.Effective.From {
			payees = append(payees, p)
			c.Until = max(c.Until, before.On)
		}
	}
	slices.SortFunc(payees, func(a, b payee) int { return strings.Compare(a.member.String(), b.member.String()) })
	c.price(f, v, payees)
	return c, nil
}

// price sums what is corrected without the version, and with it under each policy. Who cannot be calculated is in none of the sums.
func (c *Correction) price(f *facts, v compensation.Version, payees []payee) {
	open := f.corrections(payees)
	sides := map[plan.Retroactive]map[payee]correction{}
	policies := []plan.Retroactive{plan.Restate, plan.OriginalRate, plan.Prospective}
	for _, policy := range policies {
		sides[policy] = f.published(v, policy).corrections(payees)
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
			c.Left = append(c.Left, LeftOut{p.member, why})
			continue
		}
		c.Members = append(c.Members, p.member)
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

// correction is what the opportunities of a payee's locked statements earn by now beyond what was stated, or why that cannot be said.
type correction struct {
	minor int64
	why   string
}

// corrections compares what opportunities earn by now with what locked statements said of them.
func (f *facts) corrections(payees []payee) map[payee]correction {
	given, all := f.grants(f.everybody()), map[payee]correction{}
	for i, c := range each(payees, func(p payee) correction {
		minor, err := f.correction(p, given[p])
		if err != nil {
			return correction{why: message(err)}
		}
		return correction{minor: minor}
	}) {
		all[payees[i]] = c
	}
	return all
}

func (f *facts) correction(p payee, granted grants) (int64, error) {
	b, in, err := f.input(p, granted)
	if err != nil {
		return 0, err
	}
	at, err := commission.Evaluate(in, b.On)
	if err != nil {
		return 0, err
	}
	before, sum := f.prior[p], int64(0)
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

// published are the facts with a version published as of now under a policy.
func (f *facts) published(v compensation.Version, policy plan.Retroactive) *facts {
	now := time.Unix(1<<40, 0) // after everything
	v.Document.Retroactive, v.PublishedAt = policy, &now
	other := *f
	other.versions = maps.Clone(f.versions)
	other.versions[v.PlanID] = append(slices.DeleteFunc(slices.Clone(f.versions[v.PlanID]), func(o compensation.Version) bool { return o.ID == v.ID }), v)
	return other.again()
}
