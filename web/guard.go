package web

import (
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"quarterdeck/internal/fault"
)

// policy allows what the site itself serves and nothing else: no inline script or style, no frame, no other host.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *Server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if s.config.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody(r))
		next.ServeHTTP(w, r)
	})
}

// maxBody is how much a request may send: an import's archive more than a form.
func maxBody(r *http.Request) int64 {
	if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/imports") {
		return 512 << 20
	}
	return 1 << 20
}

// legible refuses an address or a form with bytes that are no text: no database takes them.
func (s *Server) legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form := url.Values{}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			if err := r.ParseForm(); err == nil {
				form = r.PostForm
			}
		}
		for _, values := range []url.Values{{"": {r.URL.Path}}, r.URL.Query(), form} {
			for _, all := range values {
				for _, value := range all {
					if !isText(value) {
						s.fail(w, r, fault.New(fault.Invalid, "There are signs in this request that are no text."))
						return
					}
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// byAddress is the client's address for rate limits.
func (s *Server) byAddress(r *http.Request) (string, error) { return s.address(r), nil }

// address is where a request comes from; what a proxy says of it counts only where the configuration trusts one.
func (s *Server) address(r *http.Request) string {
	if s.config.TrustProxy {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// observe logs one line a request, measures it, and turns a panic into an error page.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now() // a duration, not a rule
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("panic", "value", p, "stack", string(debug.Stack()), "request", middleware.GetReqID(r.Context()))
				http.Error(ww, "Something went wrong on our side. Reference "+middleware.GetReqID(r.Context()), http.StatusInternalServerError)
			}
			s.record(r, ww, time.Since(start))
		}()
		next.ServeHTTP(ww, r)
	})
}

func (s *Server) record(r *http.Request, w middleware.WrapResponseWriter, took time.Duration) {
	pattern := "none"
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		pattern = c.RoutePattern()
	}
	s.metrics.observe(r.Method, pattern, w.Status(), took)
	if strings.HasPrefix(pattern, "/assets") || pattern == "/healthz" || pattern == "/readyz" {
		return
	}
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("route", pattern),
		slog.Int("status", w.Status()), slog.Int64("ms", took.Milliseconds()), slog.String("org", chi.URLParam(r, "org")),
		slog.String("request", middleware.GetReqID(r.Context())))
}
