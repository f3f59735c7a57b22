package opportunitypage

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/viewpage"
)

// cellOf is the field that a list's cell sends; empty: it is sent from a page.
func cellOf(r *http.Request) string {
	if !site.Fragment(r) {
		return ""
	}
	return r.URL.Query().Get("cell")
}

// change runs a change of the opportunity of the address by one command, and answers where it was asked for.
func (s area) change(w http.ResponseWriter, r *http.Request, done string,
	do func(context.Context, *tenant.Tx, uuid.UUID) (uuid.UUID, error)) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var made uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		made, err = do(ctx, tx, id)
		return err
	})
	return s.settled(w, r, id, made, err, done)
}

// settled answers a change where it was asked for. A cell of a list becomes its row again, with the undo of the command
// that was made, or stays open and says what was refused.
func (s area) settled(w http.ResponseWriter, r *http.Request, id, made uuid.UUID, err error, done string) error {
	field := cellOf(r)
	if field == "" {
		return s.after(w, r, id, err, done)
	}
	if err == nil {
		q := url.Values{"cell": {field}}
		if made != uuid.Nil {
			q.Set("undo", made.String())
		}
		return s.Redirect(w, r, site.Where(r).Base+"/pipeline/rows/"+id.String()+"?"+q.Encode(), "")
	}
	w.Header().Set("HX-Retarget", "closest td")
	clash, _ := errors.AsType[*opportunity.Clash](err)
	again := site.Again(r, err, func(status int, f page.Form) error {
		return s.cell(w, r, status, id, field, opportunityView{Form: f, Clash: clash})
	})
	if again != nil { // nothing that can be typed again: the reason stands in the cell
		w.Header().Set("HX-Reswap", "innerHTML")
	}
	return again
}

// showCell opens a cell of the list. Without the script its address leads to the form on the opportunity's page.
// GET /o/{org}/opportunities/{id}/cell/{field}
func (s area) showCell(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	field := chi.URLParam(r, "field")
	if site.Fragment(r) {
		return s.cell(w, r, http.StatusOK, id, field, opportunityView{})
	}
	base, from := site.Where(r).Base, ""
	if list, err := url.Parse(r.Referer()); err == nil && list.Path == base+"/pipeline" {
		from = viewpage.Kept(list.Query())
	}
	at := "#edit-" + field
	if field == "category" {
		at = "#forecast"
	}
	return s.Redirect(w, r, page.Coming(base+"/opportunities/"+id.String(), from)+at, "")
}

// cell writes a field of an opportunity as a cell of the list that is being typed in.
func (s area) cell(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, field string,
	p opportunityView) error {
	p.Where = site.Where(r)
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx, id, "") }); err != nil {
		return err
	}
	if !p.opens(field) {
		return site.NotHere
	}
	return s.Write(w, r, status, openCell(p, field))
}

// opens tells that the reader can change a field.
func (p opportunityView) opens(field string) bool {
	switch field {
	case "stage":
		return p.Edits && !p.Locked
	case "category":
		return p.Forecast.Edits
	}
	c, ok := p.fieldCell(field)
	return ok && p.Edits && !c.Locked
}

func (p opportunityView) fieldCell(field string) (factsheet.Cell, bool) {
	all := p.cells()
	i := slices.IndexFunc(all, func(c factsheet.Cell) bool { return c.Field == field })
	if i < 0 {
		return factsheet.Cell{}, false
	}
	return all[i], true
}

// cellPath opens the cell of a field; the list's link has the same address.
func (p opportunityView) cellPath(field string) string {
	return p.Where.Base + "/opportunities/" + p.Opportunity.ID.String() + "/cell/" + field
}

// sends is where the cell of a field is sent.
func (p opportunityView) sends(field string) string {
	act := field
	if c, ok := p.fieldCell(field); ok {
		act = c.Goes()
	}
	return p.Where.Base + "/opportunities/" + p.Opportunity.ID.String() + "/" + act + "?cell=" + field
}

// leaves closes the cell of a field.
func (p opportunityView) leaves(field string) string {
	return p.Where.Base + "/pipeline/rows/" + p.Opportunity.ID.String() + "?cell=" + field
}

// losing tells that what was refused is a move to a lost stage, which asks for a reason.
func (p opportunityView) losing() bool {
	st, ok := p.Stages.Find(p.Form.Typed.Get("stage"))
	return ok && st.Status == string(opportunity.Lost)
}
