package value

import (
	"regexp"
	"strings"
)

// Key is the shortest form of a record's key. Salesforce writes one id in 15 characters, or in 18 of which the last
// three say which of the others are capitals; a spreadsheet writes the key 12 as 12.0.
func Key(text string) string {
	if len(text) == 18 && alphanumeric(text) && suffix(text[:15]) == text[15:] {
		return text[:15]
	}
	return Whole(text)
}

// Whole is a key without the decimals that a spreadsheet gives a whole number.
func Whole(text string) string {
	if len(text) > 2 && text[len(text)-1] == '0' && whole.MatchString(text) {
		return text[:strings.IndexByte(text, '.')]
	}
	return text
}

// Forms are the other ways in which a key is written.
func Forms(key string) []string {
	switch short := Key(key); {
	case short != key:
		return []string{short}
	case len(key) == 15 && alphanumeric(key):
		return []string{key + suffix(key)}
	case len(key) < 16 && key != "" && digits(key) && key[0] != '0':
		return []string{key + ".0"}
	}
	return nil
}

// Stem is the first 15 characters of what looks like an id of Salesforce whose last three do not fit them; empty for
// any other key.
func Stem(key string) string {
	if len(key) == 18 && strings.ContainsRune("0123456789aex", rune(key[0])) && alphanumeric(key) &&
		trailer.MatchString(key[15:]) && suffix(key[:15]) != key[15:] {
		return key[:15]
	}
	return ""
}

var (
	whole   = regexp.MustCompile(`^[1-9][0-9]*\.0+$`)
	trailer = regexp.MustCompile(`^([A-Z][A-Z0-5]{2}|[A-Z0-5][A-Z][A-Z0-5]|[A-Z0-5]{2}[A-Z])$`)
	powered = regexp.MustCompile(`^[0-9]([.,][0-9]+)?E\+[0-9]{2,}$`)
)

// Shortened tells whether a spreadsheet has written a long key as a number with an exponent, so that nobody knows which
// it was.
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
