package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
)

const password = "correct horse battery"

// withPassword is an account that can sign in by itself, in no organisation.
func withPassword(s *site) auth.User {
	s.t.Helper()
	user, err := auth.AddUser(s.t.Context(), s.db, uuid.NewString()+"@example.com", "Pat Person", password)
	if err != nil {
		s.t.Fatal(err)
	}
	return user
}

func TestSignInBeginsANewSessionAndLeadsWhereThePersonWanted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user, b := withPassword(s), s.stranger()
	b.get("/me").leads(t, "/login?next=%2Fme")
	b.post("/logout").leads(t, "/login") // leaves a session with a message, which somebody else might have prepared
	before := b.cookie("quarterdeck")
	b.post("/login", "email", strings.ToUpper(user.Email), "password", password, "next", "/me").leads(t, "/me")
	if after := b.cookie("quarterdeck"); after == "" || after == before {
		t.Errorf("the session's token was %q and is %q", before, after)
	}
	b.get("/me").is(t, http.StatusOK).says(t, user.Email)
	b.get("/login?next=/me").leads(t, "/me")
	b.post("/logout").leads(t, "/login")
	b.get("/login").is(t, http.StatusOK).says(t, "You are signed out.")
	b.get("/me").leads(t, "/login?next=%2Fme")
}

func TestAWrongPasswordKeepsTheAddressAndNotThePassword(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	a := s.stranger().post("/login", "email", user.Email, "password", "not this one at all").is(t, http.StatusUnprocessableEntity)
	a.says(t, "The e-mail address or the password is wrong.", user.Email)
	if strings.Contains(a.Body, "not this one") {
		t.Error("the page repeats the password")
	}
	unknown := s.stranger().post("/login", "email", uuid.NewString()+"@example.com", "password", password).is(t, http.StatusUnprocessableEntity)
	unknown.says(t, "The e-mail address or the password is wrong.")
}

func TestTooManyAttemptsAreNotLookedAt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	for range 10 {
		s.stranger().post("/login", "email", user.Email, "password", "wrong wrong wrong").is(t, http.StatusUnprocessableEntity)
	}
	s.stranger().post("/login", "email", user.Email, "password", password).is(t, http.StatusTooManyRequests).says(t, "too many attempts")
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	for _, next := range []string{"https://evil.example", "//evil.example/x", `/\evil.example`, "javascript:alert(1)", "evil", "/\t/evil.example"} {
		b := s.stranger()
		b.get("/login?next="+url.QueryEscape(next)).is(t, http.StatusOK).says(t, `name="next" value="/"`)
		b.post("/login", "email", user.Email, "password", password, "next", next).leads(t, "/")
	}
}

func TestAPostFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	b := s.stranger()
	b.header.Set("Sec-Fetch-Site", "cross-site")
	b.post("/login", "email", user.Email, "password", password).is(t, http.StatusForbidden)
	b.header = http.Header{"Origin": {"https://evil.example"}}
	b.post("/logout").is(t, http.StatusForbidden)
	b.header.Set("Origin", s.url)
	b.post("/login", "email", user.Email, "password", password).leads(t, "/")
}

func TestSignOutEverywhereEndsEveryBrowser(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	here, there := s.signedIn(user), s.signedIn(user)
	here.post("/me/sessions/end").leads(t, "/login")
	here.get("/me").leads(t, "/login?next=%2Fme")
	there.get("/me").leads(t, "/login?next=%2Fme")
}

func TestAnotherPasswordSignsOutTheOtherBrowsers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	here, there := s.signedIn(user), s.signedIn(user)
	here.post("/me/password", "present", "wrong wrong wrong", "password", "another long one").is(t, http.StatusUnprocessableEntity).says(t, "That is not your present password.")
	here.post("/me/password", "present", password, "password", "short").is(t, http.StatusUnprocessableEntity).says(t, "at least 12 characters")
	before := here.cookie("quarterdeck")
	here.post("/me/password", "present", password, "password", "another long one").leads(t, "/me")
	if here.cookie("quarterdeck") == before {
		t.Error("the session kept its token")
	}
	here.get("/me").is(t, http.StatusOK).says(t, "Your password is changed.")
	there.get("/me").leads(t, "/login?next=%2Fme")
}

// letter finds the link of the latest letter to somebody, in the outbox.
func letter(s *site, to, kind string) string {
	s.t.Helper()
	page := s.stranger().get("/outbox").is(s.t, http.StatusOK).Body
	_, page, found := strings.Cut(page, "To "+to)
	link := regexp.MustCompile(`href="` + regexp.QuoteMeta(s.url) + `(/` + kind + `/[^"]+)"`).FindStringSubmatch(page)
	if !found || link == nil {
		s.t.Fatalf("no letter to %s with a link to /%s", to, kind)
	}
	return link[1]
}

func TestAForgottenPasswordIsReplacedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := withPassword(s)
	open, b := s.signedIn(user), s.stranger()
	b.get("/password").is(t, http.StatusOK)
	b.post("/password", "email", "no address").is(t, http.StatusUnprocessableEntity).says(t, "Type an e-mail address")
	b.post("/password", "email", user.Email).leads(t, "/login")
	same := b.get("/login").Body
	other := s.stranger()
	other.post("/password", "email", uuid.NewString()+"@example.com").leads(t, "/login")
	if other.get("/login").Body != same {
		t.Error("the page tells whether an address has an account")
	}
	link := letter(s, user.Email, "password")
	b.get(link).is(t, http.StatusOK).says(t, user.Email)
	b.post(link, "password", "short").is(t, http.StatusUnprocessableEntity).says(t, "at least 12 characters")
	b.post(link, "password", "a new long password").leads(t, "/")
	b.get("/me").is(t, http.StatusOK)
	open.get("/me").leads(t, "/login?next=%2Fme")
	s.stranger().get(link).is(t, http.StatusUnprocessableEntity).says(t, "This link has been used")
	s.stranger().post("/login", "email", user.Email, "password", "a new long password").leads(t, "/")
}

func TestWhoIsInvitedComesIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	admin, email := h.as(tenant.Admin), uuid.NewString()+"@example.com"
	to := admin.post(h.path("/settings/members"), "name", "New Rep", "email", email, "role", "rep", "valid_from", "2026-11-01", "invite", "1")
	if to.is(t, http.StatusSeeOther); !strings.HasPrefix(to.Location, h.path("/settings/members?member=")) {
		t.Fatalf("led to %q", to.Location)
	}
	admin.get(to.Location).is(t, http.StatusOK).says(t, "The member is added.", "Invited until")
	link, b := letter(s, email, "join"), s.stranger()
	b.get(link).is(t, http.StatusOK).says(t, "Welcome to", "New Rep")
	b.post(link, "name", "New Rep", "password", "short").is(t, http.StatusUnprocessableEntity).says(t, "at least 12 characters")
	b.post(link, "name", "New Rep", "password", password).leads(t, h.path("/home"))
	b.get("/").leads(t, h.path("/home"))
	b.get(h.path("/more")).is(t, http.StatusOK).says(t, "Welcome to", "New Rep")
	b.get(h.path("/settings/members")).is(t, http.StatusNotFound)
	s.stranger().get(link).is(t, http.StatusUnprocessableEntity).says(t, "accepted already")
	admin.get(to.Location).is(t, http.StatusOK).says(t, "Can sign in")
}

func TestAnInvitationOfAnotherOrganisationIsUnknown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h, other := s.found(), s.found()
	var token string
	h.update(func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err = auth.Leave(ctx, tx, h.members[tenant.Rep]); err == nil {
			token, _, err = auth.Invite(ctx, tx, h.members[tenant.Rep], uuid.NewString()+"@example.com")
		}
		return err
	})
	b := s.stranger()
	b.get("/join/"+h.Slug+"/"+token).is(t, http.StatusOK)
	for _, path := range []string{"/join/" + other.Slug + "/" + token, "/join/nowhere/" + token, "/join/" + h.Slug + "/wrong"} {
		b.get(path).is(t, http.StatusNotFound).says(t, "This invitation is not known here.")
		b.post(path, "name", "X Y", "password", password).is(t, http.StatusNotFound)
	}
}

func TestAPersonOfSeveralOrganisationsChooses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one, two := s.found(), s.found()
	user := one.users[tenant.Executive]
	two.update(func(ctx context.Context, tx *tenant.Tx) error {
		if err := auth.Leave(ctx, tx, two.members[tenant.Rep]); err != nil {
			return err
		}
		return auth.Join(ctx, tx, user.ID, two.members[tenant.Rep])
	})
	b := s.signedIn(user)
	b.get("/").leads(t, "/o")
	b.get("/o").is(t, http.StatusOK).says(t, one.path("/home"), two.path("/home"))
	s.signedIn(withPassword(s)).get("/o").is(t, http.StatusOK).says(t, "No organisation is open to you today")
}
