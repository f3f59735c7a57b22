package pipeline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

var statuses = []opportunity.Status{opportunity.Open, opportunity.Won, opportunity.Lost}

// fleet is opportunities of every kind, many of them alike: without an owner, an amount or a date, in currencies with a
// rate and without.
func fleet(c *cast.Company) []opportunity.Imported {
	draw := rapid.Custom(func(t *rapid.T) opportunity.Imported {
		owner := rapid.SampledFrom(append(c.Reps(), c.Nora, uuid.Nil)).Draw(t, "owner")
		in := c.Opportunity("", owner,
			rapid.SampledFrom([]string{"Discovery", "Discovery", "Proposal", "Negotiation", "Won",
				"Lost"}).Draw(t, "stage"),
			int64(rapid.SampledFrom([]int{0, 1, 3, 3, 101, 99_99, 1_000_000_01}).Draw(t, "amount")),
			rapid.SampledFrom([]string{"", "2026-07-15", "2026-10-31", "2026-11-19", "2026-11-20", "2026-12-31",
				"2026-12-31", "2027-02-01"}).Draw(t, "close"))
		s := &in.State
		s.Name = rapid.SampledFrom([]string{"alpha", "Alpha", "beta_1", "beta%1", "Ünder", ""}).Draw(t, "name")
		if rapid.IntRange(0, 6).Draw(t, "known") == 0 {
			s.Amount = nil
		}
		s.Currency = "USD"
		switch rapid.IntRange(0, 9).Draw(t, "currency") {
		case 0, 1:
			s.Currency = "EUR"
		case 2:
			s.Currency = "GBP"
		}
		if s.Status == opportunity.Open && rapid.Bool().Draw(t, "by hand") {
			s.ProbabilityBP, s.ProbabilityManual = rapid.IntRange(0, 10000).Draw(t, "probability"), true
			s.Category = rapid.SampledFrom([]opportunity.Category{opportunity.Commit, opportunity.BestCase,
				opportunity.Omitted}).Draw(t, "category")
		}
		s.Type = rapid.SampledFrom([]string{"", "New Business", "Existing Business"}).Draw(t, "type")
		s.Source = rapid.SampledFrom([]string{"", "Web", "Partner"}).Draw(t, "source")
		s.NextStep = rapid.SampledFrom([]string{"", "Call"}).Draw(t, "next step")
		return in
	})
	var all []opportunity.Imported
	for i := range 70 {
		in := draw.Example(i)
		in.ExternalID = fmt.Sprint("O", i)
		all = append(all, in)
	}
	return all
}

func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "EUR", Rate: decimal.RequireFromString("1.1"),
			ValidFrom: cast.Day("2026-10-01")}); err != nil {
			return err
		}
		_, err := cast.Take(ctx, tx, fleet(&c)...)
		return err
	})
	return c
}

func resolve(ctx context.Context, t *testing.T, tx *tenant.Tx, r scope.Request) scope.Scope {
	t.Helper()
	s, err := scope.Resolve(ctx, tx, r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func load(ctx context.Context, t *testing.T, tx *tenant.Tx, s scope.Scope, f pipeline.Filter) pipeline.Board {
	t.Helper()
	b, err := pipeline.Load(ctx, tx, s, f)
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	return b
}

func TestEachRowIsOnOnePageWhateverTheOrder(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		for _, sort := range append(everyOrder(), "", "nonsense", "nonsense.asc", "close.asc.desc", ".asc") {
			f := pipeline.Filter{Statuses: statuses, Sort: sort}
			whole := load(ctx, t, tx, s, f).Rows
			if len(whole) != 70 {
				t.Fatalf("by %s the whole list has %d rows", sort, len(whole))
			}
			for _, size := range []int{9, 69, 70, 71} {
				var paged []pipeline.Row
				f.Limit, f.After = size, pipeline.Cursor{}
				for range 71 {
					b := load(ctx, t, tx, s, f)
					if paged = append(paged, b.Rows...); b.Total.Count != 70 || len(b.Rows) > size {
						t.Fatalf("a page of %d has %d rows, of %d", size, len(b.Rows), b.Total.Count)
					}
					if b.Next == nil {
						break
					}
					if !b.Next.Fits(sort) {
						t.Fatalf("by %s a page goes on at %+v, which is no place in it", sort, b.Next)
					}
					f.After = *b.Next
				}
				if !slices.EqualFunc(paged, whole, func(a, b pipeline.Row) bool { return a.ID == b.ID }) {
					t.Fatalf("by %s in pages of %d: %d rows, not the whole list in its order", sort, size, len(paged))
				}
			}
		}
		return nil
	})
}

// everyOrder is each column in both directions.
func everyOrder() []pipeline.Sort {
	var all []pipeline.Sort
	for _, c := range pipeline.Columns {
		all = append(all, pipeline.By(c, false), pipeline.By(c, true))
	}
	return all
}

// What is not known comes last in both directions, and the rest of the one order is the other one backwards but for
// rows that are alike.
func TestAnOrderTurnsAroundAndLeavesWhatIsNotKnownLast(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		for _, column := range pipeline.Columns {
			known := func(descending bool) (values []string) {
				rows := load(ctx, t, tx, s, pipeline.Filter{Statuses: statuses, Sort: pipeline.By(column, descending),
					Show: pipeline.Columns}).Rows
				for i, r := range rows {
					switch {
					case r.SortKey != "" && len(values) < i:
						t.Fatalf("by %s, descending %t, row %d is known, one before it not", column, descending, i)
					case r.SortKey != "":
						values = append(values, r.SortKey)
					}
				}
				return values
			}
			up, down := known(false), known(true)
			slices.Reverse(down)
			if !slices.Equal(up, down) {
				t.Errorf("by %s: up %v, down %v", column, up, down)
			}
		}
		return nil
	})
}

func TestTheOrdersAreWhatTheySay(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		amount := func(r pipeline.Row) int64 {
			if r.Base == nil {
				return -1 << 62
			}
			return *r.Base
		}
		date := func(r pipeline.Row, none period.Date) period.Date {
			if r.CloseOn.IsZero() {
				return none
			}
			return r.CloseOn
		}
		for sort, ordered := range map[pipeline.Sort]func(a, b pipeline.Row) bool{
			pipeline.ByCloseDate: func(a, b pipeline.Row) bool { return date(a, 1<<30) <= date(b, 1<<30) },
			pipeline.ByRecent:    func(a, b pipeline.Row) bool { return date(a, -1) >= date(b, -1) },
			pipeline.ByAmount:    func(a, b pipeline.Row) bool { return amount(a) >= amount(b) },
		} {
			rows := load(ctx, t, tx, s, pipeline.Filter{Statuses: statuses, Sort: sort}).Rows
			for i := 1; i < len(rows); i++ {
				if !ordered(rows[i-1], rows[i]) {
					t.Errorf("by %s row %d is before row %d", sort, i-1, i)
				}
			}
		}
		return nil
	})
}

// worth is an amount in dollars on a day, nil where it or a rate is not known.
func worth(o opportunity.State, today period.Date) *int64 {
	on := o.CloseOn
	if o.Status == opportunity.Open {
		on = today
	}
	switch {
	case o.Amount == nil, o.Currency == "GBP", o.Currency == "EUR" && on < cast.Day("2026-10-01"):
		return nil
	case o.Currency == "EUR":
		base := (*o.Amount*11 + 5) / 10
		return &base
	}
	return o.Amount
}

func TestAFilterChoosesWhatItSaysAndItsTotalIsTheSumOfItsRows(t *testing.T) {
	t.Parallel()
	c := company(t)
	today := cast.Day("2026-11-20")
	in := func(o opportunity.State, from, to string) bool {
		return o.CloseOn >= cast.Day(from) && o.CloseOn < cast.Day(to)
	}
	open := func(o opportunity.State) bool { return o.Status == opportunity.Open }
	for _, want := range []struct {
		name   string
		period string
		f      pipeline.Filter
		has    func(opportunity.State) bool
	}{
		{"nothing asked", "", pipeline.Filter{}, open},
		{"won", "", pipeline.Filter{Statuses: statuses[1:2]},
			func(o opportunity.State) bool { return o.Status == opportunity.Won }},
		{"open for the current quarter", "", pipeline.Filter{InPeriod: true}, func(o opportunity.State) bool {
			return open(o) && o.Category != opportunity.Omitted &&
				(in(o, "2026-10-01", "2027-01-01") || o.Overdue(today))
		}},
		{"open for the next", "2027-Q1", pipeline.Filter{InPeriod: true}, func(o opportunity.State) bool {
			return open(o) && o.Category != opportunity.Omitted && in(o, "2027-01-01", "2027-04-01")
		}},
		{"omitted for the current quarter", "",
			pipeline.Filter{InPeriod: true, Category: opportunity.Omitted}, func(o opportunity.State) bool {
				return open(o) && o.Category == opportunity.Omitted &&
					(in(o, "2026-10-01", "2027-01-01") || o.Overdue(today))
			}},
		// all of it is overdue, and counts now
		{"open in a past one", "2026-Q3", pipeline.Filter{InPeriod: true},
			func(opportunity.State) bool { return false }},
		{"closed in the quarter", "", pipeline.Filter{Statuses: statuses[1:], InPeriod: true},
			func(o opportunity.State) bool { return !open(o) && in(o, "2026-10-01", "2027-01-01") }},
		{"this month", "", pipeline.Filter{Month: cast.Day("2026-11-01")}, func(o opportunity.State) bool {
			return open(o) && o.Category != opportunity.Omitted &&
				(in(o, "2026-11-01", "2026-12-01") || o.Overdue(today))
		}},
		{"a month that is over", "", pipeline.Filter{Statuses: statuses, Month: cast.Day("2026-10-01")},
			func(o opportunity.State) bool { return in(o, "2026-10-01", "2026-11-01") && !o.Overdue(today) }},
		{"a month of another period", "2026-Q3", pipeline.Filter{Statuses: statuses, Month: cast.Day("2026-07-01")},
			func(o opportunity.State) bool { return !open(o) && in(o, "2026-07-01", "2026-08-01") }},
		{"a stage", "", pipeline.Filter{Stage: "Proposal"},
			func(o opportunity.State) bool { return o.Stage == "Proposal" }},
		{"a category", "", pipeline.Filter{Category: opportunity.Commit},
			func(o opportunity.State) bool { return open(o) && o.Category == opportunity.Commit }},
		{"a type", "", pipeline.Filter{Type: "New Business"},
			func(o opportunity.State) bool { return open(o) && o.Type == "New Business" }},
		{"a source", "", pipeline.Filter{Source: "Web"},
			func(o opportunity.State) bool { return open(o) && o.Source == "Web" }},
		{"overdue", "", pipeline.Filter{Flag: pipeline.Overdue},
			func(o opportunity.State) bool { return o.Overdue(today) }},
		{"overdue among all", "", pipeline.Filter{Statuses: statuses, Flag: pipeline.Overdue},
			func(o opportunity.State) bool { return o.Overdue(today) }},
		{"past due", "", pipeline.Filter{PastDue: true},
			func(o opportunity.State) bool { return o.Overdue(today) }},
		{"no date", "", pipeline.Filter{Flag: pipeline.NoDate},
			func(o opportunity.State) bool { return open(o) && o.CloseOn.IsZero() }},
		{"no next step", "", pipeline.Filter{Flag: pipeline.NoStep},
			func(o opportunity.State) bool { return open(o) && o.NextStep == "" }},
		{"no amount", "", pipeline.Filter{Flag: pipeline.Unpriced},
			func(o opportunity.State) bool { return open(o) && o.Amount == nil }},
		{"no rate", "", pipeline.Filter{Flag: pipeline.NoRate},
			func(o opportunity.State) bool { return open(o) && o.Amount != nil && worth(o, today) == nil }},
		{"no amount or rate", "", pipeline.Filter{Statuses: statuses, Flag: pipeline.NoAmount},
			func(o opportunity.State) bool { return worth(o, today) == nil }},
		{"a part of the name", "", pipeline.Filter{Name: "ALPH"},
			func(o opportunity.State) bool { return open(o) && strings.EqualFold(o.Name, "alpha") }},
		{"a wildcard is a letter", "", pipeline.Filter{Name: "a_1"},
			func(o opportunity.State) bool { return open(o) && o.Name == "beta_1" }},
		{"an account that there is not", "", pipeline.Filter{Account: uuid.New()},
			func(opportunity.State) bool { return false }},
	} {
		expected := pipeline.Total{}
		for _, o := range fleet(&c) {
			if !want.has(o.State) {
				continue
			}
			expected.Count++
			base := worth(o.State, today)
			switch {
			case base == nil:
				expected.Unconverted++
			case o.State.Overdue(today):
				expected.Amount += *base
				likely := decimal.NewFromInt(*base * int64(o.State.ProbabilityBP)).Shift(-4)
				expected.Weighted += likely.Mul(decimal.RequireFromString("0.5")).Round(0).IntPart()
			default:
				if expected.Amount += *base; open(o.State) {
					expected.Weighted += opportunity.Weighted(*base, o.State.ProbabilityBP)
				}
			}
		}
		c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
			b := load(ctx, t, tx, resolve(ctx, t, tx, scope.Request{Period: want.period}), want.f)
			sum := pipeline.Total{Count: int64(len(b.Rows))}
			for _, r := range b.Rows {
				if r.Base == nil {
					sum.Unconverted++
					continue
				}
				if sum.Amount += *r.Base; r.Weighted != nil {
					sum.Weighted += *r.Weighted
				}
			}
			if b.Total != expected || sum != expected {
				t.Errorf("%s: the total is %+v, the rows sum to %+v, want %+v", want.name, b.Total, sum, expected)
			}
			return nil
		})
	}
}
