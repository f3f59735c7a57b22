package page

import (
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Sheet is what a page shows, for a spreadsheet.
type Sheet struct {
	File string // without its ending
	Head []string
	Rows [][]Cell
}

// Cell is one field; a number is written as it stands.
type Cell struct {
	Text   string
	Number bool
}

// Value is the cell for a workbook. Amounts become floating numbers there, as a workbook has no others; the CSV keeps
// every digit.
func (c Cell) Value() any {
	if !c.Number || c.Text == "" {
		return c.Text
	}
	f, err := strconv.ParseFloat(c.Text, 64)
	if err != nil {
		return c.Text
	}
	return f
}

// Text is a cell of words; figures in it are written with a point, as those of the other cells are.
func Text(s string) Cell { return Cell{Text: money.Point.Say(s)} }

// Number is a cell of a figure that is written already, with a point and without commas.
func Number(s string) Cell { return Cell{Text: s, Number: true} }

// Decimal is a cell of a number with every digit that it has.
func Decimal(d decimal.Decimal) Cell { return Number(d.String()) }

// Count is a cell of a whole number.
func Count(n int64) Cell { return Number(strconv.FormatInt(n, 10)) }

// Major is a cell of an amount, from minor units to major ones: 124000 cents are 1240.00.
func Major(minor int64, c money.Currency) Cell { return Number(money.Of(minor, c).String()) }

// MajorOr is the cell of an amount in minor units, empty where there is none.
func MajorOr(minor *int64, c money.Currency) Cell {
	if minor == nil {
		return Cell{}
	}
	return Major(*minor, c)
}

// Percent is a cell of basis points in percent: 4550 is 45.5.
func Percent(bp int) Cell { return Number(strconv.FormatFloat(float64(bp)/100, 'f', -1, 64)) }
