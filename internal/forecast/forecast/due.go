package forecast

import (
	"slices"
	"sort"
	"time"

	"quarterdeck/internal/base/period"
)

// Due is the status of a member's calls: when the last was due, and whether it was made.
type Due struct {
	At   time.Time // when it is, or was, due; zero: nothing is asked for
	Late bool      // nothing was said in time
	Soon bool      // within a day, and nothing said yet
	Done bool      // said for the due time at hand
}

// Dues are the moments in a period at which calls are due, in order: weekly and monthly, in the organisation's zone
// (a due time that a change of the clock leaves out is an hour later). Those before the rules were set ask for nothing.
func (s Settings) Dues(p period.Period, zone *time.Location) []time.Time {
	var all []time.Time
	at := func(d period.Date, minutes int) {
		if due := d.At(minutes, zone); !due.Before(s.KnownAt) {
			all = append(all, due)
		}
	}
	for d := p.Start; d < p.End; d++ {
		t := d.Time()
		last := (d + 1).Time().Month() != t.Month()
		if s.WeeklyOn != nil && t.Weekday() == *s.WeeklyOn {
			at(d, s.WeeklyAt)
		}
		if s.MonthlyOn != nil && (t.Day() == *s.MonthlyOn || last && t.Day() < *s.MonthlyOn) {
			at(d, s.MonthlyAt)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.Compact(all)
}

// Standing is the due status at a moment of somebody whose newest call for the period was made at last (zero: none). A
// call counts for a due time if it was made after the due time before it. After the last due time nothing is due.
func Standing(dues []time.Time, last, now time.Time) Due {
	next := sort.Search(len(dues), func(i int) bool { return dues[i].After(now) })
	if next > 0 {
		var before time.Time
		if next > 1 {
			before = dues[next-2]
		}
		if !last.After(before) {
			return Due{At: dues[next-1], Late: true}
		}
	}
	if next == len(dues) {
		return Due{}
	}
	due := Due{At: dues[next]}
	var since time.Time
	if next > 0 {
		since = dues[next-1]
	}
	due.Done = last.After(since)
	due.Soon = !due.Done && due.At.Sub(now) <= 24*time.Hour
	return due
}

// LastCall is the time of a member's last call for the period; zero: never.
func (n *Node) LastCall() time.Time {
	var last time.Time
	for _, s := range n.Called {
		if s.SubmittedAt.After(last) {
			last = s.SubmittedAt
		}
	}
	return last
}
