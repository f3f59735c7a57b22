package importer

import (
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/account"
	"quarterdeck/internal/contact"
	"quarterdeck/internal/product"
	"quarterdeck/internal/tenant"
)

// openAccounts takes companies in. One whose parent stands further down is written again once that is known.
func openAccounts(w *run, _ *source) loader {
	parents := map[string]*row{}
	l := table(w, "account", w.company, account.Import)
	read := l.read
	l.prepare = w.knows("member", "account")
	l.read = func(r *row) {
		parent := r.get("parent")
		if _, known := w.refs.ids["account"][parent]; parent != "" && !known {
			parents[r.key] = r
		}
		read(r)
	}
	l.skip = func(r *row) {
		if r.broken == "" && r.get("parent") != "" {
			parents[r.key] = r
		}
	}
	l.finish = func(ctx context.Context, tx *tenant.Tx) error {
		for key, r := range parents {
			if _, written := w.refs.ids["account"][key]; written && r.refused == "" {
				r.flags = nil
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
func (w *run) orphan(r *row) {
	parent := r.get("parent")
	if _, known := w.refs.ids["account"][parent]; !known {
		r.flags = nil
		r.flag("The parent %q is not known.", shorten(parent))
		w.list(r)
	}
}

func (w *run) company(r *row, id uuid.UUID) account.Imported {
	given, created := w.created(r)
	a := account.Imported{ExternalID: r.key, Name: r.text("name"), Website: r.text("website"), Industry: r.text("industry"),
		Employees: r.count("employees"), State: r.text("state"), Country: r.text("country"), Type: r.text("type"),
		Territory: r.text("territory"), Region: r.text("region"), OwnerID: w.ref(r, "owner", "member"), Custom: object(r.custom()), CreatedAt: given}
	if a.Name == "" {
		a.Name = a.ExternalID
		r.flag("The account has no name; the key stands in for it.")
	}
	if parent, ok := w.refs.ids["account"][r.get("parent")]; ok {
		a.ParentID = &parent
	}
	a.Hash = hash(a)
	a.ID, a.CreatedAt = id, created
	return a
}

// count is a whole number, nil where the source has none.
func (r *row) count(field string) *int64 {
	v := strings.TrimSuffix(r.number(field), ".0")
	if v == "" {
		return nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		r.flag("The field %s is left out: %q is not a whole number.", field, shorten(v))
		return nil
	}
	return &n
}

func openContacts(w *run, _ *source) loader {
	l := table(w, "contact", func(r *row, id uuid.UUID) contact.Imported {
		given, created := w.created(r)
		c := contact.Imported{ExternalID: r.key, AccountID: w.ref(r, "account", "account"), FirstName: r.text("first_name"), LastName: r.text("last_name"),
			Email: r.text("email"), Phone: r.text("phone"), Title: r.text("title"), Custom: object(r.custom()), CreatedAt: given}
		c.Hash = hash(c)
		c.ID, c.CreatedAt = id, created
		return c
	}, contact.Import)
	l.prepare = w.knows("account", "contact")
	return l
}

func openRoles(w *run, _ *source) loader {
	l := table(w, "contact_role", func(r *row, id uuid.UUID) contact.ImportedRole {
		given, created := w.created(r)
		c := contact.ImportedRole{ExternalID: r.key, OpportunityID: w.must(r, "opportunity", "opportunity"), ContactID: w.must(r, "contact", "contact"),
			Role: r.text("role"), IsPrimary: r.bool("primary"), CreatedAt: given}
		c.Hash = hash(c)
		c.ID, c.CreatedAt = id, created
		return c
	}, contact.ImportRoles)
	l.prepare = w.knows("opportunity", "contact")
	return l
}

func openProducts(w *run, _ *source) loader {
	l := table(w, "product", func(r *row, id uuid.UUID) product.Imported {
		given, created := w.created(r)
		p := product.Imported{ExternalID: r.key, Name: r.text("name"), Family: r.text("family"), Currency: r.currency("currency"),
			Custom: object(r.custom()), CreatedAt: given}
		p.Price = r.amount("price", p.Currency)
		if p.Name == "" {
			p.Name = p.ExternalID
			r.flag("The product has no name; the key stands in for it.")
		}
		p.Hash = hash(p)
		p.ID, p.CreatedAt = id, created
		return p
	}, product.Import)
	l.prepare = w.knows("product")
	return l
}
