package forecastpage_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/submission"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func TestWhatIsBehindAFigureIsForThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f, twin, outsider := s.Firm("west"), s.Firm("twin"), s.Found()
	for visitor, owners := range sitetest.Sees {
		b := f.Visit(visitor, outsider)
		for _, p := range sitetest.Staff {
			want := http.StatusNotFound
			for _, owner := range owners {
				if owner == p.Key {
					want = http.StatusOK
				}
			}
			if visitor == "stranger" {
				want = http.StatusSeeOther
			}
			if p.Seller {
				if a := b.Get(f.Path(sitetest.Q4 + "/members/" + f.People[p.Key].String() +
					"?cat=commit")); a.Status != want {
					t.Errorf("%s gets %d for what is behind %s, not %d", visitor, a.Status, p.Key, want)
				}
			}
			if a := b.Get(f.Path(sitetest.Q4 + "/members/" + twin.People[p.Key].String())); visitor != "stranger" &&
				a.Status != http.StatusNotFound {
				t.Errorf("%s gets %d for a member of another organisation", visitor, a.Status)
			}
		}
	}
	for _, path := range []string{"/forecast/nonsense", "/forecast/2026-Q9", "/forecast/2026-Q4x",
		"/forecast/nonsense/sheet.csv"} {
		f.As("manager").Get(f.Path(path)).Is(t, http.StatusNotFound)
	}
}

func TestTheForecastBeginsWhereARoleWorks(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	for who, to := range map[string]string{"rep": "/forecast/mine", "manager": sitetest.Q4, "executive": sitetest.Q4,
		"finance": sitetest.Q4} {
		if a := f.As(who).Get(f.Path("/forecast")).Is(t, http.StatusSeeOther); a.Location != f.Path(to) {
			t.Errorf("%s is led to %s", who, a.Location)
		}
	}
	if a := f.As("manager").Get(f.Path(sitetest.Q4+"?period=2026-Q3&line=best_case")).Is(t,
		http.StatusSeeOther); a.Location != f.Path("/forecast/2026-Q3?line=best_case") {
		t.Errorf("another period is at %s", a.Location)
	}
}

var (
	seenIn = regexp.MustCompile(`name="seen" value="([^"]*)"`)
	undoIn = regexp.MustCompile(`action="([^"]*/withdrawal[^"]*)"`)
)

func TestAManagerAdjustsWithoutAScript(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	manager, executive := f.As("manager"), f.As("executive")
	about := f.People["rep"].String()
	form := manager.Get(f.Path(sitetest.Q4+"?judge="+about)).Is(t, http.StatusOK)
	adjust := func(b *sitetest.Browser, seen, amount, note string) sitetest.Answer {
		return b.Post(f.Path(sitetest.Q4+"/judgements"), "member", about, "about", "call", "seen", seen, "amount",
			amount, "note", note)
	}
	if m := seenIn.FindStringSubmatch(form.Body); m == nil || m[1] != "" {
		t.Fatalf("the form saw %v", m)
	}
	adjust(manager, "", "lots", "why").Is(t, http.StatusUnprocessableEntity).Says(t, "Enter an amount such as")
	adjust(manager, "", "30k", " ").Is(t, http.StatusUnprocessableEntity).Says(t, "an adjustment needs a note")
	adjust(manager, "", "12.345", "why").Is(t, http.StatusUnprocessableEntity).Says(t, "is ambiguous")
	adjust(manager, "", "12.3456", "why").Is(t, http.StatusUnprocessableEntity).Says(t, "has at most 2 decimals")
	saved := adjust(manager, "", "30k", "Slow at legal").Is(t, http.StatusSeeOther)
	sheet := manager.Get(saved.Location).Is(t, http.StatusOK).Says(t, "Adjustment saved.", "$30K")
	executive.Get(f.Path(sitetest.Q4+"?open="+f.People["manager"].String())).Is(t, http.StatusOK).Says(t, "$30K", "by ")
	f.As("rep").Get(f.Path("/forecast/mine")).Is(t, http.StatusOK).Hides(t, "$30K")
	f.As("rep").Get(f.Path(sitetest.Q4)).Is(t, http.StatusOK).Hides(t, "$30K")
	f.As("rep").Get(f.Path(sitetest.Q4+"/members/"+about)).Is(t, http.StatusOK).Hides(t, "30,000")

	// The executive opened the sheet before that: both values stand there, and saving again sets theirs.
	both := adjust(executive, "", "28,000", "I know the buyer").Is(t, http.StatusConflict).Says(t,
		"adjusted it to $30,000.00",
		"Yours is 28,000", "Slow at legal")
	adjust(executive, seenIn.FindStringSubmatch(both.Body)[1], "28,000", "I know the buyer").Is(t, http.StatusSeeOther)

	undo := undoIn.FindStringSubmatch(sheet.Body)
	if undo == nil {
		t.Fatal("the adjustment cannot be taken back")
	}
	manager.Post(strings.ReplaceAll(undo[1], "&amp;", "&")).Is(t, http.StatusSeeOther)
	manager.Get(f.Path(sitetest.Q4)).Is(t, http.StatusOK).Says(t, "Adjustment undone").Hides(t, "$30K")
	adjust(f.As("east"), "", "1", "not mine").Is(t, http.StatusNotFound)
}

func TestARepSubmitsACall(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	rep := f.As("rep")
	submit := func(pairs ...string) sitetest.Answer {
		return rep.Post(f.Path(sitetest.Q4+"/submissions"), append(pairs, "back", "mine")...)
	}
	submit("call", "").Is(t, http.StatusUnprocessableEntity).Says(t, "Type your call")
	submit("call", "1e9").Is(t, http.StatusUnprocessableEntity).Says(t, "My forecast")
	to := submit("call", "$41,500.50", "best_case", "90k", "note", "One <b>large</b> one").Is(t, http.StatusSeeOther)
	rep.Get(to.Location).Is(t, http.StatusOK).Says(t, "Call $41,500.50, best case forecast $90,000.00",
		"One &lt;b&gt;large&lt;/b&gt; one", "Your call for Q4 2026 is submitted.")
	f.As("manager").Get(f.Path(sitetest.Q4)).Is(t, http.StatusOK).Says(t, "$41.5K")
	f.As("manager").Get(f.Path(sitetest.Q4+"/sheet.csv")).Is(t, http.StatusOK).Says(t, "41500.50")
	f.As("mate").Get(f.Path("/forecast/mine")).Is(t, http.StatusOK).Hides(t, "41,500.50")
	f.As("manager").Get(f.Path(sitetest.Q4+"?as_of=2026-11-19")).Is(t, http.StatusOK).Hides(t, "$41.5K")

	change(f, func(ctx context.Context, tx *tenant.Tx) error {
		p := tx.Calendar().Containing(period.Quarter, tx.Today())
		return forecast.Close(ctx, tx, p, "The board has it")
	})
	submit("call", "1").Is(t, http.StatusConflict).Says(t, "Q4 2026 is closed", "The board has it")
	f.As("manager").Get(f.Path(sitetest.Q4)).Is(t, http.StatusOK).Says(t, "Q4 2026 is closed").Hides(t,
		"Submit forecast")
}

// change acts as the system in the firm.
func change(f *sitetest.Firm, fn func(context.Context, *tenant.Tx) error) {
	f.Site.T.Helper()
	if err := f.Site.DB.Update(f.Site.T.Context(),
		tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error { return fn(f.Site.T.Context(), tx) }); err != nil {
		f.Site.T.Fatal(err)
	}
}

func TestAManagerAdjustsByTheKeyboard(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	w := s.Window(1440, 900).As(f.Users["manager"])
	w.Get(f.Path(sitetest.Q4))
	cell := "#j-" + f.People["rep"].String()
	w.Until("the cell is there", fmt.Sprintf(`!!document.querySelector("%s a")`, cell))
	w.Do(chromedp.Focus(cell+" a"), chromedp.KeyEvent(kb.Enter))
	w.Until("Enter opens the cell", `document.activeElement.id === "adjust-amount"`)
	w.Do(chromedp.KeyEvent(kb.Escape))
	w.Until("Escape leaves it and the focus stays",
		fmt.Sprintf(`!document.querySelector("#adjust-amount") && document.activeElement === document.querySelector("%s a")`, cell))
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Until("it opens again", `document.activeElement.id === "adjust-amount"`)
	w.Do(chromedp.KeyEvent("abc"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("Slow at legal"),
		chromedp.KeyEvent(kb.Enter))
	w.Until("what is no amount is refused under the cell",
		fmt.Sprintf(`document.querySelector("%s .field-error")?.innerText.includes("1,250.50")`, cell))
	w.Until("and what was typed is selected",
		`document.activeElement.id === "adjust-amount" && document.activeElement.selectionEnd - document.activeElement.selectionStart === 3`)
	w.Do(chromedp.KeyEvent("30k"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("Slow at legal"),
		chromedp.KeyEvent(kb.Enter))
	w.Until("Enter saves",
		fmt.Sprintf(`document.querySelector("%s a")?.innerText.includes("$30K") && !!document.querySelector("#toasts button")`, cell))
	w.Until("the focus is back at the cell", fmt.Sprintf(`document.activeElement === document.querySelector("%s a")`,
		cell))
	w.Do(chromedp.Click(`#toasts form button`))
	w.Until("the adjustment is taken back",
		fmt.Sprintf(`document.body.innerText.includes("Adjustment undone") && !document.querySelector("%s a").innerText.includes("$30K")`, cell))
	w.Do(chromedp.Click(`a[data-dialog="drawer"]`))
	w.Until("a figure opens what is behind it", `!!document.querySelector("#drawer[open] h2")`)
}

func TestARepSubmitsOnAPhone(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	w := s.Window(390, 844).As(f.Users["rep"])
	w.Get(f.Path("/home"))
	w.Do(chromedp.Click(`nav.dock a[href$="/forecast/mine"]`))
	w.Until("the bar leads to the forecast", `!!document.querySelector("#call-call")`)
	w.Do(chromedp.SendKeys("#call-call", "45k"), chromedp.SendKeys("#call-note", "Signed in December"),
		chromedp.Submit("#call-note"))
	w.Until("the call is there",
		`document.body.innerText.includes("Call $45,000.00") && document.body.innerText.includes("Signed in December")`)
	if sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > 390`) {
		t.Error("the page is wider than the phone")
	}
}

func TestNobodysOpportunitiesAreARowOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	change(f, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE app.opportunities SET owner_id = NULL WHERE tenant_id = @tenant AND id = @id`,
			tenant.Args{"id": f.Opportunities["far"]})
		return err
	})
	f.As("executive").Get(f.Path(sitetest.Q4)).Is(t, http.StatusOK).Says(t, "No owner")
	f.As("executive").Get(f.Path(sitetest.Q4+"/members/"+uuid.Nil.String()+"?whose=nobody")).Is(t,
		http.StatusOK).Says(t, "No owner: forecast", sitetest.Mark("west", "far"))
}

func TestThePeopleOfTheDemoSpeakEveryWeek(t *testing.T) {
	t.Parallel()
	c, s := sitetest.GrowthTech(t), sitetest.New(t)
	if err := submission.Fill(t.Context(), s.DB, c.Organisation); err != nil { // has been done, so it adds nothing
		t.Fatal(err)
	}
	err := s.DB.View(t.Context(), tenant.AsSystem(c.TenantID), func(tx *tenant.Tx) error {
		said := 0
		rep := c.Members[tenant.Rep].ID
		for back := range 9 {
			p := tx.Calendar().Shift(tx.Calendar().Containing(period.Quarter, tx.Today()), -back)
			calls, err := forecast.Submissions(t.Context(), tx, rep, p, time.Time{})
			if err != nil {
				return err
			}
			weeks := map[period.Date]bool{}
			for _, call := range calls {
				day := tx.Calendar().Today(call.SubmittedAt)
				weeks[day] = true
				if day.Time().Weekday() != time.Friday || !p.Contains(day) || call.SubmittedAt.After(tx.Now()) {
					t.Errorf("a call about %s on %s", p.Label, call.SubmittedAt)
				}
			}
			if len(weeks) < 7 || len(calls) != 3*len(weeks) {
				t.Errorf("%s: %d calls in %d weeks", p.Label, len(calls), len(weeks))
			}
			adjusted, err := forecast.Adjustments(t.Context(), tx, rep, p, time.Time{})
			if err != nil {
				return err
			}
			said += len(adjusted)
		}
		if said == 0 {
			t.Error("nobody has adjusted this rep")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACategoryIsSetByHandOnThePageOfTheOpportunity(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	rep.Post(path+"/category", "category", "commit", "reason", "").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Say why in a few words")
	rep.Post(path+"/category", "category", "commit", "reason", "Signed by hand", "revision",
		"77").Is(t, http.StatusConflict)
	rep.Post(path+"/category", "category", "commit", "reason", "Signed by hand").Is(t, http.StatusSeeOther)
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Overridden: Commit", "Signed by hand", "Commit (overridden)")
	rep.Post(path+"/tags", "tag", "at_risk", "on", "1", "period", "2026-Q4").Is(t, http.StatusSeeOther)
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Remove “At risk”")
	rep.Get(f.Path("/forecast/mine")).Is(t, http.StatusOK).Says(t, "At risk")
	rep.Post(path+"/tags", "tag", "at_risk", "period", "never").Is(t, http.StatusUnprocessableEntity)
	rep.Post(path+"/category", "category", "", "reason", "Not signed after all").Is(t, http.StatusSeeOther)
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Reset to stage default")
	for _, other := range []string{"mate", "east"} {
		f.As(other).Post(path+"/category", "category", "commit", "reason", "mine").Is(t, http.StatusNotFound)
		f.As(other).Post(path+"/tags", "tag", "bridge", "on", "1", "period", "2026-Q4").Is(t, http.StatusNotFound)
	}
}
