package adjustmentpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/access"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/commissions/adjustments
func (s area) showAdjustments(w http.ResponseWriter, r *http.Request) error {
	return s.adjustmentsPage(w, r, http.StatusOK, page.Form{})
}

func (s area) adjustmentsPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	actor := site.VisitOf(r).Seat.Actor
	p := Adjustments{Where: site.Where(r), Role: actor.Role, Me: actor.MemberID, Form: form}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Zone = tx.Calendar().Location()
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "adjustments"}); err != nil {
			return err
		}
		if p.Roster, err = member.Load(ctx, tx, tx.Today(), tx.Now()); err != nil {
			return err
		}
		p.Members = p.Roster.Members
		if p.Grants, err = access.List(ctx, tx); err != nil {
			return err
		}
		if p.All, err = adjustment.List(ctx, tx, nil); err != nil || !actor.Role.May(tenant.ManagePay) {
			return err
		}
		p.Seats, err = auth.Unconfirmed(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status,
		adjustmentsPage(s.Frame(r, "Adjustments", "What people add to pay, and who may read it"), p))
}

// adjustmentForm is what somebody adds to the pay of a member.
type adjustmentForm struct {
	Member uuid.UUID   `form:"member" problem:"Choose whom it is for."`
	Amount site.Figure `form:"amount"`
	Reason string      `form:"reason"`
}

// proposeAdjustment asks for one. POST /o/{org}/commissions/adjustments
func (s area) proposeAdjustment(w http.ResponseWriter, r *http.Request) error {
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		f, err := site.Decode[adjustmentForm](r)
		if err != nil {
			return err
		}
		all, err := statement.List(ctx, tx, statement.Filter{Member: &f.Member})
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return fault.On("member", "They have no statement that it could be a line of.")
		}
		a := adjustment.Adjustment{MemberID: f.Member, Currency: all[0].Currency, Reason: f.Reason}
		if a.Amount, err = f.Amount.Amount(a.Currency); err != nil {
			return err
		}
		_, err = adjustment.Propose(ctx, tx, a)
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments", "It is proposed. A second person decides.")
}

// decideAdjustment is the second person's word. POST /o/{org}/commissions/adjustments/{id}/decision
func (s area) decideAdjustment(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return adjustment.Decide(ctx, tx, id, site.Typed(r, "approved") == "1", site.Typed(r, "note"))
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments", "It is decided.")
}

// grantPay lets somebody read pay, or no longer. POST /o/{org}/commissions/readers
func (s area) grantPay(w http.ResponseWriter, r *http.Request) error {
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		of, err := uuid.Parse(site.Typed(r, "member"))
		if err != nil {
			return fault.On("grant", "Choose who may read pay.")
		}
		if site.Typed(r, "withdraw") != "" {
			return access.Withdraw(ctx, tx, of)
		}
		return access.Grant(ctx, tx, of, site.Typed(r, "reason"))
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments#readers", "Who may read pay is changed.")
}

// confirmSeat says that an invitation to a seat from which pay can be read went to the right person.
// POST /o/{org}/commissions/seats/{id}/confirmation
func (s area) confirmSeat(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return auth.Confirm(ctx, tx, id)
	}); err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments#readers",
		"The invitation is confirmed and can be accepted.")
}
