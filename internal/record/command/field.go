package command

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Field is one fact of a record's state as its history keeps it: as text, nil where it is not known.
type Field[S any] struct {
	Name string
	Get  func(*S) *string
	Set  func(*S, string) error
	None func(*S) // makes it not known

	many func(*S) *map[string]string // of a family, whose names begin with Name
}

// Fields are the facts of a state, in the order in which they are written.
type Fields[S any] []Field[S]

// With sets one field of a state from its text.
func (all Fields[S]) With(s *S, name string, value *string) error {
	f, ok := all.find(name)
	switch {
	case !ok:
		return fmt.Errorf("command: there is no field %q", name)
	case value == nil:
		f.None(s)
		return nil
	}
	if err := f.Set(s, *value); err != nil {
		return fmt.Errorf("command: %s = %q: %w", name, *value, err)
	}
	return nil
}

// find is the field of a name, which may be one of a family.
func (all Fields[S]) find(name string) (Field[S], bool) {
	for _, f := range all {
		if key, of := strings.CutPrefix(name, f.Name); f.many != nil && of {
			return f.member(key), true
		} else if f.many == nil && f.Name == name {
			return f, true
		}
	}
	return Field[S]{}, false
}

// Value is one field of a state; nil where it is not known.
func (all Fields[S]) Value(s S, name string) *string {
	if f, ok := all.find(name); ok {
		return f.Get(&s)
	}
	return nil
}

// Diff is both sides of what differs between two states.
func (all Fields[S]) Diff(was, is S) Payload {
	p := Payload{}
	for _, f := range all.each(was, is) {
		if a, b := f.Get(&was), f.Get(&is); !Same(a, b) {
			p[f.Name] = Sides{Was: a, Is: b}
		}
	}
	return p
}

// each is every field that one of two states has, a family's members in the order of their names.
func (all Fields[S]) each(a, b S) Fields[S] {
	var found Fields[S]
	for _, f := range all {
		if f.many == nil {
			found = append(found, f)
			continue
		}
		keys := map[string]bool{}
		for _, s := range []*S{&a, &b} {
			for key := range *f.many(s) {
				keys[key] = true
			}
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			found = append(found, f.member(key))
		}
	}
	return found
}

// Family is the fields whose names begin alike, such as those that an organisation defines. Their values are in a map,
// by what follows in their names; what is not known is not in it. States share no map.
func Family[S any](prefix string, at func(*S) *map[string]string) Field[S] {
	return Field[S]{Name: prefix, many: at}
}

// family tells that a field is one of a family.
func (all Fields[S]) family(name string) bool {
	return slices.ContainsFunc(all, func(f Field[S]) bool { return f.many != nil && strings.HasPrefix(name, f.Name) })
}

// member is one field of a family.
func (f Field[S]) member(key string) Field[S] {
	put := func(s *S, v string) {
		next := map[string]string{}
		maps.Copy(next, *f.many(s))
		if delete(next, key); v != "" {
			next[key] = v
		}
		*f.many(s) = next
	}
	return Field[S]{Name: f.Name + key, Get: func(s *S) *string {
		if v, known := (*f.many(s))[key]; known {
			return &v
		}
		return nil
	}, Set: func(s *S, v string) error { put(s, v); return nil }, None: func(s *S) { put(s, "") }}
}

// Same tells that two values are one; nothing and not known are.
func Same(a, b *string) bool { return deref(a) == deref(b) }

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Format is a value in the text of a history; nil: it is not known.
func Format[T any](v *T, as func(T) string) *string {
	if v == nil {
		return nil
	}
	s := as(*v)
	return &s
}

// Text is a field of text, which is never not known.
func Text[S any](name string, at func(*S) *string) Field[S] {
	return Field[S]{name, func(s *S) *string { v := *at(s); return &v },
		func(s *S, v string) error { *at(s) = v; return nil }, func(s *S) { *at(s) = "" }, nil}
}

// Flag is a field that is yes or no.
func Flag[S any](name string, at func(*S) *bool) Field[S] {
	return Field[S]{name, func(s *S) *string { return Format(at(s), strconv.FormatBool) },
		func(s *S, v string) (err error) { *at(s), err = strconv.ParseBool(v); return err },
		func(s *S) { *at(s) = false }, nil}
}

// Whole is a field of a whole number.
func Whole[S any](name string, at func(*S) *int) Field[S] {
	return Field[S]{name, func(s *S) *string { return Format(at(s), strconv.Itoa) },
		func(s *S, v string) (err error) { *at(s), err = strconv.Atoi(v); return err },
		func(s *S) { *at(s) = 0 }, nil}
}

// Count is a field of a whole number that may be not known.
func Count[S any](name string, at func(*S) **int64) Field[S] {
	return Field[S]{name, func(s *S) *string {
		return Format(*at(s), func(v int64) string { return strconv.FormatInt(v, 10) })
	}, func(s *S, v string) error {
		n, err := strconv.ParseInt(v, 10, 64)
		*at(s) = &n
		return err
	}, func(s *S) { *at(s) = nil }, nil}
}

// Key is a field that names another record.
func Key[S any](name string, at func(*S) **uuid.UUID) Field[S] {
	return Field[S]{name, func(s *S) *string { return Format(*at(s), uuid.UUID.String) },
		func(s *S, v string) error {
			id, err := uuid.Parse(v)
			*at(s) = &id
			return err
		}, func(s *S) { *at(s) = nil }, nil}
}

// Gone is the field that tells that a record is archived; it is not known where the record is there.
func Gone[S any](at func(*S) *bool) Field[S] {
	return Field[S]{gone, func(s *S) *string {
		if !*at(s) {
			return nil
		}
		return Format(at(s), strconv.FormatBool)
	}, func(s *S, v string) (err error) { *at(s), err = strconv.ParseBool(v); return err },
		func(s *S) { *at(s) = false }, nil}
}

const gone = "deleted"
