package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// browser keeps the cookie of a site that signs in and tells who is signed in.
type browser struct {
	t      *testing.T
	site   http.Handler
	cookie *http.Cookie
}

func newBrowser(t *testing.T, db *tenant.DB, user *User) *browser {
	sm := NewSessions(db.Pool(), true)
	mux := http.NewServeMux()
	mux.HandleFunc("/look", func(_ http.ResponseWriter, r *http.Request) { sm.Put(r.Context(), "seen", "the page") })
	mux.HandleFunc("/in", func(_ http.ResponseWriter, r *http.Request) {
		if err := Begin(r.Context(), sm, *user); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/out", func(_ http.ResponseWriter, r *http.Request) {
		if err := End(r.Context(), sm); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/who", func(w http.ResponseWriter, r *http.Request) {
		who, ok, err := Current(r.Context(), sm, db)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(w, "%s %v %s", who.Email, ok, sm.GetString(r.Context(), "seen"))
	})
	fail := func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, "sessions: "+err.Error(), http.StatusInternalServerError)
	}
	return &browser{t: t, site: Keep(sm, fail)(mux)}
}

func (b *browser) get(path string) string {
	b.t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookie = c
	}
	return w.Body.String()
}

func TestASignInStartsAnotherSession(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	someone := addUser(t, db)
	attacker := newBrowser(t, db, &someone)
	attacker.get("/in")
	attacker.get("/look")
	planted := attacker.cookie
	b := newBrowser(t, db, &user)
	if b.cookie = planted; b.get("/who") != someone.Email+" true the page" {
		t.Fatalf("cookie %v, %q", planted, b.get("/who"))
	}
	b.get("/in")
	if got := b.get("/who"); got != user.Email+" true " {
		t.Errorf("signed in as %q", got)
	}
	c := b.cookie
	if c.Value == planted.Value || c.Name != "quarterdeck" || !c.HttpOnly || !c.Secure ||
		c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
		t.Errorf("cookie %+v", c)
	}
	if c.MaxAge > int(SessionIdle.Seconds())+1 {
		t.Errorf("the cookie stays for %d s", c.MaxAge)
	}
	if got := (&browser{t: t, site: b.site, cookie: planted}).get("/who"); got != " false " {
		t.Errorf("the planted session is signed in as %q", got)
	}
	var plain int
	if err := db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM auth.sessions WHERE token = $1`,
		c.Value).Scan(&plain); err != nil || plain != 0 {
		t.Errorf("the database holds the cookie (%v)", err)
	}
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	b := newBrowser(t, db, &user)
	again := func() {
		t.Helper()
		var err error
		if user, err = GetUser(t.Context(), db, user.ID); err != nil {
			t.Fatal(err)
		}
		b.get("/in")
		if got := b.get("/who"); got != user.Email+" true " {
			t.Fatalf("signed in as %q", got)
		}
	}
	again()
	old := b.cookie
	b.get("/out")
	if got := (&browser{t: t, site: b.site, cookie: old}).get("/who"); got != " false " {
		t.Errorf("signed out, and %q", got)
	}
	for name, end := range map[string]func() error{
		"signed out everywhere": func() error { return SignOutEverywhere(t.Context(), db, user.ID) },
		"another password":      func() error { _, err := SetPassword(t.Context(), db, user.ID, password); return err },
		"disabled":              func() error { return Disable(t.Context(), db, user.ID) },
	} {
		if err := Enable(t.Context(), db, user.ID); err != nil {
			t.Fatal(err)
		}
		again()
		if err := end(); err != nil {
			t.Fatal(err)
		}
		old := b.cookie
		if got := b.get("/who"); got != " false " {
			t.Errorf("%s, and %q", name, got)
		}
		if b.cookie.Value != "" {
			t.Errorf("%s: the cookie %+v stays", name, b.cookie)
		}
		if got := (&browser{t: t, site: b.site, cookie: old}).get("/who"); got != " false " {
			t.Errorf("%s, and the old cookie is %q", name, got)
		}
	}
}

func TestASessionLivesUntilItIsIdleOrOld(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	sm := NewSessions(db.Pool(), false)
	ctx, err := sm.Load(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := Begin(ctx, sm, user); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	token, expiry, err := sm.Commit(ctx)
	if err != nil || expiry.Sub(began).Round(time.Minute) != SessionIdle {
		t.Errorf("ends when idle after %s, %v", expiry.Sub(began), err)
	}
	if left := sm.Deadline(ctx).Sub(began).Round(time.Minute); left != SessionLife {
		t.Errorf("ends in any case after %s", left)
	}
	soon := began.Add(time.Hour).UTC()
	sm.SetDeadline(ctx, soon) // as in the last hour of its life
	if _, expiry, err = sm.Commit(ctx); err != nil || !expiry.Equal(soon) {
		t.Errorf("ends at %s, %v; want %s", expiry, err, soon)
	}
	ctx, err = sm.Load(context.WithoutCancel(t.Context()), token)
	if err != nil || !sm.Deadline(ctx).Equal(soon) {
		t.Errorf("a request moved the end to %s, %v", sm.Deadline(ctx), err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	db, clock := clocked(t)
	count := func(sql string) (n int) {
		t.Helper()
		if err := db.Pool().QueryRow(t.Context(), sql).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	_, err := db.Pool().Exec(t.Context(), `INSERT INTO auth.sessions (token, data, expiry)
		VALUES ('ended', '', current_timestamp - interval '1 s'), ('going on', '', current_timestamp + interval '1 h')`)
	if err != nil {
		t.Fatal(err)
	}
	SignIn(t.Context(), db, email(), "wrong", "192.0.2.1")
	clock.pass(resetGate.window + time.Second)
	SignIn(t.Context(), db, email(), "wrong", "")
	ctx, stop := context.WithCancel(t.Context())
	swept := make(chan struct{})
	go func() { KeepSwept(ctx, db, 10*time.Millisecond); close(swept) }()
	for range 500 {
		if count(`SELECT count(*) FROM auth.sessions`) == 1 && count(`SELECT count(*)
			FROM auth.sign_in_failures`) == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	select {
	case <-swept:
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
	if count(`SELECT count(*) FROM auth.sessions WHERE token = 'going on'`) != 1 || count(`SELECT count(*)
		FROM auth.sessions`) != 1 ||
		count(`SELECT count(*) FROM auth.sign_in_failures`) != 1 {
		t.Error("it swept something else")
	}
}

// sessionsIn counts the rows of sessions in a database of the test's own.
func sessionsIn(t *testing.T, db *tenant.DB) (n int) {
	t.Helper()
	if err := db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM auth.sessions`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhoIsNotSignedInLeavesNoSession(t *testing.T) {
	t.Parallel()
	db := testdb.Open(t, testdb.New(t), time.Now)
	user := addUser(t, db)
	b := newBrowser(t, db, &user)
	for _, path := range []string{"/look", "/who", "/out", "/look"} {
		if b.get(path); b.cookie != nil || sessionsIn(t, db) != 0 {
			t.Fatalf("%s leaves a cookie %v and %d rows", path, b.cookie, sessionsIn(t, db))
		}
	}
	b.cookie = &http.Cookie{Name: "quarterdeck", Value: "made up"}
	if b.get("/look"); sessionsIn(t, db) != 0 {
		t.Error("a cookie that is made up leaves a row")
	}
	b.get("/in")
	if b.get("/out"); b.cookie.Value != "" || sessionsIn(t, db) != 0 {
		t.Errorf("a sign-out leaves a cookie %v and %d rows", b.cookie, sessionsIn(t, db))
	}
}

func TestARequestUnderWayBringsNoSessionBack(t *testing.T) {
	t.Parallel()
	db := testdb.Open(t, testdb.New(t), time.Now)
	user := addUser(t, db)
	sm := NewSessions(db.Pool(), false)
	arrived, goOn := make(chan struct{}), make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/in", func(_ http.ResponseWriter, r *http.Request) { _ = Begin(r.Context(), sm, user) })
	mux.HandleFunc("/out", func(_ http.ResponseWriter, r *http.Request) { _ = End(r.Context(), sm) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-goOn
		sm.Put(r.Context(), "flash", "done")
		fmt.Fprint(w, "done")
	})
	b := &browser{t: t, site: Keep(sm, func(http.ResponseWriter, *http.Request, error) { t.Error("it failed") })(mux)}
	for name, end := range map[string]string{"a sign-out": "/out", "another sign-in": "/in"} {
		b.get("/in")
		old, slow := b.cookie, &browser{t: t, site: b.site, cookie: b.cookie}
		answered := make(chan string)
		go func() { answered <- slow.get("/slow") }()
		<-arrived
		b.get(end)
		left := sessionsIn(t, db)
		goOn <- struct{}{}
		if body := <-answered; body != "done" || sessionsIn(t, db) != left {
			t.Errorf("%s: the answer is %q, and there are %d sessions instead of %d", name, body, sessionsIn(t, db),
				left)
		}
		if slow.cookie != old {
			t.Errorf("%s: the answer that was under way sets the cookie %v", name, slow.cookie)
		}
		b.get("/out")
	}
}

func TestASessionThatCannotBeReadOrWrittenIsAnErrorPage(t *testing.T) {
	t.Parallel()
	db := testdb.Open(t, testdb.New(t), time.Now)
	user := addUser(t, db)
	sm := NewSessions(db.Pool(), false)
	var failed []error
	site := Keep(sm, func(w http.ResponseWriter, _ *http.Request, err error) {
		failed = append(failed, err)
		http.Error(w, "page", http.StatusInternalServerError)
	})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = Begin(r.Context(), sm, user)
		db.Close() // the database goes away in the middle
		http.Redirect(w, r, "/saved", http.StatusSeeOther)
	}))
	for i, what := range []string{"written", "read"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: "quarterdeck", Value: "something"})
		if what == "written" {
			r.Header.Del("Cookie")
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if len(failed) != i+1 || w.Code != http.StatusInternalServerError || w.Body.String() != "page\n" ||
			w.Header().Get("Location") != "" || len(w.Result().Cookies()) > 0 {
			t.Errorf("a session that cannot be %s: %d %q %v, failed %d times", what, w.Code, w.Body, w.Header(),
				len(failed))
		}
	}
}
