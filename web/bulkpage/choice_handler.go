package bulkpage

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// asked is what an address or a form says of a change: the filter of the list, the ticked rows, and the change.
type asked struct {
	query  url.Values
	list   page.List
	ticked []uuid.UUID // none: all that match
	change bulk.Change
}

// read understands the values of an address or of a form.
func read(q url.Values) asked {
	kind := bulk.Kind(cmp.Or(q.Get("kind"), string(bulk.CloseDate)))
	a := asked{query: q, list: page.ParseList(q).From(pipeline.Cursor{}),
		change: bulk.Change{Kind: kind, Value: strings.TrimSpace(q.Get("to_" + string(kind))),
			Reason: strings.TrimSpace(page.Picked(q.Get("reason"), q.Get("reason_other")))}}
	for _, text := range q["id"] {
		if id, err := uuid.Parse(text); err == nil {
			a.ticked = append(a.ticked, id)
		}
	}
	if len(a.ticked) == 0 && q.Get("ticked") != "" {
		a.ticked = []uuid.UUID{uuid.Nil} // asked for the ticked rows, of which there is none
	}
	return a
}

// chosen is the scope and filter of the opportunities that are to be changed.
func (a asked) chosen(ctx context.Context, tx *tenant.Tx) (sc scope.Scope, f pipeline.Filter, err error) {
	r := page.ParseScope(a.query)
	r.AsOf = ""
	if sc, err = scope.Resolve(ctx, tx, a.list.Asks(r, tx.Calendar(), tx.Today())); err != nil {
		return sc, f, err
	}
	f = a.list.Filter(0)
	if len(a.ticked) > 0 {
		f.Only = a.ticked
		return sc, f, nil
	}
	tags, err := forecast.Marked(ctx, tx, sc)
	f.Only = page.Tagged(tags, a.list.Tag)
	return sc, f, err
}

// GET /o/{org}/pipeline/bulk
func (s area) showChoice(w http.ResponseWriter, r *http.Request) error {
	return s.choicePage(w, r, http.StatusOK, read(r.URL.Query()), page.Form{})
}

func (s area) choicePage(w http.ResponseWriter, r *http.Request, status int, a asked, form page.Form) error {
	p := choice{Where: site.Where(r), asked: a, Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Base = tx.Base()
		var f pipeline.Filter
		if p.Scope, f, err = a.chosen(ctx, tx); err != nil {
			return err
		}
		if p.Preview, err = bulk.Look(ctx, tx, p.Scope, f, a.change); err != nil {
			return err
		}
		if p.Stages, err = stage.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		if p.Lists, err = picklist.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		p.Transfers = tx.Actor().Role.Reach() != tenant.Own
		p.Names, err = forecast.SettingsAt(ctx, tx, tx.Now())
		return err
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status, choicePage(s.Frame(r, "Bulk edit", p.subtitle()), p))
}

// start confirms a change, of the opportunities that its filter chooses now.
// POST /o/{org}/pipeline/bulk
func (s area) start(w http.ResponseWriter, r *http.Request) error {
	a := read(r.PostForm)
	var id uuid.UUID
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		sc, f, err := a.chosen(ctx, tx)
		if err != nil {
			return err
		}
		if id, err = bulk.Start(ctx, tx, sc, f, a.change); err != nil {
			return err
		}
		return s.Jobs.EnqueueBulk(ctx, tx, id)
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.choicePage(w, r, status, a, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/pipeline/bulk/"+id.String(), "")
}
