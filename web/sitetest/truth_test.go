package sitetest

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"quarterdeck/internal/platform/tenant"
)

// shown is a figure of a page: what it is called and defined as, the rows it opens and its exact value.
type shown struct{ page, label, define, rows, exact string }

// figuresOf are the tiles of a page that say what they are and open their rows.
func figuresOf(t *testing.T, page, body string) (all []shown) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if !hasClass(n, "tile") {
			continue
		}
		f := shown{page: page}
		for d := range n.Descendants() {
			switch {
			case hasClass(d, "define"):
				f.define = attr(d, "href")
			case hasClass(d, "tile-value"):
				f.rows, f.exact = attr(d, "href"), attr(d, "title")
				f.label, _, _ = strings.Cut(attr(d, "aria-label"), ":")
			}
		}
		if f.define != "" && f.exact != "" {
			all = append(all, f)
		}
	}
	return all
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	return n.Type == html.ElementNode && slices.Contains(strings.Fields(attr(n, "class")), class)
}

var (
	amounts = regexp.MustCompile(`[−-]?\$[\d,.]*\d`)
	linked  = regexp.MustCompile(`<a [^>]*href="(/o/[^"#]*)`)
	varying = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-(?:Q\d|W\d+|\d\d(?:-\d\d)?)|\d+`)
)

// perKind is how many pages are read that differ in a key, a day or a number only, and perRoute how many of one route.
const (
	perKind  = 2
	perRoute = 8
)

// kindOf is an address without its keys, days and numbers, or nothing where it is no page of today.
func kindOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || strings.Contains(u.Path, ".") || u.Query().Has("as_of") || u.Query().Has("since") {
		return ""
	}
	asked := slices.Sorted(maps.Keys(u.Query()))
	return varying.ReplaceAllString(u.Path, "*") + "?" + strings.Join(asked, "&")
}

// walk reads the pages that are led to from the first one, a few of each kind.
func walk(b *Browser, first string, see func(address, body string)) {
	known, kinds := map[string]bool{"": true}, map[string]int{}
	for next := []string{first}; len(next) > 0; next = next[1:] {
		address := html.UnescapeString(next[0])
		kind := kindOf(address)
		route, _, _ := strings.Cut(kind, "?")
		if kind == "" || known[address] || kinds[kind] >= perKind || kinds[route] >= perRoute {
			continue
		}
		known[address] = true
		kinds[kind]++
		kinds[route]++
		a := b.Get(address)
		if a.Status != http.StatusOK {
			continue
		}
		see(address, a.Body)
		for _, link := range linked.FindAllStringSubmatch(a.Body, -1) {
			next = append(next, link[1])
		}
	}
}

// reach is where a link of a page leads, with what it leaves unsaid: whose rows somebody sees who sees their own, or
// those of the people below them.
func reach(page, address, own string) string {
	if strings.HasPrefix(address, "#") {
		address = page
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	if q.Get("owner") == "" || q.Get("owner") == "me" {
		q.Set("owner", own)
	}
	for name := range q {
		if q.Get(name) == "" || q.Get(name) == "all" && name == "owner" {
			q.Del(name)
		}
	}
	return u.Path + "?" + q.Encode()
}

// notSums are figures that are no sum of the rows that they open.
var notSums = []string{"Average size"}

// opens fails the test where a figure opens a list of opportunities whose totals do not have it; of a ratio its first
// amount is what is listed.
func opens(t *testing.T, b *Browser, f shown) {
	t.Helper()
	u, err := url.Parse(f.rows)
	if err != nil || !strings.HasSuffix(u.Path, "/pipeline") || slices.Contains(notSums, f.label) {
		return
	}
	amount := amounts.FindString(f.exact)
	if list := b.Get(f.rows); list.Status != http.StatusOK || amount == "" || !strings.Contains(list.Body, amount) {
		t.Errorf("%s is %s on %s, and the rows that it opens (%s) do not add up to it", f.label, f.exact, f.page,
			f.rows)
	}
}

func TestFiguresOfOneDefinitionAndScopeAreEqual(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	first, pages := map[string]shown{}, 0
	for _, role := range []tenant.Role{tenant.Executive, tenant.Manager, tenant.Rep, tenant.Ops, tenant.Finance} {
		own := "all"
		if role == tenant.Manager || role == tenant.Rep {
			own = c.Members[role].ID.String()
		}
		b := s.SignedIn(c.users[role])
		walk(b, c.path("/home"), func(address, body string) {
			pages++
			for _, f := range figuresOf(t, string(role)+" "+address, body) {
				if f.rows == "" {
					continue
				}
				key := f.define + " of " + reach(address, f.rows, own)
				before, known := first[key]
				if !known {
					first[key] = f
					opens(t, b, f)
					continue
				}
				if before.exact != f.exact {
					t.Errorf("%s is %s on %s\nand %s is %s on %s (%s)", before.label, before.exact, before.page,
						f.label, f.exact, f.page, key)
				}
			}
		})
	}
	t.Logf("%d figures on %d pages", len(first), pages)
	if len(first) < 50 {
		t.Errorf("only %d figures are found", len(first))
	}
}
