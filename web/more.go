package web

import (
	"net/http"

	"quarterdeck/web/page"
)

// showMore lists what the bar of a phone has no room for. GET /o/{org}/more
func (s *Server) showMore(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, page.More(s.frame(r, "More", visitOf(r).Seat.MemberName)))
}
