package sitetest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestTheDrawerSaysWhoCountsOnAnOpportunityAndHowItIsMarked(t *testing.T) {
	t.Parallel()
	place := "weigh" + uuid.NewString()[:8]
	f := New(t).Firm(place)
	f.Raise(1_000_00)
	open := f.Opportunities["mate"].String()
	f.As("manager").Post(f.Path(Week+"/opportunities/"+open+"/judgement"), "verdict", "out", "note", "No budget yet",
		"period", "2026-Q4").Is(t, http.StatusSeeOther)
	f.As("executive").Post(f.Path(Week+"/opportunities/"+open+"/judgement"), "verdict", "in", "note", "", "period",
		"2026-12").Is(t, http.StatusSeeOther)
	for _, tag := range []string{"at_risk", "bridge"} {
		f.As("mate").Post(f.Path("/opportunities/"+open+"/tags"), "tag", tag, "on", "yes", "period",
			"2026-Q4").Is(t, http.StatusSeeOther)
	}
	f.As("mate").Post(f.Path("/opportunities/"+open+"/tags"), "tag", "bridge", "on", "", "period",
		"2026-Q4").Is(t, http.StatusSeeOther)
	drawer := f.Path(Q4 + "/members/" + f.People["mate"].String())
	f.As("manager").Get(drawer+"?cat=best_case").Is(t, http.StatusOK).Says(t, "You: No budget yet", ">Out<", "At risk")
	all := f.As("executive").Get(drawer).Is(t, http.StatusOK).Says(t, "The Boss: No budget yet", ">Out<").Body
	if strings.Contains(all, ">In<") {
		t.Error("an opinion for another period stands in the drawer of the quarter")
	}
	f.As("mate").Get(drawer).Says(t, "The Boss: No budget yet", "At risk")
	if past := f.As("manager").Get(drawer+"?as_of=2026-11-19").Is(t, http.StatusOK).Body; strings.Contains(past,
		"No budget yet") || strings.Contains(past, "At risk") {
		t.Error("the drawer of a past day tells what was said later")
	}
	name := func(key, what string) string { return Mark(place, key) + " " + what }
	if some := f.As("manager").Get(drawer+"?tag=at_risk").Is(t, http.StatusOK).Body; !strings.Contains(some,
		name("mate", "open")) || strings.Contains(some, name("mate", "late")) {
		t.Error("the drawer does not show just what is at risk")
	}
	if none := f.As("manager").Get(drawer+"?tag=bridge").Is(t, http.StatusOK).Body; strings.Contains(none,
		name("mate", "open")) {
		t.Error("a tag that was taken off holds on")
	}
	for _, path := range []string{"/pipeline?tag=at_risk", "/pipeline.csv?tag=at_risk",
		"/pipeline?tag=at_risk&in=period&status=live"} {
		body := f.As("manager").Get(f.Path(path)).Is(t, http.StatusOK).Says(t, "At risk", name("mate", "open")).Body
		if strings.Contains(body, name("mate", "late")) || strings.Contains(body, name("rep", "open")) {
			t.Errorf("%s lists what is not at risk", path)
		}
		if body := f.As("rep").Get(f.Path(path)).Is(t, http.StatusOK).Body; strings.Contains(body,
			name("mate", "open")) {
			t.Errorf("%s tells a rep of another's", path)
		}
	}
	f.As("manager").Get(f.Path("/pipeline?tag=nonsense")).Says(t, name("mate", "late"), name("rep", "open"))
	// a tag is for a period
	f.As("manager").Get(f.Path("/pipeline?tag=at_risk&period=2027-Q1")).Says(t, "No matching opportunities")
}

func TestCategoriesHaveTheOrganisationsNamesWhereverTheyStand(t *testing.T) {
	t.Parallel()
	place := "names" + uuid.NewString()[:8]
	f := New(t).Firm(place)
	f.Raise(1_000_00)
	f.As("admin").Post(f.Path("/settings/forecast"), "stale", "10", "name_best_case", "Within reach", "name_closed",
		"Landed").Is(t, http.StatusSeeOther)
	open := f.Path("/opportunities/" + f.Opportunities["mate"].String())
	for path, who := range map[string]string{f.Path("/pipeline"): "manager", f.Path("/pipeline.csv"): "manager",
		f.Path(Week): "manager", f.Path(Week + "/changes.csv"): "manager", open: "mate"} {
		body := f.As(who).Get(path).Is(t, http.StatusOK).Says(t, "Within reach").Body
		if strings.Contains(body, "Best Case") || strings.Contains(body, "Best case") {
			t.Errorf("%s has the usual name too", path)
		}
	}
	f.As("manager").Get(f.Path("/pipeline?status=live&thru=best_case")).Says(t, "closed through within reach")
}

func TestAReviewIsNarrowedToACategory(t *testing.T) {
	t.Parallel()
	place := "narrow" + uuid.NewString()[:8]
	f := New(t).Firm(place)
	f.Raise(1_000_00)
	moved := f.Opportunities["mate"]
	revision := "2"
	f.As("mate").Post(f.Path("/opportunities/"+moved.String()+"/category"), "revision", revision, "category", "commit",
		"reason", "They said yes").Is(t, http.StatusSeeOther)
	listed := func(query string) (mate, rep bool) {
		body := f.As("manager").Get(f.Path(Week+"/changes.csv"+query)).Is(t, http.StatusOK).Body
		page := f.As("manager").Get(f.Path(Week+query)).Is(t, http.StatusOK).Body
		page = page[strings.Index(page, `id="changes"`):]
		for key, has := range map[string]*bool{"mate": &mate, "rep": &rep} {
			if *has = strings.Contains(body, Mark(place, key)+" open"); strings.Contains(page,
				Mark(place, key)+" open") != *has {
				t.Errorf("page and export of %s differ on %s", query, key)
			}
		}
		return mate, rep
	}
	for query, want := range map[string][2]bool{"": {true, true}, "?cat=commit": {true, false},
		"?cat=best_case": {true, true}, "?cat=pipeline": {false, false}, "?cat=nonsense": {true, true},
		"?cat=commit&kind=increased": {true, false}} {
		if mate, rep := listed(query); mate != want[0] || rep != want[1] {
			t.Errorf("%q lists the one that moved: %t, the other: %t", query, mate, rep)
		}
	}
	f.As("manager").Get(f.Path(Week+"?cat=pipeline&period=2026-Q4&view=gross")).Says(t,
		"No changes in this category", `name="view" value="gross"`, `name="period" value="2026-Q4"`)
}
