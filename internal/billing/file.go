package billing

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
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

// Row is a line of a billing file as it is written. Problem is why it could not be read.
type Row struct {
	Line                                                          int
	Key, Opportunity, Kind, On, Amount, Currency, Remark, Problem string
}

// Read takes a file apart: a CSV, with commas, semicolons or tabs, whose heading has key, opportunity, kind and on, and may have
// amount, currency and note. What is no such file is an Invalid fault; a line that cannot be read says so and the others are read.
func Read(r io.Reader) ([]Row, error) {
	sheet, err := source.Read("The file", io.NopCloser(r), 0)
	if err != nil {
		return nil, fault.On("file", fault.Message(err))
	}
	for _, name := range columns[:4] {
		if _, ok := sheet.Column(name); !ok {
			return nil, fault.On("file", "The file has no column "+name+"; it has "+strings.Join(sheet.Header, ", ")+".")
		}
	}
	var rows []Row
	for {
		record, err := sheet.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if len(rows) == mostLines {
			return nil, fault.On("file", fmt.Sprintf("The file has more than %d lines; take it in parts.", mostLines))
		}
		rows = append(rows, rowOf(sheet, record))
	}
}

func rowOf(sheet *source.Sheet, record source.Record) Row {
	cell := func(name string) string {
		if i, ok := sheet.Column(name); ok && i < len(record.Cells) {
			return strings.TrimSpace(record.Cells[i])
		}
		return ""
	}
	return Row{record.Line, cell("key"), cell("opportunity"), cell("kind"), cell("on"), cell("amount"), cell("currency"), cell("note"), record.Problem}
}

// event reads a row. base is the currency of an amount without one.
func (row Row) event(base money.Currency, opportunities map[string]uuid.UUID) (Event, error) {
	refuse := func(format string, args ...any) (Event, error) {
		return Event{}, fault.New(fault.Invalid, fmt.Sprintf(format, args...))
	}
	if row.Problem != "" {
		return refuse("%s", row.Problem)
	}
	e := Event{ExternalID: row.Key, Kind: Kind(strings.ToLower(row.Kind)), Note: row.Remark, Currency: base}
	id, ok := opportunities[row.Opportunity]
	switch {
	case !ok:
		return refuse("There is no opportunity with the key %.60q.", row.Opportunity)
	case row.Key == "":
		return refuse("The key is missing, so it could be taken twice.")
	}
	e.OpportunityID = id
	var err error
	if e.On, err = period.ParseDate(row.On); err != nil {
		return refuse("%.40q is not a day such as 2026-11-20.", row.On)
	}
	if row.Currency != "" {
		if e.Currency, err = money.ParseCurrency(row.Currency); err != nil {
			return refuse("%.20q is not a currency such as USD.", row.Currency)
		}
	}
	if row.Amount != "" {
		a, err := money.Parse(row.Amount, e.Currency)
		if err != nil {
			return refuse("%.40q is not an amount of %s such as 1234.50.", row.Amount, e.Currency)
		}
		e.Amount = &a.Minor
	}
	return e, e.check()
}
