package page

import (
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Sheet is a page's data as a spreadsheet.
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

// Value is the cell's value in a workbook. Workbooks only have floating-point numbers; the CSV keeps every digit.
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

// Text is a text cell; figures in it use a decimal point, like other cells.
func Text(s string) Cell { return Cell{Text: money.Point.Say(s)} }

// Number is a cell with a formatted number, with a decimal point and without separators.
func Number(s string) Cell { return Cell{Text: s, Number: true} }

// Decimal is a number cell with all decimals.
func Decimal(d decimal.Decimal) Cell { return Number(d.String()) }

// Count is an integer cell.
func Count(n int64) Cell { return Number(strconv.FormatInt(n, 10)) }

// Major is an amount cell in major units, from minor units: 124000 cents are 1240.00.
func Major(minor int64, c money.Currency) Cell { return Number(money.Of(minor, c).String()) }

// MajorOr is Major, or an empty cell for nil.
func MajorOr(minor *int64, c money.Currency) Cell {
	if minor == nil {
		return Cell{}
	}
	return Major(*minor, c)
}

// Percent is a percentage cell, from basis points: 4550 is 45.5.
func Percent(bp int) Cell { return Number(strconv.FormatFloat(float64(bp)/100, 'f', -1, 64)) }
