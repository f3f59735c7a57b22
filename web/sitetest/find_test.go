package sitetest

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// TestEveryPageIsFound holds the directory against the table of doors: a role finds each page that it may open and
// whose address needs no record, and no other.
func TestEveryPageIsFound(t *testing.T) {
	t.Parallel()
	for _, role := range tenant.Roles {
		var all []ui.NavItem
		for _, letter := range "abcdefghijklmnopqrstuvwxyz" {
			pages, actions := page.Directory("/o/{org}", role, string(letter), false)
			all = slices.Concat(all, pages, actions)
		}
		found := map[string]bool{}
		for _, item := range all {
			path := strings.FieldsFunc(item.Href, func(r rune) bool { return r == '?' || r == '#' })[0]
			found[path] = true
			if d, ok := doors["GET "+path]; !ok || d.who != person && !d.opens(role) {
				t.Errorf("a member with the role %s finds %s and cannot open it", role, path)
			}
		}
		for route, d := range doors {
			path, get := strings.CutPrefix(route, "GET ")
			empty := page.Empty(role, strings.TrimPrefix(path, "/o/{org}"))
			if get && aPage(path) && d.opens(role) && found[path] == empty {
				t.Errorf("a member with the role %s finds %s: %v, and it is empty for them: %v", role, path, found[path], empty)
			}
		}
	}
}

func (d door) opens(role tenant.Role) bool { return d.who == seat || role.May(tenant.Right(d.who)) }

// aPage tells that an address of an organisation is a page by itself, which needs no record and no selection.
func aPage(path string) bool {
	rest, of := strings.CutPrefix(path, "/o/{org}/")
	beside := []string{"", "search", "commissions/disputes/new", "pipeline/bulk", "live", "setup/progress",
		"pipeline/columns", "quality/tasks"}
	return of && !slices.Contains(beside, rest) && !strings.ContainsAny(rest, "{.")
}

func TestSearchFindsPagesActionsAndPeopleAndForgivesASlip(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	for _, ask := range []struct{ who, text, says, link string }{
		{"ops", "import rec", "Actions", "/imports"},
		{"rep", "pipline", "No exact match for “pipline”", "/pipeline"},
		{"rep", "cleo", "Contacts", "/accounts/" + f.accounts["rep"].String() + "#contacts"},
		{"manager", Mark("west", "mate"), "People", "/members/" + f.People["mate"].String()},
		{"rep", "qqqqqq", "No results for “qqqqqq”", ""},
		{"rep", "", "Pages", "/quotas"},
	} {
		b := f.As(ask.who)
		a := b.Get(f.Path("/search?q="+strings.ReplaceAll(ask.text, " ", "+"))).Is(t, http.StatusOK)
		a.Says(t, ask.says, f.Path(ask.link))
		if strings.HasPrefix(ask.link, "/") {
			path, _, _ := strings.Cut(ask.link, "#")
			b.Get(f.Path(path)).Is(t, http.StatusOK)
		}
	}
	f.As("rep").Get(f.Path("/search?q=import+rec")).Is(t, http.StatusOK).Says(t, "No results")
}

// TestThePaletteForgetsWhatWasSearched has what was typed last selected when the palette opens again.
func TestThePaletteForgetsWhatWasSearched(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	w := s.Window(1280, 900).As(f.Users["rep"])
	w.Get(f.Path("/more"))
	w.Do(chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)), chromedp.KeyEvent("pipline"))
	w.Until("a page is found in spite of a slip",
		`document.querySelector("#palette-results a[href$='/pipeline']") !== null`)
	w.Do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)),
		chromedp.KeyEvent("quot"))
	w.Until("the new text takes the place of the old",
		`document.querySelector("#palette input").value === "quot" &&
			document.querySelector("#palette-results a[href$='/quotas']") !== null`)
}

func TestADefinitionOpensBesideItsFigure(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	rep := f.As("rep")
	rep.Get(f.Path("/definitions/coverage")).Leads(t, f.Path("/definitions#coverage"))
	rep.Get(f.Path("/definitions/nothing")).Is(t, http.StatusNotFound)
	rep.Header.Set("HX-Request", "true")
	rep.Get(f.Path("/definitions/coverage?as_of=2026-11-10")).Is(t, http.StatusOK).Says(t, "Source",
		"What was known at the end of Nov 10", f.Path("/definitions#coverage"))
	w := s.Window(1280, 900).As(f.Users["manager"])
	w.Get(f.Path("/home"))
	const link = `document.querySelector(".tile:has(a.tile-value) .define")`
	const box = `document.querySelector("#definition")`
	w.Do(chromedp.Evaluate[chromedp.Void](link + `.focus()`))
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Until("the definition opens with its rows", box+`.open && location.hash === "" &&
		`+box+`.querySelector("[data-rows]").href === `+link+`.closest(".tile").querySelector("a.tile-value").href`)
	w.Do(chromedp.KeyEvent(kb.Escape))
	w.Until("Escape closes it and the focus is back", `!`+box+`.open && document.activeElement === `+link)
}

func TestSingleKeysAreTurnedOffForAPerson(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	rep := f.As("rep")
	rep.Get("/me").Is(t, http.StatusOK).Says(t, "Single-key shortcuts")
	rep.Post("/me/keys").Leads(t, "/me")
	rep.Get(f.Path("/more")).Says(t, `data-keys="off"`)
	if f.As("manager").Get(f.Path("/more")).Is(t, http.StatusOK); strings.Contains(
		f.As("manager").Get(f.Path("/more")).Body, `data-keys="off"`) {
		t.Error("the keys of somebody else are off")
	}
	rep.Post("/me/keys", "on", "true").Leads(t, "/me")
	if strings.Contains(rep.Get(f.Path("/more")).Body, `data-keys="off"`) {
		t.Error("they do not come back")
	}
}
