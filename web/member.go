package web

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/homepage"
)

// GET /o/{org}/members/{id}: the rep's own figures, as their home has them
func (s *Server) showMember(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	q.Set("owner", id.String())
	r.URL.RawQuery = q.Encode()
	var h homepage.Home
	err = s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		h, err = s.home(ctx, tx, r, memberPage)
		return err
	})
	if err != nil {
		return err
	}
	m, ok := h.Card.Scope.Roster.Find(id)
	if !ok {
		return notHere
	}
	p := homepage.Member{Home: h, Member: m, Path: "/members/" + chi.URLParam(r, "id")}
	return s.render(w, r, homepage.MemberPage(s.frame(r, m.Name, p.Subtitle()), p))
}
