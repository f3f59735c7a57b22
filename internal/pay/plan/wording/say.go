package wording

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// speaker says values in words; it knows the currency of the plan and the period that attainment is measured in.
type speaker struct {
	currency    money.Currency
	measurement period.Kind
}

func speakerOf(d plan.Document) speaker { return speaker{d.Currency, d.Measurement} }

// percent is a fraction as people read it: 0.125 is "12.5 %".
func percent(d decimal.Decimal) string { return apart(d.Shift(2).String()) + " %" }

func (s speaker) money(d decimal.Decimal) string {
	return string(s.currency) + " " + apart(plan.InMoney.Write(d, s.currency))
}

// apart puts commas between thousands.
func apart(digits string) string {
	sign, rest := "", digits
	if strings.HasPrefix(rest, "-") {
		sign, rest = "−", rest[1:]
	}
	whole, tail, dotted := strings.Cut(rest, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dotted {
		whole += "." + tail
	}
	return sign + whole
}

func (s speaker) counted(c plan.Component, d decimal.Decimal) string {
	if c.Measure == plan.Count {
		return plural(apart(d.String()), "opportunity", "opportunities")
	}
	return s.money(d)
}

func plural(n, one, many string) string {
	if n == "1" {
		return "1 " + one
	}
	return n + " " + many
}

// boundary is where a tier begins: a share of the quota, an amount or a count.
func (s speaker) boundary(c plan.Component, from decimal.Decimal) string {
	if c.ByMeasure {
		return s.counted(c, from)
	}
	return percent(from)
}

// rate is a fraction, or an amount a unit where opportunities are counted.
func (s speaker) rate(c plan.Component, rate decimal.Decimal) string {
	if c.Measure == plan.Count {
		return string(s.currency) + " " + apart(plan.InPrices.Write(rate, s.currency)) + " an opportunity"
	}
	return percent(rate)
}

func (s speaker) span(v plan.Span) string { return day(v.From) + " to " + day(v.To-1) }

func day(d period.Date) string { return d.Time().Format("Jan 2, 2006") }

func and(words []string) string { return joined(words, " and ") }
func or(words []string) string  { return joined(words, " or ") }

// joined is how people enumerate: a, b and c.
func joined(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + last + words[len(words)-1]
}

func word(which bool, yes, no string) string {
	if which {
		return yes
	}
	return no
}

var measureWords = map[plan.Measure]string{
	plan.Amount: "the amount", plan.Count: "the number of opportunities", plan.ARR: "the annual recurring revenue",
	plan.Margin: "the margin",
}

// apply says on what a tier's rate is paid, in the words of the definitions (§10): those of the vendors contradict each
// other.
func apply(c plan.Component, t plan.Tier) string {
	switch {
	case t.All:
		return "on everything back to the start of the period"
	case c.Measure == plan.Count:
		return "only on the opportunities above"
	}
	return "only on the amount above"
}

var periodWords = map[period.Kind]string{period.Month: "month", period.Quarter: "quarter", period.Half: "half-year",
	period.Year: "year"}

var momentWords = map[plan.Moment]string{
	plan.OnBooking: "at the booking", plan.OnInvoice: "as it is invoiced",
	plan.OnCash:   "when the customer pays, in proportion to the share paid",
	plan.OnGoLive: "when the customer goes live",
}

func eligibleWords(shares []plan.Share) string {
	if len(shares) == 1 {
		return momentWords[shares[0].On]
	}
	var parts []string
	for _, e := range shares {
		parts = append(parts, percent(e.Share)+" "+momentWords[e.On])
	}
	return and(parts)
}

// criteria are the conditions as predicates of an opportunity: "is of the type New Business or Renewal".
func (s speaker) criteria(c plan.Criteria) []string {
	var said []string
	for _, list := range []struct {
		words string
		names []string
	}{
		{"is of the type ", c.Type}, {"is for the product ", c.Product}, {"came from the source ", c.Source},
		{"is in the segment ", c.Segment}, {"is in the territory ", c.Territory},
	} {
		if len(list.names) > 0 {
			said = append(said, list.words+or(list.names))
		}
	}
	if c.MinAmount != nil {
		said = append(said, "has an amount of at least "+s.money(*c.MinAmount))
	}
	if c.MaxAmount != nil {
		said = append(said, "has an amount of at most "+s.money(*c.MaxAmount))
	}
	if c.TermMonths != nil {
		said = append(said, "has a term of at least "+plural(fmt.Sprint(*c.TermMonths), "month", "months"))
	}
	return said
}

func (s speaker) multiplier(m plan.Multiplier) string {
	factor := "× " + plan.InShares.Write(m.Factor, s.currency)
	if conditions := s.criteria(m.When); len(conditions) > 0 {
		return factor + " where the opportunity " + and(conditions)
	}
	return factor + " always"
}

func clawbackWords(b plan.Clawback) string {
	back, attainment := "all earnings on it are taken back", "stays as it was"
	if b.Prorata {
		back = "the earnings for the remaining days are taken back"
	}
	if b.ReducesAttainment {
		attainment = "falls too"
	}
	return fmt.Sprintf("within %s of the booking, %s, at the rate at which it was paid; the attainment of the "+
		"period %s", plural(fmt.Sprint(b.WithinDays), "day", "days"), back, attainment)
}

func (s speaker) quota(c plan.Component) string {
	switch {
	case c.Quota == nil:
		return ""
	case c.Quota.Assigned:
		return "the quota that is assigned to the member, by the days on which it is in force"
	}
	return fmt.Sprintf("a quota of %s each %s", s.counted(c, c.Quota.Fixed), periodWords[s.measurement])
}
