package plan_test

import (
	"fmt"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// made draws a valid document of any shape that the format has.
func made(t *rapid.T, label string) plan.Document {
	return rapid.Custom(document).Draw(t, label)
}

func pick[T any](t *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(t, label) }

func coin(t *rapid.T, label string) bool { return rapid.Bool().Draw(t, label) }

func number(t *rapid.T, least, most int64, places int32) decimal.Decimal {
	return decimal.New(rapid.Int64Range(least, most).Draw(t, "number"), -places)
}

func span(t *rapid.T) plan.Span {
	from := period.NewDate(2020, 1, 1) + period.Date(rapid.IntRange(0, 3000).Draw(t, "from"))
	return plan.Span{From: from, To: from + period.Date(rapid.IntRange(1, 800).Draw(t, "days"))}
}

func names(t *rapid.T, label string) []string {
	if coin(t, label) {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"New Business", "Renewal", "a, b", `say "so"`,
		"Übersee", "<b>", "3"}), 1, 3, rapid.ID).Draw(t, label)
}

func document(t *rapid.T) plan.Document {
	d := plan.Document{
		Name:     pick(t, "name", "Account Executive 2026", "P", `"Ä" & <ö>`),
		Currency: pick[money.Currency](t, "currency", "USD", "JPY", "KWD"), Effective: span(t),
		Measurement: pick(t, "measurement", period.Month, period.Quarter, period.Half, period.Year),
		Payout:      pick(t, "payout", period.Month, period.Quarter),
		Rounding:    pick(t, "rounding", money.HalfEven, money.HalfUp),
		Retroactive: pick(t, "retroactive", plan.Restate, plan.OriginalRate, plan.Prospective),
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "components") {
		d.Components = append(d.Components,
			component(t, d.Currency, fmt.Sprintf("%s-%d", pick(t, "id", "new", "Spif", "team_x"), i)))
	}
	if coin(t, "draw") {
		d.Draw = &plan.Draw{Recoverable: coin(t, "recoverable"), Amount: number(t, 1, 1e6, d.Currency.Exponent()),
			Per: pick(t, "per", period.Month, period.Quarter)}
		d.Draw.AboveDraw = d.Draw.Recoverable && coin(t, "above draw")
	}
	return d
}

func component(t *rapid.T, in money.Currency, id string) plan.Component {
	sum := func(label string) *decimal.Decimal {
		if coin(t, label) {
			return nil
		}
		d := number(t, 1, 1e9, in.Exponent())
		return &d
	}
	c := plan.Component{ID: id, Kind: pick(t, "kind", plan.Rate, plan.Rate, plan.Bonus, plan.Override)}
	c.Qualifies = plan.Criteria{Type: names(t, "type"), Product: names(t, "product"), Source: names(t, "source"),
		Segment: names(t, "segment"), Territory: names(t, "territory"), MinAmount: sum("min")}
	if c.Qualifies.MinAmount != nil && coin(t, "max") {
		d := c.Qualifies.MinAmount.Add(number(t, 0, 1e9, in.Exponent()))
		c.Qualifies.MaxAmount = &d
	}
	c.Cap = plan.Cap{PerOpportunity: sum("cap"), PerPeriod: sum("cap of the period")}
	c.Eligible = shares(t)
	if coin(t, "clawback") {
		c.Clawback = &plan.Clawback{WithinDays: rapid.IntRange(1, 400).Draw(t, "days"), Prorata: coin(t, "prorata"),
			ReducesAttainment: coin(t, "reduces")}
	}
	if c.Kind == plan.Bonus {
		c.Multipliers = multipliers(t)
		c.Bonus, c.Budget = number(t, 1, 1e6, in.Exponent()), sum("budget")
		if coin(t, "window") {
			w := span(t)
			c.Window = &w
		}
		return c
	}
	c.Measure = pick(t, "measure", plan.Amount, plan.Count, plan.ARR, plan.Margin)
	if c.Kind == plan.Override {
		c.Override = number(t, 0, 2000, 3)
	} else {
		c.ByMeasure, c.Tiers = coin(t, "by measure"), tiers(t)
	}
	measured(t, &c)
	return c
}

func measured(t *rapid.T, c *plan.Component) {
	switch {
	case coin(t, "assigned"):
		c.Quota = &plan.Quota{Assigned: true}
	case coin(t, "fixed") || len(c.Tiers) > 1 && !c.ByMeasure:
		c.Quota = &plan.Quota{Fixed: number(t, 1, 1e6, 0)}
	}
	if c.Quota != nil && coin(t, "gate") {
		g := number(t, 0, 200, 2)
		c.Gate = &g
	}
	c.Multipliers = multipliers(t)
}

func multipliers(t *rapid.T) (all []plan.Multiplier) {
	for range rapid.IntRange(0, 2).Draw(t, "multipliers") {
		m := plan.Multiplier{When: plan.Criteria{Type: names(t, "type"), Product: names(t, "product"),
			Source: names(t, "source")}, Factor: number(t, 0, 3000, 3)}
		if coin(t, "term") {
			months := rapid.IntRange(1, 60).Draw(t, "months")
			m.When.TermMonths = &months
		}
		all = append(all, m)
	}
	return all
}

// tiers begin at whole numbers, which both shares and every currency can write.
func tiers(t *rapid.T) []plan.Tier {
	from, ts := decimal.Zero, []plan.Tier(nil)
	for range rapid.IntRange(1, 4).Draw(t, "tiers") {
		ts = append(ts, plan.Tier{From: from, Rate: number(t, 0, 1500, 4), All: coin(t, "all")})
		from = from.Add(number(t, 1, 5, 0))
	}
	return ts
}

func shares(t *rapid.T) []plan.Share {
	all, left := []plan.Moment{plan.OnBooking, plan.OnInvoice, plan.OnCash, plan.OnGoLive}, int64(1000)
	var ss []plan.Share
	for _, m := range all {
		part := rapid.Int64Range(0, left).Draw(t, "share")
		if m == plan.OnGoLive {
			part = left
		}
		if left -= part; part > 0 {
			ss = append(ss, plan.Share{On: m, Share: decimal.New(part, -3)})
		}
	}
	return ss
}
