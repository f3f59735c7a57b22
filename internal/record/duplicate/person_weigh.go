package duplicate

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// resemblance is how alike the names of two people are.
type resemblance int

// From nothing alike to the same.
const (
	strangers resemblance = iota
	surname               // the last name alone
	half                  // the last name, where one has no first name
	initial               // the last name, and the initial of the first
	slipped               // the same but for a letter
	familiar              // the same with a short first name
	sameName
)

// resemble compares the names of two people.
func resemble(a, b human) resemblance {
	switch {
	case a.last == "" && a.first == "" || b.last == "" && b.first == "":
		return strangers
	case a.first == b.first && a.last == b.last, a.first != "" && a.first == b.last && a.last == b.first:
		return sameName
	case a.last == b.last && a.last != "":
		return firsts(a, b)
	case a.given == b.given && a.given != "" && near(a.last, b.last, 1):
		return slipped
	}
	return strangers
}

// firsts compares the first names of two people with one last name.
func firsts(a, b human) resemblance {
	short, long := a.first, b.first
	if len(short) > len(long) {
		short, long = long, short
	}
	switch {
	case a.given == b.given:
		return familiar
	case short == "":
		return half
	case utf8.RuneCountInString(short) == 1 && strings.HasPrefix(long, short):
		return initial
	case near(a.first, b.first, 1):
		return slipped
	}
	return surname
}

// touch is what the e-mail addresses of two people say.
type touch int

const (
	elsewhere touch = iota // each has another one, in another domain
	beside                 // each has another one in the same domain
	silent                 // one of them has none
	nearMail               // addresses that differ by a letter, in the same domain
	sameMail
)

func (c crew) mail(a, b human) touch {
	if len(a.mails) == 0 || len(b.mails) == 0 {
		return silent
	}
	say := elsewhere
	for _, x := range a.mails {
		for _, y := range b.mails {
			if x == y && c.mails[x] <= fewMails {
				return sameMail
			}
			local, host, _ := strings.Cut(x, "@")
			other, there, _ := strings.Cut(y, "@")
			switch {
			case host != there:
			case near(local, other, 1):
				say = max(say, nearMail)
			default:
				say = max(say, beside)
			}
		}
	}
	return say
}

// fewMails is how many people may have an address that still is one person's.
const fewMails = 3

// people is the score of two people by how alike their names are and what their e-mail addresses say. What is known of
// their companies is the column: another one, not known, the same.
var people = map[resemblance]map[touch][3]float64{
	sameName: {sameMail: {.97, .99, .99}, nearMail: {.80, .85, .94}, silent: {.40, .55, .88}, beside: {.30, .40, .66},
		elsewhere: {.35, .45, .78}},
	familiar: {sameMail: {.96, .98, .99}, nearMail: {.76, .80, .90}, silent: {.25, .40, .84}, beside: {.20, .30, .60},
		elsewhere: {.20, .30, .66}},
	slipped: {sameMail: {.95, .97, .98}, nearMail: {.78, .82, .92}, silent: {.20, .30, .79}, beside: {.10, .20, .50},
		elsewhere: {.10, .20, .55}},
	initial: {sameMail: {.95, .97, .98}, nearMail: {.50, .60, .78}, silent: {.15, .25, .77}, beside: {.10, .15, .45},
		elsewhere: {.10, .15, .50}},
	half: {sameMail: {.92, .95, .97}, nearMail: {.40, .50, .70}, silent: {.10, .20, .62}, beside: {0, .10, .40},
		elsewhere: {0, .10, .40}},
	surname: {sameMail: {.80, .82, .85}, nearMail: {.10, .10, .20}, silent: {0, 0, .10}, beside: {0, 0, .10},
		elsewhere: {0, 0, .10}},
	strangers: {sameMail: {.55, .60, .62}},
}

// What else speaks for two people.
const (
	byNumber    = .36 // a phone number of few, with alike names
	byExtension = .10 // with others
	byDesk      = .05 // an address that several people read
	oneName     = .60 // at most: one name that many at the company have
)

// weigh scores two people and says what speaks for them.
func (c crew) weigh(a, b human) (score float64, reasons []string) {
	names, mails, firm := resemble(a, b), c.mail(a, b), colleagues(a, b)
	score = people[names][mails][firm+1]
	if names == sameName && mails != sameMail && c.many(a, b) {
		score = min(score, oneName)
	}
	if text := nameSaid[names]; text != "" {
		reasons = append(reasons, text)
	}
	if text := mailSaid[mails]; text != "" {
		reasons = append(reasons, text)
	}
	if c.phone(a, b) {
		reasons = append(reasons, "same phone")
		if score += byExtension; names >= initial {
			score += byNumber - byExtension
		}
	}
	if slices.ContainsFunc(a.shared, func(m string) bool { return slices.Contains(b.shared, m) }) {
		score, reasons = score+byDesk, append(reasons, "same shared address")
	}
	if firm == agree {
		reasons = append(reasons, "same company")
	}
	return min(score, most), reasons
}

var nameSaid = map[resemblance]string{sameName: "same name", familiar: "short first name",
	slipped: "name differs by a letter", initial: "same initial", half: "same last name", surname: "same last name"}

var mailSaid = map[touch]string{sameMail: "same e-mail", nearMail: "e-mail differs by a letter"}

// phone tells that two people share a number of few.
func (c crew) phone(a, b human) bool {
	return slices.ContainsFunc(a.phones, func(n string) bool {
		return c.phones[n] <= fewPhones && slices.Contains(b.phones, n)
	})
}

// many tells that more people at a company have one name than can be one twice.
func (c crew) many(a, b human) bool {
	for _, of := range a.companies {
		if slices.Contains(b.companies, of) && c.names[a.full()+"\x00"+of] > fewNames {
			return true
		}
	}
	return false
}

// colleagues tells whether two people are of one company, as far as it is known.
func colleagues(a, b human) agreement {
	switch {
	case len(a.companies) == 0 || len(b.companies) == 0:
		return unknown
	case slices.ContainsFunc(a.companies, func(of string) bool { return slices.Contains(b.companies, of) }):
		return agree
	}
	return conflict
}
