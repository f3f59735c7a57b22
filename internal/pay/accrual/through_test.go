package accrual_test

import (
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/testdb/cast"
)

func TestWhatIsStatedSaysUpToWhichDayTheFiguresGo(t *testing.T) {
	t.Parallel()
	var c period.Calendar
	october := c.Containing(period.Month, cast.Day("2026-10-15"))
	month := func(from, to, on string) accrual.Item {
		return accrual.Item{From: cast.Day(from), To: cast.Day(to), On: cast.Day(on)}
	}
	for _, d := range []struct {
		name             string
		items            []accrual.Item
		through, missing string
		some             bool
	}{
		{"nothing", nil, "", "", false},
		{"October", []accrual.Item{month("2026-09-01", "2026-10-01", "2026-09-30"),
			month("2026-10-01", "2026-11-01", "2026-10-31")}, "2026-10-31", "", true},
		{"September", []accrual.Item{month("2026-09-01", "2026-10-01", "2026-09-30")}, "2026-09-30", "2026-10", true},
		{"September and November", []accrual.Item{month("2026-09-01", "2026-10-01", "2026-09-30"),
			month("2026-11-01", "2026-12-01", "2026-11-20")}, "2026-09-30", "2026-10", true},
		{"the third quarter", []accrual.Item{month("2026-07-01", "2026-10-01", "2026-09-30")}, "2026-09-30", "", true},
		{"the second quarter", []accrual.Item{month("2026-04-01", "2026-07-01", "2026-06-30")}, "2026-06-30", "2026-Q3",
			true},
		{"November alone", []accrual.Item{month("2026-11-01", "2026-12-01", "2026-11-20")}, "", "", false},
	} {
		through, missing, some := accrual.LastStated(d.items, c, october)
		key := ""
		if missing != nil {
			key = missing.Key
		}
		if some != d.some || through != cast.Day(d.through) || key != d.missing {
			t.Errorf("%s: through %s, missing %q, %v", d.name, through, key, some)
		}
	}
}

// TestThroughADayIsWhatTheRollForwardSaysAtItsEnd holds what an executive sees against what finance sees.
func TestThroughADayIsWhatTheRollForwardSaysAtItsEnd(t *testing.T) {
	t.Parallel()
	var c period.Calendar
	months := c.Between(period.Month, cast.Day("2026-01-01"), cast.Day("2026-12-01"))
	october := months[9]
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) accrual.Item {
			m := months[rapid.IntRange(0, 10).Draw(t, "month")]
			i := accrual.Item{From: m.Start, To: m.End, Earned: rapid.Int64Range(-1e6, 1e6).Draw(t, "earned"),
				Due: rapid.Int64Range(-1e6, 1e6).Draw(t, "due"), Draw: rapid.Int64Range(-1e4, 1e4).Draw(t, "draw"),
				Advanced: rapid.Int64Range(-1e4, 1e4).Draw(t, "advanced"), Locked: true}
			if rapid.Bool().Draw(t, "paid") {
				i.PaidOn = m.End + period.Date(rapid.IntRange(0, 60).Draw(t, "days"))
			}
			return i
		}), 0, 12).Draw(t, "items")
		finance := accrual.Roll(items, months)[9].Movement
		quarter := accrual.Roll(accrual.Through(items, october.End-1),
			[]period.Period{c.Containing(period.Quarter, october.Start)})[0].Movement
		if quarter.Closing != finance.Closing || quarter.Pending != finance.Pending || quarter.Draws != finance.Draws ||
			!quarter.Balances() {
			t.Errorf("%+v, and finance sees %+v", quarter, finance)
		}
	})
}
