package customfield

import (
	"cmp"
	"strings"
	"time"

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
