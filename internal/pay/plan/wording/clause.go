package wording

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/plan"
)

// head is what the plan says for all its components.
func head(d plan.Document) []clause {
	text := func(key, label, s, words string) clause { return clause{key, label, s, words} }
	return []clause{
		text("name", "name", d.Name, "“"+d.Name+"”"),
		text("currency", "currency", string(d.Currency), string(d.Currency)),
		text("effective.from", "first day", d.Effective.From.String(), day(d.Effective.From)),
		text("effective.to", "last day", d.Effective.To.String(), day(d.Effective.To-1)),
		text("measurement", "measurement period", string(d.Measurement), "the "+periodWords[d.Measurement]),
		text("payout", "statement period", string(d.Payout), "the "+string(d.Payout)),
		text("rounding", "rounding", string(d.Rounding), "“"+roundingWords[d.Rounding]+"”"),
		text("retroactive_change", "treatment of later changes", string(d.Retroactive),
			"“"+retroactiveWords[d.Retroactive]+"”"),
	}
}

func drawClauses(d plan.Document) []clause {
	if d.Draw == nil {
		return nil
	}
	s := speakerOf(d)
	recovery := "“all earnings repay the draw first”"
	if d.Draw.AboveDraw {
		recovery = "“only earnings above the draw repay it”"
	}
	all := []clause{
		{"kind", "kind", word(d.Draw.Recoverable, "recoverable", "non_recoverable"),
			word(d.Draw.Recoverable, "recoverable", "not recoverable")},
		{"amount", "amount", plan.InMoney.Write(d.Draw.Amount, d.Currency), s.money(d.Draw.Amount)},
		{"per", "period", string(d.Draw.Per), "the " + string(d.Draw.Per)},
	}
	if d.Draw.Recoverable {
		all = append(all, clause{"recovery", "recovery", word(d.Draw.AboveDraw, "above_draw", "full"), recovery})
	}
	return all
}

// clauses is what a component says but for its tiers.
func clauses(d plan.Document, c plan.Component) []clause {
	s := speakerOf(d)
	var all []clause
	for _, e := range d.Entries(c) {
		switch e.Key {
		case "id", "tiers", "of", "boundary":
		default:
			all = append(all, clause{e.Key, labels[e.Key], e.Written, s.clause(c, e)})
		}
	}
	if c.Kind == plan.Rate {
		begins := word(c.ByMeasure, "what is measured", "quota shares")
		all = append(all, clause{"boundary", labels["boundary"], begins, begins})
	}
	return all
}

func (s speaker) tierClauses(c plan.Component, t plan.Tier) []clause {
	return []clause{
		{"rate", "rate", c.RateUnit().Write(t.Rate, s.currency), s.rate(c, t.Rate)},
		{"apply", "rate's reach", word(t.All, "all", "above"), "“" + apply(c, t) + "”"},
	}
}

var labels = map[string]string{
	"kind": "kind", "measure": "measure", "rate": "rate", "amount": "bonus", "window": "window", "budget": "budget",
	"quota": "quota", "boundary": "tier basis", "gate": "gate", "multipliers": "multiplication",
	"eligible": "payment trigger", "clawback": "clawback", "cap.per_opportunity": "cap per opportunity",
	"cap.per_period": "cap per period", "qualifies.type": "condition on the type",
	"qualifies.product": "condition on the product", "qualifies.source": "condition on the source",
	"qualifies.segment": "condition on the segment", "qualifies.territory": "condition on the territory",
	"qualifies.min_amount": "minimum amount", "qualifies.max_amount": "maximum amount",
}

// clause says the value of one key of a component.
func (s speaker) clause(c plan.Component, e plan.Entry) string {
	switch e.Key {
	case "measure":
		return measureWords[c.Measure]
	case "rate":
		return s.rate(c, c.Override)
	case "window":
		return s.span(*c.Window)
	case "quota":
		return s.quota(c)
	case "gate":
		return percent(*c.Gate)
	case "multipliers":
		var said []string
		for _, m := range c.Multipliers {
			said = append(said, s.multiplier(m))
		}
		return "“" + strings.Join(said, ", then ") + "”"
	case "eligible":
		return "“" + eligibleWords(c.Eligible) + "”"
	case "clawback":
		return "“" + clawbackWords(*c.Clawback) + "”"
	case "amount", "budget", "cap.per_opportunity", "cap.per_period", "qualifies.min_amount", "qualifies.max_amount":
		return s.money(decimal.RequireFromString(e.Text))
	}
	if e.Names == nil {
		return e.Text
	}
	var names []string
	for _, name := range e.Names {
		names = append(names, fmt.Sprintf("“%s”", name))
	}
	return or(names)
}
