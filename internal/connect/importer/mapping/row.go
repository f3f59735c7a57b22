package mapping

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/source"
)

// Row is one row of a file with its problems: one reason to reject it, or warnings.
type Row struct {
	File    *File
	Line    int // counted from 1, the header included
	Key     string
	Broken  string // why it could not be read at all
	Refused string
	Flags   []string
	Cleared []string  // fields that had a value and are empty now
	Deleted bool      // in the source
	Older   bool      // than what is known of the record, so that it changes nothing
	Adopts  uuid.UUID // the record without a key of its own that the row is about, and that gets the row's
	cells   []string
	raw     string
}

// Refuse rejects the row; the first reason counts.
func (r *Row) Refuse(format string, args ...any) {
	if r.Refused == "" {
		r.Refused = fmt.Sprintf(format, args...)
	}
}

// Flag imports the row with a warning that says what is missing or changed.
func (r *Row) Flag(format string, args ...any) {
	r.Flags = append(r.Flags, fmt.Sprintf(format, args...))
}

// Judge reads a row unless it is broken or has no key.
func (r *Row) Judge(read func(*Row)) {
	r.Refused, r.Flags, r.Cleared, r.Older, r.Deleted = r.Broken, nil, nil, false, false
	if r.Refused == "" && (r.Key == "" || tooLong(r.Key, KeyLimit)) {
		r.Refuse("The row's key is missing or longer than %d characters.", KeyLimit)
	}
	if r.Refused == "" && value.Shortened(r.Key) {
		r.Refuse("A spreadsheet shortened the key %s, so its record cannot be identified. Export the file again, or "+
			"format the column as text.", r.Key)
	}
	if r.Refused == "" {
		r.Deleted = r.Bool("deleted")
	}
	if r.Refused == "" {
		read(r)
	}
}

// Get is the trimmed value of a field; empty if the file has none, or a word for an empty value.
func (r *Row) Get(field string) (v string) {
	r.values(field, func(s string) bool {
		v = s
		return true
	})
	return v
}

// By tells whether a field names a record by its name instead of its key.
func (r *Row) By(field string) bool { return r.File.By(field) }

// By tells whether the file names records by their names in a field.
func (f *File) By(field string) bool {
	return len(f.fields[field]) > 0 && f.fields[field][0].By == "name"
}

// Custom is the columns that no field reads and that are not empty.
func (r *Row) Custom() map[string]string {
	var all map[string]string
	for _, i := range r.File.custom {
		if v := cell(r.cells, i); !value.Nothing(v) {
			if all == nil {
				all = map[string]string{}
			}
			all[r.File.header[i]] = v
		}
	}
	return all
}

// Written is the row as the list of bad rows keeps it.
func (r *Row) Written() string {
	if r.raw != "" || r.cells == nil {
		return r.raw
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(r.cells)
	w.Flush()
	return source.Shorten(strings.TrimRight(b.String(), "\n"))
}

// values are those of a field's alternatives that are not empty, in order, until take has had enough.
func (r *Row) values(field string, take func(string) (enough bool)) {
	for i := range r.File.fields[field] {
		e := &r.File.fields[field][i]
		v := e.value(r.cells)
		if mapped, ok := e.replace(v); ok {
			if e.Report && mapped != v {
				r.Flag("%q was matched to %q.", v, mapped)
			}
			v = mapped
		}
		if chosen, ok := r.File.Chosen(field, v); ok {
			v = chosen
		}
		if !value.Nothing(v) && take(v) {
			return
		}
	}
}

// Word is what the first of a field's alternatives means that is one of the field's words. Where none is, meaning is
// empty and unknown what the source says.
func (r *Row) Word(field string) (meaning, unknown string) {
	v := vocabularyOf(r.File.Object, field)
	r.values(field, func(word string) bool {
		meaning, _ = v.Read(word)
		if unknown == "" {
			unknown = word
		}
		return meaning != ""
	})
	if meaning != "" {
		unknown = ""
	}
	return meaning, unknown
}

// Cells are the row's cells without the spaces around them, none where it could not be read.
func (r *Row) Cells() []string {
	all := make([]string, len(r.cells))
	for i := range r.cells {
		all[i] = cell(r.cells, i)
	}
	return all
}
