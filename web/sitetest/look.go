package sitetest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/chromedp/chromedp"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/rule"
)

// Look is a page that is looked at; who is a role, or nobody.
type Look struct {
	Name, Path string
	Who        tenant.Role
}

// looks are the pages of the site, each as the role that it is made for.
func (c *company) looks() []Look {
	won := ""
	for _, row := range c.told("Opportunity.csv") {
		if row["IsWon"] == "true" {
			won = row["Id"]
		}
	}
	customer := ""
	for _, row := range c.told("Opportunity.csv") {
		if row["Id"] == won {
			customer = row["AccountId"]
		}
	}
	all := []Look{
		{"executive-home", "/home", tenant.Executive}, {"executive-past", "/home?as_of=2026-08-31", tenant.Executive}, {"manager-home", "/home", tenant.Manager},
		{"rep-home", "/home", tenant.Rep}, {"pipeline", "/pipeline", tenant.Manager}, {"pipeline-rep", "/pipeline", tenant.Rep}, {"board", "/pipeline/board", tenant.Manager}, {"board-rep", "/pipeline/board?columns=category", tenant.Rep}, {"pipeline-none", "/pipeline?q=nothing+like+this", tenant.Manager},
		{"columns", "/pipeline?choose=1&cols=source,pushes,stage_age,score&sort=stage_age.desc", tenant.Manager},
		{"review", "/review/2026-W47", tenant.Manager}, {"review-person", "/review/2026-W46?rep=" + c.Members[tenant.Rep].ID.String(), tenant.Executive}, {"review-gross", "/review/2026-W46?view=gross", tenant.Executive}, {"review-rep", "/review/2026-W47", tenant.Rep}, {"review-none", "/review/2026-W47?kind=reopened", tenant.Rep},
		{"opportunity", "/opportunities/" + c.opportunities[won].String(), tenant.Executive}, {"accounts", "/accounts", tenant.Manager},
		{"contacts", "/contacts", tenant.Manager}, {"contact-new", "/contacts/new", tenant.Rep},
		{"account-new", "/accounts/new", tenant.Manager},
		{"contact", "/contacts/" + c.contacts[c.told("Contact.csv")[0]["Id"]].String(), tenant.Ops},
		{"account", "/accounts/" + c.accounts[customer].String(), tenant.Executive}, {"member", "/members/" + c.Members[tenant.Rep].ID.String(), tenant.Executive},
		{"quality", "/quality", tenant.Ops}, {"quality-tasks", "/quality/tasks?rule=overdue", tenant.Ops}, {"views", "/views", tenant.Manager}, {"quotas", "/quotas", tenant.Executive}, {"bookings", "/reports/bookings", tenant.Executive}, {"forecast", "/reports/forecast", tenant.Executive}, {"slippage", "/reports/slippage", tenant.Manager},
		{"sheet", "/forecast/2026-Q4", tenant.Manager}, {"sheet-executive", "/forecast/2026-Q4?sums=through", tenant.Executive}, {"sheet-by", "/forecast/2026-Q4?by=segment", tenant.Executive},
		{"sheet-judge", "/forecast/2026-Q4?judge=" + c.Members[tenant.Rep].ID.String(), tenant.Executive}, {"sheet-empty", "/forecast/2031-Q1", tenant.Manager},
		{"behind", "/forecast/2026-Q4/members/" + c.Members[tenant.Rep].ID.String() + "?cat=commit", tenant.Executive}, {"mine", "/forecast/mine", tenant.Rep},
		{"rules", "/settings/forecast", tenant.Ops}, {"opportunity-open", c.openOf(tenant.Rep), tenant.Rep},
		{"definitions", "/definitions", tenant.Rep}, {"search", "/search?q=an", tenant.Rep}, {"more", "/more", tenant.Admin}, {"imports", "/imports", tenant.Ops},
		{"import", "/imports/" + c.job.String(), tenant.Ops}, {"import-undo", "/imports/" + c.job.String() + "/undo", tenant.Ops}, {"members", "/settings/members", tenant.Admin}, {"member-new", "/settings/members?add=1", tenant.Admin},
		{"member-account", "/settings/members?member=" + c.Members[tenant.Manager].ID.String(), tenant.Admin}, {"settings", "/settings", tenant.Admin}, {"audit", "/audit", tenant.Admin},
		{"outlook", "/forecast/outlook", tenant.Executive}, {"outlook-past", "/forecast/outlook?as_of=2026-11-10&since=2026-10-31", tenant.Executive},
		{"outlook-none", "/forecast/outlook?period=2024-Q1", tenant.Ops}, {"outlook-manager", "/forecast/outlook?scenario=new", tenant.Manager}, {"outlook-rep", "/forecast/outlook", tenant.Rep},
		{"accuracy", "/forecast/accuracy", tenant.Executive}, {"accuracy-manager", "/forecast/accuracy?kind=month", tenant.Manager}, {"trials", "/forecast/accuracy/trials?of=members", tenant.Executive},
		{"plans", "/plans", tenant.Ops}, {"plan", "/plans/" + c.plan.String(), tenant.Ops}, {"plan-compared", "/plans/" + c.plan.String() + "?v=2&before=1&after=2", tenant.Finance},
		{"plan-new", "/plans/new", tenant.Ops}, {"plan-edit", "/plans/" + c.plan.String() + "/edit", tenant.Ops}, {"plan-publish", "/plans/" + c.plan.String() + "/versions/3/publish", tenant.Ops},
		{"plan-simulate", "/plans/" + c.plan.String() + "/simulate", tenant.Ops}, {"plan-letter", "/plans/" + c.plan.String() + "/letter", tenant.Rep},
		{"pay-statement", "/commissions/2026-10", tenant.Rep}, {"pay-estimate", "/commissions/2026-11", tenant.Rep}, {"pay-none", "/commissions/2024-01", tenant.Rep},
		{"pay-other", "/commissions/2026-11?member=" + c.Members[tenant.Rep].ID.String(), tenant.Finance}, {"pay-changes", "/commissions/2026-11/changes", tenant.Rep},
		{"pay-what-if", "/commissions/what-if", tenant.Rep}, {"pay-runs", "/commissions/runs", tenant.Finance}, {"pay-run", "/commissions/runs/" + c.run.String(), tenant.Finance},
		{"pay-team", "/commissions/team", tenant.Manager}, {"pay-manager", "/commissions/2026-11", tenant.Manager},
		{"pay-disputes", "/commissions/disputes?all=1", tenant.Rep}, {"pay-adjustments", "/commissions/adjustments", tenant.Finance}, {"pay-billing", "/commissions/billing", tenant.Ops},
		{"liability-month", "/commissions/liability/2026-10", tenant.Finance},
		{"tasks", "/tasks", tenant.Rep}, {"tasks-manager", "/tasks?of=all", tenant.Manager},
		{"tasks-done", "/tasks?show=done", tenant.Rep}, {"task-queue", "/tasks/queue", tenant.Rep},
		{"task-new", "/tasks/new", tenant.Manager}, {"inbox", "/inbox", tenant.Rep},
		{"inbox-later", "/inbox?show=later", tenant.Rep}, {"inbox-settings", "/inbox/settings", tenant.Rep},
		{"stages", "/settings/stages?edit=Discovery", tenant.Ops}, {"validation-rules", "/settings/rules", tenant.Ops},
		{"custom-fields", "/settings/fields?add=1", tenant.Ops},
		{"lists", "/settings/lists?list=source&add=1", tenant.Ops}, {"hours", "/settings/hours", tenant.Ops},
		{"stage-criteria", "/settings/stages/" + rule.GateID("Discovery").String() + "/criteria", tenant.Ops},
		{"validation-rule", "/settings/rules/new", tenant.Admin},
		{"setup", "/setup", tenant.Admin},
		{"404", "/nothing", tenant.Rep},
	}
	for i := range all {
		all[i].Path = c.path(all[i].Path)
	}
	return append(all, Look{"me", "/me", tenant.Admin}, Look{"organisations", "/o", tenant.Admin}, Look{"sign-in", "/login", ""}, Look{"password", "/password", ""}, Look{"join", "/join/x/y", ""})
}

// rules are what axe-core looks for: in the dark theme only what depends on it.
var rules = map[string]string{
	"light": `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`,
	"dark":  `{type: "rule", values: ["color-contrast"]}`,
}

const runAxe = `axe.run(%s, {resultTypes: ["violations"], runOnly: %s}).then(r => JSON.stringify(
	r.violations.map(v => v.id + ": " + v.help + "\n" + v.nodes.slice(0, 3).map(n => n.html.slice(0, 300) + "\n" + n.failureSummary).join("\n"))))`

// dropAlike removes each row and item that differs from an earlier one of its list only in its texts and numbers, for
// axe-core finds there what it finds in the first. Whether a text is there at all counts as a difference, and so does a
// state that is told to those who do not see it.
const dropAlike = `(() => {
	const seen = new Map(), alike = [];
	for (const e of document.querySelectorAll("main tbody > tr, main li, main article, main svg *")) {
		const shape = e.outerHTML.replace(/>[^<]*\S[^<]*</g, ">x<").replace(/\s+/g, " ").replace(/[\d.]+/g, "0")
			.replace(/\b(href|id|for|value|title|datetime|action|aria-(?!pressed|expanded|checked|selected|current|disabled|sort|invalid)[a-z]+|d|points|data-[a-z-]+)="[^"]+"/g, "$1");
		const list = seen.get(e.parentElement) || new Set();
		seen.set(e.parentElement, list);
		if (list.has(shape)) alike.push(e); else list.add(shape);
	}
	alike.forEach(e => e.remove());
})()`

// repeatedIDs are the ids that a page gives twice.
const repeatedIDs = `(() => {
	const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
	return ids.filter((id, i) => ids.indexOf(id) !== i).join(" ");
})()`

// Inspect looks at the page that is open in the light theme and then, with all else the same, in the dark one.
func (w *window) Inspect(l Look, width int64, source string) {
	w.t.Helper()
	w.Do(chromedp.Evaluate[chromedp.Void](still))
	if os.Getenv("WEB_SHOTS") != "" { // pictures first: what repeats is removed later
		for _, theme := range []string{"dark", "light"} {
			w.dress(theme)
			w.picture(fmt.Sprintf("%s-%d-%s", l.Name, width, theme))
		}
	}
	w.Do(chromedp.Evaluate[chromedp.Void](source))
	w.wellMade(l, width)
	w.accessible(l, width, "light", "document")
	if Evaluate[bool](w, openMenu+` !== null`) { // a menu covers what is below it, so it is looked at by itself
		w.Do(chromedp.Evaluate[chromedp.Void](openMenu + `.open = true`))
		w.accessible(l, width, "light", openMenu)
		w.Do(chromedp.Evaluate[chromedp.Void](openMenu + `.open = false`))
	}
	w.dress("dark")
	w.accessible(l, width, "dark", "document")
}

// still ends the transitions of colours, which axe-core would otherwise measure half way from one theme to the other.
// Bars that stay in sight lie over what is scrolled beneath them; here they stand in their place.
const still = `(() => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important } " +
		".stepper, .column-pick .stack > :last-child { position: static !important }");
	document.adoptedStyleSheets = [sheet];
})()`

func (w *window) dress(theme string) {
	w.t.Helper()
	w.Do(chromedp.Evaluate[chromedp.Void](still),
		chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.documentElement.dataset.theme = %q`, theme)))
}

// wellMade fails the test for a body wider than the window, and for a page without its one heading.
func (w *window) wellMade(l Look, width int64) {
	w.t.Helper()
	if over := Evaluate[int64](w, `document.documentElement.scrollWidth`); over > width {
		w.t.Errorf("%s at %d needs %d", l.Name, width, over)
	}
	if n := Evaluate[int64](w, `document.querySelectorAll("h1").length`); n != 1 {
		w.t.Errorf("%s has %d headings", l.Name, n)
	}
	if ids := Evaluate[string](w, repeatedIDs); ids != "" {
		w.t.Errorf("%s at %d has ids twice: %s", l.Name, width, ids)
	}
	w.Do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("main details:not([data-menu])").forEach(d =>
		d.open = true)`), chromedp.Evaluate[chromedp.Void](dropAlike))
}

// openMenu is the first menu of a page.
const openMenu = `document.querySelector("main details[data-menu]")`

// accessible fails the test for what axe-core, which the page has taken in, finds in a part of it and in a theme.
func (w *window) accessible(l Look, width int64, theme, part string) {
	w.t.Helper()
	var found []string
	if err := json.Unmarshal([]byte(Evaluate[string](w, fmt.Sprintf(runAxe, part, rules[theme]))), &found); err != nil {
		w.t.Fatal(err)
	}
	if len(found) > 0 {
		w.t.Errorf("%s at %d, %s:\n%s", l.Name, width, theme, strings.Join(found, "\n"))
	}
}
