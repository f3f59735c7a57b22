package editorpage

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan"
)

// separated is a figure that somebody typed with a sign between its digits. A day is none: its signs are hyphens.
var separated = regexp.MustCompile(`^[-+−]?[0-9]+([.,'’ \x{00a0}\x{202f}]+[0-9]+)+%?$`)

// wordKeys are the fields of a plan whose values are words, whatever they look like.
var wordKeys = []string{"id", "name", "note", "type", "product", "source", "segment", "territory"}

// planFigures puts the figures of the editor's form into a document's own writing, with a point, and says which cannot
// be read. An organisation that writes a point itself has them read by the document's rules.
func planFigures(values url.Values, f money.Format) (url.Values, plan.Problems) {
	if f == money.Point || f == "" {
		return values, nil
	}
	var problems plan.Problems
	read := url.Values{}
	for key, all := range values {
		read[key] = slices.Clone(all)
		last := key[strings.LastIndexByte(key, '.')+1:]
		if slices.Contains(wordKeys, last) {
			continue
		}
		for i, text := range all {
			if !separated.MatchString(strings.TrimSpace(text)) {
				continue
			}
			d, err := figure.Number(text, f, 12)
			if err != nil {
				problems = append(problems, plan.Problem{Path: key, Message: fault.Message(err)})
				continue
			}
			read[key][i] = d.String()
		}
	}
	slices.SortFunc(problems, func(a, b plan.Problem) int { return strings.Compare(a.Path, b.Path) })
	return read, problems
}
