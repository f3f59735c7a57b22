package editorpage_test

import (
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quarterdeck/web/sitetest"
)

func TestAPlanIsWrittenInFormsWithoutAScript(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	ops := f.As("ops")
	ops.Get(f.Path("/plans/new")).Is(t, http.StatusOK).Says(t, "Save draft")
	bad := ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales", "components.0.tiers.1.from", "80",
		"components.0.tiers.1.rate", "much")...).Is(t, http.StatusUnprocessableEntity).Body
	if !strings.Contains(bad, `id="f-components.0.tiers.1.rate-error"`) || !strings.Contains(bad, `value="much"`) {
		t.Errorf("the problem does not stand at its field\n%s", sitetest.Excerpt(bad))
	}
	for _, want := range []string{`href="#f-components.0.tiers.1.rate">Sales, tier 2, rate</a>`,
		`aria-describedby=" f-components.0.tiers.1.rate-error"`, "“much” is not a percentage such as 10 or 12.5."} {
		if !strings.Contains(bad, want) {
			t.Errorf("the form does not say %q\n%s", want, sitetest.Excerpt(bad))
		}
	}
	rows := ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales", "do", "rows", "components.0.tiers.1.from", "80",
		"components.0.tiers.1.rate", "20")...).Is(t, http.StatusOK).Body
	if !strings.Contains(rows, `name="components.0.tiers.2.from"`) ||
		strings.Contains(rows, `name="components.0.tiers.3.from"`) {
		t.Error("another row is not there, or too many are")
	}
	gone := ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales", "do", "remove.components.0.tiers.0",
		"components.0.tiers.1.from", "80", "components.0.tiers.1.rate", "20")...).Is(t, http.StatusOK).Body
	if !strings.Contains(gone, `name="components.0.tiers.0.from" value="80"`) ||
		strings.Contains(gone, `value="10"`) {
		t.Error("the row that was removed is still there")
	}
	for _, kind := range []string{"rate", "bonus", "override"} {
		more := ops.Post(f.Path("/plans/new"),
			sitetest.Drafted("Sales", "do", "add."+kind)...).Is(t, http.StatusOK).Body
		if !strings.Contains(more, `name="components.1.kind" value="`+kind+`"`) || !strings.Contains(more, "in words") {
			t.Errorf("a %s that is added is not a plan", kind)
		}
	}
	to := ops.Post(f.Path("/plans/new"),
		sitetest.Drafted("Sales", "note", "Because")...).Is(t, http.StatusSeeOther).Location
	ops.Get(to).Is(t, http.StatusOK).Says(t, "Because", "Version 1, draft")
	ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales")...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "There is already a plan with this name.")
	id := strings.TrimPrefix(strings.Split(to, "?")[0], f.Path("/plans/"))
	edit := f.Path("/plans/" + id + "/edit")
	ops.Get(edit).Is(t, http.StatusOK).Says(t, `value="Sales"`, "readonly")
	ops.Post(edit, sitetest.Drafted("Other", "seen", "1")...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "cannot be renamed")
	ops.Post(edit, sitetest.Drafted("Sales", "seen", "1", "components.0.tiers.0.rate",
		"11")...).Is(t, http.StatusSeeOther)
	late := f.As("finance").Post(edit,
		sitetest.Drafted("Sales", "seen", "1", "components.0.tiers.0.rate", "12")...).Is(t, http.StatusConflict)
	late.Says(t, "Somebody saved version 2 meanwhile", `name="seen" value="2"`, "11 %", "12 %")
	f.As("finance").Post(edit,
		sitetest.Drafted("Sales", "seen", "2", "components.0.tiers.0.rate", "12")...).Is(t, http.StatusSeeOther)
	ops.Get(f.Path("/plans/"+id+"?before=1&after=3")).Is(t, http.StatusOK).Says(t, "Changes from version 1 to version 3")
	ops.Get(f.Path("/plans/"+id+"?before=1&after=9")).Is(t, http.StatusNotFound)
}

func TestTheLastPlanThatCouldBeReadStaysInThePreview(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	ops := f.As("ops")
	const note = "Preview of the last version that could be read; 1 problem"
	good := ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales", "do", "preview", "components.0.tiers.0.rate",
		"17")...).Is(t, http.StatusOK).Says(t, "it pays 17 %", `name="last" form="plan"`)
	if strings.Contains(good.Body, note) {
		t.Error("a plan that can be read is shown as an older one")
	}
	_, rest, _ := strings.Cut(good.Body, `name="last" form="plan" value="`)
	last, _, _ := strings.Cut(rest, `"`)
	ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales", "do", "preview", "components.0.tiers.0.rate", "12,5", "last",
		html.UnescapeString(last))...).Is(t, http.StatusOK).Says(t, note, "it pays 17 %", `value="12,5"`,
		"“12,5” is not a percentage")
	bad := ops.Post(f.Path("/plans/new"), sitetest.Drafted("Sales", "do", "preview", "currency", "", "last",
		"{")...).Is(t, http.StatusOK).Says(t, "The plan appears here once 1 field is filled in.")
	if strings.Contains(bad.Body, note) {
		t.Error("a preview that is no plan is taken for one")
	}
}

func TestTheEditorBearsWhatNobodyTypes(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	ops := f.As("ops")
	form := sitetest.Drafted("Sales <script>")
	for i := range 3000 {
		form = append(form, fmt.Sprintf("components.%d.id", i), fmt.Sprint("c", i),
			fmt.Sprintf("components.0.tiers.%d.from", i), fmt.Sprint(i))
	}
	form = append(form, "components.0.tiers.0.rate.deep.er.and.deeper.and.deeper", "1", "components.999999999999.tiers",
		"x", "draw.kind", "much", "components.0.kind", "theft")
	for _, do := range []string{"save", "rows", "add.rate", "add.theft", "remove.components.0", "remove.",
		"remove.name"} {
		a := ops.Post(f.Path("/plans/new"), append([]string{"do", do}, form...)...)
		if a.Status != http.StatusOK && a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d", do, a.Status)
		}
		if strings.Contains(a.Body, "<script>\"") || len(a.Body) > 3<<20 {
			t.Errorf("%s answers with %d bytes", do, len(a.Body))
		}
	}
	b := f.As("ops")
	b.Header.Set("HX-Request", "true")
	if a := b.Post(f.Path("/plans/new"),
		sitetest.Drafted("Sales", "do", "")...).Is(t, http.StatusOK); strings.Contains(a.Body, "<form") ||
		!strings.Contains(a.Body, "Plan in words") {
		t.Errorf("a change does not answer with the preview alone\n%s", sitetest.Excerpt(a.Body))
	}
}

func TestTheEditorShowsWhatIsTyped(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	w := s.Window(1440, 900).As(f.Users["ops"])
	w.Get(f.Path("/plans/new"))
	w.Do(chromedp.SendKeys(`[name=name]`, "Typed plan"+kb.Tab))
	w.Until("the preview follows what is typed",
		`document.querySelector("#preview").innerText.includes("“Typed plan”")`)
	w.Do(chromedp.SendKeys(`[name="components.0.tiers.1.from"]`,
		"100"), chromedp.SendKeys(`[name="components.0.tiers.1.rate"]`,
		"25"), chromedp.Click(`[name="do"][value="rows"]`))
	w.Until("another row is there, and the page has stayed",
		`document.querySelector('[name="components.0.tiers.2.from"]') !== null && document.querySelector('[name="components.0.tiers.1.rate"]').value === "25"`)
	w.Do(chromedp.Click(`[name="do"][value="add.bonus"]`))
	w.Until("a bonus is there",
		`document.querySelector('[name="components.1.kind"]')?.value === "bonus" && document.querySelector("[name=name]").value === "Typed plan"`)
	w.Do(chromedp.Click(`[name="do"][value="remove.components.1"]`))
	w.Until("and gone again",
		`document.querySelector('[name="components.1.kind"]') === null && document.querySelector("#preview").innerText.includes("25 %")`)
	rate := `[name="components.0.tiers.0.rate"]`
	w.Do(chromedp.SendKeys(rate, kb.End+strings.Repeat(kb.Backspace, 6)), chromedp.SendKeys(rate, "12,5"+kb.Tab))
	w.Until("the plan stays while a rate cannot be read, and the problem leads to its field",
		`document.querySelector("#preview").innerText.includes("could be read; 1 problem") && `+
			`document.querySelector("#preview").innerText.includes("25 %") && `+
			`document.querySelector('#preview a[href="#f-components.0.tiers.0.rate"]') !== null`)
	w.Do(chromedp.SendKeys(rate, kb.End+strings.Repeat(kb.Backspace, 6)), chromedp.SendKeys(rate, "12.5"+kb.Tab))
	w.Until("and follows again",
		`document.querySelector("#preview").innerText.includes("it pays 12.5 %") && `+
			`!document.querySelector("#preview").innerText.includes("could be read")`)
	w.Do(chromedp.Click(`[name="do"][value="save"]`))
	w.Until("it is saved",
		`/plans\/[0-9a-f-]{36}$/.test(location.pathname) && document.querySelector("h1").textContent === "Typed plan"`)
}
