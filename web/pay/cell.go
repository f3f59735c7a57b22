package pay

import (
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/web/page"
)

// Text is a cell of a spreadsheet with words in it.
func Text(s string) page.Cell { return page.Cell{Text: s} }

// Major is a cell with an amount, given in minor units and written in major ones.
func Major(minor int64, c money.Currency) page.Cell {
	return page.Cell{Text: money.Of(minor, c).String(), Number: true}
}

// Count is a cell with a whole number.
func Count(n int) page.Cell { return page.Cell{Text: strconv.Itoa(n), Number: true} }

// Number is a cell with a decimal number, every digit of it.
func Number(d decimal.Decimal) page.Cell { return page.Cell{Text: d.String(), Number: true} }
