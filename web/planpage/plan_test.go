package planpage_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/compensation"
	"quarterdeck/web/sitetest"
)

func TestAVersionIsPublishedByWhoSawWhatItChanges(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	rep, _ := f.Pays(t)
	path := f.Path("/plans/" + rep.PlanID.String() + "/versions/2/publish")
	ops := f.As("ops")
	ops.Get(path).Is(t, http.StatusOK).Says(t, "What changes", "15 %", "17 %", sitetest.Mark("west", "rep"), "Nothing is corrected")
	ops.Post(path).Is(t, http.StatusConflict).Says(t, "Version 1 was published meanwhile")
	ops.Post(path, "over", uuid.NewString()).Is(t, http.StatusConflict)
	ops.Post(path, "over", rep.ID.String()).Is(t, http.StatusSeeOther)
	f.As("finance").Post(path, "over", rep.ID.String()).Is(t, http.StatusConflict).Says(t, "published already")
	to := ops.Get(path).Is(t, http.StatusSeeOther).Location // what is published already is shown, and not asked for again
	ops.Get(to).Is(t, http.StatusOK).Says(t, "Version 2, published, in force", "published already")
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
	ops.Get(f.Path("/plans/"+far.PlanID.String())).Is(t, http.StatusOK).Says(t, sitetest.Mark("west", "mate"), "1 member is on the plan.", "nobody like this: nobody has this name")
	ops.Post(to, "members", "nobody like this", "valid_from", "2026-06-01").Is(t, http.StatusUnprocessableEntity).Says(t, "nobody has this name")
	ops.Post(to, "members", mate, "valid_from", "").Is(t, http.StatusUnprocessableEntity).Says(t, "Type the first day")
	ops.Post(to, "members", mate, "valid_from", "2026-06-01", "valid_to", "2026-01-01").Is(t, http.StatusUnprocessableEntity)
	ops.Post(to, "members", strings.Repeat("x\n", 3000), "valid_from", "2026-06-01").Is(t, http.StatusUnprocessableEntity).Says(t, "at most 2000")
	ops.Post(to, "members", "The "+sitetest.Mark("west", "ops"), "valid_from", "2026-06-01").Is(t, http.StatusUnprocessableEntity).Says(t, "Somebody else assigns")
	ops.Post(to, "team", "East", "valid_from", "2026-12-01").Is(t, http.StatusSeeOther)
	ops.Post(to+"/"+f.People["mate"].String()+"/end", "on", "2026-11-20").Is(t, http.StatusSeeOther)
	if a := ops.Get(f.Path("/plans/" + far.PlanID.String())); strings.Contains(a.Body, sitetest.Mark("west", "mate")+"</a>") {
		t.Error("who was taken off the plan is on it")
	}
	ops.Post(to+"/"+f.People["mate"].String()+"/end", "on", "2026-11-20").Is(t, http.StatusNotFound)
	f.As("finance").Post(strings.Replace(to, far.PlanID.String(), rep.PlanID.String(), 1)+"/"+uuid.NewString()+"/end", "on", "2026-11-20").Is(t, http.StatusNotFound)
}

func TestALetterIsReadAndAcceptedByWhoseItIs(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f, twin, outsider := s.Firm("west"), s.Firm("twin"), s.Found()
	rep, far := f.Pays(t)
	other, _ := twin.Pays(t)
	letter := func(v compensation.Version) string { return f.Path("/plans/" + v.PlanID.String() + "/letter") }
	may := map[string][2]int{"rep": {200, 404}, "far": {404, 200}, "mate": {404, 404}, "manager": {404, 404}, "east": {404, 404}, "executive": {404, 404}, "admin": {404, 404},
		"ops": {200, 200}, "finance": {200, 200}, "outsider": {404, 404}, "stranger": {303, 303}}
	for visitor, want := range may {
		b := f.Visit(visitor, outsider)
		for i, v := range []compensation.Version{rep, far} {
			a := b.Get(letter(v)).Is(t, want[i])
			if said := "zzplan" + []string{"rep", "far"}[i]; strings.Contains(a.Body, said) != (want[i] == 200) {
				t.Errorf("%s reads of %s", visitor, said)
			}
			for _, rest := range []string{"", "/edit", "/versions/1.json", "/versions/2/publish", "/simulate", "/simulate.csv"} {
				if a := b.Get(strings.TrimSuffix(letter(v), "/letter") + rest); want[i] == 404 && a.Status != 404 {
					t.Errorf("%s gets %d for %s", visitor, a.Status, rest)
				}
			}
		}
		if visitor != "stranger" {
			b.Get(letter(other)).Is(t, http.StatusNotFound)
			b.Get(letter(rep)+"?member="+twin.People["rep"].String()).Is(t, http.StatusNotFound)
		}
	}
	b := f.As("rep")
	page := b.Get(letter(rep)).Is(t, http.StatusOK).Says(t, sitetest.Mark("west", "rep"), "303,903.03", "I accept this plan", "From 100 % of the quota on it pays 15 %").Body
	if strings.Contains(page, "zzdraft") || strings.Contains(page, "17 %") {
		t.Error("a draft is shown to a member")
	}
	b.Get(letter(rep)+"?v=2").Is(t, http.StatusNotFound)
	b.Get(letter(rep)+"?member="+f.People["far"].String()).Is(t, http.StatusNotFound)
	b.Post(letter(rep), "v", "2", "hash", rep.Hash).Is(t, http.StatusNotFound)
	b.Post(letter(rep), "v", "1", "hash", "other").Is(t, http.StatusConflict).Says(t, "read it again")
	b.Post(letter(far), "v", "1", "hash", far.Hash).Is(t, http.StatusNotFound)
	f.As("ops").Post(letter(rep), "v", "1", "hash", rep.Hash).Is(t, http.StatusNotFound)
	b.Post(letter(rep), "v", "1", "hash", rep.Hash).Is(t, http.StatusSeeOther)
	b.Get(letter(rep)).Is(t, http.StatusOK).Says(t, "Accepted on Nov 20")
	b.Get(f.Path("/plans/mine")).Leads(t, letter(rep))
	f.As("mate").Get(f.Path("/plans/mine")).Is(t, http.StatusOK).Says(t, "You are on no plan")
	f.As("ops").Get(letter(rep)+"?member="+f.People["rep"].String()).Is(t, http.StatusOK).Says(t, "Accepted on Nov 20")
	f.As("ops").Get(f.Path("/plans/"+rep.PlanID.String())).Is(t, http.StatusOK).Says(t, "accepted Nov 20", "1 of 1 member has accepted")
}
