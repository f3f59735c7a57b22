package value

import (
	"regexp"
	"strings"
)

// Key is what a record's key is compared by. Salesforce writes one id in 15 characters, or in 18 of which the last three say
// which of the others are capitals; a spreadsheet writes the key 12 as 12.0.
func Key(text string) string {
	switch {
	case len(text) == 18 && alphanumeric(text) && suffix(text[:15]) == text[15:]:
		return text[:15]
	case len(text) > 2 && text[len(text)-1] == '0' && whole.MatchString(text):
		return text[:strings.IndexByte(text, '.')]
	}
	return text
}

var (
	whole   = regexp.MustCompile(`^[1-9][0-9]*\.0+$`)
	powered = regexp.MustCompile(`^[0-9]([.,][0-9]+)?E\+[0-9]{2,}$`)
)

// Shortened tells whether a spreadsheet has written a long key as a number with an exponent, so that nobody knows which it was.
func Shortened(text string) bool { return powered.MatchString(text) }

func alphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// suffix is the last three characters of an id of 18, by the first 15: each says of five of them which are capitals.
func suffix(id string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	var out [3]byte
	for part := range out {
		bits := 0
		for i := range 5 {
			if c := id[part*5+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		out[part] = letters[bits]
	}
	return string(out[:])
}
