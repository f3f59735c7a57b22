package opportunitypage

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/product"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/tracking"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// noMoment asks for a record as it is now.
var noMoment time.Time

// timeline is how many activities an opportunity's page shows.
const timeline = 100

// GET /o/{org}/opportunities/{id}
func (s area) showOpportunity(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.opportunityPage(w, r, http.StatusOK, id, page.Form{}, nil)
}

func (s area) opportunityPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, form page.Form,
	clash *opportunity.Clash) error {
	p := opportunityView{Where: site.Where(r), Form: form, Clash: clash, Show: r.URL.Query().Get("show"),
		From:    r.URL.Query().Get(page.From),
		Credits: site.VisitOf(r).Seat.Actor.Role.May(tenant.EditCredit)}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := p.load(ctx, tx, id, site.ScopeOf(r).AsOf); err != nil {
			return err
		}
		if err := p.stands(ctx, tx, id); err != nil {
			return err
		}
		return p.around(ctx, tx, id)
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, p.Opportunity.Name, p.Subtitle())
	f.Path = f.Base + "/opportunities/" + id.String()
	if p.Scope.AsOf.IsZero() {
		f.Live = id.String()
	}
	return s.Write(w, r, status, opportunityPage(f, p))
}

// load reads the opportunity as of a day (empty: now), with what its page says of it.
func (p *opportunityView) load(ctx context.Context, tx *tenant.Tx, id uuid.UUID, asOf string) (err error) {
	p.Calendar, p.Base, p.Decay = tx.Calendar(), tx.Base(), tx.Settings().OverdueDecayBP
	if p.Scope, err = scope.Resolve(ctx, tx, scope.Request{AsOf: asOf}); err != nil {
		return err
	}
	if p.Opportunity, err = opportunity.Get(ctx, tx, id, p.Scope.AsOf); err != nil {
		return err
	}
	if err = loadForecastOf(ctx, tx, p); err != nil {
		return err
	}
	if p.Opportunity.AccountID != nil {
		if p.Account, err = account.Get(ctx, tx, *p.Opportunity.AccountID); err != nil &&
			fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	if p.History, err = opportunity.History(ctx, tx, id, p.Scope.AsOf); err != nil {
		return err
	}
	if p.Starts, err = tracking.Starts(ctx, tx); err != nil {
		return err
	}
	if p.Activities, err = activity.OfOpportunity(ctx, tx, id, p.Scope.AsOf, timeline); err != nil {
		return err
	}
	return p.work(ctx, tx)
}

// around reads what is kept as of now only: people, products, and the names of accounts. Who has handed the opportunity
// on sees what was then, and nothing of these.
func (p *opportunityView) around(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (err error) {
	if !p.Scope.AsOf.IsZero() {
		_, err := opportunity.Get(ctx, tx, id, time.Time{})
		if p.Former = fault.KindOf(err) == fault.NotFound && err != nil; p.Former {
			p.Opportunity.Custom = nil
			return nil
		}
		if err != nil {
			return err
		}
	}
	if err = p.loadPeople(ctx, tx); err != nil {
		return err
	}
	if p.Items, err = product.OfOpportunity(ctx, tx, id); err != nil {
		return err
	}
	p.AccountNames, err = account.Names(ctx, tx, p.AccountIDs())
	return err
}
