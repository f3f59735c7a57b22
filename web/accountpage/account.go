package accountpage

import (
	"net/url"
	"strings"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/account"
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

// accounts is the list of companies.
type accounts struct {
	Where    page.Where
	List     Companies
	Calendar period.Calendar
	Scope    scope.Scope
	Accounts []account.Row
	Total    int64
	Enters   bool // the reader may enter a new one
	after    *account.Cursor
}

// Page keeps the rows of one page and remembers where the next begins.
func (p *accounts) Page(rows int) {
	if len(p.Accounts) > rows {
		p.Accounts = p.Accounts[:rows]
		last := p.Accounts[rows-1]
		p.after = &account.Cursor{Name: strings.ToLower(last.Name), ID: last.ID}
	}
}

// Subtitle counts what is listed.
func (p accounts) Subtitle() string {
	return ui.Plural(int(p.Total), "account", "accounts") + " · current data"
}

// to is the list from a place in it. Accounts have no period and no past.
func (p accounts) to(path string, place account.Cursor) string {
	return p.Where.In("").AsOf("").At(path, Companies{Name: p.List.Name, After: place}.Query())
}

func (p accounts) next() string {
	if p.after == nil {
		return ""
	}
	return p.to("/accounts", *p.after)
}

func (p accounts) first() string {
	if p.List.After == (account.Cursor{}) {
		return ""
	}
	return p.to("/accounts", account.Cursor{})
}

func (p accounts) clear() string {
	if p.List.Name == "" && p.Scope.Team == "" && p.Scope.Owner == "" {
		return ""
	}
	return p.Where.Base + "/accounts"
}

// without is the list without a part of its scope.
func (p accounts) without(name string) string {
	return p.Where.To("/accounts", "q", p.List.Name, name, "")
}

func (p accounts) note() string { return ui.Count(len(p.Accounts)) + " of " + ui.Count(int(p.Total)) }
