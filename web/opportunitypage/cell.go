package opportunitypage

import (
	"cmp"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// cell is a fact of the opportunity that is edited where it stands.
type cell struct {
	field, label string
	shown, href  string
	typed        string // as somebody would type the value
	kind         string // of the input
	keypad       string
	rows         int
	options      []ui.Option
	list         string // the key of the list of suggestions
	act          string // where it is sent
}

// cells are the facts that people edit, in order.
func (p Opportunity) cells() []cell {
	o := p.Opportunity
	cells := []cell{
		{field: "name", label: "Name", shown: o.Name, typed: o.Name},
		{field: "amount", label: "Amount", shown: p.amount(), typed: p.typedAmount(), keypad: "decimal"},
		{field: "close_on", label: "Close date", shown: page.Day(o.CloseOn), typed: deref(o.Value("close_on")),
			kind: "date"},
		{field: "next_step", label: "Next step", shown: cmp.Or(o.NextStep, ui.None), typed: o.NextStep, rows: 2},
		{field: "account", label: "Account", shown: cmp.Or(p.Account.Name, ui.None), typed: p.Account.Name},
		{field: "owner", label: "Owner", shown: p.Scope.Roster.Name(o.OwnerID), typed: deref(o.Value("owner")),
			options: p.owners(), act: "owner"},
		{field: "type", label: "Type", shown: cmp.Or(o.Type, ui.None), typed: o.Type},
		{field: "source", label: "Source", shown: cmp.Or(o.Source, ui.None), typed: o.Source, list: "sources"},
		{field: "competitor", label: "Competitor", shown: cmp.Or(o.Competitor, ui.None), typed: o.Competitor},
		{field: "budget_confirmed", label: "Budget confirmed", shown: known(o.BudgetConfirmed),
			typed:   deref(o.Value("budget_confirmed")),
			options: []ui.Option{{Label: "Not known"}, {Value: "true", Label: "Yes"}, {Value: "false", Label: "No"}}},
	}
	if o.Status == opportunity.Lost {
		cells = append(cells, cell{field: "loss_reason", label: "Loss reason", shown: cmp.Or(o.LossReason, ui.None),
			typed: o.LossReason, rows: 2})
	}
	for i := range cells {
		cells[i].act = cmp.Or(cells[i].act, "fields")
	}
	if p.Account.Name != "" {
		cells[4].href = p.Where.To("/accounts/" + p.Account.ID.String())
	}
	if o.OwnerID != nil {
		cells[5].href = p.Where.To("/members/" + o.OwnerID.String())
	}
	return cells
}

// locked tells that a fact is kept in the CRM, or is not the reader's to change.
func (p Opportunity) locked(c cell) bool {
	return p.Locked && !opportunity.Ours(c.field) || c.field == "owner" && len(c.options) == 0
}

func (p Opportunity) typedAmount() string {
	a, ok := p.Opportunity.Money()
	if !ok {
		return ""
	}
	return p.Numbers.Write(a.Decimal().String())
}

// owners are whom the reader may give the opportunity to.
func (p Opportunity) owners() []ui.Option {
	if !p.Transfers {
		return nil
	}
	return owners(p.Scope, p.Opportunity.OwnerID)
}

// owners are the people of a scope who sell, and whoever owns it now.
func owners(s scope.Scope, now *uuid.UUID) []ui.Option {
	var all []ui.Option
	for _, m := range s.Roster.Members {
		mine := now != nil && *now == m.ID
		if mine || m.Active && s.Covers(m.ID) && (m.Role == tenant.Rep || m.Role == tenant.Manager) {
			all = append(all, ui.Option{Value: m.ID.String(), Label: m.Name})
		}
	}
	return all
}

// refused tells that the form comes back for this fact.
func (p Opportunity) refused(c cell) bool {
	return p.Form.Sent() && (p.Form.Field == c.field || p.Form.Typed.Get("field") == c.field)
}

// value is what stands in a fact's input.
func (p Opportunity) value(c cell) string {
	if p.refused(c) {
		return p.Form.Typed.Get("value")
	}
	return c.typed
}

// theirs tells what somebody else made of a fact since the reader opened the page.
func (p Opportunity) theirs(c cell) string {
	clash := p.Clash
	if clash == nil || clash.Field != c.field {
		return ""
	}
	who := "An import"
	if clash.By != nil {
		who = p.Scope.Roster.Name(clash.By)
	}
	return who + " changed this from " + p.written(c.field, clash.Saw) + " to " + p.written(c.field, clash.Theirs) +
		" at " + ui.Stamp(clash.At.In(p.Calendar.Location())) + "."
}

func (p Opportunity) problem(c cell) string {
	if p.theirs(c) != "" || !p.refused(c) {
		return ""
	}
	return p.Form.Problem
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// path are the open stages, and the closed ones that the opportunity can end in.
func (p Opportunity) path(closed bool) []stage.Stage {
	var all []stage.Stage
	for _, st := range p.Stages {
		if (st.Status != string(opportunity.Open)) == closed {
			all = append(all, st)
		}
	}
	return all
}

// here marks the stage that the opportunity is in.
func (p Opportunity) here(st stage.Stage) (ui.Look, templ.Attributes) {
	if st.Name == p.Opportunity.Stage {
		return ui.Primary, templ.Attributes{"aria-current": "step"}
	}
	return ui.Plain, nil
}

// lastAct says what the reader did last, in words.
func (p Opportunity) lastAct() string {
	var names []string
	for _, f := range []string{"stage", "owner", "amount", "close_on", "name", "account", "next_step", "type", "source",
		"competitor", "budget_confirmed", "category", "loss_reason", "currency"} {
		if _, ok := p.Last.Payload[f]; ok {
			names = append(names, strings.ToLower(fieldNames[f]))
		}
	}
	what := "changed " + strings.Join(names, ", ")
	switch p.Last.Kind {
	case "create":
		what = "created this opportunity"
	case "archive":
		what = "archived this opportunity"
	case "restore":
		what = "restored this opportunity"
	case "log":
		what = "logged an activity"
	case "note":
		what = "added a note"
	case "move":
		what = "changed the stage"
	}
	return "You " + what + " at " + ui.Stamp(p.Last.At.In(p.Calendar.Location())) + "."
}
