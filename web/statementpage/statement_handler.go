package statementpage

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showCommissions leads to where a role's work with pay begins. GET /o/{org}/commissions
func (s area) showCommissions(w http.ResponseWriter, r *http.Request) error {
	switch role := site.VisitOf(r).Seat.Actor.Role; {
	case role.May(tenant.RunPay):
		return s.Redirect(w, r, site.Where(r).Base+"/commissions/runs", "")
	case role == tenant.Manager:
		return s.Redirect(w, r, site.Where(r).Base+"/commissions/team", "")
	case role.May(tenant.ReadLiability): // totals, of nobody in particular
		return s.Redirect(w, r, site.Where(r).Base+"/commissions/liability", "")
	}
	return s.showMyStatement(w, r)
}

// showMyStatement leads to the member's newest statement, or to the present month where they have none.
// GET /o/{org}/commissions/mine
func (s area) showMyStatement(w http.ResponseWriter, r *http.Request) error {
	key := ""
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		key = tx.Calendar().Containing(period.Month, tx.Today()).Key
		last, ok, err := statement.Last(ctx, tx, tx.Actor().MemberID)
		if ok {
			key = last.Period
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/"+key, "")
}

// showStatement is what a member is paid in a period. GET /o/{org}/commissions/{period}
func (s area) showStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.statement(r, "statement")
	if err != nil {
		return err
	}
	f := s.Frame(r, p.Title(), p.Subtitle())
	if p.Sheet != nil {
		f.Exports = page.ExportsAt(f.Base+"/commissions/"+p.Period.Key+"/statement", r.URL.RawQuery)
	}
	return s.Render(w, r, screen(f, p))
}

// statement reads the statement that an address names. Who reads somebody else's pay leaves a trace of it, with what
// they looked at.
func (s area) statement(r *http.Request, what string) (p statementView, err error) {
	me := site.VisitOf(r).Seat.Actor
	p.Where, p.Role, p.Me, p.Member = page.Where{Base: site.Where(r).Base}, me.Role, me.MemberID, me.MemberID
	if text := r.URL.Query().Get("member"); text != "" {
		if p.Member, err = uuid.Parse(text); err != nil {
			return p, site.NotHere
		}
	}
	in := s.View
	if !p.Mine() {
		in = s.Update
	}
	return p, in(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := findStatement(ctx, tx, r, &p); err != nil || p.Sheet == nil {
			return err
		}
		return statement.Viewed(ctx, tx, what, p.Sheet.Statement)
	})
}

func findStatement(ctx context.Context, tx *tenant.Tx, r *http.Request, p *statementView) (err error) {
	p.Calendar = tx.Calendar()
	p.Visible, _ = tx.Visible()
	if p.Period, err = p.Calendar.Parse(chi.URLParam(r, "period")); err != nil || p.Period.Kind != period.Month &&
		p.Period.Kind != period.Quarter {
		return site.NotHere
	}
	if p.Others, err = statement.List(ctx, tx, statement.Filter{Member: &p.Member}); err != nil {
		return err
	}
	if p.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{}); err != nil {
		return err
	}
	if p.Plans, err = compensation.Names(ctx, tx); err != nil {
		return err
	}
	for _, o := range p.Others {
		if o.Period == p.Period.Key {
			p.Same = append(p.Same, o)
		}
	}
	if len(p.Same) == 0 {
		if !p.Mine() {
			return site.NotHere
		}
		return nil
	}
	chosen := p.Same[0]
	if i := slices.IndexFunc(p.Same,
		func(o statement.Statement) bool { return o.PlanID.String() == r.URL.Query().Get("plan") }); i >= 0 {
		chosen = p.Same[i]
	}
	sheet, err := statement.LoadSheet(ctx, tx, chosen)
	if err != nil {
		return err
	}
	p.Sheet = &sheet
	p.Search = strings.TrimSpace(r.URL.Query().Get("q"))
	p.Turn(r.URL.Query().Get("from"))
	return nil
}

// whole is a statement that is there, for what is made of one.
func (s area) whole(r *http.Request, what string) (statementView, error) {
	p, err := s.statement(r, what)
	if err == nil && p.Sheet == nil {
		err = site.NotHere
	}
	if err == nil && p.Sheet.Inputs == nil {
		err = fault.New(fault.Invalid, "This statement could not be calculated: "+p.Sheet.Problem)
	}
	return p, err
}
