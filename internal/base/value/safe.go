package value

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"quarterdeck/internal/base/money"
)

// formula is what a text begins with that a spreadsheet takes for a formula, in the wide forms too.
const formula = "=+-@|%\uff1d\uff0b\uff0d\uff20"

// hidden is a formula behind a separator, which some spreadsheets split a cell at.
var hidden = regexp.MustCompile(`(;\s*)([=+@-])`)

// SafeCell keeps a spreadsheet from running a text as a formula: one that begins like a formula, or hides that behind
// white space, gets an apostrophe. A plain number stays a number.
func SafeCell(s string) string {
	s = hidden.ReplaceAllString(s, "$1'$2")
	start := strings.TrimLeft(s, " \t\r\n\u00a0\ufeff")
	first, _ := utf8.DecodeRuneInString(start)
	if start == "" || !strings.ContainsRune(formula, first) && !strings.ContainsAny(s[:1], "\t\r\n") {
		return s
	}
	if _, err := money.Number(s); err == nil {
		return s
	}
	return "'" + s
}

// Unsafe is a text as it was before SafeCell put an apostrophe before it, so that a file of ours can be read again.
func Unsafe(s string) string {
	if strings.HasPrefix(s, "'") && SafeCell(s[1:]) == s {
		return s[1:]
	}
	return s
}
