package commission

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

// whyLine says how a line came about: "80,000.00 × 10 % (0 % to 80 % of quota)".
func whyLine(e *entry, l Line, p piece, t tiers) string {
	c := e.plan.Currency
	var b strings.Builder
	if e.difference {
		b.WriteString("Changed by ")
	}
	b.WriteString(measured(l.Measure, e.of.Measure, c))
	if credit := e.facts.credit(); !credit.Equal(one) && !credit.IsZero() && e.of.Measure != plan.Count && !e.difference && l.Measure.Equal(e.now) {
		b.WriteString(" (" + percent(credit) + " of " + measured(l.Measure.DivRound(credit, 2), e.of.Measure, c) + ")")
	}
	if e.of.Measure == plan.Count {
		b.WriteString(" × " + grouped(l.Rate, c.Exponent()))
	} else {
		b.WriteString(" × " + percent(l.Rate))
	}
	if !l.Multiplier.Equal(one) {
		b.WriteString(" × " + l.Multiplier.String())
	}
	reason := ""
	switch {
	case p.back:
		reason = "on everything back to the first unit, since " + t.place(p.boundary, c) + " is reached"
	case e.of.ByMeasure:
		reason = measured(p.from, e.of.Measure, c) + " to " + measured(p.to, e.of.Measure, c) + " of the period"
	case t.quota.IsPositive():
		reason = share(p.from.DivRound(t.quota, 12)) + " to " + share(p.to.DivRound(t.quota, 12)) + " of quota"
	}
	if !e.now.Equal(e.booked) {
		reason = "at the rate it was booked at: " + measured(e.now, e.of.Measure, c) + " of what were " + measured(e.booked, e.of.Measure, c) + also(", ", reason)
	}
	b.WriteString(also(" (", reason))
	if reason != "" {
		b.WriteString(")")
	}
	return b.String()
}

// also joins a reason that is given.
func also(between, reason string) string {
	if reason == "" {
		return ""
	}
	return between + reason
}

// place is a tier's beginning in words.
func (t tiers) place(d decimal.Decimal, c money.Currency) string {
	if t.of.ByMeasure || !t.quota.IsPositive() {
		return measured(d, t.of.Measure, c)
	}
	return share(d.DivRound(t.quota, 12)) + " of quota"
}

func whyShut(e *entry) string {
	return "; nothing before " + percent(*e.of.Gate) + " of quota is reached (" + share(*attained(e.in.total, e.quota)) + " so far)"
}

func whyCap(allowed int64, limit decimal.Decimal, of string, c money.Currency) string {
	return "; " + amount(allowed, c) + " of it by the cap of " + grouped(limit, c.Exponent()) + " " + of
}

// whyBonus says what a bonus is for: "500.00 for an opportunity that qualifies".
func whyBonus(l Line) string {
	c := l.plan.Currency
	why := grouped(l.Rate, c.Exponent())
	if !l.Measure.Equal(one) {
		why += " × " + percent(l.Measure) + " of the credit"
	}
	if !l.Multiplier.Equal(one) {
		why += " × " + l.Multiplier.String()
	}
	return why + " for an opportunity that qualifies"
}

func whyBudget(granted int64, c money.Currency) string {
	if granted == 0 {
		return "; nothing, since the budget is used up"
	}
	return "; " + amount(granted, c) + " of it, which is what the budget had left"
}

func whyChanged(d *deal, now decimal.Decimal) string {
	if now.IsZero() {
		return "; nothing any more, since the opportunity no longer qualifies"
	}
	return "; " + percent(now) + " of the credit since it was changed"
}

func whyClawed(l Line, c money.Currency, claw *plan.Clawback, booked period.Date, cause Event) string {
	days := max(0, int(cause.On-booked))
	why := "Taken back: " + amount(l.Amount, c) + ", since the opportunity was cancelled "
	if cause.Kind == WriteOff {
		why = "Taken back: " + amount(l.Amount, c) + ", since the opportunity was written off "
	}
	if claw.Prorata {
		why = strings.Replace(why, amount(l.Amount, c), strconv.Itoa(claw.WithinDays-days)+"/"+strconv.Itoa(claw.WithinDays)+" of "+amount(l.Amount, c), 1)
	}
	switch days {
	case 0:
		why += "on the day of its booking"
	case 1:
		why += "a day after its booking"
	default:
		why += strconv.Itoa(days) + " days after its booking"
	}
	return why + " on " + cause.On.String() + ", within " + strconv.Itoa(claw.WithinDays) + " days"
}

// measured writes a measure: money with the currency's decimals, a count as it is.
func measured(d decimal.Decimal, m plan.Measure, c money.Currency) string {
	if m == plan.Count {
		return d.String()
	}
	return grouped(d, c.Exponent())
}

func amount(minor int64, c money.Currency) string {
	return grouped(decimal.New(minor, -c.Exponent()), c.Exponent())
}

// percent writes a fraction in percent, with every decimal that it has.
func percent(d decimal.Decimal) string {
	return strings.Replace(d.Shift(2).String(), "-", "−", 1) + " %"
}

// share writes an attainment in percent with at most two decimals, cut off and not rounded, so that 99.999 % of a quota is
// not shown as all of it.
func share(d decimal.Decimal) string { return percent(d.Truncate(4)) }

// grouped writes a decimal with at least so many decimals and a comma between thousands.
func grouped(d decimal.Decimal, decimals int32) string {
	s := d.StringFixed(max(decimals, -d.Exponent()))
	if decimals < -d.Exponent() { // more than the currency has: drop zeros that say nothing
		s = strings.TrimRight(s, "0")
		if i := strings.IndexByte(s, '.'); i < 0 || len(s)-i-1 < int(decimals) {
			s = d.StringFixed(decimals)
		}
	}
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	whole, fraction, found := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found && fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}
