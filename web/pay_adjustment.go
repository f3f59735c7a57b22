package web

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/runpage"
)

// payAdjustmentRoutes are what people add to pay, and who else may read it.
func (s *Server) payAdjustmentRoutes(r chi.Router) {
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.RunPay))
		r.Get("/commissions/adjustments", s.handle(s.showAdjustments))
		r.Post("/commissions/adjustments", s.handle(s.proposeAdjustment))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ManagePay))
		r.Post("/commissions/adjustments/{id}/decision", s.handle(s.decideAdjustment))
		r.Post("/commissions/readers", s.handle(s.grantPay))
		r.Post("/commissions/seats/{id}/confirmation", s.handle(s.confirmSeat))
	})
}

// GET /o/{org}/commissions/adjustments
func (s *Server) showAdjustments(w http.ResponseWriter, r *http.Request) error {
	return s.adjustmentsPage(w, r, http.StatusOK, page.Form{})
}

func (s *Server) adjustmentsPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	actor := visitOf(r).Seat.Actor
	p := runpage.Adjustments{Where: where(r), Role: actor.Role, Me: actor.MemberID, Form: form}
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Zone = tx.Calendar().Location()
		if err := audit.Record(ctx, tx, "viewed", "pay", "adjustments", nil); err != nil {
			return err
		}
		if p.Roster, err = member.Load(ctx, tx, tx.Today(), tx.Now()); err != nil {
			return err
		}
		p.Members = p.Roster.Members
		if p.Grants, err = statement.Accesses(ctx, tx); err != nil {
			return err
		}
		if p.All, err = statement.Adjustments(ctx, tx, nil); err != nil || !actor.Role.May(tenant.ManagePay) {
			return err
		}
		p.Seats, err = auth.Unconfirmed(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.write(w, r, status, runpage.AdjustmentsPage(s.frame(r, "Adjustments", "What people add to pay, and who may read it"), p))
}

// proposeAdjustment asks for one. POST /o/{org}/commissions/adjustments
func (s *Server) proposeAdjustment(w http.ResponseWriter, r *http.Request) error {
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
		of, err := uuid.Parse(typed(r, "member"))
		if err != nil {
			return fault.On("member", "Choose whom it is for.")
		}
		all, err := statement.List(ctx, tx, statement.Filter{Member: &of})
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return fault.On("member", "They have no statement that it could be a line of.")
		}
		a := statement.Adjustment{MemberID: of, Currency: all[0].Currency, Reason: typed(r, "reason")}
		if a.Amount, err = typedAmount(r, "amount", a.Currency); err != nil {
			return err
		}
		_, err = statement.Propose(ctx, tx, a)
		return err
	})
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/adjustments", "It is proposed. A second person decides.")
}

// decideAdjustment is the second person's word. POST /o/{org}/commissions/adjustments/{id}/decision
func (s *Server) decideAdjustment(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	err = s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return statement.Decide(ctx, tx, id, typed(r, "approved") == "1", typed(r, "note"))
	})
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/adjustments", "It is decided.")
}

// grantPay lets somebody read pay, or no longer. POST /o/{org}/commissions/readers
func (s *Server) grantPay(w http.ResponseWriter, r *http.Request) error {
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
		of, err := uuid.Parse(typed(r, "member"))
		if err != nil {
			return fault.On("grant", "Choose who may read pay.")
		}
		if typed(r, "withdraw") != "" {
			return statement.WithdrawPay(ctx, tx, of)
		}
		return statement.GrantPay(ctx, tx, of, typed(r, "reason"))
	})
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/adjustments#readers", "Who may read pay is changed.")
}

// confirmSeat says that an invitation to a seat from which pay can be read went to the right person.
// POST /o/{org}/commissions/seats/{id}/confirmation
func (s *Server) confirmSeat(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	if err := s.update(r, func(ctx context.Context, tx *tenant.Tx) error { return auth.Confirm(ctx, tx, id) }); err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/adjustments#readers", "The invitation is confirmed and can be accepted.")
}
