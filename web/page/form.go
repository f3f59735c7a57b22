package page

import "net/url"

// Form is what somebody typed and why it was refused. The zero Form is one that nobody has filled in yet.
type Form struct {
	Typed   url.Values
	Field   string // that the problem is about; empty: the whole form
	Problem string
}

// Sent tells that the form comes back because it was refused.
func (f Form) Sent() bool { return f.Problem != "" }

// Value is what was typed into a field, or what stands there at first.
func (f Form) Value(name, first string) string {
	if f.Sent() {
		return f.Typed.Get(name)
	}
	return first
}

// Ticked tells whether a box was ticked, or is at first.
func (f Form) Ticked(name string, first bool) bool {
	if f.Sent() {
		return f.Typed.Get(name) != ""
	}
	return first
}

// Error is why a field was refused.
func (f Form) Error(name string) string {
	if f.Field != name {
		return ""
	}
	return f.Problem
}

// General is the problem where none of the fields shows it.
func (f Form) General(fields ...string) string {
	for _, name := range fields {
		if f.Field == name {
			return ""
		}
	}
	return f.Problem
}
