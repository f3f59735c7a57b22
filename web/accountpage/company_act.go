package accountpage

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// desk answers the acts on an account.
func (s area) desk() factsheet.Desk {
	return factsheet.Desk{Site: s.Site, Object: command.Account, Show: s.accountPage}
}

// read turns what somebody typed into a fact of an account into the text of the history.
func read(ctx context.Context, tx *tenant.Tx, field, typed string) (*string, error) {
	if want, custom, err := fieldform.Want(ctx, tx, customfield.Account, field, typed); custom {
		return want, err
	}
	switch {
	case field == "parent" && typed != "":
		id, err := account.Named(ctx, tx, typed)
		text := id.String()
		return &text, fault.Rename(err, "parent")
	case field == "employees" && typed != "":
		digits := strings.NewReplacer(",", "", ".", "", " ", "", "\u00a0", "").Replace(typed)
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n < 0 || n > 100_000_000 {
			return nil, fault.On("employees", "Employees must be a whole number, for example 250.")
		}
		return &digits, nil
	case field == "parent" || field == "employees":
		return nil, nil
	}
	return &typed, nil
}

// setAccount gives a fact another value.
// POST /o/{org}/accounts/{id}/fields
func (s area) setAccount(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[factsheet.FieldForm](r)
	if err != nil {
		return err
	}
	return s.desk().Act(w, r, "", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		if _, err := account.Get(ctx, tx, id); err != nil {
			return err
		}
		want, err := read(ctx, tx, f.Field, f.Value)
		if err != nil {
			return err
		}
		_, err = account.Set(ctx, tx, id, f.Wish(want))
		return err
	})
}

// transferAccount gives the account to somebody else.
// POST /o/{org}/accounts/{id}/owner
func (s area) transferAccount(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[factsheet.OwnerForm](r)
	return s.desk().Act(w, r, "The owner is changed.", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		if refused != nil {
			return refused
		}
		saw := string(f.Saw)
		_, err := journal.Transfer(ctx, tx, id, f.Owner, &saw)
		return err
	})
}

// archiveAccount takes the account out of lists.
// POST /o/{org}/accounts/{id}/archive
func (s area) archiveAccount(w http.ResponseWriter, r *http.Request) error {
	return s.desk().Act(w, r, "Archived. It is in no list from now on.",
		func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
			_, err := account.Archive(ctx, tx, id)
			return err
		})
}

// restoreAccount brings an archived account back.
// POST /o/{org}/accounts/{id}/restore
func (s area) restoreAccount(w http.ResponseWriter, r *http.Request) error {
	return s.desk().Act(w, r, "Restored.", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		_, err := account.Restore(ctx, tx, id)
		return err
	})
}

// freshAccount is the form for a new account.
type freshAccount struct {
	Where  page.Where
	Me     uuid.UUID
	InCRM  bool        // the organisation keeps accounts in its CRM
	Owners []ui.Option // empty: it is the reader's own
	Fields customfield.Set
	Form   page.Form
}

// newAccountForm is what somebody enters about a new account, as they type it.
type newAccountForm struct {
	Name      string             `form:"name"`
	Website   string             `form:"website"`
	Phone     string             `form:"phone"`
	Industry  string             `form:"industry"`
	Employees string             `form:"employees"`
	Parent    string             `form:"parent"`
	Owner     *uuid.UUID         `form:"owner"`
	Customs   []fieldform.Typing `form:"customs"`
}

// GET /o/{org}/accounts/new
func (s area) showNewAccount(w http.ResponseWriter, r *http.Request) error {
	return s.newAccountPage(w, r, http.StatusOK, page.Form{})
}

func (s area) newAccountPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := freshAccount{Where: site.Where(r), Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		p.InCRM, p.Me = tx.Settings().KeptInCRM, tx.Actor().MemberID
		all, err := customfield.List(ctx, tx, customfield.Account, tx.Now())
		if err != nil {
			return err
		}
		p.Fields = all.Live()
		if tx.Actor().Role.Reach() == tenant.Own {
			return nil
		}
		sc, err := scope.Resolve(ctx, tx, scope.Request{})
		p.Owners = factsheet.Owners(sc, &p.Me)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "New account", "")
	f.Path = f.Base + "/accounts/new"
	return s.Write(w, r, status, newAccountPage(f, p))
}

// enterAccount takes a new account in.
// POST /o/{org}/accounts
func (s area) enterAccount(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[newAccountForm](r)
	if err != nil {
		return err
	}
	var id uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		owner := tx.Actor().MemberID
		if f.Owner != nil {
			owner = *f.Owner
		}
		var wishes []command.Wish
		for field, typed := range map[string]string{"name": f.Name, "website": f.Website, "phone": f.Phone,
			"industry": f.Industry, "employees": f.Employees, "parent": f.Parent} {
			want, err := read(ctx, tx, field, typed)
			if err != nil {
				return err
			}
			wishes = append(wishes, command.Wish{Field: field, Want: want})
		}
		customs, err := fieldform.Wishes(ctx, tx, customfield.Account, f.Customs)
		if err != nil {
			return err
		}
		wishes = append(wishes, customs...)
		id, err = journal.Found(ctx, tx, owner, wishes)
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.newAccountPage(w, r, status, f) })
	}
	return s.desk().After(w, r, id, nil, "The account is created.")
}
