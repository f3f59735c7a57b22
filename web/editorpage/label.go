package editorpage

import (
	"strconv"
	"strings"

	"quarterdeck/internal/pay/plan"
	"quarterdeck/web/page"
)

// labels are what the fields of the form are called, by their keys without numbers.
var labels = map[string]string{
	"name": "Name", "currency": "Currency", "effective.from": "First day", "effective.to": "Last day",
	"measurement": "Measurement period", "payout": "Statement every", "rounding": "Rounding",
	"retroactive_change": "When an opportunity changes after payment",
	"draw.kind":          "Kind", "draw.amount": "Amount", "draw.per": "Per", "draw.recovery": "Repayment",
	"id": "Component name", "measure": "Credit measured in", "boundary": "Tier thresholds in", "quota": "Quota",
	"quota_amount": "Quota amount", "gate": "Gate", "rate": "Rate", "amount": "Bonus per opportunity",
	"budget": "Budget", "window": "Booking dates", "window.from": "Booked from", "window.to": "Booked until",
	"tiers": "Tiers", "tiers.from": "From", "tiers.rate": "Rate", "tiers.apply": "Applies to",
	"qualifies.type": "Types", "qualifies.product": "Products", "qualifies.source": "Sources",
	"qualifies.segment": "Segments", "qualifies.territory": "Territories",
	"qualifies.min_amount": "Minimum amount", "qualifies.max_amount": "Maximum amount",
	"multipliers.factor": "Factor", "multipliers.when.term_months_at_least": "Minimum term, months",
	"multipliers.when.product": "Products", "multipliers.when.type": "Types", "multipliers.when.source": "Sources",
	"cap.per_opportunity": "Maximum per opportunity", "cap.per_period": "Maximum per period",
	"eligible": "Payable when", "eligible.on": "Trigger", "eligible.share": "Share",
	"clawback.within_days": "Cancelled or written off within, days", "clawback.amount": "Amount taken back",
}

// rowNames are what one row of a list is called.
var rowNames = map[string]string{"tiers": "tier", "multipliers": "multiplier", "eligible": "payment"}

// label names a field with the place where it is: "New business, tier 2, rate".
func (e editorView) label(key string) string {
	steps := strings.Split(key, ".")
	var where []string
	field := steps
	switch {
	case steps[0] == "draw":
		where = []string{"Draw"}
	case steps[0] == "components" && len(steps) > 1:
		where, field = []string{e.title("components." + steps[1])}, steps[2:]
	}
	if len(field) > 1 && rowNames[field[0]] != "" {
		if i, err := strconv.Atoi(field[1]); err == nil {
			where = append(where, rowNames[field[0]]+" "+strconv.Itoa(i+1))
			field = append([]string{field[0]}, field[2:]...)
			if len(field) == 1 {
				return strings.Join(where, ", ") // the row itself
			}
		}
	}
	if said := labels[strings.TrimRight(strings.Join(field, "."), ".0123456789")]; said != "" && len(field) > 0 {
		if len(where) > 0 {
			said = page.LowerFirst(said)
		}
		where = append(where, said)
	}
	return strings.Join(where, ", ")
}

// mistake is a problem with the field that it is at.
type mistake struct{ Label, Href, Message string }

// mistakes are all problems of the form in its order; Href is empty where no field shows one.
func (e editorView) mistakes() []mistake {
	var all []mistake
	for _, name := range []string{"name", "note"} {
		if said := e.Form.Error(name); said != "" {
			all = append(all, mistake{strings.ToUpper(name[:1]) + name[1:], "#f-" + name, said})
		}
	}
	for _, p := range e.Problems {
		m := mistake{Label: e.label(p.Key()), Message: p.Message}
		if key := fieldOf(p); e.shows(key) {
			m.Href = "#f-" + key
		} else if m.Label == "" {
			m.Label = p.Path
		}
		all = append(all, m)
	}
	return all
}

// fieldOf is the key of the field at which a problem is told: one name of a list has none of its own.
func fieldOf(p plan.Problem) string {
	key := p.Key()
	if at := strings.LastIndexByte(key, '.'); at > 0 && strings.Trim(key[at:], ".0123456789") == "" {
		return key[:at]
	}
	return key
}
