package importjob

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/column"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// Cause is a reason for which rows of a file were rejected or flagged, whatever values they name.
type Cause struct {
	File    string
	Level   string
	Example string // the reason of the first of them
	Line    int64  // its line
	Rows    int64
}

// Causes lists why rows of an import were rejected or flagged, the rejected first and the most frequent first.
func Causes(ctx context.Context, tx *tenant.Tx, id uuid.UUID, limit int) ([]Cause, error) {
	all, err := tenant.List[Cause](ctx, tx, `SELECT file, level, (array_agg(reason ORDER BY line))[1] AS example,
			min(line) AS line, count(*) AS rows
		FROM app.import_rows WHERE tenant_id = @tenant AND import_id = @id
		GROUP BY file, level, regexp_replace(regexp_replace(reason, '"[^"]*"', '', 'g'), '[0-9]+', '', 'g')
		ORDER BY level DESC, rows DESC, line LIMIT @limit`, tenant.Args{"id": id, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("importjob: causes: %w", err)
	}
	return all, nil
}

// WriteRejected writes the rejected rows of a file as they were, under its header, with the reason at their end: to be
// mended and uploaded again. A row that could not be read at all stands in one cell.
func WriteRejected(ctx context.Context, tx *tenant.Tx, i Import, folder *source.Folder, file string,
	w io.Writer) error {
	reasons, err := rejected(ctx, tx, i.ID, file)
	if err != nil {
		return err
	}
	var comma byte
	for _, r := range i.Findings.Readings {
		if r.File == file && r.Style.Delimiter != "" {
			comma = r.Style.Delimiter[0]
		}
	}
	sheet, ok, err := folder.Sheet(file, comma)
	if err != nil || !ok {
		return err
	}
	defer sheet.Close()
	out := csv.NewWriter(w)
	out.Comma = rune(sheet.Comma)
	write := func(cells []string, last string) error {
		row := make([]string, 0, len(cells)+1)
		for _, c := range append(cells, last) {
			row = append(row, value.SafeCell(c))
		}
		return out.Write(row)
	}
	at := reasonAt(sheet.Header)
	if err := write(without(sheet.Header, at), column.Reason); err != nil {
		return err
	}
	for {
		rec, err := sheet.Next()
		if errors.Is(err, io.EOF) {
			out.Flush()
			return out.Error()
		}
		if err != nil {
			return err
		}
		reason, bad := reasons[int64(rec.Line)]
		if !bad {
			continue
		}
		cells := without(rec.Cells, at)
		if len(rec.Cells) == 0 {
			cells = []string{rec.Raw}
		}
		if err := write(cells, reason); err != nil {
			return err
		}
	}
}

// reasonAt is where a file that was mended has the reasons of the last time; -1: nowhere.
func reasonAt(header []string) int {
	for i, name := range header {
		if name == column.Reason {
			return i
		}
	}
	return -1
}

// without is cells but one.
func without(cells []string, at int) []string {
	if at < 0 || at >= len(cells) {
		return cells
	}
	return append(append([]string{}, cells[:at]...), cells[at+1:]...)
}

// rejected are the reasons of a file's rejected rows, by line.
func rejected(ctx context.Context, tx *tenant.Tx, id uuid.UUID, file string) (map[int64]string, error) {
	type row struct {
		Line   int64
		Reason string
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT line, reason FROM app.import_rows
		WHERE tenant_id = @tenant AND import_id = @import AND file = @file AND level = @level ORDER BY line, id DESC`,
		tenant.Args{"import": id, "file": file, "level": Refused})
	if err != nil {
		return nil, fmt.Errorf("importjob: rejected: %w", err)
	}
	all := map[int64]string{}
	for _, r := range rows {
		all[r.Line] = r.Reason
	}
	return all, nil
}
