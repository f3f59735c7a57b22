package homepage

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/definition"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// GET /o/{org}/definitions
func (s area) showDefinitions(w http.ResponseWriter, r *http.Request) error {
	return s.Render(w, r, page.DefinitionsPage(s.Frame(r, "Definitions", "What each figure means")))
}

// GET /o/{org}/definitions/{id}?as_of=: one beside its figure; by itself the page of all leads to it
func (s area) showDefinition(w http.ResponseWriter, r *http.Request) error {
	d, ok := definition.Find(chi.URLParam(r, "id"))
	if !ok {
		return site.NotHere
	}
	all := site.Where(r).Base + "/definitions#" + d.ID
	if !site.Fragment(r) {
		return s.Redirect(w, r, all, "")
	}
	moment := ""
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		sc, err := scope.Resolve(ctx, tx, scope.Request{AsOf: r.URL.Query().Get("as_of")})
		moment = "What is known now, " + ui.Stamp(tx.Now().In(tx.Calendar().Zone))
		if !sc.AsOf.IsZero() {
			moment = "What was known at the end of " + page.Day(sc.Today)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, page.DefinitionBox(d, all, moment))
}
