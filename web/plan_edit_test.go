package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

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
