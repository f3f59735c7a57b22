package opportunitypage_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"quarterdeck/web/sitetest"
)

// TestARepWorksOnAPhone goes through the day's acts on an opportunity by touch: log a call, set the next step, close as
// lost, and take that back.
func TestARepWorksOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("phone")
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	says := func(what, text string) {
		w.Until(what, `document.querySelector("main").innerText.includes("`+text+`")`)
	}
	w.Get(f.Path("/opportunities/" + f.Opportunities["rep"].String()))
	w.Do(chromedp.SendKeys(`#log [name=subject]`, "Eva asks for a reference"), chromedp.Click(`#log [value=call]`))
	says("the call is in the timeline", "Eva asks for a reference")
	says("and can be undone", "You logged an activity")

	w.Do(chromedp.Click(`summary[aria-label^="Edit Next step"]`), chromedp.SendKeys(`#edit-next_step`, "Call Eva"),
		chromedp.Click(`details[open] .btn-primary`))
	says("the next step is set", "You changed next step")

	w.Do(chromedp.Click(`summary.btn`), chromedp.SendKeys(`[name=loss_reason]`, "Price"),
		chromedp.Click(`details[open] .btn-error`))
	says("it is lost", "You changed the stage")
	w.Do(chromedp.Click(`form[action$="/undo"] button`))
	says("it is open again", "Open · Proposal")
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}

// TestACustomFieldIsEditedOnAPhone sets a field that operations have defined, and takes that back.
func TestACustomFieldIsEditedOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("phonefield")
	at, none := f.Path("/settings/fields?object=opportunity"), "00000000-0000-0000-0000-000000000000"
	f.As("ops").Post(at, "do", "save", "id", none, "saw", none, "name", "Seats", "kind", "number").Leads(t, at)
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	says := func(what, text string) {
		w.Until(what, `document.querySelector("main").innerText.includes("`+text+`")`)
	}
	w.Get(f.Path("/opportunities/" + f.Opportunities["rep"].String()))
	w.Do(chromedp.Click(`summary[aria-label^="Edit Seats"]`), chromedp.SendKeys(`[id^="edit-custom"]`, "1250"),
		chromedp.Click(`details[open] .btn-primary`))
	says("the field is set", "1250")
	says("and can be undone", "You changed seats")
	w.Do(chromedp.Click(`form[action$="/undo"] button`))
	w.Until("it is empty again", `document.querySelector('summary[aria-label^="Edit Seats"]').innerText.trim() === "—"`)
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}
