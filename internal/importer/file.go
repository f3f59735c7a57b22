package importer

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/money"
)

// source is a file that the mapping takes as records of one object, its columns found.
type source struct {
	FileMapping
	kind     kind
	file     string
	header   []string
	fields   map[string][]expression // only those whose columns the file has
	where    map[int][]string
	read     map[int]bool // columns that a field or a condition reads, or that are to be ignored
	custom   []int        // the others
	dates    []string
	zone     *time.Location
	currency money.Currency
	point    string
	progress *Object
	legacy   int // the first line that was not UTF-8
}

type expression struct {
	Expression
	at []int
}

func (e *expression) value(cells []string) string {
	if len(e.at) == 1 {
		return strings.TrimSpace(cells[e.at[0]])
	}
	if len(e.at) == 0 {
		return e.Value
	}
	var parts []string
	for _, i := range e.at {
		if part := strings.TrimSpace(cells[i]); part != "" {
			parts = append(parts, part)
		}
	}
	join := e.Join
	if join == "" {
		join = " "
	}
	return strings.Join(parts, join)
}

// bind finds the columns of a mapping in a file. A file without the columns of the key cannot be read.
func (s *source) bind(sh *sheet) error {
	s.file, s.header = sh.file, sh.header
	for name, alternatives := range s.Fields {
		for _, e := range alternatives {
			if at, ok := columns(sh, e.Columns); ok {
				s.fields[name] = append(s.fields[name], expression{e, at})
				for _, i := range at {
					s.read[i] = true
				}
			}
		}
	}
	if len(s.fields["key"]) == 0 && len(sh.header) > 0 {
		return fault.New(fault.Invalid, fmt.Sprintf("%s has no column %q, by which its rows are told apart.", s.file, s.Fields["key"][0].Columns[0]))
	}
	for column, values := range s.Where {
		i, ok := sh.at[strings.ToLower(column)]
		if !ok {
			return fault.New(fault.Invalid, fmt.Sprintf("%s has no column %q, by which its rows are chosen.", s.file, column))
		}
		s.where[i], s.read[i] = values, true
	}
	for _, column := range s.Ignore {
		if i, ok := sh.at[strings.ToLower(column)]; ok {
			s.read[i] = true
		}
	}
	for i, name := range sh.header {
		if name != "" && !s.read[i] {
			s.custom = append(s.custom, i)
		}
	}
	return nil
}

// columns finds some columns; of several, those that are missing are as if they were empty.
func columns(sh *sheet, names []string) (at []int, ok bool) {
	for _, name := range names {
		if i, found := sh.at[strings.ToLower(name)]; found {
			at = append(at, i)
		}
	}
	return at, len(at) > 0 || len(names) == 0
}

// each reads the rows of the source that its mapping chooses. It has nothing to do with what an earlier reading did.
func (s *source) each(f *folder, m Mapping, take func(*row) error) error {
	sh, ok, err := f.open(m, s.File)
	if err != nil || !ok {
		return err
	}
	defer sh.body.Close()
	seen := map[string]bool{}
	for {
		rec, err := sh.reader.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("importer: %s: %w", s.file, err)
		}
		r := s.row(rec)
		if r == nil || s.Distinct && r.broken == "" && seen[r.key] {
			continue
		}
		if s.Distinct {
			seen[r.key] = true
		}
		if err := take(r); err != nil {
			return err
		}
	}
}

// row makes a record a row of the source; nil where the mapping does not choose it.
func (s *source) row(rec record) *row {
	r := &row{source: s, line: rec.line, cells: rec.cells, broken: rec.problem, raw: rec.raw}
	if rec.legacy && s.legacy == 0 {
		s.legacy = rec.line
	}
	if r.broken != "" {
		return r
	}
	if wide := len(r.cells); wide > len(s.header) && strings.Join(r.cells[len(s.header):], "") == "" {
		r.cells = r.cells[:len(s.header)]
	}
	if len(r.cells) != len(s.header) {
		r.broken = fmt.Sprintf("The row has %d cells, and the header %d columns.", len(r.cells), len(s.header))
		r.raw = r.written()
		return r
	}
	for i, values := range s.where {
		if !slices.Contains(values, strings.TrimSpace(r.cells[i])) {
			return nil
		}
	}
	r.key = r.get("key")
	r.flags = nil
	return r
}

// homeless lists the columns that the object has no place for and that no other source reads from the same file.
func (s *source) homeless(all []*source) []string {
	if s.kind.custom {
		return nil
	}
	var names []string
	for _, i := range s.custom {
		if !slices.ContainsFunc(all, func(other *source) bool { return other.file == s.file && (other.kind.custom || other.read[i]) }) {
			names = append(names, s.header[i])
		}
	}
	return names
}

// ObjectNames lists the objects that a mapping can fill, in the order in which they are taken in.
func ObjectNames() []string {
	return slices.SortedFunc(maps.Keys(kinds), func(a, b string) int { return kinds[a].order - kinds[b].order })
}
