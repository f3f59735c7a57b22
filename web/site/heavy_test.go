package site_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/sitetest"
)

// full is a set of turns in which an organisation has no place left.
func full(t *testing.T, organisation uuid.UUID) *tenant.Turns {
	t.Helper()
	turns := tenant.NewTurns(1, 10*time.Millisecond)
	if _, err := turns.Take(t.Context(), organisation); err != nil {
		t.Fatal(err)
	}
	return turns
}

func TestTooManyExportsAtOnceAreToldToComeBack(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	busy, calm := s.Found(), s.Found()
	s.Server.SetTurns(full(t, busy.TenantID), nil)
	b := busy.As(tenant.Executive)
	refused := b.Get(busy.Path("/accounts.csv")).Is(t, http.StatusTooManyRequests).Says(t, "<html", "too many exports",
		"Wait a few seconds")
	if refused.Header.Get("Retry-After") == "" || refused.Header.Get("Content-Disposition") != "" {
		t.Errorf("%v", refused.Header)
	}
	b.Header.Set("HX-Request", "true")
	if part := b.Get(busy.Path("/pipeline.xlsx")).Is(t, http.StatusTooManyRequests).Says(t,
		"too many exports"); strings.Contains(part.Body, "<html") || part.Header.Get("Retry-After") == "" {
		t.Errorf("a part of a page is answered with %s", part.Body)
	}
	b.Header.Del("HX-Request")
	b.Get(busy.Path("/home")).Is(t, http.StatusOK)
	calm.As(tenant.Executive).Get(calm.Path("/accounts.csv")).Is(t, http.StatusOK)
	s.Server.SetTurns(nil, full(t, uuid.Nil))
	calm.As(tenant.Executive).Get(calm.Path("/accounts.csv")).Is(t, http.StatusTooManyRequests)
}

// Each export is bounded, also one that is added later.
func TestEveryExportWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	endings := []string{".csv", ".xlsx", ".pdf", ".zip"}
	n := 0
	for _, route := range sitetest.RoutesOf(t, sitetest.New(t).Server) {
		method, pattern, _ := strings.Cut(route, " ")
		if !slices.Contains(endings, path.Ext(pattern)) && !strings.HasSuffix(pattern, "/simulate") {
			continue
		}
		n++
		if r := httptest.NewRequest(method, strings.NewReplacer("{", "", "}", "").Replace(pattern),
			nil); !site.Heavy(r) {
			t.Errorf("%s is not bounded", route)
		}
	}
	if n < 30 {
		t.Errorf("only %d exports were found", n)
	}
	for _, light := range []string{"/o/a/home", "/o/a/accounts", "/o/a/plans/1/edit", "/assets/app.js"} {
		if site.Heavy(httptest.NewRequest(http.MethodGet, light, nil)) {
			t.Errorf("%s is bounded", light)
		}
	}
}

// The first rows have arrived before the last ones are made, so no sheet is in memory as a whole.
func TestAnExportIsSentWhileItIsMade(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	arrived := make(chan struct{})
	server := httptest.NewServer(s.Server.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return s.Server.Download(w, r, func(out *site.Download) error {
			if err := out.Begin(page.Sheet{File: "rows", Head: []string{"Row"}}); err != nil {
				return err
			}
			for i := range 200_000 {
				if i == 100_000 {
					<-arrived
				}
				if err := out.Row([]page.Cell{page.Text(fmt.Sprint("row ", i))}); err != nil {
					return err
				}
			}
			return nil
		})
	}))
	defer server.Close()
	response, err := http.Get(server.URL + "/rows.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.ReadFull(response.Body, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	close(arrived)
	rest, err := io.ReadAll(response.Body)
	if err != nil || !bytes.HasSuffix(rest, []byte("row 199999\n")) {
		t.Errorf("%d bytes, %v", len(rest), err)
	}
}

func TestAnExportThatFailsIsAnErrorPageOrBreaksOff(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	server := httptest.NewServer(s.Server.Observe(s.Server.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return s.Server.Download(w, r, func(out *site.Download) error {
			if err := out.Begin(page.Sheet{File: "rows", Head: []string{"Row"}}); err != nil {
				return err
			}
			for range len(r.URL.Query().Get("rows")) * 10_000 {
				if err := out.Row([]page.Cell{page.Text("a row of some length")}); err != nil {
					return err
				}
			}
			return site.NotHere
		})
	})))
	defer server.Close()
	for _, ending := range []string{".csv", ".xlsx"} {
		response, err := http.Get(server.URL + "/rows" + ending)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if h := response.Header; response.StatusCode != http.StatusNotFound || h.Get("Content-Disposition") != "" ||
			!strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %v", ending, response.StatusCode, h)
		}
	}
	response, err := http.Get(server.URL + "/rows.csv?rows=x")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("half a file of %d bytes looks like a whole one", len(body))
	}
}

func TestARefusalIsAPageWhereverItComesFrom(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	b := s.Stranger()
	for range 30 {
		b.Post("/login", "email", "nobody", "password", "wrong wrong wrong").Is(t, http.StatusUnprocessableEntity)
	}
	late := b.Post("/login", "email", "nobody", "password",
		"wrong wrong wrong").Is(t, http.StatusTooManyRequests).Says(t, "<html",
		"Too many requests came from your address")
	if late.Header.Get("Retry-After") == "" {
		t.Errorf("%v", late.Header)
	}
	b.Get("/logout").Is(t, http.StatusMethodNotAllowed).Says(t, "<html", "only takes a form")
	b.Header.Set("Sec-Fetch-Site", "cross-site")
	b.Post("/logout").Is(t, http.StatusForbidden).Says(t, "<html", "sent from another site")
	broken := httptest.NewServer(s.Server.Observe(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic("on purpose")
	})))
	defer broken.Close()
	response, err := http.Get(broken.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusInternalServerError ||
		!strings.Contains(string(body), "The fault is ours") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

func TestExportsLetPagesGoFirstButNotForEver(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t).Server
	s.GiveWay(t.Context(), time.Hour) // nobody is there
	s.AddPages(1)
	s.GiveWay(t.Context(), time.Millisecond) // and comes to an end
	go func() {
		time.Sleep(10 * time.Millisecond)
		s.AddPages(-1)
	}()
	s.GiveWay(t.Context(), time.Hour)
	if s.AddPages(0) != 0 {
		t.Error("an export did not wait for the page")
	}
}

func TestAForgottenPasswordTakesAsLongForAnyAddress(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	s.Server.EvenTime = time.Second // far more than a loaded machine needs for either
	user := sitetest.WithPassword(s)
	for name, address := range map[string]string{"with an account": user.Email, "without one": uuid.NewString() +
		"@example.com", "that is none": "nonsense"} {
		began := time.Now()
		s.Stranger().Post("/password", "email", address)
		if took := time.Since(began); took < time.Second {
			t.Errorf("an address %s is answered after %s", name, took)
		}
	}
}
