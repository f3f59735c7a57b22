package recordpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/viewpage"
)

// GET /o/{org}/pipeline
func (s area) showPipeline(w http.ResponseWriter, r *http.Request) error {
	p := Pipeline{Where: site.Where(r), Path: listPath, List: page.ParseList(r.URL.Query())}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Board, p.Tags, err = board(ctx, tx, r, p.List); err != nil {
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
func (p *Pipeline) live() string {
	if p.Where.Scope.AsOf != "" {
		return ""
	}
	return "*"
}

// choices loads what the filter offers.
func (p *Pipeline) choices(ctx context.Context, tx *tenant.Tx) (err error) {
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
func (p *Pipeline) settle(r *http.Request) {
	if p.List.Bounded() && p.List.Closes != page.InPeriod {
		p.Where.Scope.Period = "" // the choice says which
	}
	p.Enters = enters(r)
}

// board is a page of a list in the scope that an address asks for, with the tags of its opportunities for the period.
func board(ctx context.Context, tx *tenant.Tx, r *http.Request,
	l page.List) (b pipeline.Board, tags map[uuid.UUID][]forecast.Tag, err error) {
	sc, tags, err := marked(ctx, tx, r, l)
	if err != nil {
		return b, nil, err
	}
	f := l.Filter(site.PageRows)
	f.Only = page.Tagged(tags, l.Tag)
	b, err = pipeline.Load(ctx, tx, sc, f)
	return b, tags, err
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
		var p Pipeline
		p.Board.Base = tx.Base()
		if p.Board.Scope, p.Tags, err = marked(ctx, tx, r, l); err != nil {
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

// enters tells that the reader of a page may enter new records: a page of the past takes none.
func enters(r *http.Request) bool {
	return site.VisitOf(r).Seat.Actor.Role.May(tenant.EditRecords) && site.ScopeOf(r).AsOf == ""
}
