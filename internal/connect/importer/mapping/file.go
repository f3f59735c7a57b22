package mapping

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/source"
)

// File is a file that is there and that the mapping takes as records of one object, its columns found.
type File struct {
	Source
	Legacy    int             // the first line that was not UTF-8, once it was read; 0: none
	Lists     map[string]List // the words that the organisation keeps for fields
	Homeless  []string        // columns that the object has no room for and no other source of the file has
	folder    *source.Folder
	comma     byte
	guess     byte // what seems to keep the columns apart
	header    []string
	fields    map[string][]found // only those whose columns the file has
	where     map[int][]string
	read      map[int]bool // columns that a field or a condition reads
	custom    []int        // columns that are kept as custom fields
	currency  money.Currency
	calendar  value.Calendar
	mark      value.Mark
	fractions bool  // percentages are written as 0.6 for 60 %
	style     Style // as the mapping or the person says it is
	choices   map[string]map[string]string
	seen      evidence
}

// found is an expression and where its columns stand.
type found struct {
	Expression
	at     []int
	folded map[string]string // Map by folded value
}

func find(e Expression, at []int) found {
	f := found{e, at, map[string]string{}}
	for _, from := range slices.Backward(slices.Sorted(maps.Keys(e.Map))) {
		f.folded[value.Fold(from)] = e.Map[from]
	}
	return f
}

// replace is what a value is to be taken for, however its letters are written.
func (e *found) replace(v string) (string, bool) {
	if len(e.Map) == 0 {
		return "", false
	}
	if mapped, ok := e.Map[v]; ok {
		return mapped, true
	}
	mapped, ok := e.folded[value.Fold(v)]
	return mapped, ok
}

func (e *found) value(cells []string) string {
	if len(e.at) == 1 {
		return cell(cells, e.at[0])
	}
	if len(e.at) == 0 {
		return e.Value
	}
	var parts []string
	for _, i := range e.at {
		if part := cell(cells, i); part != "" {
			parts = append(parts, part)
		}
	}
	join := e.Join
	if join == "" {
		join = " "
	}
	return strings.Join(parts, join)
}

// cell is the trimmed text of a column; a broken row may end before it.
func cell(cells []string, i int) string {
	if i >= len(cells) {
		return ""
	}
	return value.Unsafe(strings.TrimSpace(cells[i]))
}

// Each reads the rows that the mapping chooses, from the beginning.
func (f *File) Each(take func(*Row) error) error {
	sheet, ok, err := f.folder.Sheet(f.File, f.comma)
	if err != nil || !ok {
		return err
	}
	defer sheet.Close()
	seen := map[string]bool{}
	for {
		rec, err := sheet.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r := f.row(rec)
		if r == nil || f.Distinct && r.Broken == "" && seen[r.Key] {
			continue
		}
		if f.Distinct {
			seen[r.Key] = true
		}
		if err := take(r); err != nil {
			return err
		}
	}
}

// row makes a record a row of the file; nil where the mapping does not choose it.
func (f *File) row(rec source.Record) *Row {
	r := &Row{File: f, Line: rec.Line, cells: rec.Cells, Broken: rec.Problem, raw: rec.Raw}
	if rec.Legacy && f.Legacy == 0 {
		f.Legacy = rec.Line
	}
	if r.Broken != "" {
		return r
	}
	if strings.TrimSpace(strings.Join(r.cells, "")) == "" {
		return nil // a spreadsheet writes the empty rows below a table too
	}
	if wide := len(r.cells); wide > len(f.header) && strings.Join(r.cells[len(f.header):], "") == "" {
		r.cells = r.cells[:len(f.header)]
	}
	for n := len(r.cells); n < len(f.header) && f.header[n] == ""; n++ {
		r.cells = append(r.cells, "") // columns without a name at the end of the header
	}
	if len(r.cells) != len(f.header) {
		r.Broken = fmt.Sprintf("The row has %d cells, but the header has %d columns.", len(r.cells), len(f.header))
		r.raw = r.Written()
		return r
	}
	for i, values := range f.where {
		if is := cell(r.cells, i); !slices.ContainsFunc(values, func(v string) bool {
			return v == is ||
				value.Fold(v) == value.Fold(is)
		}) {
			return nil
		}
	}
	if r.Key = r.Get("key"); f.Match == ByRow {
		r.Key = r.Digest()
	}
	r.Flags = nil
	return r
}

// everyRow tells whether each row of the file becomes a record.
func (f *File) everyRow() bool { return len(f.where) == 0 && !f.Distinct }

// keep settles which columns are custom fields: those that neither this source reads nor another one from every row of
// the same file, and that it is not told to ignore.
func (f *File) keep(all []*File) {
	for i, name := range f.header {
		elsewhere := slices.ContainsFunc(all,
			func(o *File) bool { return o.File == f.File && o.read[i] && (o == f || o.everyRow()) })
		ignored := slices.ContainsFunc(f.Ignore, func(column string) bool { return strings.EqualFold(column, name) })
		if name != "" && !elsewhere && !ignored {
			f.custom = append(f.custom, i)
		}
	}
	if objects[f.Object].custom {
		return
	}
	for _, i := range f.custom {
		if !slices.ContainsFunc(all, func(o *File) bool {
			return o.File == f.File &&
				(objects[o.Object].custom || o.read[i])
		}) {
			f.Homeless = append(f.Homeless, f.header[i])
		}
	}
}

// CustomColumns are the columns of the file that become custom fields of its object.
func (f *File) CustomColumns() []string {
	if !objects[f.Object].custom {
		return nil
	}
	names := make([]string, len(f.custom))
	for n, i := range f.custom {
		names[n] = f.header[i]
	}
	return names
}

// bind finds the columns of the mapping in the file. A file without the columns of the key cannot be read.
func (f *File) bind(sheet *source.Sheet) error {
	f.File, f.header, f.comma, f.guess = sheet.File, sheet.Header, sheet.Comma, sheet.Guess
	for name, alternatives := range f.Fields {
		for _, e := range alternatives {
			if at, ok := columns(sheet, e.Columns); ok {
				f.fields[name] = append(f.fields[name], find(e, at))
				for _, i := range at {
					f.read[i] = true
				}
			}
		}
	}
	if field := f.identity(); len(f.fields[field]) == 0 && len(f.header) > 0 && field != "" {
		says := fmt.Sprintf("%s has no column %q, which identifies its rows.", f.File,
			f.columnOf(field))
		if f.guess != f.comma {
			says += fmt.Sprintf(" Its columns seem to be separated by %q, not by %q. Change the delimiter.",
				string(f.guess), string(f.comma))
		}
		return fault.New(fault.Invalid, says)
	}
	for column, values := range f.Where {
		i, ok := sheet.Column(column)
		if !ok {
			return fault.New(fault.Invalid,
				fmt.Sprintf("%s has no column %q, which the row filter needs.", f.File, column))
		}
		f.where[i], f.read[i] = values, true
	}
	return nil
}

// columns finds some columns; of several, those that are missing are as if they were empty.
func columns(sheet *source.Sheet, names []string) (at []int, ok bool) {
	for _, name := range names {
		if i, found := sheet.Column(name); found {
			at = append(at, i)
		}
	}
	return at, len(at) > 0 || len(names) == 0
}
