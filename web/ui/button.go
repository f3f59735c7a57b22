package ui

import "github.com/a-h/templ"

// Look is how much a button asks for; a page has one Primary.
type Look string

// The looks of a button.
const (
	Plain   Look = ""
	Primary Look = "primary"
	Ghost   Look = "ghost"
	Danger  Look = "danger"
)

// ButtonProps is a button of a form. It submits unless Type is "button". Its text is its children.
type ButtonProps struct {
	Look              Look
	Small             bool
	Icon              string
	Type, Name, Value string
	Label             string // the accessible name, where an icon stands alone
	Confirm           string // a question to answer before the form is sent
	Disabled          bool
	Attrs             templ.Attributes
}

// LinkProps is a link that looks like a button.
type LinkProps struct {
	Href  string
	Look  Look
	Small bool
	Icon  string
	Label string
	Attrs templ.Attributes
}

func button(look Look, small bool) string {
	if small {
		switch look {
		case Primary:
			return "btn btn-sm btn-primary"
		case Ghost:
			return "btn btn-sm btn-ghost"
		case Danger:
			return "btn btn-sm btn-error"
		default:
			return "btn btn-sm btn-plain"
		}
	}
	switch look {
	case Primary:
		return "btn btn-primary"
	case Ghost:
		return "btn btn-ghost"
	case Danger:
		return "btn btn-error"
	default:
		return "btn btn-plain"
	}
}

func (p ButtonProps) kind() string {
	if p.Type == "" {
		return "submit"
	}
	return p.Type
}

func (p ButtonProps) attributes() templ.Attributes {
	return merge(p.Attrs, "name", p.Name, "value", p.Value, "aria-label", p.Label, "title", p.Label, "data-confirm",
		p.Confirm)
}

func (p LinkProps) attributes() templ.Attributes {
	return merge(p.Attrs, "aria-label", p.Label, "title", p.Label)
}

// merge adds the pairs whose value is not empty.
func merge(attributes templ.Attributes, pairs ...string) templ.Attributes {
	all := templ.Attributes{}
	for name, value := range attributes {
		all[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all[pairs[i]] = pairs[i+1]
		}
	}
	return all
}

// Ticks makes a form wait until one of its rows is ticked.
func Ticks(waits bool) templ.Attributes { return templ.Attributes{"data-ticks": waits} }
