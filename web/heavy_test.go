package web

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
	s := newSite(t)
	busy, calm := s.found(), s.found()
	s.server.heavy = full(t, busy.TenantID)
	b := busy.as(tenant.Executive)
	refused := b.get(busy.path("/accounts.csv")).is(t, http.StatusTooManyRequests).says(t, "<html", "too many exports", "Wait a few seconds")
	if refused.Header.Get("Retry-After") == "" || refused.Header.Get("Content-Disposition") != "" {
		t.Errorf("%v", refused.Header)
	}
	b.header.Set("HX-Request", "true")
	if part := b.get(busy.path("/pipeline.xlsx")).is(t, http.StatusTooManyRequests).says(t, "too many exports"); strings.Contains(part.Body, "<html") || part.Header.Get("Retry-After") == "" {
		t.Errorf("a part of a page is answered with %s", part.Body)
	}
	b.header.Del("HX-Request")
	b.get(busy.path("/home")).is(t, http.StatusOK)
	calm.as(tenant.Executive).get(calm.path("/accounts.csv")).is(t, http.StatusOK)
	s.server.house = full(t, uuid.Nil)
	calm.as(tenant.Executive).get(calm.path("/accounts.csv")).is(t, http.StatusTooManyRequests)
}

// Each export is bounded, also one that is added later.
func TestEveryExportWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	endings := []string{".csv", ".xlsx", ".pdf", ".zip"}
	n := 0
	for _, route := range routesOf(t, newSite(t).server) {
		method, pattern, _ := strings.Cut(route, " ")
		if !slices.Contains(endings, path.Ext(pattern)) && !strings.HasSuffix(pattern, "/simulate") {
			continue
		}
		n++
		if r := httptest.NewRequest(method, strings.NewReplacer("{", "", "}", "").Replace(pattern), nil); !heavy(r) {
			t.Errorf("%s is not bounded", route)
		}
	}
	if n < 30 {
		t.Errorf("only %d exports were found", n)
	}
	for _, light := range []string{"/o/a/home", "/o/a/accounts", "/o/a/plans/1/edit", "/assets/app.js"} {
		if heavy(httptest.NewRequest(http.MethodGet, light, nil)) {
			t.Errorf("%s is bounded", light)
		}
	}
}

// The first rows have arrived before the last ones are made, so no sheet is in memory as a whole.
func TestAnExportIsSentWhileItIsMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	arrived := make(chan struct{})
	site := httptest.NewServer(s.server.handle(func(w http.ResponseWriter, r *http.Request) error {
		return s.server.download(w, r, func(out *download) error {
			if err := out.begin(page.Sheet{File: "rows", Head: []string{"Row"}}); err != nil {
				return err
			}
			for i := range 200_000 {
				if i == 100_000 {
					<-arrived
				}
				if err := out.row([]page.Cell{page.Text(fmt.Sprint("row ", i))}); err != nil {
					return err
				}
			}
			return nil
		})
	}))
	defer site.Close()
	response, err := http.Get(site.URL + "/rows.csv")
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
	s := newSite(t)
	site := httptest.NewServer(s.server.observe(s.server.handle(func(w http.ResponseWriter, r *http.Request) error {
		return s.server.download(w, r, func(out *download) error {
			if err := out.begin(page.Sheet{File: "rows", Head: []string{"Row"}}); err != nil {
				return err
			}
			for range len(r.URL.Query().Get("rows")) * 10_000 {
				if err := out.row([]page.Cell{page.Text("a row of some length")}); err != nil {
					return err
				}
			}
			return notHere
		})
	})))
	defer site.Close()
	for _, ending := range []string{".csv", ".xlsx"} {
		response, err := http.Get(site.URL + "/rows" + ending)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if h := response.Header; response.StatusCode != http.StatusNotFound || h.Get("Content-Disposition") != "" || !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %v", ending, response.StatusCode, h)
		}
	}
	response, err := http.Get(site.URL + "/rows.csv?rows=x")
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
	s := newSite(t)
	b := s.stranger()
	for range 30 {
		b.post("/login", "email", "nobody", "password", "wrong wrong wrong").is(t, http.StatusUnprocessableEntity)
	}
	late := b.post("/login", "email", "nobody", "password", "wrong wrong wrong").is(t, http.StatusTooManyRequests).says(t, "<html", "Too many requests came from your address")
	if late.Header.Get("Retry-After") == "" {
		t.Errorf("%v", late.Header)
	}
	b.get("/logout").is(t, http.StatusMethodNotAllowed).says(t, "<html", "only takes a form")
	b.header.Set("Sec-Fetch-Site", "cross-site")
	b.post("/logout").is(t, http.StatusForbidden).says(t, "<html", "sent from another site")
	broken := httptest.NewServer(s.server.observe(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("on purpose") })))
	defer broken.Close()
	response, err := http.Get(broken.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusInternalServerError || !strings.Contains(string(body), "The fault is ours") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

func TestExportsLetPagesGoFirstButNotForEver(t *testing.T) {
	t.Parallel()
	s := newSite(t).server
	s.giveWay(t.Context(), time.Hour) // nobody is there
	s.pages.Add(1)
	s.giveWay(t.Context(), time.Millisecond) // and comes to an end
	go func() {
		time.Sleep(10 * time.Millisecond)
		s.pages.Add(-1)
	}()
	s.giveWay(t.Context(), time.Hour)
	if s.pages.Load() != 0 {
		t.Error("an export did not wait for the page")
	}
}

func TestAForgottenPasswordTakesAsLongForAnyAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.server.evenTime = time.Second // far more than a loaded machine needs for either
	user := withPassword(s)
	for name, address := range map[string]string{"with an account": user.Email, "without one": uuid.NewString() + "@example.com", "that is none": "nonsense"} {
		began := time.Now()
		s.stranger().post("/password", "email", address)
		if took := time.Since(began); took < time.Second {
			t.Errorf("an address %s is answered after %s", name, took)
		}
	}
}
