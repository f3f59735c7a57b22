// Package entrypage is the form for a new opportunity, and reads what people type into the fields of one.
package entrypage

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// area takes new opportunities in.
type area struct{ *site.Site }

// Routes are the form and what it sends, for those who may edit records.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/opportunities/new", a.Handle(a.showNew))
		r.Post("/opportunities", a.Handle(a.enter))
	}
}

// fresh is the form for a new opportunity.
type fresh struct {
	Where   page.Where
	Base    money.Currency
	Me      uuid.UUID
	Account string // that it is for, by its name
	InCRM   bool   // the organisation keeps opportunities in its CRM
	Stages  stage.Set
	Sources []string
	Lists   picklist.Lists
	Fields  customfield.Set
	Owners  []ui.Option // empty: it is the reader's own
	Form    page.Form
}

// newForm is what somebody enters about a new opportunity, as they type it.
type newForm struct {
	Name     string             `form:"name"`
	Account  string             `form:"account"`
	Amount   string             `form:"amount"`
	CloseOn  string             `form:"close_on"`
	Stage    site.Verbatim      `form:"stage"`
	Type     string             `form:"type"`
	Source   string             `form:"source"`
	Other    string             `form:"source_other"`
	NextStep string             `form:"next_step"`
	Owner    *uuid.UUID         `form:"owner"`
	Customs  []fieldform.Typing `form:"customs"`
	Found    string             `form:"new_account"` // ticked: the account is entered where there is none of its name
}

// GET /o/{org}/opportunities/new?account=KEY
func (s area) showNew(w http.ResponseWriter, r *http.Request) error {
	return s.newPage(w, r, http.StatusOK, page.Form{})
}

func (s area) newPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := fresh{Where: site.Where(r), Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Base, p.Me, p.InCRM = tx.Base(), tx.Actor().MemberID, tx.Settings().KeptInCRM
		sc, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		if p.Stages, err = stage.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		if p.Sources, err = pipeline.Sources(ctx, tx, sc); err != nil {
			return err
		}
		all, err := customfield.List(ctx, tx, customfield.Opportunity, tx.Now())
		if err != nil {
			return err
		}
		p.Fields = all.Live()
		if p.Lists, err = picklist.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		if tx.Actor().Role.Reach() != tenant.Own {
			p.Owners = factsheet.Owners(sc, nil)
		}
		if id := keyOf(r.URL.Query().Get("account")); id != nil {
			a, err := account.Get(ctx, tx, *id)
			if err != nil {
				return err
			}
			p.Account = a.Name
		}
		return nil
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "New opportunity", "")
	f.Path = f.Base + "/opportunities/new"
	return s.Write(w, r, status, newPage(f, p))
}

// enter takes a new opportunity in.
// POST /o/{org}/opportunities
func (s area) enter(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[newForm](r)
	if err != nil {
		return err
	}
	var id uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		n := opportunity.New{Owner: tx.Actor().MemberID, Stage: string(f.Stage)}
		if f.Owner != nil {
			n.Owner = *f.Owner
		}
		if f.Found != "" {
			if err := f.found(ctx, tx, n.Owner); err != nil {
				return err
			}
		}
		for field, typed := range map[string]string{"name": f.Name, "account": f.Account, "amount": f.Amount,
			"close_on": f.CloseOn, "type": f.Type, "source": page.Picked(f.Source, f.Other), "next_step": f.NextStep} {
			want, err := Read(ctx, tx, field, typed, tx.Base())
			if err != nil {
				return err
			}
			n.Wishes = append(n.Wishes, opportunity.Wish{Field: field, Want: want})
		}
		customs, err := fieldform.Wishes(ctx, tx, customfield.Opportunity, f.Customs)
		if err != nil {
			return err
		}
		n.Wishes = append(n.Wishes, customs...)
		id, err = opportunity.Enter(ctx, tx, n)
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.newPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/opportunities/"+id.String(), "The opportunity is created.")
}

// found enters the account of a new opportunity where the reader sees none of its name.
func (f newForm) found(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error {
	if f.Account == "" {
		return fault.On("account", "Type the name of the new account.")
	}
	if _, err := account.Named(ctx, tx, f.Account); err == nil || fault.KindOf(err) != fault.Invalid {
		return err
	}
	_, err := journal.Found(ctx, tx, owner, []opportunity.Wish{{Field: "name", Want: &f.Account}})
	return fault.Rename(err, "account")
}

// stageOptions are the open stages.
func (p fresh) stageOptions() []ui.Option {
	var all []ui.Option
	for _, st := range p.Stages {
		if st.Status == string(opportunity.Open) {
			all = append(all, ui.Option{Value: st.Name, Label: st.Name})
		}
	}
	return all
}
