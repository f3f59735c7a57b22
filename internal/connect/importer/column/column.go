// Package column says what the columns of an uploaded file are: which object its rows are, which field each column
// fills, and what tells a row's record apart. It suggests all of it by the headers of the usual systems and by what the
// organisation chose before; what somebody confirms becomes an ordinary mapping.
package column

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"quarterdeck/internal/connect/importer/mapping"
)

// Plan is what the files of an upload are.
type Plan struct {
	Sheets []Sheet `json:"sheets,omitempty"`
}

// Sheet is one file of an upload.
type Sheet struct {
	File    string        `json:"file"`
	Object  string        `json:"object"` // Skip: the file is not imported
	Match   mapping.Match `json:"match"`  // ByFields as well
	Mode    mapping.Mode  `json:"mode"`
	Empty   mapping.Empty `json:"empty"`
	Style   mapping.Style `json:"style"` // what somebody chose other than what was detected
	Columns []Column      `json:"columns"`
}

// Column is a column and the target that it fills; empty: it is ignored.
type Column struct {
	Header string `json:"header"`
	Field  string `json:"field"`
}

const (
	// Skip is the object of a file that is not imported.
	Skip = "skip"
	// Custom is the target of a column that is kept as a custom field.
	Custom = "custom"
	// Reason is the header of the column that says why a row was rejected. It is never imported.
	Reason = "Import problem"
	// ByFields tells records without keys apart by the records that they join, such as a quota by its member and
	// first day.
	ByFields mapping.Match = "fields"
	// Most is how many columns a file may have whose columns are mapped by hand.
	Most = 250
)

// natural are the fields that tell the records of an object apart.
var natural = map[string][]string{"quota": {"member", "starts_on", "family"}, "line_item": {"opportunity", "product"},
	"contact_role": {"opportunity", "contact"}}

// New is the plan of a file as its header and name suggest; memory is what the organisation chose before.
func New(file string, header []string, memory Memory) Sheet {
	s := Sheet{File: file, Object: memory.object(file, header)}
	s.Suggest(header, memory)
	return s
}

// Suggest sets the columns of a file anew, for the object of its rows.
func (s *Sheet) Suggest(header []string, memory Memory) {
	s.Columns = make([]Column, len(header))
	taken := map[string]bool{}
	for i, name := range header {
		field := memory.field(s.Object, name)
		if base := base(field); field != Custom && field != "" {
			if taken[base] {
				field = Custom
			}
			taken[base] = true
		}
		s.Columns[i] = Column{name, field}
	}
	s.Match, s.Mode, s.Empty = s.usual(), mapping.CreateAndUpdate, mapping.Leave
}

// usual is what tells rows apart where nobody has chosen: their key, else the first other thing that has a column.
func (s *Sheet) usual() mapping.Match {
	if s.has("key") {
		return mapping.ByKey
	}
	for _, m := range Matches(s.Object) {
		if m == mapping.ByRow || m == ByFields || m != mapping.ByKey && s.has(string(m)) {
			return m
		}
	}
	return cmp.Or(append(Matches(s.Object)[1:], mapping.ByKey)[0], mapping.ByKey)
}

// Matches lists what can tell the rows of an object apart, its key first.
func Matches(object string) []mapping.Match {
	all := mapping.Matches(object)
	if len(natural[object]) > 0 {
		all = append(all, ByFields)
	}
	return all
}

// base is the field of a target: owner for owner.key.
func base(field string) string {
	before, _, _ := strings.Cut(field, ".")
	return before
}

// has tells whether a column fills a field.
func (s *Sheet) has(field string) bool { return s.at(field) >= 0 }

func (s *Sheet) at(field string) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return base(c.Field) == field })
}

// Problem is what is missing or wrong in a plan, and where: at a column, or at Match.
type Problem struct {
	Sheet   int
	Column  int // -1: at none
	Match   bool
	Message string
}

// Problems lists what has to be mended before the files can be imported.
func (p Plan) Problems() []Problem {
	var all []Problem
	read := 0
	for i := range p.Sheets {
		s := &p.Sheets[i]
		if s.Object == Skip {
			continue
		}
		read++
		for _, problem := range s.problems() {
			problem.Sheet = i
			all = append(all, problem)
		}
	}
	if read == 0 {
		all = append(all, Problem{Column: -1, Message: "No file is imported. Choose what the rows of a file are."})
	}
	return all
}

func (s *Sheet) problems() []Problem {
	if len(s.Columns) == 0 {
		return []Problem{{Column: -1, Message: "The file is empty. Export it again with a header and rows."}}
	}
	var all []Problem
	add := func(at int, match bool, format string, args ...any) {
		all = append(all, Problem{Column: at, Match: match, Message: fmt.Sprintf(format, args...)})
	}
	filled := map[string]string{}
	for i, c := range s.Columns {
		field := base(c.Field)
		if c.Field == "" || c.Field == Custom {
			continue
		}
		if other, twice := filled[field]; twice {
			add(i, false, "%q already fills this field. Choose one of the two columns.", other)
		}
		filled[field] = c.Header
	}
	if s.Mode != mapping.UpdateOnly {
		for _, t := range Targets(s.Object) {
			if t.Required && !s.has(base(t.Field)) {
				add(-1, false, "Choose the column with the %s. New records need it.", strings.ToLower(t.Label))
			}
		}
	}
	switch s.Match {
	case mapping.ByRow:
	case ByFields:
		if len(s.natural()) == 0 {
			add(-1, true, "Choose the columns that tell the rows apart, or match by ID.")
		}
	case mapping.ByKey:
		if !s.has("key") {
			add(-1, true, "Choose the column with the ID, or match by something else.")
		}
	default:
		if !s.has(string(s.Match)) {
			add(-1, true, "Choose the column to match by, or match by something else.")
		}
	}
	return all
}

// natural are the columns of a file that together tell its rows apart.
func (s *Sheet) natural() []string {
	var columns []string
	for _, field := range natural[s.Object] {
		if at := s.at(field); at >= 0 {
			columns = append(columns, s.Columns[at].Header)
		}
	}
	return columns
}
