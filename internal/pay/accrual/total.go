package accrual

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
)

// Few is the smallest number of people that a total must cover. A smaller one would reveal individual pay.
const Few = 3

// Totals is a roll-forward for readers who may see totals but no individual pay. A row can combine several periods, so
// that each of its figures covers at least Few people.
type Totals struct {
	Rows    []Row
	Split   bool // Pending is shown: enough people are behind it and behind the rest, everywhere
	Draws   bool // draws are shown
	Too     bool // even all periods together are too few people
	Members int  // with a statement
}

// Suppress makes totals of statements of one currency over periods. Adjustments and guarantees are part of what is
// earned there, for few people have them. Joining periods rather than leaving figures out keeps a hidden one from being
// the difference of two that are shown.
func Suppress(items []Item, periods []period.Period) Totals {
	members := map[uuid.UUID][]Item{}
	for _, i := range items {
		members[i.Member] = append(members[i.Member], i)
	}
	t := Totals{Members: len(members), Split: true, Draws: true}
	for len(periods) > 0 {
		n := 1
		for n < len(periods) && !enough(members, joined(periods[:n])) {
			n++
		}
		t.append(items, joined(periods[:n]))
		periods = periods[n:]
	}
	for len(t.Rows) > 0 && !enough(members, t.Rows[len(t.Rows)-1].Period) {
		last := len(t.Rows) - 1
		if last == 0 {
			return Totals{Too: true, Members: t.Members}
		}
		whole := joined([]period.Period{t.Rows[last-1].Period, t.Rows[last].Period})
		t.Rows = t.Rows[:last-1]
		t.append(items, whole)
	}
	for _, r := range t.Rows {
		t.Split = t.Split && many(members, r.Period, func(m Movement) []int64 { return []int64{m.Pending, m.Due()} })
		t.Draws = t.Draws && many(members, r.Period,
			func(m Movement) []int64 { return []int64{m.DrawsOpening, m.Advanced, m.Repaid, m.Draws} })
	}
	t.hide()
	return t
}

// Bears reports whether a rate can be shown beside the totals without revealing individual pay: it and the amounts not
// yet in it cover enough people, and its quarters are not combined with others in the totals.
func (t Totals) Bears(r Rate) bool {
	if t.Too || r.Members < Few || r.Waiting > 0 && r.Waiting < Few {
		return false
	}
	for _, row := range t.Rows {
		for _, edge := range []period.Date{r.From, r.To} {
			if row.Period.Start < edge && edge < row.Period.End {
				return false
			}
		}
	}
	return true
}

func (t *Totals) append(items []Item, p period.Period) {
	row := Roll(items, []period.Period{p})[0]
	row.Earned, row.Adjusted, row.Guaranteed, row.Open = row.Earned+row.Adjusted+row.Guaranteed, 0, 0, 0
	t.Rows = append(t.Rows, row)
}

// hide takes out what is not shown, so that no page and no file can show it.
func (t *Totals) hide() {
	for n := range t.Rows {
		m := &t.Rows[n].Movement
		if !t.Split {
			m.Pending = 0
		}
		if !t.Draws {
			m.DrawsOpening, m.Advanced, m.Repaid, m.Draws = 0, 0, 0, 0
		}
	}
}

// joined is the time of several periods.
func joined(ps []period.Period) period.Period {
	p := ps[0]
	if last := ps[len(ps)-1]; last.End != p.End {
		p.End, p.Label = last.End, p.Label+" – "+last.Label
	}
	return p
}

// enough tells that Few people at least are behind each figure of a period that is not zero for everybody.
func enough(members map[uuid.UUID][]Item, p period.Period) bool {
	return many(members, p, func(m Movement) []int64 {
		return []int64{m.Opening, m.Earned + m.Adjusted + m.Guaranteed, m.Settled, m.Closing}
	})
}

func many(members map[uuid.UUID][]Item, p period.Period, figures func(Movement) []int64) bool {
	var people [4]int
	for _, items := range members {
		for n, f := range figures(Roll(items, []period.Period{p})[0].Movement) {
			if f != 0 {
				people[n]++
			}
		}
	}
	for _, n := range people {
		if n > 0 && n < Few {
			return false
		}
	}
	return true
}
