package ui

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

func parse(t *testing.T, c templ.Component) *html.Node {
	t.Helper()
	var text strings.Builder
	if err := c.Render(context.Background(), &text); err != nil {
		t.Fatal(err)
	}
	node, err := html.Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	return node
}

func elements(root *html.Node, match func(*html.Node) bool) []*html.Node {
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func tag(name string) func(*html.Node) bool { return func(n *html.Node) bool { return n.Data == name } }

func TestMarkupObeysThePolicy(t *testing.T) {
	page := parse(t, gallery("dark"))
	ids := map[string]bool{}
	for _, n := range elements(page, func(*html.Node) bool { return true }) {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("the id %q stands twice", a.Val)
			}
			if a.Key == "id" {
				ids[a.Val] = true
			}
		}
		if n.Data == "style" || n.Data == "script" && (n.FirstChild != nil || attribute(n, "src") == "") {
			t.Errorf("an inline <%s>", n.Data)
		}
	}
	if got := len(elements(page, tag("h1"))); got != 1 {
		t.Errorf("%d h1 in a page", got)
	}
	for _, th := range elements(page, tag("th")) {
		if s := attribute(th, "scope"); s != "col" && s != "row" {
			t.Errorf("a th with scope %q", s)
		}
	}
	if got := attribute(elements(page, tag("html"))[0], "data-theme"); got != "dark" {
		t.Errorf("theme %q", got)
	}
	if got := len(elements(parse(t, AuthPage(AuthProps{Title: "Sign in"})),
		func(n *html.Node) bool { return attribute(n, "data-theme") != "" })); got != 0 {
		t.Error("a theme is forced though none was chosen")
	}
}

func TestEachChartIsOneNamedImageWithATable(t *testing.T) {
	charts := map[string]templ.Component{
		"line": chartLine(), "stacked": chartStacked(), "scatter": chartScatter(), "funnel": chartFunnel(),
		"heat": chartHeat(), "waterfall": chartWaterfall(), "ranges": chartRanges(),
		"reliability": chartReliability(), "cohort": chartCohort(),
	}
	for name, c := range charts {
		node := parse(t, c)
		images := elements(node, func(n *html.Node) bool { return n.Data == "svg" && attribute(n, "role") == "img" })
		if len(images) != 1 || attribute(images[0], "aria-label") == "" {
			t.Errorf("%s: %d images", name, len(images))
			continue
		}
		if got := len(elements(images[0], tag("a"))); got != 0 {
			t.Errorf("%s: %d links inside of an image, where nobody hears them", name, got)
		}
		if len(elements(node, tag("details"))) != 1 || len(elements(node, tag("td"))) == 0 {
			t.Errorf("%s has no table", name)
		}
	}
}

func TestAFieldTiesItsErrorToTheInput(t *testing.T) {
	node := parse(t, Field(FieldProps{Label: "Amount", Name: "amount", Hint: "In dollars.", Error: "Not a number."}))
	input := elements(node, tag("input"))[0]
	if attribute(input, "aria-describedby") != "f-amount-hint f-amount-error" ||
		attribute(input, "aria-invalid") != "true" {
		t.Errorf("%v", input.Attr)
	}
	if attribute(elements(node, tag("label"))[0], "for") != attribute(input, "id") {
		t.Error("the label is not the input's")
	}
	fine := elements(parse(t, Field(FieldProps{Label: "Amount", Name: "amount"})), tag("input"))[0]
	if attribute(fine, "aria-describedby") != "" || attribute(fine, "aria-invalid") != "" {
		t.Errorf("%v", fine.Attr)
	}
}

func TestAPhoneShowsFiveShortcutsAtMost(t *testing.T) {
	p := galleryProps("")
	p.Phone = append(p.Phone, NavItem{Label: "Sixth", Href: "/6"})
	dock := elements(parse(t, Page(p)), func(n *html.Node) bool { return attribute(n, "class") == "dock" })[0]
	if got := len(elements(dock, tag("a"))); got != 5 {
		t.Errorf("%d", got)
	}
}

func TestSelectGroupsItsOptions(t *testing.T) {
	node := parse(t,
		Select(SelectProps{Label: "Team", Name: "team", Value: "e", Options: []Option{{Label: "All"},
			{Value: "w", Label: "West", Group: "Americas"}, {Value: "e", Label: "East", Group: "Americas"}}}))
	if got := len(elements(node, tag("optgroup"))); got != 1 {
		t.Errorf("%d groups", got)
	}
	chosen := elements(node, func(n *html.Node) bool {
		for _, a := range n.Attr {
			if a.Key == "selected" {
				return true
			}
		}
		return false
	})
	if len(chosen) != 1 || attribute(chosen[0], "value") != "e" {
		t.Errorf("%v", chosen)
	}
}

// A sprite without a drawing shows nothing, and says nothing: only a test can tell.
func TestEveryIconIsInTheSprite(t *testing.T) {
	list, err := os.ReadFile(filepath.Join("..", "assets", "icons.txt"))
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, name := range strings.Fields(string(list)) {
		have[name] = true
	}
	uses := regexp.MustCompile(`(?:Icon\("|iconLarge\("|Icon: +"|return ")([a-z0-9-]+)"`)
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "gallery_test.go") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range uses.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[0], "con") && !have[m[1]] {
				t.Errorf("%s uses %q, which is not in icons.txt", file, m[1])
			}
		}
	}
}
