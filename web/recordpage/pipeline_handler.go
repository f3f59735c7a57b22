package recordpage

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/pipeline/view"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/viewpage"
)

// GET /o/{org}/pipeline
func (s area) showPipeline(w http.ResponseWriter, r *http.Request) error {
	p := pipelineView{Where: site.Where(r), Path: listPath, List: page.ParseList(r.URL.Query()),
		Choosing: r.URL.Query().Get("choose") != ""}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if err := p.load(ctx, tx, r); err != nil {
			return err
		}
		if p.Changed, err = changed(ctx, tx, p.Board); err != nil {
			return err
		}
		if p.Views, err = viewpage.Load(ctx, tx, r, listPath, p.Board.Scope.Roster); err != nil {
			return err
		}
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
	f.Exports, f.Live = p.Exports(), p.live()
	return s.Render(w, r, pipelinePage(f, p))
}

// live says that the list reads itself again when something changes; a page of the past does not.
func (p *pipelineView) live() string {
	if p.Where.Scope.AsOf != "" {
		return ""
	}
	return "*"
}

// choices loads what the filter offers.
func (p *pipelineView) choices(ctx context.Context, tx *tenant.Tx) (err error) {
	known := p.Board.Scope.Known
	if p.Names, err = forecast.SettingsAt(ctx, tx, known); err != nil {
		return err
	}
	if p.Stages, err = stage.At(ctx, tx, known); err != nil {
		return err
	}
	p.Sources, err = pipeline.Sources(ctx, tx, p.Board.Scope)
	return err
}

// settle takes from a request what needs no record.
func (p *pipelineView) settle(r *http.Request) {
	if p.List.Bounded() && p.List.Closes != page.InPeriod {
		p.Where.Scope.Period = "" // the choice says which
	}
	p.Enters = site.Enters(r)
}

// load reads a page of the list in the scope that the address asks for, with the columns that it shows and the tags of
// its opportunities for the period.
func (p *pipelineView) load(ctx context.Context, tx *tenant.Tx, r *http.Request) error {
	if err := p.loadFields(ctx, tx); err != nil {
		return err
	}
	sc, tags, err := marked(ctx, tx, r, p.List)
	if err != nil {
		return err
	}
	mine, err := view.UsualColumns(ctx, tx, listPath)
	if err != nil {
		return err
	}
	p.InCRM, p.Transfers = tx.Settings().KeptInCRM, tx.Actor().Role.Reach() != tenant.Own
	p.Own = p.List.Columns == "" && len(mine) > 0
	p.Columns = slices.DeleteFunc(shownOf(p.List, mine, len(sc.Choices) > 1), p.gone)
	if slices.Contains(p.Columns, pipeline.Score) {
		asked, err := qualification.At(ctx, tx, sc.Known)
		if err != nil {
			return err
		}
		p.MostScore = qualification.Most * len(asked.Elements)
	}
	f := p.List.Filter(site.PageRows)
	f.Only, f.Show, p.Tags = page.Tagged(tags, p.List.Tag), p.Columns, tags
	p.Board, err = pipeline.Load(ctx, tx, sc, f)
	return err
}

// changed tells which opportunities of a page changed since the week's review began to count.
func changed(ctx context.Context, tx *tenant.Tx, b pipeline.Board) (map[uuid.UUID]bool, error) {
	ids := []uuid.UUID{}
	for _, r := range b.Rows {
		ids = append(ids, r.ID)
	}
	since := tx.Calendar().EndOf(review.WeekOf(b.Scope.Today).Start - 1)
	return opportunity.ChangedBetween(ctx, tx, ids, since, b.Scope.Known)
}

// marked is the scope of a list, with the tags of its period.
func marked(ctx context.Context, tx *tenant.Tx, r *http.Request,
	l page.List) (scope.Scope, map[uuid.UUID][]forecast.Tag, error) {
	sc, err := scope.Resolve(ctx, tx, l.Asks(site.ScopeOf(r), tx.Calendar(), tx.Today()))
	if err != nil {
		return sc, nil, err
	}
	tags, err := forecast.Marked(ctx, tx, sc)
	return sc, tags, err
}

// GET /o/{org}/pipeline.csv and .xlsx: all rows of the filter
func (s area) exportPipeline(w http.ResponseWriter, r *http.Request) error {
	l := page.ParseList(r.URL.Query()).From(pipeline.Cursor{})
	return s.Stream(w, r, func(ctx context.Context, tx *tenant.Tx, out *site.Download) (err error) {
		p := pipelineView{List: l}
		if err := p.loadFields(ctx, tx); err != nil {
			return err
		}
		l, p.Board.Base = p.List, tx.Base()
		if p.Board.Scope, p.Tags, err = marked(ctx, tx, r, l); err != nil {
			return err
		}
		if p.Names, err = forecast.SettingsAt(ctx, tx, p.Board.Scope.Known); err != nil {
			return err
		}
		p.Columns, p.Calendar = pipeline.ParseColumns(l.Columns), tx.Calendar()
		if err := out.Begin(pipelineSheet(p)); err != nil {
			return err
		}
		f := l.Filter(0)
		f.Show, f.Only = p.Columns, page.Tagged(p.Tags, l.Tag)
		return pipeline.Each(ctx, tx, p.Board.Scope, f,
			func(o pipeline.Row) error { return out.Row(pipelineRow(p, o)) })
	})
}
