package recordpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/pipeline
func (s area) showPipeline(w http.ResponseWriter, r *http.Request) error {
	p := Pipeline{Where: site.Where(r), List: page.ParseList(r.URL.Query())}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Board, p.Tags, err = board(ctx, tx, r, p.List); err != nil {
			return err
		}
		if p.Names, err = forecast.SettingsAt(ctx, tx, p.Board.Scope.Known); err != nil {
			return err
		}
		if p.Stages, err = stage.At(ctx, tx, p.Board.Scope.Known); err != nil {
			return err
		}
		p.Sources, err = pipeline.Sources(ctx, tx, p.Board.Scope)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Pipeline", p.Subtitle())
	f.Exports = p.Exports()
	return s.Render(w, r, pipelinePage(f, p))
}

// board is a page of a list in the scope that an address asks for, with the tags of its opportunities for the period.
func board(ctx context.Context, tx *tenant.Tx, r *http.Request,
	l page.List) (b pipeline.Board, tags map[uuid.UUID][]forecast.Tag, err error) {
	sc, tags, err := marked(ctx, tx, r)
	if err != nil {
		return b, nil, err
	}
	f := l.Filter(site.PageRows)
	f.Only = page.Tagged(tags, l.Tag)
	b, err = pipeline.Load(ctx, tx, sc, f)
	return b, tags, err
}

// marked is the scope that an address asks for, with the tags of its period.
func marked(ctx context.Context, tx *tenant.Tx, r *http.Request) (scope.Scope, map[uuid.UUID][]forecast.Tag, error) {
	sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
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
		var p Pipeline
		p.Board.Base = tx.Base()
		if p.Board.Scope, p.Tags, err = marked(ctx, tx, r); err != nil {
			return err
		}
		if p.Names, err = forecast.SettingsAt(ctx, tx, p.Board.Scope.Known); err != nil {
			return err
		}
		if err := out.Begin(pipelineSheet(p)); err != nil {
			return err
		}
		f := l.Filter(0)
		f.Only = page.Tagged(p.Tags, l.Tag)
		return pipeline.Each(ctx, tx, p.Board.Scope, f,
			func(o pipeline.Row) error { return out.Row(pipelineRow(p, o)) })
	})
}
