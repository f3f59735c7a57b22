package mapping

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/importer/value"
)

// Unknown is a word of a field that nobody has explained, and in how many rows it stands.
type Unknown struct {
	File  string `json:"file"`
	Field string `json:"field"`
	Word  string `json:"word"`
	Rows  int64  `json:"rows"`
}

// Reading is how a file is read: its style, and which of it was guessed.
type Reading struct {
	File    string `json:"file"`
	Style   Style  `json:"style"`
	Guessed Style  `json:"guessed"` // what the file shows, where nobody has said otherwise
}

// Findings are what a look at all rows has shown before any is taken in.
type Findings struct {
	Readings []Reading `json:"readings,omitempty"`
	Unknown  []Unknown `json:"unknown,omitempty"`
}

const (
	wordsListed = 200    // unknown words of an import that are kept
	wordsHeld   = 10_000 // and of a field that are told apart
)

// evidence is what the rows of a file show about how it is written.
type evidence struct {
	marks     map[value.Mark]int // numbers that prove a mark; zero: that could have either
	orders    map[value.Order]int
	unordered int // dates that could be two days
	between   int // percentages between 0 and 1, of 1 exactly, and above 1
	one       int
	above     int
	unknown   map[Unknown]int64
}

// Survey reads all rows of the files once, tells each to take, and settles how each file is written: as somebody has said, or
// as its rows prove, or as those of the other files do.
func Survey(files []*File, take func(*Row) error) (Findings, error) {
	var all evidence
	all.begin()
	for _, f := range files {
		f.seen.begin()
		if err := f.Each(func(r *Row) error {
			if r.Broken == "" {
				f.seen.look(r)
			}
			return take(r)
		}); err != nil {
			return Findings{}, err
		}
		all.add(f.seen)
	}
	var found Findings
	for _, f := range files {
		found.Readings = append(found.Readings, f.settle(all))
		for u, n := range f.seen.unknown {
			u.Rows = n
			found.Unknown = append(found.Unknown, u)
		}
		f.seen = evidence{}
	}
	found.Readings = slices.CompactFunc(found.Readings, func(a, b Reading) bool { return a == b })
	slices.SortFunc(found.Unknown, func(a, b Unknown) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Field, b.Field), cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Word, b.Word))
	})
	if len(found.Unknown) > wordsListed {
		found.Unknown = found.Unknown[:wordsListed]
	}
	return found, nil
}

func (e *evidence) begin() {
	*e = evidence{marks: map[value.Mark]int{}, orders: map[value.Order]int{}, unknown: map[Unknown]int64{}}
}

func (e *evidence) add(o evidence) {
	for m, n := range o.marks {
		e.marks[m] += n
	}
	for order, n := range o.orders {
		e.orders[order] += n
	}
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
		}
	}
}

func (e *evidence) cell(f *File, field, v string) {
	switch kinds[field] {
	case quantity:
		e.number(v)
	case percentage:
		e.number(v)
		e.percentage(v)
	case date:
		if order := value.OrderOf(v); order != "" {
			e.orders[order]++
		} else if value.Unordered(v) {
			e.unordered++
		}
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
	u := Unknown{File: f.File, Field: field, Word: word}
	if _, held := e.unknown[u]; held || len(e.unknown) < wordsHeld {
		e.unknown[u]++
	}
}

func (e *evidence) number(v string) {
	if m := value.MarkOf(v); m != 0 {
		e.marks[m]++
	} else if value.Ambiguous(v) {
		e.marks[0]++
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
func (f *File) settle(all evidence) Reading {
	guess := Style{Delimiter: string(f.comma), Decimal: string(rune(f.seen.mark(all, f.comma))), Order: string(f.seen.order(all, f.calendar.Days.String())), Percent: Percent}
	if f.seen.above == 0 && f.seen.between+f.seen.one > 0 {
		guess.Percent = Fraction
	}
	is := f.style.or(guess)
	f.mark, f.calendar.Order, f.fractions = value.Mark(is.Decimal[0]), value.Order(is.Order), is.Percent == Fraction
	r := Reading{File: f.File, Style: is, Guessed: guess}
	if len(f.seen.orders) == 0 && f.seen.unordered == 0 && f.style.Order == "" {
		r.Style.Order, r.Guessed.Order = "", "" // nothing in it depends on that
	}
	if len(f.seen.marks) == 0 && f.style.Decimal == "" {
		r.Style.Decimal, r.Guessed.Decimal = "", ""
	}
	if f.seen.above+f.seen.between+f.seen.one == 0 && f.style.Percent == "" {
		r.Style.Percent, r.Guessed.Percent = "", ""
	}
	return r
}

// mark is that of most numbers which prove one; else a comma where semicolons keep the columns apart.
func (e evidence) mark(all evidence, comma byte) value.Mark {
	for _, seen := range []map[value.Mark]int{e.marks, all.marks} {
		if seen[value.Comma] != seen[value.Point] {
			if seen[value.Comma] > seen[value.Point] {
				return value.Comma
			}
			return value.Point
		}
	}
	if comma == ';' && e.marks[0] > 0 {
		return value.Comma
	}
	return value.Point
}

// order is that of most dates which prove one; else the one that people have where the organisation is.
func (e evidence) order(all evidence, zone string) value.Order {
	for _, seen := range []map[value.Order]int{e.orders, all.orders} {
		if seen[value.DayFirst] != seen[value.MonthFirst] {
			return slices.MaxFunc(slices.Sorted(maps.Keys(seen)), func(a, b value.Order) int { return cmp.Compare(seen[a], seen[b]) })
		}
	}
	if monthFirst[zone] {
		return value.MonthFirst
	}
	return value.DayFirst
}

// monthFirst are the zones of the United States, where the month stands first; UTC is nobody's, and exports in it are mostly theirs.
var monthFirst = map[string]bool{"UTC": true, "Etc/UTC": true, "America/New_York": true, "America/Chicago": true, "America/Denver": true, "America/Phoenix": true,
	"America/Los_Angeles": true, "America/Anchorage": true, "America/Detroit": true, "America/Boise": true, "America/Indiana/Indianapolis": true, "Pacific/Honolulu": true,
	"US/Eastern": true, "US/Central": true, "US/Mountain": true, "US/Pacific": true, "America/Toronto": true, "America/Vancouver": true, "America/Manila": true, "Asia/Manila": true}
