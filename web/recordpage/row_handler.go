package recordpage

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/viewpage"
)

// fields are the columns that are edited in the list, with the field of the opportunity that each shows.
var fields = map[pipeline.Column]string{pipeline.Amount: "amount", pipeline.Stage: "stage",
	pipeline.Category: "category", pipeline.CloseDate: "close_on", pipeline.NextStep: "next_step",
	pipeline.Owner: "owner", pipeline.Type: "type", pipeline.Source: "source", pipeline.Competitor: "competitor",
	pipeline.LossReason: "loss_reason"}

// field is the one that the reader can edit, or could if it were not kept in the CRM; empty: none.
func (p pipelineView) field(c pipeline.Column, r pipeline.Row) string {
	switch {
	case !p.Enters, c == pipeline.Owner && !p.Transfers, c == pipeline.Category && r.Status != opportunity.Open,
		c == pipeline.LossReason && r.Status != opportunity.Lost:
		return ""
	}
	if f, ok := p.custom(c); ok {
		return f.Key()
	}
	return fields[c]
}

// columnOf is the column that shows a field; empty: none.
func (p pipelineView) columnOf(field string) pipeline.Column {
	if f, ok := p.Fields.Find(field); ok {
		return pipeline.Custom(f)
	}
	for c, name := range fields {
		if name == field {
			return c
		}
	}
	return ""
}

// inCRM tells that a field is kept in the CRM.
func (p pipelineView) inCRM(field string) bool { return p.InCRM && !opportunity.Ours(field) }

// opens is the address that opens a cell.
func (p pipelineView) opens(r pipeline.Row, field string) string {
	return p.Where.Base + "/opportunities/" + r.ID.String() + "/cell/" + field
}

// focused marks the cell that was left, so that the focus comes back to it.
func (p pipelineView) focused(c pipeline.Column) templ.Attributes {
	return templ.Attributes{"data-focus": p.Focus == c}
}

// showRow is a row of the list that the reader has open, after one of its cells was left or saved.
// GET /o/{org}/pipeline/rows/{id}
func (s area) showRow(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	asked, list := r.URL.Query(), site.Where(r).Base+listPath
	if !site.Fragment(r) {
		return s.Redirect(w, r, list, "")
	}
	r = ofList(r)
	p := pipelineView{Where: site.Where(r), Path: listPath, List: page.ParseList(r.URL.Query())}
	var row pipeline.Row
	var note string
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if err := p.load(ctx, tx, r); err != nil {
			return err
		}
		if row, note, err = p.one(ctx, tx, id); err != nil {
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
	p.settle(r)
	p.Focus = p.columnOf(asked.Get("cell"))
	if row.ID == uuid.Nil {
		w.Header().Set("HX-Reswap", "delete")
	}
	said, undo := "", ""
	if made, err := uuid.Parse(asked.Get("undo")); err == nil {
		said = p.label(p.Focus) + " saved." + note
		undo = p.Where.Base + "/commands/" + made.String() + "/undo?back=" +
			url.QueryEscape(list+"?"+r.URL.RawQuery)
	}
	return s.Render(w, r, rowAgain(p, row, said, undo))
}

// ofList is a request for a part of a list as one for the list itself, whose address the browser sends along.
func ofList(r *http.Request) *http.Request {
	list := r.Clone(r.Context())
	list.URL.RawQuery = ""
	if at, err := url.Parse(r.Header.Get("HX-Current-URL")); err == nil {
		list.URL.RawQuery = at.Query().Encode()
	}
	return list
}

// one is a row of the list, whether or not the list still has it, and what is to be said of that; zero: the reader does
// not see it any more.
func (p *pipelineView) one(ctx context.Context, tx *tenant.Tx,
	id uuid.UUID) (row pipeline.Row, note string, err error) {
	of := func(r pipeline.Row) bool { return r.ID == id }
	if i := slices.IndexFunc(p.Board.Rows, of); i >= 0 {
		return p.Board.Rows[i], "", nil
	}
	in, any := p.Board.Filter, pipeline.Filter{Statuses: []opportunity.Status{opportunity.Open, opportunity.Won,
		opportunity.Lost}, Show: p.Columns}
	in.After = pipeline.Cursor{}
	for i, f := range []pipeline.Filter{in, any} {
		f.Only, f.Limit = []uuid.UUID{id}, 1
		found, err := pipeline.Load(ctx, tx, p.Board.Scope, f)
		if err != nil {
			return row, "", err
		}
		if len(found.Rows) > 0 {
			p.Board.Rows = append(p.Board.Rows, found.Rows[0])
			return found.Rows[0], []string{"", " It no longer matches the filter."}[i], nil
		}
	}
	return row, " It is no longer among these opportunities.", nil
}
