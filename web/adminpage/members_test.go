package adminpage_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
	"quarterdeck/web/sitetest"
)

func TestTheMembersAreListedForThoseWhoManageThem(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	for _, role := range tenant.Roles {
		want := http.StatusNotFound
		if role == tenant.Admin || role == tenant.Ops {
			want = http.StatusOK
		}
		b := h.As(role)
		b.Get(h.Path("/settings/members")).Is(t, want)
		if want == http.StatusNotFound {
			b.Post(h.Path("/settings/members"), "name", "Mallory", "role", "rep", "valid_from",
				"2026-11-01").Is(t, want)
		}
	}
	h.As(tenant.Ops).Get(h.Path("/settings/members?q=the+rep")).Says(t, "The rep", "The manager", "West", "Can sign in",
		"1 member")
	h.As(tenant.Ops).Get(h.Path("/settings/members?q=nobody")).Says(t, "No member matches the filter.")
}

func TestAMemberChangesFromADayOn(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b, at := h.As(tenant.Admin), h.Path("/settings/members/"+h.Members[tenant.Rep].String())
	page := h.Path("/settings/members?member=" + h.Members[tenant.Rep].String())
	b.Post(at+"/assignment", "role", "manager", "team", "East", "region", "EMEA", "valid_from", "2026-06-01", "manager",
		h.Members[tenant.Executive].String()).Leads(t, page)
	b.Get(page).Is(t, http.StatusOK).Says(t, "Assignment saved.", "until May 31, 2026", "until further notice",
		"East", "EMEA")
	b.Post(at+"/assignment", "role", "rep", "valid_from", "soon").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose the first day")
	b.Post(at+"/assignment", "role", "king", "valid_from", "2026-12-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "is not a role")
	b.Post(at+"/assignment", "role", "rep", "valid_from", "2026-12-01", "manager", uuid.NewString()).Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose a manager from the list.")
	b.Post(at+"/assignment", "role", "rep", "valid_from", "2026-12-01", "manager", h.Members[tenant.Rep].String()).Is(t,
		http.StatusUnprocessableEntity)
	b.Post(at+"/assignment", "role", "left", "valid_from", "2026-11-01").Leads(t, page)
	b.Get(page).Says(t, "Left")
	b.Get(h.Path("/settings/members?state=left")).Says(t, "The rep", "1 member")
}

func TestSomebodyWhoBeginsLaterIsListed(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Ops)
	to := b.Post(h.Path("/settings/members"), "name", "Early Bird", "role", "rep", "valid_from", "2027-02-01",
		"manager", h.Members[tenant.Manager].String()).Is(t, http.StatusSeeOther)
	b.Get(to.Location).Is(t, http.StatusOK).Says(t, "Starts later", "No access", "Feb 1, 2027")
	b.Get(h.Path("/settings/members")).Says(t, "Early Bird")
	b.Post(h.Path("/settings/members"), "name", "Twice", "email", h.Users[tenant.Rep].Email, "role", "rep",
		"valid_from", "2027-02-01").
		Is(t, http.StatusUnprocessableEntity).Says(t, "There is already a member with this e-mail address.",
		`value="Twice"`)
	b.Post(h.Path("/settings/members"), "name", "", "role", "rep", "valid_from", "2027-02-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "A member needs a name.")
}

func TestOnlyAnAdministratorMakesOrChangesOne(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	ops, of := h.As(tenant.Ops),
		func(role tenant.Role) string { return h.Path("/settings/members/" + h.Members[role].String()) }
	ops.Post(of(tenant.Rep)+"/assignment", "role", "admin", "valid_from", "2026-12-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Only an administrator")
	ops.Post(of(tenant.Ops)+"/assignment", "role", "admin", "valid_from", "2026-11-01").Is(t,
		http.StatusUnprocessableEntity)
	ops.Post(of(tenant.Admin)+"/assignment", "role", "rep", "valid_from", "2026-11-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Only an administrator")
	ops.Post(of(tenant.Admin)+"/access/end").Is(t, http.StatusForbidden)
	ops.Post(h.Path("/settings/members"), "name", "Mallory", "role", "admin", "valid_from", "2026-11-01").Is(t,
		http.StatusUnprocessableEntity)
	admin := h.As(tenant.Admin)
	admin.Post(of(tenant.Admin)+"/assignment", "role", "rep", "valid_from", "2026-11-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "your own role")
	admin.Post(of(tenant.Admin)+"/access/end").Is(t, http.StatusUnprocessableEntity).Says(t,
		"You cannot end your own access")
	admin.Post(of(tenant.Rep)+"/assignment", "role", "admin", "valid_from", "2026-11-01").Is(t, http.StatusSeeOther)
}

func TestAccessEndsWithTheNextRequest(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	admin, rep := h.As(tenant.Admin), h.As(tenant.Rep)
	rep.Get(h.Path("/more")).Is(t, http.StatusOK)
	id := h.Members[tenant.Rep].String()
	admin.Post(h.Path("/settings/members/"+id+"/invitation"), "email",
		h.Users[tenant.Rep].Email).Is(t, http.StatusConflict).Says(t, "This member can already sign in.")
	admin.Post(h.Path("/settings/members/"+id+"/access/end")).Leads(t, h.Path("/settings/members?member="+id))
	rep.Get(h.Path("/more")).Is(t, http.StatusNotFound)
	admin.Post(h.Path("/settings/members/"+id+"/invitation"), "email", "nonsense").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Enter an e-mail address")
	admin.Post(h.Path("/settings/members/"+id+"/invitation"), "email",
		h.Users[tenant.Rep].Email).Is(t, http.StatusSeeOther)
	link := sitetest.Letter(s, h.Users[tenant.Rep].Email, "join")
	admin.Post(h.Path("/settings/members/"+id+"/access/end")).Is(t, http.StatusSeeOther)
	s.Stranger().Get(link).Is(t, http.StatusUnprocessableEntity).Says(t, "withdrawn")
}

func TestMembersOfAnotherOrganisationAreNotThere(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h, other := s.Found(), s.Found()
	b, id := h.As(tenant.Admin), other.Members[tenant.Rep].String()
	b.Get(h.Path("/settings/members?member="+id)).Is(t, http.StatusNotFound)
	b.Get(h.Path("/settings/members?member=x")).Is(t, http.StatusNotFound)
	b.Get(other.Path("/settings/members")).Is(t, http.StatusNotFound)
	for _, what := range []string{"/assignment", "/invitation", "/invitation/withdrawal", "/access/end"} {
		b.Post(h.Path("/settings/members/"+id+what), "role", "rep", "valid_from", "2026-11-01", "email",
			"x@example.com").Is(t, http.StatusNotFound)
	}
	b.Post(h.Path("/settings/members/"+h.Members[tenant.Rep].String()+"/assignment"), "role", "rep", "valid_from",
		"2026-11-01", "manager", id).Is(t, http.StatusUnprocessableEntity)
}

func TestTheListOfMembersGoesOn(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Admin)
	for range site.PageRows {
		b.Post(h.Path("/settings/members"), "name", "Rep "+uuid.NewString(), "role", "rep", "valid_from",
			"2026-11-01").Is(t, http.StatusSeeOther)
	}
	first := b.Get(h.Path("/settings/members")).Is(t, http.StatusOK).Says(t, "56 members", `rel="next"`)
	_, after, _ := strings.Cut(first.Body, `rel="next" href="`)
	next, _, _ := strings.Cut(after, `"`)
	u, err := url.Parse(strings.ReplaceAll(next, "&amp;", "&"))
	if err != nil {
		t.Fatal(err)
	}
	rest := b.Get(u.RequestURI()).Is(t, http.StatusOK).Body
	if got := strings.Count(first.Body, `<th scope="row">`) + strings.Count(rest, `<th scope="row">`); got != 56 {
		t.Errorf("%d rows on two pages", got)
	}
}
