package page

import (
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/definition"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/quota"
	"quarterdeck/internal/report"
	"quarterdeck/internal/scope"
	"quarterdeck/internal/scorecard"
	"quarterdeck/internal/search"
	"quarterdeck/web/ui"
)

// Bookings is the report of what was won by quarter and member.
type Bookings struct {
	Where    Where
	Calendar period.Calendar
	Scope    scope.Scope
	Report   report.Bookings
}

// Subtitle says whose bookings, and as of when.
func (p Bookings) Subtitle() string {
	return "Won by fiscal quarter · " + AsOf(p.Scope.Known, p.Calendar.Location())
}

// amount writes a decimal of the report for people.
func (p Bookings) amount(decimal string) string {
	a, err := money.Parse(decimal, p.Report.Currency)
	if err != nil {
		return decimal
	}
	return cash(p.Report.Currency).exact(a.Minor)
}

func (p Bookings) quarters() []report.Quarter {
	latest := append([]report.Quarter(nil), p.Report.Quarters...)
	for i, j := 0, len(latest)-1; i < j; i, j = i+1, j-1 {
		latest[i], latest[j] = latest[j], latest[i]
	}
	return latest
}

func (p Bookings) label(key string) string {
	q, err := p.Calendar.Parse(key)
	if err != nil {
		return key
	}
	return q.Label
}

// quarter is the one in which the scope's period begins.
func (p Bookings) quarter() period.Period {
	return p.Calendar.Containing(period.Quarter, p.Scope.Period.Start)
}

// members are those who won in the quarter.
func (p Bookings) members() []report.MemberQuarter {
	var list []report.MemberQuarter
	for _, m := range p.Report.Members {
		if m.Period == p.quarter().Key {
			list = append(list, m)
		}
	}
	return list
}

// BookingsSheet is what was won by member and quarter.
func BookingsSheet(r report.Bookings) Sheet {
	s := Sheet{File: "bookings-" + r.AsOf.String(), Head: []string{"Quarter", "Member", "CRM key", "Won", "Amount", "Currency"}}
	for _, m := range r.Members {
		s.Rows = append(s.Rows, []Cell{text(m.Period), text(m.Name), text(m.ExternalID), count(m.WonCount), number(m.WonAmount), text(string(r.Currency))})
	}
	return s
}

// Quotas is what each member is asked to close in the period.
type Quotas struct {
	Where    Where
	Calendar period.Calendar
	Card     scorecard.Card
	Quotas   []quota.Quota
}

// Subtitle names the period and the moment.
func (p Quotas) Subtitle() string {
	return p.Card.Scope.Period.Label + " · " + AsOf(p.Card.Scope.Known, p.Calendar.Location())
}

// lines are the members with a quota in the period.
func (p Quotas) lines() []scorecard.Line {
	var list []scorecard.Line
	for _, l := range p.Card.Lines {
		if l.Target > 0 {
			list = append(list, l)
		}
	}
	return list
}

// rows are the quotas behind the period's target, of the members in scope.
func (p Quotas) rows() []quota.Quota {
	var list []quota.Quota
	for _, q := range p.Quotas {
		if p.Card.Scope.Covers(q.MemberID) {
			list = append(list, q)
		}
	}
	return list
}

func (p Quotas) home() Home { return Home{Where: p.Where, Calendar: p.Calendar, Card: p.Card} }

// QuotasSheet is every quota behind the period's target.
func QuotasSheet(p Quotas) Sheet {
	s := Sheet{File: "quotas-" + p.Card.Scope.Period.Key, Head: []string{"Member", "Team", "First day", "Last day", "In force from", "In force to", "Amount", "Currency"}}
	for _, q := range p.rows() {
		m, _ := p.Card.Scope.Roster.Find(q.MemberID)
		s.Rows = append(s.Rows, []Cell{text(m.Name), text(m.Team), text(q.StartsOn.String()), text((q.EndsOn - 1).String()), text(q.ValidFrom.String()),
			text((q.ValidTo - 1).String()), major(q.Amount, q.Currency), text(string(q.Currency))})
	}
	return s
}

// Search is what a search found, and the pages that a name leads to.
type Search struct {
	Where Where
	Text  string
	Hits  []search.Hit
	Pages []ui.NavItem
}

func (p Search) of(kind string) []search.Hit {
	var hits []search.Hit
	for _, h := range p.Hits {
		if h.Kind == kind {
			hits = append(hits, h)
		}
	}
	return hits
}

func (p Search) pages() []ui.NavItem {
	var items []ui.NavItem
	for _, item := range p.Pages {
		if strings.Contains(strings.ToLower(item.Label), strings.ToLower(strings.TrimSpace(p.Text))) {
			items = append(items, item)
		}
	}
	return items
}

func (p Search) href(h search.Hit) string {
	if h.Kind == "account" {
		return p.Where.Base + "/accounts/" + h.ID.String()
	}
	return p.Where.Base + "/opportunities/" + h.ID.String()
}

func (p Search) detail(h search.Hit) string {
	parts := []string{h.Detail, h.Status}
	if h.Amount != nil {
		parts = append(parts, cash(h.Currency).short(*h.Amount))
	}
	text := ""
	for _, part := range parts {
		if part != "" {
			text += " · " + part
		}
	}
	return text
}

// definitions are all of them.
func definitions() []definition.Definition { return definition.All }

// monthRow is one owner's cells over the months of the period.
type monthRow struct {
	name  string
	owner string
	cells []scorecard.MonthCell
	total scorecard.MonthCell
}

func (r monthRow) id() uuid.UUID {
	id, err := uuid.Parse(r.owner)
	if err != nil {
		return uuid.Nil // nobody's
	}
	return id
}

// matrix is the weighted forecast by owner and month, with a total over all owners.
func (h Home) matrix() (rows []monthRow, total monthRow) {
	months := h.Card.Months
	total = monthRow{name: "All", cells: make([]scorecard.MonthCell, len(months))}
	at := map[string]int{}
	for _, c := range h.Card.Cells {
		owner := ownerKey(c.OwnerID)
		i, ok := at[owner]
		if !ok {
			i = len(rows)
			at[owner] = i
			rows = append(rows, monthRow{name: h.Card.Scope.Roster.Name(c.OwnerID), owner: owner, cells: make([]scorecard.MonthCell, len(months))})
		}
		for m := range months {
			if months[m].Period.Start == c.Month {
				for _, cell := range []*scorecard.MonthCell{&rows[i].cells[m], &rows[i].total, &total.cells[m], &total.total} {
					cell.Won, cell.Open, cell.Weighted = cell.Won+c.Won, cell.Open+c.Open, cell.Weighted+c.Weighted
				}
			}
		}
	}
	return rows, total
}
