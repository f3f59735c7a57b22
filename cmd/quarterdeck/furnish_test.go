package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what takes seconds on a machine that does nothing else; the demo takes minutes.
const patience = time.Minute

// TestTheSignInPageIsThereWhileTheDemoIsMade starts with nothing: neither a database nor an organisation.
func TestTheSignInPageIsThereWhileTheDemoIsMade(t *testing.T) {
	const addr = "127.0.0.1:18476"
	dir, began := dataFolder(t), time.Now()
	server, said := process(t, dir, addr, "serve", "--demo")
	answers(t, addr, patience)
	took := time.Since(began)
	executive := regexp.MustCompile(`GrowthTech +executive .* (\S+@growthtech\.example)`)
	for until := time.Now().Add(patience); !executive.MatchString(said()); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("nobody can sign in:\n%s", said())
		}
	}
	signed := time.Since(began)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	form := url.Values{"email": {executive.FindStringSubmatch(said())[1]}, "password": {demoPassword}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/login",
		strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "http://"+addr)
	answer, err := browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK ||
		!strings.Contains(string(page), "Your figures are on their way") {
		t.Errorf("the home says %d, %v: %.300s", answer.StatusCode, err, page)
	}
	t.Logf("the sign-in page is there after %.1f s, and people can sign in after %.1f s", took.Seconds(),
		signed.Seconds())
	began = time.Now()
	if err := server.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil || time.Since(began) > patience {
		t.Errorf("Ctrl-C in the middle of the demo took %s: %v\n%s", time.Since(began), err, said())
	}
	t.Logf("Ctrl-C in the middle of the demo took %.1f s", time.Since(began).Seconds())
}
