package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/compensation"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
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

// drafted is the form of a new plan, as the editor shows it first, with a name; later pairs replace earlier ones.
func drafted(name string, more ...string) []string {
	pairs := append([]string{"do", "save", "name", name, "currency", "USD", "effective.from", "2026-01-01", "effective.to", "2027-01-01", "measurement", "quarter", "payout", "month",
		"components.0.id", "sales", "components.0.kind", "rate", "components.0.quota", "assigned", "components.0.tiers.0.from", "0", "components.0.tiers.0.rate", "0.10",
		"components.0.tiers.1.from", "", "components.0.tiers.1.rate", "", "components.0.eligible.0.on", "", "draw.kind", "", "draw.recovery", "full"}, more...)
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

func TestAPlanIsWrittenInFormsWithoutAScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	ops := f.as("ops")
	ops.get(f.path("/plans/new")).is(t, http.StatusOK).says(t, "Save as a draft")
	bad := ops.post(f.path("/plans/new"), drafted("Sales", "components.0.tiers.1.from", "0.8", "components.0.tiers.1.rate", "much")...).is(t, http.StatusUnprocessableEntity).Body
	if !strings.Contains(bad, `id="f-components.0.tiers.1.rate-error"`) || !strings.Contains(bad, `value="much"`) {
		t.Errorf("the problem does not stand at its field\n%s", excerpt(bad))
	}
	rows := ops.post(f.path("/plans/new"), drafted("Sales", "do", "rows", "components.0.tiers.1.from", "0.8", "components.0.tiers.1.rate", "0.2")...).is(t, http.StatusOK).Body
	if !strings.Contains(rows, `name="components.0.tiers.2.from"`) || strings.Contains(rows, `name="components.0.tiers.3.from"`) {
		t.Error("another row is not there, or too many are")
	}
	gone := ops.post(f.path("/plans/new"), drafted("Sales", "do", "remove.components.0.tiers.0", "components.0.tiers.1.from", "0.8", "components.0.tiers.1.rate", "0.2")...).is(t, http.StatusOK).Body
	if !strings.Contains(gone, `name="components.0.tiers.0.from" value="0.8"`) || strings.Contains(gone, `value="0.10"`) {
		t.Error("the row that was removed is still there")
	}
	for _, kind := range []string{"rate", "bonus", "override"} {
		more := ops.post(f.path("/plans/new"), drafted("Sales", "do", "add."+kind)...).is(t, http.StatusOK).Body
		if !strings.Contains(more, `name="components.1.kind" value="`+kind+`"`) || !strings.Contains(more, "In words") {
			t.Errorf("a %s that is added is not a plan", kind)
		}
	}
	to := ops.post(f.path("/plans/new"), drafted("Sales", "note", "Because")...).is(t, http.StatusSeeOther).Location
	ops.get(to).is(t, http.StatusOK).says(t, "Because", "Version 1, draft")
	ops.post(f.path("/plans/new"), drafted("Sales")...).is(t, http.StatusUnprocessableEntity).says(t, "of this name already")
	id := strings.TrimPrefix(strings.Split(to, "?")[0], f.path("/plans/"))
	edit := f.path("/plans/" + id + "/edit")
	ops.get(edit).is(t, http.StatusOK).says(t, `value="Sales"`, "readonly")
	ops.post(edit, drafted("Other", "seen", "1")...).is(t, http.StatusUnprocessableEntity).says(t, "keeps its name")
	ops.post(edit, drafted("Sales", "seen", "1", "components.0.tiers.0.rate", "0.11")...).is(t, http.StatusSeeOther)
	late := f.as("finance").post(edit, drafted("Sales", "seen", "1", "components.0.tiers.0.rate", "0.12")...).is(t, http.StatusConflict)
	late.says(t, "Version 2 was saved meanwhile", `name="seen" value="2"`, "11 %", "12 %")
	f.as("finance").post(edit, drafted("Sales", "seen", "2", "components.0.tiers.0.rate", "0.12")...).is(t, http.StatusSeeOther)
	ops.get(f.path("/plans/"+id+"?before=1&after=3")).is(t, http.StatusOK).says(t, "From version 1 to version 3")
	ops.get(f.path("/plans/"+id+"?before=1&after=9")).is(t, http.StatusNotFound)
}

func TestTheEditorBearsWhatNobodyTypes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	ops := f.as("ops")
	form := drafted("Sales <script>")
	for i := range 3000 {
		form = append(form, fmt.Sprintf("components.%d.id", i), fmt.Sprint("c", i), fmt.Sprintf("components.0.tiers.%d.from", i), fmt.Sprint(i))
	}
	form = append(form, "components.0.tiers.0.rate.deep.er.and.deeper.and.deeper", "1", "components.999999999999.tiers", "x", "draw.kind", "much", "components.0.kind", "theft")
	for _, do := range []string{"save", "rows", "add.rate", "add.theft", "remove.components.0", "remove.", "remove.name"} {
		a := ops.post(f.path("/plans/new"), append([]string{"do", do}, form...)...)
		if a.Status != http.StatusOK && a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d", do, a.Status)
		}
		if strings.Contains(a.Body, "<script>\"") || len(a.Body) > 3<<20 {
			t.Errorf("%s answers with %d bytes", do, len(a.Body))
		}
	}
	b := f.as("ops")
	b.header.Set("HX-Request", "true")
	if a := b.post(f.path("/plans/new"), drafted("Sales", "do", "")...).is(t, http.StatusOK); strings.Contains(a.Body, "<form") || !strings.Contains(a.Body, "In words") {
		t.Errorf("a change does not answer with the preview alone\n%s", excerpt(a.Body))
	}
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
	ops.get(path).is(t, http.StatusConflict)
	ops.get(f.path("/plans/"+rep.PlanID.String())).is(t, http.StatusOK).says(t, "Version 2, published, in force")
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

func TestASimulationIsShownAndExported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	rep, _ := f.pays(t)
	finance := f.as("finance")
	path := f.path("/plans/" + rep.PlanID.String() + "/simulate")
	finance.get(path+"?from=2026-Q4&to=2026-Q4").is(t, http.StatusOK).says(t, "Winners and losers", mark("west", "rep"), "Cost by quarter", "under 80%")
	if a := finance.get(path+".csv?from=2026-Q4&to=2026-Q4").is(t, http.StatusOK); !strings.Contains(a.Body, mark("west", "rep")) || strings.Contains(a.Body, mark("west", "far")) {
		t.Errorf("the export of one plan is\n%s", a.Body)
	}
	if a := finance.get(path+".csv?from=2026-Q4&to=2026-Q4&all=1").is(t, http.StatusOK); !strings.Contains(a.Body, mark("west", "far")) {
		t.Errorf("the export of all plans is\n%s", a.Body)
	}
	finance.get(path+"?from=2026-Q4&to=2026-Q1").is(t, http.StatusUnprocessableEntity).says(t, "not before it")
	for _, query := range []string{"?from=1990-Q1", "?to=2031-Q1", "?from=2026-11", "?v=9", "?v=x"} {
		finance.get(path+query).is(t, http.StatusNotFound)
	}
}

func TestTheEditorShowsWhatIsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	w := s.window(1440, 900).as(f.users["ops"])
	w.get(f.path("/plans/new"))
	w.do(chromedp.SendKeys(`[name=name]`, "Typed plan"+kb.Tab))
	w.until("the preview follows what is typed", `document.querySelector("#preview").innerText.includes("“Typed plan”")`)
	w.do(chromedp.SendKeys(`[name="components.0.tiers.1.from"]`, "1.00"), chromedp.SendKeys(`[name="components.0.tiers.1.rate"]`, "0.25"), chromedp.Click(`[name="do"][value="rows"]`))
	w.until("another row is there, and the page has stayed", `document.querySelector('[name="components.0.tiers.2.from"]') !== null && document.querySelector('[name="components.0.tiers.1.rate"]').value === "0.25"`)
	w.do(chromedp.Click(`[name="do"][value="add.bonus"]`))
	w.until("a bonus is there", `document.querySelector('[name="components.1.kind"]')?.value === "bonus" && document.querySelector("[name=name]").value === "Typed plan"`)
	w.do(chromedp.Click(`[name="do"][value="remove.components.1"]`))
	w.until("and gone again", `document.querySelector('[name="components.1.kind"]') === null && document.querySelector("#preview").innerText.includes("25 %")`)
	w.do(chromedp.Click(`[name="do"][value="save"]`))
	w.until("it is saved", `/plans\/[0-9a-f-]{36}$/.test(location.pathname) && document.querySelector("h1").textContent === "Typed plan"`)
}
