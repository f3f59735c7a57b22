package ui

import "github.com/a-h/templ"

// Focus puts the cursor into a field where that is where a person begins.
func Focus(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"autofocus": true}
}
