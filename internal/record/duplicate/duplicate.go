// Package duplicate finds records that are the same company, or the same person, and says why.
//
// Two records are compared where they share something rare: a domain, a phone number, a name but for one letter, a word
// that few names have. What speaks for and against them is then weighed by the rules in weigh, each of which a person
// can read. Nothing is learnt and nothing is random: the same records give the same answer.
package duplicate

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Record is what is compared. Texts are as people wrote them.
type Record struct {
	ID         uuid.UUID
	ExternalID string
	Name       string
	Websites   []string // and e-mail addresses
	Phones     []string
	State      string
	Country    string
}

// Pair is two records, by their places in what was asked about, that are probably one.
type Pair struct {
	A, B    int
	Score   float64 // from 0 to 1; at least Threshold
	Reasons []string
}

// Cluster is records that are probably one, by their places, with the best score among them and what speaks for it.
type Cluster struct {
	Members []int
	Score   float64
	Reasons []string
}

// Threshold is the score from which on two records are told to be duplicates.
const Threshold = 0.75

// side is a record as it is compared.
type side struct {
	name           name
	domains        []string
	phones         []string
	state, country string
}

// Find compares records with one another. Pairs come best first.
func Find(records []Record) []Pair {
	sides := make([]side, len(records))
	for i, r := range records {
		sides[i] = side{name: nameOf(r.Name), domains: domainsOf(r.Websites), phones: phonesOf(r.Phones),
			state: folded(strings.TrimSpace(r.State)), country: folded(strings.TrimSpace(r.Country))}
	}
	c := count(sides)
	var found []Pair
	for _, p := range candidates(len(sides), func(i int) func(func(string, string) bool) {
		return keys(sides[i], c)
	}) {
		if score, reasons := weigh(sides[p[0]], sides[p[1]], c); score >= Threshold {
			found = append(found, Pair{p[0], p[1], score, reasons})
		}
	}
	slices.SortFunc(found, bestFirst)
	return found
}

// Clusters joins pairs that share a record, best first.
func Clusters(records int, pairs []Pair) []Cluster {
	root := make([]int, records)
	for i := range root {
		root[i] = i
	}
	top := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, p := range pairs {
		root[max(top(p.A), top(p.B))] = min(top(p.A), top(p.B))
	}
	at, all := map[int]int{}, []Cluster{}
	for _, p := range pairs { // the best pair of each comes first
		r := top(p.A)
		i, known := at[r]
		if !known {
			i = len(all)
			at[r], all = i, append(all, Cluster{Score: p.Score, Reasons: p.Reasons})
		}
		for _, m := range []int{p.A, p.B} {
			if !slices.Contains(all[i].Members, m) {
				all[i].Members = append(all[i].Members, m)
			}
		}
	}
	for i := range all {
		slices.Sort(all[i].Members)
	}
	return all
}

// counts is how often something occurs, so that what is common proves nothing.
type counts struct {
	words, domains, phones, names map[string]int
	// of the records that share a name with another and have a domain, the share that share it with none of them
	namesakes float64
}

// manyNamesakes is the share from which on a name alone says little.
const manyNamesakes = .5

// The most records that may share something that still tells them apart.
const (
	fewNames   = 3  // a word of a name
	fewDomains = 4  // a domain
	fewPhones  = 3  // a phone number
	crowd      = 40 // records that share a key are compared with one another up to here
)

func count(sides []side) counts {
	c := counts{words: map[string]int{}, domains: map[string]int{}, phones: map[string]int{}, names: map[string]int{}}
	for _, s := range sides {
		for _, t := range s.name.tokens {
			c.words[t]++
		}
		for _, d := range s.domains {
			c.domains[d]++
		}
		for _, p := range s.phones {
			c.phones[p]++
		}
		c.names[s.name.sorted]++
	}
	c.namesakes = namesakes(sides)
	return c
}

func (c counts) common(word string) bool { return c.words[word] > fewNames }

func namesakes(sides []side) float64 {
	byName := map[string][]int{}
	for i, s := range sides {
		if len(s.domains) > 0 {
			byName[s.name.sorted] = append(byName[s.name.sorted], i)
		}
	}
	alone, all := 0, 0
	for _, group := range byName {
		if len(group) < 2 {
			continue
		}
		seen := map[string]int{}
		for _, i := range group {
			for _, d := range sides[i].domains {
				seen[d]++
			}
		}
		for _, i := range group {
			all++
			if !slices.ContainsFunc(sides[i].domains, func(d string) bool { return seen[d] > 1 }) {
				alone++
			}
		}
	}
	if all < 20 { // too few to tell
		return 0
	}
	return float64(alone) / float64(all)
}
