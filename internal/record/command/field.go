package command

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

// Field is one fact of a record's state as its history keeps it: as text, nil where it is not known.
type Field[S any] struct {
	Name string
	Get  func(*S) *string
	Set  func(*S, string) error
	None func(*S) // makes it not known
}

// Fields are the facts of a state, in the order in which they are written.
type Fields[S any] []Field[S]

// With sets one field of a state from its text.
func (all Fields[S]) With(s *S, name string, value *string) error {
	for _, f := range all {
		switch {
		case f.Name != name:
		case value == nil:
			f.None(s)
			return nil
		default:
			if err := f.Set(s, *value); err != nil {
				return fmt.Errorf("command: %s = %q: %w", name, *value, err)
			}
			return nil
		}
	}
	return fmt.Errorf("command: there is no field %q", name)
}

// Value is one field of a state; nil where it is not known.
func (all Fields[S]) Value(s S, name string) *string {
	for _, f := range all {
		if f.Name == name {
			return f.Get(&s)
		}
	}
	return nil
}

// Diff is both sides of what differs between two states.
func (all Fields[S]) Diff(was, is S) Payload {
	p := Payload{}
	for _, f := range all {
		if a, b := f.Get(&was), f.Get(&is); !Same(a, b) {
			p[f.Name] = Sides{Was: a, Is: b}
		}
	}
	return p
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
		func(s *S, v string) error { *at(s) = v; return nil }, func(s *S) { *at(s) = "" }}
}

// Flag is a field that is yes or no.
func Flag[S any](name string, at func(*S) *bool) Field[S] {
	return Field[S]{name, func(s *S) *string { return Format(at(s), strconv.FormatBool) },
		func(s *S, v string) (err error) { *at(s), err = strconv.ParseBool(v); return err },
		func(s *S) { *at(s) = false }}
}

// Whole is a field of a whole number.
func Whole[S any](name string, at func(*S) *int) Field[S] {
	return Field[S]{name, func(s *S) *string { return Format(at(s), strconv.Itoa) },
		func(s *S, v string) (err error) { *at(s), err = strconv.Atoi(v); return err },
		func(s *S) { *at(s) = 0 }}
}

// Count is a field of a whole number that may be not known.
func Count[S any](name string, at func(*S) **int64) Field[S] {
	return Field[S]{name, func(s *S) *string {
		return Format(*at(s), func(v int64) string { return strconv.FormatInt(v, 10) })
	}, func(s *S, v string) error {
		n, err := strconv.ParseInt(v, 10, 64)
		*at(s) = &n
		return err
	}, func(s *S) { *at(s) = nil }}
}

// Key is a field that names another record.
func Key[S any](name string, at func(*S) **uuid.UUID) Field[S] {
	return Field[S]{name, func(s *S) *string { return Format(*at(s), uuid.UUID.String) },
		func(s *S, v string) error {
			id, err := uuid.Parse(v)
			*at(s) = &id
			return err
		}, func(s *S) { *at(s) = nil }}
}

// Gone is the field that tells that a record is archived; it is not known where the record is there.
func Gone[S any](at func(*S) *bool) Field[S] {
	return Field[S]{gone, func(s *S) *string {
		if !*at(s) {
			return nil
		}
		return Format(at(s), strconv.FormatBool)
	}, func(s *S, v string) (err error) { *at(s), err = strconv.ParseBool(v); return err },
		func(s *S) { *at(s) = false }}
}

const gone = "deleted"
