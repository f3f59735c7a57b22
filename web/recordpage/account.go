package recordpage

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Companies is which accounts of a scope are listed, as an address says. ParseCompanies reads what Query writes.
type Companies struct {
	Name  string // part of it
	After account.Cursor
}

// ParseCompanies reads which accounts an address asks for.
func ParseCompanies(q url.Values) Companies {
	c := Companies{Name: q.Get("q")}
	page.DecodeCursor(q, &c.After)
	return c
}

// Query writes the choice for an address.
func (c Companies) Query() url.Values {
	q := url.Values{}
	if c.Name != "" {
		q.Set("q", c.Name)
	}
	if c.After != (account.Cursor{}) {
		q.Set("cursor", page.Cursor(c.After))
	}
	return q
}

// Accounts is the list of companies.
type Accounts struct {
	Where    page.Where
	List     Companies
	Calendar period.Calendar
	Scope    scope.Scope
	Accounts []account.Row
	Total    int64
	after    *account.Cursor
}

// Page keeps the rows of one page and remembers where the next begins.
func (p *Accounts) Page(rows int) {
	if len(p.Accounts) > rows {
		p.Accounts = p.Accounts[:rows]
		last := p.Accounts[rows-1]
		p.after = &account.Cursor{Name: strings.ToLower(last.Name), ID: last.ID}
	}
}

// Subtitle counts what is listed.
func (p Accounts) Subtitle() string {
	return ui.Plural(int(p.Total), "account", "accounts") + " · current data"
}

// to is the list from a place in it. Accounts have no period and no past.
func (p Accounts) to(path string, place account.Cursor) string {
	return p.Where.In("").AsOf("").At(path, Companies{Name: p.List.Name, After: place}.Query())
}

func (p Accounts) next() string {
	if p.after == nil {
		return ""
	}
	return p.to("/accounts", *p.after)
}

func (p Accounts) first() string {
	if p.List.After == (account.Cursor{}) {
		return ""
	}
	return p.to("/accounts", account.Cursor{})
}

func (p Accounts) clear() string {
	if p.List.Name == "" && p.Scope.Team == "" && p.Scope.Owner == "" {
		return ""
	}
	return p.Where.Base + "/accounts"
}

// without is the list without a part of its scope.
func (p Accounts) without(name string) string {
	return p.Where.To("/accounts", "q", p.List.Name, name, "")
}

func (p Accounts) note() string { return ui.Count(len(p.Accounts)) + " of " + ui.Count(int(p.Total)) }

// Account is the page of one company: what is open, what was closed, and who is there.
type Account struct {
	Where    page.Where
	Calendar period.Calendar
	Scope    scope.Scope
	Account  account.Account
	Contacts []contact.Contact
	Open     pipeline.Board
	Closed   pipeline.Board
	Tasks    page.Tasks // the open ones about it, its opportunities and people, now
	Enters   bool       // the reader may enter a new opportunity
}

// Subtitle says what kind of company it is, and the moment of the page.
func (p Account) Subtitle() string {
	text := page.AsOf(p.Scope.Known, p.Calendar.Location())
	for _, part := range []string{p.Account.Type, p.Account.Industry} {
		if part != "" {
			text = part + " · " + text
		}
	}
	return text
}

func (p Account) facts() []ui.Pair {
	a := p.Account
	facts := []ui.Pair{{Key: "Owner", Value: p.Scope.Roster.Name(a.OwnerID)},
		{Key: "Industry", Value: cmp.Or(a.Industry, ui.None)}, {Key: "Employees", Value: ui.None},
		{Key: "Where", Value: cmp.Or(page.Joined(a.State, a.Country), ui.None)},
		{Key: "Website", Value: cmp.Or(a.Website, ui.None)}, {Key: "Type", Value: cmp.Or(a.Type, ui.None)},
		{Key: "Region", Value: cmp.Or(a.Region, ui.None)}, {Key: "Territory", Value: cmp.Or(a.Territory, ui.None)},
		{Key: "Created", Value: page.Day(p.Calendar.Today(a.CreatedAt))}}
	if a.Employees != nil {
		facts[2].Value = ui.Count(int(*a.Employees))
	}
	if a.OwnerID != nil {
		facts[0].Href = p.Where.To("/members/" + a.OwnerID.String())
	}
	for _, name := range slices.Sorted(maps.Keys(a.Custom)) {
		facts = append(facts, ui.Pair{Key: name, Value: a.Custom[name], Href: page.Reach(name, a.Custom[name])})
	}
	return facts
}

func (p Account) opportunities(b pipeline.Board) []ui.Item {
	var items []ui.Item
	for _, r := range b.Rows {
		item := page.RowItem(p.Where, b, r)
		item.Sub = r.Stage + " · " + page.ShortDay(r.CloseOn, p.Scope.Today) + " · " + p.Scope.Roster.Name(r.OwnerID)
		items = append(items, item)
	}
	return items
}
