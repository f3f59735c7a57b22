package page

import (
	"net/url"

	"quarterdeck/web/ui"
)

// Set is a field of a filter as the address of a page has it. Without a Label it only stays in the address, such as a
// sort; without a Value it is not set.
type Set struct{ Name, Value, Label string }

// Chosen lists the filters of a page that are set, each with the address without it.
func Chosen(path string, fields ...Set) []ui.Choice {
	var all []ui.Choice
	for i, f := range fields {
		if f.Value == "" || f.Label == "" {
			continue
		}
		left := url.Values{}
		for j, other := range fields {
			if other.Value != "" && i != j {
				left.Set(other.Name, other.Value)
			}
		}
		all = append(all, ui.Choice{Label: f.Label, Without: withQuery(path, left.Encode())})
	}
	return all
}

// Named is a field of a filter with the words of its choice: "State: Approved".
func Named(name, value, label string, options []ui.Option) Set {
	for _, o := range options {
		if o.Value == value {
			return Set{name, value, label + ": " + o.Label}
		}
	}
	return Set{Name: name, Value: value, Label: label}
}
