package letterpage_test

import (
	"net/http"
	"strings"
	"testing"

	"quarterdeck/internal/pay/compensation"
	"quarterdeck/web/sitetest"
)

func TestALetterIsReadAndAcceptedByWhoseItIs(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f, twin, outsider := s.Firm("west"), s.Firm("twin"), s.Found()
	rep, far := f.Pays(t)
	other, _ := twin.Pays(t)
	letter := func(v compensation.Version) string { return f.Path("/plans/" + v.PlanID.String() + "/letter") }
	may := map[string][2]int{"rep": {200, 404}, "far": {404, 200}, "mate": {404, 404}, "manager": {404, 404},
		"east": {404, 404}, "executive": {404, 404}, "admin": {404, 404}, "ops": {200, 200}, "finance": {200, 200},
		"outsider": {404, 404}, "stranger": {303, 303}}
	for visitor, want := range may {
		b := f.Visit(visitor, outsider)
		for i, v := range []compensation.Version{rep, far} {
			a := b.Get(letter(v)).Is(t, want[i])
			if said := "zzplan" + []string{"rep", "far"}[i]; strings.Contains(a.Body, said) != (want[i] == 200) {
				t.Errorf("%s reads of %s", visitor, said)
			}
			for _, rest := range []string{"", "/edit", "/versions/1.json", "/versions/2/publish", "/simulate",
				"/simulate.csv"} {
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
	page := b.Get(letter(rep)).Is(t, http.StatusOK).Says(t, sitetest.Mark("west", "rep"), "303,903.03",
		"Accept plan", "From 100 % of the quota on it pays 15 %").Body
	if strings.Contains(page, "zzdraft") || strings.Contains(page, "17 %") {
		t.Error("a draft is shown to a member")
	}
	b.Get(letter(rep)+"?v=2").Is(t, http.StatusNotFound)
	b.Get(letter(rep)+"?member="+f.People["far"].String()).Is(t, http.StatusNotFound)
	b.Post(letter(rep), "v", "2", "hash", rep.Hash).Is(t, http.StatusNotFound)
	b.Post(letter(rep), "v", "1", "hash", "other").Is(t, http.StatusConflict).Says(t, "Read it again")
	b.Post(letter(far), "v", "1", "hash", far.Hash).Is(t, http.StatusNotFound)
	f.As("ops").Post(letter(rep), "v", "1", "hash", rep.Hash).Is(t, http.StatusNotFound)
	b.Post(letter(rep), "v", "1", "hash", rep.Hash).Is(t, http.StatusSeeOther)
	b.Get(letter(rep)).Is(t, http.StatusOK).Says(t, "Accepted on Nov 20")
	b.Get(f.Path("/plans/mine")).Leads(t, letter(rep))
	f.As("mate").Get(f.Path("/plans/mine")).Is(t, http.StatusOK).Says(t, "No compensation plan yet")
	f.As("ops").Get(letter(rep)+"?member="+f.People["rep"].String()).Is(t, http.StatusOK).Says(t, "Accepted on Nov 20")
	f.As("ops").Get(f.Path("/plans/"+rep.PlanID.String())).Is(t, http.StatusOK).Says(t, "accepted Nov 20",
		"1 of 1 member has accepted")
}
