package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/runpage"
)

// payLineRoutes are the reporting lines through which managers read pay.
func (s *Server) payLineRoutes(r chi.Router) {
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ReadAllPay))
		r.Get("/commissions/lines", s.handle(s.showLines))
		r.Post("/commissions/lines", s.handle(s.confirmLines))
	})
}

// showLines lists those that nobody has confirmed. GET /o/{org}/commissions/lines
func (s *Server) showLines(w http.ResponseWriter, r *http.Request) error {
	return s.linesPage(w, r, http.StatusOK, page.Form{})
}

func (s *Server) linesPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	actor := visitOf(r).Seat.Actor
	p := runpage.Lines{Where: where(r), Role: actor.Role, Me: actor.MemberID, Form: form}
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Today = tx.Today()
		if err := audit.Record(ctx, tx, "viewed", "reporting lines", "", nil); err != nil {
			return err
		}
		if p.Roster, err = member.Load(ctx, tx, ever, tx.Now()); err != nil {
			return err
		}
		p.Groups, err = lineGroups(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.write(w, r, status, runpage.LinesPage(s.frame(r, "Reporting lines", "Through which managers read pay"), p))
}

// lineGroups are the lines that wait, with the addresses that would read through them.
func lineGroups(ctx context.Context, tx *tenant.Tx) ([]runpage.LineGroup, error) {
	waiting, err := member.WaitingLines(ctx, tx)
	if err != nil {
		return nil, err
	}
	addresses, err := auth.Addresses(ctx, tx)
	return runpage.GroupLines(waiting, addresses), err
}

// confirmLines lets managers read pay through the lines that were ticked. POST /o/{org}/commissions/lines
func (s *Server) confirmLines(w http.ResponseWriter, r *http.Request) error {
	_ = r.ParseForm()
	ticked := r.PostForm["line"]
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
		groups, err := lineGroups(ctx, tx)
		if err != nil {
			return err
		}
		var chosen []member.Line
		found := 0
		for _, g := range groups {
			if slices.Contains(ticked, g.Key()) {
				chosen = append(chosen, g.Lines...)
				found++
			}
		}
		if found < len(ticked) {
			return fault.New(fault.Conflict, "The reporting lines have changed since this page was opened. Look at them again.")
		}
		return member.ConfirmLines(ctx, tx, chosen)
	})
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.linesPage(w, r, status, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/lines", "The lines are confirmed: the managers read the pay of these people now.")
}
