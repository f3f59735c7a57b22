package page

import (
	"net/url"

	"quarterdeck/internal/account"
	"quarterdeck/internal/contact"
	"quarterdeck/internal/member"
	"quarterdeck/internal/period"
	"quarterdeck/internal/pipeline"
	"quarterdeck/internal/scope"
	"quarterdeck/web/ui"
)

// Accounts is the list of companies. Cursor packs a place in the list into an address.
type Accounts struct {
	Where    Where
	Query    url.Values
	Calendar period.Calendar
	Scope    scope.Scope
	Accounts []account.Account
	Total    int64
	Cursor   func(any) string
	after    *account.Cursor
}

// Page keeps the rows of one page and remembers where the next begins.
func (p *Accounts) Page(rows int) {
	if len(p.Accounts) > rows {
		p.Accounts = p.Accounts[:rows]
		last := p.Accounts[rows-1]
		p.after = &account.Cursor{Name: lower(last.Name), ID: last.ID}
	}
}

// Subtitle counts what is listed.
func (p Accounts) Subtitle() string {
	return ui.Plural(int(p.Total), "account", "accounts") + " · as they are now"
}

func (p Accounts) to(path string, pairs ...string) string {
	return p.Where.To(path, append([]string{"q", p.Query.Get("q"), "as_of", "", "period", ""}, pairs...)...)
}

func (p Accounts) next() string {
	if p.after == nil {
		return ""
	}
	return p.to("/accounts", "cursor", p.Cursor(p.after))
}

func (p Accounts) first() string {
	if p.Query.Get("cursor") == "" {
		return ""
	}
	return p.to("/accounts")
}

func (p Accounts) clear() string {
	if p.Query.Get("q") == "" && p.Scope.Team == "" && p.Scope.Owner == "" {
		return ""
	}
	return p.Where.Base + "/accounts"
}

func (p Accounts) note() string { return ui.Count(len(p.Accounts)) + " of " + ui.Count(int(p.Total)) }

// AccountsSheet is the list of companies.
func AccountsSheet(accounts []account.Account, sc scope.Scope) Sheet {
	s := Sheet{File: "accounts", Head: []string{"Account", "Industry", "Employees", "State", "Country", "Type", "Region", "Territory", "Owner", "Website", "Created"}}
	for _, a := range accounts {
		employees := Cell{}
		if a.Employees != nil {
			employees = count(*a.Employees)
		}
		s.Rows = append(s.Rows, []Cell{text(a.Name), text(a.Industry), employees, text(a.State), text(a.Country), text(a.Type), text(a.Region), text(a.Territory),
			text(sc.Roster.Name(a.OwnerID)), text(a.Website), text(a.CreatedAt.Format("2006-01-02"))})
	}
	return s
}

// Account is the page of one company: what is open, what was closed, and who is there.
type Account struct {
	Where    Where
	Calendar period.Calendar
	Scope    scope.Scope
	Account  account.Account
	Contacts []contact.Contact
	Open     pipeline.Board
	Closed   pipeline.Board
}

// Subtitle says what kind of company it is, and the moment of the page.
func (p Account) Subtitle() string {
	text := AsOf(p.Scope.Known, p.Calendar.Location())
	for _, part := range []string{p.Account.Type, p.Account.Industry} {
		if part != "" {
			text = part + " · " + text
		}
	}
	return text
}

func (p Account) facts() []ui.Pair {
	a := p.Account
	facts := []ui.Pair{{Key: "Owner", Value: p.Scope.Roster.Name(a.OwnerID)}, {Key: "Industry", Value: named(a.Industry, ui.None)}, {Key: "Employees", Value: ui.None},
		{Key: "Where", Value: named(joined(a.State, a.Country), ui.None)}, {Key: "Website", Value: named(a.Website, ui.None)}, {Key: "Type", Value: named(a.Type, ui.None)},
		{Key: "Region", Value: named(a.Region, ui.None)}, {Key: "Territory", Value: named(a.Territory, ui.None)}, {Key: "Created", Value: day(p.Calendar.Today(a.CreatedAt))}}
	if a.Employees != nil {
		facts[2].Value = ui.Count(int(*a.Employees))
	}
	if a.OwnerID != nil {
		facts[0].Href = p.Where.To("/members/" + a.OwnerID.String())
	}
	for _, name := range sortedKeys(a.Custom) {
		facts = append(facts, ui.Pair{Key: name, Value: a.Custom[name]})
	}
	return facts
}

// home lends its lists of opportunities.
func (p Account) home(b pipeline.Board) Home {
	h := Home{Where: p.Where, Calendar: p.Calendar, QuietDays: 1 << 30}
	h.Card.Scope, h.Card.Base = p.Scope, b.Base
	return h
}

// Member is the page of one member: their figures of the period.
type Member struct {
	Home
	Member member.Member
	Path   string
}

// Subtitle says what the member is, and the moment of the figures.
func (p Member) Subtitle() string {
	text := RoleLabel(p.Member.Role)
	for _, part := range []string{p.Member.Title, p.Member.Team} {
		if part != "" {
			text += " · " + part
		}
	}
	if !p.Member.Active {
		text += " · has left"
	}
	return text + " · " + AsOf(p.Card.Scope.Known, p.Calendar.Location())
}

func (p Member) facts() []ui.Pair {
	facts := []ui.Pair{{Key: "Manager", Value: p.Card.Scope.Roster.Name(p.Member.ManagerID)}, {Key: "Team", Value: named(p.Member.Team, ui.None)},
		{Key: "Region", Value: named(p.Member.Region, ui.None)}, {Key: "E-mail", Value: named(p.Member.Email, ui.None)}, {Key: "Hired", Value: day(p.Member.HiredOn)}}
	return facts
}
