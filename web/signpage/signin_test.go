package signpage_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func TestSignInBeginsANewSessionAndLeadsWhereThePersonWanted(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user, b := sitetest.WithPassword(s), s.Stranger()
	b.Get("/me").Leads(t, "/login?next=%2Fme")
	b.Post("/logout").Leads(t, "/login") // leaves a session with a message, which somebody else might have prepared
	before := b.Cookie("quarterdeck")
	b.Post("/login", "email", strings.ToUpper(user.Email), "password", sitetest.Password, "next", "/me").Leads(t, "/me")
	if after := b.Cookie("quarterdeck"); after == "" || after == before {
		t.Errorf("the session's token was %q and is %q", before, after)
	}
	b.Get("/me").Is(t, http.StatusOK).Says(t, user.Email)
	b.Get("/login?next=/me").Leads(t, "/me")
	b.Post("/logout").Leads(t, "/login")
	b.Get("/login").Is(t, http.StatusOK).Says(t, "You are signed out.")
	b.Get("/me").Leads(t, "/login?next=%2Fme")
}

func TestAWrongPasswordKeepsTheAddressAndNotThePassword(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	a := s.Stranger().Post("/login", "email", user.Email, "password", "not this one at all").Is(t,
		http.StatusUnprocessableEntity)
	a.Says(t, "The e-mail address or password is wrong.", user.Email)
	if strings.Contains(a.Body, "not this one") {
		t.Error("the page repeats the password")
	}
	unknown := s.Stranger().Post("/login", "email", uuid.NewString()+"@example.com", "password",
		sitetest.Password).Is(t, http.StatusUnprocessableEntity)
	unknown.Says(t, "The e-mail address or password is wrong.")
}

func TestTooManyAttemptsAreNotLookedAt(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	for range 10 {
		s.Stranger().Post("/login", "email", user.Email, "password", "wrong wrong wrong").Is(t,
			http.StatusUnprocessableEntity)
	}
	s.Stranger().Post("/login", "email", user.Email, "password",
		sitetest.Password).Is(t, http.StatusTooManyRequests).Says(t, "Too many attempts")
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	for _, next := range []string{"https://evil.example", "//evil.example/x", `/\evil.example`,
		"javascript:alert(1)", "evil", "/\t/evil.example"} {
		b := s.Stranger()
		b.Get("/login?next="+url.QueryEscape(next)).Is(t, http.StatusOK).Says(t, `name="next" value="/"`)
		b.Post("/login", "email", user.Email, "password", sitetest.Password, "next", next).Leads(t, "/")
	}
}

func TestAPostFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	b := s.Stranger()
	b.Header.Set("Sec-Fetch-Site", "cross-site")
	b.Post("/login", "email", user.Email, "password", sitetest.Password).Is(t, http.StatusForbidden)
	b.Header = http.Header{"Origin": {"https://evil.example"}}
	b.Post("/logout").Is(t, http.StatusForbidden)
	b.Header.Set("Origin", s.URL)
	b.Post("/login", "email", user.Email, "password", sitetest.Password).Leads(t, "/")
}

func TestSignOutEverywhereEndsEveryBrowser(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	here, there := s.SignedIn(user), s.SignedIn(user)
	here.Post("/me/sessions/end").Leads(t, "/login")
	here.Get("/me").Leads(t, "/login?next=%2Fme")
	there.Get("/me").Leads(t, "/login?next=%2Fme")
}

func TestAnotherPasswordSignsOutTheOtherBrowsers(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	here, there := s.SignedIn(user), s.SignedIn(user)
	here.Post("/me/password", "present", "wrong wrong wrong", "password", "another long one").Is(t,
		http.StatusUnprocessableEntity).Says(t, "The current password is wrong.")
	here.Post("/me/password", "present", sitetest.Password, "password", "short").Is(t,
		http.StatusUnprocessableEntity).Says(t, "at least 12 characters")
	before := here.Cookie("quarterdeck")
	here.Post("/me/password", "present", sitetest.Password, "password", "another long one").Leads(t, "/me")
	if here.Cookie("quarterdeck") == before {
		t.Error("the session kept its token")
	}
	here.Get("/me").Is(t, http.StatusOK).Says(t, "Password changed.")
	there.Get("/me").Leads(t, "/login?next=%2Fme")
}

func TestAForgottenPasswordIsReplacedOnce(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	user := sitetest.WithPassword(s)
	open, b := s.SignedIn(user), s.Stranger()
	b.Get("/password").Is(t, http.StatusOK)
	b.Post("/password", "email", "no address").Is(t, http.StatusUnprocessableEntity).Says(t, "Enter an e-mail address")
	b.Post("/password", "email", user.Email).Leads(t, "/login")
	same := b.Get("/login").Body
	other := s.Stranger()
	other.Post("/password", "email", uuid.NewString()+"@example.com").Leads(t, "/login")
	if other.Get("/login").Body != same {
		t.Error("the page tells whether an address has an account")
	}
	link := sitetest.Letter(s, user.Email, "password")
	b.Get(link).Is(t, http.StatusOK).Says(t, user.Email)
	b.Post(link, "password", "short").Is(t, http.StatusUnprocessableEntity).Says(t, "at least 12 characters")
	b.Post(link, "password", "a new long password").Leads(t, "/")
	b.Get("/me").Is(t, http.StatusOK)
	open.Get("/me").Leads(t, "/login?next=%2Fme")
	s.Stranger().Get(link).Is(t, http.StatusUnprocessableEntity).Says(t, "This link was already used")
	s.Stranger().Post("/login", "email", user.Email, "password", "a new long password").Leads(t, "/")
}

func TestWhoIsInvitedComesIn(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	admin, email := h.As(tenant.Admin), uuid.NewString()+"@example.com"
	to := admin.Post(h.Path("/settings/members"), "name", "New Rep", "email", email, "role", "rep", "valid_from",
		"2026-11-01", "invite", "1")
	if to.Is(t, http.StatusSeeOther); !strings.HasPrefix(to.Location, h.Path("/settings/members?member=")) {
		t.Fatalf("led to %q", to.Location)
	}
	admin.Get(to.Location).Is(t, http.StatusOK).Says(t, "Member added.", "Invited until")
	link, b := sitetest.Letter(s, email, "join"), s.Stranger()
	b.Get(link).Is(t, http.StatusOK).Says(t, "Welcome to", "New Rep")
	b.Post(link, "name", "New Rep", "password", "short").Is(t,
		http.StatusUnprocessableEntity).Says(t, "at least 12 characters")
	b.Post(link, "name", "New Rep", "password", sitetest.Password).Leads(t, h.Path("/home"))
	b.Get("/").Leads(t, h.Path("/home"))
	b.Get(h.Path("/more")).Is(t, http.StatusOK).Says(t, "Welcome to", "New Rep")
	b.Get(h.Path("/settings/members")).Is(t, http.StatusNotFound)
	s.Stranger().Get(link).Is(t, http.StatusUnprocessableEntity).Says(t, "already been accepted")
	admin.Get(to.Location).Is(t, http.StatusOK).Says(t, "Can sign in")
}

func TestAnInvitationOfAnotherOrganisationIsUnknown(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h, other := s.Found(), s.Found()
	var token string
	h.Update(func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err = auth.Leave(ctx, tx, h.Members[tenant.Rep]); err == nil {
			token, _, err = auth.Invite(ctx, tx, h.Members[tenant.Rep], uuid.NewString()+"@example.com")
		}
		return err
	})
	b := s.Stranger()
	b.Get("/join/"+h.Slug+"/"+token).Is(t, http.StatusOK)
	for _, path := range []string{"/join/" + other.Slug + "/" + token, "/join/nowhere/" + token,
		"/join/" + h.Slug + "/wrong"} {
		b.Get(path).Is(t, http.StatusNotFound).Says(t, "This invitation link is not valid.")
		b.Post(path, "name", "X Y", "password", sitetest.Password).Is(t, http.StatusNotFound)
	}
}

func TestAPersonOfSeveralOrganisationsChooses(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	one, two := s.Found(), s.Found()
	user := one.Users[tenant.Executive]
	two.Update(func(ctx context.Context, tx *tenant.Tx) error {
		if err := auth.Leave(ctx, tx, two.Members[tenant.Rep]); err != nil {
			return err
		}
		return auth.Join(ctx, tx, user.ID, two.Members[tenant.Rep])
	})
	b := s.SignedIn(user)
	b.Get("/").Leads(t, "/o")
	b.Get("/o").Is(t, http.StatusOK).Says(t, one.Path("/home"), two.Path("/home"))
	s.SignedIn(sitetest.WithPassword(s)).Get("/o").Is(t, http.StatusOK).Says(t, "No organisation")
}
