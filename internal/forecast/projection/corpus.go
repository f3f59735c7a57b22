package projection

import (
	"hash/fnv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

const (
	spacing  = 10  // days between the moments of one opportunity that are learnt from
	lifetime = 400 // days after which an old opportunity gives no more moments
)

// Corpus is what can be learnt from a book: moments of each opportunity's life, with the facts of that moment and the
// end that came later. It is made once; a training as of any day uses the part of it that was known by then.
type Corpus struct {
	book  *Book
	facts []fact // by number
	known map[fact]int32
	all   []sample
}

// sample is one moment of one opportunity while it was open.
type sample struct {
	created period.Date // the opportunity
	day     period.Date
	traits  []int32   // facts of the moment
	waits   [][]int32 // facts of each interval after it
	end     ending
}

// ending is how an opportunity ended after a moment.
type ending struct {
	status  opportunity.Status // empty: it is open still
	after   period.Date        // days from the moment to the end
	knownOn period.Date
}

// Learnable prepares a book for training.
func Learnable(b *Book) *Corpus {
	c := &Corpus{book: b, known: map[fact]int32{}}
	for i := range b.Records {
		r := &b.Records[i]
		for _, day := range moments(r, b.Day) {
			c.all = append(c.all, c.sample(r, day))
		}
	}
	return c
}

func (c *Corpus) sample(r *Record, day period.Date) sample {
	state, _ := r.At(day)
	s := sample{created: r.Created, day: day, end: endingAfter(r, day), traits: c.number(traits(r, state, day))}
	for j := 0; j < len(waits) && day+waits[j] <= c.book.Day; j++ {
		s.waits = append(s.waits, c.number(waitFacts(state, day, j, c.book.Calendar)))
		if s.end.status != "" && s.end.knownOn <= day+waits[j] { // until then it was taken to be open
			break
		}
	}
	return s
}

// number gives each fact its number, a new one where it was not seen before.
func (c *Corpus) number(facts []fact) []int32 {
	ids := make([]int32, len(facts))
	for i, f := range facts {
		id, ok := c.known[f]
		if !ok {
			id = int32(len(c.facts))
			c.known[f], c.facts = id, append(c.facts, f)
		}
		ids[i] = id
	}
	return ids
}

// moments lists the days of a record that are learnt from: spacing apart, from an offset that follows from its key.
func moments(r *Record, until period.Date) []period.Date {
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.Key)) // a hash never fails
	first := r.States[0].From
	var all []period.Date
	for d := first + period.Date(h.Sum32()%spacing); d < until && d-first < lifetime; d += spacing {
		if s, ok := r.At(d); ok && s.Status == opportunity.Open {
			all = append(all, d)
		}
	}
	return all
}

// endingAfter finds the first closing that became known after a day. It is dated by the close date, which decides the
// period that it counts in, unless that is not in between.
func endingAfter(r *Record, day period.Date) ending {
	for _, s := range r.States[statesUntil(r.States, day):] {
		if s.Status == opportunity.Open {
			continue
		}
		on := s.From
		if !s.CloseOn.IsZero() && s.CloseOn < on {
			on = max(s.CloseOn, day+1)
		}
		return ending{s.Status, on - day, s.From}
	}
	return ending{}
}

// seen counts the intervals of a sample that were over by a day, and tells whether it had ended in the last of them. An
// end that was not known by the day did not happen yet.
func (s *sample) seen(day period.Date) (intervals int, ended bool) {
	for intervals < len(s.waits) && s.day+waits[intervals] <= day {
		intervals++
		if s.end.status != "" && s.end.knownOn <= day && s.end.after <= waits[intervals-1] {
			return intervals, true
		}
	}
	return intervals, false
}
