package disputepage

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/site"
)

// GET /o/{org}/commissions/disputes/new?statement=&line=
func (s area) showClaim(w http.ResponseWriter, r *http.Request) error {
	id, err := uuid.Parse(r.URL.Query().Get("statement"))
	if err != nil {
		return site.NotHere
	}
	line, _ := strconv.Atoi(r.URL.Query().Get("line"))
	return s.claimPage(w, r, http.StatusOK, id, line, page.Form{})
}

func (s area) claimPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, line int,
	form page.Form) error {
	p := claimView{Where: site.Where(r), Role: site.VisitOf(r).Seat.Actor.Role, Line: line, Names: map[string]string{},
		Form: form}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
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
		p.Lines, p.Calendar, p.Mine = result.Lines, tx.Calendar(), p.Statement.MemberID == tx.Actor().MemberID
		p.Names, err = fact.NamesOf(ctx, tx, result)
		return err
	})
	if err != nil {
		return err
	}
	p.CurrencyRow = page.Cash(p.Statement.Currency)
	return s.Write(w, r, status,
		claimPage(s.Frame(r, "Open a dispute", "Statement for "+pay.Label(p.Calendar, p.Statement.Period)), p))
}

// claimForm is what somebody asks for a line of a statement.
type claimForm struct {
	Statement uuid.UUID   `form:"statement"`
	Line      int         `form:"line"` // 0: something is missing
	Note      string      `form:"note"`
	Claimed   site.Figure `form:"claimed"`
}

// openDispute begins a dispute. POST /o/{org}/commissions/disputes
func (s area) openDispute(w http.ResponseWriter, r *http.Request) error {
	file, err := evidence(w, r)
	defer site.Forget(r)
	f, wrong := site.Decode[claimForm](r)
	if err = cmp.Or(err, wrong); f.Statement == uuid.Nil { // also of a form that was too large to be read
		return cmp.Or(err, site.NotHere)
	}
	var opened uuid.UUID
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			of, err := statement.Get(ctx, tx, f.Statement)
			if err != nil {
				return err
			}
			claim := dispute.Claim{StatementID: f.Statement, Note: f.Note, Evidence: file}
			if f.Line > 0 {
				claim.Line = &f.Line
			}
			if claim.Claimed, err = f.Claimed.Money(of.Currency); err != nil {
				return err
			}
			opened, err = dispute.Open(ctx, tx, claim)
			return err
		})
	}
	if err != nil {
		return site.Again(r, err,
			func(status int, again page.Form) error { return s.claimPage(w, r, status, f.Statement, f.Line, again) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/disputes/"+opened.String(), "Dispute opened.")
}

// evidence is the file of a form; nil where there is none.
func evidence(w http.ResponseWriter, r *http.Request) (*dispute.File, error) {
	if err := site.Receive(w, r, site.EvidenceFile); err != nil {
		return nil, err
	}
	if r.MultipartForm == nil {
		return nil, nil
	}
	file, head, err := r.FormFile("evidence")
	if err != nil || head.Size == 0 {
		return nil, nil
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return nil, fault.On("evidence", "The upload was incomplete. Try again.")
	}
	name := filepath.Base(head.Filename)
	if !site.IsText(name) || utf8.RuneCountInString(name) > 200 {
		return nil, fault.On("evidence", "Give the file a shorter name without special characters.")
	}
	return &dispute.File{Name: name, Body: body}, nil
}
