package ui

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"quarterdeck/web/assets"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// serve answers the gallery under /, the sign-in page under /login, both with ?theme=, with the policy of the
// application.
func serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	page := func(make func(string) templ.Component) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := make(r.URL.Query().Get("theme")).Render(r.Context(), w); err != nil && r.Context().Err() == nil {
				t.Error(err)
			}
		}
	}
	mux.HandleFunc("GET /{$}", page(gallery))
	mux.HandleFunc("GET /login", page(signIn))
	mux.HandleFunc("GET /o/northwind/search", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<a href="/found">Found it</a>`))
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("<h1>Went to " + r.URL.Path + "</h1>"))
	})
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// browser is one window of the installed Chromium.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	if path == "" {
		path = "chromium"
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.WindowSize(1440, 900))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil { // starts it, so that a limit on a step does not end it
		t.Fatal(err)
	}
	return ctx
}

// axe is the source of axe-core; where its package is not there it is installed.
func axe(t *testing.T) string {
	t.Helper()
	file := filepath.Join("..", "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		npm.Dir = ".."
		if out, err := npm.CombinedOutput(); err != nil {
			t.Fatalf("npm ci: %v\n%s", err, out)
		}
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// picture writes what a page looks like to the folder UI_SHOTS, if that is set, for people to judge.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("UI_SHOTS")
	if folder == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), shot, 0o600); err != nil {
		t.Fatal(err)
	}
}
