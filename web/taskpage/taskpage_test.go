package taskpage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"quarterdeck/web/sitetest"
)

// first is the first match of a pattern in a page.
func first(t *testing.T, body, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindString(body)
	if found == "" {
		t.Fatalf("the page has no %s", pattern)
	}
	return found
}

const aTask = `/tasks/[0-9a-f]{8}-[0-9a-f-]{27}`

func TestATaskGoesFromTheOpportunityToDone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("tasked")
	rep, deal := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	about := []string{"object", "opportunity", "record", f.Opportunities["rep"].String(), "back", deal}
	add := func(more ...string) sitetest.Answer { return rep.Post(f.Path("/tasks"), append(more, about...)...) }
	add("title", " ").Is(t, http.StatusUnprocessableEntity).Says(t, "Say what is to be done.")
	add("title", "Send it", "due_on", "2026-11-19").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose today or a later day.", `value="Send it"`)
	add("title", "Send it", "due_on", "2026-11-20", "clock", "25:00").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Type a time of the day")
	add("title", "Send the reference", "due_on", "2026-11-20").Leads(t, deal)
	rep.Get(deal).Says(t, "Send the reference", "Task added")
	rep.Get(deal+"?show=tasks").Says(t, "Due: Today")
	path := f.Path(first(t, rep.Get(f.Path("/tasks")).Says(t, "Due today", "Work through 1").Body, aTask))

	rep.Post(path+"/snooze", "to", "2026-11-20").Is(t, http.StatusUnprocessableEntity).Says(t, "Choose a later day.")
	rep.Post(path+"/snooze", "to", "2026-11-23").Is(t, http.StatusSeeOther)
	undo := first(t, rep.Get(f.Path("/tasks")).Says(t, "Upcoming").Body, `/o/[^"]*/commands/[^"]*/undo[^"]*`)
	rep.Post(strings.ReplaceAll(undo, "&amp;", "&")).Is(t, http.StatusSeeOther)
	rep.Get(f.Path("/tasks/queue")).Says(t, "1 of 1", "Send the reference")
	rep.Post(path, "title", "Send two references", "due_on", "2026-11-24", "clock", "14:30", "repeats", "weekly",
		"saw_title", "Send the reference", "saw_due", "2026-11-20", "saw_assignee",
		f.People["rep"].String()).Leads(t, path)
	rep.Get(path).Says(t, "Send two references", "Nov 24, 14:30")
	rep.Post(path, "title", "x", "saw_title", "Send the reference").Is(t, http.StatusConflict).Says(t,
		"Somebody changed this task")
	rep.Post(path+"/done").Is(t, http.StatusSeeOther)
	rep.Get(f.Path("/tasks")).Says(t, "Dec 1, 14:30") // it comes again
	rep.Get(f.Path("/tasks?show=done")).Says(t, "Send two references")
	if csv := rep.Get(f.Path("/tasks.csv?show=done")).Is(t, http.StatusOK).Body; !strings.Contains(csv,
		"Send two references,2026-11-24,14:30,America/New_York,done,Me,opportunity") {
		t.Errorf("the export has the task: %s", csv)
	}
}

func TestAManagerGivesTasksToThoseWhoSeeTheRecord(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("given")
	manager, rep := f.As("manager"), f.As("rep")
	about := []string{"object", "opportunity", "record", f.Opportunities["rep"].String(), "title", "Call the buyer"}
	manager.Post(f.Path("/tasks"), append(about, "assignee", f.People["mate"].String())...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "This person does not see this record.", `value="Call the buyer"`)
	manager.Post(f.Path("/tasks"), append(about, "assignee", f.People["rep"].String())...).Leads(t, f.Path("/tasks"))
	path := f.Path(first(t, rep.Get(f.Path("/tasks")).Says(t, "Call the buyer").Body, aTask))
	manager.Get(f.Path("/tasks")).Hides(t, "Call the buyer")
	manager.Get(f.Path("/tasks?of=all")).Says(t, "Call the buyer")
	for _, who := range []string{"mate", "far", "east"} {
		f.As(who).Get(path).Is(t, http.StatusNotFound)
		f.As(who).Post(path+"/done").Is(t, http.StatusNotFound)
		f.As(who).Get(f.Path("/tasks?of=all")).Hides(t, "Call the buyer")
	}
	f.As("finance").Post(path+"/delete").Is(t, http.StatusForbidden)
	rep.Post(path+"/done").Is(t, http.StatusSeeOther)
	manager.Get(path).Says(t, "Task done")
	executive := f.As("executive") // edits no records, and has tasks
	executive.Post(f.Path("/tasks"), "title", "Ask the board").Is(t, http.StatusSeeOther)
	undo := first(t, executive.Get(f.Path("/tasks")).Body, `/o/[^"]*/commands/[^"]*/undo[^"]*`)
	executive.Post(strings.ReplaceAll(undo, "&amp;", "&")).Is(t, http.StatusSeeOther)
	executive.Get(f.Path("/tasks")).Hides(t, "Ask the board</a>")
}

// TestTasksOnAPhone adds a task on the page of an opportunity by touch, sees it due, does it and takes that back; and
// then with the keys.
func TestTasksOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("pocket")
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	says := func(what, text string) {
		t.Helper()
		w.Until(what, `document.querySelector("main").innerText.includes("`+text+`")`)
	}
	w.Get(f.Path("/opportunities/" + f.Opportunities["rep"].String()))
	w.Do(chromedp.Click(`#tasks summary`), chromedp.SendKeys(`#task-title`, "Send the reference"),
		chromedp.Click(`#tasks details[open] .btn-primary`))
	says("the task is there, due on the next business day", "Nov 23")
	w.Get(f.Path("/tasks"))
	says("it is upcoming", "Upcoming")
	w.Do(chromedp.Click(`[data-press=x]`))
	says("it is done", "Task done.")
	w.Do(chromedp.Click(`[data-flash] button`))
	says("it is there again", "Send the reference")
	w.Do(chromedp.KeyEvent("j"), chromedp.KeyEvent("x"))
	says("a key does it too", "No tasks")
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}
