package commission_test

import (
	"encoding/json"
	"math/rand"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/plan"
)

var policies = []plan.Retroactive{plan.Restate, plan.OriginalRate, plan.Prospective}

func drawDays(t *rapid.T, label string) []period.Date {
	days := rapid.SliceOfNDistinct(rapid.IntRange(0, 364), 1, 6, rapid.ID).Draw(t, label)
	slices.Sort(days)
	var all []period.Date
	for _, d := range days {
		all = append(all, day("2028-01-01")+period.Date(d))
	}
	return append(all, day("2028-12-31"))
}

func statements(t *rapid.T, in *commission.Input, days []period.Date) []commission.Statement {
	all, err := commission.Make(in, days)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func bytesOf(all []commission.Statement) string {
	b, _ := json.Marshal(all)
	return string(b)
}

func paid(all []commission.Statement) (sum int64) {
	for _, s := range all {
		sum += s.Payable
	}
	return sum
}

func earned(t *rapid.T, in *commission.Input) int64 {
	at, err := commission.Evaluate(in, day("2028-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	return at.Earned()
}

func TestStatementsAddUpWhereverTheyFall(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		in := w.input()
		one, two := statements(t, in, drawDays(t, "days")), statements(t, in, drawDays(t, "other days"))
		for _, all := range [][]commission.Statement{one, two} {
			ledger, due, before := int64(0), int64(0), int64(0)
			credited := map[string]decimal.Decimal{}
			for _, s := range all {
				for _, l := range s.Lines {
					ledger += l.Amount
					credited[l.Opportunity+l.Period] = credited[l.Opportunity+l.Period].Add(l.Measure)
				}
				if ledger != s.Earned || s.PaidBefore != due || s.Payable != s.DueToDate-before {
					t.Fatalf("%s\n%s: the ledger has %d, earned is %d; paid before %d, want %d", w, s.On, ledger,
						s.Earned, s.PaidBefore, due)
				}
				due, before = due+s.Payable, s.DueToDate
			}
			last := all[len(all)-1]
			for _, l := range last.Prior().State {
				credited[l.Opportunity+l.Period] = credited[l.Opportunity+l.Period].Sub(l.Measure)
			}
			for of, left := range credited {
				if !left.IsZero() {
					t.Fatalf("%s\nthe lines credit %s more of %s than holds", w, left, of)
				}
			}
			if ledger != earned(t, in) {
				t.Fatalf("%s\nthe ledger has %d, and restated as of now it is %d", w, ledger, earned(t, in))
			}
		}
		if paid(one) != paid(two) {
			t.Fatalf("%s\n%d and %d are paid on other days", w, paid(one), paid(two))
		}
	})
}

func TestTheOrderInWhichEventsAreGivenDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		days := drawDays(t, "days")
		in := w.input()
		want := bytesOf(statements(t, in, days))
		in.Events = slices.Clone(in.Events)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(in.Events),
			func(i, j int) { in.Events[i], in.Events[j] = in.Events[j], in.Events[i] })
		if got := bytesOf(statements(t, in, days)); got != want {
			t.Fatalf("%s\n%s\nbecame\n%s", w, want, got)
		}
	})
}

func TestWhatHappensLaterLeavesAStatementAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		in, days := w.input(), drawDays(t, "days")
		all := statements(t, in, days)
		k := rapid.IntRange(0, len(days)-1).Draw(t, "statement")
		in.Events = slices.DeleteFunc(slices.Clone(in.Events), func(e commission.Event) bool { return e.On > days[k] })
		if was := bytesOf(statements(t, in, days[:k+1])); was != bytesOf(all[:k+1]) {
			t.Fatalf("%s\n%s\nbecame\n%s", w, was, bytesOf(all[:k+1]))
		}
	})
}

// What is learnt late about days that were stated before is a line of the next statement.
func TestWhatIsLearntLateIsPaidInTheNextStatement(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		in, all := w.input(), w.events
		hidden := all[rapid.IntRange(0, len(all)-1).Draw(t, "hidden")].ID
		in.Events = slices.DeleteFunc(slices.Clone(all), func(e commission.Event) bool { return e.ID == hidden })
		first := statements(t, in, []period.Date{day("2028-11-30")})[0]
		in.Events = all
		at, err := commission.Evaluate(in, day("2028-12-31"))
		if err != nil {
			t.Fatal(err)
		}
		next := commission.Next(in, first.Prior(), at)
		sum := int64(0)
		for _, l := range next.Lines {
			sum += l.Amount
		}
		if first.Earned+sum != at.Earned() || first.Payable+next.Payable != at.Due() {
			t.Fatalf("%s\n%d and then %d are earned, and %d holds", w, first.Earned, sum, at.Earned())
		}
	})
}

// flat is a world in which nothing but the amount matters: one rate, all of it payable at once, no gates, caps or
// clawbacks.
func flat(t *rapid.T) world {
	w := drawWorld(t, pick(t, "policy", policies...))
	w.plan.Components[0] = plan.Component{ID: "sales", Kind: plan.Rate, Measure: plan.Amount,
		Tiers: []plan.Tier{{Rate: dec("0.1")}}}
	return w
}

func TestAnOpportunityThatIsBookedAgainIsPaidOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := flat(t)
		w.plan.Effective = plan.Span{From: day("2028-01-01"), To: day("2029-01-01")}
		last, ended := map[string]decimal.Decimal{}, map[string]bool{}
		for i := range w.events {
			w.events[i].Credit = nil // shares have a test of their own
		}
		for _, e := range commission.Ordered(w.events) {
			_, booked := last[e.Opportunity]
			switch {
			case e.Kind == commission.Booking:
				last[e.Opportunity], ended[e.Opportunity] = *e.Amount, false
			case e.Kind == commission.Cancellation || e.Kind == commission.WriteOff:
				ended[e.Opportunity] = booked
			case e.Kind == commission.Amendment && e.Amount != nil && booked && !ended[e.Opportunity]:
				last[e.Opportunity] = *e.Amount
			}
		}
		sum := decimal.Zero
		for _, m := range last {
			sum = sum.Add(m)
		}
		want := sum.Mul(dec("0.1")).Shift(w.plan.Currency.Exponent()).IntPart()
		if got := earned(t, w.input()); max(got-want, want-got) > 2*int64(len(w.events)) { // a rounding a line
			t.Fatalf("%s\n%d is earned, and a tenth of what is booked is %d", w, got, want)
		}
	})
}

func TestAChangeAndItsOppositeComeToNothingAtTheOriginalRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, plan.OriginalRate)
		w.plan.Components[0].Qualifies = plan.Criteria{}
		w.events = slices.DeleteFunc(w.events, func(e commission.Event) bool { return e.Kind == commission.Amendment })
		for i := range w.events { // what counts for nothing has no rate of its own
			if w.events[i].Kind == commission.Booking && (w.events[i].Amount.IsZero() || w.events[i].Credit != nil) {
				w.events[i].Amount, w.events[i].Credit = ptr("10"), nil
			}
		}
		want := earned(t, w.input())
		at := w.events[rapid.IntRange(0, len(w.events)-1).Draw(t, "of")]
		var was *decimal.Decimal
		on := day("2028-12-30")
		for _, e := range commission.Ordered(w.events) {
			if e.Opportunity == at.Opportunity && e.Kind == commission.Booking {
				was = e.Amount
			}
		}
		up := commission.Event{ID: "up", Opportunity: at.Opportunity, Kind: commission.Amendment, On: on,
			Facts: commission.Facts{Amount: ptr(pick(t, "up", amounts...))}}
		down := commission.Event{ID: "down", Opportunity: at.Opportunity, Kind: commission.Amendment, On: on + 1,
			Facts: commission.Facts{Amount: was}}
		w.events = append(w.events, up, down)
		if got := earned(t, w.input()); got != want {
			t.Fatalf("%s\n%d was earned, and after a change and its opposite %d", w, want, got)
		}
	})
}

func TestMoreCreditNeverEarnsLessWhereTiersAreAbove(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		c := &w.plan.Components[0]
		// a cap on one feels where it stands
		c.Qualifies, c.Measure, c.Multipliers, c.Clawback, c.Cap.PerOpportunity = plan.Criteria{}, plan.Amount, nil,
			nil, nil
		for i := range c.Tiers {
			c.Tiers[i].All = false
		}
		w.events = slices.DeleteFunc(w.events, func(e commission.Event) bool { return e.Kind != commission.Booking })
		for i := range w.events {
			w.events[i].Opportunity, w.events[i].Amount = w.events[i].ID, ptr(w.events[i].Amount.Abs().String())
		}
		less := earned(t, w.input())
		i := rapid.IntRange(0, len(w.events)-1).Draw(t, "more of")
		more := w.events[i].Amount.Add(dec(pick(t, "by", "1", "55.5", "700")))
		w.events[i].Amount = &more
		if got := earned(t, w.input()); got < less-int64(4*len(w.events)) { // a rounding a line
			t.Fatalf("%s\n%d is earned, and %d with less credit", w, got, less)
		}
	})
}

func TestSharesOfAnOpportunityEarnWhatItEarnsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := flat(t)
		parts := rapid.SliceOfN(rapid.Int64Range(1, 200_000), 0, 4).Draw(t, "parts") // of a million
		rest := int64(1_000_000)
		for _, p := range parts {
			rest -= p
		}
		parts = append(parts, rest)
		amount := pick(t, "amount", "100", "333.33", "1000.01")
		sum := int64(0)
		for _, p := range parts {
			share := decimal.New(p, -6)
			w.events = []commission.Event{{ID: "1", Opportunity: "A", Kind: commission.Booking, On: day("2028-05-05"),
				Facts: commission.Facts{Amount: ptr(amount), Credit: &share}}}
			sum += earned(t, w.input())
		}
		w.events[0].Credit = nil
		if whole := earned(t, w.input()); max(whole-sum, sum-whole) > int64(len(parts)) {
			t.Fatalf("the parts earn %d and the whole %d", sum, whole)
		}
	})
}

func TestALineIsMeasureTimesRateTimesMultiplier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		c := &w.plan.Components[0]
		c.Cap, c.Gate, c.Clawback = plan.Cap{}, nil, nil
		for _, s := range statements(t, w.input(), drawDays(t, "days")) {
			for _, l := range s.Lines {
				exact := l.Measure.Mul(l.Rate).Mul(l.Multiplier).Shift(w.plan.Currency.Exponent())
				rounded := exact.RoundBank(0)
				if w.plan.Rounding == money.HalfUp {
					rounded = exact.Round(0)
				}
				if !rounded.Equal(decimal.NewFromInt(l.Amount)) {
					t.Fatalf("%s\n%+v is not %s", w, l, rounded)
				}
			}
		}
	})
}

// A version that says the same as the one before it changes nothing, on whatever day it begins.
func TestAVersionThatChangesNothingPaysTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		days, in := drawDays(t, "days"), w.input()
		want := bytesOf(statements(t, in, days))
		cut := w.plan.Effective.From + period.Date(rapid.IntRange(1, 300).Draw(t, "cut"))
		in.Terms = []commission.Term{{Plan: w.plan, From: w.plan.Effective.From, To: cut},
			{Plan: w.plan, From: cut, To: w.plan.Effective.To}}
		if got := bytesOf(statements(t, in, days)); got != want {
			t.Fatalf("%s\ncut on %s\n%s\nbecame\n%s", w, cut, want, got)
		}
	})
}

// A bundle that is written, read and computed makes the statement again, byte for byte.
func TestABundleMakesItsStatementAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		in, days := w.input(), drawDays(t, "days")
		all := statements(t, in, days)
		b := evidence.Bundle{Payee: "p", Period: "x", On: days[len(days)-1], FiscalFrom: int(w.calendar.Start),
			Quotas: map[string]decimal.Decimal{}, Events: w.events,
			Terms:  []evidence.Term{{From: in.Terms[0].From, To: in.Terms[0].To, Plan: w.plan}},
			Before: all[len(all)-2].Prior()}
		b.Quotas = in.Quotas
		raw, err := b.Encode()
		if err != nil {
			t.Fatal(err)
		}
		read, err := evidence.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		again, err := read.Encode()
		if err != nil || string(again) != string(raw) {
			t.Fatalf("%v\n%s\nis written again as\n%s", err, raw, again)
		}
		one, err := b.Compute()
		if err != nil {
			t.Fatal(err)
		}
		two, err := read.Compute()
		if err != nil {
			t.Fatal(err)
		}
		x, _ := json.Marshal(one)
		y, _ := json.Marshal(two)
		last := all[len(all)-1]
		if string(x) != string(y) || one.Payable != last.Payable || len(one.Lines) != len(last.Lines) {
			t.Fatalf("%s\n%s\nbecame\n%s", w, x, y)
		}
	})
}

func TestARecoverableDrawIsPaidAndRepaid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, pick(t, "policy", policies...))
		w.plan.Draw = &plan.Draw{Recoverable: true, Amount: dec("30"),
			Per: pick(t, "per", period.Month, period.Quarter), AboveDraw: coin(t, "above the draw")}
		for _, s := range statements(t, w.input(), drawDays(t, "days")) {
			if s.DrawBalance < 0 || s.PaidBefore+s.Payable-s.DrawBalance != s.DueToDate {
				t.Fatalf("%s\n%s: %d paid before, %d now, %d of it to be earned, %d is due", w, s.On, s.PaidBefore,
					s.Payable, s.DrawBalance, s.DueToDate)
			}
		}
	})
}
