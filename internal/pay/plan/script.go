package plan

import (
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Script is the input of the simulator: a quota, statement days and events.
type Script struct {
	Calendar   period.Calendar
	Quota      map[string]decimal.Decimal // by the key of a period
	Statements []period.Date              // in order
	Events     []Happening
}

// Happening is an event of a script as written; amounts are in major units of the plan's currency.
type Happening struct {
	ID, Opportunity, Kind            string
	Member                           string // who is credited, where it is somebody below
	On                               period.Date
	Amount, ARR, Margin, Credit      *decimal.Decimal
	Type, Source, Segment, Territory string
	Products                         []string
	Overlay                          bool
	TermMonths                       int
}

var (
	scriptKeys = []string{"quota", "statements", "events", "fiscal_year_start"}
	eventKeys  = []string{"id", "opportunity", "kind", "on", "amount", "arr", "margin", "type", "product", "source",
		"segment", "territory", "credit", "overlay",
		"term_months", "member", "currency", "rate"}
	eventKinds = []string{"booking", "amendment", "invoice", "cash", "go_live", "cancellation", "write_off"}
)

// What a script may hold: a large team's events of some years.
const (
	mostScript     = 64 << 20
	mostStatements = 1000
	mostEvents     = 200_000
	mostWork       = 5_000_000 // events times statements: each statement looks at every event before it
)

// ParseScript reads the simulator's document for a plan in a currency. Its error is Problems, each with its path.
func ParseScript(b []byte, c money.Currency) (Script, error) {
	n, ps := tree(b, mostScript)
	if len(ps) > 0 && n.shape != aGroup {
		return Script{}, ps.bounded()
	}
	r := reader{problems: ps, currency: c}
	o := r.open(n, "", scriptKeys...)
	var s Script
	if n.shape == aGroup {
		s.Calendar.Start = o.fiscalStart()
		s.Quota = o.quotas(s.Calendar)
		s.Statements = o.statements()
		s.Events = o.happenings()
		if len(s.Events)*len(s.Statements) > mostWork {
			o.say(o.at("statements"),
				"%d statements on %d events are too many. The limit for statements times events is %d.",
				len(s.Statements), len(s.Events), mostWork)
		}
	}
	if len(r.problems) > 0 {
		return Script{}, r.problems.bounded()
	}
	return s, nil
}

func (o object) fiscalStart() time.Month {
	if !o.has("fiscal_year_start") {
		return time.January
	}
	s, _ := o.text("fiscal_year_start")
	month, err := strconv.Atoi(s)
	if s != "" && (err != nil || month < 1 || month > 12) {
		o.say(o.at("fiscal_year_start"), "%.20q is not a month from 01 to 12.", s)
	}
	return time.Month(max(1, min(12, month)))
}

func (o object) quotas(c period.Calendar) map[string]decimal.Decimal {
	quotas := map[string]decimal.Decimal{}
	n, ok := o.node.get("quota")
	if !ok {
		return quotas
	}
	if n.shape != aGroup {
		o.say(o.at("quota"), "This is %s but must be an object from periods to amounts.", n.shape)
		return quotas
	}
	for _, f := range n.fields {
		path := under(o.at("quota"), f.key)
		if _, err := c.Parse(f.key); err != nil {
			o.say(path, "%.40q is not a period such as 2026-Q1, 2026-01, 2026-H1 or 2026.", f.key)
		}
		d, ok := o.decimal(f.node, path, InCounts)
		if ok && d.IsNegative() {
			o.say(path, "%s is below zero.", d)
		}
		quotas[f.key] = d
	}
	return quotas
}

func (o object) statements() []period.Date {
	if _, ok := o.need("statements"); !ok {
		return nil
	}
	var days []period.Date
	for i, n := range o.list("statements", mostStatements) {
		path := item(o.at("statements"), i)
		day := o.dayAt(n, path)
		if len(days) > 0 && day != 0 && day <= days[len(days)-1] {
			o.say(path, "%s is not after the statement before it.", day)
		}
		if day != 0 {
			days = append(days, day)
		}
	}
	return days
}

func (o object) happenings() []Happening {
	n, ok := o.need("events")
	if !ok || n.shape == aList && len(n.items) == 0 {
		return nil
	}
	var all []Happening
	ids, booked := map[string]bool{}, map[string]bool{}
	for i, n := range o.list("events", mostEvents) {
		path := item(o.at("events"), i)
		h := o.open(n, path, eventKeys...).happening()
		if h.ID != "" && ids[h.ID] {
			o.say(path+".id", "%.60q is the id of an earlier event. Each id can be used once.", h.ID)
		}
		ids[h.ID] = true
		booked[h.Opportunity+"\x00"+h.Member] = booked[h.Opportunity+"\x00"+h.Member] || h.Kind == "booking"
		all = append(all, h)
	}
	for i, h := range all {
		if h.Opportunity != "" && h.Kind != "" && !booked[h.Opportunity+"\x00"+h.Member] {
			o.say(item(o.at("events"), i)+".opportunity", "%.60q is never booked, so it can have no events.",
				h.Opportunity)
		}
	}
	return all
}

func (o object) happening() Happening {
	var h Happening
	if o.node.fields == nil {
		return h
	}
	h.ID, _ = o.text("id")
	h.Opportunity, _ = o.text("opportunity")
	h.Kind = choice(o, "kind", "", eventKinds...)
	if _, ok := o.need("on"); ok {
		h.On = o.day("on")
	}
	rate := o.bookingRate()
	for _, m := range []struct {
		key string
		to  **decimal.Decimal
	}{{"amount", &h.Amount}, {"arr", &h.ARR}, {"margin", &h.Margin}} {
		*m.to = o.converted(m.key, rate)
	}
	h.Credit = maybe(o, "credit", InShares, object.atLeastZero)
	if h.Credit != nil && h.Credit.GreaterThan(decimal.NewFromInt(1)) {
		o.say(o.at("credit"), "%s is more than 1, the whole amount.", h.Credit)
	}
	for _, t := range []struct {
		key string
		to  *string
	}{{"type", &h.Type}, {"source", &h.Source}, {"segment", &h.Segment}, {"territory", &h.Territory},
		{"member", &h.Member}} {
		if n, ok := o.node.get(t.key); ok && (n.shape != aText || n.text != "") {
			*t.to, _ = o.text(t.key)
		}
	}
	if o.has("product") {
		h.Products = o.names("product", true)
	}
	h.Overlay = o.has("overlay") && o.flag("overlay")
	if o.has("term_months") {
		h.TermMonths, _ = o.count("term_months")
	}
	o.whole(h)
	return h
}

// whole says what an event of its kind lacks.
func (o object) whole(h Happening) {
	facts := h.Amount != nil || h.ARR != nil || h.Margin != nil || h.Credit != nil || h.Type != "" || h.Source != "" ||
		h.Segment != "" || h.Territory != "" || h.Products != nil || h.TermMonths != 0
	switch {
	case slices.Contains([]string{"booking", "cash"}, h.Kind) && !o.has("amount"):
		o.say(o.at("amount"), "The key %q is missing: a %s has one.", "amount", h.Kind)
	case h.Kind == "amendment" && !facts && !o.has("amount"):
		o.say(o.path, "An amendment must have a new value, such as the amount.")
	}
}

// bookingRate is what a unit of the event's currency is worth in the plan's on the day; 1 where it is the same.
func (o object) bookingRate() decimal.Decimal {
	one := decimal.NewFromInt(1)
	if !o.has("currency") {
		if o.has("rate") {
			o.say(o.at("rate"), "An exchange rate needs the currency that it converts from.")
		}
		return one
	}
	c := o.code("currency")
	if c == o.currency {
		return one
	}
	if !o.has("rate") {
		o.say(o.at("rate"), "The key %q is missing: the plan is in %s, and the event in %s.", "rate", o.currency, c)
		return one
	}
	rate, ok := o.positive("rate", InCounts)
	if !ok {
		return one
	}
	return rate
}

// converted reads an amount in the plan's currency, rounded once where it was in another.
func (o object) converted(key string, rate decimal.Decimal) *decimal.Decimal {
	same := rate.Equal(decimal.NewFromInt(1))
	unit := InMoney
	if !same {
		unit = InCounts
	}
	d := maybe(o, key, unit, object.number)
	if d == nil || same {
		return d
	}
	converted := d.Mul(rate).RoundBank(o.currency.Exponent())
	return &converted
}

// QuotaOf is the quota of a period: its own, or else the sum of its parts where all are there, or else its share by
// days of a longer one; ok is false where there is none.
func (s Script) QuotaOf(p period.Period) (quota decimal.Decimal, ok bool) {
	if q, ok := s.Quota[p.Key]; ok {
		return q, true
	}
	for _, kind := range []period.Kind{period.Half, period.Quarter, period.Month} {
		sum, all := decimal.Zero, p.Kind != kind
		for _, part := range s.Calendar.Between(kind, p.Start, p.End) {
			q, known := s.Quota[part.Key]
			all = all && known && part.Start >= p.Start && part.End <= p.End
			sum = sum.Add(q)
		}
		if all {
			return sum, true
		}
	}
	for _, kind := range []period.Kind{period.Quarter, period.Half, period.Year} {
		whole := s.Calendar.Containing(kind, p.Start)
		if q, known := s.Quota[whole.Key]; known && whole.End >= p.End {
			return q.Mul(decimal.NewFromInt(int64(p.Days()))).DivRound(decimal.NewFromInt(int64(whole.Days())), 12),
				true
		}
	}
	return decimal.Zero, false
}
