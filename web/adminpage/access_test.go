package adminpage_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

// invited adds somebody with an invitation, and answers with the page of the member, what is under it, and the link of
// the letter.
func invited(s *sitetest.Site, h *sitetest.House, role tenant.Role, email string) (page, at, link string) {
	s.T.Helper()
	to := h.As(tenant.Admin).Post(h.Path("/settings/members"), "name", "New Hire", "email", email, "role", string(role),
		"valid_from", "2026-11-01", "invite", "1").
		Is(s.T, http.StatusSeeOther)
	_, id, _ := strings.Cut(to.Location, "member=")
	return to.Location, h.Path("/settings/members/" + id), sitetest.Letter(s, email, "join")
}

func TestAnOpenInvitationIsShownAndWithdrawn(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	email := "new@" + h.Slug + ".example"
	page, at, link := invited(s, h, tenant.Rep, email)
	admin, ops := h.As(tenant.Admin), h.As(tenant.Ops)
	admin.Get(page).Says(t, "Sent to", email, "Invited by", "The admin", "Link works until", "Withdraw invitation",
		"data-confirm", "Withdraw the invitation to "+email+"?")
	s.Stranger().Get(link).Is(t, http.StatusOK)
	ops.Post(at+"/invitation/withdrawal").Leads(t, page)
	ops.Get(page).Says(t, "Invitation withdrawn. Its link no longer works.", "No access",
		"Send invitation").Hides(t, "Withdraw invitation")
	s.Stranger().Get(link).Is(t, http.StatusUnprocessableEntity).Says(t, "withdrawn")
	s.Stranger().Post(link, "name", "New Hire", "password", sitetest.Password).Is(t,
		http.StatusUnprocessableEntity).Says(t, "withdrawn")
	admin.Post(at+"/invitation/withdrawal").Is(t, http.StatusConflict).Says(t,
		"There is no open invitation to withdraw.")
	admin.Get(h.Path("/audit")).Says(t, "Withdrew invitation", "The ops", "email "+email)
}

func TestAnAcceptedInvitationIsNotWithdrawn(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	page, at, link := invited(s, h, tenant.Rep, "new@"+h.Slug+".example")
	hire := s.Stranger()
	hire.Post(link, "name", "New Hire", "password", sitetest.Password).Is(t, http.StatusSeeOther)
	admin := h.As(tenant.Admin)
	admin.Post(at+"/invitation/withdrawal").Is(t, http.StatusConflict).Says(t, "already accepted or withdrawn",
		"Can sign in", "End access")
	hire.Get(h.Path("/more")).Is(t, http.StatusOK)
	admin.Get(page).Hides(t, "Withdraw invitation")
}

func TestWhoWithdrawsAnInvitation(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h, other := s.Found(), s.Found()
	page, at, link := invited(s, h, tenant.Admin, "boss@"+h.Slug+".example")
	for _, role := range tenant.Roles {
		want := http.StatusNotFound
		switch role {
		case tenant.Ops:
			want = http.StatusForbidden // only an administrator decides who is one
		case tenant.Admin:
			continue
		}
		h.As(role).Post(at+"/invitation/withdrawal").Is(t, want)
	}
	_, id, _ := strings.Cut(page, "member=")
	other.As(tenant.Admin).Post(other.Path("/settings/members/"+id+"/invitation/withdrawal")).Is(t, http.StatusNotFound)
	other.As(tenant.Admin).Post(at+"/invitation/withdrawal").Is(t, http.StatusNotFound)
	s.Stranger().Get(link).Is(t, http.StatusOK)
	h.As(tenant.Admin).Post(at+"/invitation/withdrawal").Leads(t, page)
}

func TestAccessThatWasEndedIsGivenAgain(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	admin, rep := h.As(tenant.Admin), h.As(tenant.Rep)
	id, email := h.Members[tenant.Rep].String(), h.Users[tenant.Rep].Email
	page, at := h.Path("/settings/members?member="+id), h.Path("/settings/members/"+id)
	admin.Post(at+"/access/end").Leads(t, page)
	admin.Get(page).Says(t, "Access ended on", "by The admin.", "Give access again", `value="`+email+`"`)
	admin.Get(h.Path("/audit")).Says(t, "Removed access", "email "+email)
	admin.Post(at+"/invitation", "email", email).Leads(t, page)
	admin.Get(page).Says(t, "Send another invitation", "Withdraw invitation", "Access ended on")
	rep.Get(h.Path("/more")).Is(t, http.StatusNotFound)
	if _, err := auth.SetPassword(t.Context(), s.DB, h.Users[tenant.Rep].ID, sitetest.Password); err != nil {
		t.Fatal(err)
	}
	back := s.Stranger()
	back.Post(sitetest.Letter(s, email, "join"), "password", sitetest.Password).Leads(t, h.Path("/home"))
	back.Get(h.Path("/more")).Is(t, http.StatusOK)
	admin.Get(page).Says(t, "Can sign in", "End access").Hides(t, "Access ended on")
}

func TestADisabledAccountIsTheOperatorsDecision(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	admin, rep := h.As(tenant.Admin), h.As(tenant.Rep)
	page := h.Path("/settings/members?member=" + h.Members[tenant.Rep].String())
	if err := auth.Disable(t.Context(), s.DB, h.Users[tenant.Rep].ID); err != nil {
		t.Fatal(err)
	}
	rep.Get(h.Path("/more")).Is(t, http.StatusSeeOther)
	admin.Get(h.Path("/settings/members?q=the+rep")).Says(t, "Account disabled").Hides(t, "Can sign in")
	admin.Get(page).Says(t, "Only the operator can enable it.", "End access")
	admin.Get(h.Path("/audit")).Says(t, "Disabled account", "The rep", "Quarterdeck itself")
	if err := auth.Enable(t.Context(), s.DB, h.Users[tenant.Rep].ID); err != nil {
		t.Fatal(err)
	}
	rep.Get(h.Path("/more")).Is(t, http.StatusSeeOther) // the session of before has ended
	admin.Get(page).Says(t, "Can sign in").Hides(t, "Account disabled")
}

func TestAnInvitationIsWithdrawnInTheBrowserOnceConfirmed(t *testing.T) {
	s := sitetest.New(t)
	h := s.Found()
	page, _, link := invited(s, h, tenant.Rep, "new@"+h.Slug+".example")
	w := s.Window(390, 844).As(h.Users[tenant.Admin])
	w.Get(page)
	withdraw := `form[action$="/invitation/withdrawal"] button`
	w.Do(chromedp.Click(withdraw))
	asked := sitetest.Evaluate[string](w, `document.querySelector("dialog[open] h2").textContent`)
	if !strings.HasPrefix(asked, "Withdraw the invitation to new@") {
		t.Errorf("asked %q", asked)
	}
	w.Do(chromedp.KeyEvent(kb.Escape))
	w.Until("Escape leaves it, with the focus where it was", `document.querySelector("dialog[open]") === null &&
		document.activeElement === document.querySelector('`+withdraw+`')`)
	s.Stranger().Get(link).Is(t, http.StatusOK)
	w.Do(chromedp.Click(withdraw), chromedp.KeyEvent(kb.Enter))
	w.Until("the invitation is withdrawn", `document.body.innerText.includes('Invitation withdrawn.')`)
	s.Stranger().Get(link).Is(t, http.StatusUnprocessableEntity).Says(t, "withdrawn")
}
