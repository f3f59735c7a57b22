// Package projection forecasts what will be won in a period: what is closed, what of the open opportunities will close
// and when, and what is not in the pipeline yet (definitions §3, §5, §9).
//
// Everything here is a pure function of a Book, the history of an organisation's opportunities up to the end of a day.
// A forecast as of a past day is made of Book.Until that day, so that nothing can follow from what came later.
package projection

import (
	"sort"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// State is an opportunity as known from the end of day From until the next state.
type State struct {
	From          period.Date
	Stage         string
	Status        opportunity.Status
	Category      opportunity.Category
	ByHand        bool // the category was set by a person
	ProbabilityBP int
	Amount        *int64 // minor units of the base currency; nil: not known
	CloseOn       period.Date
	Owner         string // the member's key in the source, or our own; empty: nobody
	Type          string
	Source        string
	Competitor    string // empty as long as its history is not kept
	Budget        string // yes, no, or empty as long as its history is not kept
}

// Record is one opportunity with its history, oldest first.
type Record struct {
	ID       uuid.UUID
	Key      string // the source's key, or our own: what the order rests on
	Created  period.Date
	Segment  string
	States   []State
	Touches  []period.Date // days of activities that took place, one for each
	Contacts []period.Date // days on which a contact was linked
}

// Book is the history of all opportunities up to the end of Day, ordered by creation and key.
type Book struct {
	Calendar period.Calendar
	Day      period.Date
	DecayBP  int // share of its probability that an overdue opportunity keeps, hundredths of a percent
	Records  []Record
}

// Sort puts the records in the order on which repeatable results depend.
func (b *Book) Sort() {
	sort.Slice(b.Records, func(i, j int) bool {
		x, y := &b.Records[i], &b.Records[j]
		if x.Created != y.Created {
			return x.Created < y.Created
		}
		return x.Key < y.Key
	})
}

// Until is the book as it was at the end of a day, without later records, states, activities and contacts.
func (b *Book) Until(day period.Date) *Book {
	if day >= b.Day {
		return b
	}
	cut := &Book{Calendar: b.Calendar, Day: day, DecayBP: b.DecayBP}
	for i := range b.Records {
		r := b.Records[i]
		if r.States = r.States[:statesUntil(r.States, day)]; len(r.States) == 0 {
			continue
		}
		r.Touches, r.Contacts = upTo(r.Touches, day), upTo(r.Contacts, day)
		cut.Records = append(cut.Records, r)
	}
	return cut
}

// silence is for how long nothing may have been created within a history: what is dated before, such as with the first
// day of the calendar where a source has no date, does not belong to it.
const silence = 2 * 365

// Began is the first day of usable history: the first creation without a later gap of two years. For an empty book it
// is the book's own day.
func (b *Book) Began() period.Date {
	began := b.Day
	for i := len(b.Records) - 1; i >= 0; i-- {
		created := b.Records[i].Created
		if i < len(b.Records)-1 && created < began-silence {
			break
		}
		began = created
	}
	return began
}

// statesUntil counts the states that were known by the end of a day.
func statesUntil(states []State, day period.Date) int {
	return sort.Search(len(states), func(i int) bool { return states[i].From > day })
}

// upTo keeps the days up to and with one; they are in order.
func upTo(days []period.Date, day period.Date) []period.Date {
	return days[:sort.Search(len(days), func(i int) bool { return days[i] > day })]
}

// At is the state known at the end of a day; ok is false before the opportunity was known.
func (r *Record) At(day period.Date) (s *State, ok bool) {
	n := statesUntil(r.States, day)
	if n == 0 {
		return nil, false
	}
	return &r.States[n-1], true
}

// Last is the state at the end of the book.
func (r *Record) Last() *State { return &r.States[len(r.States)-1] }

// worth is an amount in minor units, zero where it is not known.
func worth(s *State) int64 {
	if s.Amount == nil {
		return 0
	}
	return *s.Amount
}
