package customfield

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/value"
)

// Read is what a cell of a source means as a value of the field, in whichever way the cell is written. Days begin in a
// zone. A date that could be two days is refused.
func (f Field) Read(cell string, days *time.Location) (string, error) {
	switch f.Kind {
	case Number, Amount:
		n, err := value.Number(cell, cmp.Or(value.MarkOf(cell), value.Point))
		if err != nil {
			return "", fault.On(f.Key(), err.Error())
		}
		cell = n.String()
	case Date:
		day, err := value.Calendar{Days: days, Times: days}.Day(cell)
		if err != nil {
			return "", fault.On(f.Key(), err.Error())
		}
		cell = day.String()
	case Flag:
		if word, ok := value.YesNo.Read(cell); ok {
			cell = word
		}
	}
	return f.Check(cell, "")
}

// FilledBy is the column among those of a file that fills the field; empty: none.
func (f Field) FilledBy(columns []string) string {
	for _, name := range []string{f.Source, f.Name} {
		for _, c := range columns {
			if name != "" && strings.EqualFold(c, name) {
				return c
			}
		}
	}
	return ""
}

// Cell is what a column of a source says of a record.
type Cell struct {
	ID   uuid.UUID
	Text string
}

// Readable are the records whose cells mean a value, with the value of each, and how many mean none.
func Readable(cells []Cell, read func(string) (string, error)) (ids []uuid.UUID, values []string, bad int) {
	for _, c := range cells {
		if v, err := read(c.Text); err != nil || v == "" {
			bad++
		} else {
			ids, values = append(ids, c.ID), append(values, v)
		}
	}
	return ids, values, bad
}

// Over lays the cells of a row over the values of a record: those of the fields that columns of its file fill. What
// cannot be read changes nothing and is told to bad.
func (s Set) Over(was map[string]string, columns []string, cells map[string]string, days *time.Location,
	bad func(f Field, cell string)) map[string]string {
	next := map[string]string{}
	maps.Copy(next, was)
	for _, f := range s {
		column := f.FilledBy(columns)
		if column == "" {
			continue
		}
		id, cell := f.FieldID.String(), cells[column]
		if cell == "" {
			delete(next, id)
			continue
		}
		if v, err := f.Read(cell, days); err != nil {
			bad(f, cell)
		} else {
			next[id] = v
		}
	}
	return next
}
