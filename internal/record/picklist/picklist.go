// Package picklist holds the values that an organisation keeps for the words of an opportunity: why it was lost,
// against whom, and where it came from.
//
// A list is versioned as a whole. Renaming or merging values changes the records too, which package process does; here
// is what the values are and how a word is read.
package picklist

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
)

// The fields whose values are kept in lists.
const (
	LossReason = "loss_reason"
	Competitor = "competitor"
	Source     = "source"
)

// Fields lists them in the order of the settings.
var Fields = []string{LossReason, Competitor, Source}

// Noun is one value of a field, within a sentence.
func Noun(field string) string {
	switch field {
	case LossReason:
		return "loss reason"
	case Competitor:
		return "competitor"
	}
	return "source"
}

// Plural is the list of a field, within a sentence.
func Plural(field string) string { return Noun(field) + "s" }

// Value is one value of a list.
type Value struct {
	Name    string   `json:"name"`
	Retired bool     `json:"retired,omitempty"` // old records keep it; nobody chooses it
	Was     []string `json:"was,omitempty"`     // what became it: earlier names and values that were merged into it
}

// List is the values of a field, in one of its versions.
type List struct {
	ID       uuid.UUID // of the version; uuid.Nil: nobody made one
	Field    string
	At       time.Time
	MemberID *uuid.UUID // who made the version; nil: the system
	Entries  []Value
	Closed   bool   // only its values can be chosen
	Required bool   // asked before an opportunity is lost
	Message  string // what is said where it is missing; empty: Missing says it
	Did      string // what the version changed, in words
}

// start is a list that nobody has made: everything can be typed, and the reason of a loss is asked.
func start(field string) List { return List{Field: field, Required: field == LossReason} }

// Missing is what is said where an opportunity is lost without a value.
func (l List) Missing() string {
	switch {
	case l.Message != "":
		return l.Message
	case l.Field == LossReason:
		return "Say why it was lost. Win rates by reason are made of these."
	}
	return "A lost opportunity needs a " + Noun(l.Field) + "."
}

// Offered are the values that can be chosen, in order.
func (l List) Offered() []string {
	var all []string
	for _, v := range l.Entries {
		if !v.Retired {
			all = append(all, v.Name)
		}
	}
	return all
}

// Find is the value of a name, whatever its case.
func (l List) Find(name string) (Value, bool) {
	i := l.index(name)
	if i < 0 {
		return Value{}, false
	}
	return l.Entries[i], true
}

func (l List) index(name string) int {
	return slices.IndexFunc(l.Entries, func(v Value) bool { return strings.EqualFold(v.Name, strings.TrimSpace(name)) })
}

// Read is the name of the value that a word means: its own name or one that it had, whatever their case. A word that is
// not in the list is itself.
func (l List) Read(word string) (name string, known bool) {
	word = strings.TrimSpace(word)
	if v, ok := l.Find(word); ok {
		return v.Name, true
	}
	for _, v := range l.Entries {
		if slices.ContainsFunc(v.Was, func(was string) bool { return strings.EqualFold(was, word) }) {
			return v.Name, true
		}
	}
	return word, false
}

// Choose is the value that somebody means by a word who may choose it: one that is offered, or where the list allows it
// any other word. Now is the value that the record has, which stays whatever it is.
func (l List) Choose(word, now string) (string, error) {
	if word == "" || word == now {
		return word, nil
	}
	name, known := l.Read(word)
	switch v, _ := l.Find(name); {
	case name == now:
		return name, nil
	case known && v.Retired:
		return "", fault.On(l.Field, fmt.Sprintf("%q is no longer used. Choose another %s.", name, Noun(l.Field)))
	case !known && l.Closed:
		return "", fault.On(l.Field, fmt.Sprintf("%q is not in the list of %s. Choose one from the list.", word,
			Plural(l.Field)))
	}
	return name, nil
}

// Sort puts values that records have into the order of the list; the others follow as they are.
func (l List) Sort(values []string) []string {
	place := func(v string) int {
		if i := l.index(v); i >= 0 {
			return i
		}
		return len(l.Entries)
	}
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b string) int { return place(a) - place(b) })
	return sorted
}

// Lists are the lists of an organisation by field.
type Lists map[string]List

// Of is the list of a field; one that nobody made is open and empty.
func (all Lists) Of(field string) List {
	if l, ok := all[field]; ok {
		return l
	}
	return start(field)
}
