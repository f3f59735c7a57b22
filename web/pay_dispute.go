package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/audit"
	"quarterdeck/internal/dispute"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/member"
	"quarterdeck/internal/money"
	"quarterdeck/internal/opportunity"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/disputepage"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/runpage"
)

// payDisputeRoutes are the doubts about statements, and what people add to pay.
func (s *Server) payDisputeRoutes(r chi.Router) {
	r.Get("/commissions/disputes", s.handle(s.showDisputes))
	r.Post("/commissions/disputes", s.handle(s.openDispute))
	r.Get("/commissions/disputes/new", s.handle(s.showClaim))
	r.Get("/commissions/disputes/{id}", s.handle(s.showDispute))
	r.Post("/commissions/disputes/{id}", s.handle(s.answerDispute))
	r.Get("/commissions/disputes/{id}/evidence/{number}", s.handle(s.showEvidence))
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.RunPay))
		r.Get("/commissions/adjustments", s.handle(s.showAdjustments))
		r.Post("/commissions/adjustments", s.handle(s.proposeAdjustment))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ManagePay))
		r.Post("/commissions/adjustments/{id}/decision", s.handle(s.decideAdjustment))
		r.Post("/commissions/readers", s.handle(s.grantPay))
	})
}

// GET /o/{org}/commissions/disputes
func (s *Server) showDisputes(w http.ResponseWriter, r *http.Request) error {
	p := disputepage.Disputes{Where: where(r), Role: visitOf(r).Seat.Actor.Role, Open: r.URL.Query().Get("all") == ""}
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err := openDisputes(ctx, tx, &p); err != nil {
			return err
		}
		if p.All, err = dispute.List(ctx, tx, dispute.Filter{Open: p.Open}); err != nil {
			return err
		}
		if slices.ContainsFunc(p.All, func(d dispute.Dispute) bool { return d.MemberID != tx.Actor().MemberID }) {
			return audit.Record(ctx, tx, "viewed", "pay", "disputes", nil)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, disputepage.Page(s.frame(r, "Disputes", "Doubts about statements, and their answers"), p))
}

func openDisputes(ctx context.Context, tx *tenant.Tx, p *disputepage.Disputes) (err error) {
	p.Zone, p.Today = tx.Calendar().Location(), tx.Today()
	p.Roster, err = member.Load(ctx, tx, tx.Today(), tx.Now())
	return err
}

// GET /o/{org}/commissions/disputes/{id}
func (s *Server) showDispute(w http.ResponseWriter, r *http.Request) error {
	return s.disputePage(w, r, http.StatusOK, page.Form{})
}

func (s *Server) disputePage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := disputepage.Thread{Disputes: disputepage.Disputes{Where: where(r), Role: visitOf(r).Seat.Actor.Role}, Form: form}
	id, err := key(r)
	if err != nil {
		return err
	}
	err = s.update(r, func(ctx context.Context, tx *tenant.Tx) error { return openThread(ctx, tx, id, &p) })
	if err != nil {
		return err
	}
	f := s.frame(r, "Dispute of "+p.Roster.Name(&p.Dispute.MemberID), "Statement of "+p.Dispute.Period)
	return s.write(w, r, status, disputepage.ThreadPage(f, p))
}

// openThread reads a dispute; who reads that of another is kept in the audit log.
func openThread(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p *disputepage.Thread) (err error) {
	if err := openDisputes(ctx, tx, &p.Disputes); err != nil {
		return err
	}
	if p.Dispute, err = dispute.Get(ctx, tx, id); err != nil {
		return err
	}
	me := tx.Actor().MemberID
	p.Own = me == p.Dispute.MemberID || me == p.Dispute.OpenedBy
	p.Reviews = tx.Actor().Role.May(tenant.RunPay) && me != p.Dispute.MemberID
	if me != p.Dispute.MemberID {
		if err := audit.Record(ctx, tx, "viewed", "commission dispute", id.String(), map[string]string{"member": p.Dispute.MemberID.String()}); err != nil {
			return err
		}
	}
	if p.Entries, err = dispute.Thread(ctx, tx, id); err != nil {
		return err
	}
	line, ok, err := dispute.Doubted(ctx, tx, p.Dispute)
	if err != nil {
		return err
	}
	if ok {
		p.Line = &line
	}
	if p.Dispute.OpportunityID != nil {
		o, err := opportunity.Get(ctx, tx, *p.Dispute.OpportunityID, tx.Now())
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		p.Opportunity = o.Name
	}
	all, err := statement.Adjustments(ctx, tx, &p.Dispute.MemberID)
	for _, a := range all {
		if a.DisputeID != nil && *a.DisputeID == id {
			p.Adjustments = append(p.Adjustments, a)
		}
	}
	return err
}

// GET /o/{org}/commissions/disputes/new?statement=&line=
func (s *Server) showClaim(w http.ResponseWriter, r *http.Request) error {
	id, err := uuid.Parse(r.URL.Query().Get("statement"))
	if err != nil {
		return notHere
	}
	line, _ := strconv.Atoi(r.URL.Query().Get("line"))
	return s.claimPage(w, r, http.StatusOK, id, line, page.Form{})
}

func (s *Server) claimPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, line int, form page.Form) error {
	p := disputepage.Claim{Where: where(r), Line: line, Names: map[string]string{}, Form: form}
	err := s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Statement, err = statement.Get(ctx, tx, id); err != nil {
			return err
		}
		if err := statement.Viewed(ctx, tx, "commission statement", p.Statement); err != nil {
			return err
		}
		result, err := statement.Load(ctx, tx, p.Statement)
		if err != nil {
			return err
		}
		p.Lines = result.Lines
		p.Names, err = statement.NamesOf(ctx, tx, result)
		return err
	})
	if err != nil {
		return err
	}
	p.CurrencyRow = pay.Cash(p.Statement.Currency)
	return s.write(w, r, status, disputepage.ClaimPage(s.frame(r, "Open a dispute", "Statement of "+p.Statement.Period), p))
}

// maxEvidence is a form with a piece of evidence and all else in it.
const maxEvidence = 6 << 20

// evidence is the file of a form; nil where there is none.
func evidence(w http.ResponseWriter, r *http.Request) (*dispute.File, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxEvidence)
	if err := r.ParseMultipartForm(maxEvidence); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, fault.On("evidence", "The file is too large, or did not arrive whole: at most 5 MB.")
	}
	if r.MultipartForm == nil {
		return nil, nil
	}
	if !allText(r.MultipartForm.Value) {
		return nil, fault.New(fault.Invalid, "Something in the form is not text.")
	}
	file, head, err := r.FormFile("evidence")
	if err != nil || head.Size == 0 {
		return nil, nil
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return nil, fault.On("evidence", "The file did not arrive whole.")
	}
	name := filepath.Base(head.Filename)
	if !isText(name) || len(name) > 200 {
		return nil, fault.On("evidence", "Give the file a shorter name that can be read.")
	}
	return &dispute.File{Name: name, Body: body}, nil
}

// openDispute begins a dispute. POST /o/{org}/commissions/disputes
func (s *Server) openDispute(w http.ResponseWriter, r *http.Request) error {
	file, err := evidence(w, r)
	id, problem := uuid.Parse(typed(r, "statement"))
	if problem != nil {
		return notHere
	}
	line, _ := strconv.Atoi(typed(r, "line"))
	var opened uuid.UUID
	if err == nil {
		err = s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
			of, err := statement.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			claim := dispute.Claim{StatementID: id, Note: typed(r, "note"), Evidence: file}
			if line > 0 {
				claim.Line = &line
			}
			if claim.Claimed, err = typedMoney(r, "claimed", of.Currency); err != nil {
				return err
			}
			opened, err = dispute.Open(ctx, tx, claim)
			return err
		})
	}
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.claimPage(w, r, status, id, line, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/disputes/"+opened.String(), "The dispute is open.")
}

// typedMoney is an exact amount that may be left empty.
func typedMoney(r *http.Request, name string, c money.Currency) (*int64, error) {
	if typed(r, name) == "" {
		return nil, nil
	}
	minor, err := typedAmount(r, name, c)
	return &minor, err
}

// answerDispute adds a word. POST /o/{org}/commissions/disputes/{id}
func (s *Server) answerDispute(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	file, err := evidence(w, r)
	if err == nil {
		err = s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
			d, err := dispute.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			number, _ := strconv.Atoi(typed(r, "number"))
			word := dispute.Word{Note: typed(r, "note"), Evidence: file}
			if word.Amount, err = typedMoney(r, "amount", d.Currency); err != nil {
				return err
			}
			return dispute.Say(ctx, tx, id, number, dispute.State(typed(r, "to")), word)
		})
	}
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.disputePage(w, r, status, f) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/disputes/"+id.String()+"#thread", "Your answer is in the thread.")
}

// GET /o/{org}/commissions/disputes/{id}/evidence/{number}
func (s *Server) showEvidence(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	number, wrong := strconv.Atoi(chi.URLParam(r, "number"))
	if err != nil || wrong != nil {
		return notHere
	}
	var file dispute.File
	if err := s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		d, err := dispute.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		if file, err = dispute.Evidence(ctx, tx, id, number); err != nil || d.MemberID == tx.Actor().MemberID {
			return err
		}
		return audit.Record(ctx, tx, "viewed", "commission dispute", id.String(), map[string]string{"member": d.MemberID.String()})
	}); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream") // saved, never shown: it is whatever somebody sent
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(file.Body)
	return err
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
		p.All, err = statement.Adjustments(ctx, tx, nil)
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
