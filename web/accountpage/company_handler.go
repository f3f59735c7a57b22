package accountpage

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// longest is how many activities and notes a timeline shows.
const longest = 100

// GET /o/{org}/accounts/{id}
func (s area) showAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.accountPage(w, r, http.StatusOK, id, page.Form{}, nil)
}

func (s area) accountPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, form page.Form,
	clash *command.Clash) error {
	p := accountView{Where: site.Where(r), Enters: site.Enters(r), Form: form, Clash: clash,
		Show: r.URL.Query().Get("show")}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, scope.Request{AsOf: site.ScopeOf(r).AsOf}); err != nil {
			return err
		}
		if p.Account, err = account.Get(ctx, tx, id); err != nil {
			return err
		}
		if err := p.load(ctx, tx); err != nil {
			return err
		}
		return p.sums(ctx, tx)
	})
	if err != nil {
		return err
	}
	if into := p.Account.MergedInto; into != nil && !form.Sent() {
		http.Redirect(w, r, p.Where.Base+"/accounts/"+into.String(), http.StatusSeeOther)
		return nil
	}
	f := s.Frame(r, p.Facts.Name, p.Subtitle())
	f.Path = f.Base + "/accounts/" + id.String()
	if p.Scope.AsOf.IsZero() {
		f.Live = id.String()
	}
	return s.Write(w, r, status, accountPage(f, p))
}

// load reads the facts, the people and what happened.
func (p *accountView) load(ctx context.Context, tx *tenant.Tx) (err error) {
	id := p.Account.ID
	if p.Past, err = command.Past(ctx, tx, id, time.Time{}); err != nil {
		return err
	}
	if p.Facts = p.Account.Facts(); !p.Scope.AsOf.IsZero() {
		if p.Facts, err = p.Facts.AsOf(p.Scope.AsOf, p.Past); err != nil {
			return err
		}
	}
	p.Numbers = tx.Settings().Numbers
	if p.Fields, err = customfield.List(ctx, tx, customfield.Account, tx.Now()); err != nil {
		return err
	}
	named := factsheet.Keys(p.Past, "parent")
	if p.Facts.ParentID != nil {
		named = append(named, *p.Facts.ParentID)
	}
	if p.Names, err = account.Names(ctx, tx, named); err != nil {
		return err
	}
	if p.Contacts, err = contact.OfAccount(ctx, tx, id); err != nil {
		return err
	}
	if p.Tasks, err = tasksOf(ctx, tx, *p); err != nil {
		return err
	}
	if p.TaskEvents, err = task.Events(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	if p.Activities, err = activity.OfAccount(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	if p.Files, err = attachment.Load(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	if p.Notes, err = note.Of(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	role := tx.Actor().Role
	if !role.May(tenant.EditRecords) || !p.Scope.AsOf.IsZero() {
		return nil
	}
	p.Edits, p.Transfers = !p.Facts.Deleted, role.Reach() != tenant.Own
	p.Locked = tx.Settings().KeptInCRM && p.Account.ExternalID != ""
	p.Last, _, err = command.Last(ctx, tx, id)
	return err
}

// sums reads the opportunities, and the totals with those of the accounts below.
func (p *accountView) sums(ctx context.Context, tx *tenant.Tx) (err error) {
	id := p.Account.ID
	if p.Below, err = account.Below(ctx, tx, id); err != nil {
		return err
	}
	all := []uuid.UUID{id}
	for _, a := range p.Below {
		all = append(all, a.ID)
	}
	won := []opportunity.Status{opportunity.Won}
	boards := map[*pipeline.Board]pipeline.Filter{
		&p.Open: {Account: id, Limit: site.PageRows},
		&p.Closed: {Account: id, Limit: site.PageRows, Sort: pipeline.ByRecent,
			Statuses: []opportunity.Status{opportunity.Won, opportunity.Lost}},
		&p.Won: {Account: id, Limit: 1, Statuses: won},
	}
	if len(p.Below) > 0 {
		boards[&p.OpenBelow] = pipeline.Filter{Within: all, Limit: 1}
		boards[&p.WonBelow] = pipeline.Filter{Within: all, Limit: 1, Statuses: won}
	}
	for board, f := range boards {
		if *board, err = pipeline.Load(ctx, tx, p.Scope, f); err != nil {
			return err
		}
	}
	return nil
}

// tasksOf are the tasks of a company's page.
func tasksOf(ctx context.Context, tx *tenant.Tx, p accountView) (page.Tasks, error) {
	open, err := task.OfAccount(ctx, tx, p.Account.ID, site.PageRows)
	if err != nil {
		return page.Tasks{}, err
	}
	return page.RecordTasks(ctx, tx, p.Where, audience.Record{Object: note.Account, ID: p.Account.ID}, open)
}
