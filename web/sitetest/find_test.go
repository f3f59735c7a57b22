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
			path, _, _ := strings.Cut(item.Href, "?")
			found[path] = true
			if d, ok := doors["GET "+path]; !ok || d.who != person && !d.opens(role) {
				t.Errorf("a member with the role %s finds %s and cannot open it", role, path)
			}
		}
		for route, d := range doors {
			path, get := strings.CutPrefix(route, "GET ")
			if get && aPage(path) && d.opens(role) && !found[path] {
				t.Errorf("a member with the role %s does not find %s", role, path)
			}
		}
	}
}

func (d door) opens(role tenant.Role) bool { return d.who == seat || role.May(tenant.Right(d.who)) }

// aPage tells that an address of an organisation is a page by itself, which needs no record.
func aPage(path string) bool {
	rest, of := strings.CutPrefix(path, "/o/{org}/")
	return of && rest != "" && rest != "search" && rest != "commissions/disputes/new" &&
		!strings.ContainsAny(rest, "{.")
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
	w.Until("a page is found in spite of a slip", `document.querySelector("#palette-results a[href$='/pipeline']") !== null`)
	w.Do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)),
		chromedp.KeyEvent("quot"))
	w.Until("the new text takes the place of the old",
		`document.querySelector("#palette input").value === "quot" &&
			document.querySelector("#palette-results a[href$='/quotas']") !== null`)
}
