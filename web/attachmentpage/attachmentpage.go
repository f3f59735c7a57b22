// Package attachmentpage sends the files that people put to records, and removes and restores attachments.
package attachmentpage

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/journal"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// area answers for attachments.
type area struct{ *site.Site }

// Routes are a file, and each act on an attachment.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/attachments/{id}", a.Handle(a.sendFile))
		edits := r.With(a.Require(tenant.EditRecords))
		edits.Post("/attachments/{id}/remove", a.Handle(a.remove))
		edits.Post("/attachments/{id}/restore", a.Handle(a.restore))
	}
}

// sandbox is the content-security policy of a file: whatever is in it runs nothing and loads nothing.
const sandbox = "sandbox; default-src 'none'"

// sendFile sends a file to whoever sees its record. A picture is shown; anything else is saved.
// GET /o/{org}/attachments/{id}
func (s area) sendFile(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var a attachment.Attachment
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		a, _, err = journal.Attachment(ctx, tx, id)
		return err
	}); err != nil {
		return err
	}
	if !a.Opens() {
		return site.NotHere
	}
	body := attachment.Open(r.Context(), s.DB, site.VisitOf(r).Seat.Actor, a)
	return s.SendStored(w, r, func(out *site.Outlet) error {
		if _, err := body.Read(nil); err != nil { // fetches the first part, before anything is said of the file
			return err
		}
		h := w.Header()
		out.Name(a.Media, a.Name)
		if a.Inline() {
			h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": a.Name}))
		}
		h.Set("Content-Security-Policy", sandbox)
		h.Set("Content-Length", strconv.FormatInt(a.Size, 10))
		_, err := io.Copy(out, body)
		return err
	})
}

// remove takes an attachment away. POST /o/{org}/attachments/{id}/remove
func (s area) remove(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, "Removed.", journal.Detach)
}

// restore brings a removed attachment back. POST /o/{org}/attachments/{id}/restore
func (s area) restore(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, "Restored.", journal.Reattach)
}

// turn does something to an attachment, and leads back to the page of its record.
func (s area) turn(w http.ResponseWriter, r *http.Request, done string,
	do func(context.Context, *tenant.Tx, uuid.UUID) (journal.Record, error)) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var of journal.Record
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		of, err = do(ctx, tx, id)
		return err
	})
	to := page.Coming(site.Where(r).Base+factsheet.Paths[of.Object]+of.ID.String(), r.URL.Query().Get(page.From))
	if of.ID != uuid.Nil && fault.KindOf(err) == fault.Conflict && err != nil {
		return s.SendBack(w, r, to, fault.Message(err))
	}
	if err != nil {
		return err
	}
	return s.Redirect(w, r, to, done)
}
