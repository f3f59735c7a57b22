// Package letterpage is the letter of a compensation plan, which its member reads and accepts.
package letterpage

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/curve"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/planpage"
	"quarterdeck/web/ui"
)

// letter is a version of a plan as a member reads and accepts it.
type letter struct {
	Where    page.Where
	Plan     compensation.Plan
	Version  compensation.Version
	Whose    uuid.UUID // none: nobody's in particular
	Member   string    // their name
	Mine     bool
	Days     string // on which the plan is the member's
	Quotas   []compensation.Target
	Examples []example
	At       string // the period whose quota the examples are of; empty: a usual one
	Every    period.Kind
	Role     tenant.Role
	Accepted *compensation.Acceptance
	Zone     *time.Location
	Form     page.Form
}

// example is what a share of the quota pays in a period, in minor units.
type example struct {
	Share    decimal.Decimal
	Credited decimal.Decimal // major units
	Pays     int64
}

// exampleShares are the attainments that a letter shows.
var exampleShares = []string{"0.50", "0.80", "1.00", "1.20", "1.50"}

// examples are what the components of a valid plan that are measured against an assigned quota in money pay for shares
// of it.
func examples(d plan.Document, calendar period.Calendar, quota decimal.Decimal) ([]example, error) {
	if !quota.IsPositive() {
		return nil, nil
	}
	var all []example
	for _, s := range exampleShares {
		e := example{Share: decimal.RequireFromString(s)}
		e.Credited = quota.Mul(e.Share).Round(d.Currency.Exponent())
		measured := false
		for i := range d.Components {
			c := &d.Components[i]
			if c.Kind != plan.Rate || c.Quota == nil || !c.Quota.Assigned || c.Measure == plan.Count {
				continue
			}
			measured = true
			pays, err := curve.Example(d, c, calendar, quota, e.Credited, planpage.InParts)
			if err != nil {
				return nil, err
			}
			e.Pays += pays
		}
		if !measured {
			return nil, nil
		}
		all = append(all, e)
	}
	return all, nil
}

// open tells that the reader has not accepted the plan and may.
func (l letter) open() bool {
	return l.Mine && l.Accepted == nil && l.Version.PublishedAt != nil
}

func (l letter) examplesNote() string {
	at := "a typical quota"
	if l.At != "" {
		at = "the quota for " + l.At
	}
	return "Earnings per " + string(l.Every) + " at " + at + ", before draws, bonuses and overrides"
}

func (l letter) cash() page.Cash { return page.Cash(l.Version.Document.Currency) }

func (l letter) currency() money.Currency { return l.Version.Document.Currency }

func (l letter) acceptedSaid() string {
	return "Accepted on " + ui.Stamp(l.Accepted.AcceptedAt.In(l.Zone)) + "."
}

func (l letter) credited(e example) string {
	return l.cash().Exact(e.Credited.Shift(l.currency().Exponent()).IntPart())
}

func (l letter) to() string {
	if l.Member == "" {
		return "To all members on this plan"
	}
	return "To " + l.Member
}
