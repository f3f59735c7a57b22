package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// reader takes a document from a tree and notes everything that is wrong on the way.
type reader struct {
	problems Problems
	form     bool // whole numbers and flags come as text, as forms send them
	currency money.Currency
}

func (r *reader) say(path, format string, args ...any) {
	r.problems = append(r.problems, Problem{orDocument(path), fmt.Sprintf(format, args...)})
}

// object is a group of the tree whose keys are known.
type object struct {
	*reader
	path string
	node node
}

// open takes a group and refuses the keys that it does not know.
func (r *reader) open(n node, path string, keys ...string) object {
	if n.shape != aGroup {
		r.say(path, "This is %s but must be an object with the keys %s.", n.shape, either(keys))
		return object{r, path, node{shape: aGroup}}
	}
	for _, f := range n.fields {
		if !slices.Contains(keys, f.key) {
			r.say(under(path, f.key), "The key %.60q is not known here. The keys are "+
				"%s.", f.key, strings.Join(keys, ", "))
		}
	}
	return object{r, path, n}
}

func (o object) at(key string) string { return under(o.path, key) }

func (o object) has(key string) bool {
	_, ok := o.node.get(key)
	return ok
}

// need gives the value of a key that must be there.
func (o object) need(key string) (node, bool) {
	n, ok := o.node.get(key)
	switch {
	case ok:
	case o.form:
		o.say(o.at(key), "Fill in this field.")
	default:
		o.say(o.at(key), "The key %q is missing.", key)
	}
	return n, ok
}

func (o object) child(key string, keys ...string) (object, bool) {
	n, ok := o.node.get(key)
	if !ok {
		return object{}, false
	}
	return o.open(n, o.at(key), keys...), true
}

// list reads at most so many entries, which bounds the work that a document makes.
func (o object) list(key string, most int) []node {
	n, ok := o.node.get(key)
	if !ok {
		return nil
	}
	if n.shape != aList {
		o.say(o.at(key), "This is %s but must be a list.", n.shape)
		return nil
	}
	if len(n.items) == 0 {
		o.say(o.at(key), "The list is empty. It needs at least one entry.")
	}
	if len(n.items) > most {
		o.say(o.at(key), "The list has %d entries; the limit is %d.", len(n.items), most)
		return n.items[:most]
	}
	return n.items
}

// What a list may hold. Plans in use have a handful of rows, and some name a hundred products.
const (
	mostRows  = 200
	mostNames = 1000
)

// plain reads a text that people can see: no spaces at its ends, nothing that does not print.
func (r *reader) plain(n node, path string) (string, bool) {
	switch {
	case n.shape != aText:
		r.say(path, "This is %s but must be a string.", n.shape)
	case n.text == "":
		r.say(path, "The text is empty.")
	case utf8.RuneCountInString(n.text) > 200:
		r.say(path, "The text has more than 200 characters.")
	case strings.TrimSpace(n.text) != n.text:
		r.say(path, "The text begins or ends with a space.")
	case strings.ContainsFunc(n.text, func(c rune) bool { return !unicode.IsPrint(c) || c == utf8.RuneError }):
		r.say(path, "The text contains invisible characters.")
	default:
		return n.text, true
	}
	return "", false
}

func (o object) text(key string) (string, bool) {
	n, ok := o.need(key)
	if !ok {
		return "", false
	}
	return o.plain(n, o.at(key))
}

// choice reads one of some words; "" stands for a key that is missing or wrong, unless there is a default.
func choice[T ~string](o object, key string, fallback T, words ...T) T {
	if fallback != "" && !o.has(key) {
		return fallback
	}
	s, ok := o.text(key)
	if !ok {
		return fallback
	}
	if !slices.Contains(words, T(s)) {
		all := make([]string, len(words))
		for i, w := range words {
			all[i] = string(w)
		}
		o.say(o.at(key), "%.60q is not one of %s.", s, either(all))
		return fallback
	}
	return T(s)
}

func (o object) flag(key string) bool {
	n, ok := o.node.get(key)
	if ok && n.shape != aFlag && !(o.form && slices.Contains([]string{"true", "on", "false"}, n.text)) {
		o.say(o.at(key), "This is %s but must be true or false.", n.shape)
	}
	return n.text == "true" || n.text == "on"
}

// count reads a whole number from 1 on, which a document writes as a number.
func (o object) count(key string) (int, bool) {
	n, ok := o.need(key)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(n.text)
	switch {
	case n.shape != aNumber && !(o.form && n.shape == aText):
		o.say(o.at(key), "This is %s but must be a whole number without quotes.", n.shape)
	case err != nil || i < 1 || i > 36500:
		o.say(o.at(key), "%.40s is not a whole number from 1 to 36500.", n.text)
	default:
		return i, true
	}
	return 0, false
}

func (o object) day(key string) period.Date {
	n, ok := o.need(key)
	if !ok {
		return 0
	}
	return o.dayAt(n, o.at(key))
}

func (r *reader) dayAt(n node, path string) period.Date {
	s, ok := r.plain(n, path)
	if !ok {
		return 0
	}
	d, err := period.ParseDate(s)
	if err != nil || d < firstDay || d >= lastDay {
		r.say(path, "%.40q is not a date such as 2026-01-31, between %s and %s.", s, firstDay, lastDay)
		return 0
	}
	return d
}

var firstDay, lastDay = period.NewDate(1990, 1, 1), period.NewDate(2200, 1, 1)

// span reads the days from "from" up to, not including, "to".
func (o object) span(key string) Span {
	c, ok := o.child(key, "from", "to")
	if !ok {
		return Span{}
	}
	s := Span{From: c.day("from"), To: c.day("to")}
	switch {
	case s.From == 0 || s.To == 0 || s.From < s.To:
	case o.form:
		o.say(c.at("to"), "The last day must not be before the first day.")
	default:
		o.say(c.at("to"), "The end, %s, must be after the start, %s. The end is the first day that no longer counts.",
			s.To, s.From)
	}
	return s
}

var written = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,13})(\.[0-9]{1,12})?$`)

// number reads a decimal that a document writes as a string, in the form that it is kept in.
func (o object) number(key string, u Unit) (decimal.Decimal, bool) {
	n, ok := o.need(key)
	if !ok {
		return decimal.Zero, false
	}
	return o.decimal(n, o.at(key), u)
}

func (r *reader) decimal(n node, path string, u Unit) (decimal.Decimal, bool) {
	if n.shape == aNumber {
		r.say(path, "Write it as a string, \"%.40s\", to keep every digit.", n.text)
		return decimal.Zero, false
	}
	if n.shape != aText {
		r.say(path, "This is %s but must be a decimal written as a string.", n.shape)
		return decimal.Zero, false
	}
	if !written.MatchString(n.text) {
		if r.form {
			r.say(path, "“%.40s” is not a number such as 10 or 12.5.", n.text)
			return decimal.Zero, false
		}
		r.say(path,
			"%.40q is not a decimal such as 0.15: digits, at most 14 before the point and 12 after it, no sign +, "+
				"exponent or separators.", n.text)
		return decimal.Zero, false
	}
	d := decimal.RequireFromString(n.text)
	if e := r.currency.Exponent(); u == InMoney && d.Exponent() < -e && !d.Equal(d.Truncate(e)) {
		r.say(path, "%s has more decimals than %s allows (%d).", n.text, r.currency, e)
		return decimal.Zero, false
	}
	return decimal.RequireFromString(u.Write(d, r.currency)), true
}

// figure writes a value as the reader of the problem knows it: a share that was typed into a form is a percentage.
func (r *reader) figure(d decimal.Decimal, u Unit) string {
	if r.form && u == InShares {
		return d.Shift(2).String() + " %"
	}
	return u.Write(d, r.currency)
}

// positive reads a decimal above zero.
func (o object) positive(key string, u Unit) (decimal.Decimal, bool) {
	d, ok := o.number(key, u)
	if ok && !d.IsPositive() {
		o.say(o.at(key), "%s is not above zero.", o.figure(d, u))
		return decimal.Zero, false
	}
	return d, ok
}

// atLeastZero reads a decimal that is not negative.
func (o object) atLeastZero(key string, u Unit) (decimal.Decimal, bool) {
	d, ok := o.number(key, u)
	if ok && d.IsNegative() {
		o.say(o.at(key), "%s is below zero.", o.figure(d, u))
		return decimal.Zero, false
	}
	return d, ok
}

// maybe makes a reading of a key that may be left out a pointer.
func maybe(o object, key string, u Unit, read func(object, string, Unit) (decimal.Decimal, bool)) *decimal.Decimal {
	if !o.has(key) {
		return nil
	}
	d, ok := read(o, key, u)
	if !ok {
		return nil
	}
	return &d
}
