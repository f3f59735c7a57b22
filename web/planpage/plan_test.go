package planpage_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/web/sitetest"
)

func TestAVersionIsPublishedByWhoSawWhatItChanges(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	rep, _ := f.Pays(t)
	path := f.Path("/plans/" + rep.PlanID.String() + "/versions/2/publish")
	ops := f.As("ops")
	ops.Get(path).Is(t, http.StatusOK).Says(t, "Compared with version 1", "15 %", "17 %", sitetest.Mark("west", "rep"),
		"No corrections")
	ops.Post(path).Is(t, http.StatusConflict).Says(t, "Somebody published version 1 meanwhile")
	ops.Post(path, "over", uuid.NewString()).Is(t, http.StatusConflict)
	ops.Post(path, "over", rep.ID.String()).Is(t, http.StatusSeeOther)
	f.As("finance").Post(path, "over", rep.ID.String()).Is(t, http.StatusConflict).Says(t, "already published")
	// what is published already is shown, and not asked for again
	to := ops.Get(path).Is(t, http.StatusSeeOther).Location
	ops.Get(to).Is(t, http.StatusOK).Says(t, "Version 2, published, current", "already published")
}

func TestMembersArePutOnAPlanInALineEach(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	rep, far := f.Pays(t)
	ops := f.As("ops")
	to := f.Path("/plans/" + far.PlanID.String() + "/members")
	mate := "The " + sitetest.Mark("west", "mate")
	ops.Post(to, "members", mate+"\nnobody like this", "valid_from", "2026-06-01").Is(t, http.StatusSeeOther)
	ops.Get(f.Path("/plans/"+far.PlanID.String())).Is(t, http.StatusOK).Says(t, sitetest.Mark("west", "mate"),
		"1 member assigned.", "nobody like this: no member has this name")
	ops.Post(to, "members", "nobody like this", "valid_from", "2026-06-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "no member has this name")
	ops.Post(to, "members", mate, "valid_from", "").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose the first day on the plan.")
	ops.Post(to, "members", mate, "valid_from", "2026-06-01", "last_day", "2026-05-31").Is(t,
		http.StatusUnprocessableEntity)
	ops.Post(to, "members", strings.Repeat("x\n", 3000), "valid_from", "2026-06-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "at most 2000")
	ops.Post(to, "members", "The "+sitetest.Mark("west", "ops"), "valid_from", "2026-06-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "You cannot assign your own plan")
	ops.Post(to, "valid_from", "2026-06-01", "last_day", "2026-06-30").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose at least one member or a team.", `value="2026-06-30"`)
	ops.Post(to, "member", f.People["rep"].String(), "valid_from", "2026-11-01", "last_day", "2026-12-31").Is(t,
		http.StatusSeeOther)
	ops.Get(f.Path("/plans/"+far.PlanID.String())).Is(t, http.StatusOK).Says(t,
		"on this plan Nov 1, 2026 – Dec 31, 2026")
	ops.Post(to, "team", "East", "valid_from", "2026-12-01").Is(t, http.StatusSeeOther)
	ops.Post(to+"/"+f.People["mate"].String()+"/end", "last_day", "soon").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose the last day on the plan.", `value="soon"`)
	ops.Post(to+"/"+f.People["mate"].String()+"/end", "last_day", "2026-11-19").Is(t, http.StatusSeeOther)
	if a := ops.Get(f.Path("/plans/" + far.PlanID.String())); strings.Contains(a.Body,
		sitetest.Mark("west", "mate")+"</a>") {
		t.Error("who was taken off the plan is on it")
	}
	ops.Post(to+"/"+f.People["mate"].String()+"/end", "last_day", "2026-11-19").Is(t, http.StatusNotFound)
	f.As("finance").Post(strings.Replace(to, far.PlanID.String(), rep.PlanID.String(), 1)+"/"+uuid.NewString()+"/end",
		"last_day", "2026-11-19").Is(t, http.StatusNotFound)
}
