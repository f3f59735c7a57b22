package importpage

import (
	"context"
	"net/http"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/site"
)

// keptShown is how many records that stay the page lists; the spreadsheet has them all.
const keptShown = 20

// showUndo shows what an undo of an import would do, how far it is, or what became of it.
// GET /o/{org}/imports/{id}/undo
func (s area) showUndo(w http.ResponseWriter, r *http.Request) error {
	u, err := s.loadUndo(r, keptShown)
	if err != nil {
		return err
	}
	if site.Fragment(r) {
		return s.Render(w, r, undoProgress(u))
	}
	return s.Render(w, r, undoPage(s.Frame(r, "Undo import", u.Import.Origin), u))
}

func (s area) loadUndo(r *http.Request, most int) (u undoing, err error) {
	id, err := site.Key(r)
	if err != nil {
		return u, err
	}
	u.Base = site.Where(r).Base
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		if u.Import, err = importjob.Get(ctx, tx, id); err != nil {
			return err
		}
		u.Zone = tx.Calendar().Location()
		if u.Undo, u.Begun, err = undo.Of(ctx, tx, id); err != nil {
			return err
		}
		if u.Begun {
			roster, err := member.Load(ctx, tx, member.Ever, time.Time{})
			if err != nil {
				return err
			}
			u.By = roster.Name(u.StartedBy)
			u.Kept, err = undo.Remains(ctx, tx, id, most)
			return err
		}
		if err := undo.Refusal(ctx, tx, u.Import); err != nil {
			u.Reason = fault.Message(err)
			if u.Reason != "" {
				err = nil
			}
			return err
		}
		u.Would, u.Kept, err = undo.Preview(ctx, tx, id, most)
		return err
	})
	return u, err
}

// undoImport starts to undo an import, or goes on with an undo that stopped. POST /o/{org}/imports/{id}/undo
func (s area) undoImport(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := undo.Start(ctx, tx, id); err != nil {
			return err
		}
		return s.Jobs.EnqueueUndo(ctx, tx, id)
	})
	if err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/imports/"+id.String()+"/undo", "")
}

// exportUndo writes the records of which an undo left something, each with the reason.
// GET /o/{org}/imports/{id}/undo.csv
func (s area) exportUndo(w http.ResponseWriter, r *http.Request) error {
	u, err := s.loadUndo(r, 0)
	if err != nil {
		return err
	}
	return s.Export(w, r, u.sheet())
}

// discardDraft takes a draft away with its files. POST /o/{org}/imports/{id}/discard
func (s area) discardDraft(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return importjob.Discard(ctx, tx, id)
	}); err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/imports", "Draft discarded")
}
