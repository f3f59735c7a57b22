// Package reportpage is the reports: what was won by quarter and member, the weighted forecast by close month and
// owner, and the opportunities whose close date was pushed.
package reportpage

import (
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
)

// bookingsView is the report of what was won by quarter and member.
type bookingsView struct {
	Where    page.Where
	Calendar period.Calendar
	Scope    scope.Scope
	Report   report.Bookings
}

// Subtitle says whose bookings, and as of when.
func (p bookingsView) Subtitle() string {
	return "Won by fiscal quarter · " + page.AsOf(p.Scope.Known, p.Calendar.Location())
}

// amount writes a decimal of the report for people.
func (p bookingsView) amount(decimal string) string {
	d, err := money.Number(decimal)
	if err != nil {
		return decimal
	}
	a, err := money.FromDecimal(d, p.Report.Currency) // a sum may be beyond any amount that is taken in
	if err != nil {
		return decimal
	}
	return page.Cash(p.Report.Currency).Exact(a.Minor)
}

func (p bookingsView) quarters() []report.Quarter {
	latest := append([]report.Quarter(nil), p.Report.Quarters...)
	for i, j := 0, len(latest)-1; i < j; i, j = i+1, j-1 {
		latest[i], latest[j] = latest[j], latest[i]
	}
	return latest
}

func (p bookingsView) label(key string) string {
	q, err := p.Calendar.Parse(key)
	if err != nil {
		return key
	}
	return q.Label
}

// quarter is the one in which the scope's period begins.
func (p bookingsView) quarter() period.Period {
	return p.Calendar.Containing(period.Quarter, p.Scope.Period.Start)
}

// members are those who won in the quarter.
func (p bookingsView) members() []report.MemberQuarter {
	var list []report.MemberQuarter
	for _, m := range p.Report.Members {
		if m.Period == p.quarter().Key {
			list = append(list, m)
		}
	}
	return list
}

// bookingsSheet is what was won by member and quarter.
func bookingsSheet(r report.Bookings) page.Sheet {
	s := page.Sheet{File: "bookings-" + r.AsOf.String(),
		Head: []string{"Quarter", "Member", "CRM key", "Won", "Amount", "Currency"}}
	for _, m := range r.Members {
		s.Rows = append(s.Rows, []page.Cell{page.Text(m.Period), page.Text(m.Name), page.Text(m.ExternalID),
			page.Count(m.WonCount), page.Number(m.WonAmount), page.Text(string(r.Currency))})
	}
	return s
}
