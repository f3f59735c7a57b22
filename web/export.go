package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"strings"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
)

// export answers with a sheet in the form that the address ends in. Text that a spreadsheet would run as a formula is
// made harmless; amounts are plain decimals in major units.
func (s *Server) export(w http.ResponseWriter, r *http.Request, sheet page.Sheet) error {
	return s.download(w, r, func(out *download) error {
		if err := out.begin(sheet); err != nil {
			return err
		}
		for _, row := range sheet.Rows {
			if err := out.row(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// stream answers with a sheet whose rows are read while they are sent, in a transaction of the signed-in member's organisation.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, fn func(context.Context, *tenant.Tx, *download) error) error {
	return s.download(w, r, func(out *download) error {
		return s.db.Export(r.Context(), visitOf(r).Seat.Actor, func(tx *tenant.Tx) error { return fn(r.Context(), tx, out) })
	})
}

// download writes the rows of a sheet to the browser as they come.
func (s *Server) download(w http.ResponseWriter, r *http.Request, fill func(*download) error) error {
	return s.send(w, r, func(to *outlet) error {
		out := &download{to: to, workbook: strings.HasSuffix(r.URL.Path, ".xlsx")}
		defer out.close()
		if err := fill(out); err != nil || out.rows == nil {
			return err
		}
		return out.rows.finish()
	})
}

// download is a sheet on its way, as CSV or as a workbook.
type download struct {
	to       *outlet
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

// begin names the file and writes the heading.
func (d *download) begin(sheet page.Sheet) (err error) {
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
	d.to.name(kind, sheet.File+"."+ending)
	head := make([]page.Cell, len(sheet.Head))
	for i, title := range sheet.Head {
		head[i] = page.Text(title)
	}
	return d.row(head)
}

func (d *download) row(cells []page.Cell) error {
	if d.count++; d.count%yieldRows == 0 {
		d.to.yield()
	}
	return d.rows.write(cells)
}

func (d *download) close() {
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
			cell.Text = importer.SafeCell(cell.Text)
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
