package mapping

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"quarterdeck/internal/importer/source"
)

// Row is one row of a file, and what was found wrong with it: one reason to refuse it, or some to flag it.
type Row struct {
	File    *File
	Line    int // counted from 1, the header included
	Key     string
	Broken  string // why it could not be read at all
	Refused string
	Flags   []string
	Cleared []string // fields that had a value and are empty now
	Older   bool     // than what is known of the record, so that it changes nothing
	cells   []string
	raw     string
}

// Refuse leaves the row out of the import; the first reason counts.
func (r *Row) Refuse(format string, args ...any) {
	if r.Refused == "" {
		r.Refused = fmt.Sprintf(format, args...)
	}
}

// Flag takes the row and says what is missing or was changed.
func (r *Row) Flag(format string, args ...any) {
	r.Flags = append(r.Flags, fmt.Sprintf(format, args...))
}

// Judge reads a row unless it is broken, has no key, or is deleted in the source.
func (r *Row) Judge(read func(*Row)) {
	r.Refused, r.Flags, r.Cleared, r.Older = r.Broken, nil, nil, false
	if r.Refused == "" && (r.Key == "" || len(r.Key) > KeyLimit) {
		r.Refuse("The row has no key, or one that is longer than %d bytes.", KeyLimit)
	}
	if r.Refused == "" && r.Bool("deleted") {
		r.Refuse("The record is deleted in the source.")
	}
	if r.Refused == "" {
		read(r)
	}
}

// Get is the value of a field, trimmed; empty where the source has none.
func (r *Row) Get(field string) string {
	for i := range r.File.fields[field] {
		e := &r.File.fields[field][i]
		v := e.value(r.cells)
		mapped, ok := e.Map[v]
		if ok && e.Report && mapped != v {
			r.Flag("%q was taken for %q.", v, mapped)
		}
		if ok {
			v = mapped
		}
		if v != "" {
			return v
		}
	}
	return ""
}

// By tells whether a field names a record by its name instead of its key.
func (r *Row) By(field string) bool {
	return len(r.File.fields[field]) > 0 && r.File.fields[field][0].By == "name"
}

// Custom is the columns that no field reads and that are not empty.
func (r *Row) Custom() map[string]string {
	var all map[string]string
	for _, i := range r.File.custom {
		if v := cell(r.cells, i); v != "" {
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
