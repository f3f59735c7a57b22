package qualitypage

import (
	"context"
	"net/url"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/merge"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// What the page of duplicates shows at most.
const (
	shown  = 50 // groups
	recent = 20 // merges
)

// duplicatesView are the groups of records of a sort that are probably one, and the last merges.
type duplicatesView struct {
	Where    page.Where
	Calendar period.Calendar
	Object   merge.Object
	At       time.Time // of the measurement
	Measured bool
	All      int // groups, of which the first are shown
	Groups   []quality.Group
	Facts    map[uuid.UUID]map[string]string // of each record, by column
	Recent   []merge.Merge
	Names    map[uuid.UUID]string
}

func (p duplicatesView) subtitle() string { return measured(p.Calendar, p.At, p.Measured) }

// words are how a page speaks of a sort of records.
type words struct {
	title, one, none, moves string
	path                    string // of a record's page
	facts                   []named
}

// named is a column with its label.
type named struct{ label, column string }

var sorts = map[merge.Object]words{
	merge.Account: {"Duplicate accounts", "account", "No two accounts look like the same company.",
		"Opportunities, contacts, activities, tasks, notes and attachments move to it.", "/accounts/",
		[]named{{"Name", "name"}, {"Website", "website"}, {"Industry", "industry"}, {"Employees", "employees"},
			{"State", "state"}, {"Country", "country"}, {"Type", "type"}, {"Key in the CRM", ""}}},
	merge.Contact: {"Duplicate contacts", "contact", "No two contacts look like the same person.",
		"Roles in opportunities, activities, tasks, notes and attachments move to it.", "/contacts/",
		[]named{{"First name", "first_name"}, {"Last name", "last_name"}, {"Title", "title"}, {"E-mail", "email"},
			{"Phone", "phone"}, {"Account", "account_id"}, {"Key in the CRM", ""}}},
}

func (p duplicatesView) words() words { return sorts[p.Object] }

// path is the page of a sort of records.
func (p duplicatesView) path(object merge.Object) string {
	to := p.Where.Base + "/quality/duplicates"
	if object == merge.Account {
		return to
	}
	return to + "?" + url.Values{"object": {string(object)}}.Encode()
}

func (p duplicatesView) tabs() []ui.Tab {
	return []ui.Tab{{Label: "Accounts", Href: p.path(merge.Account), Active: p.Object == merge.Account},
		{Label: "Contacts", Href: p.path(merge.Contact), Active: p.Object == merge.Contact}}
}

// ids are the records whose facts or names are shown.
func (p duplicatesView) ids() []uuid.UUID {
	var ids []uuid.UUID
	for _, g := range p.Groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	for _, m := range p.Recent {
		ids = append(ids, m.SurvivorID, m.LoserID)
	}
	return ids
}

// load reads the facts and names of the records on the page.
func (p *duplicatesView) load(ctx context.Context, tx *tenant.Tx) error {
	p.Facts, p.Names = map[uuid.UUID]map[string]string{}, map[uuid.UUID]string{}
	if p.Object == merge.Contact {
		return p.people(ctx, tx)
	}
	rows, err := account.Rows(ctx, tx, p.ids())
	for id, a := range rows {
		employees := ""
		if a.Employees != nil {
			employees = ui.Count(int(*a.Employees))
		}
		p.Names[id] = a.Name
		p.Facts[id] = map[string]string{"name": a.Name, "website": a.Website, "industry": a.Industry,
			"employees": employees, "state": a.State, "country": a.Country, "type": a.Type, "": a.ExternalID}
	}
	return err
}

func (p *duplicatesView) people(ctx context.Context, tx *tenant.Tx) error {
	people, err := contact.People(ctx, tx, p.ids())
	if err != nil {
		return err
	}
	var at []uuid.UUID
	for _, c := range people {
		if c.AccountID != nil {
			at = append(at, *c.AccountID)
		}
	}
	companies, err := account.Names(ctx, tx, at)
	if err != nil {
		return err
	}
	for id, c := range people {
		company := ""
		if c.AccountID != nil {
			company = companies[*c.AccountID]
		}
		p.Facts[id] = map[string]string{"first_name": c.FirstName, "last_name": c.LastName, "title": c.Title,
			"email": c.Email, "phone": c.Phone, "account_id": company, "": c.ExternalID}
	}
	p.Names, err = contact.Names(ctx, tx, p.ids())
	return err
}

// fact is a fact of two records side by side; take is its column where the second can give it to the first.
type fact struct{ label, take, first, second string }

// side compares the first record of a group with another one.
func (p duplicatesView) side(a, b quality.Member) []fact {
	var all []fact
	for _, f := range p.words().facts {
		all = append(all, fact{f.label, f.column, p.Facts[a.ID][f.column], p.Facts[b.ID][f.column]})
	}
	return all
}

// proposed tells that the first record lacks a fact that the second has, so that taking it is what most would do.
func (f fact) proposed() bool { return f.first == "" && f.second != "" }

// offers tells that taking the fact would change something.
func (f fact) offers() bool { return f.take != "" && f.second != "" && f.second != f.first }
