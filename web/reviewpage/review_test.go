package reviewpage_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/sitetest"
)

func opportunityOf(f *sitetest.Firm, key string) (o opportunity.Opportunity) {
	f.Site.T.Helper()
	err := f.Site.DB.View(f.Site.T.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		o, err = opportunity.Get(f.Site.T.Context(), tx, f.Opportunities[key], time.Time{})
		return err
	})
	if err != nil {
		f.Site.T.Fatal(err)
	}
	return o
}

func TestAReviewShowsTheWeekOfThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	f.Raise(1_000_00)
	for visitor, owners := range sitetest.Sees {
		if visitor == "outsider" || visitor == "stranger" {
			continue
		}
		for _, path := range []string{sitetest.Week, sitetest.Week + "?view=gross", sitetest.Week + "/changes.csv",
			sitetest.Week + "/changes.xlsx", sitetest.Week + "?period=2026-12", sitetest.Week + "?as_of=2026-11-20"} {
			said := sitetest.Words(t, f.As(visitor).Get(f.Path(path)).Is(t, http.StatusOK))
			for _, p := range sitetest.Staff {
				if !p.Seller {
					continue
				}
				own := false
				for _, o := range owners {
					own = own || o == p.Key
				}
				if got := strings.Contains(said, sitetest.Mark("west", p.Key)+" open"); got != own {
					t.Errorf("%s is shown the opportunity of %s on %s: %t", visitor, p.Key, path, got)
				}
			}
		}
	}
	rep := f.As("rep").Get(f.Path(sitetest.Week)).Body
	for _, form := range []string{"/finish", "/judgement", "/next-step", "/notes\"", "/actions\""} {
		if strings.Contains(rep, form) {
			t.Errorf("a rep's page has the form %s", form)
		}
	}
	for _, path := range []string{sitetest.Week + "?rep=" + f.People["far"].String(), sitetest.Week + "?rep=" +
		uuid.NewString(), sitetest.Week + "?rep=x", sitetest.Week + "?owner=" + f.People["east"].String(),
		"/review/2026-W48", "/review/2026-W60", "/review/x"} {
		f.As("manager").Get(f.Path(path)).Is(t, http.StatusNotFound)
	}
	f.As("manager").Get(f.Path(sitetest.Week+"?as_of=2026-10-01")).Is(t, http.StatusUnprocessableEntity)
	if to := f.As("manager").Get(f.Path("/review?period=2026-11")).Is(t,
		http.StatusSeeOther).Location; to != f.Path(sitetest.Week+"?period=2026-11") {
		t.Errorf("the review leads to %s", to)
	}
}

func TestTwoWhoEditANextStepAreToldOfEachOther(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	f.Raise(1_000_00)
	at := f.Path(sitetest.Week + "/opportunities/" + f.Opportunities["mate"].String() + "/next-step")
	revision := fmt.Sprint(opportunityOf(f, "mate").Revision)
	manager := f.As("manager")
	manager.Post(at, "revision", revision, "next_step", "Call the buyer").Is(t, http.StatusSeeOther)
	for _, part := range []bool{false, true} {
		b := f.As("ops")
		if part {
			b.Header.Set("HX-Request", "true")
		}
		a := b.Post(at, "revision", revision, "next_step", "Write to them").Is(t, http.StatusConflict)
		for _, want := range []string{"The Boss changed this opportunity", "Call the buyer", "Write to them",
			`value="` + fmt.Sprint(opportunityOf(f, "mate").Revision) + `"`} {
			if !strings.Contains(a.Body, want) {
				t.Errorf("the second is not told %q:\n%s", want, sitetest.Excerpt(a.Body))
			}
		}
		if strings.Contains(a.Body, "<html") == part {
			t.Error("a part of the page is a page, or the other way round")
		}
	}
	if o := opportunityOf(f, "mate"); o.NextStep != "Call the buyer" {
		t.Errorf("the next step is %q", o.NextStep)
	}
	manager.Post(at, "revision", fmt.Sprint(opportunityOf(f, "mate").Revision), "next_step",
		strings.Repeat("x", 501)).Is(t, http.StatusUnprocessableEntity)
	f.As("east").Post(at, "revision", "2", "next_step", "Mine").Is(t, http.StatusNotFound)
	f.As("rep").Post(at, "revision", "2", "next_step", "Mine").Is(t, http.StatusNotFound)
	f.As("executive").Post(at, "revision", "2", "next_step", "Mine").Is(t, http.StatusForbidden)
	f.As("manager").Post(strings.Replace(at, f.Opportunities["mate"].String(),
		s.Firm("twin").Opportunities["mate"].String(), 1), "revision", "1", "next_step",
		"Mine").Is(t, http.StatusNotFound)
}

func TestAReviewThatIsFinishedStaysAndIsMailed(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("finish" + strings.ReplaceAll(uuid.NewString()[:8], "-", ""))
	f.Raise(1_000_00)
	manager := f.As("manager")
	manager.Post(f.Path(sitetest.Week+"/opportunities/"+f.Opportunities["mate"].String()+"/judgement"), "verdict",
		"out", "note", "No budget yet", "period", "2026-Q4").Is(t, http.StatusSeeOther)
	manager.Post(f.Path(sitetest.Week+"/notes"), "member", f.People["mate"].String(), "note", "Ask for help earlier",
		"opportunity", f.Opportunities["mate"].String()).Is(t, http.StatusSeeOther)
	manager.Post(f.Path(sitetest.Week+"/actions"), "owner_id", f.People["rep"].String(), "action", "Send the offer",
		"due_on", "2026-11-27").Is(t, http.StatusSeeOther)
	live := manager.Get(f.Path(sitetest.Week)).Body
	for _, want := range []string{"No budget yet", "Ask for help earlier", "Send the offer", "due Nov 27"} {
		if !strings.Contains(live, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	manager.Post(f.Path(sitetest.Week+"/finish"), "seen", "0").Is(t, http.StatusSeeOther)
	manager.Post(f.Path(sitetest.Week+"/finish"), "seen", "0").Is(t, http.StatusConflict)
	f.Raise(70_007_00)
	frozen := manager.Get(f.Path(sitetest.Week)).Body
	if !strings.Contains(frozen, "Finished by The Boss") || !strings.Contains(frozen, "No budget yet") ||
		strings.Contains(frozen, "102,030.41") || !strings.Contains(frozen, "33,023.41") {
		t.Error("the page does not show what was frozen")
	}
	for _, form := range []string{"/judgement", "/next-step", "/finish\""} {
		if strings.Contains(frozen, form) {
			t.Errorf("a frozen page has the form %s", form)
		}
	}
	if said := manager.Get(f.Path(sitetest.Week + "/changes.csv")).Body; !strings.Contains(said, "33023.41") ||
		strings.Contains(said, "103030.41") {
		t.Errorf("the export is not what was frozen:\n%s", said)
	}
	lettersTellOwnWeeks(t, f)
	f.As("rep").Get(f.Path(sitetest.Week)).Is(t, http.StatusOK).Says(t, "Finished by The Boss",
		"Send the offer").Hides(t, "Ask for help earlier")
	f.As("mate").Get(f.Path(sitetest.Week)).Is(t, http.StatusOK).Says(t, "Ask for help earlier", "No budget yet")
	f.As("executive").Post(f.Path(sitetest.Week+"/reopen?owner="+f.People["manager"].String()), "seen",
		"1").Is(t, http.StatusSeeOther)
	if again := manager.Get(f.Path(sitetest.Week)).Body; strings.Contains(again, "Finished by") ||
		!strings.Contains(again, "103,030.41") {
		t.Error("the page that was opened again does not show how it is now")
	}
}

// lettersTellOwnWeeks holds that a finished week is mailed to each who took part, about their own part of it.
func lettersTellOwnWeeks(t *testing.T, f *sitetest.Firm) {
	t.Helper()
	letters := letters(f)
	if len(letters) != 3 {
		t.Errorf("%d letters were written", len(letters))
	}
	for to, body := range letters {
		for key, figure := range map[string]string{"manager": "3,000.00", "rep": "Increased  +$1,000.00",
			"mate": "Increased  +$1,000.00"} {
			if strings.HasPrefix(to, key+"@") && !strings.Contains(body, figure) {
				t.Errorf("%s is not told %s:\n%s", key, figure, body)
			}
		}
		if !strings.HasPrefix(to, "manager@") && strings.Contains(body, "3,000.00") || strings.HasPrefix(to, "mate@") &&
			strings.Contains(body, "Send the offer") {
			t.Errorf("%s is told of others:\n%s", to, body)
		}
	}
}

// letters are those that wait for the firm's people, by address.
func letters(f *sitetest.Firm) map[string]string {
	f.Site.T.Helper()
	all := map[string]string{}
	place := ""
	for key, o := range f.Opportunities {
		if o != uuid.Nil {
			name := opportunityOf(f, key).Name
			place = strings.TrimSuffix(strings.TrimPrefix(name, "zz"+key), " open")
			break
		}
	}
	rows, err := f.Site.DB.Pool().Query(context.Background(), `SELECT recipient, body FROM auth.mails
		WHERE recipient LIKE '%@' || $1 || '.example'`, place)
	if err != nil {
		f.Site.T.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var to, body string
		if err := rows.Scan(&to, &body); err != nil {
			f.Site.T.Fatal(err)
		}
		all[to] = body
	}
	return all
}

func TestAReviewIsSteppedThroughByTheKeyboard(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	f.Raise(1_000_00)
	w := s.Window(1440, 900).As(f.Users["manager"])
	w.Get(f.Path(sitetest.Week))
	w.Do(chromedp.KeyEvent(kb.ArrowRight))
	w.Until("the arrow goes to the first person", `location.search.includes("rep=")`)
	first := sitetest.Evaluate[string](w, `location.search`)
	w.Do(chromedp.KeyEvent(kb.ArrowRight))
	w.Until("and to the next", `location.search.includes("rep=") && location.search !== "`+first+`"`)
	w.Do(chromedp.KeyEvent(kb.ArrowLeft))
	w.Until("and back", `location.search === "`+first+`"`)
	w.Do(chromedp.SendKeys(`.next-field input`, "Call them"+kb.Enter))
	w.Until("the next step is saved in its place",
		`document.querySelector(".next-step [role=status]")?.textContent === "Saved" && location.search === "`+first+`"`)
	w.Do(chromedp.SendKeys(`.weigh input[name=note]`, "Sure"), chromedp.Click(`.weigh button[value=in]:not(.sr-only)`))
	w.Until("the opinion is kept, and the page stands at it though its next step moved it down",
		`document.querySelector(':target .weigh button[value=in][aria-pressed=true]') !== null && document.querySelector(":target .weigh input[name=note]").value === "Sure"`)
}

func TestARefusedActionKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("action" + uuid.NewString()[:8])
	manager := f.As("manager")
	for want, pairs := range map[string][]string{
		"Choose an owner for the action.": {"action", "Call them", "owner_id", ""},
		"Choose a day, such as 2026-11-20, or none.": {"action", "Call them", "owner_id", f.People["rep"].String(),
			"due_on", "soon"}} {
		refused := manager.Post(f.Path(sitetest.Week+"/actions"), pairs...)
		refused.Is(t, http.StatusUnprocessableEntity)
		if !strings.Contains(refused.Body, want) || !strings.Contains(refused.Body, `value="Call them"`) {
			t.Errorf("%v: the page lacks %q or what was typed", pairs, want)
		}
	}
	manager.Post(f.Path(sitetest.Week+"/finish")).Is(t, http.StatusUnprocessableEntity)
}
