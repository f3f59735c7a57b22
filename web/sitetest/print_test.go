package sitetest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"quarterdeck/internal/platform/tenant"
)

// onPaper lists what a printed page still shows of the screen: navigation, and whatever can only be clicked or typed.
const onPaper = `[...document.querySelectorAll(
	"nav, .side, .dock, .filters, .stepper, .toasts, .seg, button, .btn, input, select, textarea, dialog")]
	.filter((e) => e.type !== "hidden" && e.checkVisibility({visibilityProperty: true}) &&
		e.getBoundingClientRect().height > 1 && !e.closest(".next-field"))
	.map((e) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 30))`

// onShow is how many of the page's figures, headings and tables are there to read.
const onShow = `[...document.querySelectorAll("h1, .panel-title, .tile-value, table")].filter((e) => e.checkVisibility()).length`

func TestPaperShowsFiguresAndNothingToClick(t *testing.T) {
	t.Parallel()
	c := GrowthTech(t)
	s := New(t)
	w := s.Window(1440, 900)
	media := func(name string) {
		w.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
			return err
		}))
	}
	for _, p := range []struct {
		path string
		who  tenant.Role
	}{
		{"/home", tenant.Rep}, {"/home", tenant.Manager}, {"/home", tenant.Executive}, {"/home", tenant.Ops},
		{"/home", tenant.Finance}, {"/commissions/2026-10", tenant.Rep}, {"/forecast/2026-Q4", tenant.Manager},
		{"/commissions/runs/" + c.run.String(), tenant.Finance}, {"/review", tenant.Manager},
		{"/plans/" + c.plan.String(), tenant.Ops},
	} {
		w.As(c.users[p.who])
		media("screen")
		w.Get("/o/" + c.Slug + p.path)
		screen := Evaluate[int](w, onShow)
		media("print")
		paper, left := Evaluate[int](w, onShow), Evaluate[[]string](w, onPaper)
		if len(left) > 0 {
			t.Errorf("%s of %s prints %q", p.path, p.who, left)
		}
		if paper < 2 || paper < screen/2 {
			t.Errorf("%s of %s prints %d headings, figures and tables of %d", p.path, p.who, paper, screen)
		}
	}
}
