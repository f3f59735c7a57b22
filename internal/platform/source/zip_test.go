package source_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/source"
)

func zipOf(t testing.TB, add func(*zip.Writer)) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func put(w *zip.Writer, name, body string) {
	f, err := w.Create(name)
	if err == nil {
		_, err = io.WriteString(f, body)
	}
	if err != nil {
		panic(err)
	}
}

func TestAZipThatIsNotAnExportIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zip  *bytes.Reader
		says string
	}{
		"no zip":    {bytes.NewReader([]byte("PK\x03\x04 nothing")), "not a zip"},
		"empty":     {zipOf(t, func(*zip.Writer) {}), "no CSV file"},
		"traversal": {zipOf(t, func(w *zip.Writer) { put(w, "../Account.csv", "Id\n") }), "outside itself"},
		"absolute":  {zipOf(t, func(w *zip.Writer) { put(w, "/etc/Account.csv", "Id\n") }), "outside itself"},
		"windows":   {zipOf(t, func(w *zip.Writer) { put(w, `..\Account.csv`, "Id\n") }), "outside itself"},
		"same twice": {zipOf(t,
			func(w *zip.Writer) { put(w, "a/Account.csv", "Id\n"); put(w, "b/Account.csv", "Id\n") }),
			"two files named Account.csv"},
		"bomb": {zipOf(t, func(w *zip.Writer) { put(w, "Account.csv", strings.Repeat("0", 32<<20)) }),
			"unpack to more"},
		"link": {zipOf(t, func(w *zip.Writer) {
			h := &zip.FileHeader{Name: "Account.csv"}
			h.SetMode(fs.ModeSymlink | 0o777)
			f, _ := w.CreateHeader(h)
			io.WriteString(f, "/etc/passwd")
		}), "is a link"},
		"too many": {zipOf(t, func(w *zip.Writer) {
			for i := range 201 {
				put(w, fmt.Sprint(i, ".csv"), "Id\n")
			}
		}), "more than 200"},
	} {
		_, err := source.FromZip(c.zip, c.zip.Size())
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzFromZip looks for a zip that names a file outside itself, or yields more than it says.
func FuzzFromZip(f *testing.F) {
	for _, name := range []string{"a.csv", "x/a.csv", "../a.csv"} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		put(w, name, "Id\n1\n")
		w.Close()
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := source.FromZip(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		entries, err := fs.ReadDir(files, ".")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.ContainsAny(e.Name(), `/\`) {
				t.Fatalf("%q is no base name", e.Name())
			}
			body, err := files.Open(e.Name())
			if err != nil {
				continue
			}
			if n, _ := io.Copy(io.Discard, body); n > 1<<30 {
				t.Fatalf("%d bytes", n)
			}
			body.Close()
		}
	})
}
