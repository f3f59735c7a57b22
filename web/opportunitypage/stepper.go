package opportunitypage

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// stands finds the opportunity's place in the list that its reader came from.
func (p *opportunityView) stands(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	q, err := url.ParseQuery(p.From)
	if err != nil || p.From == "" {
		p.From = ""
		return nil
	}
	l := page.ParseList(q)
	asked := page.ParseScope(q)
	asked.AsOf = p.Scope.Request.AsOf
	sc, err := scope.Resolve(ctx, tx, l.Asks(asked, tx.Calendar(), tx.Today()))
	if err != nil {
		p.From = "" // a list that the reader cannot open leads nowhere
		return nil
	}
	f := l.Filter(0)
	tags, err := forecast.Marked(ctx, tx, sc)
	if err != nil {
		return err
	}
	f.Only = page.Tagged(tags, l.Tag)
	p.In, err = pipeline.Neighbours(ctx, tx, sc, f, id)
	return err
}

// other is the page of another opportunity of the list.
func (p opportunityView) other(id uuid.UUID) string {
	return page.Coming(p.Where.Base+"/opportunities/"+id.String(), p.From)
}

func (p opportunityView) list() string { return p.Where.Base + "/pipeline?" + p.From }

func (p opportunityView) place() string {
	if p.In.Place == 0 {
		return "No longer in the list"
	}
	return ui.Count(int(p.In.Place)) + " of " + ui.Count(int(p.In.Of))
}
