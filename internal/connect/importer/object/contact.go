package object

import (
	"context"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
)

// openContacts loads the people of accounts.
func openContacts(w *Import, f *importjob.File) record.Loader {
	l := record.Table(w.Run, f, record.Kind[contact.Imported]{Object: "contact", Parse: w.contact, Known: contact.Known,
		Put:  contact.Import,
		Over: w.keepContact, Stamp: record.OfContact})
	read, lost := l.Read, record.Merges{}
	l.Prepare = w.Knows("account", "contact")
	l.Read = func(r *mapping.Row) {
		read(r)
		lost.Add(r)
	}
	l.Skip = func(r *mapping.Row) { r.Judge(lost.Add) }
	l.Finish = func(ctx context.Context, tx *tenant.Tx) error { return w.Merge(ctx, tx, "contact", lost) }
	return l
}

func (w *Import) contact(r *mapping.Row, _ *contact.Imported) contact.Imported {
	return contact.Imported{ExternalID: r.Key, AccountID: w.Ref(r, "account", "account"),
		FirstName: r.Text("first_name"), LastName: r.Text("last_name"),
		Email: r.Text("email"), Phone: r.Text("phone"), Title: r.Text("title"), Custom: record.CustomText(r.Custom()),
		Fields: w.fill(r, customfield.Contact, "", true), CreatedAt: r.Instant("created_at")}
}

func (w *Import) keepContact(r *mapping.Row, c *contact.Imported, was contact.Imported) {
	record.HoldKey(r, "account", &c.AccountID, was.AccountID)
	record.Hold(r, "first_name", &c.FirstName, was.FirstName)
	record.HoldName(r, "last_name", &c.LastName, was.LastName)
	record.Hold(r, "email", &c.Email, was.Email)
	record.Hold(r, "phone", &c.Phone, was.Phone)
	record.Hold(r, "title", &c.Title, was.Title)
	c.Fields = w.fill(r, customfield.Contact, was.Fields, false)
}

// openRoles loads who plays which part in an opportunity.
func openRoles(w *Import, f *importjob.File) record.Loader {
	l := record.Table(w.Run, f, record.Kind[contact.ImportedRole]{Object: "contact_role", Known: contact.KnownRoles,
		Put: contact.ImportRoles,
		Parse: func(r *mapping.Row, was *contact.ImportedRole) contact.ImportedRole {
			return contact.ImportedRole{ExternalID: r.Key,
				OpportunityID: w.Needs(r, "opportunity", "opportunity", was == nil),
				ContactID:     w.Needs(r, "contact", "contact", was == nil),
				Role:          r.Text("role"), IsPrimary: r.Bool("primary"), Custom: record.CustomText(r.Custom()),
				CreatedAt: r.Instant("created_at")}
		},
		Over: func(r *mapping.Row, c *contact.ImportedRole, was contact.ImportedRole) {
			record.Keep(r, "opportunity", &c.OpportunityID, was.OpportunityID)
			record.Keep(r, "contact", &c.ContactID, was.ContactID)
			record.Hold(r, "role", &c.Role, was.Role)
			record.Keep(r, "primary", &c.IsPrimary, was.IsPrimary)
		},
		Stamp: func(c *contact.ImportedRole) record.Stamp {
			return record.Stamp{ID: &c.ID, ExternalID: c.ExternalID, Custom: &c.Custom, CreatedAt: &c.CreatedAt,
				ModifiedAt: &c.ModifiedAt, DeletedAt: &c.DeletedAt, Hash: &c.Hash}
		}})
	l.Prepare = w.Knows("opportunity", "contact")
	return l
}
