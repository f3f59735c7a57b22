package billing

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
)

// Refusal is a line of a file that was not taken.
type Refusal struct {
	Line int
	Why  string
}

// Taken is what became of a file: events that are new, those whose key was known, and the lines that were refused.
type Taken struct {
	New, Known int
	Refused    []Refusal
}

// mostLines bounds a file; what is larger is taken in parts.
const mostLines = 100_000

var columns = []string{"key", "opportunity", "kind", "on", "amount", "currency", "note"}

// Row is a line of a billing file as it is written.
type Row struct {
	Line                                                 int
	Key, Opportunity, Kind, On, Amount, Currency, Remark string
}

// Read takes a file apart: a CSV with a heading that has key, opportunity, kind and on, and may have amount, currency and
// note. What is no such file is an Invalid fault.
func Read(r io.Reader) ([]Row, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return nil, fault.On("file", "The file is empty, or no CSV.")
	}
	if !legible(head) {
		return nil, fault.On("file", "The heading of the file is not text. Save it as CSV in UTF-8.")
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = i
	}
	for _, name := range columns[:4] {
		if _, ok := at[name]; !ok {
			return nil, fault.On("file", "The file has no column "+name+"; it has "+strings.Join(head, ", ")+".")
		}
	}
	var rows []Row
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		line, _ := in.FieldPos(0)
		if err != nil {
			return nil, fault.On("file", fmt.Sprintf("The file is no CSV from line %d on: %v.", line, err))
		}
		if !legible(record) {
			return nil, fault.On("file", fmt.Sprintf("Line %d of the file is not text. Save it as CSV in UTF-8.", line))
		}
		if len(rows) == mostLines {
			return nil, fault.On("file", fmt.Sprintf("The file has more than %d lines; take it in parts.", mostLines))
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		rows = append(rows, Row{line, cell("key"), cell("opportunity"), cell("kind"), cell("on"), cell("amount"), cell("currency"), cell("note")})
	}
}

// legible tells that cells are text, as the database keeps it.
func legible(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return !utf8.ValidString(c) || strings.ContainsRune(c, 0) })
}

// Take records the rows of a file. A key that is known is left alone; each line that cannot be taken says why, and the others
// go through.
func Take(ctx context.Context, tx *tenant.Tx, rows []Row) (Taken, error) {
	var taken Taken
	if err := tx.Require(tenant.EditCredit); err != nil {
		return taken, err
	}
	opportunities, err := tenant.ExternalIDs(ctx, tx, `SELECT o.external_id, o.id FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.external_id IS NOT NULL`)
	if err != nil {
		return taken, fmt.Errorf("billing: take: %w", err)
	}
	known, err := tenant.ExternalIDs(ctx, tx, `SELECT b.external_id, b.id FROM app.billing_events b WHERE b.tenant_id = @tenant AND b.external_id IS NOT NULL AND b.replaced_at = 'infinity'`)
	if err != nil {
		return taken, fmt.Errorf("billing: take: %w", err)
	}
	own, err := ownOf(ctx, tx, nil)
	if err != nil {
		return taken, err
	}
	for _, row := range rows {
		if _, ok := known[row.Key]; ok && row.Key != "" {
			taken.Known++
			continue
		}
		e, err := row.event(tx, opportunities)
		if err == nil {
			err = e.check()
		}
		if err == nil && own[e.OpportunityID] {
			err = fault.New(fault.Invalid, fault.Message(errOwn))
		}
		if err == nil {
			_, err = record(ctx, tx, e)
		}
		if fault.KindOf(err) == fault.Invalid {
			taken.Refused = append(taken.Refused, Refusal{row.Line, fault.Message(err)})
			continue
		}
		if err != nil {
			return taken, err
		}
		known[row.Key] = e.OpportunityID
		taken.New++
	}
	return taken, nil
}

// event reads a row.
func (row Row) event(tx *tenant.Tx, opportunities map[string]uuid.UUID) (Event, error) {
	e := Event{ExternalID: row.Key, Kind: Kind(strings.ToLower(row.Kind)), Note: row.Remark}
	id, ok := opportunities[row.Opportunity]
	if !ok {
		return e, fault.New(fault.Invalid, fmt.Sprintf("There is no opportunity with the key %.60q.", row.Opportunity))
	}
	e.OpportunityID = id
	if row.Key == "" {
		return e, fault.New(fault.Invalid, "The key is missing, so it could be taken twice.")
	}
	var err error
	if e.On, err = period.ParseDate(row.On); err != nil {
		return e, fault.New(fault.Invalid, fmt.Sprintf("%.40q is not a day such as 2026-11-20.", row.On))
	}
	e.Currency = tx.Base()
	if row.Currency != "" {
		if e.Currency, err = money.ParseCurrency(row.Currency); err != nil {
			return e, fault.New(fault.Invalid, fmt.Sprintf("%.20q is not a currency such as USD.", row.Currency))
		}
	}
	if row.Amount != "" {
		a, err := money.Parse(row.Amount, e.Currency)
		if err != nil {
			return e, fault.New(fault.Invalid, fmt.Sprintf("%.40q is not an amount of %s such as 1234.50.", row.Amount, e.Currency))
		}
		e.Amount = &a.Minor
	}
	return e, nil
}
