package statement

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
)

// Comparison is why what a member has earned to date differs between two calculations, of one statement or of two.
// Amounts are minor units of the statement's currency; the differences sum to After − Before.
type Comparison struct {
	Before, After int64 // earned to date
	Differences   []Difference
	Rules         []string // what changed for all opportunities: quota, plan
}

// Difference is an opportunity whose pay differs, with the changes that became known. Without an Opportunity it is an
// amount from before the records begin.
type Difference struct {
	Opportunity   uuid.UUID
	Before, After int64
	Causes        []string
}

// Compare explains by opportunity the difference between two calculations, largest first.
func Compare(before, after Made) Comparison {
	was, is := byOpportunity(before.Result.State), byOpportunity(after.Result.State)
	c := Comparison{Rules: rulesChanged(before.Inputs, after.Inputs)}
	events, later := eventsOf(before.Inputs), eventsOf(after.Inputs)
	for key := range union(was, is) {
		c.Before, c.After = c.Before+was[key], c.After+is[key]
		if was[key] == is[key] {
			continue
		}
		d := Difference{Before: was[key], After: is[key], Causes: learnt(events[key], later[key])}
		d.Opportunity, _ = uuid.Parse(key)
		if len(d.Causes) == 0 {
			d.Causes = []string{elsewhere(c.Rules)}
		}
		c.Differences = append(c.Differences, d)
	}
	slices.SortFunc(c.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(size(b), size(a)), slices.Compare(a.Opportunity[:], b.Opportunity[:]))
	})
	return c
}

func size(d Difference) int64 { return max(d.After-d.Before, d.Before-d.After) }

// Names lists the keys of the opportunities that differ.
func (c Comparison) Names() []uuid.UUID {
	var all []uuid.UUID
	for _, d := range c.Differences {
		all = append(all, d.Opportunity)
	}
	return all
}

func byOpportunity(lines []commission.Line) map[string]int64 {
	sums := map[string]int64{}
	for _, l := range lines {
		sums[l.Opportunity] += l.Amount
	}
	return sums
}

func union(a, b map[string]int64) map[string]bool {
	all := map[string]bool{}
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return all
}

func elsewhere(rules []string) string {
	if len(rules) > 0 {
		return strings.Join(rules, "; ")
	}
	return "No change of its own: other opportunities changed its tier, cap or budget"
}

func eventsOf(b *evidence.Bundle) map[string]map[string]commission.Event {
	all := map[string]map[string]commission.Event{}
	if b == nil {
		return all
	}
	for _, e := range b.Events {
		if e.On > b.On {
			continue
		}
		if all[e.Opportunity] == nil {
			all[e.Opportunity] = map[string]commission.Event{}
		}
		all[e.Opportunity][e.ID] = e
	}
	return all
}

// learnt says what is new of an opportunity's events, known otherwise, or gone, in their order.
func learnt(before, after map[string]commission.Event) []string {
	var events []commission.Event
	for _, e := range after {
		events = append(events, e)
	}
	var causes []string
	for _, e := range commission.Ordered(events) {
		was, known := before[e.ID]
		switch {
		case !known:
			causes = append(causes, said(e))
		case digest(was) != digest(e):
			causes = append(causes, differs(was, e))
		}
	}
	var gone []commission.Event
	for id, e := range before {
		if _, still := after[id]; !still {
			gone = append(gone, e)
		}
	}
	for _, e := range commission.Ordered(gone) {
		causes = append(causes, "No longer credited: "+said(e))
	}
	return causes
}

var kindWords = map[commission.Kind]string{commission.Booking: "Booked", commission.Amendment: "Changed",
	commission.Invoice: "Invoiced", commission.Cash: "Paid by the customer",
	commission.GoLive: "Gone live", commission.Cancellation: "Cancelled", commission.WriteOff: "Written off"}

// Words is the kind of an event as what happened: "Booked".
func Words(k commission.Kind) string { return kindWords[k] }

func said(e commission.Event) string {
	s := kindWords[e.Kind] + " " + e.On.Time().Format("Jan 2, 2006")
	switch {
	case e.Amount != nil && e.Kind == commission.Amendment:
		s += " to " + plain(e.Amount)
	case e.Amount != nil:
		s += ", " + plain(e.Amount)
	}
	return s
}

// differs says how an event that was known is known otherwise.
func differs(was, is commission.Event) string {
	var parts []string
	if was.On != is.On {
		parts = append(parts,
			"the date moved from "+was.On.Time().Format("Jan 2, 2006")+" to "+is.On.Time().Format("Jan 2, 2006"))
	}
	if plain(was.Amount) != plain(is.Amount) {
		parts = append(parts, "the amount was corrected from "+plain(was.Amount)+" to "+plain(is.Amount))
	}
	if plain(was.Credit) != plain(is.Credit) {
		parts = append(parts, "the credit share changed to "+shareOf(is.Credit)+" (was "+shareOf(was.Credit)+")")
	}
	if was.Type != is.Type || was.Source != is.Source || was.Segment != is.Segment || was.Territory != is.Territory ||
		!slices.Equal(was.Products, is.Products) ||
		was.TermMonths != is.TermMonths {
		parts = append(parts, "the qualifying fields were corrected")
	}
	if len(parts) == 0 {
		parts = append(parts, "its details were corrected")
	}
	text := strings.Join(parts, ", ")
	return kindWords[is.Kind] + ": " + text
}

func plain(d *decimal.Decimal) string {
	if d == nil {
		return "none"
	}
	text := d.StringFixed(max(2, -d.Exponent()))
	whole, fraction, _ := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0 && whole[at-1] != '-'; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return strings.Replace(whole, "-", "−", 1) + "." + fraction
}

func shareOf(d *decimal.Decimal) string {
	if d == nil {
		return "100 %"
	}
	return d.Shift(2).String() + " %"
}

func digest(e commission.Event) string {
	b, err := json.Marshal(e)
	if err != nil {
		return ""
	}
	return string(b)
}

// rulesChanged says what changed for every opportunity.
func rulesChanged(before, after *evidence.Bundle) []string {
	if before == nil || after == nil {
		return nil
	}
	var all []string
	for key, q := range after.Quotas {
		if was, known := before.Quotas[key]; known && !was.Equal(q) {
			all = append(all, "The quota of "+key+" became "+plain(&q)+" (was "+plain(&was)+")")
		}
	}
	slices.Sort(all)
	hashes := func(b *evidence.Bundle) string {
		var s []string
		for _, t := range b.Terms {
			s = append(s, t.From.String(), t.Plan.Hash())
		}
		return strings.Join(s, " ")
	}
	if hashes(before) != hashes(after) {
		all = append(all, "The plan or its dates changed")
	}
	return all
}
