package outlook_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
)

func one[T any](draw *rand.Rand, of []T) T { return of[draw.IntN(len(of))] }

// odd is a book of few opportunities as files bring them: amounts below zero or none, creation in the year 1, nothing
// won, or everything.
func odd(draw *rand.Rand) *projection.Book {
	c := period.Calendar{Start: time.January, Zone: time.UTC}
	today := period.NewDate(2026, time.November, 20)
	b := &projection.Book{Calendar: c, Day: today, DecayBP: 5000}
	for i := range 1 + draw.IntN(12) {
		created := one(draw, []period.Date{period.NewDate(1, time.January, 1), today - 900, today - 200, today - 3,
			today})
		r := projection.Record{ID: uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i)), Key: fmt.Sprint(i), Created: created}
		var amount *int64
		if v := one(draw, []int64{0, -5_000_00, -90_000_00, 10_000_00, 100_00, 900_000_000_000_000, -1}); v != -1 {
			amount = &v
		}
		owner := one(draw, []string{"ann", "ben", ""})
		close := today + period.Date((-800 + draw.IntN(1001)))
		open := projection.State{From: max(created, today-1000), Stage: "Negotiation", Status: opportunity.Open,
			Category: opportunity.Pipeline, ProbabilityBP: one(draw, []int{0, 5000, 9000, 10000}),
			Amount: amount, CloseOn: close, Owner: owner}
		r.States = append(r.States, open)
		if end := one(draw,
			[]opportunity.Status{opportunity.Open, opportunity.Won, opportunity.Lost}); end != opportunity.Open {
			done := open
			done.Status, done.From, done.Category, done.CloseOn = end, min(today, max(open.From, close)),
				opportunity.Closed, min(today, max(open.From, close))
			r.States = append(r.States, done)
		}
		b.Records = append(b.Records, r)
	}
	b.Sort()
	return b
}

// TestEveryRangeHoldsItsForecastWhateverTheFilesBring proves and forecasts odd books: no panic, and no range beside its
// figure.
func TestEveryRangeHoldsItsForecastWhateverTheFilesBring(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		book := odd(rand.New(rand.NewPCG(seed, 7)))
		proof, err := backtest.Run(t.Context(), book, func(string, period.Date) string { return "North" }, 1)
		if err != nil {
			t.Fatal(err)
		}
		boss := member.Member{ID: uuid.New(), ExternalID: "boss", Role: tenant.Manager, Active: true}
		people := []member.Member{boss}
		for _, name := range []string{"ann", "ben"} {
			people = append(people, member.Member{ID: uuid.New(), ExternalID: name, Role: tenant.Rep,
				ManagerID: &boss.ID, Team: "North", Active: true})
		}
		history := outlook.History{Book: book, Roster: member.NewRoster(book.Day, people), Currency: "USD"}
		basis := history.At(proof, history.RecordOf(proof, book.Day), book.Day)
		for _, published := range []projection.Method{"", projection.House, projection.CategoryWeighted,
			projection.TimeSeries} {
			if published != "" {
				basis.Proof.Rows = []backtest.Row{proven(published, 0.01)}
			}
			for _, p := range outlook.Current(book.Calendar, book.Day) {
				o := outlook.Make(basis, p)
				for _, all := range [][]outlook.Figure{o.Methods, o.Members, o.Teams, o.Managers} {
					for _, f := range all {
						if r := f.Range; r != nil &&
							(f.Value < r.P10 || f.Value > r.P90 || r.P50 < r.P10 || r.P50 > r.P90) {
							t.Fatalf("%s, %s published: %s is %d in %+v", p.Key, o.Published, f.Name, f.Value, *r)
						}
						if math.Abs(float64(f.Value)) > 1e17 {
							t.Fatalf("%s is %d", f.Name, f.Value)
						}
					}
				}
				if _, f := o.For([]uuid.UUID{people[1].ID}); f.Range != nil &&
					(f.Value < f.Range.P10 || f.Value > f.Range.P90) {
					t.Fatalf("of one member: %d in %+v", f.Value, *f.Range)
				}
			}
		}
	}
}

// TestARangeOfNegativeOpenAmountsReachesBelowWhatIsClosed has 10,000 closed and an opportunity that takes 5,000 away if
// it is won.
func TestARangeOfNegativeOpenAmountsReachesBelowWhatIsClosed(t *testing.T) {
	t.Parallel()
	owned := func(owner string) *projection.Record {
		return &projection.Record{States: []projection.State{{Owner: owner}}}
	}
	house := projection.Outlook{Open: []projection.Prospect{
		{Record: owned("ann"), P: 0.5, Amount: -5_000_00}, {Record: owned("ben"), P: 0.5, Amount: 1_000_00}}}
	if got := house.Below(nil); got != -5_000_00 {
		t.Errorf("all: %v", got)
	}
	if got := house.Below(func(owner string) bool { return owner == "ben" }); got != 0 {
		t.Errorf("Ben: %v", got)
	}
	w := backtest.Width{Scale: 1}
	if low, high := w.Stretch(9_000_00, 5_000_00, 10_000_00, 10_000_00+house.Below(nil)); low != 5_000_00 ||
		high != 10_000_00 {
		t.Errorf("%v to %v", low, high)
	}
	if low, _ := w.Stretch(11_000_00, 9_000_00, 12_000_00, 10_000_00); low != 10_000_00 {
		t.Errorf("without negative amounts it begins at %v", low)
	}
}
