package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, url string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) []byte {
	t.Helper()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestEveryAssetIsServedForEverUnderItsFingerprint(t *testing.T) {
	kinds := map[string]string{
		"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8",
		"board.js":  "text/javascript; charset=utf-8",
		"icons.svg": "image/svg+xml", "favicon.svg": "image/svg+xml",
	}
	for name, kind := range kinds {
		url := URL(name)
		if url == Prefix+name {
			t.Errorf("%s has no fingerprint: is dist/ built?", name)
		}
		plain := get(t, url)
		if plain.StatusCode != http.StatusOK || plain.Header.Get("Content-Type") != kind {
			t.Errorf("%s: %d %q", url, plain.StatusCode, plain.Header.Get("Content-Type"))
		}
		if !strings.Contains(plain.Header.Get("Cache-Control"), "immutable") ||
			plain.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: headers %v", url, plain.Header)
		}
		zipped := get(t, url, "Accept-Encoding", "br, gzip")
		if zipped.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s is not compressed", url)
		}
		reader, err := gzip.NewReader(zipped.Body)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(body(t, reader), body(t, plain.Body)) {
			t.Errorf("%s: gzip holds something else", url)
		}
		if again := get(t, url, "If-None-Match", plain.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %d for its own ETag", url, again.StatusCode)
		}
	}
}

func TestWhatWasNotBuiltIsNotFound(t *testing.T) {
	for _, url := range []string{"/assets/app.css", "/assets/", "/assets/manifest.json", "/assets/../assets.go"} {
		if got := get(t, url).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: %d", url, got)
		}
	}
}

func TestAssetsAreOnlyRead(t *testing.T) {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, URL("app.css"), nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestStyleAndScriptKeepTheirBudget(t *testing.T) {
	budget := map[string]int{"app.css": 16 << 10, "app.js": 20 << 10}
	for name, most := range budget {
		if got := len(files[manifest[name]].zipped); got > most {
			t.Errorf("%s is %d bytes in gzip, over %d", name, got, most)
		}
	}
}
