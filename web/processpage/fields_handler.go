package processpage

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/process"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showFields lists the custom fields, with the form for one. GET /o/{org}/settings/fields?edit=…&add=1
func (s area) showFields(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := fieldsView{Object: fieldform.ObjectOf(q.Get("object"))}
	if q.Get("add") != "" {
		p.Edit = &customfield.Field{Kind: customfield.Text, Source: q.Get("column")}
	} else if id, err := uuid.Parse(q.Get("edit")); err == nil {
		p.Edit = &customfield.Field{FieldID: id}
	}
	return s.fieldsPage(w, r, http.StatusOK, p)
}

func (p *fieldsView) load(ctx context.Context, tx *tenant.Tx) (err error) {
	if err = p.processView.load(ctx, tx); err != nil {
		return err
	}
	if p.Fields, err = customfield.List(ctx, tx, p.Object, tx.Now()); err != nil {
		return err
	}
	columns, err := process.Columns(ctx, tx, p.Object)
	if err != nil {
		return err
	}
	for _, c := range columns {
		if !slices.ContainsFunc(p.Fields, func(f customfield.Field) bool { return f.FilledBy([]string{c}) != "" }) {
			p.Columns = append(p.Columns, c)
		}
	}
	if p.Edit == nil || p.Edit.FieldID == uuid.Nil {
		return nil
	}
	if p.Versions, err = customfield.Versions(ctx, tx, p.Edit.FieldID); err != nil {
		return err
	}
	if p.Versions[0].Object != p.Object {
		return site.NotHere
	}
	if p.Edit.Kind == "" {
		p.Edit = &p.Versions[0]
	}
	return nil
}

func (s area) fieldsPage(w http.ResponseWriter, r *http.Request, status int, p fieldsView) error {
	p.Where = site.Where(r)
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) }); err != nil {
		return err
	}
	f := s.Frame(r, "Custom fields", "What else you keep of opportunities, accounts and contacts")
	f.Path = f.Base + "/settings/fields"
	f.Exports = page.ExportLinks(f.Path+".csv?object="+p.Object, f.Path+".xlsx?object="+p.Object)
	return s.Write(w, r, status, fieldsPage(f, p))
}

// GET /o/{org}/settings/fields.csv and .xlsx
func (s area) exportFields(w http.ResponseWriter, r *http.Request) error {
	p := fieldsView{Object: fieldform.ObjectOf(r.URL.Query().Get("object"))}
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) }); err != nil {
		return err
	}
	return s.Export(w, r, fieldSheet(p.Fields))
}

// customForm is a custom field as somebody types it.
type customForm struct {
	ID      uuid.UUID     `form:"id"`
	Saw     uuid.UUID     `form:"saw"`
	Do      string        `form:"do"` // preview, save, retire or restore
	Name    string        `form:"name"`
	Kind    string        `form:"kind"`
	Help    string        `form:"help"`
	Options string        `form:"options"`
	Needed  site.Verbatim `form:"needed"`
	Source  site.Verbatim `form:"source"`
	Place   int           `form:"place"`
}

func (f customForm) field(object string) customfield.Field {
	return customfield.Field{FieldID: f.ID, Object: object, Name: f.Name, Help: f.Help,
		Kind: customfield.Kind(f.Kind), Options: strings.Split(f.Options, "\n"), Needed: string(f.Needed),
		Source: string(f.Source), Place: max(0, f.Place-1), Retired: f.Do == "retire"}
}

// saveField defines a custom field, or shows what it would take over. POST /o/{org}/settings/fields
func (s area) saveField(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[customForm](r)
	object := fieldform.ObjectOf(r.URL.Query().Get("object"))
	field, got := f.field(object), process.Adoption{}
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			_, got, err = process.SetField(ctx, tx, field, f.Saw, f.Do == "preview")
			return err
		})
	}
	p := fieldsView{Object: object, Edit: &field, processView: processView{Where: site.Where(r)}}
	switch {
	case err != nil:
		return site.Again(r, err, func(status int, form page.Form) error {
			p.Form = form
			return s.fieldsPage(w, r, status, p)
		})
	case f.Do == "preview":
		p.Previewed = &got
		return s.fieldsPage(w, r, http.StatusOK, p)
	case field.Retired:
		return s.Redirect(w, r, p.act(), f.Name+" retired. The "+p.many()+" keep their values.")
	}
	return s.Redirect(w, r, p.act(), f.Name+" saved.")
}
