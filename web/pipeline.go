package web

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
	"quarterdeck/web/recordpage"
)

// GET /o/{org}/pipeline
func (s *Server) showPipeline(w http.ResponseWriter, r *http.Request) error {
	p := recordpage.Pipeline{Where: where(r), Query: r.URL.Query(), Cursor: cursor}
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Board, p.Tags, err = board(ctx, tx, r, pipelineFilter(r)); err != nil {
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
	f := s.frame(r, "Pipeline", p.Subtitle())
	f.Exports = p.Exports()
	return s.render(w, r, recordpage.PipelinePage(f, p))
}

// board is the list that an address asks for, with the tags of its opportunities for the period.
func board(ctx context.Context, tx *tenant.Tx, r *http.Request, f pipeline.Filter) (b pipeline.Board, tags map[uuid.UUID][]forecast.Tag, err error) {
	sc, tags, err := marked(ctx, tx, r, &f)
	if err != nil {
		return b, nil, err
	}
	b, err = pipeline.Load(ctx, tx, sc, f)
	return b, tags, err
}

// marked is the scope that an address asks for, with the tags of its period, to which it narrows the filter.
func marked(ctx context.Context, tx *tenant.Tx, r *http.Request, f *pipeline.Filter) (scope.Scope, map[uuid.UUID][]forecast.Tag, error) {
	sc, err := scope.Resolve(ctx, tx, asked(r))
	if err != nil {
		return sc, nil, err
	}
	tags, err := forecast.Marked(ctx, tx, sc)
	f.Only = page.Tagged(tags, tagOf(r.URL.Query()))
	return sc, tags, err
}

// GET /o/{org}/pipeline.csv and .xlsx: all rows of the filter
func (s *Server) exportPipeline(w http.ResponseWriter, r *http.Request) error {
	f := pipelineFilter(r)
	f.Limit, f.After = 0, pipeline.Cursor{}
	return s.stream(w, r, func(ctx context.Context, tx *tenant.Tx, out *download) (err error) {
		var p recordpage.Pipeline
		p.Board.Base = tx.Base()
		if p.Board.Scope, p.Tags, err = marked(ctx, tx, r, &f); err != nil {
			return err
		}
		if p.Names, err = forecast.SettingsAt(ctx, tx, p.Board.Scope.Known); err != nil {
			return err
		}
		if err := out.begin(recordpage.PipelineSheet(p)); err != nil {
			return err
		}
		return pipeline.Each(ctx, tx, p.Board.Scope, f, func(o pipeline.Row) error { return out.row(recordpage.PipelineRow(p, o)) })
	})
}
