package homepage

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// GET /o/{org}/members/{id}: the rep's own figures, as their home has them
func (s area) showMember(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	q.Set("owner", id.String())
	r.URL.RawQuery = q.Encode()
	var h homeView
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		h, err = s.home(ctx, tx, r, memberPage)
		return err
	})
	if err != nil {
		return err
	}
	m, ok := h.Card.Scope.Roster.Find(id)
	if !ok {
		return site.NotHere
	}
	p := memberView{homeView: h, Member: m, Path: "/members/" + chi.URLParam(r, "id")}
	return s.Render(w, r, memberScreen(s.Frame(r, m.Name, p.Subtitle()), p))
}
