package duplicate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// forms are words of a company's legal form, which say nothing of who it is.
var forms = set("inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh mbh ag kg kgaa ug ohg se sa " +
	"sas sarl srl spa bv nv ab as asa oy oyj aps pty pvt sl sau lda ltda ks kk the and und et y")

// generic are words that many companies add or leave out.
var generic = set("group holding holdings international global worldwide services service solutions enterprises " +
	"partners associates industries gruppe groupe grupo usa us uk europe deutschland germany america americas")

// short is what is written in a short form.
var short = map[string]string{"intl": "international", "mfg": "manufacturing", "svcs": "services", "svc": "services",
	"sys": "systems", "tech": "technologies", "technology": "technologies", "assoc": "associates", "bros": "brothers",
	"ind": "industries", "inds": "industries", "grp": "group", "hldgs": "holdings", "natl": "national",
	"dept": "department",
	"univ": "university", "mgmt": "management", "comm": "communications", "elec": "electric", "labs": "laboratories",
	"lab": "laboratories", "ent": "enterprises", "dist": "distribution", "sol": "solutions", "soln": "solutions",
	"solution": "solutions", "system": "systems", "service": "services", "holding": "holdings", "partner": "partners"}

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// folded is text in lower case without accents.
func folded(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø':
			b.WriteRune('o')
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// name is a company's name as it is compared.
type name struct {
	tokens []string // without its legal form, short forms written out, in their order
	joined string   // the tokens without spaces, so that "Blue Ridge" is "BlueRidge"
	sorted string   // the tokens in the order of the alphabet
	number string   // the tokens with a digit, which tell branches apart
}

func nameOf(text string) name {
	text = folded(text)
	for _, dotted := range []string{"'", "’", "."} { // "O'Neill" and "S.A." are a word each
		text = strings.ReplaceAll(text, dotted, "")
	}
	all := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var n name
	for _, t := range all {
		if long, ok := short[t]; ok {
			t = long
		}
		if !forms[t] {
			n.tokens = append(n.tokens, t)
		}
	}
	if len(n.tokens) == 0 { // "The Company" is a name too
		n.tokens = all
	}
	var numbers []string
	for _, t := range n.tokens {
		if strings.ContainsFunc(t, unicode.IsDigit) {
			numbers = append(numbers, t)
		}
	}
	n.joined, n.number = strings.Join(n.tokens, ""), strings.Join(numbers, " ")
	n.sorted = strings.Join(slices.Sorted(slices.Values(n.tokens)), " ")
	return n
}

// initials are the first letters of a name's words.
func (n name) initials() string {
	var b strings.Builder
	for _, t := range n.tokens {
		b.WriteRune([]rune(t)[0])
	}
	return b.String()
}

// likeness is how alike two names are.
type likeness int

// From nothing alike to the same.
const (
	different likeness = iota
	related            // a rare word, or the initials, in common
	shortened          // the same but for words that many companies add or leave out
	mistyped           // the same but for a letter
	equal
)

// alike compares two names. Common tells of a word that many names have: two such words that differ by a letter are two
// words, and not one that was mistyped.
func alike(a, b name, common func(string) bool) likeness {
	switch {
	case a.joined == b.joined || a.sorted == b.sorted:
		return equal
	case a.number != b.number:
		return different
	}
	onlyA, onlyB := without(a.tokens, b.tokens), without(b.tokens, a.tokens)
	switch {
	case typed(onlyA, onlyB, common, 1),
		len(onlyA) != len(onlyB) && near(a.joined, b.joined, 1) && !allCommon(onlyA, onlyB, common):
		return mistyped
	case len(onlyA) == 0 && allGeneric(onlyB), len(onlyB) == 0 && allGeneric(onlyA):
		return shortened
	case typed(onlyA, onlyB, common, 2), a.initials() == b.joined, b.initials() == a.joined:
		return related
	}
	for _, t := range a.tokens {
		if slices.Contains(b.tokens, t) && !common(t) && !generic[t] {
			return related
		}
	}
	return different
}

// typed tells that the words which two names do not share are the same ones, mistyped in so many letters each.
func typed(a, b []string, common func(string) bool, letters int) bool {
	if len(a) != len(b) || len(a) == 0 || len(a) > 2 {
		return false
	}
	for i := range a {
		if !near(a[i], b[i], letters) || common(a[i]) && common(b[i]) {
			return false
		}
	}
	return true
}

func allCommon(a, b []string, common func(string) bool) bool {
	for _, t := range slices.Concat(a, b) {
		if !common(t) {
			return false
		}
	}
	return true
}

func allGeneric(words []string) bool {
	for _, w := range words {
		if !generic[w] {
			return false
		}
	}
	return true
}

// without are the words of one name that another has not, each as often as it is missing there.
func without(words, others []string) []string {
	left := slices.Clone(others)
	var missing []string
	for _, w := range words {
		if i := slices.Index(left, w); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		missing = append(missing, w)
	}
	return missing
}

// near tells that two words of four letters or more differ by so many edits at most; more than one only from eight
// letters on.
func near(a, b string, limit int) bool {
	x, y := []rune(a), []rune(b)
	shorter := min(len(x), len(y))
	if shorter < 4 || limit > 1 && shorter < 8 {
		return false
	}
	return max(len(x), len(y))-shorter <= limit && edits(x, y) <= limit
}

// edits is the least number of letters to insert, delete, replace or exchange with their neighbour (optimal string
// alignment).
func edits(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	now := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		now[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			now[j+1] = min(last[j+1]+1, now[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				now[j+1] = min(now[j+1], before[j-1]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
