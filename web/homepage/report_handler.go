package homepage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/pipeline/search"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/quotas
func (s area) showQuotas(w http.ResponseWriter, r *http.Request) error {
	p, err := s.quotas(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Quotas", p.Subtitle())
	f.Exports = page.Exports(p.Where, "/quotas")
	return s.Render(w, r, quotasPage(f, p))
}

// GET /o/{org}/quotas.csv and .xlsx
func (s area) exportQuotas(w http.ResponseWriter, r *http.Request) error {
	p, err := s.quotas(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, quotasSheet(p))
}

func (s area) quotas(r *http.Request) (quotasView, error) {
	p := quotasView{Where: site.Where(r)}
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		p.Calendar = tx.Calendar()
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err != nil {
			return err
		}
		if p.Card, err = scorecard.Load(ctx, tx, sc); err != nil {
			return err
		}
		p.Quotas, err = quota.List(ctx, tx, sc.Period.Start, sc.Period.End, sc.AsOf)
		return err
	})
}

// found is how many records of each kind a search shows.
const found = 8

// GET /o/{org}/search?q=: a page, or the lines of the palette
func (s area) search(w http.ResponseWriter, r *http.Request) error {
	p := page.Search{Where: page.Where{Base: site.Where(r).Base}, Text: search.Clean(r.URL.Query().Get("q"))}
	if err := s.find(r, &p); err != nil {
		return err
	}
	if site.Fragment(r) {
		return s.Render(w, r, page.SearchResults(p))
	}
	return s.Render(w, r, page.SearchPage(s.Frame(r, "Search", ""), p))
}

// find looks for the text, and where nothing has it for what is like it. Without a text there are the pages of the
// sidebar.
func (s area) find(r *http.Request, p *page.Search) error {
	role := site.VisitOf(r).Seat.Actor.Role
	if p.Text == "" {
		p.Pages = page.Navigation(p.Where.Base, role, "")
		return nil
	}
	return s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Pages, p.Actions = page.Directory(p.Where.Base, role, p.Text, false)
		if p.Hits, err = search.Find(ctx, tx, p.Text, found); err != nil || p.Found() {
			return err
		}
		p.Near = true
		if p.Pages, p.Actions = page.Directory(p.Where.Base, role, p.Text, true); p.Found() {
			return nil
		}
		p.Hits, err = search.Near(ctx, tx, p.Text, found)
		return err
	})
}
