package web

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast"
	"quarterdeck/internal/pipeline"
	"quarterdeck/internal/scope"
	"quarterdeck/internal/stage"
	"quarterdeck/internal/tenant"
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
	sc, err := scope.Resolve(ctx, tx, asked(r))
	if err != nil {
		return b, nil, err
	}
	if tags, err = forecast.Marked(ctx, tx, sc); err != nil {
		return b, nil, err
	}
	f.Only = page.Tagged(tags, tagOf(r.URL.Query()))
	b, err = pipeline.Load(ctx, tx, sc, f)
	return b, tags, err
}

// GET /o/{org}/pipeline.csv and .xlsx: all rows of the filter
func (s *Server) exportPipeline(w http.ResponseWriter, r *http.Request) error {
	f := pipelineFilter(r)
	f.Limit, f.After = 0, pipeline.Cursor{}
	var p recordpage.Pipeline
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Board, p.Tags, err = board(ctx, tx, r, f); err != nil {
			return err
		}
		p.Names, err = forecast.SettingsAt(ctx, tx, p.Board.Scope.Known)
		return err
	})
	if err != nil {
		return err
	}
	return s.export(w, r, recordpage.PipelineSheet(p))
}
