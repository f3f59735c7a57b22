package homepage

import (
	"net/http"

	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showMore lists what the bar of a phone has no room for. GET /o/{org}/more
func (s area) showMore(w http.ResponseWriter, r *http.Request) error {
	return s.Render(w, r, page.More(s.Frame(r, "More", site.VisitOf(r).Seat.MemberName)))
}
