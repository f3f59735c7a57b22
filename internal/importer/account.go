package importer

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/account"
	"quarterdeck/internal/contact"
	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/product"
	"quarterdeck/internal/tenant"
)

// openAccounts takes companies in. One whose parent stands further down is written again once that is known.
func openAccounts(w *run, _ *file) loader {
	parents := map[string]*mapping.Row{}
	l := table(w, "account", w.company, account.Import)
	read := l.read
	l.prepare = w.knows("member", "account")
	l.read = func(r *mapping.Row) {
		parent := r.Get("parent")
		if _, known := w.refs.ids["account"][parent]; parent != "" && !known {
			parents[r.Key] = r
		}
		read(r)
	}
	l.skip = func(r *mapping.Row) {
		if r.Broken == "" && r.Get("parent") != "" {
			parents[r.Key] = r
		}
	}
	l.finish = func(ctx context.Context, tx *tenant.Tx) error {
		for key, r := range parents {
			if _, written := w.refs.ids["account"][key]; written && r.Refused == "" {
				r.Flags = nil
				read(r)
				w.orphan(r)
			}
		}
		_, err := l.write(ctx, tx)
		return err
	}
	return l
}

// orphan lists a company whose parent is not among the companies at all.
func (w *run) orphan(r *mapping.Row) {
	parent := r.Get("parent")
	if _, known := w.refs.ids["account"][parent]; !known {
		r.Flags = nil
		r.Flag("The parent %q is not known.", source.Shorten(parent))
		w.list(r)
	}
}

func (w *run) company(r *mapping.Row, id uuid.UUID) account.Imported {
	given, created := w.created(r)
	a := account.Imported{ExternalID: r.Key, Name: r.Text("name"), Website: r.Text("website"), Industry: r.Text("industry"),
		Employees: r.Count("employees"), State: r.Text("state"), Country: r.Text("country"), Type: r.Text("type"),
		Territory: r.Text("territory"), Region: r.Text("region"), OwnerID: w.ref(r, "owner", "member"), Custom: object(r.Custom()), CreatedAt: given}
	if a.Name == "" {
		a.Name = a.ExternalID
		r.Flag("The account has no name; the key stands in for it.")
	}
	if parent, ok := w.refs.ids["account"][r.Get("parent")]; ok {
		a.ParentID = &parent
	}
	a.Hash = hash(a)
	a.ID, a.CreatedAt = id, created
	return a
}

func openContacts(w *run, _ *file) loader {
	l := table(w, "contact", func(r *mapping.Row, id uuid.UUID) contact.Imported {
		given, created := w.created(r)
		c := contact.Imported{ExternalID: r.Key, AccountID: w.ref(r, "account", "account"), FirstName: r.Text("first_name"), LastName: r.Text("last_name"),
			Email: r.Text("email"), Phone: r.Text("phone"), Title: r.Text("title"), Custom: object(r.Custom()), CreatedAt: given}
		c.Hash = hash(c)
		c.ID, c.CreatedAt = id, created
		return c
	}, contact.Import)
	l.prepare = w.knows("account", "contact")
	return l
}

func openRoles(w *run, _ *file) loader {
	l := table(w, "contact_role", func(r *mapping.Row, id uuid.UUID) contact.ImportedRole {
		given, created := w.created(r)
		c := contact.ImportedRole{ExternalID: r.Key, OpportunityID: w.must(r, "opportunity", "opportunity"), ContactID: w.must(r, "contact", "contact"),
			Role: r.Text("role"), IsPrimary: r.Bool("primary"), Custom: object(r.Custom()), CreatedAt: given}
		c.Hash = hash(c)
		c.ID, c.CreatedAt = id, created
		return c
	}, contact.ImportRoles)
	l.prepare = w.knows("opportunity", "contact")
	return l
}

func openProducts(w *run, _ *file) loader {
	l := table(w, "product", func(r *mapping.Row, id uuid.UUID) product.Imported {
		given, created := w.created(r)
		p := product.Imported{ExternalID: r.Key, Name: r.Text("name"), Family: r.Text("family"), Currency: r.Currency("currency"),
			Custom: object(r.Custom()), CreatedAt: given}
		p.Price = r.Amount("price", p.Currency)
		if p.Name == "" {
			p.Name = p.ExternalID
			r.Flag("The product has no name; the key stands in for it.")
		}
		p.Hash = hash(p)
		p.ID, p.CreatedAt = id, created
		return p
	}, product.Import)
	l.prepare = w.knows("product")
	return l
}
