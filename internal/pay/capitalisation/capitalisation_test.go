package capitalisation_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/testdb/cast"
)

var day = cast.Day

func cost(on string, amount int64, term int) capitalisation.Cost {
	return capitalisation.Cost{Contract: uuid.New(), Currency: "USD", On: day(on), Amount: amount, TermMonths: term}
}

func years(n int) capitalisation.Policy {
	return capitalisation.Policy{Method: capitalisation.ByMonth, LifeMonths: n * 12}
}

func TestTenThousandEightHundredOverThreeYearsIsThreeHundredAMonth(t *testing.T) {
	t.Parallel()
	months := capitalisation.Capitalise(cost("2026-01-15", 1_080_000, 0), years(3)).List()
	if len(months) != 36 {
		t.Fatalf("%d months, want 36", len(months))
	}
	for i, m := range months {
		if m.Amortised != 30_000 || m.Closing != 1_080_000-int64(i+1)*30_000 {
			t.Errorf("%s: %d amortised, %d carried", m.Start, m.Amortised, m.Closing)
		}
	}
	if last := months[35].Start; last != day("2028-12-01") {
		t.Errorf("it ends in %s", last)
	}
}

func TestTheLastPeriodIsThePlug(t *testing.T) {
	t.Parallel()
	months := capitalisation.Capitalise(cost("2026-01-01", 1_000_000, 0), years(3)).List() // 10,000.00 / 36 = 277.777…
	for _, m := range months[:35] {
		if m.Amortised != 27_778 {
			t.Errorf("%s: %d", m.Start, m.Amortised)
		}
	}
	if months[35].Amortised != 27_770 {
		t.Errorf("the plug is %d, want 27770", months[35].Amortised)
	}
	yen := capitalisation.Capitalise(cost("2026-01-01", 17, 0), years(2)).List() // each month would round up to 1
	var sum int64
	for _, m := range yen {
		if m.Amortised < 0 || m.Closing < 0 {
			t.Errorf("%s carries %d", m.Start, m.Closing)
		}
		sum += m.Amortised
	}
	if sum != 17 {
		t.Errorf("amortised %d of 17", sum)
	}
}

func TestByDayLeapDaysCount(t *testing.T) {
	t.Parallel()
	p := capitalisation.Policy{Method: capitalisation.ByDay, LifeMonths: 12}
	months := capitalisation.Capitalise(cost("2027-02-15", 365, 0), p).List() // 365 days, a unit each
	if len(months) != 13 || months[0].Amortised != 14 || months[1].Amortised != 31 || months[12].Amortised != 14 {
		t.Errorf("%+v", months)
	}
	leap := capitalisation.Capitalise(cost("2028-01-01", 366, 0), p).List()
	if len(leap) != 12 || leap[1].Amortised != 29 {
		t.Errorf("February 2028 bears %d, want 29", leap[1].Amortised)
	}
}

func TestTheLifeFollowsThePolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		policy   capitalisation.Policy
		term     int
		months   int
		expensed bool
	}{
		{"not commensurate: the customer's life", years(5), 12, 60, false},
		{"commensurate: the initial term", capitalisation.Policy{LifeMonths: 60, Commensurate: true}, 24, 24, false},
		{"commensurate without a term: the life", capitalisation.Policy{LifeMonths: 60, Commensurate: true}, 0, 60,
			false},
		{"the expedient takes a year",
			capitalisation.Policy{LifeMonths: 60, Commensurate: true, ExpenseUpTo12Months: true}, 12, 12, true},
		{"and not a month more", capitalisation.Policy{LifeMonths: 60, Commensurate: true, ExpenseUpTo12Months: true},
			13, 13, false},
		{"a year's term that renews without commission is longer than a year",
			capitalisation.Policy{LifeMonths: 60, ExpenseUpTo12Months: true}, 12, 60, false},
	} {
		s := capitalisation.Capitalise(cost("2026-01-01", 1200, c.term), c.policy)
		if s.Months != c.months || s.Expensed != c.expensed {
			t.Errorf("%s: %d months, expensed %t", c.name, s.Months, s.Expensed)
		}
	}
	s := capitalisation.Capitalise(cost("2026-01-01", 1200, 12),
		capitalisation.Policy{Commensurate: true, ExpenseUpTo12Months: true}).Adjust(day("2026-03-01"), -200)
	if r := s.Between(day("2026-01-01"), day("2027-01-01")); r != (capitalisation.Roll{Expensed: 1000}) {
		t.Errorf("what is expensed is carried: %+v", r)
	}
}

func TestPayrollTaxesAreIncremental(t *testing.T) {
	t.Parallel()
	p := years(1)
	p.TaxShare = decimal.RequireFromString("0.0765")
	if r := capitalisation.Capitalise(cost("2026-01-01", 100_000, 0), p).Between(day("2026-01-01"),
		day("2026-02-01")); r.Capitalised != 107_650 {
		t.Errorf("capitalised %d, want 107650", r.Capitalised)
	}
}

func TestAChangeOfEstimateCountsFromItsDayOn(t *testing.T) {
	t.Parallel()
	before := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(3))
	after := before.Remeasure(day("2026-07-01"), 60) // 3000 left over 60 months
	a, b := before.List(), after.List()
	for i := range 6 {
		if a[i] != b[i] {
			t.Errorf("%s was rewritten", a[i].Start)
		}
	}
	if b[6].Amortised != 50 || len(b) != 66 {
		t.Errorf("July bears %d over %d months", b[6].Amortised, len(b))
	}
	policies := capitalisation.Policies{years(3),
		{From: day("2026-07-01"), Method: capitalisation.ByDay, LifeMonths: 66}}
	if got := policies.Under(before.Cost).List(); got[6].Amortised != 50 || len(got) != 66 {
		t.Errorf("under the later policy July bears %d over %d months", got[6].Amortised, len(got))
	}
}

func TestALaterCostSpreadsOverWhatIsLeft(t *testing.T) {
	t.Parallel()
	// 3000 − 1500 over 30 months
	s := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(3)).Adjust(day("2026-07-20"), -1500)
	months := s.List()
	if months[5].Amortised != 100 || months[6].Capitalised != -1500 || months[6].Amortised != 50 || len(months) != 36 {
		t.Errorf("%+v", months[5:7])
	}
	// 1000 more than is carried
	gone := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(3)).Adjust(day("2026-07-20"), -4000)
	if m := gone.List()[6]; m.WrittenOff != -1000 || m.Closing != 0 || !m.Balances() {
		t.Errorf("%+v", m)
	}
	// its time is over
	late := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(1)).Adjust(day("2027-05-02"), 90)
	if r := late.Between(day("2027-05-01"), day("2027-06-01")); r.Capitalised != 90 || r.Amortised != 90 ||
		r.Closing != 0 {
		t.Errorf("%+v", r)
	}
}

func TestATerminationWritesOffWhatIsCarried(t *testing.T) {
	t.Parallel()
	s := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(3)).WriteOff(day("2026-07-20"))
	months := s.List()
	if len(months) != 7 || months[6].Amortised != 0 || months[6].WrittenOff != 3000 || months[6].Closing != 0 ||
		s.Ended() != day("2026-07-20") {
		t.Errorf("%+v", months[len(months)-1])
	}
	byDay := capitalisation.Capitalise(cost("2027-01-01", 365, 0),
		capitalisation.Policy{Method: capitalisation.ByDay, LifeMonths: 12}).WriteOff(day("2027-01-11"))
	if m := byDay.List()[0]; m.Amortised != 10 || m.WrittenOff != 355 {
		t.Errorf("%+v", m)
	}
	if m := s.Adjust(day("2026-09-30"), 700).List()[8]; m.Capitalised != 700 || m.WrittenOff != 700 || m.Closing != 0 {
		t.Errorf("what comes after the end is carried: %+v", m)
	}
	recovered := s.Adjust(day("2026-07-31"), -500).Between(day("2026-07-01"), day("2026-08-01"))
	if recovered.WrittenOff != 2500 || recovered.Capitalised != -500 || recovered.Closing != 0 {
		t.Errorf("what is clawed back lessens the loss: %+v", recovered)
	}
}

func TestAnImpairmentWritesDownToWhatTheContractStillBrings(t *testing.T) {
	t.Parallel()
	s := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(3))
	for _, c := range []struct{ consideration, costs, lost int64 }{{5000, 1000, 0}, {2000, 500, 1500},
		{100, 500, 3000}} {
		m := s.Impair(day("2026-07-01"), c.consideration, c.costs).List()[6]
		if m.WrittenOff != c.lost || !m.Balances() {
			t.Errorf("of %d − %d: %+v", c.consideration, c.costs, m)
		}
	}
}

func TestCurrentIsWhatAmortisesWithinAYear(t *testing.T) {
	t.Parallel()
	s := capitalisation.Capitalise(cost("2026-01-01", 3600, 0), years(3))
	for at, want := range map[string]capitalisation.Split{"2026-01-01": {},
		"2026-02-01": {Current: 1200, NonCurrent: 2300}, "2028-06-01": {Current: 700}, "2029-01-01": {}} {
		if got := s.Split(day(at)); got != want {
			t.Errorf("at %s: %+v, want %+v", at, got, want)
		}
	}
	if got := s.WriteOff(day("2026-07-20")).Split(day("2026-07-01")); got.Current != 1200 {
		t.Errorf("before the termination %d is current: nobody knew of it", got.Current)
	}
}

// lives draws schedules of any shape.
func lives(t *rapid.T) []capitalisation.Schedule {
	first := day("2024-01-01")
	on := func() period.Date { return first + period.Date(rapid.IntRange(0, 1500).Draw(t, "day")) }
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) capitalisation.Schedule {
		p := capitalisation.Policy{Method: rapid.SampledFrom([]capitalisation.Method{capitalisation.ByMonth,
			capitalisation.ByDay}).Draw(t, "method"),
			LifeMonths: rapid.IntRange(1, 70).Draw(t, "life"), ExpenseUpTo12Months: rapid.Bool().Draw(t, "expedient"),
			TaxShare: decimal.New(rapid.Int64Range(0, 2000).Draw(t, "tax"), -4)}
		s := capitalisation.Capitalise(capitalisation.Cost{Currency: rapid.SampledFrom([]money.Currency{"USD",
			"JPY"}).Draw(t, "currency"), On: on(), Amount: rapid.Int64Range(-1000, 5_000_000).Draw(t, "amount")}, p)
		for range rapid.IntRange(0, 4).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				s = s.Adjust(on(), rapid.Int64Range(-6_000_000, 1_000_000).Draw(t, "by"))
			case 1:
				s = s.Remeasure(on(), rapid.IntRange(-5, 60).Draw(t, "left"))
			case 2:
				s = s.WriteOff(on())
			case 3:
				s = s.Impair(on(), rapid.Int64Range(0, 1_000_000).Draw(t, "consideration"),
					rapid.Int64Range(0, 1_000_000).Draw(t, "costs"))
			}
		}
		return s
	}), 0, 5).Draw(t, "schedules")
}

func TestTheRollForwardAddsUpToTheMinorUnit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := lives(t)
		from := day("2024-01-01").AddMonths(rapid.IntRange(0, 60).Draw(t, "from"))
		middle := from.AddMonths(rapid.IntRange(0, 30).Draw(t, "middle"))
		to := middle.AddMonths(rapid.IntRange(0, 30).Draw(t, "to"))
		for _, c := range capitalisation.Currencies(all) {
			whole, first, second := capitalisation.RollForward(all, c, from, to),
				capitalisation.RollForward(all, c, from, middle), capitalisation.RollForward(all, c, middle, to)
			if !whole.Balances() || !first.Balances() || !second.Balances() {
				t.Fatalf("does not add up: %+v", whole)
			}
			if first.Closing != second.Opening || first.Amortised+second.Amortised != whole.Amortised ||
				first.Closing < 0 {
				t.Fatalf("%+v and %+v do not make %+v", first, second, whole)
			}
			if s := capitalisation.SplitOf(all, c, to); s.Current+s.NonCurrent != whole.Closing || s.Current < 0 ||
				s.NonCurrent < 0 {
				t.Fatalf("%d current and %d non-current of %d", s.Current, s.NonCurrent, whole.Closing)
			}
			end := capitalisation.RollForward(all, c, day("2000-01-01"), day("2090-01-01"))
			if end.Closing != 0 || end.Capitalised != end.Amortised+end.WrittenOff {
				t.Fatalf("something is carried for ever: %+v", end)
			}
		}
	})
}
