package commission

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// whyLine says how a line came about: "80,000.00 × 10 % (0 % to 80 % of quota)".
func whyLine(e *entry, l Line, p piece, t tiers) string {
	c := e.plan.Currency
	var b strings.Builder
	if e.difference {
		b.WriteString("A change of ")
	}
	b.WriteString(measured(l.Measure, e.of.Measure, c))
	b.WriteString(whySplit(e, l))
	if e.of.Measure == plan.Count {
		b.WriteString(" × " + grouped(l.Rate, c.Exponent()))
	} else {
		b.WriteString(" × " + percent(l.Rate))
	}
	if !l.Multiplier.Equal(one) {
		b.WriteString(" × multiplier " + l.Multiplier.String())
	}
	reason := ""
	switch {
	case p.back:
		reason = "on everything back to the first unit, since " + t.place(p.boundary, c) + " is reached"
	case e.of.ByMeasure:
		reason = measured(p.from, e.of.Measure, c) + " to " + measured(p.to, e.of.Measure, c) +
			" credited in the period"
	case t.quota.IsPositive():
		reason = share(p.from.DivRound(t.quota, 12)) + " to " + share(p.to.DivRound(t.quota, 12)) + " of quota"
	case needsQuota(e.of):
		reason = "the quota is 0"
	case e.of.Kind == plan.Override:
		reason = "credit of those below"
	}
	if !e.now.Equal(e.booked) {
		reason = "at the rates of its booking: now " + measured(e.now, e.of.Measure, c) + " instead of " +
			measured(e.booked, e.of.Measure, c) + also(", ", reason)
	}
	b.WriteString(also(" (", reason))
	if reason != "" {
		b.WriteString(")")
	}
	return b.String()
}

// whySplit says what share of the opportunity a line is of: "(50 % of 80,000.00)", or "of 40,000.00 (50 % of
// 80,000.00)" where a tier has a part.
func whySplit(e *entry, l Line) string {
	credit, c := e.facts.credit(), e.plan.Currency
	if credit.Equal(one) || credit.IsZero() || e.difference {
		return ""
	}
	part := ""
	if !l.Measure.Equal(e.now) {
		part = " of " + measured(e.now, e.of.Measure, c)
	}
	whole := "1"
	if e.of.Measure != plan.Count {
		whole = measured(e.now.DivRound(credit, 2), e.of.Measure, c)
	}
	return part + " (" + percent(credit) + " of " + whole + ")"
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
	so := ""
	if at := attained(e.in.total, e.quota); at != nil {
		so = " (" + share(*at) + " so far)"
	}
	return "; pays nothing until " + percent(*e.of.Gate) + " of quota is reached" + so
}

// whyCap says what a cap left of an amount. What is taken away costs only what is under the cap.
func whyCap(allowed, of int64, limit decimal.Decimal, what string, c money.Currency) string {
	cap := "the cap of " + grouped(limit, c.Exponent()) + " " + what
	switch {
	case of < 0:
		return "; " + amount(allowed, c) + " of it, since what is above " + cap + " was not paid"
	case allowed == 0:
		return "; nothing of it, since " + cap + " is reached"
	}
	return "; " + amount(allowed, c) + " of it, up to " + cap
}

// whyBonus says what a bonus is for: "A bonus of 500.00 for an opportunity that qualifies".
func whyBonus(l Line) string {
	c := l.plan.Currency
	why := "A bonus of " + grouped(l.Rate, c.Exponent())
	if !l.Measure.Equal(one) {
		why += " × " + percent(l.Measure) + " of the credit"
	}
	if !l.Multiplier.Equal(one) {
		why += " × multiplier " + l.Multiplier.String()
	}
	return why + " for an opportunity that qualifies"
}

func whyBudget(granted int64, c money.Currency) string {
	if granted == 0 {
		return "; nothing, since the budget is used up"
	}
	return "; " + amount(granted, c) + " of it, which is all that the budget had left"
}

func whyChanged(d *deal, now decimal.Decimal) string {
	if now.IsZero() {
		return "; nothing any more, since the opportunity no longer qualifies"
	}
	return "; " + percent(now) + " of the credit since it was changed"
}

// whyClawed says what is taken back: "Clawback of 40/90 of 8,800.00: cancelled on 2026-04-01, 50 days after the
// booking, within 90 days".
func whyClawed(l Line, c money.Currency, claw *plan.Clawback, booked period.Date, cause Event) string {
	days := max(0, int(cause.On-booked))
	of := amount(l.Amount, c)
	if claw.Prorata {
		of = strconv.Itoa(claw.WithinDays-days) + "/" + strconv.Itoa(claw.WithinDays) + " of " + of
	}
	after := strconv.Itoa(days) + " days after the booking"
	switch days {
	case 0:
		after = "on the day of the booking"
	case 1:
		after = "a day after the booking"
	}
	return "Clawback of " + of + ": " + happened[cause.Kind] + " on " + cause.On.String() + ", " + after + ", within " +
		strconv.Itoa(claw.WithinDays) + " days"
}

var happened = map[Kind]string{Booking: "booked", Amendment: "changed", Cancellation: "cancelled",
	WriteOff: "written off"}

// whyReversed says why a line is taken back as it was stated: what happened to its opportunity, or to another that it
// shares a period with.
func whyReversed(l Line, cause *Event) string {
	why := "Taken back as it was stated"
	switch {
	case cause == nil || happened[cause.Kind] == "":
	case cause.Opportunity == l.Opportunity && cause.Member == l.Member && cause.Kind == Booking:
		why += ", since it was booked anew on " + cause.On.String()
	case cause.Opportunity == l.Opportunity && cause.Member == l.Member:
		why += ", since it was " + happened[cause.Kind] + " on " + cause.On.String()
	default:
		why += ", since another opportunity was " + happened[cause.Kind] + " on " + cause.On.String()
	}
	return why + ": " + l.Why
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

// share writes an attainment in percent with at most two decimals, cut off and not rounded, so that 99.999 % of a quota
// is not shown as all of it.
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
