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
	return s.adjustmentsPage(w, r, http.StatusOK, page.Form{}, page.Form{})
}

func (s area) adjustmentsPage(w http.ResponseWriter, r *http.Request, status int, form, granting page.Form) error {
	actor := site.VisitOf(r).Seat.Actor
	p := adjustments{Where: site.Where(r), Role: actor.Role, Me: actor.MemberID, Form: form,
		Granting: granting}
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
		adjustmentsPage(s.Frame(r, "Adjustments", "Changes to pay, and who can read pay"), p))
}

// adjustmentForm is what somebody adds to the pay of a member.
type adjustmentForm struct {
	Member uuid.UUID   `form:"member" problem:"Choose a member."`
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
			return fault.On("member", "This member has no statement to adjust.")
		}
		a := adjustment.Adjustment{MemberID: f.Member, Currency: all[0].Currency, Reason: f.Reason}
		if a.Amount, err = f.Amount.Amount(a.Currency); err != nil {
			return err
		}
		_, err = adjustment.Propose(ctx, tx, a)
		return err
	})
	if err != nil {
		return s.adjustmentsAgain(w, r, err)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments", "Adjustment proposed. A second person "+
		"must approve it.")
}

// adjustmentsAgain shows the page once more after an adjustment was refused.
func (s area) adjustmentsAgain(w http.ResponseWriter, r *http.Request, err error) error {
	return site.Again(r, err,
		func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, f, page.Form{}) })
}

// readersAgain shows the page once more after a word about who may read pay was refused.
func (s area) readersAgain(w http.ResponseWriter, r *http.Request, err error) error {
	return site.Again(r, err,
		func(status int, f page.Form) error { return s.adjustmentsPage(w, r, status, page.Form{}, f) })
}

// decisionForm is the second person's word.
type decisionForm struct {
	Approved int    `form:"approved"` // 1, or 0
	Note     string `form:"note"`
}

// decideAdjustment is the second person's word. POST /o/{org}/commissions/adjustments/{id}/decision
func (s area) decideAdjustment(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	f, err := site.Decode[decisionForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			return adjustment.Decide(ctx, tx, id, f.Approved == 1, f.Note)
		})
	}
	if err != nil {
		return s.adjustmentsAgain(w, r, err)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments", "Decision saved.")
}

// grantForm is who may read all pay, and why, or who may no longer.
type grantForm struct {
	Member   uuid.UUID `form:"member" problem:"Choose a member."`
	Reason   string    `form:"reason"`
	Withdraw bool      `form:"withdraw"`
}

// grantPay lets somebody read pay, or no longer. POST /o/{org}/commissions/readers
func (s area) grantPay(w http.ResponseWriter, r *http.Request) error {
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		f, err := site.Decode[grantForm](r)
		if err != nil {
			return err
		}
		if f.Withdraw {
			return access.Withdraw(ctx, tx, f.Member)
		}
		return access.Grant(ctx, tx, f.Member, f.Reason)
	})
	if err != nil {
		return s.readersAgain(w, r, err)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments#readers", "Access to pay updated.")
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
		return s.readersAgain(w, r, err)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/adjustments#readers",
		"Invitation confirmed. It can now be accepted.")
}
