package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// violation is what axe-core found.
type violation struct {
	ID, Help string
	Nodes    []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	}
}

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify(r.violations))`

func TestNoAccessibilityViolationsInEitherTheme(t *testing.T) {
	source, url, ctx := axe(t), serve(t), browser(t)
	for _, theme := range []string{"light", "dark"} {
		for _, width := range []int64{1440, 390} {
			for _, path := range []string{"/", "/login"} {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900),
					chromedp.Navigate(url+path+"?theme="+theme)); err != nil {
					t.Fatal(err)
				}
				picture(t, ctx, fmt.Sprintf("%s-%d-%s", strings.Trim(path, "/"), width, theme))
				err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](source),
					chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("main details").forEach(d => d.open = true)`))
				if err != nil {
					t.Fatal(err)
				}
				text, err := chromedp.Run(ctx, chromedp.Evaluate[string](runAxe, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				report(t, path+" "+theme, width, text)
			}
		}
	}
}

func report(t *testing.T, page string, width int64, text string) {
	t.Helper()
	var found []violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		for i, n := range v.Nodes {
			if i < 4 {
				t.Errorf("%s at %d: %s (%s), %d of them\n%s\n%s", page, width, v.ID, v.Help, len(v.Nodes), n.HTML,
					n.Summary)
			}
		}
	}
}

func TestAPhoneDoesNotScrollSideways(t *testing.T) {
	url, ctx := serve(t), browser(t)
	for _, width := range []int64{320, 390, 768, 1024} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(url+"/")); err != nil {
			t.Fatal(err)
		}
		over, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
		if err != nil {
			t.Fatal(err)
		}
		if over > width {
			t.Errorf("a page %d wide needs %d", width, over)
		}
	}
}
