package projection_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/record/opportunity"
)

func date(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// deal is an opportunity that is open from a day with a category, a close date and a probability of a half.
func deal(key, created string, amount int64, category opportunity.Category, closeOn string) projection.Record {
	return projection.Record{Key: key, Created: date(created),
		States: []projection.State{{From: date(created), Stage: "Proposal", Status: opportunity.Open,
			Category: category, ProbabilityBP: 5000, Amount: &amount, CloseOn: date(closeOn), Owner: "Ann"}}}
}

// ended closes an opportunity on a day.
func ended(r projection.Record, as opportunity.Status, on string) projection.Record {
	s := r.States[len(r.States)-1]
	s.From, s.Status, s.CloseOn = date(on), as, date(on)
	r.States = append(r.States, s)
	return r
}

func won(key, created string, amount int64, on string) projection.Record {
	return ended(deal(key, created, amount, opportunity.Commit, on), opportunity.Won, on)
}

func bookOf(day string, records ...projection.Record) *projection.Book {
	b := &projection.Book{Day: date(day), DecayBP: 5000, Records: records}
	b.Sort()
	return b
}

func quarter(b *projection.Book, key string) period.Period {
	p, err := b.Calendar.Parse(key)
	if err != nil {
		panic(err)
	}
	return p
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestTheWeightedForecastSplitsWonOpenAndOverdue(t *testing.T) {
	b := bookOf("2026-11-20",
		won("won", "2026-09-01", 100, "2026-10-10"), // counts whole, though its close date is past
		deal("open", "2026-09-02", 1000, opportunity.Commit, "2026-12-10"),
		deal("overdue", "2026-09-03", 400, opportunity.BestCase, "2026-11-01"), // keeps half of its half
		deal("omitted", "2026-09-04", 5000, opportunity.Omitted, "2026-12-10"),
		deal("later", "2026-09-05", 7000, opportunity.Commit, "2027-01-10"),
		ended(deal("lost", "2026-09-06", 9000, opportunity.Commit, "2026-12-10"), opportunity.Lost, "2026-11-02"))
	p := quarter(b, "2026-Q4")
	near(t, "the weighted forecast", projection.Weighted(b, p).Total, 100+500+100)
	near(t, "closed and commit", projection.Called(b, p, opportunity.Commit).Total, 100+1000)
	near(t, "closed and best case", projection.Called(b, p, opportunity.Commit, opportunity.BestCase).Total,
		100+1000+400)
	near(t, "the weighted forecast of the next quarter", projection.Weighted(b, quarter(b, "2027-Q1")).Total, 3500)
}

func TestTheConversionOfACategoryIsOfValueAndDoubted(t *testing.T) {
	b := bookOf("2026-11-15", // half of the quarter is over; the same day of the third is 15 August
		deal("before", "2026-04-01", 10, opportunity.Pipeline, "2027-05-01"),
		won("a", "2026-07-10", 300, "2026-09-10"),
		ended(deal("b", "2026-07-11", 100, opportunity.Commit, "2026-09-20"), opportunity.Lost, "2026-09-01"))
	// 400 stood in commit, 300 were won; five opportunities of 200 at 0.8 are mixed in.
	near(t, "commit's conversion", projection.Conversion(b, quarter(b, "2026-Q4"))[opportunity.Commit],
		(300+5*200*0.8)/(400+5*200))
	near(t, "best case's, of which nothing is known",
		projection.Conversion(b, quarter(b, "2026-Q4"))[opportunity.BestCase], 0.4)
}

func TestTheShapeOfAQuarterLeavesOutTheLargest(t *testing.T) {
	// One past quarter with 20, 25 and 55 of a hundred in its months (definitions §9), and a whale that must not count.
	b := bookOf("2026-10-31",
		deal("old", "2026-07-01", 1, opportunity.Pipeline, "2027-07-01"),
		won("a", "2026-07-02", 20, "2026-07-20"), won("b", "2026-07-02", 25, "2026-08-20"),
		won("c", "2026-07-02", 55, "2026-09-20"),
		won("whale", "2026-07-02", 1000, "2026-09-21"))
	p := quarter(b, "2026-Q4")
	gone := 31.0 / 92
	near(t, "the shape after a month", projection.Shape(b, p), (0.20+2*gone)/3) // two periods' worth of an even course
	near(t, "the shape before the quarter", projection.Shape(b, quarter(b, "2027-Q1")), 0)
	near(t, "the shape after it", projection.Shape(b, quarter(b, "2026-Q3")), 1)
}

func TestPaceOfAFinishedQuarterIsWhatWasClosed(t *testing.T) {
	b := bookOf("2026-10-05", won("a", "2026-01-02", 70, "2026-07-20"), won("b", "2026-01-02", 30, "2026-05-20"))
	near(t, "pace", projection.Paced(b, quarter(b, "2026-Q3")).Total, 70)
}

func TestRunRateAndLastYear(t *testing.T) {
	b := bookOf("2026-11-20", won("old", "2024-01-02", 1000, "2025-05-05"),
		won("last year", "2024-01-02", 92, "2025-12-05"), won("now", "2024-01-03", 273, "2026-08-05"))
	p := quarter(b, "2026-Q4")
	near(t, "the run rate", projection.Rate(b, p).Total, (92+273)*92.0/365)
	near(t, "the same quarter last year", projection.LastYear(b, p).Total, 92)
	near(t, "the same quarter next year, of which the last is not over",
		projection.LastYear(b, quarter(b, "2027-Q4")).Total, 273)
	young := bookOf("2026-11-20", won("a", "2026-08-12", 101, "2026-09-05"))
	near(t, "the run rate of a hundred and one days", projection.Rate(young, p).Total, 92)
}

func TestBooksWithNothingToLearnFrom(t *testing.T) {
	lost := ended(deal("a", "2026-03-02", 100, opportunity.Commit, "2026-12-05"), opportunity.Lost, "2026-08-05")
	for name, b := range map[string]*projection.Book{
		"empty": bookOf("2026-11-20"),
		"one":   bookOf("2026-11-20", deal("a", "2026-11-20", 100, opportunity.Commit, "2026-12-05")),
		"open only": bookOf("2026-11-20", deal("a", "2026-01-02", 100, opportunity.Commit, "2026-12-05"),
			deal("b", "2026-03-02", 100, opportunity.Commit, "2026-12-05")),
		"no wins":   bookOf("2026-11-20", lost),
		"no losses": bookOf("2026-11-20", won("a", "2026-03-02", 100, "2026-08-05")),
	} {
		m, err := projection.Train(t.Context(), projection.Learnable(b), b.Day)
		for _, key := range []string{"2026-Q3", "2026-Q4", "2026-11", "2027", "2027-H2"} {
			p := quarter(b, key)
			for _, e := range []projection.Estimate{projection.Weighted(b, p), projection.Categorised(b, p),
				projection.Paced(b, p), projection.Rate(b, p), projection.LastYear(b, p)} {
				if math.IsNaN(e.Total) || math.IsInf(e.Total, 0) || e.Total < 0 {
					t.Errorf("%s %s: an estimate is %v", name, key, e)
				}
			}
			if err == nil {
				o := m.Forecast(b, p, 20)
				consistent(t, name+" "+key, &o)
			}
		}
		if wants := name == "empty" || name == "one"; wants != (err != nil) {
			t.Errorf("%s: training answers %v", name, err)
		}
	}
}

// random draws a history that nobody would make up: any order of any states.
func random(t *rapid.T) *projection.Book {
	b := &projection.Book{Day: date("2026-11-20"), DecayBP: 5000,
		Calendar: period.Calendar{Start: time.Month(rapid.IntRange(1, 12).Draw(t, "start"))}}
	day := rapid.Int32Range(int32(b.Day-900), int32(b.Day))
	for i := range rapid.IntRange(0, 12).Draw(t, "records") {
		from := period.Date(day.Draw(t, "created"))
		r := projection.Record{Key: string(rune('a' + i)),
			Created: from - period.Date(rapid.IntRange(0, 30).Draw(t, "before"))}
		for from <= b.Day && (len(r.States) == 0 || rapid.Bool().Draw(t, "more")) {
			s := projection.State{From: from, Stage: rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "stage"),
				Owner: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "owner"),
				Status: rapid.SampledFrom([]opportunity.Status{opportunity.Open, opportunity.Won,
					opportunity.Lost}).Draw(t, "status"),
				Category:      rapid.SampledFrom(opportunity.Categories).Draw(t, "category"),
				ProbabilityBP: rapid.IntRange(0, 10000).Draw(t, "p")}
			if rapid.Bool().Draw(t, "dated") {
				s.CloseOn = from + period.Date(rapid.IntRange(-400, 700).Draw(t, "close"))
			}
			if rapid.Bool().Draw(t, "known") {
				v := rapid.Int64Range(0, 1e15).Draw(t, "amount")
				s.Amount = &v
			}
			r.States = append(r.States, s)
			from += period.Date(rapid.IntRange(1, 300).Draw(t, "later"))
		}
		b.Records = append(b.Records, r)
	}
	b.Sort()
	return b
}

func TestAnyHistoryHasAForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := random(t)
		p := b.Calendar.Containing(rapid.SampledFrom([]period.Kind{period.Month, period.Quarter,
			period.Year}).Draw(t, "kind"), b.Day+period.Date(rapid.IntRange(-400, 400).Draw(t, "ahead")))
		for _, e := range []projection.Estimate{projection.Weighted(b, p), projection.Categorised(b, p),
			projection.Paced(b, p), projection.Rate(b, p), projection.LastYear(b, p)} {
			if math.IsNaN(e.Total) || math.IsInf(e.Total, 0) || e.Total < 0 {
				t.Fatalf("an estimate is %v", e)
			}
		}
		if m, err := projection.Train(t.Context(), projection.Learnable(b), b.Day); err == nil {
			o := m.Forecast(b, p, 20)
			consistent(t, p.Key, &o)
		}
	})
}
