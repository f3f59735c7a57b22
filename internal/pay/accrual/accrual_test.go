package accrual_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/testdb/cast"
)

var day = cast.Day

var calendar = period.Calendar{}

func months(from string, n int) []period.Period {
	return calendar.Between(period.Month, day(from), day(from).AddMonths(n))
}

func item(who byte, month string, earned int64, paidOn string) accrual.Item {
	p, err := calendar.Parse(month)
	if err != nil {
		panic(err)
	}
	return accrual.Item{Member: uuid.UUID{who}, Currency: "USD", From: p.Start, To: p.End, Locked: true, Earned: earned,
		Due: earned, PaidOn: day(paidOn)}
}

func TestTheLiabilityIsWhatIsEarnedAndNotPaid(t *testing.T) {
	t.Parallel()
	held := item(1, "2026-02", 1000, "2026-03-10")
	held.Due, held.Adjustments = 600, 50
	open := item(2, "2026-03", 300, "")
	open.Locked = false
	rows := accrual.Roll([]accrual.Item{item(1, "2026-01", 500, "2026-02-10"), held, open}, months("2026-01-01", 4))
	want := []accrual.Movement{
		{Earned: 500, Closing: 500},
		{Opening: 500, Earned: 1000, Adjusted: 50, Settled: 500, Closing: 1050, Pending: 400},
		{Opening: 1050, Earned: 300, Settled: 650, Closing: 700, Pending: 400, Open: 300},
		{Opening: 700, Closing: 700, Pending: 400},
	}
	for i, w := range want {
		if rows[i].Movement != w {
			t.Errorf("%s: %+v, want %+v", rows[i].Period.Label, rows[i].Movement, w)
		}
	}
	if rows[2].Due() != 300 || rows[1].Cash() != 500 {
		t.Errorf("due %d, cash %d", rows[2].Due(), rows[1].Cash())
	}
}

// The recoverable draw of the contract: earned 500, paid 1,500, balance 1,000; then earned 3,000, paid 2,000.
func TestADrawIsAnAssetUntilItIsRepaid(t *testing.T) {
	t.Parallel()
	august, september := item(1, "2026-08", 500_00, "2026-09-05"), item(1, "2026-09", 3_000_00, "2026-10-05")
	august.Draw, august.Advanced = 1_000_00, 1_000_00
	september.Draw, september.Advanced = -1_000_00, -1_000_00
	rows := accrual.Roll([]accrual.Item{august, september}, months("2026-08-01", 3))
	if m := rows[1].Movement; m.Cash() != 1_500_00 || m.Draws != 1_000_00 || m.Closing != 3_000_00 ||
		m.Settled != 500_00 {
		t.Errorf("%+v", m)
	}
	if m := rows[2].Movement; m.Cash() != 2_000_00 || m.Draws != 0 || m.Closing != 0 || m.Repaid != 1_000_00 {
		t.Errorf("%+v", m)
	}
	kept := item(1, "2026-08", 500_00, "2026-09-05") // not recoverable: a cost, and nobody's debt
	kept.Draw = 1_000_00
	if m := accrual.Roll([]accrual.Item{kept}, months("2026-08-01", 2))[1].Movement; m.Cash() != 1_500_00 ||
		m.Draws != 0 || m.Closing != 0 {
		t.Errorf("%+v", m)
	}
	if m := accrual.Roll([]accrual.Item{kept}, months("2026-08-01", 1))[0].Movement; m.Guaranteed != 1_000_00 ||
		m.Closing != 1_500_00 {
		t.Errorf("%+v", m)
	}
}

func draw(t *rapid.T) []accrual.Item {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) accrual.Item {
		p := months("2025-01-01", 24)[rapid.IntRange(0, 23).Draw(t, "month")]
		amount := rapid.Int64Range(-5000, 5000)
		i := accrual.Item{Member: uuid.UUID{rapid.Byte().Draw(t, "member") % 7},
			Currency: rapid.SampledFrom([]money.Currency{"USD", "EUR", "JPY"}).Draw(t, "currency"), From: p.Start,
			To: p.End, Locked: rapid.Bool().Draw(t, "locked"), Earned: amount.Draw(t, "earned"),
			Due: amount.Draw(t, "due"), Adjustments: amount.Draw(t, "adjustments"), Draw: amount.Draw(t, "draw"),
			Advanced: amount.Draw(t, "advanced")}
		if rapid.Bool().Draw(t, "paid") {
			i.PaidOn = p.End + period.Date(rapid.IntRange(-20, 90).Draw(t, "after"))
		}
		return i
	}), 0, 40).Draw(t, "items")
}

func TestTheRollForwardAddsUpToTheMinorUnit(t *testing.T) {
	t.Parallel()
	rates := func(minor int64, c money.Currency) (int64, bool) {
		switch c {
		case "EUR":
			return minor * 10842 / 10000, true
		case "JPY":
			return 0, false
		}
		return minor, true
	}
	rapid.Check(t, func(t *rapid.T) {
		items, periods := draw(t), months("2025-03-01", 18)
		total, left := accrual.Total(items, rates, "USD", periods)
		if left != len(accrual.In(items, "JPY")) {
			t.Fatalf("%d left out", left)
		}
		checked := [][]accrual.Row{total}
		for _, c := range accrual.Currencies(items) {
			checked = append(checked, accrual.Roll(accrual.In(items, c), periods))
		}
		for _, rows := range checked {
			for n, r := range rows {
				if !r.Balances() || n > 0 && (r.Opening != rows[n-1].Closing || r.DrawsOpening != rows[n-1].Draws) {
					t.Fatalf("%s does not add up: %+v", r.Period.Label, r.Movement)
				}
			}
		}
	})
}

// people counts those behind a figure of a period.
func people(items []accrual.Item, p period.Period, figure func(accrual.Movement) int64) int {
	of := map[uuid.UUID][]accrual.Item{}
	for _, i := range items {
		of[i.Member] = append(of[i.Member], i)
	}
	n := 0
	for _, own := range of {
		if figure(accrual.Roll(own, []period.Period{p})[0].Movement) != 0 {
			n++
		}
	}
	return n
}

func TestNoTotalIsOneOfFewPeoples(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		items := accrual.In(draw(t), "USD")
		totals := accrual.Suppress(items, months("2025-01-01", 24))
		for _, r := range totals.Rows {
			figures := []func(accrual.Movement) int64{
				func(m accrual.Movement) int64 { return m.Opening },
				func(m accrual.Movement) int64 { return m.Earned + m.Adjusted + m.Guaranteed },
				func(m accrual.Movement) int64 { return m.Settled },
				func(m accrual.Movement) int64 { return m.Closing },
			}
			if totals.Split {
				figures = append(figures, func(m accrual.Movement) int64 { return m.Pending }, accrual.Movement.Due)
			}
			if totals.Draws {
				figures = append(figures, func(m accrual.Movement) int64 { return m.Draws },
					func(m accrual.Movement) int64 { return m.Advanced },
					func(m accrual.Movement) int64 { return m.Repaid })
			}
			for k, f := range figures {
				if n := people(items, r.Period, f); n > 0 && n < accrual.Few {
					t.Fatalf("figure %d of %s is of %d people", k, r.Period.Label, n)
				}
			}
			if !r.Balances() && totals.Draws || r.Opening+r.Earned-r.Settled != r.Closing {
				t.Fatalf("%+v does not add up", r.Movement)
			}
		}
	})
}

func TestPeriodsOfFewPeopleAreJoined(t *testing.T) {
	t.Parallel()
	var items []accrual.Item
	for who := range byte(3) {
		items = append(items, item(who, "2026-01", 100, ""), item(who, "2026-03", 100, ""))
	}
	items = append(items, item(0, "2026-02", 77, ""))
	rows := accrual.Suppress(items, months("2026-01-01", 3)).Rows
	if len(rows) != 2 || rows[0].Period.Label != "Jan 2026" || rows[1].Period.Label != "Feb 2026 – Mar 2026" ||
		rows[1].Earned != 377 {
		t.Errorf("%+v", rows)
	}
	if s := accrual.Suppress(items[:2], months("2026-01-01", 3)); !s.Too || len(s.Rows) != 0 {
		t.Errorf("two statements of one person: %+v", s)
	}
	if s := accrual.Suppress(nil, months("2026-01-01", 3)); s.Too || len(s.Rows) != 3 {
		t.Errorf("of nobody nothing is hidden: %+v", s)
	}
}

func TestARateStandsBesideTotalsOnlyWhereItGivesNobodyAway(t *testing.T) {
	t.Parallel()
	row := func(from, to string) accrual.Row {
		return accrual.Row{Period: period.Period{Start: day(from), End: day(to)}}
	}
	apart := accrual.Totals{Rows: []accrual.Row{row("2025-07-01", "2025-10-01"), row("2025-10-01", "2026-10-01"),
		row("2026-10-01", "2027-01-01")}}
	joined := accrual.Totals{Rows: []accrual.Row{row("2025-07-01", "2026-07-01"), row("2026-07-01", "2027-01-01")}}
	r := accrual.Rate{Members: 3, From: day("2025-10-01"), To: day("2026-10-01")}
	few, waiting, settled := r, r, r
	few.Members, waiting.Waiting, settled.Waiting = 2, 1, 3
	if !apart.Bears(r) || !apart.Bears(settled) || apart.Bears(few) || apart.Bears(waiting) || joined.Bears(r) ||
		(accrual.Totals{Too: true}).Bears(r) {
		t.Error("a rate could be taken from the totals to find what few people earned")
	}
}

func TestTheForecastIsTheRateOfThePastOnThePublishedForecast(t *testing.T) {
	t.Parallel()
	r := accrual.Rate{Earned: 80_00, Revenue: 1_000_00, Quarters: 4}
	low, high := int64(500_00), int64(1_500_00)
	if e := accrual.Expect(r, 1_000_01, &low, &high); e.Low != 40_00 || e.Value != 80_00 || e.High != 120_00 ||
		!e.Ranged {
		t.Errorf("%+v", e)
	}
	if r := (accrual.Rate{Revenue: 5}); r.Known() || !r.Share().IsZero() {
		t.Error("without a locked quarter there is no rate")
	}
}

func TestTheSharesOfAPeriodSumToIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		items := draw(t)
		for _, row := range accrual.Roll(items, months("2024-12-01", 30)) {
			var sum accrual.Movement
			seen := map[uuid.UUID]bool{}
			for _, s := range accrual.Behind(items, row.Period) {
				if seen[s.Member] || s.Movement == (accrual.Movement{}) || !s.Balances() {
					t.Fatalf("%s: %+v", row.Period.Label, s)
				}
				seen[s.Member] = true
				sum = accrual.Movement{Opening: sum.Opening + s.Opening, Earned: sum.Earned + s.Earned,
					Adjusted: sum.Adjusted + s.Adjusted, Guaranteed: sum.Guaranteed + s.Guaranteed,
					Settled: sum.Settled + s.Settled, Closing: sum.Closing + s.Closing,
					Pending: sum.Pending + s.Pending, DrawsOpening: sum.DrawsOpening + s.DrawsOpening,
					Advanced: sum.Advanced + s.Advanced, Repaid: sum.Repaid + s.Repaid, Draws: sum.Draws + s.Draws,
					Open: sum.Open + s.Open}
			}
			if sum != row.Movement {
				t.Fatalf("%s: %+v, not %+v", row.Period.Label, sum, row.Movement)
			}
		}
	})
}

func TestStatementsThatAreTooLargeToBeAddedUpAreLeftOutOfTheTotal(t *testing.T) {
	t.Parallel()
	var items []accrual.Item
	for n := range byte(200) {
		for month := range 24 {
			i := item(n, fmt.Sprintf("%d-%02d", 2020+month/12, month%12+1), money.Most, "")
			i.Currency = "EUR"
			items = append(items, i)
		}
	}
	same := func(minor int64, _ money.Currency) (int64, bool) { return minor, true }
	rows, left := accrual.Total(items, same, "USD", months("2020-01-01", 24))
	if left == 0 || left == len(items) {
		t.Errorf("%d of %d are left out", left, len(items))
	}
	for _, r := range rows {
		if !r.Balances() || r.Closing < 0 || r.Earned < 0 {
			t.Fatalf("%s runs over: %+v", r.Period.Label, r.Movement)
		}
	}
}
