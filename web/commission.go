package web

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
	"quarterdeck/web/statementpage"
)

// showCommissions leads to where a role's work with pay begins. GET /o/{org}/commissions
func (s *Server) showCommissions(w http.ResponseWriter, r *http.Request) error {
	switch role := visitOf(r).Seat.Actor.Role; {
	case role.May(tenant.RunPay):
		return s.redirect(w, r, where(r).Base+"/commissions/runs", "")
	case role == tenant.Manager:
		return s.redirect(w, r, where(r).Base+"/commissions/team", "")
	case role.May(tenant.ReadLiability): // totals, of nobody in particular
		return s.redirect(w, r, where(r).Base+"/commissions/liability", "")
	}
	return s.showMyStatement(w, r)
}

// showMyStatement leads to the member's newest statement, or to the present month where they have none.
// GET /o/{org}/commissions/mine
func (s *Server) showMyStatement(w http.ResponseWriter, r *http.Request) error {
	key := ""
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
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
	return s.redirect(w, r, where(r).Base+"/commissions/"+key, "")
}

// showStatement is what a member is paid in a period. GET /o/{org}/commissions/{period}
func (s *Server) showStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.statement(r, "statement")
	if err != nil {
		return err
	}
	f := s.frame(r, p.Title(), p.Subtitle())
	if p.Sheet != nil {
		f.Exports = page.ExportsAt(f.Base+"/commissions/"+p.Period.Key+"/statement", r.URL.RawQuery)
	}
	return s.render(w, r, statementpage.Page(f, p))
}

// statement reads the statement that an address names. Who reads somebody else's pay leaves a trace of it, with what they
// looked at.
func (s *Server) statement(r *http.Request, what string) (p statementpage.Statement, err error) {
	me := visitOf(r).Seat.Actor
	p.Where, p.Role, p.Me, p.Member = page.Where{Base: where(r).Base}, me.Role, me.MemberID, me.MemberID
	if text := r.URL.Query().Get("member"); text != "" {
		if p.Member, err = uuid.Parse(text); err != nil {
			return p, notHere
		}
	}
	in := s.view
	if !p.Mine() {
		in = s.update
	}
	return p, in(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := findStatement(ctx, tx, r, &p); err != nil || p.Sheet == nil {
			return err
		}
		return statement.Viewed(ctx, tx, what, p.Sheet.Statement)
	})
}

func findStatement(ctx context.Context, tx *tenant.Tx, r *http.Request, p *statementpage.Statement) (err error) {
	p.Calendar = tx.Calendar()
	p.Visible, _ = tx.Visible()
	if p.Period, err = p.Calendar.Parse(chi.URLParam(r, "period")); err != nil || p.Period.Kind != period.Month && p.Period.Kind != period.Quarter {
		return notHere
	}
	if p.Others, err = statement.List(ctx, tx, statement.Filter{Member: &p.Member}); err != nil {
		return err
	}
	if p.Roster, err = member.Load(ctx, tx, ever, time.Time{}); err != nil {
		return err
	}
	if p.Plans, err = planNames(ctx, tx); err != nil {
		return err
	}
	for _, o := range p.Others {
		if o.Period == p.Period.Key {
			p.Same = append(p.Same, o)
		}
	}
	if len(p.Same) == 0 {
		if !p.Mine() {
			return notHere
		}
		return nil
	}
	chosen := p.Same[0]
	if i := slices.IndexFunc(p.Same, func(o statement.Statement) bool { return o.PlanID.String() == r.URL.Query().Get("plan") }); i >= 0 {
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

func planNames(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]string, error) {
	plans, err := compensation.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	for _, p := range plans {
		names[p.ID] = p.Name
	}
	return names, nil
}

// whole is a statement that is there, for what is made of one.
func (s *Server) whole(r *http.Request, what string) (statementpage.Statement, error) {
	p, err := s.statement(r, what)
	if err == nil && p.Sheet == nil {
		err = notHere
	}
	if err == nil && p.Sheet.Inputs == nil {
		err = fault.New(fault.Invalid, "This statement could not be calculated: "+p.Sheet.Problem)
	}
	return p, err
}
