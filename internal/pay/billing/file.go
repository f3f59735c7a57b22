package billing

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/source"
)

// Refusal is a rejected line of a file.
type Refusal struct {
	Line int
	Why  string
}

// Taken is the result of a file: the number of new events, of events with a known key, and the rejected lines.
type Taken struct {
	New, Known int
	Refused    []Refusal
}

// mostLines bounds a file; what is larger is taken in parts.
const mostLines = 100_000

var columns = []string{"key", "opportunity", "kind", "on", "amount", "currency", "note"}

// Row is a line of a billing file as written. Problem is the reason if it could not be read.
type Row struct {
	Line                                                          int
	Key, Opportunity, Kind, On, Amount, Currency, Remark, Problem string
	style                                                         *style // of the file; nil where the row is from none
}

// style is how a file writes its numbers and dates.
type style struct {
	seen  value.Evidence
	comma byte
}

func (s *style) mark() value.Mark {
	if s == nil {
		return value.Point
	}
	return s.seen.Mark(value.Evidence{}, s.comma)
}

// calendar is how the file writes dates, of which an ambiguous one is as people write them in the organisation's zone.
func (s *style) calendar(zone *time.Location) value.Calendar {
	if s == nil {
		return value.Calendar{Days: zone}
	}
	return value.Calendar{Order: s.seen.Order(value.Evidence{}, zone), Days: zone}
}

// Read parses a billing file: a CSV, separated by commas, semicolons or tabs, with the columns key, opportunity, kind
// and on, and optionally amount, currency and note. Any other file is an Invalid fault. A line that cannot be read has
// a Problem, and the others are read.
func Read(r io.Reader) ([]Row, error) {
	sheet, err := source.Read("The file", io.NopCloser(r), 0)
	if err != nil {
		return nil, fault.On("file", fault.Message(err))
	}
	for _, name := range columns[:4] {
		if _, ok := sheet.Column(name); !ok {
			return nil, fault.On("file",
				"The file has no column "+name+"; it has "+strings.Join(sheet.Header, ", ")+".")
		}
	}
	var rows []Row
	written := &style{comma: sheet.Comma}
	for {
		record, err := sheet.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(strings.Join(record.Cells, "")) == "" && record.Problem == "" {
			continue
		}
		if len(rows) == mostLines {
			return nil, fault.On("file", fmt.Sprintf("The file has more than %d lines. Split it into smaller "+
				"files.", mostLines))
		}
		row := rowOf(sheet, record)
		row.style = written
		written.seen.Number(row.Amount)
		written.seen.Date(row.On)
		rows = append(rows, row)
	}
}

func rowOf(sheet *source.Sheet, record source.Record) Row {
	cell := func(name string) string {
		if i, ok := sheet.Column(name); ok && i < len(record.Cells) {
			if text := strings.TrimSpace(record.Cells[i]); !value.Nothing(text) {
				return text
			}
		}
		return ""
	}
	return Row{Line: record.Line, Key: cell("key"), Opportunity: cell("opportunity"), Kind: cell("kind"),
		On: cell("on"), Amount: cell("amount"), Currency: cell("currency"), Remark: cell("note"),
		Problem: record.Problem}
}

// kinds are the words for what happened, in whatever case and with whatever spaces.
var kinds = func() map[string]Kind {
	all := map[string]Kind{}
	for _, k := range Kinds {
		all[value.Fold(string(k))], all[value.Fold(k.Label())] = k, k
	}
	return all
}()

// opportunityOf is the opportunity of a key, in whatever form it is written.
func opportunityOf(key string, opportunities map[string]uuid.UUID) (uuid.UUID, bool) {
	for _, form := range append([]string{key}, value.Forms(key)...) {
		if id, ok := opportunities[form]; ok {
			return id, true
		}
	}
	return uuid.Nil, false
}

// event reads a row. base is the currency of an amount without one, and days begin in the zone.
func (row Row) event(base money.Currency, zone *time.Location, opportunities map[string]uuid.UUID) (Event, error) {
	refuse := func(format string, args ...any) (Event, error) {
		return Event{}, fault.New(fault.Invalid, fmt.Sprintf(format, args...))
	}
	if row.Problem != "" {
		return refuse("%s", row.Problem)
	}
	e := Event{ExternalID: value.Whole(row.Key), Kind: kinds[value.Fold(row.Kind)], Note: row.Remark, Currency: base}
	if e.Kind == "" {
		e.Kind = Kind(row.Kind) // which is refused by its name
	}
	id, ok := opportunityOf(row.Opportunity, opportunities)
	switch {
	case !ok:
		return refuse("There is no opportunity with the key %.60q.", row.Opportunity)
	case row.Key == "":
		return refuse("The key is missing. Without it, the event could be imported twice.")
	}
	e.OpportunityID = id
	var err error
	if e.On, err = row.style.calendar(zone).Day(row.On); err != nil {
		return refuse("%.40q is not a date such as 2026-11-20.", row.On)
	}
	if row.Currency != "" {
		if e.Currency, err = money.ParseCurrency(row.Currency); err != nil {
			return refuse("%.20q is not a currency such as USD.", row.Currency)
		}
	}
	if row.Amount != "" {
		minor, err := value.Money(row.Amount, row.style.mark(), e.Currency)
		if err != nil {
			return refuse("%.40q is not an amount of %s such as %s: %v.", row.Amount, e.Currency,
				row.style.mark().Example(), err)
		}
		e.Amount = &minor
	}
	return e, e.check()
}
