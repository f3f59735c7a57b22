// Package assets serves the built stylesheet, script, icons and favicon from the binary.
//
// The sources beside it become dist/ with `npm ci --ignore-scripts && npm run build` in web/; dist/ is committed, so
// that building and running need no Node. A file's name holds a hash of its content: it is cached for ever and never
// stale.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed dist
var dist embed.FS

// Prefix is the path under which Handler is mounted.
const Prefix = "/assets/"

var (
	manifest = must(readManifest())
	files    = must(readFiles())
)

// file is one asset, ready to be sent either way.
type file struct {
	plain, zipped     []byte
	contentType, etag string
}

// URL is the path of an asset's present version, such as /assets/app.3f2a.css for app.css.
func URL(name string) string {
	if built, ok := manifest[name]; ok {
		return Prefix + built
	}
	return Prefix + name
}

// Handler answers GET and HEAD for everything below Prefix.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This can only be read.", http.StatusMethodNotAllowed)
		return
	}
	f, ok := files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", f.contentType)
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	if strings.Contains(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the reader went away: nothing to answer
	}
}

func readManifest() (map[string]string, error) {
	text, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return nil, fmt.Errorf("assets: manifest: %w", err)
	}
	var names map[string]string
	if err := json.Unmarshal(text, &names); err != nil {
		return nil, fmt.Errorf("assets: manifest: %w", err)
	}
	return names, nil
}

func readFiles() (map[string]file, error) {
	all := make(map[string]file, len(manifest))
	for _, name := range manifest {
		plain, err := dist.ReadFile(path.Join("dist", name))
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		zipped, err := compress(plain)
		if err != nil {
			return nil, fmt.Errorf("assets: compress %s: %w", name, err)
		}
		all[name] = file{plain: plain, zipped: zipped, contentType: contentType(name), etag: `"` + name + `"`}
	}
	return all, nil
}

func compress(plain []byte) ([]byte, error) {
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zipped.Bytes(), nil
}

// contentType does not ask the machine's mime tables for the kinds that browsers refuse under nosniff when they are
// wrong.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

// must stops the program before it serves a page without its style: the binary was built wrong.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
