package importjob

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/tenant"
)

// RowCursor is a place in the list of bad rows: file, line and key of the last row of the page before.
type RowCursor struct {
	File string
	Line int64
	ID   uuid.UUID
}

// Rows is a page of the rows that an import refused or flagged, in the order of the files; the zero cursor starts at
// the first.
func Rows(ctx context.Context, tx *tenant.Tx, id uuid.UUID, after RowCursor, limit int) ([]Row, error) {
	rows, err := tenant.List[Row](ctx, tx, `SELECT id, file, line, level, reason, row FROM app.import_rows
		WHERE tenant_id = @tenant AND import_id = @import AND (file, line, id) > (@file, @line, @after)
		ORDER BY file, line, id LIMIT @limit`,
		tenant.Args{"import": id, "file": after.File, "line": after.Line, "after": after.ID, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("importjob: rows: %w", err)
	}
	return rows, nil
}

// RefusedLines are the lines of a file whose rows an import has refused so far.
func RefusedLines(ctx context.Context, tx *tenant.Tx, id uuid.UUID, file string) (map[int]bool, error) {
	lines, err := tenant.Values[int64](ctx, tx, `SELECT line FROM app.import_rows
		WHERE tenant_id = @tenant AND import_id = @import AND file = @file AND level = @level`,
		tenant.Args{"import": id, "file": file, "level": Refused})
	if err != nil {
		return nil, fmt.Errorf("importjob: refused lines: %w", err)
	}
	all := map[int]bool{}
	for _, n := range lines {
		all[int(n)] = true
	}
	return all, nil
}

// saveRows appends bad rows. Their keys follow from file, line and level, so a row that is read twice is listed once.
func saveRows(ctx context.Context, tx *tenant.Tx, id uuid.UUID, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	for i := range rows {
		r := &rows[i]
		r.ID = uuid.NewSHA1(id, []byte(r.File+"\x00"+strconv.FormatInt(r.Line, 10)+"\x00"+r.Level+"\x00"+r.Reason))
	}
	args := tenant.Columns(rows)
	args["import"] = id
	_, err := tx.Exec(ctx, `INSERT INTO app.import_rows (tenant_id, import_id, id, file, line, level, reason, row)
		SELECT t.tenant_id, @import, x.* FROM app.tenants t
			CROSS JOIN LATERAL unnest(@id::uuid[], @file::text[], @line::bigint[], @level::text[],
				@reason::text[], @row::text[]) x
		WHERE t.tenant_id = @tenant ON CONFLICT DO NOTHING`, args)
	if err != nil {
		return fmt.Errorf("importjob: rows: %w", err)
	}
	return nil
}

// WriteRows writes the refused and flagged rows of an import as CSV that a spreadsheet can open safely.
func WriteRows(ctx context.Context, tx *tenant.Tx, id uuid.UUID, w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"File", "Line", "Level", "Reason", "Row"}); err != nil {
		return err
	}
	for cursor := (RowCursor{}); ; {
		rows, err := Rows(ctx, tx, id, cursor, 1000)
		if err != nil {
			return err
		}
		for _, r := range rows {
			cells := []string{value.SafeCell(r.File), strconv.FormatInt(r.Line, 10), r.Level, value.SafeCell(r.Reason),
				value.SafeCell(r.Row)}
			if err := out.Write(cells); err != nil {
				return err
			}
			cursor = RowCursor{r.File, r.Line, r.ID}
		}
		if len(rows) < 1000 {
			out.Flush()
			return out.Error()
		}
	}
}
