// Package value reads single cells of other systems' files: numbers, dates, yes and no, the words of an enumeration,
// keys, and the words that say that there is nothing.
//
// It knows no file and no database: how a file writes its numbers and dates is an argument. What cannot be read is an
// error whose text ends a sentence that names the field, such as `"soon" is not a date`.
package value

import (
	"fmt"
	"regexp"
	"strings"
)

// longest is the number of bytes above which a cell is no number and no date, whatever its characters.
const longest = 64

// nothing are the ways in which systems write that a field has no value. A name may be Null: only null and NULL are
// none.
var nothing = map[string]bool{"": true, "null": true, "NULL": true, "(null)": true, "<null>": true, "N/A": true,
	"n/a": true, "#N/A": true, "#NULL!": true, "#VALUE!": true, "#REF!": true, "-": true, "--": true, "–": true,
	"—": true, `\N`: true, "--None--": true, "undefined": true, "NaN": true}

// noDay is a date of zeros, with or without a time.
var noDay = regexp.MustCompile(`^(0{4}[-/.]0{1,2}[-/.]0{1,2}|0{1,2}[-/.]0{1,2}[-/.]0{4})([T ]0{1,2}:00(:00(\.0+)?)?(Z|[+-]00:?00)?)?$`)

// Nothing tells whether a trimmed cell says that there is no value.
func Nothing(text string) bool {
	return nothing[text] || len(text) >= 8 && text[0] == '0' && noDay.MatchString(text)
}

// Fold is a name without what people write differently: case, spaces, punctuation. GTXPro and GTX Pro fold to the same.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u00a0\u202f-_.,'’&/()", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// quoted is a cell in an error, shortened where it is long.
func quoted(text string) string {
	const most = 60
	n := 0
	for i := range text { // a cell may be of megabytes
		if n++; n > most {
			text = text[:i] + "…"
			break
		}
	}
	return fmt.Sprintf("%q", strings.ToValidUTF8(text, "�"))
}
