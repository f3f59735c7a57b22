package accountpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/site"
)

// filter is the choice for the accounts of a scope, with at most so many rows; 0: all.
func (c Companies) filter(sc scope.Scope, limit int) account.Filter {
	f := account.Filter{Name: c.Name, After: c.After, Limit: limit}
	if sc.Team != "" || sc.Owner != "" {
		f.Owners = sc.Owners
	}
	return f
}

// GET /o/{org}/accounts
func (s area) showAccounts(w http.ResponseWriter, r *http.Request) error {
	p := accounts{Where: site.Where(r), List: ParseCompanies(r.URL.Query())}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		p.Enters = tx.Actor().Role.May(tenant.EditRecords) && !tx.Settings().KeptInCRM
		if p.Scope, err = scope.Resolve(ctx, tx, site.ScopeOf(r)); err != nil {
			return err
		}
		f := p.List.filter(p.Scope, site.PageRows+1)
		if p.Total, err = account.Count(ctx, tx, f); err != nil {
			return err
		}
		p.Accounts, err = account.List(ctx, tx, f)
		return err
	})
	if err != nil {
		return err
	}
	p.Page(site.PageRows)
	f := s.Frame(r, "Accounts", p.Subtitle())
	f.Exports = p.Exports()
	return s.Render(w, r, accountsPage(f, p))
}

// GET /o/{org}/accounts.csv and .xlsx
func (s area) exportAccounts(w http.ResponseWriter, r *http.Request) error {
	return s.Stream(w, r, func(ctx context.Context, tx *tenant.Tx, out *site.Download) error {
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err != nil {
			return err
		}
		f := Companies{Name: ParseCompanies(r.URL.Query()).Name}.filter(sc, 0)
		fields, err := customfield.List(ctx, tx, customfield.Account, tx.Now())
		if err != nil {
			return err
		}
		if err := out.Begin(accountsSheet(fields)); err != nil {
			return err
		}
		return account.Each(ctx, tx, f, func(a account.Row) error { return out.Row(accountRow(a, sc, fields)) })
	})
}
