package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestTheDrawerSaysWhoCountsOnAnOpportunityAndHowItIsMarked(t *testing.T) {
	t.Parallel()
	place := "weigh" + uuid.NewString()[:8]
	f := newSite(t).firm(place)
	f.raise(1_000_00)
	open := f.opportunities["mate"].String()
	f.as("manager").post(f.path(week+"/opportunities/"+open+"/judgement"), "verdict", "out", "note", "No budget yet", "period", "2026-Q4").is(t, http.StatusSeeOther)
	f.as("executive").post(f.path(week+"/opportunities/"+open+"/judgement"), "verdict", "in", "note", "", "period", "2026-12").is(t, http.StatusSeeOther)
	for _, tag := range []string{"at_risk", "bridge"} {
		f.as("mate").post(f.path("/opportunities/"+open+"/tags"), "tag", tag, "on", "yes", "period", "2026-Q4").is(t, http.StatusSeeOther)
	}
	f.as("mate").post(f.path("/opportunities/"+open+"/tags"), "tag", "bridge", "on", "", "period", "2026-Q4").is(t, http.StatusSeeOther)
	drawer := f.path(q4 + "/members/" + f.people["mate"].String())
	f.as("manager").get(drawer+"?cat=best_case").is(t, http.StatusOK).says(t, "You: No budget yet", ">Out<", "At risk")
	all := f.as("executive").get(drawer).is(t, http.StatusOK).says(t, "The Boss: No budget yet", ">Out<").Body
	if strings.Contains(all, ">In<") {
		t.Error("a judgement for another period stands in the drawer of the quarter")
	}
	f.as("mate").get(drawer).says(t, "The Boss: No budget yet", "At risk")
	if past := f.as("manager").get(drawer+"?as_of=2026-11-19").is(t, http.StatusOK).Body; strings.Contains(past, "No budget yet") || strings.Contains(past, "At risk") {
		t.Error("the drawer of a past day tells what was said later")
	}
	name := func(key, what string) string { return mark(place, key) + " " + what }
	if some := f.as("manager").get(drawer+"?tag=at_risk").is(t, http.StatusOK).Body; !strings.Contains(some, name("mate", "open")) || strings.Contains(some, name("mate", "late")) {
		t.Error("the drawer does not show just what is at risk")
	}
	if none := f.as("manager").get(drawer+"?tag=bridge").is(t, http.StatusOK).Body; strings.Contains(none, name("mate", "open")) {
		t.Error("a tag that was taken off holds on")
	}
	for _, path := range []string{"/pipeline?tag=at_risk", "/pipeline.csv?tag=at_risk", "/pipeline?tag=at_risk&in=period&status=live"} {
		body := f.as("manager").get(f.path(path)).is(t, http.StatusOK).says(t, "At risk", name("mate", "open")).Body
		if strings.Contains(body, name("mate", "late")) || strings.Contains(body, name("rep", "open")) {
			t.Errorf("%s lists what is not at risk", path)
		}
		if body := f.as("rep").get(f.path(path)).is(t, http.StatusOK).Body; strings.Contains(body, name("mate", "open")) {
			t.Errorf("%s tells a rep of another's", path)
		}
	}
	f.as("manager").get(f.path("/pipeline?tag=nonsense")).says(t, name("mate", "late"), name("rep", "open"))
	f.as("manager").get(f.path("/pipeline?tag=at_risk&period=2027-Q1")).says(t, "No opportunity fits") // a tag is for a period
}

func TestCategoriesHaveTheOrganisationsNamesWhereverTheyStand(t *testing.T) {
	t.Parallel()
	place := "names" + uuid.NewString()[:8]
	f := newSite(t).firm(place)
	f.raise(1_000_00)
	f.as("admin").post(f.path("/settings/forecast"), "stale", "10", "name_best_case", "Within reach", "name_closed", "Landed").is(t, http.StatusSeeOther)
	open := f.path("/opportunities/" + f.opportunities["mate"].String())
	for path, who := range map[string]string{f.path("/pipeline"): "manager", f.path("/pipeline.csv"): "manager", f.path(week): "manager", f.path(week + "/changes.csv"): "manager", open: "mate"} {
		body := f.as(who).get(path).is(t, http.StatusOK).says(t, "Within reach").Body
		if strings.Contains(body, "Best Case") || strings.Contains(body, "Best case") {
			t.Errorf("%s has the usual name too", path)
		}
	}
	f.as("manager").get(f.path("/pipeline?status=live&thru=best_case")).says(t, "closed through within reach")
}

func TestAReviewIsNarrowedToACategory(t *testing.T) {
	t.Parallel()
	place := "narrow" + uuid.NewString()[:8]
	f := newSite(t).firm(place)
	f.raise(1_000_00)
	moved := f.opportunities["mate"]
	revision := "2"
	f.as("mate").post(f.path("/opportunities/"+moved.String()+"/category"), "revision", revision, "category", "commit", "reason", "They said yes").is(t, http.StatusSeeOther)
	listed := func(query string) (mate, rep bool) {
		body := f.as("manager").get(f.path(week+"/changes.csv"+query)).is(t, http.StatusOK).Body
		page := f.as("manager").get(f.path(week+query)).is(t, http.StatusOK).Body
		page = page[strings.Index(page, `id="changes"`):]
		for key, has := range map[string]*bool{"mate": &mate, "rep": &rep} {
			if *has = strings.Contains(body, mark(place, key)+" open"); strings.Contains(page, mark(place, key)+" open") != *has {
				t.Errorf("page and export of %s differ on %s", query, key)
			}
		}
		return mate, rep
	}
	for query, want := range map[string][2]bool{"": {true, true}, "?cat=commit": {true, false}, "?cat=best_case": {true, true}, "?cat=pipeline": {false, false}, "?cat=nonsense": {true, true}, "?cat=commit&kind=increased": {true, false}} {
		if mate, rep := listed(query); mate != want[0] || rep != want[1] {
			t.Errorf("%q lists the one that moved: %t, the other: %t", query, mate, rep)
		}
	}
	f.as("manager").get(f.path(week+"?cat=pipeline&period=2026-Q4&view=gross")).says(t, "Nothing of this category changed", `name="view" value="gross"`, `name="period" value="2026-Q4"`)
}
