package wording

import (
	"fmt"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"

	"quarterdeck/internal/pay/plan"
)

var one = decimal.NewFromInt(1)

// Warnings lists valid but unusual terms of a plan that should be checked before it is used. Paths are as in Problems.
func Warnings(d plan.Document) []plan.Problem {
	w := warner{speaker: speakerOf(d)}
	if _, err := currency.ParseISO(string(d.Currency)); err != nil {
		w.warn("currency", "%s is not a currency of ISO 4217.", d.Currency)
	}
	if paysLater(d) {
		w.warn("payout",
			"A statement covers a quarter, but attainment starts again each month. Each of the three months is "+
				"measured separately.")
	}
	for i, c := range d.Components {
		w.component(fmt.Sprintf("components[%d]", i), d, c)
	}
	if d.Draw != nil && d.Draw.Per != d.Payout {
		w.warn("draw.per", "The draw is per %s, but there is a statement per %s.", d.Draw.Per, d.Payout)
	}
	return w.warnings
}

type warner struct {
	speaker
	warnings plan.Problems
}

func (w *warner) warn(path, format string, args ...any) {
	w.warnings = append(w.warnings, plan.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (w *warner) component(path string, d plan.Document, c plan.Component) {
	if c.Kind == plan.Bonus {
		w.bonus(path, d, c)
	}
	if c.Kind == plan.Override && c.Measure != plan.Count && c.Override.GreaterThan(one) {
		w.warn(path+".rate", "The rate is %s: the plan pays more than the credit.", percent(c.Override))
	}
	w.tiers(path, c)
	w.limits(path, c)
	for i, m := range c.Multipliers {
		at := fmt.Sprintf("%s[%d]", path+".multipliers", i)
		if len(w.criteria(m.When)) == 0 {
			w.warn(at+".when", "The multiplier has no condition, so it applies to every line.")
		}
		switch {
		case m.Factor.IsZero():
			w.warn(at+".factor", "The factor is 0, so such an opportunity earns nothing.")
		case m.Factor.Equal(one):
			w.warn(at+".factor", "The factor is 1, so it changes nothing.")
		}
	}
}

func (w *warner) bonus(path string, d plan.Document, c plan.Component) {
	if c.Budget == nil {
		w.warn(path+".budget", "The bonus has no budget, so its cost is unlimited.")
	} else if c.Budget.LessThan(c.Bonus) {
		w.warn(path+".budget", "The budget, %s, is less than one bonus of %s.", w.money(*c.Budget), w.money(c.Bonus))
	}
	if s := c.Window; s != nil && (s.To <= d.Effective.From || s.From >= d.Effective.To) {
		w.warn(path+".window", "The window, %s, lies outside the plan, %s: the bonus is never paid.", w.span(*s),
			w.span(d.Effective))
	} else if s != nil && (s.From < d.Effective.From || s.To > d.Effective.To) {
		w.warn(path+".window", "The window, %s, reaches beyond the plan, %s.", w.span(*s), w.span(d.Effective))
	}
	if c.Clawback != nil && c.Clawback.ReducesAttainment {
		w.warn(path+".clawback.reduces_attainment", "A bonus does not count towards attainment, so the reduction "+
			"has no effect.")
	}
}

func (w *warner) tiers(path string, c plan.Component) {
	paid := false
	for i, t := range c.Tiers {
		at := fmt.Sprintf("%s[%d]", path+".tiers", i)
		paid = paid || t.Rate.IsPositive()
		if c.Measure != plan.Count && t.Rate.GreaterThan(one) {
			w.warn(at+".rate", "The rate is %s: the plan pays more than the credit.", percent(t.Rate))
		}
		if !t.All || i == 0 {
			continue
		}
		below := earnedBelow(c, i)
		switch jump := t.From.Mul(t.Rate).Sub(below); {
		case jump.IsPositive():
			w.warn(at+".apply",
				"There is a cliff at %s: the rate applies to the whole period, so reaching it pays %s more at once.",
				w.boundary(c, t.From), w.jump(c, jump))
		case jump.IsNegative():
			w.warn(at+".apply", "A member who reaches %s is paid %s less than just below it.", w.boundary(c, t.From),
				w.jump(c, jump.Neg()))
		}
	}
	if len(c.Tiers) > 0 && !paid {
		w.warn(path+".tiers", "Every rate is 0, so the component never pays.")
	}
}

// earnedBelow is what is earned just below tier i, in units of the boundaries times the rate: a share of the quota, or
// money.
func earnedBelow(c plan.Component, i int) decimal.Decimal {
	sum := decimal.Zero
	for j, t := range c.Tiers[:i] {
		if t.All {
			sum = t.From.Mul(t.Rate)
		}
		sum = sum.Add(c.Tiers[j+1].From.Sub(t.From).Mul(t.Rate))
	}
	return sum
}

// jump says a sum of earnedBelow: money where the quota is known, else a share of it. A count times a price is money; a
// share of an unknown quota times a price is the price for that many more.
func (w *warner) jump(c plan.Component, d decimal.Decimal) string {
	switch {
	case c.ByMeasure:
		return w.money(d.Round(w.currency.Exponent()))
	case c.Quota != nil && !c.Quota.Assigned:
		return w.money(d.Mul(c.Quota.Fixed).Round(w.currency.Exponent()))
	case c.Measure == plan.Count:
		return w.money(d.Round(w.currency.Exponent())) + " for each opportunity of the quota"
	}
	return percent(d) + " of the quota"
}

func (w *warner) limits(path string, c plan.Component) {
	if c.Gate != nil && len(c.Tiers) > 1 && !c.ByMeasure && c.Gate.GreaterThan(c.Tiers[1].From) {
		w.warn(path+".gate",
			"The gate, %s, is above the tier from %s, so the lower rates are never paid on their own.",
			percent(*c.Gate), percent(c.Tiers[1].From))
	}
	if c.Gate != nil && c.Gate.IsZero() {
		w.warn(path+".gate", "The gate is 0, so it has no effect.")
	}
	most, each := c.Cap.PerPeriod, c.Cap.PerOpportunity
	if most != nil && each != nil && each.GreaterThan(*most) {
		w.warn(path+".cap.per_opportunity", "The cap per opportunity, %s, is above the cap per period, %s.",
			w.money(*each), w.money(*most))
	}
	if c.Kind == plan.Bonus && each != nil && each.LessThan(c.Bonus) {
		w.warn(path+".cap.per_opportunity", "The cap, %s, is below the bonus of %s.", w.money(*each), w.money(c.Bonus))
	}
	if first := w.firstTier(c); most != nil && first != nil && most.LessThanOrEqual(*first) {
		w.warn(path+".cap.per_period",
			"The cap, %s, is reached within the first tier, which earns %s. The other tiers never "+
				"apply.", w.money(*most),
			w.money(*first))
	}
}

// firstTier is what the whole first tier earns, in money; nil where that depends on the member's quota or there is no
// other tier.
func (w *warner) firstTier(c plan.Component) *decimal.Decimal {
	if len(c.Tiers) < 2 || !c.ByMeasure && (c.Quota == nil || c.Quota.Assigned) {
		return nil
	}
	sum := earnedBelow(c, 1)
	if !c.ByMeasure {
		sum = sum.Mul(c.Quota.Fixed)
	}
	sum = sum.Round(w.currency.Exponent())
	return &sum
}
