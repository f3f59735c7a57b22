package plan

import (
	"fmt"
	"strings"

	"quarterdeck/internal/base/fault"
)

// Problem is an error or a warning in a plan document: its path, such as components[0].tiers[1].rate, and a sentence.
// The path of the whole document is "document".
type Problem struct{ Path, Message string }

// String is the problem as one line: its path and its sentence.
func (p Problem) String() string { return p.Path + ": " + p.Message }

// Key is the path as the form of a plan names it: components.0.tiers.1.rate.
func (p Problem) Key() string {
	return strings.NewReplacer("[", ".", "]", "").Replace(p.Path)
}

// Problems are all errors of a document, in its order. As an error it is Invalid: the person can fix it.
type Problems []Problem

// mostProblems bounds what is told about one document: a file of the wrong kind would fill the page.
const mostProblems = 100

// Error is a line for each problem.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes problems a fault of the person's, with all the sentences.
func (ps Problems) Unwrap() error { return fault.New(fault.Invalid, ps.Error()) }

// At is the error at one field of a form, by its key; "" if there is none. An error of one name in a list is reported
// at the list's field.
func (ps Problems) At(key string) string {
	var said []string
	for _, p := range ps {
		rest, under := strings.CutPrefix(p.Key(), key)
		if under && strings.Trim(rest, ".0123456789") == "" {
			said = append(said, p.Message)
		}
	}
	return strings.Join(said, " ")
}

// bounded keeps the first problems and says how many there are beyond them.
func (ps Problems) bounded() Problems {
	if len(ps) <= mostProblems {
		return ps
	}
	more := len(ps) - mostProblems
	return append(ps[:mostProblems:mostProblems],
		Problem{"document", fmt.Sprintf("There are %d more problems. They are shown once these are fixed.", more)})
}
