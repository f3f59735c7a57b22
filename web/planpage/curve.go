package planpage

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/curve"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// Curve is what a component pays over what is credited in one measurement period, and its boundaries.
type Curve struct {
	Component *plan.Component
	Currency  money.Currency
	Every     period.Kind
	Quota     decimal.Decimal
	Most      decimal.Decimal // the credit at the right end
	Pays      []int64         // at equal steps from nothing to Most
	Bounds    []curve.Boundary
	Timing    []string // where it pays to book otherwise: at caps and at the end of the period
}

// steps is how many parts a curve has, and InParts in how many opportunities the credit of each point comes.
const (
	steps   = 60
	InParts = 20
)

// usualCredit is where the axis of a component ends that nothing bounds, in major units or opportunities.
var usualCredit = map[plan.Measure]int64{plan.Count: 20, plan.Amount: 100_000, plan.ARR: 100_000, plan.Margin: 100_000}

// Curves are those of the components of a valid plan that pay by credit, for an assigned quota in major units or a
// count.
func Curves(d plan.Document, calendar period.Calendar, assigned decimal.Decimal) ([]Curve, error) {
	var all []Curve
	for i := range d.Components {
		c := &d.Components[i]
		if c.Kind != plan.Rate || len(all) == mostCurves {
			continue
		}
		one := Curve{Component: c, Currency: d.Currency, Every: d.Measurement}
		if c.Quota != nil {
			one.Quota = assigned
			if !c.Quota.Assigned {
				one.Quota = c.Quota.Fixed
			}
		}
		one.Most = one.end()
		for step := range steps + 1 {
			pays, err := curve.Example(d, c, calendar, one.Quota,
				one.Most.Mul(decimal.NewFromInt(int64(step))).DivRound(decimal.NewFromInt(steps), 6), InParts)
			if err != nil {
				return nil, err
			}
			one.Pays = append(one.Pays, pays)
		}
		var err error
		if one.Bounds, err = curve.Boundaries(d, c, calendar, one.Quota); err != nil {
			return nil, err
		}
		for _, cl := range commission.Cliffs(d, assigned) {
			if cl.Component == c.ID && (cl.Kind == "cap" || cl.Kind == "period end") {
				one.Timing = append(one.Timing, cl.Sentence)
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// mostCurves bounds the work of a page.
const mostCurves = 8

// byQuota tells that the axis is attainment.
func (c Curve) byQuota() bool { return !c.Component.ByMeasure && c.Quota.IsPositive() }

// end is a quarter past the last boundary, and past one and a half of the quota.
func (c Curve) end() decimal.Decimal {
	last, quarter := decimal.Zero, decimal.RequireFromString("0.25")
	if n := len(c.Component.Tiers); n > 0 {
		last = c.Component.Tiers[n-1].From
	}
	if c.byQuota() {
		last = decimal.Max(last.Add(quarter), decimal.RequireFromString("1.5"))
		return last.Div(quarter).Ceil().Mul(quarter).Mul(c.Quota)
	}
	if last.IsPositive() {
		return last.Mul(decimal.RequireFromString("1.5")).Ceil()
	}
	return decimal.NewFromInt(usualCredit[c.Component.Measure])
}

// credit says an amount of the component's measure.
func (c Curve) credit(d decimal.Decimal) string {
	if c.Component.Measure == plan.Count {
		return d.Round(2).String()
	}
	return page.Cash(c.Currency).Short(d.Shift(c.Currency.Exponent()).IntPart())
}

// place says a point of the axis: a share of the quota, or credit.
func (c Curve) place(credit decimal.Decimal) string {
	if c.byQuota() {
		return ui.Percent(credit.Div(c.Quota), 1)
	}
	return c.credit(credit)
}

func (c Curve) chart() chart.LineProps {
	p := chart.LineProps{Props: chart.Props{Label: "Pay from " + c.Component.Title() + " by " + c.axis(),
		Desc: c.described(), Format: page.Cash(c.Currency).Axis(), Height: 200, Corner: "Credited"}}
	values := make([]float64, len(c.Pays))
	for i, pays := range c.Pays {
		values[i] = float64(pays)
		p.X = append(p.X, c.place(c.Most.Mul(decimal.NewFromInt(int64(i))).DivRound(decimal.NewFromInt(steps), 6)))
	}
	p.Series = []chart.Series{{Name: "Pay per " + string(c.Every), Values: values, Area: true}}
	for _, cl := range c.Bounds {
		at, _ := cl.At.DivRound(c.Most, 6).Float64()
		p.Bounds = append(p.Bounds, chart.Bound{Name: c.place(cl.At), At: at})
	}
	return p
}

func (c Curve) axis() string {
	if c.byQuota() {
		return "attainment"
	}
	return "credit"
}

func (c Curve) described() string {
	last := c.Pays[len(c.Pays)-1]
	return "From nothing to " + page.Cash(c.Currency).Exact(last) + " at " + c.place(c.Most) + "."
}

// of says what the curve is drawn for.
func (c Curve) of() string {
	if c.Quota.IsPositive() {
		return "For a quota of " + c.credit(c.Quota) + " per " + string(c.Every)
	}
	return "Per " + string(c.Every)
}

// unit is what one more of is paid.
func (c Curve) unit() string {
	if c.Component.Measure == plan.Count {
		return "opportunity"
	}
	return page.Cash(c.Currency).Exact(decimal.New(1, c.Currency.Exponent()).IntPart())
}

// jump tells that the unit which reaches a boundary pays several times what the others do, or takes pay away.
func jump(cl curve.Boundary) bool {
	return cl.OneMore < 0 || cl.OneMore > 3*max(cl.Usual, 1) && cl.OneMore-cl.Usual > 100
}

func tempts(cl curve.Boundary) bool { return cl.Split > cl.Whole || cl.Later > cl.Whole }

func cliffTone(cl curve.Boundary) ui.Tone {
	switch {
	case jump(cl):
		return ui.Bad
	case tempts(cl):
		return ui.Warn
	default:
		return ui.Neutral
	}
}

// said is a boundary in sentences: what the next unit pays, and whether it pays to split or to delay.
func (c Curve) said(cl curve.Boundary) []string {
	money := page.Cash(c.Currency)
	all := []string{}
	switch {
	case cl.OneMore < 0:
		all = append(all, "Reaching this threshold lowers pay by "+money.Exact(-cl.OneMore)+".")
	case jump(cl):
		all = append(all,
			"The "+c.unit()+" that reaches this threshold pays "+money.Exact(cl.OneMore)+" at once. The "+c.unit()+
				" before it pays "+money.Exact(cl.Usual)+".")
	default:
		all = append(all, "Reaching this threshold pays no lump sum. Only credit above it earns the new rate.")
	}
	opportunity := "An opportunity of " + c.credit(cl.Size) + " that crosses the threshold pays " +
		money.Exact(cl.Whole) + " booked at once"
	if !tempts(cl) {
		return append(all, opportunity+". Splitting it over two periods or delaying it to the next pays no more.")
	}
	if cl.Split > cl.Whole {
		all = append(all,
			opportunity+", or "+money.Exact(cl.Split)+" if split in half over two periods: splitting pays "+
				money.Exact(cl.Split-cl.Whole)+" more.")
		opportunity = "It pays"
	} else {
		opportunity += ", or"
	}
	if cl.Later > cl.Whole {
		all = append(all,
			opportunity+" "+money.Exact(cl.Later)+" if booked at the start of the next "+string(c.Every)+
				": delaying pays "+money.Exact(cl.Later-cl.Whole)+" more.")
	}
	return all
}

// tierRow is a tier for the table.
type tierRow struct{ from, credit, rate, apply string }

func (c Curve) tiers() []tierRow {
	rows := make([]tierRow, len(c.Component.Tiers))
	for i, t := range c.Component.Tiers {
		at := t.From
		if !c.Component.ByMeasure {
			at = at.Mul(c.Quota)
		}
		rows[i] = tierRow{from: c.place(at), credit: c.credit(at), rate: ui.Percent(t.Rate, 4),
			apply: "only credit above"}
		if !c.byQuota() && !c.Component.ByMeasure {
			rows[i].from = "Start"
		}
		if c.Component.Measure == plan.Count {
			rows[i].rate = page.Cash(c.Currency).Exact(t.Rate.Shift(c.Currency.Exponent()).Round(0).IntPart())
		}
		if i == 0 {
			rows[i].apply = "all credit up to the next tier"
		} else if t.All {
			rows[i].apply = "all credit of the period"
		}
	}
	return rows
}
