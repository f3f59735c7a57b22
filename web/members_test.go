package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

func TestTheMembersAreListedForThoseWhoManageThem(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	for _, role := range tenant.Roles {
		want := http.StatusNotFound
		if role == tenant.Admin || role == tenant.Ops {
			want = http.StatusOK
		}
		b := h.as(role)
		b.get(h.path("/settings/members")).is(t, want)
		if want == http.StatusNotFound {
			b.post(h.path("/settings/members"), "name", "Mallory", "role", "rep", "valid_from", "2026-11-01").is(t, want)
		}
	}
	h.as(tenant.Ops).get(h.path("/settings/members?q=the+rep")).says(t, "The rep", "The manager", "West", "Can sign in", "1 member")
	h.as(tenant.Ops).get(h.path("/settings/members?q=nobody")).says(t, "Nobody matches the filter.")
}

func TestAMemberChangesFromADayOn(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b, at := h.as(tenant.Admin), h.path("/settings/members/"+h.members[tenant.Rep].String())
	page := h.path("/settings/members?member=" + h.members[tenant.Rep].String())
	b.post(at+"/assignment", "role", "manager", "team", "East", "region", "EMEA", "valid_from", "2026-06-01", "manager", h.members[tenant.Executive].String()).leads(t, page)
	b.get(page).is(t, http.StatusOK).says(t, "The assignment is saved.", "until May 31, 2026", "until further notice", "East", "EMEA")
	b.post(at+"/assignment", "role", "rep", "valid_from", "soon").is(t, http.StatusUnprocessableEntity).says(t, "Type the first day")
	b.post(at+"/assignment", "role", "king", "valid_from", "2026-12-01").is(t, http.StatusUnprocessableEntity).says(t, "is not a role")
	b.post(at+"/assignment", "role", "rep", "valid_from", "2026-12-01", "manager", uuid.NewString()).is(t, http.StatusUnprocessableEntity).says(t, "Choose a manager from the list.")
	b.post(at+"/assignment", "role", "rep", "valid_from", "2026-12-01", "manager", h.members[tenant.Rep].String()).is(t, http.StatusUnprocessableEntity)
	b.post(at+"/assignment", "role", "left", "valid_from", "2026-11-01").leads(t, page)
	b.get(page).says(t, "Left")
	b.get(h.path("/settings/members?state=left")).says(t, "The rep", "1 member")
}

func TestSomebodyWhoBeginsLaterIsListed(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b := h.as(tenant.Ops)
	to := b.post(h.path("/settings/members"), "name", "Early Bird", "role", "rep", "valid_from", "2027-02-01", "manager", h.members[tenant.Manager].String()).is(t, http.StatusSeeOther)
	b.get(to.Location).is(t, http.StatusOK).says(t, "Begins later", "No access", "Feb 1, 2027")
	b.get(h.path("/settings/members")).says(t, "Early Bird")
	b.post(h.path("/settings/members"), "name", "Twice", "email", h.users[tenant.Rep].Email, "role", "rep", "valid_from", "2027-02-01").
		is(t, http.StatusUnprocessableEntity).says(t, "There is a member with this e-mail address already.", `value="Twice"`)
	b.post(h.path("/settings/members"), "name", "", "role", "rep", "valid_from", "2027-02-01").is(t, http.StatusUnprocessableEntity).says(t, "A member needs a name.")
}

func TestOnlyAnAdministratorMakesOrChangesOne(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	ops, of := h.as(tenant.Ops), func(role tenant.Role) string { return h.path("/settings/members/" + h.members[role].String()) }
	ops.post(of(tenant.Rep)+"/assignment", "role", "admin", "valid_from", "2026-12-01").is(t, http.StatusUnprocessableEntity).says(t, "Only an administrator")
	ops.post(of(tenant.Ops)+"/assignment", "role", "admin", "valid_from", "2026-11-01").is(t, http.StatusUnprocessableEntity)
	ops.post(of(tenant.Admin)+"/assignment", "role", "rep", "valid_from", "2026-11-01").is(t, http.StatusUnprocessableEntity).says(t, "Only an administrator")
	ops.post(of(tenant.Admin)+"/access/end").is(t, http.StatusForbidden)
	ops.post(h.path("/settings/members"), "name", "Mallory", "role", "admin", "valid_from", "2026-11-01").is(t, http.StatusUnprocessableEntity)
	admin := h.as(tenant.Admin)
	admin.post(of(tenant.Admin)+"/assignment", "role", "rep", "valid_from", "2026-11-01").is(t, http.StatusUnprocessableEntity).says(t, "your own role")
	admin.post(of(tenant.Admin)+"/access/end").is(t, http.StatusUnprocessableEntity).says(t, "You cannot end your own access")
	admin.post(of(tenant.Rep)+"/assignment", "role", "admin", "valid_from", "2026-11-01").is(t, http.StatusSeeOther)
}

func TestAccessEndsWithTheNextRequest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	admin, rep := h.as(tenant.Admin), h.as(tenant.Rep)
	rep.get(h.path("/more")).is(t, http.StatusOK)
	id := h.members[tenant.Rep].String()
	admin.post(h.path("/settings/members/"+id+"/invitation"), "email", h.users[tenant.Rep].Email).is(t, http.StatusConflict).says(t, "This member can sign in already.")
	admin.post(h.path("/settings/members/"+id+"/access/end")).leads(t, h.path("/settings/members?member="+id))
	rep.get(h.path("/more")).is(t, http.StatusNotFound)
	admin.post(h.path("/settings/members/"+id+"/invitation"), "email", "nonsense").is(t, http.StatusUnprocessableEntity).says(t, "Type an e-mail address")
	admin.post(h.path("/settings/members/"+id+"/invitation"), "email", h.users[tenant.Rep].Email).is(t, http.StatusSeeOther)
	link := letter(s, h.users[tenant.Rep].Email, "join")
	admin.post(h.path("/settings/members/"+id+"/access/end")).is(t, http.StatusSeeOther)
	s.stranger().get(link).is(t, http.StatusUnprocessableEntity).says(t, "withdrawn")
}

func TestMembersOfAnotherOrganisationAreNotThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h, other := s.found(), s.found()
	b, id := h.as(tenant.Admin), other.members[tenant.Rep].String()
	b.get(h.path("/settings/members?member="+id)).is(t, http.StatusNotFound)
	b.get(h.path("/settings/members?member=x")).is(t, http.StatusNotFound)
	b.get(other.path("/settings/members")).is(t, http.StatusNotFound)
	for _, what := range []string{"/assignment", "/invitation", "/access/end"} {
		b.post(h.path("/settings/members/"+id+what), "role", "rep", "valid_from", "2026-11-01", "email", "x@example.com").is(t, http.StatusNotFound)
	}
	b.post(h.path("/settings/members/"+h.members[tenant.Rep].String()+"/assignment"), "role", "rep", "valid_from", "2026-11-01", "manager", id).is(t, http.StatusUnprocessableEntity)
}

func TestTheListOfMembersGoesOn(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b := h.as(tenant.Admin)
	for range pageRows {
		b.post(h.path("/settings/members"), "name", "Rep "+uuid.NewString(), "role", "rep", "valid_from", "2026-11-01").is(t, http.StatusSeeOther)
	}
	first := b.get(h.path("/settings/members")).is(t, http.StatusOK).says(t, "56 members", `rel="next"`)
	_, after, _ := strings.Cut(first.Body, `rel="next" href="`)
	next, _, _ := strings.Cut(after, `"`)
	u, err := url.Parse(strings.ReplaceAll(next, "&amp;", "&"))
	if err != nil {
		t.Fatal(err)
	}
	rest := b.get(u.RequestURI()).is(t, http.StatusOK).Body
	if got := strings.Count(first.Body, `<th scope="row">`) + strings.Count(rest, `<th scope="row">`); got != 56 {
		t.Errorf("%d rows on two pages", got)
	}
}
