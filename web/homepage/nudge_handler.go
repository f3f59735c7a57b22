package homepage

import (
	"context"
	"net/http"

	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// nudge asks those whose due call is missing for it. POST /o/{org}/home/nudge
func (s area) nudge(w http.ResponseWriter, r *http.Request) error {
	var asked int
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err == nil {
			asked, err = briefing.Nudge(ctx, tx, sc)
		}
		return err
	})
	if err != nil {
		return err
	}
	said := "Nobody is late any more."
	if asked > 0 {
		said = ui.Plural(asked, "person was", "people were") + " asked for the forecast. It is in their inbox."
	}
	return s.Redirect(w, r, site.Where(r).To("/home"), said)
}
