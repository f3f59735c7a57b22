// Package market names the people and the accounts of a market. All of it is made up.
package market

import (
	"fmt"
	"strings"

	"quarterdeck/internal/connect/demo/chance"
)

// Market is where a company sells: what its people and its accounts are called.
type Market struct {
	First, Last []string
	heads       []string
	industries  []industry
	joint       string // between the words of an account's name
}

// industry is a branch and what its companies are called.
type industry struct {
	name  string
	tails []string
}

// Names hands out the names of accounts, none twice.
type Names struct {
	dice   chance.Dice
	market Market
	taken  map[string]bool
}

// NewNames has handed out nothing yet.
func NewNames(d chance.Dice, m Market) *Names {
	return &Names{dice: d, market: m, taken: map[string]bool{}}
}

// Company is a new account's industry and name.
func (n *Names) Company() (string, string) {
	for try := 0; ; try++ {
		ind := chance.Pick(n.dice, n.market.industries)
		name := chance.Pick(n.dice, n.market.heads) + n.market.joint + chance.Pick(n.dice, ind.tails)
		if try > 40 { // the combinations are nearly used up
			name = fmt.Sprintf("%s %d", name, try-39)
		}
		if !n.taken[name] {
			n.taken[name] = true
			return ind.name, name
		}
	}
}

// Site is the account's domain, under a top-level domain that nobody can own.
func (n *Names) Site(name string) string {
	return Address(strings.TrimSuffix(name, " GmbH")) + ".example"
}

// words reads a list that is written as a text.
func words(text string) []string { return strings.Fields(text) }

var plain = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ø", "o", "å", "a", "é", "e", "è", "e", "á",
	"a",
	"í", "i", "ó", "o", "ł", "l", "ş", "s", "ı", "i", "ğ", "g", "ç", "c", "ñ", "n", "ã", "a", "ć", "c", "š", "s", "ś",
	"s", "ń", "n", "ž", "z", "ú", "u")

// Address is a name as it stands in an address: small letters and digits only.
func Address(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, plain.Replace(strings.ToLower(name)))
}
