package startpage_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/web/sitetest"
)

// fresh is a site over a database without any organisation, and the token of its set-up link.
func fresh(t *testing.T) (*sitetest.Site, string) {
	t.Helper()
	db := testdb.Open(t, testdb.New(t), time.Now)
	s := sitetest.NewOn(t, db, sitetest.NewJobs(t, db))
	token, err := auth.NewSetupLink(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return s, token
}

// filled are the fields of a form that is accepted, with some of them changed.
func filled(change ...string) []string {
	f := []string{"organisation", "Müller & Söhne", "slug", "", "currency", "EUR", "time-zone", "Europe/Berlin",
		"fiscal-start", "04", "numbers", "1.234,56", "name", "Anna Müller", "email", "anna@example.com", "password",
		sitetest.Password}
	for i := 0; i < len(change); i += 2 {
		for k := 0; k < len(f); k += 2 {
			if f[k] == change[i] {
				f[k+1] = change[i+1]
			}
		}
	}
	return f
}

func TestAnInstallationWithoutAnOrganisationIsSetUpWithItsLinkOnly(t *testing.T) {
	t.Parallel()
	s, token := fresh(t)
	b := s.Stranger()
	b.Get("/login").Leads(t, "/start")
	b.Get("/start").Is(t, http.StatusOK).Says(t, "not set up yet").Hides(t, token)
	for _, wrong := range []string{"wrong", token + "x", strings.ToUpper(token)} {
		b.Get("/start/"+wrong).Is(t, http.StatusUnprocessableEntity).Says(t, "not valid")
		b.Post("/start/"+wrong, filled()...).Is(t, http.StatusUnprocessableEntity)
		b.Get("/start/"+wrong+"/slug?organisation=Acme").Is(t, http.StatusUnprocessableEntity)
	}
	b.Get("/start/"+token).Is(t, http.StatusOK).Says(t, "Set up Quarterdeck", "Create organisation")
	b.Get("/start/"+token+"/slug?organisation=M%C3%BCller+%26+S%C3%B6hne").Says(t, "/o/muller-sohne")
	b.Post("/start/"+token, filled()...).Leads(t, "/o/muller-sohne/setup")
	b.Get("/o/muller-sohne/setup").Is(t, http.StatusOK).Says(t, "Your organisation is ready", "0 of 4 steps done")
	b.Get("/o/muller-sohne/home").Is(t, http.StatusOK).Says(t, "Getting started")
	other := s.Stranger()
	for _, path := range []string{"/start", "/start/" + token, "/start/" + token + "/slug"} {
		other.Get(path).Is(t, http.StatusNotFound)
	}
	other.Post("/start/"+token, filled("organisation", "Thief")...).Is(t, http.StatusNotFound)
	other.Post("/login", "email", "anna@example.com", "password", sitetest.Password).Is(t, http.StatusSeeOther)
}

func TestWhatTheSetUpPageRefusesStandsAtItsFieldAndStoresNothing(t *testing.T) {
	t.Parallel()
	s, token := fresh(t)
	b := s.Stranger()
	for field, bad := range map[string][2]string{
		"organisation": {"  ", "Enter the name of your organisation"}, "slug": {"No Spaces", "lowercase letters"},
		"currency": {"XYZW", "three-letter code"}, "time-zone": {"Mars/Olympus", "not a time zone"},
		"fiscal-start": {"13", "must start in a month"}, "numbers": {"1;2", "not a number format"},
		"name": {" ", "Enter your name"}, "email": {"anna", "Enter an e-mail address"},
		"password": {"short", "at least 12 characters"},
	} {
		a := b.Post("/start/"+token, filled(field, bad[0])...).Is(t, http.StatusUnprocessableEntity).Says(t, bad[1])
		if !strings.Contains(a.Body, `id="f-`+field+`-error"`) && !strings.Contains(a.Body, `id="`+field+`-error"`) {
			t.Errorf("the refusal of %s does not stand at it", field)
		}
		if field != "organisation" && !strings.Contains(a.Body, "Müller &amp; Söhne") {
			t.Errorf("what was typed is lost after a wrong %s", field)
		}
	}
	b.Post("/start/"+token, filled("organisation", "日本")...).Is(t, http.StatusUnprocessableEntity).Says(t,
		"Enter a short name for the address")
	if founded, err := tenant.Founded(t.Context(), s.DB); err != nil || founded {
		t.Fatalf("a refused form has founded: %v, %v", founded, err)
	}
	if _, err := auth.FindUser(t.Context(), s.DB, "anna@example.com"); err == nil {
		t.Error("a refused form has made an account")
	}
}

func TestOfTwoWhoSetUpAtOnceOneWins(t *testing.T) {
	t.Parallel()
	s, token := fresh(t)
	var group sync.WaitGroup
	answers := make([]sitetest.Answer, 6)
	for n := range answers {
		group.Add(1)
		go func() {
			defer group.Done()
			answers[n] = s.Stranger().Post("/start/"+token,
				filled("slug", "acme", "email", string(rune('a'+n))+"@example.com")...)
		}()
	}
	group.Wait()
	won := 0
	for _, a := range answers {
		switch a.Status {
		case http.StatusSeeOther:
			won++
		case http.StatusConflict:
			a.Says(t, "set up by somebody else")
		case http.StatusNotFound: // came after
		default:
			t.Errorf("one of them got %d", a.Status)
		}
	}
	if orgs, err := tenant.Organisations(t.Context(), s.DB); won != 1 || err != nil || len(orgs) != 1 {
		t.Errorf("%d won and %d organisations are there: %v", won, len(orgs), err)
	}
}

func TestASetUpLinkIsTooOldAfterADay(t *testing.T) {
	t.Parallel()
	s, token := fresh(t)
	if _, err := s.DB.Pool().Exec(t.Context(), `DELETE FROM auth.setup_links`); err != nil {
		t.Fatal(err)
	}
	s.Stranger().Get("/start/"+token).Is(t, http.StatusUnprocessableEntity).Says(t, "not valid or older than 24 hours")
	old := s.DB.At(time.Now().Add(-25 * time.Hour))
	token, err := auth.NewSetupLink(t.Context(), old)
	if err != nil {
		t.Fatal(err)
	}
	s.Stranger().Get("/start/"+token).Is(t, http.StatusUnprocessableEntity)
}

func TestTheFirstStepsAreTakenOnAPhone(t *testing.T) {
	t.Parallel()
	s, token := fresh(t)
	w := s.Window(390, 844)
	axe := sitetest.Axe(t)
	w.Cookie("theme", "light")
	w.Get("/start/" + token)
	w.Inspect(sitetest.Look{Name: "start", Path: "/start"}, 390, axe)
	w.Do(chromedp.SetValue(`[name=organisation]`, "Acme Inc."),
		chromedp.SetValue(`[name=time-zone]`, "America/New_York"),
		chromedp.SetValue(`[name=name]`, "Ann Archer"), chromedp.SetValue(`[name=email]`, "ann@acme.example"),
		chromedp.SetValue(`[name=password]`, sitetest.Password))
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the set-up page is wider than a phone")
	}
	w.Do(chromedp.Click(`form button`))
	w.Until("the organisation is there", `location.pathname === "/o/acme-inc/setup"`)
	w.Do(chromedp.Click(`form[action$="/setup/stages"] button`))
	w.Until("it has the standard stages", `document.body.textContent.includes("Your sales process has 6 stages")`)
	w.Do(chromedp.SetValue(`[name=email_0]`, "bo@acme.example"), chromedp.SetValue(`[name=role_0]`, "manager"),
		chromedp.SetValue(`[name=email_3]`, "cy@acme.example"),
		chromedp.Click(`form[action$="/setup/invitations"] button`))
	w.Until("both are invited", `document.body.textContent.includes("2 invitations sent.")`)
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the first steps are wider than a phone")
	}
	w.Inspect(sitetest.Look{Name: "setup", Path: "/setup"}, 390, axe)
	w.Get("/o/acme-inc/home")
	w.Until("the home leads on", `document.body.textContent.includes("2 of 4 steps done")`)
	join := sitetest.Letter(s, "bo@acme.example", "join")
	s.Stranger().Post(join, "name", "Bo", "password", sitetest.Password).Leads(t, "/o/acme-inc/home")
}

func TestInvitationsOfTheFirstStepsAreSentTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	admin, invitations := h.As(tenant.Admin), h.Path("/setup/invitations")
	admin.Post(invitations).Is(t, http.StatusUnprocessableEntity).Says(t, "Enter at least one e-mail address.")
	admin.Post(invitations, "email_0", "good-"+h.Slug+"@example.com", "role_0", "rep", "email_1", "bad", "role_1",
		"rep").Is(t, http.StatusUnprocessableEntity).Says(t, "is not an e-mail address", "good-"+h.Slug)
	admin.Post(invitations, "email_0", "x-"+h.Slug+"@example.com", "role_0", "king").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose a role")
	twice := "twice-" + h.Slug + "@example.com"
	admin.Post(invitations, "email_0", twice, "role_0", "rep", "email_1", twice, "role_1", "rep").Is(t,
		http.StatusUnprocessableEntity).Says(t, "is already a member")
	admin.Get(h.Path("/settings/members?q=good-")).Hides(t, "good-"+h.Slug)
	admin.Post(invitations, "email_2", twice, "role_2", "rep").Leads(t, h.Path("/setup"))
	for _, role := range []tenant.Role{tenant.Ops, tenant.Rep, tenant.Finance} {
		h.As(role).Get(h.Path("/setup")).Is(t, http.StatusNotFound)
		h.As(role).Post(invitations, "email_0", "z@example.com").Is(t, http.StatusNotFound)
	}
	admin.Post(h.Path("/setup/list")).Leads(t, h.Path("/home"))
	admin.Get(h.Path("/home")).Hides(t, "steps done")
	admin.Post(h.Path("/setup/list"), "shown", "true").Leads(t, h.Path("/setup"))
	admin.Get(h.Path("/home")).Says(t, "steps done")
}
