package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
)

// row is one row of a source, and what was found wrong with it: one reason to refuse it, or some to flag it.
type row struct {
	source  *source
	line    int
	cells   []string
	key     string
	broken  string // why it could not be read at all
	raw     string
	refused string
	flags   []string
}

// refuse leaves the row out of the import; the first reason counts.
func (r *row) refuse(format string, args ...any) {
	if r.refused == "" {
		r.refused = fmt.Sprintf(format, args...)
	}
}

// flag takes the row and says what is missing or was changed.
func (r *row) flag(format string, args ...any) {
	r.flags = append(r.flags, fmt.Sprintf(format, args...))
}

// judge reads a row unless it is broken, has no key, or is deleted in the source.
func (r *row) judge(read func(*row)) {
	r.refused, r.flags = r.broken, nil
	if r.refused == "" && (r.key == "" || len(r.key) > keyLimit) {
		r.refuse("The row has no key, or one that is longer than %d bytes.", keyLimit)
	}
	if r.refused == "" && r.bool("deleted") {
		r.refuse("The record is deleted in the source.")
	}
	if r.refused == "" {
		read(r)
	}
}

// get is the value of a field, trimmed; empty where the source has none.
func (r *row) get(field string) string {
	for i := range r.source.fields[field] {
		e := &r.source.fields[field][i]
		v := e.value(r.cells)
		mapped, ok := e.Map[v]
		if ok && e.Report && mapped != v {
			r.flag("%q was taken for %q.", v, mapped)
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

// by tells whether a field names a record by its name instead of its key.
func (r *row) by(field string) bool {
	return len(r.source.fields[field]) > 0 && r.source.fields[field][0].By == "name"
}

const (
	shortText = 500 // characters of what lists show and indexes hold
	longText  = 100_000
)

// text is a field that lists show; one that is too long to be meant is a reason to refuse the row.
func (r *row) text(field string) string { return r.limited(field, shortText) }

func (r *row) limited(field string, limit int) string {
	v := r.get(field)
	if utf8.RuneCountInString(v) > limit {
		r.refuse("The %s is longer than %d characters.", field, limit)
		return ""
	}
	return v
}

func (r *row) bool(field string) bool {
	b, err := parseBool(r.get(field))
	if err != nil {
		r.refuse("The field %s: %v.", field, err)
	}
	return b
}

func (r *row) day(field string) period.Date {
	v := r.get(field)
	if v == "" {
		return 0
	}
	d, err := parseDay(v, r.source.dates, r.source.zone)
	if err != nil {
		r.refuse("The field %s: %v.", field, err)
	}
	return d
}

func (r *row) instant(field string) time.Time {
	v := r.get(field)
	if v == "" {
		return time.Time{}
	}
	t, err := parseInstant(v, r.source.dates, r.source.zone)
	if err != nil {
		r.refuse("The field %s: %v.", field, err)
	}
	return t
}

func (r *row) currency(field string) money.Currency {
	v := r.get(field)
	if v == "" {
		return r.source.currency
	}
	c, err := money.ParseCurrency(v)
	if err != nil {
		r.refuse("The field %s: %q is not a three-letter currency code.", field, v)
	}
	return c
}

// amount is minor units of the currency, nil where the source has none.
func (r *row) amount(field string, c money.Currency) *int64 {
	v := r.number(field)
	if v == "" {
		return nil
	}
	minor, err := parseMoney(v, c)
	if err != nil {
		r.refuse("The field %s: %v.", field, err)
		return nil
	}
	return &minor
}

// number is the text of a number with a point.
func (r *row) number(field string) string {
	v := r.get(field)
	if r.source.point == "," {
		v = strings.ReplaceAll(strings.ReplaceAll(v, ".", ""), ",", ".")
	}
	return v
}

// custom is the columns that no field reads and that are not empty.
func (r *row) custom() map[string]string {
	var all map[string]string
	for _, i := range r.source.custom {
		if v := strings.TrimSpace(r.cells[i]); v != "" {
			if all == nil {
				all = map[string]string{}
			}
			all[r.source.header[i]] = v
		}
	}
	return all
}

// written is the row as the list of bad rows keeps it.
func (r *row) written() string {
	if r.raw != "" || r.cells == nil {
		return r.raw
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(r.cells)
	w.Flush()
	return shorten(strings.TrimRight(b.String(), "\n"))
}
