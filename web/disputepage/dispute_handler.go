package disputepage

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/site"
)

// GET /o/{org}/commissions/disputes
func (s area) showDisputes(w http.ResponseWriter, r *http.Request) error {
	p := disputes{Where: site.Where(r), Role: site.VisitOf(r).Seat.Actor.Role, Open: r.URL.Query().Get("all") == ""}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err := openDisputes(ctx, tx, &p); err != nil {
			return err
		}
		if p.All, err = dispute.List(ctx, tx, dispute.Filter{Open: p.Open}); err != nil {
			return err
		}
		if p.Names, err = doubted(ctx, tx, p.All...); err != nil {
			return err
		}
		if slices.ContainsFunc(p.All, func(d dispute.Dispute) bool { return d.MemberID != tx.Actor().MemberID }) {
			return audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "disputes"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, screen(s.Frame(r, "Disputes", "Commission disputes"), p))
}

func openDisputes(ctx context.Context, tx *tenant.Tx, p *disputes) (err error) {
	p.Calendar, p.Today, p.Me = tx.Calendar(), tx.Today(), tx.Actor().MemberID
	p.Roster, err = member.Load(ctx, tx, tx.Today(), tx.Now())
	return err
}

// doubted names the opportunities that disputes are about.
func doubted(ctx context.Context, tx *tenant.Tx, all ...dispute.Dispute) (map[uuid.UUID]fact.Named, error) {
	var ids []uuid.UUID
	for _, d := range all {
		if d.OpportunityID != nil {
			ids = append(ids, *d.OpportunityID)
		}
	}
	return fact.Names(ctx, tx, ids)
}

// GET /o/{org}/commissions/disputes/{id}
func (s area) showDispute(w http.ResponseWriter, r *http.Request) error {
	return s.disputePage(w, r, http.StatusOK, page.Form{})
}

func (s area) disputePage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := thread{disputes: disputes{Where: site.Where(r), Role: site.VisitOf(r).Seat.Actor.Role}, Form: form}
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return openThread(ctx, tx, id, &p) })
	if err != nil {
		return err
	}
	f := s.Frame(r, p.Title(), "Statement for "+pay.Label(p.Calendar, p.Dispute.Period))
	return s.Write(w, r, status, threadPage(f, p))
}

// openThread reads a dispute; who reads that of another is kept in the audit log.
func openThread(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p *thread) (err error) {
	if err := openDisputes(ctx, tx, &p.disputes); err != nil {
		return err
	}
	if p.Dispute, err = dispute.Get(ctx, tx, id); err != nil {
		return err
	}
	me := tx.Actor().MemberID
	p.Own = me == p.Dispute.MemberID || me == p.Dispute.OpenedBy
	p.Reviews = tx.Actor().Role.May(tenant.RunPay) && me != p.Dispute.MemberID
	if me != p.Dispute.MemberID {
		if err := audit.Looked(ctx, tx,
			audit.Look{Object: "commission dispute", ID: id.String(), Of: p.Dispute.MemberID}); err != nil {
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
	if p.Names, err = doubted(ctx, tx, p.Dispute); err != nil {
		return err
	}
	all, err := adjustment.List(ctx, tx, &p.Dispute.MemberID)
	for _, a := range all {
		if a.DisputeID != nil && *a.DisputeID == id {
			p.Adjustments = append(p.Adjustments, a)
		}
	}
	return err
}

// answerForm is a word of a thread and the state that it leads to. Number is the last word that whoever answers has
// seen.
type answerForm struct {
	Number int           `form:"number"`
	To     dispute.State `form:"to"`
	Note   string        `form:"note"`
	Amount site.Figure   `form:"amount"`
}

// answerDispute adds a word. POST /o/{org}/commissions/disputes/{id}
func (s area) answerDispute(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	file, err := evidence(w, r)
	defer site.Forget(r)
	f, wrong := site.Decode[answerForm](r)
	if err = cmp.Or(err, wrong); err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			d, err := dispute.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			word := dispute.Word{Note: f.Note, Evidence: file}
			if word.Amount, err = f.Amount.Money(d.Currency); err != nil {
				return err
			}
			return dispute.Say(ctx, tx, id, f.Number, f.To, word)
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, again page.Form) error { return s.disputePage(w, r, status, again) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/disputes/"+id.String()+"#thread",
		"Answer sent.")
}

// GET /o/{org}/commissions/disputes/{id}/evidence/{number}
func (s area) showEvidence(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	number, wrong := strconv.Atoi(chi.URLParam(r, "number"))
	if err != nil || wrong != nil {
		return site.NotHere
	}
	var file dispute.File
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		d, err := dispute.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		if file, err = dispute.Evidence(ctx, tx, id, number); err != nil || d.MemberID == tx.Actor().MemberID {
			return err
		}
		return audit.Looked(ctx, tx, audit.Look{Object: "commission dispute", ID: id.String(), Of: d.MemberID})
	}); err != nil {
		return err
	}
	site.Attach(w.Header(), "application/octet-stream", file.Name) // saved, never shown: it is whatever somebody sent
	_, err = w.Write(file.Body)
	return err
}
