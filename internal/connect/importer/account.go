package importer

import (
	"context"
	"maps"
	"slices"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/product"
)

// openAccounts takes companies in. One whose parent stands further down is written again once that is known.
func openAccounts(w *run, f *file) loader {
	parents, lost := map[string]*mapping.Row{}, merges{}
	l := table(w, f, kind[account.Imported]{object: "account", parse: w.company, known: account.Known, put: account.Import,
		over: overCompany, stamp: func(a *account.Imported) stamp {
			return stamp{&a.ID, a.ExternalID, &a.Custom, &a.CreatedAt, &a.ModifiedAt, &a.DeletedAt, &a.MergedInto, &a.Hash}
		}})
	read := l.read
	l.prepare = w.knows("member", "account")
	l.read = func(r *mapping.Row) {
		if _, problem, _ := w.find(r, "parent", "account"); problem != "" {
			parents[r.Key] = r
		}
		read(r)
		lost.meet(r)
	}
	l.skip = func(r *mapping.Row) {
		if r.Broken == "" && r.Get("parent") != "" {
			parents[r.Key] = r
		}
		r.Judge(lost.meet)
	}
	l.finish = func(ctx context.Context, tx *tenant.Tx) error {
		if err := l.before(ctx, tx, slices.Collect(maps.Values(parents))); err != nil {
			return err
		}
		for key, r := range parents {
			if _, written := w.refs.ids["account"][key]; written && r.Refused == "" {
				r.Flags = nil
				read(r)
				w.orphan(r)
			}
		}
		if _, err := l.write(ctx, tx); err != nil {
			return err
		}
		return w.merge(ctx, tx, "account", lost)
	}
	return l
}

// orphan lists a company whose parent is not among the companies at all.
func (w *run) orphan(r *mapping.Row) {
	if _, problem, _ := w.find(r, "parent", "account"); problem != "" {
		r.Flags = nil
		r.Flag("%s", problem)
		w.list(r)
	}
}

func (w *run) company(r *mapping.Row, was *account.Imported) account.Imported {
	a := account.Imported{ExternalID: r.Key, Name: r.Text("name"), Website: r.Text("website"), Industry: r.Text("industry"),
		Employees: r.Count("employees"), State: r.Text("state"), Country: r.Text("country"), Type: r.Text("type"),
		Territory: r.Text("territory"), Region: r.Text("region"), OwnerID: w.ref(r, "owner", "member"), Custom: object(r.Custom()),
		CreatedAt: r.Instant("created_at")}
	if a.Name == "" {
		if a.Name = a.ExternalID; was == nil { // a known one keeps its name
			r.Flag("The account has no name; the key stands in for it.")
		}
	}
	a.ParentID, _, _ = w.find(r, "parent", "account")
	return a
}

func overCompany(r *mapping.Row, a *account.Imported, was account.Imported) {
	holdName(r, "name", &a.Name, was.Name)
	hold(r, "website", &a.Website, was.Website)
	hold(r, "industry", &a.Industry, was.Industry)
	hold(r, "employees", &a.Employees, was.Employees)
	hold(r, "state", &a.State, was.State)
	hold(r, "country", &a.Country, was.Country)
	hold(r, "type", &a.Type, was.Type)
	hold(r, "territory", &a.Territory, was.Territory)
	hold(r, "region", &a.Region, was.Region)
	holdKey(r, "owner", &a.OwnerID, was.OwnerID)
	holdKey(r, "parent", &a.ParentID, was.ParentID)
}

func openContacts(w *run, f *file) loader {
	l := table(w, f, kind[contact.Imported]{object: "contact", parse: w.contact, known: contact.Known, put: contact.Import,
		over: overContact, stamp: func(c *contact.Imported) stamp {
			return stamp{&c.ID, c.ExternalID, &c.Custom, &c.CreatedAt, &c.ModifiedAt, &c.DeletedAt, &c.MergedInto, &c.Hash}
		}})
	read, lost := l.read, merges{}
	l.prepare = w.knows("account", "contact")
	l.read = func(r *mapping.Row) {
		read(r)
		lost.meet(r)
	}
	l.skip = func(r *mapping.Row) { r.Judge(lost.meet) }
	l.finish = func(ctx context.Context, tx *tenant.Tx) error { return w.merge(ctx, tx, "contact", lost) }
	return l
}

func (w *run) contact(r *mapping.Row, _ *contact.Imported) contact.Imported {
	return contact.Imported{ExternalID: r.Key, AccountID: w.ref(r, "account", "account"), FirstName: r.Text("first_name"), LastName: r.Text("last_name"),
		Email: r.Text("email"), Phone: r.Text("phone"), Title: r.Text("title"), Custom: object(r.Custom()), CreatedAt: r.Instant("created_at")}
}

func overContact(r *mapping.Row, c *contact.Imported, was contact.Imported) {
	holdKey(r, "account", &c.AccountID, was.AccountID)
	hold(r, "first_name", &c.FirstName, was.FirstName)
	holdName(r, "last_name", &c.LastName, was.LastName)
	hold(r, "email", &c.Email, was.Email)
	hold(r, "phone", &c.Phone, was.Phone)
	hold(r, "title", &c.Title, was.Title)
}

func openRoles(w *run, f *file) loader {
	l := table(w, f, kind[contact.ImportedRole]{object: "contact_role", known: contact.KnownRoles, put: contact.ImportRoles,
		parse: func(r *mapping.Row, was *contact.ImportedRole) contact.ImportedRole {
			return contact.ImportedRole{ExternalID: r.Key, OpportunityID: w.needs(r, "opportunity", "opportunity", was == nil),
				ContactID: w.needs(r, "contact", "contact", was == nil),
				Role:      r.Text("role"), IsPrimary: r.Bool("primary"), Custom: object(r.Custom()), CreatedAt: r.Instant("created_at")}
		},
		over: func(r *mapping.Row, c *contact.ImportedRole, was contact.ImportedRole) {
			keep(r, "opportunity", &c.OpportunityID, was.OpportunityID)
			keep(r, "contact", &c.ContactID, was.ContactID)
			hold(r, "role", &c.Role, was.Role)
			keep(r, "primary", &c.IsPrimary, was.IsPrimary)
		},
		stamp: func(c *contact.ImportedRole) stamp {
			return stamp{&c.ID, c.ExternalID, &c.Custom, &c.CreatedAt, &c.ModifiedAt, &c.DeletedAt, nil, &c.Hash}
		}})
	l.prepare = w.knows("opportunity", "contact")
	return l
}

func openProducts(w *run, f *file) loader {
	l := table(w, f, kind[product.Imported]{object: "product", parse: ware, known: product.Known, put: product.Import,
		over: func(r *mapping.Row, p *product.Imported, was product.Imported) {
			holdName(r, "name", &p.Name, was.Name)
			hold(r, "family", &p.Family, was.Family)
			hold(r, "price", &p.Price, was.Price)
			keep(r, "currency", &p.Currency, was.Currency)
		},
		stamp: func(p *product.Imported) stamp {
			return stamp{&p.ID, p.ExternalID, &p.Custom, &p.CreatedAt, &p.ModifiedAt, &p.DeletedAt, nil, &p.Hash}
		}})
	l.prepare = w.knows("product")
	return l
}

func ware(r *mapping.Row, was *product.Imported) product.Imported {
	p := product.Imported{ExternalID: r.Key, Name: r.Text("name"), Family: r.Text("family"), Currency: r.Currency("currency"),
		Custom: object(r.Custom()), CreatedAt: r.Instant("created_at")}
	if was != nil {
		keep(r, "currency", &p.Currency, was.Currency)
	}
	p.Price = r.Amount("price", p.Currency)
	if p.Name == "" {
		if p.Name = p.ExternalID; was == nil {
			r.Flag("The product has no name; the key stands in for it.")
		}
	}
	return p
}

// holdName keeps the name of a record that is known where the row has none.
func holdName(r *mapping.Row, field string, now *string, was string) {
	if r.Get(field) == "" {
		*now = was
	}
}
