package movement

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

var q4 = Window{Period: period.Calendar{}.Containing(period.Quarter, period.NewDate(2026, time.November, 1))}

func day(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		return 0
	}
	return d
}

func open(category opportunity.Category, worth int64, closeOn, today string) State {
	return State{Known: true, Status: opportunity.Open, Category: category, CloseOn: day(closeOn), Covered: true,
		Today: day(today), Worth: &worth}
}

func closed(as opportunity.Status, worth int64, closeOn, today string) State {
	s := open(opportunity.Omitted, worth, closeOn, today)
	if s.Status = as; as == opportunity.Won {
		s.Category, s.Booked = opportunity.Closed, &worth
	}
	return s
}

func elsewhere(s State) State {
	s.Covered = false
	return s
}

func TestEachMovementHasItsBar(t *testing.T) {
	const before, after = "2026-11-15", "2026-11-22"
	in := open("commit", 100, "2026-12-10", before)
	hundred, ninety := int64(100), int64(90)
	unknown := open("commit", 0, "2026-12-10", before)
	unknown.Worth = nil
	byCategory := q4
	byCategory.Category = "commit"
	for _, c := range []struct {
		name     string
		w        Window
		a, b     State
		restated *int64
		want     string
	}{
		{"nothing", q4, in, open("commit", 100, "2026-12-20", after), &hundred, ""},
		{"new", q4, State{}, open("commit", 100, "2026-12-10", after), nil, "new 100"},
		{"new and won", q4, State{}, closed("won", 70, "2026-11-20", after), nil, "new 70 won -70"},
		{"new and won in another period", q4, State{}, closed("won", 70, "2026-09-20", after), nil, ""},
		{"new and lost", q4, State{}, closed("lost", 70, "2026-11-20", after), nil, ""},
		{"reopened", q4, closed("lost", 100, "2026-11-10", before), open("commit", 120, "2026-12-10", after), &hundred,
			"reopened 100 increased 20"},
		{"lost, then won after all", q4, closed("lost", 100, "2026-11-10", before),
			closed("won", 100, "2026-11-20", after), &hundred, "reopened 100 won -100"},
		{"won before already", q4, closed("won", 100, "2026-11-10", before), closed("won", 100, "2026-11-12", after),
			&hundred, ""},
		{"pulled in", q4, open("commit", 100, "2027-02-01", before), in, &hundred, "pulled_in 100"},
		{"pulled in and raised", q4, open("commit", 100, "2027-02-01", before),
			open("commit", 130, "2026-12-10", after), &hundred, "pulled_in 100 increased 30"},
		{"a first date", q4, open("commit", 100, "", before), in, &hundred, "pulled_in 100"},
		{"a first amount and a first date", q4, open("commit", 100, "", before), in, nil, "pulled_in 100"},
		{"pulled in and won", q4, open("commit", 100, "2027-02-01", before), closed("won", 110, "2026-11-20", after),
			&hundred, "pulled_in 110 won -110"},
		{"its period ended, so it counts in this one", q4, open("commit", 100, "2026-09-20", "2026-09-30"),
			open("commit", 100, "2026-09-20", "2026-10-01"), &hundred, "pushed_in 100"},
		{"entered the team", q4, elsewhere(in), in, &hundred, "entered 100"},
		{"was omitted", q4, open("omitted", 100, "2026-12-10", before), in, &hundred, "entered 100"},
		{"entered the category", byCategory, open("best_case", 100, "2026-12-10", before), in, &hundred, "entered 100"},
		{"raised", q4, in, open("commit", 150, "2026-12-10", after), &hundred, "increased 50"},
		{"cut", q4, in, open("commit", 60, "2026-12-10", after), &hundred, "decreased -40"},
		{"the rate fell", q4, in, open("commit", 90, "2026-12-10", after), &ninety, "fx -10"},
		{"the rate fell and it was raised", q4, in, open("commit", 135, "2026-12-10", after), &ninety,
			"fx -10 increased 45"},
		{"an amount became known", q4, unknown, in, nil, "increased 100"},
		{"slipped", q4, in, open("commit", 100, "2027-01-10", after), &hundred, "pushed_out -100"},
		{"slipped and cut", q4, in, open("commit", 40, "2027-01-10", after), &hundred, "pushed_out -100"},
		{"lost its date", q4, in, open("commit", 100, "", after), &hundred, "pushed_out -100"},
		{"still open when the period ended", q4, open("commit", 100, "2026-12-10", "2026-12-31"),
			open("commit", 100, "2026-12-10", "2027-01-01"), &hundred, "pushed_out -100"},
		{"pulled out", Window{Period: period.Calendar{}.Containing(period.Quarter, day("2027-01-01"))}, open("commit",
			100, "2027-02-01", before), open("commit", 100, "2026-12-10", after), &hundred, "pulled_out -100"},
		{"won", q4, in, closed("won", 120, "2026-11-20", after), &hundred, "won -100"},
		{"won by somebody else", q4, in, elsewhere(closed("won", 120, "2026-11-20", after)), &hundred, "won -100"},
		{"lost", q4, in, closed("lost", 120, "2027-11-20", after), &hundred, "lost -100"},
		{"omitted and given away", q4, in, elsewhere(open("omitted", 100, "2026-12-10", after)), &hundred,
			"omitted -100"},
		{"given away and slipped", q4, in, elsewhere(open("commit", 100, "2027-01-10", after)), &hundred, "left -100"},
		{"left the category", byCategory, in, open("best_case", 100, "2026-12-10", after), &hundred, "left -100"},
		{"out and out", q4, open("commit", 100, "2027-01-10", before), open("commit", 900, "2027-02-10", after),
			&hundred, ""},
	} {
		got := ""
		for _, p := range c.w.Step(c.a, c.b, c.restated) {
			got += fmt.Sprintf(" %s %d", p.Kind, p.Amount)
		}
		if got = trim(got); got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

func trim(s string) string {
	if s != "" {
		return s[1:]
	}
	return s
}

// lives draws the life of one opportunity between two moments, day by day.
func lives(t *rapid.T) path {
	days := []string{"2026-09-25", "2026-09-30", "2026-10-01", "2026-11-20", "2026-12-31", "2027-01-05"}
	dates := []string{"", "2026-09-28", "2026-10-15", "2026-12-31", "2027-01-01", "2027-03-01"}
	draw := rapid.Custom(func(t *rapid.T) State {
		worth := rapid.Int64Range(0, 1000).Draw(t, "worth")
		s := open(rapid.SampledFrom([]opportunity.Category{"commit", "best_case", "pipeline",
			"omitted"}).Draw(t, "category"), worth, rapid.SampledFrom(dates).Draw(t, "close"), "2026-10-01")
		switch rapid.IntRange(0, 7).Draw(t, "status") {
		case 0:
			s.Status, s.Category, s.Booked = opportunity.Won, opportunity.Closed, &worth
		case 1:
			s.Status, s.Category = opportunity.Lost, opportunity.Omitted
		}
		s.Covered = rapid.IntRange(0, 4).Draw(t, "covered") > 0
		if rapid.IntRange(0, 9).Draw(t, "valued") == 0 {
			s.Worth = nil
		}
		return s
	})
	at := func(s State, i int) State {
		s.Today = day(days[i])
		if s.Worth != nil && s.Status == opportunity.Open { // the rate of the day
			w := *s.Worth + int64(i)
			s.Worth = &w
		}
		return s
	}
	p := path{ID: uuid.New(), Fresh: rapid.Bool().Draw(t, "fresh")}
	n := rapid.IntRange(1, 5).Draw(t, "versions")
	for i := range n {
		s := draw.Draw(t, "state")
		last := at(s, n).Worth
		p.Stays = append(p.Stays, stay{Start: at(s, i), End: at(s, i+1), Last: last})
	}
	return p
}

// adds tells whether the bars lead from the beginning to the end, in number and in money.
func adds(v View) bool {
	level := v.Begin
	for _, b := range v.Bars {
		level.Amount += b.Amount
		sum := int64(0)
		for _, m := range b.Moves {
			sum += m.Amount
		}
		if sum != b.Amount || int(b.Count) != len(b.Moves) {
			return false
		}
		switch {
		case b.Kind.Comes():
			level.Count += b.Count
		case b.Kind.Goes():
			level.Count -= b.Count
		}
	}
	return level == v.End
}

func TestTheBarsLeadFromTheBeginningToTheEndWhateverHappened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := q4
		w.Category = rapid.SampledFrom([]opportunity.Category{"", "commit"}).Draw(t, "of")
		m := w.tell(rapid.SliceOfN(rapid.Custom(lives), 0, 12).Draw(t, "lives"))
		if !adds(m.Net) {
			t.Fatalf("net: %+v", m.Net)
		}
		if !adds(m.Gross) {
			t.Fatalf("gross: %+v", m.Gross)
		}
	})
}

func TestPushedOutAndBackIsNothingInNetAndTwoBarsInGross(t *testing.T) {
	in, out := open("commit", 100, "2026-12-10", "2026-11-20"), open("commit", 100, "2027-01-10", "2026-11-20")
	hundred := int64(100)
	m := q4.tell([]path{{ID: uuid.New(),
		Stays: []stay{{in, in, &hundred, Facts{}}, {out, out, &hundred, Facts{}}, {in, in, &hundred, Facts{}}}}})
	gross := map[Kind]int64{}
	for _, b := range m.Gross.Bars {
		gross[b.Kind] = b.Amount
	}
	if len(m.Net.Bars) != 0 || !maps.Equal(gross, map[Kind]int64{PushedOut: -100, PulledIn: 100}) ||
		len(m.Changes) != 1 {
		t.Errorf("%+v", m)
	}
}
