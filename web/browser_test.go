package web

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

// browser keeps cookies as a browser does and comes from an address of its own. It follows no redirect: tests look at them.
type browser struct {
	t       *testing.T
	site    *site
	client  *http.Client
	address string
	header  http.Header // of every request
}

// stranger is a browser in which nobody has signed in.
func (s *site) stranger() *browser {
	jar, _ := cookiejar.New(nil)
	b := make([]byte, 4)
	rand.Read(b)
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &browser{t: s.t, site: s, client: client, address: fmt.Sprintf("2001:db8:%x:%x::1", b[:2], b[2:]), header: http.Header{}}
}

// signedIn begins a session without a password, which would cost a tenth of a second.
func (s *site) signedIn(user auth.User) *browser {
	s.t.Helper()
	b, sm := s.stranger(), s.server.sessions
	ctx, err := sm.Load(s.t.Context(), "")
	if err == nil {
		err = auth.Begin(ctx, sm, user)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	token, _, err := sm.Commit(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	b.setCookie(sm.Cookie.Name, token)
	return b
}

func (b *browser) setCookie(name, value string) {
	at, _ := url.Parse(b.site.url)
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func (b *browser) cookie(name string) string {
	at, _ := url.Parse(b.site.url)
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// answer is a response that has been read.
type answer struct {
	Status   int
	Location string
	Header   http.Header
	Body     string
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	return b.send(http.MethodGet, path, "", nil)
}

// post sends a form, given in pairs of name and value.
func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *browser) send(method, path, contentType string, body io.Reader) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.site.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header = b.header.Clone()
	r.Header.Set("X-Forwarded-For", b.address)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		b.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header.Get("Location"), response.Header, text.String()}
}

// is fails the test unless the answer has a status.
func (a answer) is(t *testing.T, status int) answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, not %d; to %q\n%s", a.Status, status, a.Location, excerpt(a.Body))
	}
	return a
}

// leads fails the test unless the answer is a redirect to an address.
func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if a.Status != http.StatusSeeOther || a.Location != to {
		t.Fatalf("status %d to %q, not a redirect to %q\n%s", a.Status, a.Location, to, excerpt(a.Body))
	}
}

// says fails the test unless the page holds every text.
func (a answer) says(t *testing.T, texts ...string) answer {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			t.Fatalf("the page does not say %q\n%s", text, excerpt(a.Body))
		}
	}
	return a
}

func excerpt(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		page = page[i:]
	}
	return page[:min(len(page), 3000)]
}
