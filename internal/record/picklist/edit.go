package picklist

import (
	"fmt"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
)

// The bounds of a list.
const (
	longest = 120 // letters of a value
	most    = 500 // values
)

// Edit is what somebody makes of a value, or a new one.
type Edit struct {
	Was   string // its name until now; empty: it is new
	Name  string
	After string // the value that it follows; empty: it is the first
}

// With is the list with a value changed or added, in its new place. What means nothing is refused at its field.
func (l List) With(e Edit) (List, error) {
	e.Name = strings.TrimSpace(e.Name)
	if err := l.names(e); err != nil {
		return l, err
	}
	v, known := l.Find(e.Was)
	if e.Was != "" && !known {
		return l, fault.New(fault.NotFound, "")
	}
	if known && v.Name != e.Name {
		v.Was = append(slices.Clone(v.Was), v.Name)
	}
	next := l.without(e.Was)
	for i, other := range next.Entries { // a name that is given again is that of its new value only
		next.Entries[i].Was = named(other.Was, e.Name)
	}
	v.Name, v.Was = e.Name, named(v.Was, e.Name)
	place := 1 + next.index(e.After)
	if e.After != "" && place == 0 {
		return l, fault.On("after", "Choose the value that it follows.")
	}
	next.Entries = slices.Insert(next.Entries, place, v)
	next.Did = "Changed " + e.Name
	switch {
	case !known:
		next.Did = "Added " + e.Name
	case e.Was != e.Name:
		next.Did = "Renamed " + e.Was + " to " + e.Name
	}
	return next, nil
}

// named is earlier names without one that is used otherwise.
func named(all []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(was string) bool { return strings.EqualFold(was, name) })
}

// names refuses a name that says nothing or that another value has.
func (l List) names(e Edit) error {
	if e.Name == "" || e.Name == Other {
		return fault.On("name", "Write the name of the "+Noun(l.Field)+".")
	}
	if err := fault.Within("name", e.Name, longest); err != nil {
		return err
	}
	if v, taken := l.Find(e.Name); taken && !strings.EqualFold(v.Name, e.Was) {
		return fault.On("name", fmt.Sprintf("%q is in the list already. Merge the two instead.", v.Name))
	}
	if e.Was == "" && len(l.Entries) >= most {
		return fault.On("name", fmt.Sprintf("A list can have at most %d values.", most))
	}
	return nil
}

// Other stands in a form for a value that is typed beside it; no value is called so.
const Other = "…"

// Merged is the list with one value, or a word that records have, become another value.
func (l List) Merged(from, into string) (List, error) {
	to, known := l.Find(into)
	if !known || to.Retired || strings.EqualFold(from, into) || from == "" {
		return l, fault.On("into", "Choose the "+Noun(l.Field)+" that stays.")
	}
	gone, _ := l.Find(from)
	next := l.without(from)
	i := next.index(into)
	next.Entries[i].Was = append(append(named(to.Was, from), from), gone.Was...)
	next.Did = "Merged " + from + " into " + to.Name
	return next, nil
}

// Retired is the list with a value out of use, or in use again.
func (l List) Retired(name string, retired bool) (List, error) {
	i := l.index(name)
	if i < 0 {
		return l, fault.New(fault.NotFound, "")
	}
	next := l.without("")
	next.Entries[i].Retired = retired
	next.Did = "Retired " + l.Entries[i].Name
	if !retired {
		next.Did = "Restored " + l.Entries[i].Name
	}
	return next, nil
}

// Adopted is the list with words that records have as values of their own, at its end.
func (l List) Adopted(words []string) (List, error) {
	next, added := l.without(""), 0
	for _, w := range words {
		if _, known := next.Read(w); known || strings.TrimSpace(w) == "" {
			continue
		}
		more, err := next.With(Edit{Name: w, After: next.last()})
		if err != nil {
			return l, err
		}
		next, added = more, added+1
	}
	if added != 1 {
		next.Did = fmt.Sprintf("Added %d values that deals have", added)
	}
	if added == 0 {
		return l, fault.On("adopt", "Select at least one value.")
	}
	return next, nil
}

func (l List) last() string {
	if len(l.Entries) == 0 {
		return ""
	}
	return l.Entries[len(l.Entries)-1].Name
}

// without is a copy of the list that lacks a value.
func (l List) without(name string) List {
	l.Entries = slices.DeleteFunc(slices.Clone(l.Entries),
		func(v Value) bool { return name != "" && strings.EqualFold(v.Name, name) })
	return l
}
