package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/plan"
)

// Standing is the attainment of a component in the measurement period of a day: credit, quota, and the credit that the
// next tier needs. Credit and thresholds are major units of the plan's currency, or counts.
type Standing struct {
	Component  string           `json:"component"`
	Period     string           `json:"period"`
	Credited   decimal.Decimal  `json:"credited"`
	Quota      *decimal.Decimal `json:"quota"`
	Attainment *decimal.Decimal `json:"attainment"`
	Earned     int64            `json:"earned"` // in the period, minor units
	Tiers      []Step           `json:"tiers"`
}

// Step is a tier with its threshold as it applies to a payee.
type Step struct {
	From    decimal.Decimal `json:"from"`
	Rate    decimal.Decimal `json:"rate"`
	Back    bool            `json:"back,omitempty"`
	Reached bool            `json:"reached"`
}

// Standings lists the attainment of every component in which credit adds up.
func (e *Evaluation) Standings() []Standing {
	all := []Standing{}
	t := e.state.in.nearest(e.On)
	if t == nil {
		return all
	}
	for i := range t.Plan.Components {
		c := &t.Plan.Components[i]
		if c.Kind == plan.Bonus {
			continue
		}
		a := e.state.at(c, t, e.On)
		quota := e.state.in.quota(c, a.period)
		s := Standing{Component: c.ID, Period: a.period.Key, Credited: a.total, Quota: quota,
			Attainment: attained(a.total, quota), Tiers: []Step{}}
		for _, l := range e.Lines {
			if l.Component == c.ID && l.Period == s.Period {
				s.Earned += l.Amount
			}
		}
		over := tiers{of: c, quota: value(quota)}
		if !needsQuota(c) || quota != nil {
			for _, tier := range over.rates() {
				from := over.begins(tier)
				s.Tiers = append(s.Tiers, Step{from, tier.Rate, tier.All, a.total.GreaterThanOrEqual(from)})
			}
		}
		all = append(all, s)
	}
	return all
}
