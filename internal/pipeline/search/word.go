package search

import (
	"strings"
	"unicode"
)

// Names tells whether a text names something that is known by some words: each of its words begins one of them. Near
// forgives one slip in a word of four letters and more.
func Names(text string, near bool, known ...string) bool {
	asked, words := split(text), split(strings.Join(known, " "))
	if len(asked) == 0 {
		return false
	}
	for _, a := range asked {
		if !begins(a, words, near) {
			return false
		}
	}
	return true
}

func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
}

func begins(asked string, words []string, near bool) bool {
	for _, w := range words {
		if strings.HasPrefix(w, asked) || near && len([]rune(asked)) >= 4 && oneSlip([]rune(asked), []rune(w)) {
			return true
		}
	}
	return false
}

// oneSlip tells whether what was typed begins a word but for one letter that is missing, too many, wrong, or in the
// place of its neighbour.
func oneSlip(typed, word []rune) bool {
	at := 0
	for at < len(typed) && at < len(word) && typed[at] == word[at] {
		at++
	}
	if at == len(typed) {
		return true
	}
	typed, word = typed[at:], word[min(at, len(word)):]
	prefix := func(a, b []rune) bool { return strings.HasPrefix(string(b), string(a)) }
	swapped := len(typed) > 1 && len(word) > 1 && typed[0] == word[1] && typed[1] == word[0] &&
		prefix(typed[2:], word[2:])
	return swapped || prefix(typed[1:], word) || len(word) > 0 && (prefix(typed, word[1:]) ||
		prefix(typed[1:], word[1:]))
}
