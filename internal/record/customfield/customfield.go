// Package customfield holds the fields that an organisation defines for its records: what each is called, what its
// values are, and from which stage on it is needed.
//
// A field is versioned. Its values are kept by the record that has them, in the text of the history, under the field's
// key, so that a new name changes no record.
package customfield

import (
	"encoding/json"
	"fmt"
	"maps"
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

// The objects whose fields are defined.
const (
	Opportunity = "opportunity"
	Account     = "account"
	Contact     = "contact"
)

// Objects lists them in the order of the settings.
var Objects = []string{Opportunity, Account, Contact}

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

// Prefix begins the name of a custom field in histories and forms.
const Prefix = "custom:"

// Key is the name of the field in histories and forms.
func (f Field) Key() string { return Prefix + f.FieldID.String() }

// IDOf is the key under which a record keeps the value of the field of a name; ok is false where the name is that of no
// custom field.
func IDOf(name string) (id string, ok bool) { return strings.CutPrefix(name, Prefix) }

// KeyOf is the name of the field under whose key a record keeps a value.
func KeyOf(id string) string { return Prefix + id }

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

// Settle is the values of a record as they are kept, each as its kind. What was known and is as it was stays, whatever
// became of its field; an empty value is not known.
func (s Set) Settle(was, is map[string]string) (map[string]string, error) {
	next := map[string]string{}
	for id, text := range is {
		if text == was[id] {
			next[id] = text
		}
	}
	for _, id := range slices.Sorted(maps.Keys(is)) {
		if is[id] == was[id] {
			continue
		}
		f, err := s.editable(KeyOf(id))
		if err != nil {
			return nil, err
		}
		if text, err := f.Check(is[id], was[id]); err != nil {
			return nil, err
		} else if text != "" {
			next[id] = text
		}
	}
	for id, text := range was {
		if _, there := is[id]; !there && text != "" {
			if _, err := s.editable(KeyOf(id)); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}

// editable is a field that is in use.
func (s Set) editable(key string) (Field, error) {
	f, known := s.Find(key)
	if !known {
		return f, fault.On(key, "There is no such field.")
	}
	if f.Retired {
		return f, fault.On(key, fmt.Sprintf("The field %s was retired. Its values stay as they are.", f.Name))
	}
	return f, nil
}

// Format is the values of a record as a JSON object.
func Format(values map[string]string) string {
	if len(values) == 0 {
		return "{}"
	}
	body, err := json.Marshal(values)
	if err != nil {
		panic(err) // texts always have a JSON form
	}
	return string(body)
}

// Values reads what Format writes, in whichever form Postgres gives it back.
func Values(text string) map[string]string {
	all := map[string]string{}
	if json.Unmarshal([]byte(text), &all) != nil {
		return map[string]string{}
	}
	return all
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
