package web

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
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
)

const q4 = "/forecast/2026-Q4"

func TestWhatIsBehindAFigureIsForThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f, twin, outsider := s.firm("west"), s.firm("twin"), s.found()
	for visitor, owners := range sees {
		b := f.visit(visitor, outsider)
		for _, p := range staff {
			want := http.StatusNotFound
			for _, owner := range owners {
				if owner == p.key {
					want = http.StatusOK
				}
			}
			if visitor == "stranger" {
				want = http.StatusSeeOther
			}
			if p.seller {
				if a := b.get(f.path(q4 + "/members/" + f.people[p.key].String() + "?cat=commit")); a.Status != want {
					t.Errorf("%s gets %d for what is behind %s, not %d", visitor, a.Status, p.key, want)
				}
			}
			if a := b.get(f.path(q4 + "/members/" + twin.people[p.key].String())); visitor != "stranger" && a.Status != http.StatusNotFound {
				t.Errorf("%s gets %d for a member of another organisation", visitor, a.Status)
			}
		}
	}
	for _, path := range []string{"/forecast/nonsense", "/forecast/2026-Q9", "/forecast/2026-Q4x", "/forecast/nonsense/sheet.csv"} {
		f.as("manager").get(f.path(path)).is(t, http.StatusNotFound)
	}
}

func TestTheForecastBeginsWhereARoleWorks(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	for who, to := range map[string]string{"rep": "/forecast/mine", "manager": q4, "executive": q4, "finance": q4} {
		if a := f.as(who).get(f.path("/forecast")).is(t, http.StatusSeeOther); a.Location != f.path(to) {
			t.Errorf("%s is led to %s", who, a.Location)
		}
	}
	if a := f.as("manager").get(f.path(q4+"?period=2026-Q3&line=best_case")).is(t, http.StatusSeeOther); a.Location != f.path("/forecast/2026-Q3?line=best_case") {
		t.Errorf("another period is at %s", a.Location)
	}
}

var (
	seenIn = regexp.MustCompile(`name="seen" value="([^"]*)"`)
	undoIn = regexp.MustCompile(`action="([^"]*/withdrawal[^"]*)"`)
)

func TestAManagerJudgesWithoutAScript(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	manager, executive := f.as("manager"), f.as("executive")
	about := f.people["rep"].String()
	form := manager.get(f.path(q4+"?judge="+about)).is(t, http.StatusOK)
	judge := func(b *browser, seen, amount, note string) answer {
		return b.post(f.path(q4+"/judgements"), "member", about, "about", "call", "seen", seen, "amount", amount, "note", note)
	}
	if m := seenIn.FindStringSubmatch(form.Body); m == nil || m[1] != "" {
		t.Fatalf("the form saw %v", m)
	}
	judge(manager, "", "lots", "why").is(t, http.StatusUnprocessableEntity).says(t, "Type an amount such as")
	judge(manager, "", "30k", " ").is(t, http.StatusUnprocessableEntity).says(t, "a judgement needs a note")
	judge(manager, "", "12.345", "why").is(t, http.StatusUnprocessableEntity).says(t, "can be read in two ways")
	judge(manager, "", "12.3456", "why").is(t, http.StatusUnprocessableEntity).says(t, "has at most 2 decimals")
	saved := judge(manager, "", "30k", "Slow at legal").is(t, http.StatusSeeOther)
	sheet := manager.get(saved.Location).is(t, http.StatusOK).says(t, "The judgement is saved.", "$30K")
	executive.get(f.path(q4+"?open="+f.people["manager"].String())).is(t, http.StatusOK).says(t, "$30K", "by ")
	f.as("rep").get(f.path("/forecast/mine")).is(t, http.StatusOK).hides(t, "$30K")
	f.as("rep").get(f.path(q4)).is(t, http.StatusOK).hides(t, "$30K")
	f.as("rep").get(f.path(q4+"/members/"+about)).is(t, http.StatusOK).hides(t, "30,000")

	// The executive opened the sheet before that: both values stand there, and saving again sets theirs.
	both := judge(executive, "", "28,000", "I know the buyer").is(t, http.StatusConflict).says(t, "said $30,000.00", "Yours would be 28,000", "Slow at legal")
	judge(executive, seenIn.FindStringSubmatch(both.Body)[1], "28,000", "I know the buyer").is(t, http.StatusSeeOther)

	undo := undoIn.FindStringSubmatch(sheet.Body)
	if undo == nil {
		t.Fatal("the judgement cannot be taken back")
	}
	manager.post(strings.ReplaceAll(undo[1], "&amp;", "&")).is(t, http.StatusSeeOther)
	manager.get(f.path(q4)).is(t, http.StatusOK).says(t, "is taken back").hides(t, "$30K")
	judge(f.as("east"), "", "1", "not mine").is(t, http.StatusNotFound)
}

func TestARepSubmitsACall(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	rep := f.as("rep")
	submit := func(pairs ...string) answer {
		return rep.post(f.path(q4+"/submissions"), append(pairs, "back", "mine")...)
	}
	submit("call", "").is(t, http.StatusUnprocessableEntity).says(t, "Type your call")
	submit("call", "1e9").is(t, http.StatusUnprocessableEntity).says(t, "My forecast")
	to := submit("call", "$41,500.50", "best_case", "90k", "note", "One <b>large</b> one").is(t, http.StatusSeeOther)
	rep.get(to.Location).is(t, http.StatusOK).says(t, "Call $41,500.50, best case forecast $90,000.00", "One &lt;b&gt;large&lt;/b&gt; one", "Your call for Q4 2026 is submitted.")
	f.as("manager").get(f.path(q4)).is(t, http.StatusOK).says(t, "$41.5K")
	f.as("manager").get(f.path(q4+"/sheet.csv")).is(t, http.StatusOK).says(t, "41500.50")
	f.as("mate").get(f.path("/forecast/mine")).is(t, http.StatusOK).hides(t, "41,500.50")
	f.as("manager").get(f.path(q4+"?as_of=2026-11-19")).is(t, http.StatusOK).hides(t, "$41.5K")

	f.change(func(ctx context.Context, tx *tenant.Tx) error {
		p := tx.Calendar().Containing(period.Quarter, tx.Today())
		return forecast.Close(ctx, tx, p, "The board has it")
	})
	submit("call", "1").is(t, http.StatusConflict).says(t, "Q4 2026 is closed", "The board has it")
	f.as("manager").get(f.path(q4)).is(t, http.StatusOK).says(t, "Q4 2026 is closed").hides(t, "Submit the forecast")
}

// hides fails the test where a page shows a text.
func (a answer) hides(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(words(t, a), text) {
		t.Errorf("%q stands in the page", text)
	}
}

// change acts as the system in the firm.
func (f *firm) change(fn func(context.Context, *tenant.Tx) error) {
	f.site.t.Helper()
	if err := f.site.db.Update(f.site.t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error { return fn(f.site.t.Context(), tx) }); err != nil {
		f.site.t.Fatal(err)
	}
}

func TestAManagerJudgesByTheKeyboard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	w := s.window(1440, 900).as(f.users["manager"])
	w.get(f.path(q4))
	cell := "#j-" + f.people["rep"].String()
	w.until("the cell is there", fmt.Sprintf(`!!document.querySelector("%s a")`, cell))
	w.do(chromedp.Focus(cell+" a"), chromedp.KeyEvent(kb.Enter))
	w.until("Enter opens the cell", `document.activeElement.id === "judge-amount"`)
	w.do(chromedp.KeyEvent(kb.Escape))
	w.until("Escape leaves it and the focus stays", fmt.Sprintf(`!document.querySelector("#judge-amount") && document.activeElement === document.querySelector("%s a")`, cell))
	w.do(chromedp.KeyEvent(kb.Enter))
	w.until("it opens again", `document.activeElement.id === "judge-amount"`)
	w.do(chromedp.KeyEvent("abc"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("Slow at legal"), chromedp.KeyEvent(kb.Enter))
	w.until("what is no amount is refused under the cell", fmt.Sprintf(`document.querySelector("%s .field-error")?.innerText.includes("1,250.50")`, cell))
	w.until("and what was typed is selected", `document.activeElement.id === "judge-amount" && document.activeElement.selectionEnd - document.activeElement.selectionStart === 3`)
	w.do(chromedp.KeyEvent("30k"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("Slow at legal"), chromedp.KeyEvent(kb.Enter))
	w.until("Enter saves", fmt.Sprintf(`document.querySelector("%s a")?.innerText.includes("$30K") && !!document.querySelector("#toasts button")`, cell))
	w.until("the focus is back at the cell", fmt.Sprintf(`document.activeElement === document.querySelector("%s a")`, cell))
	w.do(chromedp.Click(`#toasts form button`))
	w.until("the judgement is taken back", fmt.Sprintf(`document.body.innerText.includes("is taken back") && !document.querySelector("%s a").innerText.includes("$30K")`, cell))
	w.do(chromedp.Click(`a[data-dialog="drawer"]`))
	w.until("a figure opens what is behind it", `!!document.querySelector("#drawer[open] h2")`)
}

func TestARepSubmitsOnAPhone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	w := s.window(390, 844).as(f.users["rep"])
	w.get(f.path("/home"))
	w.do(chromedp.Click(`nav.dock a[href$="/forecast/mine"]`))
	w.until("the bar leads to the forecast", `!!document.querySelector("#call-call")`)
	w.do(chromedp.SendKeys("#call-call", "45k"), chromedp.SendKeys("#call-note", "Signed in December"),
		chromedp.Submit("#call-note"))
	w.until("the call is there", `document.body.innerText.includes("Call $45,000.00") && document.body.innerText.includes("Signed in December")`)
	if value[bool](w, `document.documentElement.scrollWidth > 390`) {
		t.Error("the page is wider than the phone")
	}
}

func TestNobodysOpportunitiesAreARowOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	f.change(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE app.opportunities SET owner_id = NULL WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": f.opportunities["far"]})
		return err
	})
	f.as("executive").get(f.path(q4)).is(t, http.StatusOK).says(t, "No owner")
	f.as("executive").get(f.path(q4+"/members/"+uuid.Nil.String()+"?whose=nobody")).is(t, http.StatusOK).says(t, "No owner: forecast", mark("west", "far"))
}

func TestThePeopleOfTheDemoSpeakEveryWeek(t *testing.T) {
	t.Parallel()
	c, s := growthTech(t), newSite(t)
	if err := demo.Speak(t.Context(), s.db, c.Organisation); err != nil { // has been done, so it adds nothing
		t.Fatal(err)
	}
	err := s.db.View(t.Context(), tenant.AsSystem(c.TenantID), func(tx *tenant.Tx) error {
		said := 0
		rep := c.members[tenant.Rep].ID
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
			judged, err := forecast.Judgements(t.Context(), tx, rep, p, time.Time{})
			if err != nil {
				return err
			}
			said += len(judged)
		}
		if said == 0 {
			t.Error("nobody has judged this rep")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACategoryIsSetByHandOnThePageOfTheOpportunity(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	rep, path := f.as("rep"), f.path("/opportunities/"+f.opportunities["rep"].String())
	rep.post(path+"/category", "category", "commit", "reason", "").is(t, http.StatusUnprocessableEntity).says(t, "Say why in a few words")
	rep.post(path+"/category", "category", "commit", "reason", "Signed by hand", "revision", "77").is(t, http.StatusConflict)
	rep.post(path+"/category", "category", "commit", "reason", "Signed by hand").is(t, http.StatusSeeOther)
	rep.get(path).is(t, http.StatusOK).says(t, "By hand: Commit", "Signed by hand", "Commit (by hand)")
	rep.post(path+"/tags", "tag", "at_risk", "on", "1", "period", "2026-Q4").is(t, http.StatusSeeOther)
	rep.get(path).is(t, http.StatusOK).says(t, "Take off: At risk")
	rep.get(f.path("/forecast/mine")).is(t, http.StatusOK).says(t, "At risk")
	rep.post(path+"/tags", "tag", "at_risk", "period", "never").is(t, http.StatusUnprocessableEntity)
	rep.post(path+"/category", "category", "", "reason", "Not signed after all").is(t, http.StatusSeeOther)
	rep.get(path).is(t, http.StatusOK).says(t, "Back to its stage")
	for _, other := range []string{"mate", "east"} {
		f.as(other).post(path+"/category", "category", "commit", "reason", "mine").is(t, http.StatusNotFound)
		f.as(other).post(path+"/tags", "tag", "bridge", "on", "1", "period", "2026-Q4").is(t, http.StatusNotFound)
	}
}

func TestOperationsSetTheRulesAndCloseAPeriod(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	ops := f.as("ops")
	rules := f.path("/settings/forecast")
	form := []string{"stale", "20", "weekly_on", "5", "weekly_at", "10:30", "monthly_on", "", "monthly_at", "12:00", "name_best_case", "Upside", "most_likely", "1"}
	ops.post(rules, form...).is(t, http.StatusSeeOther)
	ops.get(rules).is(t, http.StatusOK).says(t, "Upside", "The next call is due Nov 20, 10:30 EST")
	f.as("manager").get(f.path(q4)).is(t, http.StatusOK).says(t, "Upside forecast", "Most likely")
	for field, bad := range map[string]string{"weekly_at": "noon", "monthly_on": "x", "stale": "200", "name_commit": "upside"} {
		again := []string{}
		for i := 0; i < len(form); i += 2 {
			if form[i] != field {
				again = append(again, form[i], form[i+1])
			}
		}
		ops.post(rules, append(again, field, bad)...).is(t, http.StatusUnprocessableEntity)
	}
	lock := func(pairs ...string) answer { return ops.post(rules+"/lock", append(pairs, "period", "2026-Q4")...) }
	lock("lock", "1", "reason", " ").is(t, http.StatusUnprocessableEntity)
	lock("reason", "not closed").is(t, http.StatusConflict)
	lock("lock", "1", "reason", "The board has it").is(t, http.StatusSeeOther)
	page := ops.get(rules).is(t, http.StatusOK).says(t, "The board has it")
	kept := regexp.MustCompile(`href="([^"]*/cutoffs/[^"]*)"`).FindStringSubmatch(page.Body)
	if kept == nil {
		t.Fatal("the sheet that was kept is not offered")
	}
	ops.get(kept[1]).is(t, http.StatusOK).says(t, "Everybody", "The "+mark("west", "far"))
	f.as("manager").get(kept[1]).is(t, http.StatusNotFound)
	lock("reason", "A correction").is(t, http.StatusSeeOther)
}
