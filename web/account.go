package web

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/recordpage"
)

// accountFilter is the list of accounts that an address asks for.
func accountFilter(r *http.Request, sc scope.Scope) account.Filter {
	f := account.Filter{Name: r.URL.Query().Get("q"), Limit: pageRows + 1}
	if sc.Team != "" || sc.Owner != "" {
		f.Owners = sc.Owners
	}
	decodeCursor(r.URL.Query(), &f.After)
	return f
}

// GET /o/{org}/accounts
func (s *Server) showAccounts(w http.ResponseWriter, r *http.Request) error {
	p := recordpage.Accounts{Where: where(r), Query: r.URL.Query(), Cursor: cursor}
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, asked(r)); err != nil {
			return err
		}
		f := accountFilter(r, p.Scope)
		if p.Total, err = account.Count(ctx, tx, f); err != nil {
			return err
		}
		p.Accounts, err = account.List(ctx, tx, f)
		return err
	})
	if err != nil {
		return err
	}
	p.Page(pageRows)
	f := s.frame(r, "Accounts", p.Subtitle())
	f.Exports = p.Exports()
	return s.render(w, r, recordpage.AccountsPage(f, p))
}

// GET /o/{org}/accounts.csv and .xlsx
func (s *Server) exportAccounts(w http.ResponseWriter, r *http.Request) error {
	return s.stream(w, r, func(ctx context.Context, tx *tenant.Tx, out *download) error {
		sc, err := scope.Resolve(ctx, tx, asked(r))
		if err != nil {
			return err
		}
		f := accountFilter(r, sc)
		f.After, f.Limit = account.Cursor{}, 0
		if err := out.begin(recordpage.AccountsSheet()); err != nil {
			return err
		}
		return account.Each(ctx, tx, f, func(a account.Row) error { return out.row(recordpage.AccountRow(a, sc)) })
	})
}

// GET /o/{org}/accounts/{id}
func (s *Server) showAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	p := recordpage.Account{Where: where(r)}
	err = s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, scope.Request{AsOf: asked(r).AsOf}); err != nil {
			return err
		}
		if p.Account, err = account.Get(ctx, tx, id); err != nil {
			return err
		}
		if p.Contacts, err = contact.OfAccount(ctx, tx, id); err != nil {
			return err
		}
		if p.Open, err = pipeline.Load(ctx, tx, p.Scope, pipeline.Filter{Account: id, Limit: pageRows}); err != nil {
			return err
		}
		p.Closed, err = pipeline.Load(ctx, tx, p.Scope, pipeline.Filter{Account: id, Limit: pageRows, Sort: pipeline.ByRecent,
			Statuses: []opportunity.Status{opportunity.Won, opportunity.Lost}})
		return err
	})
	if err != nil {
		return err
	}
	if into := p.Account.MergedInto; into != nil {
		http.Redirect(w, r, p.Where.Base+"/accounts/"+into.String(), http.StatusSeeOther)
		return nil
	}
	return s.render(w, r, recordpage.AccountPage(s.frame(r, p.Account.Name, p.Subtitle()), p))
}
