// Package livepage tells open pages which records have changed, so that they read themselves again.
package livepage

import (
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/live"
	"quarterdeck/web/site"
)

// area answers open pages.
type area struct{ *site.Site }

// Routes is the stream of changes.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) { r.Get("/live", a.Handle(a.stream)) }
}

const streamType = "text/event-stream"

const (
	streamFor = 5 * time.Minute // then the browser connects anew, with its session and seat checked again
	beat      = 30 * time.Second
	gather    = 150 * time.Millisecond // changes of one act are told together
)

// stream sends the keys of records as they change: opaque, and only of the reader's organisation.
// GET /o/{org}/live
func (s area) stream(w http.ResponseWriter, r *http.Request) error {
	if !strings.Contains(r.Header.Get("Accept"), streamType) { // a person who opened the address, not a page
		return s.Redirect(w, r, site.Where(r).Base+"/home", "")
	}
	who := site.VisitOf(r).Seat.Actor
	l := s.Live.Listen(r.Context(), who.TenantID, who.MemberID)
	defer l.Leave()
	h := w.Header()
	h.Set("Content-Type", streamType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	end, heart := time.NewTimer(streamFor), time.NewTicker(beat)
	defer end.Stop()
	defer heart.Stop()
	line := "retry: 2000\n\n"
	for {
		if err := send(w, out, line); err != nil {
			return nil // the page was closed
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-s.Ending:
			return nil
		case <-end.C:
			return nil
		case <-heart.C:
			line = ":\n\n"
		case <-l.Wake():
			time.Sleep(gather)
			line = event(l)
		}
	}
}

func send(w io.Writer, out *http.ResponseController, text string) error {
	if text == "" {
		return nil
	}
	_ = out.SetWriteDeadline(time.Now().Add(time.Minute)) // where the server has one, a stream outlives it
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	return out.Flush()
}

// own stands before the key of a record that only the reader changed.
const own = "~"

// event is what a listener has heard, as an event of a stream: keys, or * for anything; empty: nothing.
func event(l *live.Listener) string {
	records, all := l.Take()
	if all {
		return "data: *\n\n"
	}
	if len(records) == 0 {
		return ""
	}
	var keys []string
	for id, alone := range records {
		key := id.String()
		if alone {
			key = own + key
		}
		keys = append(keys, key)
	}
	return "data: " + strings.Join(keys, " ") + "\n\n"
}
