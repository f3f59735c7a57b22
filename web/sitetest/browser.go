package sitetest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"quarterdeck/internal/platform/auth"
)

// Browser keeps cookies as a browser does and comes from an address of its own. It follows no redirect: tests look at
// them.
type Browser struct {
	T       *testing.T
	site    *Site
	Client  *http.Client
	address string
	Header  http.Header // of every request
}

// Stranger is a browser in which nobody has signed in.
func (s *Site) Stranger() *Browser {
	jar, _ := cookiejar.New(nil)
	b := make([]byte, 4)
	rand.Read(b)
	client := &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Browser{T: s.T, site: s, Client: client, address: fmt.Sprintf("2001:db8:%x:%x::1", b[:2], b[2:]),
		Header: http.Header{}}
}

// SignedIn begins a session without a password, which would cost a tenth of a second.
func (s *Site) SignedIn(user auth.User) *Browser {
	s.T.Helper()
	b, sm := s.Stranger(), s.Server.Sessions
	ctx, err := sm.Load(s.T.Context(), "")
	if err == nil {
		err = auth.Begin(ctx, sm, user)
	}
	if err != nil {
		s.T.Fatal(err)
	}
	token, _, err := sm.Commit(ctx)
	if err != nil {
		s.T.Fatal(err)
	}
	b.setCookie(sm.Cookie.Name, token)
	return b
}

func (b *Browser) setCookie(name, value string) {
	at, _ := url.Parse(b.site.URL)
	b.Client.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func (b *Browser) Cookie(name string) string {
	at, _ := url.Parse(b.site.URL)
	for _, c := range b.Client.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// Answer is a response that has been read.
type Answer struct {
	Status   int
	Location string
	Header   http.Header
	Body     string
}

func (b *Browser) Get(path string) Answer {
	b.T.Helper()
	return b.Send(http.MethodGet, path, "", nil)
}

// Post sends a form, given in pairs of name and value.
func (b *Browser) Post(path string, pairs ...string) Answer {
	b.T.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.Send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *Browser) Send(method, path, contentType string, body io.Reader) Answer {
	b.T.Helper()
	r, err := http.NewRequestWithContext(b.T.Context(), method, b.site.URL+path, body)
	if err != nil {
		b.T.Fatal(err)
	}
	r.Header = b.Header.Clone()
	r.Header.Set("X-Forwarded-For", b.address)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	response, err := b.Client.Do(r)
	if err != nil {
		b.T.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		b.T.Fatal(err)
	}
	return Answer{response.StatusCode, response.Header.Get("Location"), response.Header, text.String()}
}

// Is fails the test unless the answer has a status.
func (a Answer) Is(t *testing.T, status int) Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, not %d; to %q\n%s", a.Status, status, a.Location, Excerpt(a.Body))
	}
	return a
}

// Leads fails the test unless the answer is a redirect to an address.
func (a Answer) Leads(t *testing.T, to string) {
	t.Helper()
	if a.Status != http.StatusSeeOther || a.Location != to {
		t.Fatalf("status %d to %q, not a redirect to %q\n%s", a.Status, a.Location, to, Excerpt(a.Body))
	}
}

// Says fails the test unless the page holds every text.
func (a Answer) Says(t *testing.T, texts ...string) Answer {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			t.Fatalf("the page does not say %q\n%s", text, Excerpt(a.Body))
		}
	}
	return a
}

func Excerpt(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		page = page[i:]
	}
	return page[:min(len(page), 3000)]
}

// Hides fails the test where a page shows a text.
func (a Answer) Hides(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(Words(t, a), text) {
		t.Errorf("%q stands in the page", text)
	}
}
