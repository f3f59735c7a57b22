package sitetest

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"quarterdeck/internal/platform/auth"
)

// chromium is the one browser process of the tests; each window has cookies of its own.
var chromium = sync.OnceValues(func() (context.Context, func()) {
	path := os.Getenv("CHROMIUM")
	if path == "" {
		path = "chromium"
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-dev-shm-usage", true),
		// a click during a view transition would be lost
		chromedp.Flag("force-prefers-reduced-motion", true), chromedp.WindowSize(1440, 900))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(ctx)
	return ctx, func() { end(); stop() }
})

var chromiumStarts = sync.OnceValue(func() error {
	ctx, _ := chromium()
	return chromedp.Do(ctx)
})

// Main runs the tests of a package that opens windows, and closes the browser after them.
func Main(m *testing.M) {
	code := m.Run()
	_, stop := chromium()
	stop()
	os.Exit(code)
}

// window is a tab with cookies of its own. What the console complains of fails the test when it ends.
type window struct {
	t    *testing.T
	site *Site
	ctx  context.Context

	lock       sync.Mutex
	complaints []string
}

// hear notes errors of scripts, and what the browser refused, such as against the content-security policy.
func (w *window) hear(event any) {
	text := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text = e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b, _ := json.Marshal(e.Args)
			text = string(b)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			text = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if text != "" && !strings.Contains(text, "status of 404") && !strings.Contains(text, "status of 422") &&
		!strings.Contains(text, "status of 409") {
		w.lock.Lock()
		w.complaints = append(w.complaints, text)
		w.lock.Unlock()
	}
}

func (w *window) Do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatal(err)
	}
}

// Get opens an address of the site.
func (w *window) Get(path string) {
	w.t.Helper()
	w.Do(chromedp.Navigate(w.site.URL + path))
}

// Evaluate is what an expression comes to in the page.
func Evaluate[T any](w *window, expression string) T {
	w.t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// Until waits for a condition of the page; while a page is being left, the browser answers with an error.
func (w *window) Until(what, condition string) {
	w.t.Helper()
	var last error
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var yes bool
		if yes, last = chromedp.Run(w.ctx,
			chromedp.Evaluate[bool](`document.readyState === "complete" && (`+condition+`)`)); yes {
			return
		}
	}
	text, _ := chromedp.Run(w.ctx,
		chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText.slice(0, 1500)`))
	w.t.Fatalf("%s: it does not (%v)\n%s", what, last, text)
}

func (w *window) Cookie(name, value string) {
	w.t.Helper()
	w.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetCookie,
			network.SetCookieParams{Name: name, Value: value, URL: w.site.URL})
		return err
	}))
}

// As signs somebody in without the form.
func (w *window) As(user auth.User) *window {
	w.t.Helper()
	b := w.site.SignedIn(user)
	name := w.site.Server.Sessions.Cookie.Name
	w.Cookie(name, b.Cookie(name))
	return w
}

// Axe is the source of axe-core; where its package is not there it is installed. Tests run in the folder of their
// package, beneath web.
func Axe(t *testing.T) string {
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

// picture writes what a page looks like to the folder WEB_SHOTS, if that is set, for people to judge.
func (w *window) picture(name string) {
	w.t.Helper()
	folder := os.Getenv("WEB_SHOTS")
	if folder == "" {
		return
	}
	shot, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), shot, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (s *Site) Window(width, height int64) *window {
	s.T.Helper()
	ctx, _ := chromium()
	if err := chromiumStarts(); err != nil {
		s.T.Fatal(err)
	}
	w := &window{t: s.T, site: s}
	ctx, end := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(w.hear))
	s.T.Cleanup(end)
	w.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // starts the tab, so that a limit on a step does not end it
		s.T.Fatal(err)
	}
	w.Do(chromedp.EmulateViewport(width, height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
		return err
	}))
	s.T.Cleanup(func() {
		w.lock.Lock()
		defer w.lock.Unlock()
		for _, c := range w.complaints {
			s.T.Error("the console says: " + c)
		}
	})
	return w
}
