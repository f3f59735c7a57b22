package financepage

import (
	"strconv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/payroll"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// payrollView is the runs that can be paid, and how their file is laid out.
type payrollView struct {
	Where      page.Where
	Role       tenant.Role
	Form       page.Form // of the columns
	Paying     page.Form // of a run
	Calendar   period.Calendar
	PayOn      period.Date   // on which the file says that it is paid
	Runs       []payroll.Run // newest first
	Mapping    payroll.Mapping
	Changed    bool            // the mapping is being tried and not saved
	Components []string        // that statements have paid on
	Of         payroll.Run     // whose file is previewed
	Preview    payroll.Table   // the first rows, or all
	Whole      bool            // all rows are shown
	Rows       int             // of the whole file
	Totals     []payroll.Total // that it pays
}

// blanks is how many empty columns the form offers beside those in use.
const blanks = 3

// columns are those of the form, empty ones at the end.
func (p payrollView) columns() []payroll.Column {
	all := append([]payroll.Column{}, p.Mapping.Columns...)
	for range min(blanks, payroll.MostColumns-len(all)) {
		all = append(all, payroll.Column{})
	}
	return all
}

func fieldOptions() []ui.Option {
	options := []ui.Option{{Label: "—"}}
	for _, f := range payroll.Fields {
		options = append(options, ui.Option{Value: string(f), Label: f.Label()})
	}
	return options
}

func rowOptions() []ui.Option {
	return []ui.Option{{Value: string(payroll.ByStatement), Label: "One row per statement"},
		{Value: string(payroll.ByComponent), Label: "One row per component"}}
}

func (p payrollView) label(r payroll.Run) string { return pay.Label(p.Calendar, r.Period) }

func (p payrollView) state(r payroll.Run) (ui.Tone, string) {
	switch {
	case r.Locked == 0:
		return ui.Neutral, "Not locked"
	case r.Ready():
		return ui.Warn, ui.Count(r.Locked-r.Paid) + " locked, not paid"
	case r.Locked < r.Statements:
		return ui.Warn, "Partly paid"
	}
	return ui.Good, statement.Paid.Label()
}

func (p payrollView) file(r payroll.Run, ending string) string {
	return p.Where.Base + "/commissions/payroll/" + r.ID.String() + "." + ending + "?pay_on=" + p.PayOn.String()
}

// whole is the page with the whole file of a run as a table.
func (p payrollView) whole(r payroll.Run) string {
	return p.Where.Base + "/commissions/payroll?run=" + r.ID.String() + "&pay_on=" + p.PayOn.String() + "#preview"
}

func (p payrollView) sum() string {
	sum := ""
	for i, t := range p.Totals {
		if i > 0 {
			sum += ", "
		}
		sum += page.Cash(t.Currency).Exact(t.Paid)
	}
	if sum == "" {
		return "Nothing to pay"
	}
	return ui.Plural(p.Rows, "row", "rows") + ", " + sum + " in total, equal to the run's payouts"
}

func (p payrollView) codeName(i int) string { return "code_" + strconv.Itoa(i) }

func componentLabel(component string) string {
	switch component {
	case "":
		return "Everything else"
	case payroll.Draws:
		return "Draws"
	case payroll.Adjustments:
		return "Adjustments"
	case payroll.Rest:
		return "No component"
	}
	return component
}

// payrollSheet is the file of a run.
func payrollSheet(run payroll.Run, t payroll.Table) page.Sheet {
	s := page.Sheet{File: "payroll-" + run.Period, Head: t.Head}
	for _, row := range t.Rows {
		cells := make([]page.Cell, len(row))
		for i, c := range row {
			cells[i] = page.Cell{Text: c.Text, Number: c.Number}
		}
		s.Rows = append(s.Rows, cells)
	}
	return s
}
