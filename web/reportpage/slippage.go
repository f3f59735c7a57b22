package reportpage

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/report"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// slippage is the report of the opportunities whose close date was pushed in the period.
type slippage struct {
	page.Where
	Calendar period.Calendar
	Report   report.Slippage
}

func (p slippage) subtitle() string {
	return "Pushed in " + p.Report.Scope.Period.Label + " · " + page.AsOf(p.Report.Scope.Known, p.Calendar.Location())
}

func (p slippage) cash() page.Cash { return page.Cash(p.Report.Currency) }

func (p slippage) sums() string {
	return ui.Plural(len(p.Report.Rows), "opportunity", "opportunities") + ", " + p.cash().Short(p.Report.Amount)
}

func (p slippage) rowHref(r report.Slip) string {
	return p.To("/opportunities/"+r.ID.String(), "period", "", "team", "", "owner", "")
}

func (p slippage) amount(r report.Slip) string {
	if r.Base == nil {
		return ui.None
	}
	return p.cash().Whole(*r.Base)
}

// slippageSheet is every row of the report.
func slippageSheet(p slippage) page.Sheet {
	s := page.Sheet{File: "slippage-" + p.Report.Scope.Period.Key, Head: []string{"Opportunity", "Account", "Owner",
		"Status", "Pushes", "Close date before", "Close date", "Days", "Amount", "Currency"}}
	for _, r := range p.Report.Rows {
		s.Rows = append(s.Rows, []page.Cell{page.Text(r.Name), page.Text(r.Account),
			page.Text(p.Report.Scope.Roster.Name(r.OwnerID)), page.Text(string(r.Status)), page.Count(r.Pushes),
			page.Text(r.First.String()), page.Text(r.CloseOn.String()), page.Count(int64(r.Days())),
			page.MajorOr(r.Base, p.Report.Currency), page.Text(string(p.Report.Currency))})
	}
	return s
}
