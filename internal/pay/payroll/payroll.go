// Package payroll exports the pay of locked statements to payroll: a file with columns chosen by the organisation, and
// the record that a run has been paid.
package payroll

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Rows is what one row of the file stands for: a statement or a component.
type Rows string

// A row is a statement, or each component of one with its own earning code.
const (
	ByStatement Rows = "statement"
	ByComponent Rows = "component"
)

// Field is the content of a column.
type Field string

// The fields. Text is the column's own, the same in each row.
const (
	Employee  Field = "employee_id" // the member's key in the source
	Name      Field = "name"
	Email     Field = "email"
	Period    Field = "period"
	StartsOn  Field = "starts_on"
	EndsOn    Field = "ends_on" // the last day
	PayDate   Field = "pay_date"
	Code      Field = "code" // the earning code of the row's component
	Component Field = "component"
	Amount    Field = "amount" // in major units
	Currency  Field = "currency"
	Statement Field = "statement_id"
	Text      Field = "text"
)

// Fields lists the fields in the order of the form.
var Fields = []Field{Employee, Name, Email, Period, StartsOn, EndsOn, PayDate, Code, Component, Amount, Currency,
	Statement, Text}

var labels = map[Field]string{Employee: "Employee ID", Name: "Name", Email: "E-mail", Period: "Period",
	StartsOn: "First day", EndsOn: "Last day", PayDate: "Pay date", Code: "Earning code", Component: "Component",
	Amount: "Amount", Currency: "Currency", Statement: "Statement ID", Text: "Fixed text"}

// Label is the field's name for people.
func (f Field) Label() string { return labels[f] }

// Column is a column of the file.
type Column struct {
	Header string `json:"header"`
	Field  Field  `json:"field"`
	Text   string `json:"text,omitempty"` // of Text
}

// What a payout has beside the components of a plan.
const (
	Draws       = "draw"       // paid in advance, or below zero repaid
	Adjustments = "adjustment" // decided by people
	Rest        = "other"      // what no component says
)

// Mapping is the layout of the file. Codes are earning codes by component; the code of "" applies to all others.
type Mapping struct {
	Rows    Rows              `json:"rows"`
	Columns []Column          `json:"columns"`
	Codes   map[string]string `json:"codes"`
}

// Usual is the default mapping, of an organisation that has set none.
func Usual() Mapping {
	return Mapping{Rows: ByStatement, Codes: map[string]string{"": "COMM"},
		Columns: []Column{{Header: "Employee ID", Field: Employee}, {Header: "Name", Field: Name},
			{Header: "E-mail", Field: Email},
			{Header: "Period", Field: Period}, {Header: "Pay date", Field: PayDate},
			{Header: "Earning code", Field: Code},
			{Header: "Amount", Field: Amount}, {Header: "Currency", Field: Currency},
			{Header: "Statement ID", Field: Statement}}}
}

// MostColumns is how many columns a file has at most.
const MostColumns = 24

// Check reports as Invalid why no file can be made with the mapping; nil if one can.
func (m Mapping) Check() error {
	if m.Rows != ByStatement && m.Rows != ByComponent {
		return fault.On("rows", "Choose one row per statement or one row per component.")
	}
	if len(m.Columns) == 0 || len(m.Columns) > MostColumns {
		return fault.On("columns", fmt.Sprintf("The file must have between 1 and %d columns.", MostColumns))
	}
	seen, amount := map[string]bool{}, false
	for _, c := range m.Columns {
		switch {
		case strings.TrimSpace(c.Header) == "" || utf8.RuneCountInString(c.Header) > 60:
			return fault.On("columns", "Each column needs a heading of at most 60 characters.")
		case strings.ContainsAny(c.Header[:1], "=+-@'\t\r\n"):
			return fault.On("columns",
				fmt.Sprintf("The heading %q would be read as a formula. Start it with a letter or a digit.", c.Header))
		case seen[c.Header]:
			return fault.On("columns", fmt.Sprintf("Two columns are named %q.", c.Header))
		case c.Field.Label() == "":
			return fault.On("columns", fmt.Sprintf("There is no field %q.", c.Field))
		case utf8.RuneCountInString(c.Text) > 120:
			return fault.On("columns", "A fixed text can have at most 120 characters.")
		}
		seen[c.Header], amount = true, amount || c.Field == Amount
	}
	if !amount {
		return fault.On("columns", "One column must be the amount.")
	}
	for component, code := range m.Codes {
		if utf8.RuneCountInString(code) > 40 || utf8.RuneCountInString(component) > 120 {
			return fault.On("codes", "An earning code can have at most 40 characters.")
		}
	}
	return nil
}

// code is the earning code of a component.
func (m Mapping) code(component string) string {
	if code, ok := m.Codes[component]; ok && code != "" {
		return code
	}
	return m.Codes[""]
}

// Payout is the payment of a locked statement; amounts are minor units of Currency.
type Payout struct {
	StatementID, MemberID        uuid.UUID
	EmployeeID, Name, Email      string
	Period                       string
	StartsOn, EndsOn             period.Date
	Currency                     money.Currency
	Due, Draw, Adjustments, Paid int64
	Settled                      bool   // marked as paid
	Parts                        []Part `db:"-"` // of Due, by component; what they leave is Rest
}

// Part is the amount that became payable on a component.
type Part struct {
	Component string
	Amount    int64
}

// parts is everything that a payout is made of. It sums to Paid.
func (p Payout) parts() []Part {
	all, rest := []Part{}, p.Due
	for _, part := range p.Parts {
		all = append(all, part)
		rest -= part.Amount
	}
	all = append(all, Part{Rest, rest}, Part{Draws, p.Draw}, Part{Adjustments, p.Adjustments})
	kept := all[:0]
	for _, part := range all {
		if part.Amount != 0 {
			kept = append(kept, part)
		}
	}
	return kept
}

// Cell is a field of the file; an amount is a number and written as it stands.
type Cell struct {
	Text   string
	Number bool
}

// Table is the file. A statement that pays nothing has no row. A negative one has a row, because it must be withheld.
type Table struct {
	Head []string
	Rows [][]Cell
}

// Table makes the file's rows from payouts.
func (m Mapping) Table(payouts []Payout, payOn period.Date) Table {
	t := Table{Head: make([]string, len(m.Columns))}
	for i, c := range m.Columns {
		t.Head[i] = c.Header
	}
	for _, p := range payouts {
		rows := []Part{{"", p.Paid}}
		if m.Rows == ByComponent {
			rows = p.parts()
		}
		for _, part := range rows {
			if part.Amount != 0 {
				t.Rows = append(t.Rows, m.row(p, part, payOn))
			}
		}
	}
	return t
}

func (m Mapping) row(p Payout, part Part, payOn period.Date) []Cell {
	cells := make([]Cell, len(m.Columns))
	for i, c := range m.Columns {
		cells[i] = Cell{Text: m.value(c, p, part, payOn)}
		cells[i].Number = c.Field == Amount
	}
	return cells
}

func (m Mapping) value(c Column, p Payout, part Part, payOn period.Date) string {
	switch c.Field {
	case Employee:
		return p.EmployeeID
	case Name:
		return p.Name
	case Email:
		return p.Email
	case Period:
		return p.Period
	case StartsOn:
		return p.StartsOn.String()
	case EndsOn:
		return (p.EndsOn - 1).String()
	case PayDate:
		return payOn.String()
	case Code:
		return m.code(part.Component)
	case Component:
		return part.Component
	case Amount:
		return money.Of(part.Amount, p.Currency).String()
	case Currency:
		return string(p.Currency)
	case Statement:
		return p.StatementID.String()
	}
	return c.Text
}
