package commission_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// world is a plan with one component and what happened under it, drawn at random. Numbers are small and round, so that
// boundaries are hit and halves are rounded often.
type world struct {
	plan     plan.Document
	calendar period.Calendar
	quota    decimal.Decimal
	events   []commission.Event
}

func (w world) String() string {
	b, _ := json.Marshal(w.events)
	return fmt.Sprintf("%s\nquota %s, year from %d\n%s", w.plan.Encode(), w.quota, w.calendar.Start, b)
}

func (w world) input() *commission.Input {
	in := &commission.Input{Calendar: w.calendar,
		Terms:  []commission.Term{{Plan: w.plan, From: w.plan.Effective.From, To: w.plan.Effective.To}},
		Quotas: map[string]decimal.Decimal{}, Events: w.events}
	for _, p := range w.calendar.Between(w.plan.Measurement, w.plan.Effective.From, w.plan.Effective.To) {
		in.Quotas[p.Key] = w.quota
	}
	return in
}

func pick[T any](t *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(t, label) }

// often checks a property ten times as often as others: what it compares differs in rare worlds only.
func often(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	for range 10 {
		rapid.Check(t, property)
	}
}

func coin(t *rapid.T, label string) bool { return rapid.Bool().Draw(t, label) }

func maybe(t *rapid.T, label string, of ...string) *decimal.Decimal {
	if coin(t, "no "+label) {
		return nil
	}
	return ptr(pick(t, label, of...))
}

func drawWorld(t *rapid.T, policy plan.Retroactive) world {
	w := world{calendar: period.Calendar{Start: pick(t, "year", time.January, time.April, time.December)},
		quota: dec(pick(t, "quota", "1000", "777.77", "3"))}
	w.plan = selling()
	w.plan.Currency, w.plan.Rounding, w.plan.Retroactive = pick(t, "currency", money.Currency("USD"), "JPY", "KWD"),
		pick(t, "rounding", money.HalfEven, money.HalfUp), policy
	w.plan.Measurement = pick(t, "measurement", period.Month, period.Quarter, period.Half, period.Year)
	w.plan.Effective = plan.Span{From: day("2028-01-15"), To: day("2028-11-20")}
	c := &w.plan.Components[0]
	c.Measure = pick(t, "measure", plan.Amount, plan.Amount, plan.Count)
	c.ByMeasure = coin(t, "by measure")
	c.Tiers = []plan.Tier{{Rate: dec(pick(t, "rate", "0.10", "0.125", "0"))}}
	for _, from := range []string{"0.5", "1", "1.2"} {
		if coin(t, "tier at "+from) {
			at := dec(from)
			if c.ByMeasure {
				at = at.Mul(dec("1000"))
			}
			c.Tiers = append(c.Tiers, plan.Tier{From: at, Rate: dec(pick(t, "rate", "0.15", "0.2", "0.05", "0.0333")),
				All: coin(t, "all")})
		}
	}
	c.Gate = maybe(t, "gate", "0.4", "1")
	c.Cap = plan.Cap{PerOpportunity: maybe(t, "cap", "50", "10"), PerPeriod: maybe(t, "cap of the period", "100", "33")}
	if coin(t, "multiplier") {
		months := 24
		c.Multipliers = []plan.Multiplier{{When: plan.Criteria{TermMonths: &months}, Factor: dec("1.1")},
			{When: plan.Criteria{Type: []string{"New"}}, Factor: dec("1.25")}}
	}
	if coin(t, "qualifies") {
		c.Qualifies = plan.Criteria{Type: []string{"New"}, MinAmount: maybe(t, "least", "100"),
			MaxAmount: maybe(t, "most", "900")}
	}
	c.Eligible = []plan.Share{{On: plan.OnBooking, Share: dec("1.00")}}
	if coin(t, "eligible") {
		c.Eligible = []plan.Share{{On: plan.OnBooking, Share: dec("0.3")}, {On: plan.OnInvoice, Share: dec("0.2")},
			{On: plan.OnCash, Share: dec("0.35")}, {On: plan.OnGoLive, Share: dec("0.15")}}
	}
	if coin(t, "clawback") {
		c.Clawback = &plan.Clawback{WithinDays: pick(t, "days", 30, 90, 300), Prorata: coin(t, "prorata"),
			ReducesAttainment: coin(t, "reduces")}
	}
	w.events = drawEvents(t)
	return w
}

var amounts = []string{"100", "250", "333.3", "400", "0", "1000", "1200", "-120", "77.7", "900.5"}

func drawEvents(t *rapid.T) []commission.Event {
	var all []commission.Event
	booked := map[string]bool{}
	for i := range rapid.IntRange(1, 20).Draw(t, "events") {
		e := commission.Event{ID: fmt.Sprint(i + 1), Opportunity: pick(t, "opportunity", "A", "B", "C", "D", "E"),
			On: day("2028-01-01") + period.Date(10*rapid.IntRange(0, 34).Draw(t, "day"))}
		e.Kind = pick(t, "kind", commission.Booking, commission.Booking, commission.Booking, commission.Amendment,
			commission.Amendment, commission.Invoice, commission.Cash, commission.GoLive, commission.Cancellation,
			commission.WriteOff)
		if !booked[e.Opportunity] {
			e.Kind, booked[e.Opportunity] = commission.Booking, true
		}
		switch e.Kind {
		case commission.Booking:
			e.Amount, e.Type, e.TermMonths = ptr(pick(t, "amount", amounts...)), pick(t, "type", "New", "New", "Old"),
				pick(t, "months", 12, 24)
			e.Credit = maybe(t, "credit", "0.5", "0.3333", "0")
		case commission.Amendment:
			e.Amount = maybe(t, "new amount", amounts...)
			e.Credit = maybe(t, "new credit", "0.5", "1")
			e.Type = pick(t, "new type", "", "", "New", "Old")
		case commission.Invoice, commission.Cash:
			e.Amount = ptr(pick(t, "money", amounts...))
		}
		all = append(all, e)
	}
	return all
}
