package recordpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/viewpage"
)

// cards is how many opportunities a column of the board shows; the list has them all.
const cards = 25

// GET /o/{org}/pipeline/board
func (s area) showBoard(w http.ResponseWriter, r *http.Request) error {
	asked := r.URL.Query()
	p := board{pipelineView: pipelineView{Where: site.Where(r), Path: boardPath, List: page.ParseList(asked),
		Axis: pipeline.ParseAxis(asked.Get("columns"))}, At: asked.Get("at")}
	p.List.Status, p.List.Sort, p.List.After = page.OnlyOpen, "", pipeline.Cursor{}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if err := p.loadFields(ctx, tx); err != nil {
			return err
		}
		sc, tags, err := marked(ctx, tx, r, p.List)
		if err != nil {
			return err
		}
		f := p.List.Filter(0)
		f.Only, p.Tags = page.Tagged(tags, p.List.Tag), tags
		if p.pipelineView.Board, p.Lanes, err = pipeline.Lanes(ctx, tx, sc, f, p.Axis, cards); err != nil {
			return err
		}
		if p.Views, err = viewpage.Load(ctx, tx, r, boardPath, sc.Roster); err != nil {
			return err
		}
		p.Moves = site.Enters(r) && (p.Axis == pipeline.OfCategories || !tx.Settings().KeptInCRM)
		return p.choices(ctx, tx)
	})
	if err != nil {
		return err
	}
	if to := p.Views.Begins(r); to != "" {
		return s.Redirect(w, r, to, "")
	}
	p.settle(r)
	f := s.Frame(r, "Pipeline", p.Subtitle())
	f.Exports, f.Wide, f.Live = p.Exports(), true, p.live()
	return s.Render(w, r, boardPage(f, p))
}
