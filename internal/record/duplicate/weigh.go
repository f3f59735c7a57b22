package duplicate

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// free are domains of mail and pages that anybody may have, which tell nothing of a company.
var free = set("gmail.com googlemail.com yahoo.com hotmail.com outlook.com live.com icloud.com me.com aol.com gmx.de " +
	"gmx.net web.de t-online.de mail.com proton.me protonmail.com qq.com 163.com facebook.com linkedin.com twitter.com " +
	"instagram.com wordpress.com blogspot.com sites.google.com msn.com yandex.ru mail.ru orange.fr free.fr")

// domainsOf are the registered domains of websites and e-mail addresses, without those that anybody may have.
func domainsOf(all []string) []string {
	var domains []string
	for _, text := range all {
		if d := domainOf(text); d != "" && !free[d] && !slices.Contains(domains, d) {
			domains = append(domains, d)
		}
	}
	return domains
}

func domainOf(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if _, host, ok := strings.Cut(text, "@"); ok {
		text = host
	}
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(strings.Trim(u.Hostname(), "."))
	if err != nil {
		return ""
	}
	return domain
}

// phonesOf are phone numbers by their last nine digits, which are the same with and without the code of a country.
func phonesOf(all []string) []string {
	var phones []string
	for _, text := range all {
		digits := strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, text)
		if len(digits) >= 7 {
			phones = append(phones, digits[max(0, len(digits)-9):])
		}
	}
	return phones
}

// agreement is what two records say of one thing.
type agreement int

// Unknown: one of them says nothing.
const (
	conflict agreement = iota - 1
	unknown
	agree
)

func (c counts) domain(a, b side) agreement {
	if len(a.domains) == 0 || len(b.domains) == 0 {
		return unknown
	}
	for _, d := range a.domains {
		if slices.Contains(b.domains, d) {
			if c.domains[d] > fewDomains {
				return unknown
			}
			return agree
		}
	}
	return conflict
}

// owner is the part of a domain before its ending: example.com and example.de are of one owner.
func owner(domain string) string {
	name, _, _ := strings.Cut(domain, ".")
	return name
}

// cousins tells that two records have domains of one owner, or some that differ by a letter.
func cousins(a, b side) bool {
	for _, x := range a.domains {
		for _, y := range b.domains {
			if owner(x) == owner(y) || near(owner(x), owner(y), 1) && !strings.ContainsFunc(owner(x), unicode.IsDigit) {
				return true
			}
		}
	}
	return false
}

func (c counts) phone(a, b side) bool {
	return slices.ContainsFunc(a.phones, func(p string) bool {
		return c.phones[p] <= fewPhones && slices.Contains(b.phones, p)
	})
}

func place(a, b side) agreement {
	say := unknown
	for _, p := range [][2]string{{a.country, b.country}, {a.state, b.state}} {
		switch {
		case p[0] == "" || p[1] == "":
		case p[0] != p[1]:
			return conflict
		default:
			say = agree
		}
	}
	return say
}

// table is the score of two records by how alike their names are and what their domains say; what places say is the
// column: another one, not known, the same.
var table = map[likeness]map[agreement][3]float64{
	equal:     {agree: {.95, .98, .99}, unknown: {.70, .90, .95}, conflict: {.40, .50, .78}},
	mistyped:  {agree: {.90, .95, .97}, unknown: {.50, .78, .86}, conflict: {.20, .30, .40}},
	shortened: {agree: {.85, .92, .95}, unknown: {.40, .60, .77}, conflict: {.10, .20, .30}},
	related:   {agree: {.60, .76, .82}, unknown: {.10, .20, .30}, conflict: {0, 0, .10}},
	different: {agree: {.30, .50, .60}, unknown: {0, 0, .10}, conflict: {0, 0, 0}},
}

// What else speaks for two records, added to the score of the table.
const (
	byPhone   = .25
	byCousins = .30 // domains that conflict, but are of one owner or mistyped
	byChance  = .50 // instead: a name that several companies have, and no domain in common
	most      = .99
)

// weigh scores two records and says what speaks for them.
func weigh(a, b side, c counts) (score float64, reasons []string) {
	names, domains, places := alike(a.name, b.name, c.common), c.domain(a, b), place(a, b)
	if a.name.number != b.name.number {
		return 0, nil
	}
	score = table[names][domains][places+1]
	if names >= shortened && domains != agree && c.chance(a, b, names) {
		score = byChance
	}
	if said := said[names]; said != "" {
		reasons = append(reasons, said)
	}
	if domains == agree {
		reasons = append(reasons, "same domain")
	}
	if domains == conflict && names >= mistyped && cousins(a, b) {
		score, reasons = score+byCousins, append(reasons, "similar domain")
	}
	if c.phone(a, b) {
		score, reasons = score+byPhone, append(reasons, "same phone")
	}
	if places == agree {
		reasons = append(reasons, "same place")
	}
	return min(score, most), reasons
}

var said = map[likeness]string{equal: "same name", mistyped: "name differs by a letter",
	shortened: "name without a common word", related: "similar name"}

// chance tells that two companies may well have one name without being one: several have it, or in this organisation
// many of those that share a name have domains of their own.
func (c counts) chance(a, b side, names likeness) bool {
	if names == equal && c.names[a.name.sorted] > fewNames {
		return true
	}
	return c.namesakes > manyNamesakes
}
