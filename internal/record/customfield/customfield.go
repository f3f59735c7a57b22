// Package customfield holds the fields that an organisation defines for its records: what each is called, what its
// values are, and from which stage on it is needed.
//
// A field is versioned. Its values are kept by the record that has them, in the text of the history, under the field's
// key, so that a new name changes no record.
package customfield

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
)

// Kind is what the values of a field are.
type Kind string

// The kinds of fields.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Amount Kind = "amount" // in major units of the record's currency
	Date   Kind = "date"
	Flag   Kind = "flag" // yes or no
	Choice Kind = "choice"
)

// Kinds lists them in the order of a form, with their names.
var Kinds = []struct {
	Kind  Kind
	Label string
}{{Text, "Text"}, {Number, "Number"}, {Amount, "Amount"}, {Date, "Date"}, {Flag, "Yes or no"}, {Choice, "Choice"}}

// Label is the kind's name for people.
func (k Kind) Label() string {
	for _, one := range Kinds {
		if one.Kind == k {
			return one.Label
		}
	}
	return string(k)
}

// Valid tells that there is such a kind.
func (k Kind) Valid() bool { return k.Label() != string(k) }

// Opportunity is the object whose fields are defined.
const Opportunity = "opportunity"

// Field is a field that an organisation defined, in one of its versions.
type Field struct {
	ID       uuid.UUID // of the version
	FieldID  uuid.UUID
	At       time.Time
	MemberID *uuid.UUID // who made the version; nil: the system
	Object   string
	Name     string
	Kind     Kind
	Help     string
	Options  []string // of a choice, in order
	Needed   string   // the stage from which on it is needed; empty: none
	Source   string   // the column of imports that fills it; one that is called as the field does too
	Place    int      // in forms
	Retired  bool     // records keep their values; nobody edits them
}

// prefix begins the name of a custom field in histories and forms.
const prefix = "custom:"

// Key is the name of the field in histories and forms.
func (f Field) Key() string { return prefix + f.FieldID.String() }

// IDOf is the key under which a record keeps the value of the field of a name; ok is false where the name is that of no
// custom field.
func IDOf(name string) (id string, ok bool) { return strings.CutPrefix(name, prefix) }

// KeyOf is the name of the field under whose key a record keeps a value.
func KeyOf(id string) string { return prefix + id }

// Set is the fields of an object, in order.
type Set []Field

// Find is the field of a name in histories and forms.
func (s Set) Find(key string) (Field, bool) {
	i := slices.IndexFunc(s, func(f Field) bool { return f.Key() == key })
	if i < 0 {
		return Field{}, false
	}
	return s[i], true
}

// Live are the fields that are in use.
func (s Set) Live() Set {
	return slices.DeleteFunc(slices.Clone(s), func(f Field) bool { return f.Retired })
}

// longest is how many letters a value can have.
const longest = 500

// Check is a value as the field keeps it; empty is not known. Numbers and amounts have a point, days are written
// 2026-11-20, and yes is true. What is no such value is refused at the field. Now is the value that the record has: an
// option that is offered no more stays.
func (f Field) Check(text, now string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == now {
		return text, nil
	}
	switch f.Kind {
	case Number, Amount:
		n, err := decimal.NewFromString(text)
		if err != nil || len(text) > 40 || n.Exponent() < -8 || n.Abs().GreaterThan(most) {
			return "", fault.On(f.Key(), fmt.Sprintf("%q is not a number such as 1250.5.", short(text)))
		}
		return n.String(), nil
	case Date:
		day, err := period.ParseDate(text)
		if err != nil {
			return "", fault.On(f.Key(), "Choose a day.")
		}
		return day.String(), nil
	case Flag:
		switch strings.ToLower(text) {
		case "true", "yes", "1":
			return "true", nil
		case "false", "no", "0":
			return "false", nil
		}
		return "", fault.On(f.Key(), "Choose yes or no.")
	case Choice:
		for _, o := range f.Options {
			if strings.EqualFold(o, text) {
				return o, nil
			}
		}
		return "", fault.On(f.Key(), fmt.Sprintf("%q is not one of the choices of %s.", short(text), f.Name))
	}
	return text, fault.Within(f.Key(), text, longest)
}

var most = decimal.New(1, 15)

func short(text string) string {
	if letters := []rune(text); len(letters) > 40 {
		return string(letters[:40]) + "…"
	}
	return text
}
