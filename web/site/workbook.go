package site

import (
	"archive/zip"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"quarterdeck/internal/base/fault"
	"quarterdeck/web/page"
)

// workbook is a sheet as XLSX. Rows beyond a bound wait in a file, not in memory, and the whole is packed on its way
// out. Text is text, so that nothing is a formula, and numbers are numbers.
type workbook struct {
	book *excelize.File
	rows *excelize.StreamWriter
	next int
}

func newWorkbook(to io.Writer) (*workbook, error) {
	b := &workbook{book: excelize.NewFile(), next: 1}
	b.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	var err error
	if b.rows, err = b.book.NewStreamWriter("Sheet1"); err != nil {
		b.close()
		return nil, fmt.Errorf("web: export: %w", err)
	}
	return b, nil
}

func (b *workbook) write(cells []page.Cell) error {
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c.Value()
	}
	if b.next > excelize.TotalRows {
		return fault.New(fault.Invalid, fmt.Sprintf("A workbook holds at most %d rows. Export as CSV, or choose less.",
			excelize.TotalRows))
	}
	at, err := excelize.CoordinatesToCellName(1, b.next)
	if err != nil {
		return fmt.Errorf("web: export: %w", err)
	}
	b.next++
	return b.rows.SetRow(at, values)
}

func (b *workbook) finish() error {
	if err := b.rows.Flush(); err != nil {
		return err
	}
	_, err := b.book.WriteTo(io.Discard)
	return err
}

func (b *workbook) close() { _ = b.book.Close() }
