package ui

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func open(t *testing.T) context.Context {
	t.Helper()
	url, ctx := serve(t), browser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(url+"/")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func press(t *testing.T, ctx context.Context, keys string, options ...chromedp.KeyOption) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys, options...)); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, ctx context.Context, what, expression string) {
	t.Helper()
	var last error
	for range 50 { // a page that is being left answers with an error
		var yes bool
		if yes, last = chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); yes {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%s: it does not (%v)", what, last)
}

func TestThePaletteSearchesAndEnterOpensTheFirst(t *testing.T) {
	ctx := open(t)
	press(t, ctx, "k", chromedp.KeyModifiers(kb.ModifierCtrl))
	holds(t, ctx, "Ctrl-K opens the palette", `document.querySelector("#palette").open`)
	press(t, ctx, "vela")
	holds(t, ctx, "results are loaded", `document.querySelector("#palette-results a") !== null`)
	press(t, ctx, kb.Escape)
	holds(t, ctx, "Escape closes it at once", `!document.querySelector("#palette").open`)
	press(t, ctx, "k", chromedp.KeyModifiers(kb.ModifierCtrl))
	press(t, ctx, kb.Enter)
	holds(t, ctx, "Enter opens the first", `location.pathname === "/found"`)
}

func TestSingleKeysWalkAndGo(t *testing.T) {
	ctx := open(t)
	press(t, ctx, "j")
	press(t, ctx, "j")
	holds(t, ctx, "j goes to the second row", `document.activeElement.textContent === "Ben Okafor"`)
	press(t, ctx, "k")
	holds(t, ctx, "k goes back", `document.activeElement.textContent === "Amelia Novak"`)
	press(t, ctx, "?")
	holds(t, ctx, "? shows the help", `document.querySelector("#help").open`)
	press(t, ctx, kb.Escape)
	holds(t, ctx, "Escape closes it", `!document.querySelector("#help").open`)
	press(t, ctx, "/")
	holds(t, ctx, "/ goes to the filter", `document.activeElement.matches("[data-filter]")`)
	press(t, ctx, "j")
	holds(t, ctx, "a key within a field is a letter", `document.activeElement.value.endsWith("j")`)
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`)); err != nil {
		t.Fatal(err)
	}
	press(t, ctx, "g")
	press(t, ctx, "p")
	holds(t, ctx, "g p goes to the pipeline", `location.pathname === "/o/northwind/pipeline"`)
}

func TestSingleKeysCanBeTurnedOff(t *testing.T) {
	ctx := open(t)
	if err := chromedp.Do(ctx,
		chromedp.Evaluate[chromedp.Void](`document.documentElement.dataset.keys = "off"`)); err != nil {
		t.Fatal(err)
	}
	press(t, ctx, "?")
	press(t, ctx, "k", chromedp.KeyModifiers(kb.ModifierCtrl))
	holds(t, ctx, "only Ctrl-K still answers",
		`document.querySelector("#palette").open && !document.querySelector("#help").open`)
}

func TestMenusCloseByEscapeAndFiltersSendThemselves(t *testing.T) {
	ctx := open(t)
	if err := chromedp.Do(ctx, chromedp.Click[chromedp.CSS](`.top .menu summary`)); err != nil {
		t.Fatal(err)
	}
	press(t, ctx, kb.Escape)
	holds(t, ctx, "Escape closes the menu",
		`!document.querySelector(".top .menu").open && document.activeElement.matches("summary")`)
	err := chromedp.Do(ctx,
		chromedp.Evaluate[chromedp.Void](`const s = document.querySelector("#f-team"); s.value = "w"; s.dispatchEvent(new Event("change", {bubbles: true}))`))
	if err != nil {
		t.Fatal(err)
	}
	holds(t, ctx, "a change is sent, without what is empty", `location.search === "?sort=amount&team=w"`)
}

func TestAnActionWaitsForASelectionAndAsksInItsOwnDialog(t *testing.T) {
	ctx := open(t)
	holds(t, ctx, "nothing is ticked, so nothing can be sent", `(() => {
		document.querySelector("main").insertAdjacentHTML("afterbegin",
			'<form action="/sent" data-ticks><span data-ticked="Select rows:"></span>' +
			'<button id="go" data-confirm="Lock 2 statements?">Lock</button><table><thead><tr><th>' +
			'<input type="checkbox" data-check-all></th></tr></thead><tbody><tr><td>' +
			'<input type="checkbox" name="row"><input type="checkbox" name="row"></td></tr></tbody></table></form>');
		dispatchEvent(new Event("pageshow"));
		return go.disabled && document.querySelector("[data-ticked]").textContent === "Select rows:" })()`)
	holds(t, ctx, "all are ticked and counted", `(() => {
		document.querySelector("[data-check-all]").click();
		return !go.disabled && document.querySelector("[data-ticked]").textContent === "2 selected:" })()`)
	holds(t, ctx, "it asks first", `(() => {
		go.focus();
		go.click();
		return document.querySelector("dialog[open] h2").textContent === "Lock 2 statements?" })()`)
	press(t, ctx, kb.Escape)
	holds(t, ctx, "Escape leaves it",
		`!document.querySelector("dialog[open]") && document.activeElement === go && location.pathname === "/"`)
	press(t, ctx, kb.Enter)
	holds(t, ctx, "it asks again", `document.querySelector("dialog[open]") !== null`)
	press(t, ctx, kb.Enter)
	holds(t, ctx, "Enter agrees", `location.pathname === "/sent"`)
}

func TestWhatIsSaidOutOfSightIsSaidInAToastToo(t *testing.T) {
	url, ctx := serve(t), browser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(url+"/")); err != nil {
		t.Fatal(err)
	}
	holds(t, ctx, "the message is in sight", `document.querySelector("[data-flash]").getBoundingClientRect().top > 0 &&
		document.querySelector("#toasts").children.length === 0`)
	if err := chromedp.Do(ctx, chromedp.Navigate(url+"/?again#parts")); err != nil {
		t.Fatal(err)
	}
	holds(t, ctx, "it is a toast, with its way back, where the page opens further down",
		`document.querySelector("#toasts .toast")?.textContent.includes("The forecast was submitted.") &&
		document.querySelector("#toasts .toast form[action='/undo'] button") !== null &&
		document.querySelector("#toasts .toast:not(.toast-bad)") !== null`)
}
