// Package definition is what each figure means: the one list behind the definitions page, the link on every tile, and
// docs/definitions.md, which is written from it.
package definition

import (
	"fmt"
	"strings"
)

// Definition explains one figure. ID is its anchor on the definitions page.
type Definition struct {
	ID      string
	Name    string
	Means   string // for whoever reads the figure
	Formula string
	Example string // worked, from the definitions that the product is held to
	Note    string // what it does not say, or what is left out
	Source  string // the data that it is computed from
	See     string // the ID of the definition that is read with it
}

// Find is the definition with an anchor.
func Find(id string) (Definition, bool) {
	for _, d := range All {
		if d.ID == id {
			return d, true
		}
	}
	return Definition{}, false
}

// Markdown is the list as docs/definitions.md has it.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Definitions\n\nWhat each figure means. This page is written from `internal/base/definition` by " +
		"`make generate`; the same list stands behind every figure in the product.\n")
	for _, d := range All {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n`%s`\n", d.Name, d.Means, d.Formula)
		for _, extra := range []struct{ head, text string }{{"Example", d.Example}, {"Note", d.Note},
			{"Source", d.Source}} {
			if extra.text != "" {
				fmt.Fprintf(&b, "\n%s: %s\n", extra.head, extra.text)
			}
		}
	}
	return b.String()
}
