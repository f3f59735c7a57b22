package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
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
		if _, err = compensation.Revise(t.Context(), tx, rep.PlanID, 1, planDoc(t, "zzplanrep West", "0.17"), "zzdraft"); err != nil {
			return err
		}
		f.plan = rep.PlanID
		far, err = compensate(t.Context(), tx, planDoc(t, "zzplanfar East", "0.20"), "2026-01-01", f.people["far"])
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

func TestAVersionIsPublishedByWhoSawWhatItChanges(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	rep, _ := f.pays(t)
	path := f.path("/plans/" + rep.PlanID.String() + "/versions/2/publish")
	ops := f.as("ops")
	ops.get(path).is(t, http.StatusOK).says(t, "What changes", "15 %", "17 %", mark("west", "rep"), "Nothing is corrected")
	ops.post(path).is(t, http.StatusConflict).says(t, "Version 1 was published meanwhile")
	ops.post(path, "over", uuid.NewString()).is(t, http.StatusConflict)
	ops.post(path, "over", rep.ID.String()).is(t, http.StatusSeeOther)
	f.as("finance").post(path, "over", rep.ID.String()).is(t, http.StatusConflict).says(t, "published already")
	to := ops.get(path).is(t, http.StatusSeeOther).Location // what is published already is shown, and not asked for again
	ops.get(to).is(t, http.StatusOK).says(t, "Version 2, published, in force", "published already")
}

func TestMembersArePutOnAPlanInALineEach(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	rep, far := f.pays(t)
	ops := f.as("ops")
	to := f.path("/plans/" + far.PlanID.String() + "/members")
	mate := "The " + mark("west", "mate")
	ops.post(to, "members", mate+"\nnobody like this", "valid_from", "2026-06-01").is(t, http.StatusSeeOther)
	ops.get(f.path("/plans/"+far.PlanID.String())).is(t, http.StatusOK).says(t, mark("west", "mate"), "1 member is on the plan.", "nobody like this: nobody has this name")
	ops.post(to, "members", "nobody like this", "valid_from", "2026-06-01").is(t, http.StatusUnprocessableEntity).says(t, "nobody has this name")
	ops.post(to, "members", mate, "valid_from", "").is(t, http.StatusUnprocessableEntity).says(t, "Type the first day")
	ops.post(to, "members", mate, "valid_from", "2026-06-01", "valid_to", "2026-01-01").is(t, http.StatusUnprocessableEntity)
	ops.post(to, "members", strings.Repeat("x\n", 3000), "valid_from", "2026-06-01").is(t, http.StatusUnprocessableEntity).says(t, "at most 2000")
	ops.post(to, "members", "The "+mark("west", "ops"), "valid_from", "2026-06-01").is(t, http.StatusUnprocessableEntity).says(t, "Somebody else assigns")
	ops.post(to, "team", "East", "valid_from", "2026-12-01").is(t, http.StatusSeeOther)
	ops.post(to+"/"+f.people["mate"].String()+"/end", "on", "2026-11-20").is(t, http.StatusSeeOther)
	if a := ops.get(f.path("/plans/" + far.PlanID.String())); strings.Contains(a.Body, mark("west", "mate")+"</a>") {
		t.Error("who was taken off the plan is on it")
	}
	ops.post(to+"/"+f.people["mate"].String()+"/end", "on", "2026-11-20").is(t, http.StatusNotFound)
	f.as("finance").post(strings.Replace(to, far.PlanID.String(), rep.PlanID.String(), 1)+"/"+uuid.NewString()+"/end", "on", "2026-11-20").is(t, http.StatusNotFound)
}

func TestALetterIsReadAndAcceptedByWhoseItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f, twin, outsider := s.firm("west"), s.firm("twin"), s.found()
	rep, far := f.pays(t)
	other, _ := twin.pays(t)
	letter := func(v compensation.Version) string { return f.path("/plans/" + v.PlanID.String() + "/letter") }
	may := map[string][2]int{"rep": {200, 404}, "far": {404, 200}, "mate": {404, 404}, "manager": {404, 404}, "east": {404, 404}, "executive": {404, 404}, "admin": {404, 404},
		"ops": {200, 200}, "finance": {200, 200}, "outsider": {404, 404}, "stranger": {303, 303}}
	for visitor, want := range may {
		b := f.visit(visitor, outsider)
		for i, v := range []compensation.Version{rep, far} {
			a := b.get(letter(v)).is(t, want[i])
			if said := "zzplan" + []string{"rep", "far"}[i]; strings.Contains(a.Body, said) != (want[i] == 200) {
				t.Errorf("%s reads of %s", visitor, said)
			}
			for _, rest := range []string{"", "/edit", "/versions/1.json", "/versions/2/publish", "/simulate", "/simulate.csv"} {
				if a := b.get(strings.TrimSuffix(letter(v), "/letter") + rest); want[i] == 404 && a.Status != 404 {
					t.Errorf("%s gets %d for %s", visitor, a.Status, rest)
				}
			}
		}
		if visitor != "stranger" {
			b.get(letter(other)).is(t, http.StatusNotFound)
			b.get(letter(rep)+"?member="+twin.people["rep"].String()).is(t, http.StatusNotFound)
		}
	}
	b := f.as("rep")
	page := b.get(letter(rep)).is(t, http.StatusOK).says(t, mark("west", "rep"), "303,903.03", "I accept this plan", "From 100 % of the quota on it pays 15 %").Body
	if strings.Contains(page, "zzdraft") || strings.Contains(page, "17 %") {
		t.Error("a draft is shown to a member")
	}
	b.get(letter(rep)+"?v=2").is(t, http.StatusNotFound)
	b.get(letter(rep)+"?member="+f.people["far"].String()).is(t, http.StatusNotFound)
	b.post(letter(rep), "v", "2", "hash", rep.Hash).is(t, http.StatusNotFound)
	b.post(letter(rep), "v", "1", "hash", "other").is(t, http.StatusConflict).says(t, "read it again")
	b.post(letter(far), "v", "1", "hash", far.Hash).is(t, http.StatusNotFound)
	f.as("ops").post(letter(rep), "v", "1", "hash", rep.Hash).is(t, http.StatusNotFound)
	b.post(letter(rep), "v", "1", "hash", rep.Hash).is(t, http.StatusSeeOther)
	b.get(letter(rep)).is(t, http.StatusOK).says(t, "Accepted on Nov 20")
	b.get(f.path("/plans/mine")).leads(t, letter(rep))
	f.as("mate").get(f.path("/plans/mine")).is(t, http.StatusOK).says(t, "You are on no plan")
	f.as("ops").get(letter(rep)+"?member="+f.people["rep"].String()).is(t, http.StatusOK).says(t, "Accepted on Nov 20")
	f.as("ops").get(f.path("/plans/"+rep.PlanID.String())).is(t, http.StatusOK).says(t, "accepted Nov 20", "1 of 1 member has accepted")
}
