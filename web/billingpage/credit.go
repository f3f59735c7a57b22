package billingpage

import (
	"strconv"
	"time"

	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// credit is who is credited with an opportunity, and what happened to it since it was booked.
type credit struct {
	Where       page.Where
	Zone        *time.Location
	Opportunity opportunity.Opportunity
	Splits      []billing.Split
	Events      []billing.Event
	Roster      *member.Roster
	Today       string
	Form        page.Form
}

// splitRows is how many people the form has room for beyond those there are.
const splitRows = 2

func (p credit) rows() []billing.Split {
	return append(append([]billing.Split{}, p.Splits...), make([]billing.Split, splitRows)...)
}

func (p credit) members() []ui.Option {
	options := []ui.Option{{Label: "Nobody"}}
	for _, m := range p.Roster.Members {
		options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name})
	}
	return options
}

func (p credit) path() string {
	return p.Where.Base + "/opportunities/" + p.Opportunity.ID.String() + "/credit"
}

func (p credit) owner() string {
	if len(p.Splits) > 0 {
		return "Split as below"
	}
	return "100 % to the owner, " + p.Roster.Name(p.Opportunity.OwnerID)
}

func shareValue(s billing.Split) string {
	if s.Share.IsZero() {
		return ""
	}
	return page.Figure(s.Share.Shift(2).String())
}

func memberValue(s billing.Split) string {
	if s.Share.IsZero() {
		return ""
	}
	return s.MemberID.String()
}

func rowName(field string, i int) string { return field + "_" + strconv.Itoa(i) }

func kindOptions() []ui.Option {
	var options []ui.Option
	for _, k := range billing.Kinds {
		options = append(options, ui.Option{Value: string(k), Label: k.Label()})
	}
	return options
}

func eventAmount(e billing.Event) string {
	if e.Amount == nil {
		return ui.None
	}
	return page.Cash(e.Currency).Exact(*e.Amount)
}
