package site

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// Policy is the content-security policy: only what the site itself serves; no inline script or style, no frames, no
// other host.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *Site) Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if s.Config.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		s.pace(w, r)
		if !brings(r) { // an archive is bounded where it is read, by whoever may send one
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		}
		next.ServeHTTP(w, r)
	})
}

// Legible rejects addresses and forms that are not valid text: Postgres stores no broken UTF-8 and no zero byte.
func (s *Site) Legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil { // of an archive it reads the address only
			s.Fail(w, r, unreadForm(err))
			return
		}
		if !IsText(r.URL.Path) || !allText(r.Form) {
			s.Fail(w, r, notText)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func allText(values url.Values) bool {
	for name, all := range values {
		for _, v := range append(all, name) {
			if !IsText(v) {
				return false
			}
		}
	}
	return true
}

func IsText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// byAddress is the client's address for rate limits.
func (s *Site) byAddress(r *http.Request) (string, error) { return s.Address(r), nil }

// Address is the client's address. Proxy headers count only if the configuration trusts the proxy.
func (s *Site) Address(r *http.Request) string {
	if s.Config.TrustProxy {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
			return last.String()
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Observe logs one line per request, measures it, and turns a panic into an error page.
func (s *Site) Observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now() // a duration, not a rule
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			if p := recover(); p == http.ErrAbortHandler { // a transfer that was broken off on purpose
				s.record(r, ww, time.Since(start))
				panic(p)
			} else if p != nil {
				s.Log.Error("panic", "value", p, "stack", string(debug.Stack()), "request",
					middleware.GetReqID(r.Context()))
				s.apologize(ww, r)
			}
			s.record(r, ww, time.Since(start))
		}()
		next.ServeHTTP(ww, r)
	})
}

func (s *Site) record(r *http.Request, w middleware.WrapResponseWriter, took time.Duration) {
	pattern := pattern(r)
	s.metrics.observe(r.Method, pattern, w.Status(), took)
	if strings.HasPrefix(pattern, "/assets") || pattern == "/healthz" || pattern == "/readyz" {
		return
	}
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
		slog.String("route", pattern), slog.Int("status", w.Status()), slog.Int64("ms", took.Milliseconds()),
		slog.String("org", chi.URLParam(r, "org")), slog.String("request", middleware.GetReqID(r.Context())))
}

// pattern is the route of a request as it is logged: an address may hold a token.
func pattern(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		return c.RoutePattern()
	}
	return "none"
}

// OwnID drops the request id sent by a client, because ours is stored in the audit log.
func OwnID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del(middleware.RequestIDHeader)
		next.ServeHTTP(w, r)
	})
}
