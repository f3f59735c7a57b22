package contactpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// read turns what somebody typed into a field into the text of the history.
func read(ctx context.Context, tx *tenant.Tx, field, typed string) (*string, error) {
	if want, custom, err := fieldform.Want(ctx, tx, customfield.Contact, field, typed); custom {
		return want, err
	}
	if field != "account" {
		return &typed, nil
	}
	if typed == "" {
		return nil, nil
	}
	id, err := account.Named(ctx, tx, typed)
	text := id.String()
	return &text, err
}

// set gives a field another value.
// POST /o/{org}/contacts/{id}/fields
func (s area) set(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[factsheet.FieldForm](r)
	if err != nil {
		return err
	}
	return s.desk().Act(w, r, "", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		if _, err := contact.Get(ctx, tx, id); err != nil {
			return err
		}
		want, err := read(ctx, tx, f.Field, f.Value)
		if err != nil {
			return err
		}
		_, err = contact.Set(ctx, tx, id, f.Wish(want))
		return err
	})
}

// archive takes the contact out of lists.
// POST /o/{org}/contacts/{id}/archive
func (s area) archive(w http.ResponseWriter, r *http.Request) error {
	return s.desk().Act(w, r, "Archived. It is in no list from now on.",
		func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
			_, err := contact.Archive(ctx, tx, id)
			return err
		})
}

// restore brings an archived contact back.
// POST /o/{org}/contacts/{id}/restore
func (s area) restore(w http.ResponseWriter, r *http.Request) error {
	return s.desk().Act(w, r, "Restored.", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		_, err := contact.Restore(ctx, tx, id)
		return err
	})
}

// fresh is the form for a new contact.
type fresh struct {
	Where   page.Where
	Account string // that they are of, by its name
	InCRM   bool   // the organisation keeps contacts in its CRM
	Fields  customfield.Set
	Form    page.Form
}

// newForm is what somebody enters about a new contact, as they type it.
type newForm struct {
	FirstName string             `form:"first_name"`
	LastName  string             `form:"last_name"`
	Title     string             `form:"title"`
	Email     string             `form:"email"`
	Phone     string             `form:"phone"`
	Account   string             `form:"account"`
	Customs   []fieldform.Typing `form:"customs"`
}

// GET /o/{org}/contacts/new?account=KEY
func (s area) showNew(w http.ResponseWriter, r *http.Request) error {
	return s.newPage(w, r, http.StatusOK, page.Form{})
}

func (s area) newPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := fresh{Where: site.Where(r), Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		p.InCRM = tx.Settings().KeptInCRM
		all, err := customfield.List(ctx, tx, customfield.Contact, tx.Now())
		if err != nil {
			return err
		}
		p.Fields = all.Live()
		id, err := uuid.Parse(r.URL.Query().Get("account"))
		if err != nil {
			return nil // for no account
		}
		a, err := account.Get(ctx, tx, id)
		p.Account = a.Name
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "New contact", "")
	f.Path = f.Base + "/contacts/new"
	return s.Write(w, r, status, newPage(f, p))
}

// enter takes a new contact in. They are of an account, for otherwise nobody but who sees everything would see them.
// POST /o/{org}/contacts
func (s area) enter(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[newForm](r)
	if err != nil {
		return err
	}
	var id uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if f.Account == "" {
			return fault.On("account", "Type the name of the contact's account.")
		}
		of, err := account.Named(ctx, tx, f.Account)
		if err != nil {
			return err
		}
		key := of.String()
		customs, err := fieldform.Wishes(ctx, tx, customfield.Contact, f.Customs)
		if err != nil {
			return err
		}
		id, err = contact.Enter(ctx, tx, append([]command.Wish{{Field: "first_name", Want: &f.FirstName},
			{Field: "last_name", Want: &f.LastName}, {Field: "title", Want: &f.Title}, {Field: "email", Want: &f.Email},
			{Field: "phone", Want: &f.Phone}, {Field: "account", Want: &key}}, customs...))
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.newPage(w, r, status, f) })
	}
	return s.desk().After(w, r, id, nil, "The contact is created.")
}
