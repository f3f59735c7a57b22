package recordpage_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

// cells are those of an opportunity in the list, as the script of a page finds them.
type cells struct{ id string }

func (c cells) link(field string) string {
	return `a.cell-link[href$="` + c.id + `/cell/` + field + `"]`
}

func (c cells) says(field, text string) string {
	return `document.querySelector('` + c.link(field) + `')?.innerText.includes("` + text + `")`
}

func (c cells) typing(field string) string {
	return `document.activeElement.closest("[data-cell]")?.dataset.cell.endsWith("` + c.id + `/cell/` + field + `")`
}

func toast(text string) string {
	return `[...document.querySelectorAll("#toasts .toast")].some((t) => t.innerText.includes("` + text + `"))`
}

const edited = "/pipeline?in=any&cols=amount,weighted,stage,close,next_step,owner"

// A manager works down the list without leaving it: cells open by a click or a key, save, and go on to the next.
func TestACellOfTheListIsTypedInPlace(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("cell")
	w, c := f.Site.Window(1440, 900).As(f.Users["manager"]), cells{f.Opportunities["rep"].String()}
	w.Get(f.Path(edited))
	for f.Site.Server.Live.Listening() == 0 {
		w.Until("the page is open", `true`)
	}
	w.Do(chromedp.Evaluate[chromedp.Void](`void (window.first = document.querySelector("main h2"))`))

	w.Do(chromedp.Click(c.link("amount")))
	w.Until("a click opens the cell", c.typing("amount"))
	before := sitetest.Evaluate[string](w, `document.querySelector("#totals").innerText`)
	w.Do(chromedp.KeyEvent("7777"), chromedp.KeyEvent(kb.Enter))
	w.Until("Enter saves it", c.says("amount", "$7,777"))
	w.Until("the totals follow", `document.querySelector("#totals").innerText !== `+"`"+before+"`")
	w.Until("and are those above the list", `document.querySelector("#pipeline .panel-title").innerText.includes(
		document.querySelector("#totals td").innerText)`)
	w.Until("it is said, and the focus is where it was", toast("Amount saved.")+
		` && document.activeElement.matches('`+c.link("amount")+`')`)

	w.Do(chromedp.Evaluate[chromedp.Void](`void document.activeElement.dispatchEvent(
		new KeyboardEvent("keydown", {key: "F2", bubbles: true}))`))
	w.Until("F2 opens it again", c.typing("amount"))
	w.Do(chromedp.KeyEvent("1"), chromedp.KeyEvent(kb.Escape))
	w.Until("Escape leaves it", c.says("amount", "$7,777")+` && document.activeElement.matches('`+c.link("amount")+`')`)

	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Until("Enter opens it", c.typing("amount"))
	w.Do(chromedp.KeyEvent("twelve"), chromedp.KeyEvent(kb.Tab))
	w.Until("what cannot be read is refused in the cell, as it was typed", c.typing("amount")+
		` && document.querySelector("[data-cell] .field-error") && document.activeElement.value === "twelve"`)
	w.Do(chromedp.SetValue(`[data-cell] [name=value]`, "8888"), chromedp.KeyEvent(kb.Enter))
	w.Until("and can be put right", c.says("amount", "$8,888"))
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Until("it opens again", c.typing("amount"))
	w.Do(chromedp.KeyEvent(kb.Tab))
	w.Until("Tab goes on to the next cell", c.typing("stage")+` && `+c.says("amount", "$8,888"))
	w.Do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	w.Until("and back", c.typing("amount"))
	w.Do(chromedp.KeyEvent("9999"), chromedp.KeyEvent(kb.Tab))
	w.Until("saving what was typed", c.typing("stage")+` && `+c.says("amount", "$9,999"))
	time.Sleep(time.Second) // what was told of the saves has arrived
	if !sitetest.Evaluate[bool](w, `window.first.isConnected && !document.getElementById("live-note")`) {
		t.Error("the page follows what its own reader saved")
	}
}

// What somebody else makes of a cell neither takes away what is typed nor is lost.
func TestTwoPeopleTypeIntoOneCell(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("both")
	w, rep, c := f.Site.Window(1440, 900).As(f.Users["manager"]), f.As("rep"), cells{f.Opportunities["rep"].String()}
	w.Get(f.Path(edited))
	for f.Site.Server.Live.Listening() == 0 {
		w.Until("the page is open", `true`)
	}
	w.Do(chromedp.Evaluate[chromedp.Void](`void (window.first = document.querySelector("main h2"))`))
	w.Do(chromedp.Click(c.link("next_step")))
	w.Until("the next step opens", c.typing("next_step"))
	w.Do(chromedp.KeyEvent("Mine"))
	rep.Post(f.Path("/opportunities/"+c.id+"/fields"), "field", "next_step", "saw", "", "value", "Theirs").Is(t,
		http.StatusSeeOther)
	w.Until("a change by somebody else waits", `document.getElementById("live-note") !== null`)
	w.Do(chromedp.Click(`#live-note button`))
	w.Until("and leaves what is typed alone", `!document.getElementById("live-note") && !window.first.isConnected
		&& document.querySelector("[data-cell] textarea").value === "Mine"`)
	w.Do(chromedp.Focus(`[data-cell] textarea`), chromedp.KeyEvent(kb.Enter))
	w.Until("both values are there", `document.querySelector("[data-cell] [role=alert]")?.innerText.includes(
		"changed this from — to Theirs")`)
	w.Do(chromedp.Click(`[data-cell] .btn-primary`))
	w.Until("Keep mine", c.says("next_step", "Mine"))
	w.Do(chromedp.Click(c.link("next_step")))
	w.Until("it opens once more", c.typing("next_step"))
	rep.Post(f.Path("/opportunities/"+c.id+"/fields"), "field", "next_step", "saw", "Mine", "value", "Again").Is(t,
		http.StatusSeeOther)
	w.Do(chromedp.KeyEvent("Other"), chromedp.KeyEvent(kb.Enter))
	w.Until("another conflict", `document.querySelector("[data-cell] [role=alert]") !== null`)
	w.Do(chromedp.Click(`[data-cell] [data-cancel]`))
	w.Until("Take theirs", c.says("next_step", "Again"))
}

// A stage and an owner are changed in the list under the rules that the page of the opportunity has.
func TestAStageAndAnOwnerAreChangedInTheList(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("rules")
	w, rep, c := f.Site.Window(1440, 900).As(f.Users["manager"]), f.As("rep"), cells{f.Opportunities["rep"].String()}
	w.Get(f.Path(edited))
	w.Do(chromedp.Click(c.link("stage")))
	w.Until("the stage opens", c.typing("stage"))
	w.Do(chromedp.SetValue(`[data-cell] select`, "Closed Lost"), chromedp.Click(`[data-cell] .btn-primary`))
	w.Until("a loss asks for its reason", `document.querySelector("[data-cell] .field-error")?.innerText.includes(
		"Say why it was lost.")`)
	w.Do(chromedp.SendKeys(`[data-cell] [name=loss_reason]`, "Price"), chromedp.Click(`[data-cell] .btn-primary`))
	w.Until("it is lost, and the list says that it goes", c.says("stage", "Closed Lost")+` && `+
		toast("It no longer matches the filter."))
	w.Do(chromedp.Click(`#toasts .toast:last-child form button`))
	w.Until("Undo takes it back", c.says("stage", "Proposal")+` && document.body.innerText.includes("Undone.")`)

	w.Do(chromedp.Click(c.link("owner")))
	w.Until("the owner opens", c.typing("owner"))
	w.Do(chromedp.SetValue(`[data-cell] select`, f.People["mate"].String()), chromedp.Click(`[data-cell] .btn-primary`))
	w.Until("it is given to somebody else", c.says("owner", "mate")+` && `+toast("Owner saved."))
	rep.Get(f.Path("/opportunities/"+c.id)).Is(t, http.StatusNotFound)
}

func TestACellOpensOnlyForWhoMayChangeIt(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("shut")
	rep, id := f.As("rep"), f.Opportunities["rep"].String()
	at := f.Path("/opportunities/" + id)
	list := f.Path("/pipeline?in=any&cols=amount,next_step,owner")
	rep.Get(list).Says(t, id+"/cell/amount", id+"/cell/next_step")
	rep.Get(at+"/cell/amount").Leads(t, at+"#edit-amount") // without the script
	f.As("executive").Get(list).Is(t, http.StatusOK)
	rep.Get(list+"&as_of=2026-11-19").Is(t, http.StatusOK)
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return tenant.KeepInCRM(t.Context(), tx, true)
	}); err != nil {
		t.Fatal(err)
	}
	rep.Get(list).Says(t, "Kept in your CRM", id+"/cell/next_step")
	rep.Header.Set("HX-Request", "true")
	rep.Get(at+"/cell/amount").Is(t, http.StatusNotFound)
	rep.Get(at+"/cell/owner").Is(t, http.StatusNotFound)
	rep.Get(at+"/cell/next_step").Is(t, http.StatusOK).Says(t, `name="saw"`)
	far := f.As("far")
	far.Header.Set("HX-Request", "true")
	far.Get(at+"/cell/next_step").Is(t, http.StatusNotFound)
	rep.Header.Set("HX-Current-URL", f.Site.URL+list)
	saved := rep.Post(at+"/fields?cell=next_step", "field", "next_step", "saw", "", "value", "Call Eva")
	rep.Get(saved.Location).Is(t, http.StatusOK).Says(t, "Call Eva", "Next step saved.", "/undo?back=")
}
