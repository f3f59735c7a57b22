package inboxpage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"quarterdeck/web/sitetest"
)

func TestAMentionIsReadDoneAndBroughtBack(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("told")
	rep, manager := f.As("rep"), f.As("manager")
	deal := f.Path("/opportunities/" + f.Opportunities["rep"].String())
	rep.Post(deal+"/log", "kind", "note", "subject",
		"@The Boss, please look; @The "+sitetest.Mark("told", "mate")+" too")
	rep.Get(deal).Says(t, "Notified: The Boss.", "Not notified, because they cannot see this record: The "+
		sitetest.Mark("told", "mate"), `/members/`+f.People["manager"].String()+`">@The Boss</a>`)
	f.As("mate").Get(f.Path("/inbox")).Says(t, "Inbox is empty")
	rep.Get(f.Path("/inbox")).Says(t, "Inbox is empty")
	manager.Get(f.Path("/home")).Says(t, `aria-label="Inbox: 1 unread"`)
	body := manager.Get(f.Path("/inbox")).Says(t, "mentioned you on "+sitetest.Mark("told", "rep"), "please look").Body
	id := regexp.MustCompile(`/inbox/([0-9a-f-]{36})`).FindStringSubmatch(body)[1]
	rep.Get(f.Path("/inbox/"+id)).Is(t, http.StatusNotFound)
	rep.Post(f.Path("/inbox/done"), "id", id).Is(t, http.StatusNotFound)
	manager.Get(f.Path("/inbox/"+id)).Leads(t, deal)
	manager.Get(f.Path("/home")).Says(t, `aria-label="Inbox"`)
	manager.Post(f.Path("/inbox/snooze"), "id", id, "until", "2026-11-19").Leads(t, f.Path("/inbox"))
	manager.Get(f.Path("/inbox")).Says(t, "Choose a later day.")
	manager.Post(f.Path("/inbox/snooze"), "id", id, "until", "2026-11-23").Leads(t, f.Path("/inbox"))
	manager.Get(f.Path("/inbox")).Says(t, "Inbox is empty")
	manager.Get(f.Path("/inbox?show=later")).Says(t, "back on Nov 23")
	manager.Post(f.Path("/inbox/done"), "id", id).Leads(t, f.Path("/inbox"))
	undo := regexp.MustCompile(`/o/[^"]*/inbox/back[^"]*`).FindString(manager.Get(f.Path("/inbox")).Body)
	manager.Post(strings.ReplaceAll(undo, "&amp;", "&")).Leads(t, f.Path("/inbox"))
	manager.Get(f.Path("/inbox")).Says(t, "please look")
	manager.Post(deal+"/owner", "saw", f.People["rep"].String(), "value", f.People["mate"].String()).Leads(t, deal)
	f.As("mate").Get(f.Path("/inbox")).Says(t, "made you the owner of")
}

func TestHowAMemberIsToldIsChosen(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("chosen")
	rep, path := f.As("rep"), f.Path("/inbox/settings")
	all := []string{"mention", "app", "task_assigned", "off", "task_due", "app", "opportunity_assigned", "digest",
		"nudge", "email", "forecast_due", "off", "waiting", "app"}
	times := []string{"zone", "Europe/Berlin", "wait", "30", "digest", "09:15", "quiet_from", "19:00",
		"quiet_to", "06:30"}
	rep.Post(path, append(all, "zone", "Mars/Olympus", "wait", "30", "digest", "09:15", "quiet_from", "19:00",
		"quiet_to", "06:30")...).Is(t, http.StatusUnprocessableEntity).Says(t, "Choose a time zone",
		`value="Mars/Olympus"`)
	rep.Post(path, append(all[2:], times...)...).Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose how you are told.")
	rep.Post(path, append(all, times...)...).Leads(t, path)
	rep.Get(path).Says(t, `value="Europe/Berlin"`, `value="09:15"`, `value="06:30"`)
	f.As("manager").Post(f.Path("/tasks"), "title", "Call", "assignee", f.People["rep"].String()).Is(t,
		http.StatusSeeOther)
	rep.Get(f.Path("/inbox")).Says(t, "Inbox is empty")
}

// TestAMentionArrivesOnAPhone writes a note with a name that is chosen from the list, and reads it in the other
// person's inbox.
func TestAMentionArrivesOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("ring")
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	w.Get(f.Path("/opportunities/" + f.Opportunities["rep"].String()))
	w.Do(chromedp.SendKeys(`#log [name=subject]`, "Please look, @bos"), chromedp.Click(`[data-name="The Boss"]`),
		chromedp.Click(`#log [value=note]`))
	w.Until("the manager is told", `document.querySelector("main").innerText.includes("Notified: The Boss.")`)
	m := f.Site.Window(390, 844).As(f.Users["manager"])
	m.Get(f.Path("/home"))
	m.Do(chromedp.Click(`a[aria-label="Inbox: 1 unread"]`))
	m.Until("it is in the inbox", `document.querySelector("main").innerText.includes("Please look, @The Boss")`)
	if wide := sitetest.Evaluate[bool](m, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}
