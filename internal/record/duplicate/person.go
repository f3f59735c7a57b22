package duplicate

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Person is somebody who is compared. Texts are as people wrote them; the company is a key that colleagues share.
type Person struct {
	First, Last string
	Emails      []string
	Phones      []string
	Company     string
}

// human is a person as they are compared.
type human struct {
	first, last string   // folded, without spaces and marks
	given       string   // the first name written out: "bill" is "william"
	mails       []string // of one person each
	shared      []string // of a desk, such as info@
	phones      []string
	companies   []string // the key of their company, and the domains of their addresses
}

// crew counts how often something occurs among people, so that what many share proves nothing.
type crew struct{ mails, phones, names map[string]int }

// FindPeople compares people with one another. Pairs come best first.
func FindPeople(people []Person) []Pair {
	all := make([]human, len(people))
	c := crew{mails: map[string]int{}, phones: map[string]int{}, names: map[string]int{}}
	for i, p := range people {
		all[i] = humanOf(p)
		for _, m := range all[i].mails {
			c.mails[m]++
		}
		for _, n := range all[i].phones {
			c.phones[n]++
		}
		for _, of := range all[i].companies {
			c.names[all[i].full()+"\x00"+of]++
		}
	}
	var found []Pair
	for _, p := range candidates(len(all), func(i int) func(func(string, string) bool) { return all[i].keys }) {
		if score, reasons := c.weigh(all[p[0]], all[p[1]]); score >= Threshold {
			found = append(found, Pair{p[0], p[1], score, reasons})
		}
	}
	slices.SortFunc(found, bestFirst)
	return found
}

func bestFirst(a, b Pair) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

func humanOf(p Person) human {
	h := human{first: plain(p.First), last: plain(p.Last)}
	h.given = h.first
	if long, ok := given[h.first]; ok {
		h.given = long
	}
	for _, text := range p.Emails {
		mail, desk := mailOf(text)
		switch {
		case mail == "":
			continue
		case desk:
			h.shared = append(h.shared, mail)
		default:
			h.mails = append(h.mails, mail)
		}
		if domain := domainOf(mail); domain != "" && !free[domain] {
			h.companies = append(h.companies, domain)
		}
	}
	if p.Company != "" {
		h.companies = append(h.companies, p.Company)
	}
	h.phones = phonesOf(p.Phones)
	return h
}

// plain is a name as letters only; of "Anna-Maria J." it is "annamaria", as a middle initial says little.
func plain(text string) string {
	words := strings.Fields(strings.NewReplacer(".", " ", ",", " ").Replace(folded(text)))
	var b strings.Builder
	for i, w := range words {
		if i > 0 && len([]rune(w)) == 1 || titles[w] {
			continue
		}
		b.WriteString(strings.NewReplacer("-", "", "'", "", "’", "", "`", "").Replace(w))
	}
	return b.String()
}

// titles are words beside a name that are no part of it.
var titles = set("mr mrs ms dr prof herr frau jr sr ii iii phd mba")

// full is the name in an order that is the same where first and last name were exchanged.
func (h human) full() string { return min(h.given, h.last) + " " + max(h.given, h.last) }

// desks are addresses that several people read.
var desks = set("info sales office contact hello support service team mail admin billing accounts accounting finance " +
	"orders purchasing procurement hr jobs marketing press webmaster reception kontakt vertrieb einkauf buchhaltung " +
	"buero noreply no-reply help helpdesk it enquiries inquiries general")

// mailOf is an e-mail address as it is compared: in lower case, without a tag after a plus, and at Google without dots.
// desk tells that several people read it.
func mailOf(text string) (mail string, desk bool) {
	local, host, ok := strings.Cut(strings.ToLower(strings.TrimSpace(text)), "@")
	if !ok || local == "" || !strings.Contains(host, ".") {
		return "", false
	}
	local, _, _ = strings.Cut(local, "+")
	if host == "googlemail.com" {
		host = "gmail.com"
	}
	if host == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	if local == "" {
		return "", false
	}
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil && free[site] {
		return local + "@" + host, false
	}
	return local + "@" + host, desks[local]
}

// keys yields what a person is looked up by: addresses, numbers, the name, and within a company either name.
func (h human) keys(yield func(string, string) bool) {
	for kind, values := range map[string][]string{"mail": h.mails, "phone": h.phones} {
		for _, v := range values {
			if !yield(kind, v) {
				return
			}
		}
	}
	if h.last == "" && h.first == "" {
		return
	}
	if !yield("name", h.full()) {
		return
	}
	for _, of := range h.companies {
		for _, name := range slices.Compact(slices.Sorted(slices.Values([]string{h.given, h.last}))) {
			if name != "" && !yield("at", of+"\x00"+name) {
				return
			}
		}
	}
}
