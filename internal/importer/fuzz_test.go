package importer_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/importer"
)

// FuzzReader holds our reader against the standard one wherever that one reads the text without an error.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\nb\",c\r\n", "\"\"\"\",\n\n,", "\xef\xbb\xbfa", "a,\"b", "\"a\"b,c\nd", "\x00", "\xfc,\x81"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := importer.NewReader(bytes.NewReader(data), ',')
		var got [][]string
		clean, last := true, 0
		for {
			line, cells, problem, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if line <= last {
				t.Fatalf("line %d follows line %d", line, last)
			}
			last, clean = line, clean && problem == ""
			for _, c := range cells {
				if !utf8.ValidString(c) || strings.ContainsRune(c, 0) {
					t.Fatalf("%q is not text", c)
				}
			}
			got = append(got, cells)
		}
		text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		standard := csv.NewReader(bytes.NewReader(text))
		standard.FieldsPerRecord = -1
		want, err := standard.ReadAll()
		if err != nil || !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 || bytes.HasSuffix(text, []byte("\r")) {
			return
		}
		if !clean || !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Fatalf("%q reads as %q, not %q", data, got, want)
		}
	})
}

// FuzzParseMapping looks for a mapping that is refused without a sentence, or taken without a source.
func FuzzParseMapping(f *testing.F) {
	f.Add(importer.MavenCRM)
	f.Add([]byte(bespoke))
	f.Add([]byte(`{"sources": [{"fields": {"key": [null]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := importer.ParseMapping(data)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
		if err == nil && len(m.Sources) == 0 {
			t.Fatal("a mapping without a source")
		}
	})
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
		files, err := importer.FromZip(bytes.NewReader(data), int64(len(data)))
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
