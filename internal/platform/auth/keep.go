package auth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// commitTime is how long writing a session may take.
const commitTime = 10 * time.Second

// Keep gives each request its session, and writes the session down before the answer leaves. Only a session in which
// somebody is signed in is written: a request of nobody leaves nothing behind. fail answers what goes wrong with
// sessions.
func Keep(sm *scs.SessionManager,
	fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Vary", "Cookie")
			ctx, seen := traced(r.Context())
			ctx, err := sm.Load(ctx, cookieOf(r, sm.Cookie.Name))
			if err != nil {
				fail(w, r, err)
				return
			}
			k := &keeper{ResponseWriter: w, sm: sm, ctx: ctx, known: seen.token != ""}
			k.fail = func(err error) { fail(w, r, err) }
			next.ServeHTTP(k, r.WithContext(ctx))
			k.commit()
		})
	}
}

func cookieOf(r *http.Request, name string) string {
	if c, err := r.Cookie(name); err == nil {
		return c.Value
	}
	return ""
}

// keeper is the answer to a request. Its first byte waits until the session is written.
type keeper struct {
	http.ResponseWriter
	sm     *scs.SessionManager
	ctx    context.Context
	fail   func(error)
	known  bool // the request brought a session that was there
	done   bool
	failed bool // the answer is an error page instead
}

// Unwrap lets a response controller reach the connection.
func (k *keeper) Unwrap() http.ResponseWriter { return k.ResponseWriter }

// WriteHeader writes the session first.
func (k *keeper) WriteHeader(status int) {
	if k.commit(); !k.failed {
		k.ResponseWriter.WriteHeader(status)
	}
}

// Write writes the session first. What a handler says after its session could not be written goes nowhere.
func (k *keeper) Write(p []byte) (int, error) {
	if k.commit(); k.failed {
		return len(p), nil
	}
	return k.ResponseWriter.Write(p)
}

// commit writes the session once. Where that fails, the answer is an error page: a redirect that says "saved" would be
// false.
func (k *keeper) commit() {
	if k.done {
		return
	}
	k.done = true
	if err := k.keep(); err != nil {
		k.failed = true
		for _, name := range []string{"Location", "Content-Disposition", "Content-Length", "Set-Cookie"} {
			k.Header().Del(name)
		}
		k.fail(err)
	}
}

func (k *keeper) keep() error {
	switch status := k.sm.Status(k.ctx); {
	case status == scs.Unmodified:
		return nil
	case status == scs.Destroyed || !k.sm.Exists(k.ctx, userKey):
		if k.known { // the browser forgets it too
			k.sm.WriteSessionCookie(k.ctx, k.ResponseWriter, "", time.Time{})
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(k.ctx), commitTime) // also for somebody who went away
	defer cancel()
	token, expiry, err := k.sm.Commit(ctx)
	if errors.Is(err, errGone) { // the sign-out's answer has the last word on the cookie
		return nil
	}
	if err == nil {
		k.sm.WriteSessionCookie(k.ctx, k.ResponseWriter, token, expiry)
	}
	return err
}
