package web

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline"
	"quarterdeck/internal/scope"
	"quarterdeck/internal/stage"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
)

// GET /o/{org}/pipeline
func (s *Server) showPipeline(w http.ResponseWriter, r *http.Request) error {
	p := page.Pipeline{Where: where(r), Query: r.URL.Query(), Cursor: cursor}
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		p.Board, err = board(ctx, tx, r, pipelineFilter(r))
		if err != nil {
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
	return s.render(w, r, page.PipelinePage(f, p))
}

func board(ctx context.Context, tx *tenant.Tx, r *http.Request, f pipeline.Filter) (pipeline.Board, error) {
	sc, err := scope.Resolve(ctx, tx, asked(r))
	if err != nil {
		return pipeline.Board{}, err
	}
	return pipeline.Load(ctx, tx, sc, f)
}

// GET /o/{org}/pipeline.csv and .xlsx: all rows of the filter
func (s *Server) exportPipeline(w http.ResponseWriter, r *http.Request) error {
	f := pipelineFilter(r)
	f.Limit, f.After = 0, pipeline.Cursor{}
	var b pipeline.Board
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		b, err = board(ctx, tx, r, f)
		return err
	})
	if err != nil {
		return err
	}
	return s.export(w, r, page.PipelineSheet(b))
}
