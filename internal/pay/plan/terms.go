package plan

import (
	"slices"

	"github.com/shopspring/decimal"
)

// criteria reads conditions; those of a multiplier may name one value without a list.
func (o object) criteria(alone bool) Criteria {
	c := Criteria{
		Type: o.names("type", alone), Product: o.names("product", alone), Source: o.names("source", alone),
		Segment: o.names("segment", alone), Territory: o.names("territory", alone),
		MinAmount: maybe(o, "min_amount", InMoney, object.atLeastZero),
		MaxAmount: maybe(o, "max_amount", InMoney, object.atLeastZero),
	}
	if o.has("term_months_at_least") {
		if months, ok := o.count("term_months_at_least"); ok {
			c.TermMonths = &months
		}
	}
	if c.MinAmount != nil && c.MaxAmount != nil && c.MinAmount.GreaterThan(*c.MaxAmount) {
		o.say(o.at("max_amount"), "The maximum, %s, is below the minimum, %s, so nothing would qualify.", c.MaxAmount,
			c.MinAmount)
	}
	return c
}

func (o object) names(key string, alone bool) []string {
	n, ok := o.node.get(key)
	if !ok {
		return nil
	}
	if n.shape == aText && (alone || o.form) {
		if s, ok := o.plain(n, o.at(key)); ok {
			return []string{s}
		}
		return nil
	}
	var names []string
	for i, n := range o.list(key, mostNames) {
		s, ok := o.plain(n, item(o.at(key), i))
		if ok && slices.Contains(names, s) {
			o.say(item(o.at(key), i), "%q is in the list twice.", s)
		}
		names = append(names, s)
	}
	return names
}

// eligible reads when a line becomes payable. Its order says nothing, so it is kept in that of the moments.
func (o object) eligible() []Share {
	if !o.has("eligible") {
		return []Share{{OnBooking, decimal.RequireFromString("1.00")}}
	}
	var ss []Share
	sum, sound := decimal.Zero, true
	for i, n := range o.list("eligible", mostRows) {
		e := o.open(n, item(o.at("eligible"), i), "on", "share")
		if n.shape != aGroup {
			sound = false
			continue
		}
		s := Share{On: choice(e, "on", "", moments...)}
		if s.On != "" && slices.ContainsFunc(ss, func(t Share) bool { return t.On == s.On }) {
			o.say(e.at("on"), "%q appears twice. Add the two shares.", s.On)
		}
		var ok bool
		s.Share, ok = e.positive("share", InShares)
		sum, sound = sum.Add(s.Share), sound && ok
		ss = append(ss, s)
	}
	if len(ss) > 0 && sound && !sum.Equal(one) {
		o.say(o.at("eligible"), "The shares total %s but must total %s.", o.total(sum), o.total(one))
	}
	slices.SortStableFunc(ss, byMoment)
	return ss
}

// total writes a sum of shares: as the document has it, or as a percentage.
func (o object) total(sum decimal.Decimal) string {
	if o.form {
		return o.figure(sum, InShares)
	}
	return sum.String()
}

func (o object) clawback() *Clawback {
	c, ok := o.child("clawback", "within_days", "amount", "reduces_attainment")
	if !ok {
		return nil
	}
	var claw Clawback
	claw.WithinDays, _ = c.count("within_days")
	claw.Prorata = choice(c, "amount", "", kindsOfReturn...) == "prorata"
	claw.ReducesAttainment = c.flag("reduces_attainment")
	return &claw
}

func byMoment(a, b Share) int { return slices.Index(moments, a.On) - slices.Index(moments, b.On) }
