package page

import "net/url"

// Form is the values typed into a form and the reasons why it was rejected. The zero Form is an empty form.
type Form struct {
	Typed   url.Values
	Field   string // that the problem is about; empty: the whole form
	Problem string
}

// Sent reports whether the form was sent and rejected.
func (f Form) Sent() bool { return f.Problem != "" }

// Value is the typed value of a field, or its initial value.
func (f Form) Value(name, first string) string {
	if f.Sent() {
		return f.Typed.Get(name)
	}
	return first
}

// Ticked reports whether a box was ticked, or is initially.
func (f Form) Ticked(name string, first bool) bool {
	if f.Sent() {
		return f.Typed.Get(name) != ""
	}
	return first
}

// Error is the reason why a field was rejected.
func (f Form) Error(name string) string {
	if f.Field != name {
		return ""
	}
	return f.Problem
}

// General is the problem if none of the given fields shows it.
func (f Form) General(fields ...string) string {
	for _, name := range fields {
		if f.Field == name {
			return ""
		}
	}
	return f.Problem
}
