package viewpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for saved views.
type area struct{ *site.Site }

// Routes are the views, each of them, and what is done with one.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/views", a.Handle(a.showAll))
		r.Post("/views", a.Handle(a.create))
		r.Get("/views/{id}", a.Handle(a.showOne))
		r.Post("/views/{id}", a.Handle(a.save))
		r.Post("/views/{id}/query", a.Handle(a.saveQuery))
		r.Post("/views/{id}/pin", a.Handle(a.pin))
		r.Post("/views/{id}/revert", a.Handle(a.revert))
		r.Post("/views/{id}/delete", a.Handle(a.remove))
	}
}
