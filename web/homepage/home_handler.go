package homepage

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/officepage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// listed is how many rows the short lists of a home show.
const listed = 6

// GET /o/{org}
func (s area) showOrganisation(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, site.Where(r).Base+"/home", http.StatusSeeOther)
	return nil
}

// GET /o/{org}/home
func (s area) showHome(w http.ResponseWriter, r *http.Request) error {
	if officepage.Has(site.VisitOf(r).Seat.Actor.Role) {
		return s.showOffice(w, r)
	}
	var h homeView
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if h.Setup, err = s.setupOf(ctx, tx); err != nil || h.Setup.Filling() {
			h.Where = site.Where(r)
			return err
		}
		setup := h.Setup
		defer func() { h.Setup = setup }()
		h, err = s.home(ctx, tx, r, site.VisitOf(r).Seat.Actor.Role)
		return err
	})
	if err != nil {
		return err
	}
	if h.Setup.Filling() {
		return s.Render(w, r, setupPage(s.Frame(r, site.VisitOf(r).Seat.Organisation.Name, ""), h))
	}
	f := s.Frame(r, h.Title(site.VisitOf(r).Seat.MemberName, s.Now()), h.Subtitle())
	f.Exports = exports(h.Where)
	return s.Render(w, r, screen(f, h))
}

func (s area) home(ctx context.Context, tx *tenant.Tx, r *http.Request, show tenant.Role) (homeView, error) {
	h := homeView{Where: site.Where(r), Role: tx.Actor().Role, Calendar: tx.Calendar(),
		Decay:     tx.Settings().OverdueDecayBP,
		QuietDays: tx.Settings().UntouchedDays}
	sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
	if err != nil {
		return h, err
	}
	if h.Card, err = scorecard.Load(ctx, tx, sc); err != nil {
		return h, err
	}
	if h.Published, err = outlook.Of(ctx, tx, sc); err != nil {
		return h, err
	}
	if err := brief(ctx, tx, &h, show); err != nil {
		return h, err
	}
	for list, filter := range lists(&h, show) {
		if *list, err = pipeline.Load(ctx, tx, sc, filter); err != nil {
			return h, err
		}
	}
	return h, nil
}

// teamPay is what waits for a manager, and how far those who report to them are in their plans. Neither is an amount of
// pay, so that it is no entry of the audit log.
func teamPay(ctx context.Context, tx *tenant.Tx, h *homeView) (err error) {
	if h.Waits, err = statement.Waits(ctx, tx); err != nil {
		return err
	}
	h.Positions, err = statement.Positions(ctx, tx, h.Card.Scope.Roster.Reports(tx.Actor().MemberID), tx.Today())
	return err
}

// brief adds what the role's home says first. What is paid is of now alone.
func brief(ctx context.Context, tx *tenant.Tx, h *homeView, show tenant.Role) (err error) {
	live := h.Card.Scope.AsOf.IsZero()
	switch show {
	case memberPage:
	case tenant.Manager:
		if h.Team, err = briefing.OfTeam(ctx, tx, h.Card, h.Published); err == nil && live {
			err = teamPay(ctx, tx, h)
		}
	case tenant.Rep:
		if h.Next, err = briefing.OfRep(ctx, tx, h.Card.Scope, actions); err == nil && live {
			err = errors.Join(repPay(ctx, tx, h), dueTasks(ctx, tx, h))
		}
	default:
		h.Company, err = briefing.OfCompany(ctx, tx, h.Card, h.Published)
	}
	return err
}

// dueTasks are the reader's own tasks that are due by today, the earliest first.
func dueTasks(ctx context.Context, tx *tenant.Tx, h *homeView) error {
	due, err := task.List(ctx, tx, task.Filter{Assignees: []uuid.UUID{tx.Actor().MemberID}, Until: tx.Today(),
		Limit: actions})
	if err == nil && len(due) > 0 {
		h.Tasks, err = page.LoadTasks(ctx, tx, h.Where, h.Where.Base+"/home", due)
	}
	return err
}

// repPay is the newest statement of a rep.
func repPay(ctx context.Context, tx *tenant.Tx, h *homeView) error {
	last, ok, err := statement.Last(ctx, tx, tx.Actor().MemberID)
	if ok {
		h.Pay = &last
	}
	return err
}

// memberPage shows the lists of the page of one member, whoever looks.
const memberPage tenant.Role = "member page"

// lists are the short lists that a home shows, by the role that it is for.
func lists(h *homeView, show tenant.Role) map[*pipeline.Board]pipeline.Filter {
	largest := pipeline.Filter{InPeriod: true, Sort: pipeline.ByAmount, Limit: listed}
	risks := pipeline.Filter{Flag: pipeline.Attention, InPeriod: true, Sort: pipeline.ByAmount, Limit: listed}
	switch show {
	case tenant.Rep:
		return nil
	case tenant.Manager:
		return map[*pipeline.Board]pipeline.Filter{&h.Attention: risks}
	case memberPage:
		return map[*pipeline.Board]pipeline.Filter{&h.Largest: largest,
			&h.Overdue: {Flag: pipeline.Overdue, InPeriod: true, Sort: pipeline.ByAmount, Limit: listed},
			&h.Won: {Statuses: []opportunity.Status{opportunity.Won}, InPeriod: true, Sort: pipeline.ByRecent,
				Limit: listed}}
	default:
		return map[*pipeline.Board]pipeline.Filter{&h.Attention: risks, &h.Largest: largest}
	}
}

// GET /o/{org}/home.csv and .xlsx: the table of the page
func (s area) exportHome(w http.ResponseWriter, r *http.Request) error {
	d, err := s.data(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, d.Sheet)
}

// GET /o/{org}/home.json: the tiles and the table of the page
func (s area) sendHome(w http.ResponseWriter, r *http.Request) error {
	d, err := s.data(r)
	if err != nil {
		return err
	}
	body, err := d.JSON()
	if err != nil {
		return fmt.Errorf("homepage: json: %w", err)
	}
	site.Attach(w.Header(), "application/json; charset=utf-8", d.Sheet.File+".json")
	_, err = w.Write(body)
	return err
}

// data are the figures of the reader's home.
func (s area) data(r *http.Request) (officepage.Data, error) {
	who := site.VisitOf(r).Seat.Actor.Role
	if officepage.Has(who) {
		home, _, err := s.office(r, true)
		if err != nil {
			return officepage.Data{}, err
		}
		return officepage.Data{Role: who, Title: home.Title(), Moment: home.Subtitle(), AsOf: s.Now(),
			Tiles: home.Tiles(), Sheet: home.Sheet()}, nil
	}
	var h homeView
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		h, err = s.home(ctx, tx, r, who)
		return err
	})
	if err != nil {
		return officepage.Data{}, err
	}
	return officepage.Data{Role: who, Title: "Home", Moment: h.Subtitle(), AsOf: h.Card.Scope.Known,
		Tiles: append(h.numberTiles(), h.sellingTiles()...), Sheet: sheet(h)}, nil
}
