package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"github.com/xuri/excelize/v2"

	"quarterdeck/internal/importer"
	"quarterdeck/web/page"
)

// export answers with a sheet in the form that the address ends in. Text that a spreadsheet would run as a formula is
// made harmless; amounts are plain decimals in major units.
func (s *Server) export(w http.ResponseWriter, r *http.Request, sheet page.Sheet) error {
	var body bytes.Buffer
	kind, ending, err := "text/csv; charset=utf-8", "csv", error(nil)
	if strings.HasSuffix(r.URL.Path, ".xlsx") {
		kind, ending = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
		err = writeXLSX(&body, sheet)
	} else {
		err = writeCSV(&body, sheet)
	}
	if err != nil {
		return fmt.Errorf("web: export: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.%s"`, sheet.File, ending))
	_, err = body.WriteTo(w)
	return err
}

func writeCSV(body *bytes.Buffer, sheet page.Sheet) error {
	out := csv.NewWriter(body)
	if err := out.Write(sheet.Head); err != nil {
		return err
	}
	for _, row := range sheet.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = c.Text
			if !c.Number {
				cells[i] = importer.SafeCell(c.Text)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeXLSX writes text as text, so that nothing is a formula, and numbers as numbers.
func writeXLSX(body *bytes.Buffer, sheet page.Sheet) error {
	book := excelize.NewFile()
	defer book.Close()
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	head := make([]any, len(sheet.Head))
	for i, title := range sheet.Head {
		head[i] = title
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	for n, row := range sheet.Rows {
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c.Value()
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return book.Write(body)
}
