package duplicate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"quarterdeck/internal/record/duplicate"
)

var (
	givenNames = strings.Fields("William Robert Richard James John Joseph Michael Thomas Charles Christopher Daniel David " +
		"Edward Andrew Anthony Benjamin Kenneth Lawrence Matthew Nicholas Patrick Peter Philip Raymond Ronald Samuel " +
		"Stephen Timothy Gregory Jeffrey Alexander Elizabeth Katherine Margaret Jennifer Jessica Deborah Susan Patricia " +
		"Rebecca Barbara Victoria Christina Samantha Theresa Pamela Cynthia Judith Dorothy Abigail Angela Laura Emma " +
		"Olivia Sophia Mia Clara Hanna Lena Marie Jürgen Björn Søren François José Renée Zoë Anaïs Jörg Sabine Petra")
	shortForms = map[string]string{"William": "Bill", "Robert": "Bob", "Richard": "Rick", "James": "Jim",
		"Joseph":  "Joe",
		"Michael": "Mike", "Thomas": "Tom", "Charles": "Chuck", "Christopher": "Chris", "Daniel": "Dan",
		"Edward": "Ted",
		"Andrew": "Andy", "Elizabeth": "Liz", "Katherine": "Kate", "Margaret": "Peggy", "Jennifer": "Jen",
		"Susan":    "Sue",
		"Patricia": "Tricia", "Rebecca": "Becky", "Stephen": "Steve"}
	syllables = strings.Fields("ber man ton ley son field wood ham ford worth brook stein hoff mann lund strom gren dal " +
		"eau quez ano etti owski enko ares")
	roots = strings.Fields("Al Bran Car Dun Ell Fair Gar Hart Ing Jan Kings Lang Mar North Os Pem Quin Ros Sel Tal Und " +
		"Var Wes Yar Zim Har Bel Cor Del Fen")
)

// crowd is made-up people at companies, of whom some are planted twice.
type crowd struct {
	people []duplicate.Person
	twin   map[[2]int]bool
}

// somebody is one of n companies' people: their address is of the company, missing, private or of a desk.
func somebody(r *rand.Rand, i, companies int) duplicate.Person {
	first, last := pick(r, givenNames), pick(r, roots)+pick(r, syllables)
	company := r.IntN(companies)
	p := duplicate.Person{First: first, Last: last, Company: fmt.Sprint("company", company)}
	host := fmt.Sprintf("a%05d.example", company)
	switch n := r.IntN(20); {
	case n < 13:
		p.Emails = []string{strings.ToLower(first+"."+last) + "@" + host}
	case n < 15:
		p.Emails = []string{strings.ToLower(first[:1]+last) + "@" + host}
	case n < 16:
		p.Emails = []string{strings.ToLower(first+last) + fmt.Sprint(i) + "@gmail.com"}
	case n < 17:
		p.Emails = []string{"info@" + host}
	}
	switch n := r.IntN(10); {
	case n < 6:
		p.Phones = []string{fmt.Sprintf("+1 %03d %03d %04d", 200+r.IntN(700), r.IntN(1000), r.IntN(10000))}
	case n < 8:
		p.Phones = []string{fmt.Sprintf("+1 555 %07d", company)} // the switchboard
	}
	return p
}

// crowded is n people at companies of about ten, and twins planted ones. One that nothing tells from chance is not
// planted: without an address, and without a number or a company.
func crowded(seed uint64, n, twins int) crowd {
	r := rand.New(rand.NewPCG(seed, 11))
	c := crowd{twin: map[[2]int]bool{}}
	for i := range n {
		c.people = append(c.people, somebody(r, i, n/10))
	}
	for planted := map[int]bool{}; len(planted) < twins; {
		i := r.IntN(n)
		if planted[i] {
			continue
		}
		planted[i] = true
		c.twin[[2]int{i, len(c.people)}] = true
		c.people = append(c.people, enteredAgain(r, c.people[i]))
	}
	return c
}

// enteredAgain is a person as somebody else, or another system, entered them.
func enteredAgain(r *rand.Rand, p duplicate.Person) duplicate.Person {
	mail := len(p.Emails) > 0 && !strings.HasPrefix(p.Emails[0], "info@")
	switch r.IntN(9) {
	case 0:
		p.First, p.Last = strings.ToUpper(p.First), strings.ToUpper(p.Last)
	case 1:
		if short, ok := shortForms[p.First]; ok {
			p.First = short
		}
	case 2:
		p.Last = typo(r, p.Last+"xx")
		p.Last = strings.TrimSuffix(p.Last, "xx")
	case 3:
		p.First = string([]rune(p.First)[:1]) + "."
	case 4:
		p.First, p.Last = p.Last, p.First
	case 5:
		if mail { // the address says enough
			p.Company, p.Phones = "elsewhere", nil
		}
	case 6:
		p.First += " " + string(rune('A'+r.IntN(26))) + "."
		p.Last = strings.NewReplacer("é", "e", "ö", "o", "ü", "u").Replace(p.Last)
	case 7:
		p.Emails, p.First = nil, "Dr. "+p.First
	}
	if len(p.Emails) > 0 && mail {
		local, host, _ := strings.Cut(p.Emails[0], "@")
		forms := []string{local + "+crm@" + host, strings.ToUpper(local) + "@" + host, local + "@" + host}
		if host == "gmail.com" {
			forms = append(forms, local[:3]+"."+local[3:]+"@googlemail.com")
		}
		p.Emails = []string{pick(r, forms)}
	}
	if len(p.Phones) > 0 {
		digits := strings.ReplaceAll(strings.TrimPrefix(p.Phones[0], "+1 "), " ", "")
		dressed := "(" + digits[:3] + ") " + digits[3:6] + "-" + digits[6:]
		p.Phones = []string{pick(r, []string{dressed, "001" + digits, digits})}
	}
	return p
}

func TestPlantedPeopleAreFoundAndLittleElse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		c := crowded(seed, 20_000, 500)
		found, right, got := duplicate.FindPeople(c.people), 0, map[[2]int]bool{}
		var wrong []string
		for _, p := range found {
			if pair := [2]int{p.A, p.B}; c.twin[pair] {
				right++
				got[pair] = true
			} else {
				wrong = append(wrong, fmt.Sprintf("%v %+v | %+v", p, c.people[p.A], c.people[p.B]))
			}
		}
		for pair := range c.twin {
			if !got[pair] && len(wrong) < 40 {
				wrong = append(wrong, fmt.Sprintf("missed %+v | %+v", c.people[pair[0]], c.people[pair[1]]))
			}
		}
		precision, recall := float64(right)/float64(len(found)), float64(right)/float64(len(c.twin))
		t.Logf("precision %.3f, recall %.3f", precision, recall)
		if precision < .95 || recall < .95 {
			t.Errorf("precision %.3f, recall %.3f\n%s", precision, recall, strings.Join(wrong, "\n"))
		}
	}
}

func TestWhatTellsTwoPeopleApart(t *testing.T) {
	t.Parallel()
	eva := duplicate.Person{First: "Eva", Last: "Müller", Emails: []string{"eva.mueller@vela.example"},
		Phones: []string{"+49 30 1234567"}, Company: "vela"}
	for _, c := range []struct {
		name string
		a, b duplicate.Person
		same bool
	}{
		{"a tag after a plus", eva, duplicate.Person{First: "E.", Last: "MULLER",
			Emails: []string{"Eva.Mueller+News@vela.example"}}, true},
		{"dots count except at Google",
			duplicate.Person{First: "Jo", Last: "Day", Emails: []string{"j.day@vela.example"}},
			duplicate.Person{First: "Joan", Last: "Doe", Emails: []string{"jday@vela.example"}}, false},
		{"dots at Google", duplicate.Person{Last: "Day", Emails: []string{"jo.day@gmail.com"}},
			duplicate.Person{First: "Jo", Last: "Day", Emails: []string{"joday@googlemail.com"}}, true},
		{"an address of a desk", duplicate.Person{First: "Jo", Last: "Day", Emails: []string{"sales@vela.example"}},
			duplicate.Person{First: "Ann", Last: "Lee", Emails: []string{"sales@vela.example"}}, false},
		{"one name at two companies", duplicate.Person{First: "Jo", Last: "Day", Company: "vela"},
			duplicate.Person{First: "Jo", Last: "Day", Company: "solace"}, false},
		{"one name and one number at two companies", duplicate.Person{First: "Jo", Last: "Day", Company: "vela",
			Phones: []string{"(415) 555-0100"}}, duplicate.Person{First: "Jo", Last: "Day", Company: "solace",
			Phones: []string{"+1 415 555 0100"}}, true},
		{"one last name at a company", duplicate.Person{First: "Jo", Last: "Day", Company: "vela"},
			duplicate.Person{First: "Ann", Last: "Day", Company: "vela"}, false},
		{"a short first name at a company", duplicate.Person{First: "William", Last: "Day", Company: "vela"},
			duplicate.Person{First: "Bill", Last: "Day", Company: "vela"}, true},
		{"two addresses in one domain", duplicate.Person{First: "Jo", Last: "Day", Company: "vela",
			Emails: []string{"jo.day@vela.example"}}, duplicate.Person{First: "Jo", Last: "Day", Company: "vela",
			Emails: []string{"jo.day.b2@vela.example"}}, false},
		{"names that are empty", duplicate.Person{Company: "vela"}, duplicate.Person{Company: "vela"}, false},
	} {
		found := duplicate.FindPeople([]duplicate.Person{c.a, c.b})
		if (len(found) == 1) != c.same {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
}
