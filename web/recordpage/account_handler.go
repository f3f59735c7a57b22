package recordpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/page"
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
	p := Accounts{Where: site.Where(r), List: ParseCompanies(r.URL.Query())}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
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
		if err := out.Begin(accountsSheet()); err != nil {
			return err
		}
		return account.Each(ctx, tx, f, func(a account.Row) error { return out.Row(accountRow(a, sc)) })
	})
}

// GET /o/{org}/accounts/{id}
func (s area) showAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	p := Account{Where: site.Where(r), Enters: enters(r)}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, scope.Request{AsOf: site.ScopeOf(r).AsOf}); err != nil {
			return err
		}
		if p.Account, err = account.Get(ctx, tx, id); err != nil {
			return err
		}
		if p.Contacts, err = contact.OfAccount(ctx, tx, id); err != nil {
			return err
		}
		if p.Tasks, err = tasksOf(ctx, tx, p); err != nil {
			return err
		}
		if p.Open, err = pipeline.Load(ctx, tx, p.Scope,
			pipeline.Filter{Account: id, Limit: site.PageRows}); err != nil {
			return err
		}
		p.Closed, err = pipeline.Load(ctx, tx, p.Scope,
			pipeline.Filter{Account: id, Limit: site.PageRows, Sort: pipeline.ByRecent,
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
	return s.Render(w, r, accountPage(s.Frame(r, p.Account.Name, p.Subtitle()), p))
}

// tasksOf are the tasks of a company's page.
func tasksOf(ctx context.Context, tx *tenant.Tx, p Account) (page.Tasks, error) {
	open, err := task.OfAccount(ctx, tx, p.Account.ID, site.PageRows)
	if err != nil {
		return page.Tasks{}, err
	}
	return page.RecordTasks(ctx, tx, p.Where, audience.Record{Object: note.Account, ID: p.Account.ID}, open)
}
