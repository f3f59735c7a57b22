package web

import (
	"context"
	"fmt"
	"net/http"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/statementpage"
)

// exportStatement writes a statement's lines. GET /o/{org}/commissions/{period}/statement.csv and .xlsx
func (s *Server) exportStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.whole(r, "statement")
	if err != nil {
		return err
	}
	return s.export(w, r, statementpage.Sheet(p))
}

// printStatement is a statement on paper. GET /o/{org}/commissions/{period}/statement.pdf
func (s *Server) printStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.whole(r, "statement")
	if err != nil {
		return err
	}
	body, err := statementpage.Paper(p, visitOf(r).Seat.Organisation.Name, visitOf(r).Seat.Numbers)
	if err != nil {
		return err
	}
	return s.file(w, "application/pdf", p.File()+".pdf", body)
}

// proveStatement is the proof of a locked statement. GET /o/{org}/commissions/{period}/proof.zip
func (s *Server) proveStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.whole(r, "statement proof")
	if err != nil {
		return err
	}
	var body []byte
	err = s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		body, err = statement.Proof(ctx, tx, p.Sheet.Statement)
		return err
	})
	if err != nil {
		return err
	}
	return s.file(w, "application/zip", p.File()+"-proof.zip", body)
}

// file answers with something to keep.
func (s *Server) file(w http.ResponseWriter, kind, name string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename=%q`, name))
	if _, err := w.Write(body); err != nil {
		s.log.Debug("client went away", "error", err)
	}
	return nil
}
