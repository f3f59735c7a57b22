// Package fault names the few ways in which a request can go wrong for the person who made it.
//
// A rule that is broken says so with New, in a sentence that the person can act on. Any other
// error is Internal: it is logged where it is answered, and the person sees only a reference number.
package fault

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// Kind sorts a fault by what the person can do about it.
type Kind int

// The kinds of fault. What is not yours to see is NotFound, never Forbidden; Forbidden is for an
// action on something that you can see.
const (
	Internal Kind = iota
	Invalid
	NotFound
	Forbidden
	Conflict
	TooLarge // more was sent than is taken
	TooSlow  // what was sent did not arrive in time
	TooMany  // too much was asked for at once; waiting helps
	TimedOut // it took too long and was stopped; trying again may help
)

// Fault is an error with a sentence for the person who caused it and, for a form, the field it is about.
type Fault struct {
	Kind    Kind
	Message string
	Field   string
}

// New makes a fault; the message is a whole sentence that says what is wrong and what to do.
func New(kind Kind, message string) error {
	return &Fault{Kind: kind, Message: message}
}

// On makes an Invalid fault about one field of a form.
func On(field, message string) error {
	return &Fault{Kind: Invalid, Message: message, Field: field}
}

// Within makes an Invalid fault about a field in which somebody has written more letters than anybody reads; nil: it
// fits.
func Within(field, text string, most int) error {
	if utf8.RuneCountInString(text) <= most {
		return nil
	}
	return On(field, fmt.Sprintf("Write at most %d characters.", most))
}

func (f *Fault) Error() string { return f.Message }

// KindOf tells the kind of an error: that of the first Fault in its chain, else Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

// Message gives the sentence for the person; it is empty for an internal error, whose text is for the log.
func Message(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok && f.Kind != Internal {
		return f.Message
	}
	return ""
}

// Rename is an error about the field of a form that shows it under another name.
func Rename(err error, field string) error {
	if f, ok := errors.AsType[*Fault](err); ok && f.Field != "" {
		return On(field, f.Message)
	}
	return err
}
