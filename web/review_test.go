package web

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
)

const week = "/review/2026-W47"

// raise makes the open opportunity of each of a firm's sellers worth more within the week.
func (f *firm) raise(by int64) {
	f.site.t.Helper()
	err := f.site.db.Update(f.site.t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		for _, p := range staff {
			if !p.seller {
				continue
			}
			err := opportunity.Edit(f.site.t.Context(), tx, f.opportunities[p.key], 0, func(s opportunity.State) (opportunity.State, error) {
				more := *s.Amount + by
				s.Amount = &more
				return s, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.site.t.Fatal(err)
	}
}

func (f *firm) opportunity(key string) (o opportunity.Opportunity) {
	f.site.t.Helper()
	err := f.site.db.View(f.site.t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		o, err = opportunity.Get(f.site.t.Context(), tx, f.opportunities[key], time.Time{})
		return err
	})
	if err != nil {
		f.site.t.Fatal(err)
	}
	return o
}

func TestAReviewShowsTheWeekOfThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	f.raise(1_000_00)
	for visitor, owners := range sees {
		if visitor == "outsider" || visitor == "stranger" {
			continue
		}
		for _, path := range []string{week, week + "?view=gross", week + "/changes.csv", week + "/changes.xlsx", week + "?period=2026-12", week + "?as_of=2026-11-20"} {
			said := words(t, f.as(visitor).get(f.path(path)).is(t, http.StatusOK))
			for _, p := range staff {
				if !p.seller {
					continue
				}
				own := false
				for _, o := range owners {
					own = own || o == p.key
				}
				if got := strings.Contains(said, mark("west", p.key)+" open"); got != own {
					t.Errorf("%s is shown the opportunity of %s on %s: %t", visitor, p.key, path, got)
				}
			}
		}
	}
	rep := f.as("rep").get(f.path(week)).Body
	for _, form := range []string{"/finish", "/judgement", "/next-step", "/notes\"", "/actions\""} {
		if strings.Contains(rep, form) {
			t.Errorf("a rep's page has the form %s", form)
		}
	}
	for _, path := range []string{week + "?rep=" + f.people["far"].String(), week + "?rep=" + uuid.NewString(), week + "?rep=x", week + "?owner=" + f.people["east"].String(), "/review/2026-W48", "/review/2026-W60", "/review/x"} {
		f.as("manager").get(f.path(path)).is(t, http.StatusNotFound)
	}
	f.as("manager").get(f.path(week+"?as_of=2026-10-01")).is(t, http.StatusUnprocessableEntity)
	if to := f.as("manager").get(f.path("/review?period=2026-11")).is(t, http.StatusSeeOther).Location; to != f.path(week+"?period=2026-11") {
		t.Errorf("the review leads to %s", to)
	}
}

func TestTwoWhoEditANextStepAreToldOfEachOther(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	f.raise(1_000_00)
	at := f.path(week + "/opportunities/" + f.opportunities["mate"].String() + "/next-step")
	revision := fmt.Sprint(f.opportunity("mate").Revision)
	manager := f.as("manager")
	manager.post(at, "revision", revision, "next_step", "Call the buyer").is(t, http.StatusSeeOther)
	for _, part := range []bool{false, true} {
		b := f.as("ops")
		if part {
			b.header.Set("HX-Request", "true")
		}
		a := b.post(at, "revision", revision, "next_step", "Write to them").is(t, http.StatusConflict)
		for _, want := range []string{"The Boss changed this opportunity", "Call the buyer", "Write to them", `value="` + fmt.Sprint(f.opportunity("mate").Revision) + `"`} {
			if !strings.Contains(a.Body, want) {
				t.Errorf("the second is not told %q:\n%s", want, excerpt(a.Body))
			}
		}
		if strings.Contains(a.Body, "<html") == part {
			t.Error("a part of the page is a page, or the other way round")
		}
	}
	if o := f.opportunity("mate"); o.NextStep != "Call the buyer" {
		t.Errorf("the next step is %q", o.NextStep)
	}
	manager.post(at, "revision", fmt.Sprint(f.opportunity("mate").Revision), "next_step", strings.Repeat("x", 501)).is(t, http.StatusUnprocessableEntity)
	f.as("east").post(at, "revision", "2", "next_step", "Mine").is(t, http.StatusNotFound)
	f.as("rep").post(at, "revision", "2", "next_step", "Mine").is(t, http.StatusNotFound)
	f.as("executive").post(at, "revision", "2", "next_step", "Mine").is(t, http.StatusForbidden)
	f.as("manager").post(strings.Replace(at, f.opportunities["mate"].String(), s.firm("twin").opportunities["mate"].String(), 1), "revision", "1", "next_step", "Mine").is(t, http.StatusNotFound)
}

func TestAReviewThatIsFinishedStaysAndIsMailed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("finish" + strings.ReplaceAll(uuid.NewString()[:8], "-", ""))
	f.raise(1_000_00)
	manager := f.as("manager")
	manager.post(f.path(week+"/opportunities/"+f.opportunities["mate"].String()+"/judgement"), "verdict", "out", "note", "No budget yet", "period", "2026-Q4").is(t, http.StatusSeeOther)
	manager.post(f.path(week+"/notes"), "member", f.people["mate"].String(), "note", "Ask for help earlier", "opportunity", f.opportunities["mate"].String()).is(t, http.StatusSeeOther)
	manager.post(f.path(week+"/actions"), "owner_id", f.people["rep"].String(), "action", "Send the offer", "due_on", "2026-11-27").is(t, http.StatusSeeOther)
	live := manager.get(f.path(week)).Body
	for _, want := range []string{"No budget yet", "Ask for help earlier", "Send the offer", "due Nov 27"} {
		if !strings.Contains(live, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	manager.post(f.path(week+"/finish"), "seen", "0").is(t, http.StatusSeeOther)
	manager.post(f.path(week+"/finish"), "seen", "0").is(t, http.StatusConflict)
	f.raise(70_007_00)
	frozen := manager.get(f.path(week)).Body
	if !strings.Contains(frozen, "Finished by The Boss") || !strings.Contains(frozen, "No budget yet") || strings.Contains(frozen, "102,030.41") || !strings.Contains(frozen, "33,023.41") {
		t.Error("the page does not show what was frozen")
	}
	for _, form := range []string{"/judgement", "/next-step", "/finish\""} {
		if strings.Contains(frozen, form) {
			t.Errorf("a frozen page has the form %s", form)
		}
	}
	if said := manager.get(f.path(week + "/changes.csv")).Body; !strings.Contains(said, "33023.41") || strings.Contains(said, "103030.41") {
		t.Errorf("the export is not what was frozen:\n%s", said)
	}
	letters := f.letters()
	if len(letters) != 3 {
		t.Errorf("%d letters were written", len(letters))
	}
	for to, body := range letters {
		for key, figure := range map[string]string{"manager": "3,000.00", "rep": "Increased  +$1,000.00", "mate": "Increased  +$1,000.00"} {
			if strings.HasPrefix(to, key+"@") && !strings.Contains(body, figure) {
				t.Errorf("%s is not told %s:\n%s", key, figure, body)
			}
		}
		if !strings.HasPrefix(to, "manager@") && strings.Contains(body, "3,000.00") || strings.HasPrefix(to, "mate@") && strings.Contains(body, "Send the offer") {
			t.Errorf("%s is told of others:\n%s", to, body)
		}
	}
	f.as("executive").post(f.path(week+"/reopen?owner="+f.people["manager"].String()), "seen", "1").is(t, http.StatusSeeOther)
	if again := manager.get(f.path(week)).Body; strings.Contains(again, "Finished by") || !strings.Contains(again, "103,030.41") {
		t.Error("the page that was opened again does not show how it is now")
	}
}

// letters are those that wait for the firm's people, by address.
func (f *firm) letters() map[string]string {
	f.site.t.Helper()
	all := map[string]string{}
	place := ""
	for key, o := range f.opportunities {
		if o != uuid.Nil {
			name := f.opportunity(key).Name
			place = strings.TrimSuffix(strings.TrimPrefix(name, "zz"+key), " open")
			break
		}
	}
	rows, err := f.site.db.Pool().Query(context.Background(), `SELECT recipient, body FROM auth.mails WHERE recipient LIKE '%@' || $1 || '.example'`, place)
	if err != nil {
		f.site.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var to, body string
		if err := rows.Scan(&to, &body); err != nil {
			f.site.t.Fatal(err)
		}
		all[to] = body
	}
	return all
}

func TestAReviewIsSteppedThroughByTheKeyboard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	f.raise(1_000_00)
	w := s.window(1440, 900).as(f.users["manager"])
	w.get(f.path(week))
	w.do(chromedp.KeyEvent(kb.ArrowRight))
	w.until("the arrow goes to the first person", `location.search.includes("rep=")`)
	first := value[string](w, `location.search`)
	w.do(chromedp.KeyEvent(kb.ArrowRight))
	w.until("and to the next", `location.search.includes("rep=") && location.search !== "`+first+`"`)
	w.do(chromedp.KeyEvent(kb.ArrowLeft))
	w.until("and back", `location.search === "`+first+`"`)
	w.do(chromedp.SendKeys(`.next-field input`, "Call them"+kb.Enter))
	w.until("the next step is saved in its place", `document.querySelector(".next-step [role=status]")?.textContent === "Saved" && location.search === "`+first+`"`)
	w.do(chromedp.SendKeys(`.weigh input[name=note]`, "Sure"), chromedp.Click(`.weigh button[value=in]:not(.sr-only)`))
	w.until("the judgement is kept", `document.querySelector('.weigh button[value=in][aria-pressed=true]') !== null && document.querySelector(".weigh input[name=note]").value === "Sure"`)
}
