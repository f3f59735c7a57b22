package source

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
)

// guessed is how many bytes of a file show how its lines end and what keeps its columns apart.
const guessed = 1 << 16

// separators are what keeps columns apart, the most usual first.
const separators = ",;\t|"

// named is a line before the header by which a spreadsheet says what keeps the columns apart.
var named = regexp.MustCompile(`(?i)^"?sep=(\\t|[^"\r\n])"?,*;*\r?$`)

// layout settles how the lines of a file end and what keeps its columns apart, by its beginning.
func (r *reader) layout(start []byte) {
	if bytes.IndexByte(start, '\n') < 0 && bytes.IndexByte(start, '\r') >= 0 {
		r.src = bufio.NewReaderSize(returns{r.src}, guessed)
		start = bytes.ReplaceAll(start, []byte("\r"), []byte("\n"))
	}
	head, rest, _ := bytes.Cut(start, []byte("\n"))
	if m := named.FindSubmatch(bytes.TrimRight(head, "\r")); m != nil {
		r.guess = m[1][len(m[1])-1]
		if len(m[1]) > 1 {
			r.guess = '\t'
		}
		_, _ = r.readLine()
		head, _, _ = bytes.Cut(rest, []byte("\n"))
	}
	if r.guess == 0 {
		r.guess = commaOf(head)
	}
	if r.comma == 0 {
		r.comma = r.guess
	}
}

// commaOf is what keeps the columns of a file apart, by its header: what stands in it most often outside quotes.
func commaOf(head []byte) byte {
	counts, quoted := map[byte]int{}, false
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[c]++
		}
	}
	best := byte(separators[0])
	for _, c := range []byte(separators) {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// returns reads a file whose lines end in a carriage return alone, as old spreadsheets on a Mac write them.
type returns struct{ r io.Reader }

// Read makes each carriage return the end of a line.
func (r returns) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
