package source

import "bytes"

// splitter takes the lines of one record apart into cells. It keeps one buffer for all of them.
type splitter struct {
	comma  byte
	quoted bool // inside quotes, at the end of a line
	text   []byte
	ends   []int
}

func (s *splitter) reset(comma byte) {
	s.comma, s.quoted, s.text, s.ends = comma, false, s.text[:0], s.ends[:0]
}

// feed takes a line with its end, and tells whether the record goes on in the next one, or what is wrong with it.
func (s *splitter) feed(line []byte) (open bool, problem string) {
	for {
		if !s.quoted && len(line) > 0 && line[0] == '"' {
			s.quoted, line = true, line[1:]
		}
		if !s.quoted {
			end := bytes.IndexByte(line, s.comma)
			if end < 0 {
				s.end(bare(line))
				return false, ""
			}
			s.end(line[:end])
			line = line[end+1:]
			continue
		}
		rest, closed := s.unquote(line)
		switch {
		case !closed:
			return true, ""
		case len(bare(rest)) == 0:
			s.end(nil)
			return false, ""
		case rest[0] != s.comma:
			return false, "There is text after a closing quote."
		}
		s.end(nil)
		line = rest[1:]
	}
}

// unquote appends what stands before the closing quote, and returns what follows it.
func (s *splitter) unquote(line []byte) (rest []byte, closed bool) {
	for {
		quote := bytes.IndexByte(line, '"')
		if quote < 0 {
			if end := bare(line); len(end) < len(line) {
				line = append(end[:len(end):len(end)], '\n')
			}
			s.text = append(s.text, line...)
			return nil, false
		}
		s.text = append(s.text, line[:quote]...)
		line = line[quote+1:]
		if len(line) == 0 || line[0] != '"' {
			return line, true
		}
		s.text, line = append(s.text, '"'), line[1:]
	}
}

func (s *splitter) end(more []byte) {
	s.text = append(s.text, more...)
	s.ends, s.quoted = append(s.ends, len(s.text)), false
}

// cells cuts the record's text where its cells end.
func (s *splitter) cells(text string) []string {
	cells, from := make([]string, len(s.ends)), 0
	for i, end := range s.ends {
		cells[i], from = text[from:end], end
	}
	return cells
}

// bare is a line without its end.
func bare(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
		if n > 1 && line[n-2] == '\r' {
			line = line[:n-2]
		}
	}
	return line
}
