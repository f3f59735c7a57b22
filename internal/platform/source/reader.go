package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	recordLimit = 1 << 20  // bytes of one record; a longer one is refused, and never held in memory
	againLimit  = 32 << 20 // bytes that are read a second time after quotes that never close
	rawLimit    = 2000     // characters of a bad row that are kept
)

// Record is one row of a CSV file: its cells, or the problem that makes them unreadable.
type Record struct {
	Line    int // of the file, counted from 1, at which the record begins
	Cells   []string
	Problem string
	Raw     string // the beginning of the text, where there is a problem
	Legacy  bool   // the text was not UTF-8 and was read as Windows-1252
}

// reader reads CSV as RFC 4180 has it, with the byte order mark, bare quotes and line ends that real exports have.
// Unlike encoding/csv it holds no more than a record of a megabyte, and goes on after a bad one at the next line.
type reader struct {
	src   *bufio.Reader
	comma byte
	guess byte // what keeps the columns apart, as the file shows it
	line  int  // of the last line that was read
	queue []line
	again int
	split splitter
}

type line struct {
	number int
	text   []byte
	long   bool
}

func newReader(r io.Reader, comma byte) *reader {
	src := bufio.NewReaderSize(r, guessed)
	switch mark, _ := src.Peek(3); {
	case bytes.Equal(mark, []byte("\xef\xbb\xbf")):
		src.Discard(3)
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")): // Excel's Unicode text
		src = bufio.NewReaderSize(transform.NewReader(src,
			unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()), guessed)
	}
	return &reader{src: src, comma: comma}
}

// next is the next record, or io.EOF. Blank lines are passed over.
func (r *reader) next() (Record, error) {
	for {
		first, err := r.readLine()
		if err != nil {
			return Record{}, err
		}
		if first.long {
			return bad(first, fmt.Sprintf("The line is longer than %d bytes.", recordLimit)), nil
		}
		if len(bare(first.text)) > 0 {
			return r.assemble(first)
		}
	}
}

// assemble joins lines until the quotes close. Where they never do, only the first line is bad: the others are read
// again.
func (r *reader) assemble(first line) (Record, error) {
	r.split.reset(r.comma)
	open, problem := r.split.feed(first.text)
	var more []line
	for size := len(first.text); open; {
		l, err := r.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return Record{}, err
		}
		size += len(l.text)
		if err == nil {
			more = append(more, l)
		}
		if err != nil || l.long || size > recordLimit {
			r.back(more)
			return bad(first, "A quote that opens in this row is never closed."), nil
		}
		open, problem = r.split.feed(l.text)
	}
	if problem != "" {
		r.back(more)
		return bad(first, problem), nil
	}
	return r.finish(first), nil
}

// back puts lines before what is still to be read, as long as that is not made to happen without end.
func (r *reader) back(lines []line) {
	for _, l := range lines {
		r.again += len(l.text)
	}
	if r.again <= againLimit {
		r.queue = append(lines, r.queue...)
	}
}

func (r *reader) finish(first line) Record {
	text := string(r.split.text)
	rec := Record{Line: first.number, Cells: r.split.cells(text)}
	if strings.IndexByte(text, 0) >= 0 {
		return bad(first, "The row has a NUL character; save the file as UTF-8 text.")
	}
	if !slices.ContainsFunc(rec.Cells, func(cell string) bool { return !utf8.ValidString(cell) }) {
		return rec
	}
	rec.Legacy = true
	for i, cell := range rec.Cells {
		decoded, err := charmap.Windows1252.NewDecoder().String(cell)
		if err != nil || strings.ContainsRune(decoded, utf8.RuneError) {
			return bad(first, "The row is in a character set that is neither UTF-8 nor Windows-1252.")
		}
		rec.Cells[i] = decoded
	}
	return rec
}

func bad(l line, problem string) Record {
	return Record{Line: l.number, Problem: problem, Raw: Shorten(string(bytes.TrimRight(l.text, "\r\n")))}
}

// readLine is the next line with its end. Of a line that is too long only the beginning is kept.
func (r *reader) readLine() (line, error) {
	if len(r.queue) > 0 {
		l := r.queue[0]
		r.queue = r.queue[1:]
		return l, nil
	}
	l := line{number: r.line + 1}
	for {
		part, err := r.src.ReadSlice('\n')
		if keep := recordLimit - len(l.text); len(part) > keep {
			part, l.long = part[:keep], true
		}
		l.text = append(l.text, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.text) == 0:
			return l, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return l, err
		}
		r.line++
		return l, nil
	}
}

// Shorten keeps the beginning of a text that may be of any size and form.
func Shorten(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s[:min(len(s), 4*rawLimit)], "�"), "\x00", "�")
	if runes := []rune(s); len(runes) > rawLimit {
		s = string(runes[:rawLimit])
	}
	return s
}
