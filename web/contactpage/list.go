package contactpage

import (
	"context"
	"net/http"
	"net/url"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// People is which contacts of a scope are listed, as an address says. ParsePeople reads what Query writes.
type People struct {
	Name    string // part of the name, the title, the e-mail address or the account
	Role    string
	Working bool // in an open opportunity
	Sort    contact.Sort
	After   contact.Cursor
}

// ParsePeople reads which contacts an address asks for.
func ParsePeople(q url.Values) People {
	p := People{Name: q.Get("q"), Role: q.Get("role"), Working: q.Get("in") == "open",
		Sort: contact.Sort(q.Get("sort"))}
	if p.Sort != contact.ByAccount && p.Sort != contact.ByTouch {
		p.Sort = contact.ByName
	}
	page.DecodeCursor(q, &p.After)
	return p
}

// Query writes the choice for an address.
func (p People) Query() url.Values {
	q := url.Values{}
	open := ""
	if p.Working {
		open = "open"
	}
	for name, value := range map[string]string{"q": p.Name, "role": p.Role, "in": open, "sort": string(p.Sort)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if p.After != (contact.Cursor{}) {
		q.Set("cursor", page.Cursor(p.After))
	}
	return q
}

// From is the choice from a place in the list on.
func (p People) From(place contact.Cursor) People {
	p.After = place
	return p
}

// By is the choice in another order, from its first page.
func (p People) By(sort contact.Sort) People {
	p.Sort, p.After = sort, contact.Cursor{}
	return p
}

// filter is the choice for the accounts of a scope, with at most so many rows; 0: all.
func (p People) filter(sc scope.Scope, limit int) contact.Filter {
	f := contact.Filter{Name: p.Name, Role: p.Role, Working: p.Working, Sort: p.Sort, After: p.After, Limit: limit}
	if sc.Team != "" || sc.Owner != "" {
		f.Owners = sc.Owners
	}
	return f
}

// contacts is the list of people.
type contacts struct {
	Where    page.Where
	List     People
	Scope    scope.Scope
	Contacts []contact.Row
	Total    int64
	Enters   bool // the reader may enter a new one
	next     *contact.Cursor
}

// GET /o/{org}/contacts
func (s area) showContacts(w http.ResponseWriter, r *http.Request) error {
	p := contacts{Where: site.Where(r), List: ParsePeople(r.URL.Query()),
		Enters: site.VisitOf(r).Seat.Actor.Role.May(tenant.EditRecords)}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Scope, err = scope.Resolve(ctx, tx, site.ScopeOf(r)); err != nil {
			return err
		}
		p.Enters = p.Enters && !tx.Settings().KeptInCRM
		f := p.List.filter(p.Scope, site.PageRows+1)
		if p.Total, err = contact.Count(ctx, tx, f); err != nil {
			return err
		}
		p.Contacts, err = contact.List(ctx, tx, f)
		return err
	})
	if err != nil {
		return err
	}
	if len(p.Contacts) > site.PageRows {
		p.Contacts = p.Contacts[:site.PageRows]
		last := p.Contacts[site.PageRows-1]
		p.next = &contact.Cursor{Value: last.SortKey, ID: last.ID}
	}
	f := s.Frame(r, "Contacts", ui.Plural(int(p.Total), "contact", "contacts")+" · current data")
	f.Exports = p.Exports()
	return s.Render(w, r, contactsPage(f, p))
}

// GET /o/{org}/contacts.csv and .xlsx
func (s area) exportContacts(w http.ResponseWriter, r *http.Request) error {
	return s.Stream(w, r, func(ctx context.Context, tx *tenant.Tx, out *site.Download) error {
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err != nil {
			return err
		}
		f := ParsePeople(r.URL.Query()).From(contact.Cursor{}).filter(sc, 0)
		fields, err := customfield.List(ctx, tx, customfield.Contact, tx.Now())
		if err != nil {
			return err
		}
		sheet := page.Sheet{File: "contacts", Head: []string{"First name", "Last name", "Title", "E-mail", "Phone",
			"Account", "Account owner", "Open opportunities", "Last activity", "Created"}}
		for _, f := range fields {
			sheet.Head = append(sheet.Head, f.Name)
		}
		if err := out.Begin(sheet); err != nil {
			return err
		}
		return contact.Each(ctx, tx, f, func(c contact.Row) error {
			cells := []page.Cell{page.Text(c.FirstName), page.Text(c.LastName), page.Text(c.Title),
				page.Text(c.Email), page.Text(c.Phone), page.Text(c.Account), page.Text(sc.Roster.Name(c.OwnerID)),
				page.Count(c.Open), page.Text(c.LastOn.String()), page.Text(c.CreatedAt.Format("2006-01-02"))}
			for _, f := range fields {
				cells = append(cells, fieldform.Cell(f, c.Fields[f.FieldID.String()]))
			}
			return out.Row(cells)
		})
	})
}

// to is the list with a choice. Contacts have no period and no past.
func (p contacts) to(path string, choice People) string {
	return p.Where.In("").AsOf("").At(path, choice.Query())
}

func (p contacts) after() string {
	if p.next == nil {
		return ""
	}
	return p.to("/contacts", p.List.From(*p.next))
}

func (p contacts) first() string {
	if p.List.After == (contact.Cursor{}) {
		return ""
	}
	return p.to("/contacts", p.List.From(contact.Cursor{}))
}

func (p contacts) clear() string {
	if p.List.Name == "" && p.List.Role == "" && !p.List.Working && p.Scope.Team == "" && p.Scope.Owner == "" {
		return ""
	}
	return p.Where.Base + "/contacts"
}

// chosen are the filters that are set, each with the list without it.
func (p contacts) chosen() []ui.Choice {
	all := page.WhoChosen(p.Scope, func(name string) string { return p.without(name, p.List) })
	if p.List.Role != "" {
		other := p.List
		other.Role = ""
		all = append(all, ui.Choice{Label: "Role: " + p.List.Role, Without: p.without("", other)})
	}
	if p.List.Working {
		other := p.List
		other.Working = false
		all = append(all, ui.Choice{Label: "In open opportunities", Without: p.without("", other)})
	}
	return all
}

// without is the list with another choice and without a part of its scope.
func (p contacts) without(name string, choice People) string {
	w := p.Where
	switch name {
	case "team":
		w.Scope.Team = ""
	case "owner":
		w.Scope.Owner = ""
	}
	return w.In("").AsOf("").At("/contacts", choice.From(contact.Cursor{}).Query())
}

// column is a heading that sorts.
func (p contacts) column(label string, by contact.Sort, order string) ui.Column {
	c := ui.Column{Label: label, Sort: p.to("/contacts", p.List.By(by))}
	if p.List.Sort == by {
		c.Order = order
	}
	return c
}

func roles() []ui.Option {
	all := []ui.Option{{Label: "Any role"}}
	for _, role := range contact.Roles {
		all = append(all, ui.Option{Value: role, Label: role})
	}
	return all
}
