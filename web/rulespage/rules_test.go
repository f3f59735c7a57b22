package rulespage_test

import (
	"net/http"
	"regexp"
	"testing"

	"quarterdeck/web/sitetest"
)

func TestOperationsSetTheRulesAndCloseAPeriod(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	ops := f.As("ops")
	rules := f.Path("/settings/forecast")
	form := []string{"stale", "20", "weekly_on", "5", "weekly_at", "10:30", "monthly_on", "", "monthly_at", "12:00",
		"name_best_case", "Upside", "most_likely", "1"}
	ops.Post(rules, form...).Is(t, http.StatusSeeOther)
	ops.Get(rules).Is(t, http.StatusOK).Says(t, "Upside", "The next call is due Nov 20, 10:30 EST")
	f.As("manager").Get(f.Path(sitetest.Q4)).Is(t, http.StatusOK).Says(t, "Upside forecast", "Most likely")
	for field, bad := range map[string]string{"weekly_at": "noon", "weekly_on": "9", "monthly_on": "x", "stale": "200",
		"name_commit": "upside"} {
		again := []string{}
		for i := 0; i < len(form); i += 2 {
			if form[i] != field {
				again = append(again, form[i], form[i+1])
			}
		}
		ops.Post(rules, append(again, field, bad)...).Is(t, http.StatusUnprocessableEntity)
	}
	lock := func(pairs ...string) sitetest.Answer {
		return ops.Post(rules+"/lock", append(pairs, "period", "2026-Q4")...)
	}
	lock("lock", "1", "reason", " ").Is(t, http.StatusUnprocessableEntity)
	lock("reason", "not closed").Is(t, http.StatusConflict)
	lock("lock", "1", "reason", "The board has it").Is(t, http.StatusSeeOther)
	page := ops.Get(rules).Is(t, http.StatusOK).Says(t, "The board has it")
	kept := regexp.MustCompile(`href="([^"]*/cutoffs/[^"]*)"`).FindStringSubmatch(page.Body)
	if kept == nil {
		t.Fatal("the sheet that was kept is not offered")
	}
	ops.Get(kept[1]).Is(t, http.StatusOK).Says(t, "Everybody", "The "+sitetest.Mark("west", "far"))
	f.As("manager").Get(kept[1]).Is(t, http.StatusNotFound)
	lock("reason", "A correction").Is(t, http.StatusSeeOther)
}
