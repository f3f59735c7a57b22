package importpage

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/column"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showColumns shows what the columns of an uploaded file are. GET /o/{org}/imports/{id}/columns
func (s area) showColumns(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var d draftView
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		d, err = loadDraft(ctx, tx, id, numbered(r.URL.Query().Get("file")))
		return err
	})
	if err != nil {
		return err
	}
	return s.columnsPage(w, r, http.StatusOK, d)
}

func (s area) columnsPage(w http.ResponseWriter, r *http.Request, status int, d draftView) error {
	f := s.Frame(r, "Map columns", d.Import.Origin)
	d.Base, f.Path = f.Base, d.at(f.Base, d.At)
	return s.Write(w, r, status, columnsPage(f, d))
}

func numbered(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// columnsForm is what somebody says of a file of a draft.
type columnsForm struct {
	File      int           `form:"file"`
	Object    string        `form:"object"`
	Fields    []string      `form:"field"` // in the order of the columns
	Match     mapping.Match `form:"match"`
	Mode      mapping.Mode  `form:"mode"`
	Empty     mapping.Empty `form:"empty"`
	Delimiter site.Verbatim `form:"delimiter_0"`
	Decimal   string        `form:"decimal_0"`
	Order     string        `form:"order_0"`
	Percent   string        `form:"percent_0"`
	Then      string        `form:"then"` // preview, or the number of a file; else the file is read as chosen
}

// mapColumns keeps what the columns of a file are said to be, and goes on: to another file, or to the preview.
// POST /o/{org}/imports/{id}/columns
func (s area) mapColumns(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	form, err := site.Decode[columnsForm](r)
	if err != nil {
		return err
	}
	var d draftView
	var job uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if d, err = loadDraft(ctx, tx, id, form.File); err != nil {
			return err
		}
		anew, err := form.lay(&d)
		if err != nil {
			return err
		}
		if err := importjob.SavePlan(ctx, tx, id, d.Plan); err != nil {
			return err
		}
		if d, err = loadDraft(ctx, tx, id, form.File); err != nil || anew || form.Then != "preview" {
			return err
		}
		if d.Checked = true; len(d.problems()) > 0 {
			return nil
		}
		if job, err = importjob.StartDraft(ctx, tx, id, true); err != nil {
			return err
		}
		return s.Jobs.EnqueueImport(ctx, tx, job)
	})
	base := site.Where(r).Base
	switch {
	case err != nil:
		return site.Again(r, err, func(status int, f page.Form) error {
			d.At = form.File
			if d, err = s.reload(r, d, id); err != nil {
				return err
			}
			d.Form = f
			return s.columnsPage(w, r, status, d)
		})
	case job != uuid.Nil:
		return s.Redirect(w, r, base+"/imports/"+job.String(), "")
	case d.Checked:
		d.At = d.problems()[0].Sheet
		if d, err = s.reload(r, d, id); err != nil {
			return err
		}
		d.Checked = true
		return s.columnsPage(w, r, http.StatusUnprocessableEntity, d)
	}
	next := form.File
	if n, err := strconv.Atoi(form.Then); err == nil {
		next = n
	}
	return s.Redirect(w, r, d.at(base, next), "")
}

// reload reads the file of a draft that has a problem.
func (s area) reload(r *http.Request, d draftView, id uuid.UUID) (draftView, error) {
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		d, err = loadDraft(ctx, tx, id, d.At)
		return err
	})
	return d, err
}

// lay puts what was typed over the plan of a draft. Where the rows are said to be something else, or are to be read
// otherwise, the columns are suggested anew.
func (f columnsForm) lay(d *draftView) (anew bool, err error) {
	sheet := d.sheet()
	if f.Object != column.Skip && len(column.Targets(f.Object)) == 0 {
		return false, fault.On("object", "Choose what the rows are.")
	}
	style := mapping.Style{Delimiter: unless(d.Reading.Guessed.Delimiter, string(f.Delimiter)),
		Decimal: unless(d.Reading.Guessed.Decimal, f.Decimal), Order: unless(d.Reading.Guessed.Order, f.Order),
		Percent: unless(d.Reading.Guessed.Percent, f.Percent)}
	if err := (mapping.Choices{Styles: map[string]mapping.Style{sheet.File: style}}).Check(); err != nil {
		return false, err
	}
	anew = f.Object != sheet.Object || style.Delimiter != sheet.Style.Delimiter
	if f.Then == "" && !anew && len(f.Fields) == 0 {
		return false, nil
	}
	if sheet.Style = style; anew {
		sheet.Object = f.Object
		sheet.Columns = nil // suggested anew as it is read
		return true, nil
	}
	for i := range sheet.Columns {
		if i < len(f.Fields) && d.offers(f.Fields[i]) {
			sheet.Columns[i].Field = f.Fields[i]
		}
	}
	sheet.Match, sheet.Mode, sheet.Empty = f.Match, f.Mode, f.Empty
	if !slices.Contains(column.Matches(sheet.Object), sheet.Match) {
		sheet.Match = column.Matches(sheet.Object)[0]
	}
	if !mapping.Limits(sheet.Object) {
		sheet.Mode = mapping.CreateAndUpdate
	}
	return false, nil
}

// sampled is how many values of a column the page shows.
const sampled = 3

// loadDraft is a draft with one of its files open. What is not planned yet is suggested.
func loadDraft(ctx context.Context, tx *tenant.Tx, id uuid.UUID, at int) (d draftView, err error) {
	if err := tx.Require(tenant.RunImports); err != nil {
		return d, err
	}
	if d.Import, d.Plan, err = importjob.PlanOf(ctx, tx, id); err != nil {
		return d, err
	}
	memory, err := importjob.Memory(ctx, tx)
	if err != nil {
		return d, err
	}
	heads, err := source.FromHeads(ctx, tx, id)
	if err != nil {
		return d, err
	}
	folder, err := source.Open(heads)
	if err != nil {
		return d, err
	}
	for _, name := range folder.Others(nil) {
		if err := d.open(folder, name, memory); err != nil {
			return d, err
		}
	}
	if len(d.Plan.Sheets) == 0 {
		return d, fault.On("file", "The zip contains no CSV file.")
	}
	d.At = min(max(at, 0), len(d.Plan.Sheets)-1)
	d.Zone = tx.Calendar().Location()
	return d, d.sniff(folder, tx)
}

// open reads the header of a file, and suggests what its columns are unless that is known.
func (d *draftView) open(folder *source.Folder, name string, memory column.Memory) error {
	at := slices.IndexFunc(d.Plan.Sheets, func(s column.Sheet) bool { return strings.EqualFold(s.File, name) })
	style := mapping.Style{}
	if at >= 0 {
		style = d.Plan.Sheets[at].Style
	}
	sheet, ok, err := folder.Sheet(name, (cmp.Or(style.Delimiter, "\x00"))[0])
	if err != nil || !ok {
		return err
	}
	defer sheet.Close()
	if len(sheet.Header) > column.Most {
		return fault.On("file", fmt.Sprintf("%s has %d columns. The limit is %d. Remove those that you do not need, or "+
			"use a mapping file.", name, len(sheet.Header), column.Most))
	}
	if at < 0 {
		d.Plan.Sheets = append(d.Plan.Sheets, column.New(name, sheet.Header, memory))
	} else if d.Plan.Sheets[at].Columns == nil {
		d.Plan.Sheets[at].Suggest(sheet.Header, memory)
	}
	return nil
}

// sniff reads the first rows of the open file: some values of each column, and how it is written.
func (d *draftView) sniff(folder *source.Folder, tx *tenant.Tx) error {
	sheet := d.sheet()
	of := sheet.Source(tx.Now())
	of.Match = mapping.ByRow
	if sheet.Object == column.Skip {
		of = mapping.Source{File: sheet.File, Object: "account", Match: mapping.ByRow}
	}
	choices := mapping.Choices{Styles: map[string]mapping.Style{sheet.File: sheet.Style}}
	files, err := mapping.Mapping{Sources: []mapping.Source{of}}.Bind(folder, d.Zone, tx.Base(), choices)
	if err != nil {
		return err
	}
	d.Samples = make([][]string, len(sheet.Columns))
	found, err := mapping.Survey(files, func(r *mapping.Row) error {
		for i, cell := range r.Cells() {
			if i < len(d.Samples) && len(d.Samples[i]) < sampled && cell != "" &&
				!slices.Contains(d.Samples[i], cell) {
				d.Samples[i] = append(d.Samples[i], cell)
			}
		}
		d.RowsSeen++
		return nil
	})
	if err == nil && len(found.Readings) > 0 {
		d.Reading = found.Readings[0]
	}
	return err
}
