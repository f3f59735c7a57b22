package recordpage

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/view"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// columnForm is the columns that somebody ticked, in their order, and one of them that is to go up or down.
type columnForm struct {
	List  site.Verbatim `form:"list"` // its address
	Cols  []string      `form:"cols"`
	Up    string        `form:"up"`
	Down  string        `form:"down"`
	Usual bool          `form:"usual"` // the columns that everybody begins with
}

// chosen are the columns of the form, after the step that it asks for.
func (f columnForm) chosen() (columns []pipeline.Column, moved bool) {
	for _, name := range f.Cols {
		columns = append(columns, pipeline.ParseColumns(name)...)
	}
	for name, step := range map[string]int{f.Up: -1, f.Down: 1} {
		i := slices.Index(columns, pipeline.Column(name))
		if name == "" || i < 0 {
			continue
		}
		moved = true
		if to := i + step; to >= 0 && to < len(columns) {
			columns[i], columns[to] = columns[to], columns[i]
		}
	}
	return columns, moved
}

// address is the list with some columns, from its first page; none: those that it begins with.
func (f columnForm) address(r *http.Request, columns []pipeline.Column, choosing bool) string {
	q, err := url.ParseQuery(string(f.List))
	if err != nil {
		q = url.Values{}
	}
	for _, name := range []string{"cols", "cursor", "choose"} {
		q.Del(name)
	}
	if len(columns) > 0 {
		q.Set("cols", pipeline.FormatColumns(columns))
	}
	if choosing {
		q.Set("choose", "1")
	}
	return site.Where(r).Base + listPath + "?" + q.Encode()
}

// GET /o/{org}/pipeline/columns
func (s area) chooseColumns(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f := columnForm{List: site.Verbatim(q.Get("list")), Cols: q["cols"], Up: q.Get("up"), Down: q.Get("down")}
	columns, moved := f.chosen()
	return s.Redirect(w, r, f.address(r, columns, moved), "")
}

// keepColumns makes the columns the reader's own.
// POST /o/{org}/pipeline/columns
func (s area) keepColumns(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[columnForm](r)
	if err != nil {
		return err
	}
	columns, _ := f.chosen()
	done := "Your list begins with these columns now."
	if f.Usual || len(columns) == 0 {
		columns, done = nil, "Your list begins with the standard columns now."
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return view.SetUsualColumns(ctx, tx, listPath, columns)
	}); err != nil {
		return err
	}
	return s.Redirect(w, r, f.address(r, nil, false), done)
}
