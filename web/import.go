package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/adminpage"
)

const (
	badRowsShown = 20
	streamEvery  = time.Second
	streamFor    = 5 * time.Minute // then the browser connects anew, with its session checked again
)

// showImport shows how far an import is. GET /o/{org}/imports/{id}
func (s *Server) showImport(w http.ResponseWriter, r *http.Request) error {
	i, err := s.loadImport(r)
	if err != nil {
		return err
	}
	if fragment(r) {
		return s.render(w, r, adminpage.ImportProgress(i, true))
	}
	return s.render(w, r, adminpage.ImportPage(s.frame(r, "Import", i.Origin), i))
}

// loadImport is the import that an address names, as far as it is.
func (s *Server) loadImport(r *http.Request) (i adminpage.Import, err error) {
	id, err := key(r)
	if err != nil {
		return i, err
	}
	err = s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
		i.Zone, i.Base = tx.Calendar().Location(), where(r).Base
		if i.Import, err = importer.Get(ctx, tx, id); err != nil {
			return err
		}
		if i.Kept, err = importer.Kept(ctx, tx, id); err != nil {
			return err
		}
		if i.Objects, err = importer.Objects(ctx, tx, id); err != nil {
			return err
		}
		if i.Rows, err = importer.Rows(ctx, tx, id, importer.RowCursor{}, badRowsShown); err != nil {
			return err
		}
		roster, err := member.Load(ctx, tx, ever, time.Time{})
		if err == nil {
			i.By = roster.Name(i.StartedBy)
		}
		return err
	})
	return i, err
}

// streamImport sends the moving part of an import's page whenever it has changed, until the import is over.
// GET /o/{org}/imports/{id}/progress
func (s *Server) streamImport(w http.ResponseWriter, r *http.Request) error {
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
		case <-s.ending:
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
func (st *stream) send(ctx context.Context, i adminpage.Import) error {
	var body bytes.Buffer
	if err := adminpage.ImportProgress(i, false).Render(ctx, &body); err != nil {
		return err
	}
	seen := visitIn(ctx)
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
func (s *Server) exportImportRows(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	return s.send(w, r, func(out *outlet) error {
		return s.db.Export(r.Context(), visitOf(r).Seat.Actor, func(tx *tenant.Tx) error {
			if _, err := importer.Get(r.Context(), tx, id); err != nil {
				return err
			}
			out.name("text/csv; charset=utf-8", "import-rows.csv")
			return importer.WriteRows(r.Context(), tx, id, out)
		})
	})
}
