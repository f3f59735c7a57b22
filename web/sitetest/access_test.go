package sitetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
	"quarterdeck/web"
	"quarterdeck/web/site"
)

func TestEveryRouteHasADoor(t *testing.T) {
	t.Parallel()
	routes := RoutesOf(t, New(t).Server)
	for _, route := range routes {
		if _, ok := doors[route]; !ok {
			t.Errorf("%s has no entry in the table of doors: say who may open it", route)
		}
	}
	for route := range doors {
		if !slices.Contains(routes, route) {
			t.Errorf("%s is in the table of doors and nowhere else", route)
		}
	}
}

func TestTheOutboxIsForDevelopmentOnly(t *testing.T) {
	t.Parallel()
	s := New(t)
	routes := RoutesOf(t, web.New(config.Config{}, s.DB, nil, (*work.Client)(nil), s.Server.Log))
	if slices.Contains(routes, "GET /outbox") {
		t.Error("anybody could read the letters of a server in production")
	}
}

// answers is the status that a visitor gets at a door.
func (d door) answers(visitor string) int {
	role := tenant.Role(visitor)
	switch {
	case d.who == anyone:
		return d.status
	case visitor == "stranger":
		return http.StatusSeeOther
	case d.who == person:
		return d.status
	case visitor == "outsider", d.who != seat && !role.May(tenant.Right(d.who)):
		return http.StatusNotFound
	}
	return d.status
}

func (f *Firm) address(path string) string {
	return strings.NewReplacer("{org}", f.Slug, "{job}", f.job.String(), "{idle}", f.People["idle"].String(), "{plan}",
		f.plan.String()).Replace(path)
}

func TestEachDoorOpensForWhomItShould(t *testing.T) {
	t.Parallel()
	s := New(t)
	f, outsider := s.Firm("west"), s.Found()
	f.Pays(t)
	routes := slices.Sorted(maps.Keys(doors))
	const ends = "POST /me/sessions/end" // signs the person out of every browser, so it comes last
	for _, route := range append(slices.DeleteFunc(routes, func(r string) bool { return r == ends }), ends) {
		for _, visitor := range visitors() {
			d := doors[route]
			method, _, _ := strings.Cut(route, " ")
			b, path := f.Visit(visitor, outsider), f.address(d.path)
			var a Answer
			if method == http.MethodPost {
				a = b.Post(path, d.form...)
			} else {
				a = b.Get(path)
			}
			if want := d.answers(visitor); want != 0 && a.Status != want {
				t.Errorf("%s: %s gets %d, not %d\n%s", route, visitor, a.Status, want, Excerpt(a.Body))
			}
			if visitor == "stranger" && d.who != anyone && !strings.HasPrefix(a.Location, "/login") {
				t.Errorf("%s leads a stranger to %q", route, a.Location)
			}
		}
	}
}

func TestAPartOfAPageSendsAStrangerToSignIn(t *testing.T) {
	t.Parallel()
	s := New(t)
	b := s.Stranger()
	b.Header.Set("HX-Request", "true")
	if a := b.Get("/o/"+s.Found().Slug+"/home").Is(t,
		http.StatusUnauthorized); a.Header.Get("HX-Redirect") != "/login" {
		t.Errorf("led to %q", a.Header.Get("HX-Redirect"))
	}
}

func TestARecordIsFoundByThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	s := New(t)
	f, twin, outsider := s.Firm("west"), s.Firm("twin"), s.Found()
	for visitor, owners := range Sees {
		b := f.Visit(visitor, outsider)
		for _, p := range Staff {
			if !p.Seller {
				continue
			}
			want := http.StatusNotFound
			switch {
			case visitor == "stranger":
				want = http.StatusSeeOther
			case slices.Contains(owners, p.Key):
				want = http.StatusOK
			}
			for kind, ids := range map[string][2]map[string]uuid.UUID{"opportunities": {f.Opportunities,
				twin.Opportunities}, "accounts": {f.accounts, twin.accounts}, "members": {f.People, twin.People}} {
				for _, query := range []string{"", "?as_of=2026-11-10"} {
					if a := b.Get(f.Path("/" + kind + "/" + ids[0][p.Key].String() + query)); a.Status != want {
						t.Errorf("%s gets %d for the %s of %s%s, not %d", visitor, a.Status, kind, p.Key, query, want)
					}
				}
				if a := b.Get(f.Path("/" + kind + "/" + ids[1][p.Key].String())); visitor != "stranger" &&
					a.Status != http.StatusNotFound {
					t.Errorf("%s gets %d for the %s of another organisation", visitor, a.Status, kind)
				}
			}
		}
	}
	for _, role := range []string{"admin", "ops"} {
		for _, rest := range []string{"", "/progress", "/rows.csv"} {
			f.As(role).Get(f.Path("/imports/"+twin.job.String()+rest)).Is(t, http.StatusNotFound)
		}
		f.As(role).Post(f.Path("/imports"), "again", twin.job.String()).Is(t, http.StatusNotFound)
		f.As(role).Get(f.Path("/settings/members?member="+twin.People["rep"].String())).Is(t, http.StatusNotFound)
		for _, what := range []string{"/assignment", "/invitation", "/invitation/withdrawal", "/access/end"} {
			f.As(role).Post(f.Path("/settings/members/"+twin.People["rep"].String()+what), "role", "rep", "valid_from",
				"2026-11-01", "email", "x@example.com").Is(t, http.StatusNotFound)
		}
	}
}

func TestNoFormIsTakenFromAnotherSite(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	b := f.As("admin")
	for route, d := range doors {
		if !strings.HasPrefix(route, http.MethodPost) {
			continue
		}
		for _, header := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}},
			{"Origin": {"https://evil.example"}}, {"Origin": {"null"}}} {
			b.Header = header
			b.Post(f.address(d.path), d.form...).Is(t, http.StatusForbidden)
		}
	}
	b.Header = http.Header{}
	b.Get("/me").Is(t, http.StatusOK)
}

func TestEveryPageIsGuardedByItsHeaders(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	b := f.As("admin")
	for route, d := range doors {
		if !strings.HasPrefix(route, http.MethodGet) {
			continue
		}
		path := f.address(d.path)
		a := b.Get(path)
		want := map[string]string{"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options": "nosniff"}
		if strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") && a.Status != http.StatusSeeOther {
			want["Cache-Control"] = "private, no-store"
			if vary := strings.Join(a.Header.Values("Vary"), ", "); !strings.Contains(vary, "HX-Request") ||
				!strings.Contains(vary, "Cookie") {
				t.Errorf("%s varies by %q", path, vary)
			}
		}
		for name, value := range want {
			if got := a.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if a.Status != http.StatusSeeOther && !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s may be kept by a cache: %q", path, a.Header.Get("Cache-Control"))
		}
		if a.Status == http.StatusSeeOther {
			continue
		}
		head := b.Send(http.MethodHead, path, "", nil)
		if head.Status != a.Status || head.Body != "" {
			t.Errorf("HEAD %s answers %d with %d bytes, GET %d", path, head.Status, len(head.Body), a.Status)
		}
	}
	for _, path := range []string{f.Path("/nothing"), "/nothing", f.Path("/accounts/" + uuid.NewString())} {
		a := b.Get(path).Is(t, http.StatusNotFound)
		if a.Header.Get("Content-Security-Policy") != site.Policy ||
			a.Header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("the page of %s is not guarded", path)
		}
	}
}
