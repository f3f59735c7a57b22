package site

import (
	"context"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"
)

// What an organisation may have under way at once besides pages, and how long a request waits for its turn before it is
// told to come back.
const (
	heavyPlaces   = 2
	housePlaces   = 8 // of all organisations together
	heavyPatience = 5 * time.Second
	pagePatience  = 10 * time.Second
)

// heavy tells a request that takes long: each export, and the simulation of a plan. It goes by the address, so that a
// new export is bounded without anybody thinking of it.
func heavy(r *http.Request) bool {
	switch path.Ext(r.URL.Path) {
	case ".csv", ".xlsx", ".json", ".pdf", ".zip":
		return true
	}
	return strings.HasSuffix(r.URL.Path, "/simulate")
}

// InTurn limits concurrent heavy requests per organisation, and for all organisations together, so that connections
// stay free for pages.
func (s *Site) InTurn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !heavy(r) {
			if !waits(r) {
				s.pages.Add(1)
				defer s.pages.Add(-1)
			}
			next.ServeHTTP(w, r)
			return
		}
		leave, err := s.heavy.Take(r.Context(), VisitOf(r).Seat.Organisation.TenantID)
		if err != nil {
			s.Fail(w, r, err)
			return
		}
		defer leave()
		out, err := s.house.Take(r.Context(), uuid.Nil)
		if err != nil {
			s.Fail(w, r, err)
			return
		}
		defer out()
		next.ServeHTTP(w, r)
	})
}

// waits tells a request that mostly waits for its reader or sender: a stream, an upload, or an attachment.
func waits(r *http.Request) bool {
	return strings.HasSuffix(r.URL.Path, "/progress") || brings(r) || strings.Contains(r.URL.Path, "/attachments/")
}

// Exports let pages go first: after so many rows they wait as long as a page is being made, at most for a moment, so
// that they get on under any load.
const (
	yieldRows = 512
	courtesy  = 150 * time.Millisecond
	glance    = 2 * time.Millisecond
)

// giveWay waits while pages are being made, at most as long as most.
func (s *Site) giveWay(ctx context.Context, most time.Duration) {
	for end := time.Now().Add(most); s.pages.Load() > 0 && time.Now().Before(end) && ctx.Err() == nil; {
		time.Sleep(glance)
	}
}
