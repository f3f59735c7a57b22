package ui

import "github.com/a-h/templ"

// FieldProps is one labelled input. With an Error it is marked invalid and says why: an answer with status 422 renders
// it again.
type FieldProps struct {
	Label, Name  string
	ID           string // Name, unless the page has that twice
	Type         string // text, or any other of an input
	Value        string
	Placeholder  string
	Hint, Error  string
	Unit         string // stands inside the field, after what is typed: %
	Inputmode    string // "decimal" and "numeric" open the right keypad of a phone
	Autocomplete string
	Rows         int // more than one line of text
	Required     bool
	Disabled     bool
	HideLabel    bool // the label is only read out, as in a cell of a grid
	Attrs        templ.Attributes
}

// Option is a choice of a Select. Those with the same Group stand together, if they follow each other.
type Option struct{ Value, Label, Group string }

// SelectProps is one labelled choice.
type SelectProps struct {
	Label, Name string
	ID          string
	Value       string
	Options     []Option
	Hint, Error string
	Compact     bool // as wide as its text, for headers and filters
	HideLabel   bool
	Required    bool
	Attrs       templ.Attributes
}

// CheckProps is one box to tick; Radio makes it one of several with the same Name.
type CheckProps struct {
	Label, Name, Value, Hint string
	Checked, Radio           bool
	Attrs                    templ.Attributes
}

func (p FieldProps) id() string  { return identity(p.ID, p.Name) }
func (p SelectProps) id() string { return identity(p.ID, p.Name) }

func identity(id, name string) string {
	if id != "" {
		return id
	}
	return "f-" + name
}

func (p FieldProps) attributes() templ.Attributes {
	kind := p.Type
	if kind == "" {
		kind = "text"
	}
	if p.Rows > 1 {
		kind = ""
	}
	a := merge(p.Attrs, "type", kind, "placeholder", p.Placeholder, "inputmode", p.Inputmode, "autocomplete",
		p.Autocomplete)
	return described(a, p.id(), p.Hint, p.Error)
}

func (p SelectProps) attributes() templ.Attributes {
	return described(merge(p.Attrs), p.id(), p.Hint, p.Error)
}

// described ties the hint and the error to the input for those who do not see them beside it.
func described(a templ.Attributes, id, hint, problem string) templ.Attributes {
	by := ""
	if hint != "" {
		by = id + "-hint"
	}
	if problem != "" {
		a["aria-invalid"] = "true"
		by += " " + id + "-error"
	}
	if by != "" {
		a["aria-describedby"] = by
	}
	return a
}

// groups cuts the options where the group changes.
func groups(options []Option) [][]Option {
	var all [][]Option
	for i, o := range options {
		if i == 0 || o.Group != options[i-1].Group {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], o)
	}
	return all
}

func (p SelectProps) class() string {
	if p.Compact {
		return "select select-compact"
	}
	return "select"
}

func labelClass(hidden bool) string {
	if hidden {
		return "sr-only"
	}
	return ""
}
