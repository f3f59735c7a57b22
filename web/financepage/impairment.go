package financepage

import (
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// mayImpair tells that the reader may record that the opened contract is impaired: something is carried on it.
func (p capitalisationView) mayImpair() bool {
	return p.Role.May(tenant.ManagePay) && p.AsOf == "" &&
		(p.Contract.Schedule.Carried(p.Today) > 0 || len(p.Contract.Impairments) > 0)
}

func (p capitalisationView) impairPath() string {
	return p.Where.At("/commissions/capitalisation/"+p.Contract.ID.String()+"/impairments",
		view{Period: p.Period.Key}.Query())
}

// impairments is what was recorded of the opened contract, the newest day first.
func (p capitalisationView) impairments() []ui.Event {
	var all []ui.Event
	for _, i := range p.Contract.Impairments {
		by := "the system"
		if i.RecordedBy != nil {
			by = p.Roster.Name(i.RecordedBy)
		}
		all = append([]ui.Event{{Title: "Impaired on " + page.Day(i.HappenedOn), Tone: ui.Bad,
			Detail: "Expected " + p.cash().Exact(i.Consideration) + " less costs of " + p.cash().Exact(i.Costs) +
				". " + i.Reason, When: "by " + by + ", " + pay.Stamp(i.KnownAt, p.Calendar.Location())}}, all...)
	}
	return all
}

// tested is what the test comes to, as it is asked before anything is written.
func (p capitalisationView) tested() []ui.Pair {
	t, c := p.Tested, p.cash()
	return []ui.Pair{{Key: "Carrying amount", Value: c.Exact(t.Carried)},
		{Key: "Recoverable amount", Value: c.Exact(t.Recoverable)}, {Key: "Written off", Value: c.Exact(t.Loss)}}
}

// typedValue is what was typed into a field, also where that is only to be confirmed.
func typedValue(f page.Form, name, first string) string {
	if f.Typed != nil {
		return f.Typed.Get(name)
	}
	return first
}
