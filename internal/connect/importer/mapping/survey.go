package mapping

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/value"
)

// Unknown is an unrecognised word of a field, with its number of rows.
type Unknown struct {
	File   string `json:"file"`
	Object string `json:"object"`
	Field  string `json:"field"`
	Word   string `json:"word"`
	Rows   int64  `json:"rows"`
}

// Meanings lists the possible meanings of a field's words.
func Meanings(field string) []value.Meaning {
	var all []value.Meaning
	for _, v := range vocabulariesOf(field) {
		for _, m := range v.Means {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all
}

// Reading is how a file is read: its style, and which parts of it were detected.
type Reading struct {
	File    string `json:"file"`
	Style   Style  `json:"style"`
	Guessed Style  `json:"guessed"` // what the file shows, where nobody has said otherwise
}

// List is the words that an organisation keeps for a field.
type List struct {
	Offers []string
	Known  func(word string) bool
}

// Findings are the results of reading all rows before the import.
type Findings struct {
	Readings []Reading `json:"readings,omitempty"`
	Unknown  []Unknown `json:"unknown,omitempty"`
	// the words that an organisation keeps for fields that have unknown ones
	Offers map[string][]string `json:"offers,omitempty"`
}

const (
	wordsListed = 200    // unknown words of an import that are kept
	wordsHeld   = 10_000 // and of a field that are told apart
)

// evidence is what the rows of a file show about how it is written.
type evidence struct {
	value.Evidence
	between int // percentages between 0 and 1, of 1 exactly, and above 1
	one     int
	above   int
	unknown map[Unknown]int64
}

// Survey reads all rows of the files once, tells each to take, and settles how each file is written: as somebody has
// said, or as its rows prove, or as those of the other files do.
func Survey(files []*File, take func(*Row) error) (Findings, error) {
	var all value.Evidence
	for _, f := range files {
		f.seen = evidence{unknown: map[Unknown]int64{}}
		if err := f.Each(func(r *Row) error {
			if r.Broken == "" {
				f.seen.look(r)
			}
			return take(r)
		}); err != nil {
			return Findings{}, err
		}
		all.Add(f.seen.Evidence)
	}
	var found Findings
	for _, f := range files {
		found.Readings = append(found.Readings, f.settle(all))
		for u, n := range f.seen.unknown {
			u.Rows = n
			found.Unknown = append(found.Unknown, u)
			if l, kept := f.Lists[u.Field]; kept {
				found.offer(u.Field, l.Offers)
			}
		}
		f.seen = evidence{}
	}
	found.Readings = slices.CompactFunc(found.Readings, func(a, b Reading) bool { return a == b })
	slices.SortFunc(found.Unknown, func(a, b Unknown) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Field, b.Field), cmp.Compare(b.Rows, a.Rows),
			cmp.Compare(a.Word, b.Word))
	})
	if len(found.Unknown) > wordsListed {
		found.Unknown = found.Unknown[:wordsListed]
	}
	return found, nil
}

func (f *Findings) offer(field string, words []string) {
	if f.Offers == nil {
		f.Offers = map[string][]string{}
	}
	f.Offers[field] = words
}

// look learns from a row.
func (e *evidence) look(r *Row) {
	f := r.File
	if f.Object == "history" {
		field := r.Get("field")
		for _, side := range []string{"old", "new"} {
			if v := r.Get(side); v != "" {
				e.cell(f, field, v)
			}
		}
		e.cell(f, "at", r.Get("at"))
		return
	}
	for field := range f.fields {
		if kinds[field] != text {
			e.cell(f, field, r.Get(field))
		} else if vocabularyOf(f.Object, field) != nil {
			if _, unknown := r.Word(field); unknown != "" {
				e.miss(f, field, unknown)
			}
		} else if l, kept := f.Lists[field]; kept {
			if word := r.Get(field); word != "" && !l.Known(word) {
				e.miss(f, field, word)
			}
		}
	}
}

func (e *evidence) cell(f *File, field, v string) {
	switch kinds[field] {
	case quantity:
		e.Number(v)
	case percentage:
		e.Number(v)
		e.percentage(v)
	case date:
		e.Date(v)
	case text:
		if vocabulary := vocabularyOf("opportunity", field); f.Object == "history" && vocabulary != nil && v != "" {
			if chosen, ok := f.Chosen(field, v); ok {
				v = chosen
			}
			if _, known := vocabulary.Read(v); !known {
				e.miss(f, field, v)
			}
		}
	}
}

func (e *evidence) miss(f *File, field, word string) {
	u := Unknown{File: f.File, Object: f.Object, Field: field, Word: word}
	if _, held := e.unknown[u]; held || len(e.unknown) < wordsHeld {
		e.unknown[u]++
	}
}

func (e *evidence) percentage(v string) {
	d, err := value.Number(v, cmp.Or(value.MarkOf(v), value.Point))
	one := decimal.NewFromInt(1)
	switch {
	case err != nil || d.IsZero():
	case d.Equal(one):
		e.one++
	case d.LessThan(one):
		e.between++
	default:
		e.above++
	}
}

// settle decides how the file is written.
func (f *File) settle(all value.Evidence) Reading {
	guess := Style{Delimiter: string(f.guess), Decimal: string(rune(f.seen.Mark(all, f.comma))),
		Order: string(f.seen.Order(all, f.calendar.Days)), Percent: Percent}
	if f.seen.above == 0 && f.seen.between+f.seen.one > 0 {
		guess.Percent = Fraction
	}
	is := f.style.or(guess)
	is.Delimiter = string(f.comma)
	f.mark, f.calendar.Order, f.fractions = value.Mark(is.Decimal[0]), value.Order(is.Order), is.Percent == Fraction
	r := Reading{File: f.File, Style: is, Guessed: guess}
	if !f.seen.Dated() {
		r.Style.Order, r.Guessed.Order = "", "" // nothing in it depends on that
	}
	if !f.seen.Marked() {
		r.Style.Decimal, r.Guessed.Decimal = "", ""
	}
	if f.seen.above+f.seen.between+f.seen.one == 0 {
		r.Style.Percent, r.Guessed.Percent = "", ""
	}
	return r
}

// Says is what a reading decides that is not so everywhere, in a sentence; empty where it decides nothing.
func (r Reading) Says() string {
	var parts []string
	if r.Style.Decimal == string(rune(value.Comma)) {
		parts = append(parts, "numbers as 1.234,50")
	}
	switch value.Order(r.Style.Order) {
	case value.MonthFirst:
		parts = append(parts, "dates with the month first")
	case value.DayFirst:
		parts = append(parts, "dates with the day first")
	}
	if r.Style.Percent == Fraction {
		parts = append(parts, "0.6 as 60 %")
	}
	if len(parts) == 0 {
		return ""
	}
	return r.File + ": read " + strings.Join(parts, ", ") + "."
}
