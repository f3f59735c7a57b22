package statementpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// exportStatement writes a statement's lines. GET /o/{org}/commissions/{period}/statement.csv and .xlsx
func (s area) exportStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.whole(r, "statement")
	if err != nil {
		return err
	}
	return s.Export(w, r, sheetView(p))
}

// printStatement is a statement on paper. GET /o/{org}/commissions/{period}/statement.pdf
func (s area) printStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.whole(r, "statement")
	if err != nil {
		return err
	}
	body, err := asPDF(p, site.VisitOf(r).Seat.Organisation.Name, site.VisitOf(r).Seat.Numbers)
	if err != nil {
		return err
	}
	return s.file(w, "application/pdf", p.File()+".pdf", body)
}

// proveStatement is the proof of a locked statement. GET /o/{org}/commissions/{period}/proof.zip
func (s area) proveStatement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.whole(r, "statement proof")
	if err != nil {
		return err
	}
	var body []byte
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		body, err = ledger.Proof(ctx, tx, p.Sheet.Statement)
		return err
	})
	if err != nil {
		return err
	}
	return s.file(w, "application/zip", p.File()+"-proof.zip", body)
}

// file answers with something to keep.
func (s area) file(w http.ResponseWriter, kind, name string, body []byte) error {
	site.Attach(w.Header(), kind, name)
	if _, err := w.Write(body); err != nil {
		s.Log.Debug("client went away", "error", err)
	}
	return nil
}
