package importpage

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/site"
)

const (
	badRowsShown = 20
	causesShown  = 50
	streamEvery  = time.Second
	streamFor    = 5 * time.Minute // then the browser connects anew, with its session checked again
)

// showImport shows how far an import is. GET /o/{org}/imports/{id}
func (s area) showImport(w http.ResponseWriter, r *http.Request) error {
	i, err := s.loadImport(r)
	if err != nil {
		return err
	}
	if i.State == importjob.Draft {
		return s.Redirect(w, r, importHref(i.Base, i.Import), "")
	}
	if site.Fragment(r) {
		return s.Render(w, r, importProgress(i, true))
	}
	return s.Render(w, r, importPage(s.Frame(r, "Import", i.Origin), i))
}

// loadImport is the import that an address names, as far as it is.
func (s area) loadImport(r *http.Request) (i importView, err error) {
	id, err := site.Key(r)
	if err != nil {
		return i, err
	}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		i.Zone, i.Base = tx.Calendar().Location(), site.Where(r).Base
		if i.Import, err = importjob.Get(ctx, tx, id); err != nil {
			return err
		}
		if i.Kept, err = source.Kept(ctx, tx, id); err != nil {
			return err
		}
		if i.Objects, err = importjob.Objects(ctx, tx, id); err != nil {
			return err
		}
		if i.Causes, err = importjob.Causes(ctx, tx, id, causesShown); err != nil {
			return err
		}
		if i.Changes, err = importjob.Changes(ctx, tx, id); err != nil {
			return err
		}
		if i.Rows, err = importjob.Rows(ctx, tx, id, importjob.RowCursor{}, badRowsShown); err != nil {
			return err
		}
		if err := i.open(ctx, tx); err != nil {
			return err
		}
		roster, err := member.Load(ctx, tx, member.Ever, time.Time{})
		if err != nil {
			return err
		}
		i.By = roster.Name(i.StartedBy)
		return i.name(ctx, tx, roster)
	})
	return i, err
}

// streamImport sends the moving part of an import's page whenever it has changed, until the import is over.
// GET /o/{org}/imports/{id}/progress
func (s area) streamImport(w http.ResponseWriter, r *http.Request) error {
	i, err := s.loadImport(r)
	if err != nil {
		return err
	}
	out := newStream(w)
	end := time.NewTimer(streamFor)
	defer end.Stop()
	tick := time.NewTicker(streamEvery)
	defer tick.Stop()
	for {
		if err := out.send(r.Context(), i); err != nil || i.Over() {
			return nil // what has begun cannot become an error page
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-s.Ending:
			return nil
		case <-end.C:
			return nil
		case <-tick.C:
		}
		if i, err = s.loadImport(r); err != nil {
			return nil
		}
	}
}

// stream is a response of server-sent events.
type stream struct {
	w    http.ResponseWriter
	ctl  *http.ResponseController
	last []byte
}

func newStream(w http.ResponseWriter) *stream {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold it back
	return &stream{w: w, ctl: http.NewResponseController(w)}
}

// send writes the state of an import unless it is the last one, and a closing event once it is over.
func (st *stream) send(ctx context.Context, i importView) error {
	var body bytes.Buffer
	if err := importProgress(i, false).Render(ctx, &body); err != nil {
		return err
	}
	seen := site.VisitIn(ctx)
	shown := seen.Seat.Numbers.Figures(body.Bytes())
	text := ": still there\n\n"
	if !bytes.Equal(shown, st.last) {
		text = "data: " + strings.ReplaceAll(strings.TrimSpace(string(shown)), "\n", "\ndata: ") + "\n\n"
		st.last = shown
	}
	if i.Over() {
		text += "event: over\ndata: " + string(i.State) + "\n\n"
	}
	_ = st.ctl.SetWriteDeadline(time.Now().Add(time.Minute)) // where the server has one, a stream outlives it
	if _, err := fmt.Fprint(st.w, text); err != nil {
		return err
	}
	return st.ctl.Flush()
}

// exportImportRows writes the rows that were refused or remarked on. GET /o/{org}/imports/{id}/rows.csv
func (s area) exportImportRows(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.Send(w, r, func(out *site.Outlet) error {
		return s.DB.Export(r.Context(), site.VisitOf(r).Seat.Actor, func(tx *tenant.Tx) error {
			if _, err := importjob.Get(r.Context(), tx, id); err != nil {
				return err
			}
			out.Name("text/csv; charset=utf-8", "import-rows.csv")
			return importjob.WriteRows(r.Context(), tx, id, out)
		})
	})
}

// exportRejected writes the rejected rows of one file, to be mended and uploaded again.
// GET /o/{org}/imports/{id}/rejected.csv
func (s area) exportRejected(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	actor := site.VisitOf(r).Seat.Actor
	folder, err := source.Open(source.FromStored(r.Context(), s.DB, actor, id))
	if err != nil {
		return err
	}
	return s.Send(w, r, func(out *site.Outlet) error {
		return s.DB.Export(r.Context(), actor, func(tx *tenant.Tx) error {
			if err := tx.Require(tenant.RunImports); err != nil {
				return err
			}
			i, err := importjob.Get(r.Context(), tx, id)
			if err != nil {
				return err
			}
			out.Name("text/csv; charset=utf-8", "rejected-rows.csv")
			return importjob.WriteRejected(r.Context(), tx, i, folder, r.URL.Query().Get("file"), out)
		})
	})
}
