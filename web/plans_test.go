package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/compensation"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
	"quarterdeck/internal/quota"
	"quarterdeck/internal/tenant"
)

// planText is a plan with a cliff, a gate, a bonus and an override, by name and the rate above the quota.
const planText = `{"name": %q, "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
	"components": [
		{"id": "new-business", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": "0.05"}, {"from": "0.50", "rate": "0.10", "apply": "all"}, {"from": "1.00", "rate": %q}],
			"gate": "0.20", "multipliers": [{"when": {"term_months_at_least": 24}, "factor": "1.10"}], "clawback": {"within_days": 90, "amount": "full"}},
		{"id": "spif", "kind": "bonus", "amount": "500.00", "window": {"from": "2026-10-01", "to": "2027-01-01"}, "budget": "10000.00"}]}`

func planDoc(t testing.TB, name, rate string) plan.Document {
	t.Helper()
	d, err := plan.Parse(fmt.Appendf(nil, planText, name, rate))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// compensate gives a plan, published, to members since a day.
func compensate(ctx context.Context, tx *tenant.Tx, d plan.Document, since string, members ...uuid.UUID) (compensation.Version, error) {
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
		if err := compensation.Assign(ctx, tx, compensation.Assignment{MemberID: m, PlanID: v.PlanID, ValidFrom: from}); err != nil {
			return v, err
		}
	}
	return v, nil
}

// pays gives the rep and far plans of their own, in the name of the system.
func (f *firm) pays(t testing.TB) (rep, far compensation.Version) {
	t.Helper()
	err := f.site.db.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		if rep, err = compensate(t.Context(), tx, planDoc(t, "zzplanrep West", "0.15"), "2026-01-01", f.people["rep"]); err != nil {
			return err
		}
		far, err = compensate(t.Context(), tx, planDoc(t, "zzplanfar East", "0.20"), "2026-01-01", f.people["far"])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rep, far
}

// compensate gives the demo company a plan with a draft, for the looks.
func (c *company) compensate(ctx context.Context, tx *tenant.Tx, reps []uuid.UUID) error {
	d, err := plan.Parse(fmt.Appendf(nil, planText, "Account Executive 2026", "0.15"))
	if err != nil {
		return err
	}
	v, err := compensate(ctx, tx, d, "2026-01-01", reps...)
	if err != nil {
		return err
	}
	c.plan = v.PlanID
	quotas, err := quota.List(ctx, tx, period.NewDate(2026, 1, 1), period.NewDate(2027, 1, 1), tx.Now())
	if err != nil || len(quotas) == 0 {
		return fmt.Errorf("the demo has %d quotas: %w", len(quotas), err)
	}
	if d, err = plan.Parse(fmt.Appendf(nil, planText, "Account Executive 2026", "0.18")); err != nil {
		return err
	}
	_, err = compensation.Revise(ctx, tx, v.PlanID, 1, d, "More above the quota")
	return err
}

func TestAPlanIsUploadedShownAndExported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	ops := f.as("ops")
	ops.post(f.path("/plans"), "document", fmt.Sprintf(planText, "Sales 2026", "0.15"), "note", "The first").is(t, http.StatusSeeOther)
	list := ops.get(f.path("/plans")).is(t, http.StatusOK).Body
	for _, want := range []string{"Sales 2026", "Not published", "1 draft"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	path := cutOut(t, list, `href="`+f.path("/plans/"), `"`)
	shown := ops.get(f.path("/plans/"+path)).is(t, http.StatusOK).Body
	for _, want := range []string{"In words", "The first", "cliff", "Boundary at 50%", "on everything, back to the first unit"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got, want := ops.get(f.path("/plans/"+path+"/versions/1.json")).is(t, http.StatusOK).Body, string(planDoc(t, "Sales 2026", "0.15").Encode()); got != want {
		t.Errorf("exported is\n%s", got)
	}
	for document, says := range map[string]string{
		"": "Choose a file", "{": "document", `{"name": "x", "pay": 1}`: "There is no key", fmt.Sprintf(planText, "Bad", "much"): "components[0].tiers[2].rate",
	} {
		if a := ops.post(f.path("/plans"), "document", document).is(t, http.StatusUnprocessableEntity); !strings.Contains(a.Body, says) {
			t.Errorf("%s is refused without %q", document, says)
		}
	}
}

// cutOut is what stands between two texts.
func cutOut(t *testing.T, s, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, before)
	for ok && strings.HasPrefix(rest, "new") {
		_, rest, ok = strings.Cut(rest, before)
	}
	got, _, there := strings.Cut(rest, after)
	if !ok || !there {
		t.Fatalf("nothing stands between %q and %q", before, after)
	}
	return got
}
