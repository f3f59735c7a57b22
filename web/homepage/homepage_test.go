package homepage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/web/sitetest"
)

// tile reads a tile's exact figure from a page.
func tile(body, label string) string {
	if m := regexp.MustCompile(`title="([^"]*)" aria-label="` + label + `: `).FindStringSubmatch(body); m != nil {
		return m[1]
	}
	return ""
}

func TestTheForecastIsOneFigureOnEveryPage(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west").Forecast()
	worth := map[string]int64{}
	for _, p := range sitetest.Staff {
		worth[p.Key] = p.Amount
	}
	west := worth["manager"] + worth["rep"] + worth["mate"]
	for _, c := range []struct {
		level, who, scope, member string
		worth                     int64
	}{
		{"the organisation", "executive", "", "", west + worth["east"] + worth["far"]},
		{"a team", "executive", "?team=West", "", west},
		{"a manager's people", "executive", "?owner=" + f.People["manager"].String(), "manager", west},
		{"a manager's own", "manager", "", "manager", west},
		{"a member of the team", "manager", "?owner=" + f.People["rep"].String(), "rep", worth["rep"]},
		{"a rep's own", "rep", "", "rep", worth["rep"]},
	} {
		paths := []string{"/home" + c.scope, "/forecast/2026-Q4" + c.scope, "/forecast/outlook" + c.scope}
		if c.member != "" {
			paths = append(paths, "/members/"+f.People[c.member].String())
		}
		for _, path := range paths {
			page := f.As(c.who).Get(f.Path(path)).Is(t, http.StatusOK)
			if got := tile(page.Body, "Forecast"); got != sitetest.Dollars(c.worth) {
				t.Errorf("the forecast of %s on %s is %q, want %s", c.level, path, got, sitetest.Dollars(c.worth))
			}
		}
	}
	for _, path := range []string{"/home?period=2026-11", "/home?period=2026-H2", "/forecast/2026-11",
		"/members/" + f.People["rep"].String() + "?period=2026-11", "/members/" + f.People["idle"].String()} {
		page := f.As("executive").Get(f.Path(path)).Is(t, http.StatusOK).Says(t, "Not published yet")
		if got := tile(page.Body, "Forecast"); got != "" {
			t.Errorf("%s has no published forecast and shows %s", path, got)
		}
	}
}

// What a rep is to do today begins with their own tasks, each done with one tap.
func TestARepsHomeBeginsWithTheTasksOfToday(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("today")
	rep := f.As("rep")
	for title, due := range map[string]string{"Call Eva": "2026-11-20", "Send a contract": "2026-11-30"} {
		rep.Post(f.Path("/tasks"), "title", title, "due_on", due).Is(t, http.StatusSeeOther)
	}
	home := rep.Get(f.Path("/home")).Is(t, http.StatusOK).Says(t, "Do next", "Call Eva")
	home.Hides(t, "Send a contract")
	f.As("mate").Get(f.Path("/home")).Hides(t, "Call Eva")
	_, rest, _ := strings.Cut(home.Body, `action="`+f.Path("/tasks/"))
	id, _, _ := strings.Cut(rest, "/")
	rep.Post(f.Path("/tasks/"+id+"/done"), "back", f.Path("/home")).Leads(t, f.Path("/home"))
	rep.Get(f.Path("/home")).Hides(t, "Call Eva")
}

func TestAManagerAsksThoseWhoAreLate(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("late")
	manager := f.As("manager")
	monday := time.Monday
	before := f.Site.DB.At(testdb.Now.AddDate(0, 0, -30)) // due times before the rules were set ask for nothing
	if err := before.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return forecast.Configure(t.Context(), tx, forecast.Settings{WeeklyOn: &monday, WeeklyAt: 9 * 60})
	}); err != nil {
		t.Fatal(err)
	}
	manager.Get(f.Path("/home")).Is(t, http.StatusOK).Says(t, "Calls missing", "Ask for")
	manager.Post(f.Path("/home/nudge")).Leads(t, f.Path("/home"))
	manager.Get(f.Path("/home")).Says(t, "asked for the forecast. It is in their inbox.")
	manager.Post(f.Path("/home/nudge")).Leads(t, f.Path("/home"))
	f.As("rep").Get(f.Path("/inbox")).Says(t, "asks for your forecast for Q4 2026", "1 unread of 1")
	f.As("far").Get(f.Path("/inbox")).Hides(t, "asks for your forecast")
	f.As("rep").Post(f.Path("/home/nudge")).Is(t, http.StatusNotFound)
	past := manager.Get(f.Path("/home?as_of=2026-11-10")).Is(t, http.StatusOK)
	past.Hides(t, "Ask for")
}
