package sitetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

// PlanText is a plan with a cliff, a gate, a bonus and an override, by name and the rate above the quota.
const PlanText = `{"name": %q, "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
	"components": [
		{"id": "new-business", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": "0.05"}, {"from": "0.50", "rate": "0.10", "apply": "all"}, {"from": "1.00", "rate": %q}],
			"gate": "0.20", "multipliers": [{"when": {"term_months_at_least": 24}, "factor": "1.10"}], "clawback": {"within_days": 90, "amount": "full"}},
		{"id": "spif", "kind": "bonus", "amount": "500.00", "window": {"from": "2026-10-01", "to": "2027-01-01"}, "budget": "10000.00"}]}`

func PlanDoc(t testing.TB, name, rate string) plan.Document {
	t.Helper()
	d, err := plan.Parse(fmt.Appendf(nil, PlanText, name, rate))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// compensate gives a plan, published, to members since a day.
func compensate(ctx context.Context, tx *tenant.Tx, d plan.Document, since string,
	members ...uuid.UUID) (compensation.Version, error) {
	v, err := compensation.Save(ctx, tx, d, "For the year")
	if err != nil {
		return v, err
	}
	if err := compensation.Publish(ctx, tx, v.ID); err != nil {
		return v, err
	}
	from, err := period.ParseDate(since)
	if err != nil {
		return v, err
	}
	for _, m := range members {
		if err := compensation.Assign(ctx, tx,
			compensation.Assignment{MemberID: m, PlanID: v.PlanID, ValidFrom: from}); err != nil {
			return v, err
		}
	}
	return v, nil
}

// Pays gives the rep and far plans of their own, in the name of the system.
func (f *Firm) Pays(t testing.TB) (rep, far compensation.Version) {
	t.Helper()
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		if rep, err = compensate(t.Context(), tx, PlanDoc(t, "zzplanrep West", "0.15"), "2026-01-01",
			f.People["rep"]); err != nil {
			return err
		}
		if _, err = compensation.Revise(t.Context(), tx, rep.PlanID, 1, PlanDoc(t, "zzplanrep West", "0.17"),
			"zzdraft"); err != nil {
			return err
		}
		f.plan = rep.PlanID
		far, err = compensate(t.Context(), tx, PlanDoc(t, "zzplanfar East", "0.20"), "2026-01-01", f.People["far"])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rep, far
}

// draft begins a third version of the sellers' plan.
func (c *company) draft(ctx context.Context, tx *tenant.Tx) error {
	plans, err := compensation.List(ctx, tx)
	if err != nil {
		return err
	}
	versions, err := compensation.Versions(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	c.plan = plans[slices.IndexFunc(plans, func(p compensation.Plan) bool { return p.Name == "Account Executive" })].ID
	for _, v := range versions {
		if v.PlanID == c.plan && v.Number == 2 {
			d := v.Document
			d.Components = slices.Clone(d.Components)
			d.Components[1].Tiers = []plan.Tier{{Rate: decimal.RequireFromString("0.06")}}
			_, err = compensation.Revise(ctx, tx, c.plan, 2, d, "More for existing business")
		}
	}
	return err
}

// Drafted is the form of a new plan, as the editor shows it first, with a name; later pairs replace earlier ones.
func Drafted(name string, more ...string) []string {
	pairs := append([]string{"do", "save", "name", name, "currency", "USD", "effective.from", "2026-01-01",
		"effective.to", "2026-12-31", "measurement", "quarter", "payout", "month", "components.0.id", "sales",
		"components.0.kind", "rate", "components.0.quota", "assigned", "components.0.tiers.0.from", "0",
		"components.0.tiers.0.rate", "10", "components.0.tiers.1.from", "", "components.0.tiers.1.rate", "",
		"components.0.eligible.0.on", "", "draw.kind", "", "draw.recovery", "full"}, more...)
	form := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
	}
	var all []string
	for key, value := range form {
		all = append(all, key, value)
	}
	return all
}
