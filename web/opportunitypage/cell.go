package opportunitypage

import (
	"cmp"

	"github.com/a-h/templ"

	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// sheet is the opportunity as the reader works it.
func (p opportunityView) sheet() factsheet.Sheet {
	return factsheet.Sheet{Where: p.Where, Path: "/opportunities/" + p.Opportunity.ID.String(), Noun: "opportunity",
		From:  p.From,
		Today: p.Scope.Today.String(), Edits: p.Edits, Former: p.Former, Roster: p.Scope.Roster,
		Zone: p.Calendar.Location(), Form: p.Form, Clash: p.Clash, Last: p.Last, Names: p.names(), Written: p.written}
}

// cells are the facts that people edit, in order.
func (p opportunityView) cells() []factsheet.Cell {
	o := p.Opportunity
	cells := []factsheet.Cell{
		{Field: "name", Label: "Name", Shown: o.Name, Typed: o.Name, Required: true},
		{Field: "amount", Label: "Amount", Shown: p.amount(), Typed: p.typedAmount(), Keypad: "decimal"},
		{Field: "close_on", Label: "Close date", Shown: page.Day(o.CloseOn), Typed: deref(o.Value("close_on")),
			Kind: "date"},
		{Field: "next_step", Label: "Next step", Shown: cmp.Or(o.NextStep, ui.None), Typed: o.NextStep, Rows: 2},
		{Field: "account", Label: "Account", Shown: cmp.Or(p.Account.Name, ui.None), Typed: p.Account.Name},
		{Field: "owner", Label: "Owner", Shown: p.Scope.Roster.Name(o.OwnerID), Typed: deref(o.Value("owner")),
			Options: p.owners(), Act: "owner"},
		{Field: "type", Label: "Type", Shown: cmp.Or(o.Type, ui.None), Typed: o.Type},
		{Field: "source", Label: "Source", Shown: cmp.Or(o.Source, ui.None), Typed: o.Source, List: "sources",
			Pick: p.pick(picklist.Source)},
		{Field: "competitor", Label: "Competitor", Shown: cmp.Or(o.Competitor, ui.None), Typed: o.Competitor,
			Pick: p.pick(picklist.Competitor)},
		{Field: "budget_confirmed", Label: "Budget confirmed", Shown: known(o.BudgetConfirmed),
			Typed:   deref(o.Value("budget_confirmed")),
			Options: []ui.Option{{Label: "Not known"}, {Value: "true", Label: "Yes"}, {Value: "false", Label: "No"}}},
	}
	if o.Status == opportunity.Lost {
		cells = append(cells, factsheet.Cell{Field: "loss_reason", Label: "Loss reason",
			Shown: cmp.Or(o.LossReason, ui.None), Typed: o.LossReason, Rows: 2,
			Pick: p.pick(picklist.LossReason)})
	}
	cells = append(cells, factsheet.Customs(p.Fields, o.Fields, o.Currency, p.Numbers)...)
	if p.Account.Name != "" {
		cells[4].Href = p.Where.To("/accounts/" + p.Account.ID.String())
	}
	if o.OwnerID != nil {
		cells[5].Href = p.Where.To("/members/" + o.OwnerID.String())
	}
	for i := range cells {
		c := &cells[i]
		c.Saw, c.InCRM = deref(o.Value(c.Field)), p.Locked && !opportunity.Ours(c.Field)
		c.Locked = c.Locked || c.InCRM || c.Field == "owner" && len(c.Options) == 0
	}
	return cells
}

func (p opportunityView) pick(field string) *picklist.List {
	l := p.Lists.Of(field)
	return &l
}

func (p opportunityView) typedAmount() string {
	a, ok := p.Opportunity.Money()
	if !ok {
		return ""
	}
	return p.Numbers.Write(a.Decimal().String())
}

// owners are whom the reader may give the opportunity to.
func (p opportunityView) owners() []ui.Option {
	if !p.Transfers {
		return nil
	}
	return factsheet.Owners(p.Scope, p.Opportunity.OwnerID)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// path are the open stages, and the closed ones that the opportunity can end in.
func (p opportunityView) path(closed bool) []stage.Stage {
	var all []stage.Stage
	for _, st := range p.Stages {
		if (st.Status != string(opportunity.Open)) == closed {
			all = append(all, st)
		}
	}
	return all
}

// here marks the stage that the opportunity is in.
func (p opportunityView) here(st stage.Stage) (ui.Look, templ.Attributes) {
	if st.Name == p.Opportunity.Stage {
		return ui.Primary, templ.Attributes{"aria-current": "step"}
	}
	return ui.Plain, nil
}
