package site

import (
	"context"
	"encoding/csv"
	"net/http"
	"strings"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
)

// Export answers with a sheet in the form that the address ends in. Text that a spreadsheet would run as a formula is
// made harmless; amounts are plain decimals in major units.
func (s *Site) Export(w http.ResponseWriter, r *http.Request, sheet page.Sheet) error {
	return s.Download(w, r, func(out *Download) error {
		if err := out.Begin(sheet); err != nil {
			return err
		}
		for _, row := range sheet.Rows {
			if err := out.Row(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// Stream sends a sheet whose rows are read while they are sent, in a transaction of the signed-in member's
// organisation.
func (s *Site) Stream(w http.ResponseWriter, r *http.Request,
	fn func(context.Context, *tenant.Tx, *Download) error) error {
	return s.Download(w, r, func(out *Download) error {
		return s.DB.Export(r.Context(), VisitOf(r).Seat.Actor,
			func(tx *tenant.Tx) error { return fn(r.Context(), tx, out) })
	})
}

// Download streams the rows of a sheet to the browser.
func (s *Site) Download(w http.ResponseWriter, r *http.Request, fill func(*Download) error) error {
	return s.Send(w, r, func(to *Outlet) error {
		out := &Download{to: to, workbook: strings.HasSuffix(r.URL.Path, ".xlsx")}
		defer out.close()
		if err := fill(out); err != nil || out.rows == nil {
			return err
		}
		return out.rows.finish()
	})
}

// Download is a sheet being sent, as CSV or as a workbook.
type Download struct {
	to       *Outlet
	workbook bool
	rows     rowWriter
	count    int
}

// rowWriter is the form of a sheet. Finish sends what it has kept back.
type rowWriter interface {
	write(cells []page.Cell) error
	finish() error
	close()
}

// Begin sets the file name and writes the header row.
func (d *Download) Begin(sheet page.Sheet) (err error) {
	kind, ending := "text/csv; charset=utf-8", "csv"
	if d.workbook {
		kind, ending = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
		d.rows, err = newWorkbook(d.to)
	} else {
		d.rows = &commaRows{out: csv.NewWriter(d.to)}
	}
	if err != nil {
		return err
	}
	d.to.Name(kind, sheet.File+"."+ending)
	head := make([]page.Cell, len(sheet.Head))
	for i, title := range sheet.Head {
		head[i] = page.Text(title)
	}
	return d.Row(head)
}

func (d *Download) Row(cells []page.Cell) error {
	if d.count++; d.count%yieldRows == 0 {
		d.to.yield()
	}
	return d.rows.write(cells)
}

func (d *Download) close() {
	if d.rows != nil {
		d.rows.close()
	}
}

// commaRows is a sheet as CSV.
type commaRows struct {
	out  *csv.Writer
	line []string
}

func (c *commaRows) write(cells []page.Cell) error {
	c.line = c.line[:0]
	for _, cell := range cells {
		if !cell.Number {
			cell.Text = value.SafeCell(cell.Text)
		}
		c.line = append(c.line, cell.Text)
	}
	return c.out.Write(c.line)
}

func (c *commaRows) finish() error {
	c.out.Flush()
	return c.out.Error()
}

func (c *commaRows) close() {}
