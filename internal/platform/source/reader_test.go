package source_test

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"quarterdeck/internal/platform/source"
)

// FuzzReader holds our reader against the standard one wherever that one reads the text without an error.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\nb\",c\r\n", "\"\"\"\",\n\n,", "\xef\xbb\xbfa", "a,\"b",
		"\"a\"b,c\nd", "\x00", "\xfc,\x81"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := source.NewReader(bytes.NewReader(data), ',')
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

func TestUnicodeTextOfExcelIsRead(t *testing.T) {
	for name, order := range map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian,
		"\xfe\xff": binary.BigEndian} {
		text := []byte(name)
		for _, unit := range utf16.Encode([]rune("Id\tName\r\n1\tGröße 🎉\r\n")) {
			text = append(text, 0, 0)
			order.PutUint16(text[len(text)-2:], unit)
		}
		s, err := source.Read("Account.csv", io.NopCloser(bytes.NewReader(text)), 0)
		if err != nil || !slices.Equal(s.Header, []string{"Id", "Name"}) {
			t.Fatalf("%q: %+v %v", name, s, err)
		}
		if r, err := s.Next(); err != nil || !slices.Equal(r.Cells, []string{"1", "Größe 🎉"}) || r.Legacy {
			t.Errorf("%q: %+v %v", name, r, err)
		}
	}
}

// endless is a file of one line of 100 MB, which is never all in memory.
type endless struct{ left int }

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(b), e.left)
	for i := range b[:n] {
		b[i] = 'x'
	}
	e.left -= n
	return n, nil
}

func TestALineOf100MBIsNotHeldInMemory(t *testing.T) {
	for _, begin := range []string{"", "a,\""} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := source.NewReader(io.MultiReader(strings.NewReader(begin), &endless{100 << 20},
			strings.NewReader("\ngood,row\n")), ',')
		_, _, problem, err := r.Next()
		_, cells, _, _ := r.Next()
		runtime.ReadMemStats(&after)
		if problem == "" || err != nil || !slices.Equal(cells, []string{"good", "row"}) {
			t.Errorf("%q: %q %v %q", begin, problem, err, cells)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
			t.Errorf("%q: %d MB were allocated", begin, used>>20)
		}
	}
}
