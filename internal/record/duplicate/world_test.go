package duplicate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/record/duplicate"
)

// world is made-up companies of which some are planted twice, as people and systems write them twice.
type world struct {
	records []duplicate.Record
	twin    map[[2]int]bool
}

var (
	firsts = strings.Fields("Vela Solace Nimbus Kite Ridge Aurora Cedar Delta Ember Fjord Granite Harbor Iris Juniper " +
		"Kestrel Lumen Meridian Nova Orchard Pioneer Quartz Raven Summit Tidal Umbra Vertex Willow Xenon Yonder Zephyr " +
		"Beacon Copper Drift Elm Falcon Garnet Hollow Indigo Jasper Keystone")
	seconds = strings.Fields("Ridge Stone Field Brook Water Gate Mill Bridge Light Peak Crest Point Line Way Port")
	kinds   = strings.Fields("Bank Textiles Works Systems Solutions Foods Logistics Media Energy Market Health Motors " +
		"Labs Insurance Software Robotics Materials Travel Partners Services")
	ends   = []string{"", "", "", " Inc", " LLC", " Corp.", " Ltd", " GmbH", ", Inc."}
	states = strings.Fields("NY CA TX WA OR CO IL MA FL GA")
)

func pick(r *rand.Rand, all []string) string { return all[r.IntN(len(all))] }

// made is a world of n companies and twins planted ones. Numbered: a name that is taken gets a number, as "Vela Bank
// 2"; else companies may share names. Sparse: a third of the companies have no website.
func made(seed uint64, n, twins int, numbered, sparse bool) world {
	r := rand.New(rand.NewPCG(seed, 7))
	w, taken := world{twin: map[[2]int]bool{}}, map[string]int{}
	for i := range n {
		base := pick(r, firsts)
		if r.IntN(3) > 0 {
			base += strings.ToLower(pick(r, seconds))
		}
		base += " " + pick(r, kinds)
		if taken[base]++; numbered && taken[base] > 1 {
			base += fmt.Sprintf(" %d", taken[base])
		}
		rec := duplicate.Record{ExternalID: fmt.Sprint(i), Name: base + pick(r, ends), State: pick(r, states),
			Country: "US"}
		if !sparse || r.IntN(3) > 0 {
			rec.Websites = []string{fmt.Sprintf("https://a%06d.example", i)}
		}
		w.records = append(w.records, rec)
	}
	for range twins {
		i := r.IntN(n)
		w.twin[[2]int{i, len(w.records)}] = true
		w.records = append(w.records, again(r, w.records[i], len(w.records)))
	}
	return w
}

// again is a record as somebody else entered it.
func again(r *rand.Rand, rec duplicate.Record, number int) duplicate.Record {
	rec.ExternalID = fmt.Sprint(number)
	switch r.IntN(6) {
	case 0:
		rec.Name = strings.ToUpper(rec.Name)
	case 1:
		rec.Name = strings.TrimSuffix(rec.Name, " Inc") + pick(r, ends)
	case 2, 3:
		rec.Name = typo(r, rec.Name)
	case 4:
		rec.Name = strings.ReplaceAll(rec.Name, " ", "  ") + " Holdings"
	}
	if len(rec.Websites) > 0 {
		host := strings.TrimPrefix(rec.Websites[0], "https://")
		forms := []string{"http://www." + host + "/contact", "info@" + host, strings.ToUpper(host)}
		rec.Websites = []string{pick(r, forms)}
	}
	if r.IntN(4) == 0 {
		rec.State = ""
	}
	return rec
}

// typo swaps two letters, leaves one out or doubles one.
func typo(r *rand.Rand, text string) string {
	letters := []rune(text)
	i := 1 + r.IntN(max(1, strings.IndexByte(text+" ", ' ')-2))
	switch r.IntN(3) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1:
		letters = slices.Delete(letters, i, i+1)
	default:
		letters = slices.Insert(letters, i, letters[i])
	}
	return string(letters)
}

// judged compares what was found with what was planted.
func (w world) judged() (precision, recall float64, wrong []string) {
	root := map[int]int{} // the twins of one company are twins of one another
	for p := range w.twin {
		root[p[1]] = p[0]
	}
	of := func(i int) int {
		if r, ok := root[i]; ok {
			return r
		}
		return i
	}
	found := duplicate.Find(w.records)
	right, planted := 0, map[[2]int]bool{}
	for _, p := range found {
		if of(p.A) == of(p.B) {
			right++
			planted[[2]int{p.A, p.B}] = true
		} else {
			wrong = append(wrong, fmt.Sprintf("%v %+v | %+v", p, w.records[p.A], w.records[p.B]))
		}
	}
	got := 0
	for p := range w.twin {
		if planted[p] {
			got++
		} else if len(wrong) < 400 {
			wrong = append(wrong, fmt.Sprintf("missed %+v | %+v", w.records[p[0]], w.records[p[1]]))
		}
	}
	return float64(right) / float64(max(1, len(found))), float64(got) / float64(len(w.twin)), wrong
}

func TestPlantedDuplicatesAreFoundAndLittleElse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		numbered, sparse bool
		recall           float64
	}{
		{"every company has a name and a website of its own", true, false, .95},
		{"companies share names", false, false, .95},
		{"a third have no website", true, true, .95},
	} {
		precision, recall, wrong := made(1, 20_000, 500, c.numbered, c.sparse).judged()
		t.Logf("%s: precision %.3f, recall %.3f", c.name, precision, recall)
		if precision < .95 || recall < c.recall {
			t.Errorf("%s: precision %.3f, recall %.3f\n%s", c.name, precision, recall,
				strings.Join(wrong[:min(12, len(wrong))], "\n"))
		}
	}
}
