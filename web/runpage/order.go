package runpage

import (
	"cmp"
	"slices"
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// contains tells that a name has a piece of text in it, whatever the case; nothing is in every name.
func contains(name, piece string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(piece)))
}

// orders are the ways in which a table of statements is put in order; a minus before the name turns one round.
var orders = map[string]func(p *tableView, a, b statement.Statement) int{
	"member":     func(p *tableView, a, b statement.Statement) int { return 0 },
	"payable":    func(p *tableView, a, b statement.Statement) int { return cmp.Compare(a.Payable, b.Payable) },
	"earned":     func(p *tableView, a, b statement.Statement) int { return cmp.Compare(p.earned(a), p.earned(b)) },
	"attainment": func(p *tableView, a, b statement.Statement) int { return compareAttained(a, b) },
	"change": func(p *tableView, a, b statement.Statement) int {
		one, _ := p.change(a)
		two, _ := p.change(b)
		return cmp.Compare(one, two)
	},
}

func compareAttained(a, b statement.Statement) int {
	if a.Attainment == nil || b.Attainment == nil {
		return cmp.Compare(boolean(a.Attainment != nil), boolean(b.Attainment != nil))
	}
	return a.Attainment.Cmp(*b.Attainment)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// order puts the rows in the order that the address asks for, and what is equal by name.
func (p *tableView) order() {
	key := p.Query.Get("sort")
	by, known := orders[strings.TrimPrefix(key, "-")]
	if !known {
		key, by = "member", orders["member"]
	}
	name := func(s statement.Statement) string {
		return strings.ToLower(p.Roster.Name(&s.MemberID)) + " " + p.Plans[s.PlanID]
	}
	slices.SortStableFunc(p.Rows, func(a, b statement.Statement) int {
		first, named := by(p, a, b), cmp.Compare(name(a), name(b))
		if strings.HasPrefix(key, "-") {
			return cmp.Or(-first, boolean(key == "-member")*-named, named)
		}
		return cmp.Or(first, named)
	})
}

// column is a heading that orders the rows; the first time figures from the greatest down, and names from A on.
func (p tableView) column(key string, c ui.Column) ui.Column {
	to, now := "-"+key, p.Query.Get("sort")
	if key == "member" {
		to = ""
		if now == "" {
			now = "member"
		}
	}
	switch now {
	case key:
		c.Order, to = "ascending", "-"+key
	case "-" + key:
		c.Order, to = "descending", key
	}
	c.Sort = p.here("sort", to)
	return c
}

// against names the period that this one is compared with.
func (p tableView) against() string {
	this, err := p.Calendar.Parse(p.Period)
	if err != nil {
		return "vs previous statement"
	}
	return "vs " + p.Calendar.Shift(this, -1).Label
}

// change is by how much a statement pays more than the one before it; ok is false where there is none.
func (p tableView) change(s statement.Statement) (minor int64, ok bool) {
	before := p.Extras[s.ID].Before
	if before == nil || s.Problem != "" {
		return 0, false
	}
	return s.Payable - *before, true
}

func (p tableView) changeHref(s statement.Statement) string {
	return p.changes(s) + "&from=" + p.Extras[s.ID].From
}

func (p tableView) changes(s statement.Statement) string {
	return p.Where.Base + "/commissions/" + s.Period + "/changes?member=" + s.MemberID.String() + "&plan=" +
		s.PlanID.String()
}

// recalculated is by how much the newest calculation pays more than the one before it, of a statement that is still
// open.
func (p tableView) recalculated(s statement.Statement) (minor int64, ok bool) {
	was := p.Extras[s.ID].Was
	if was == nil || s.State.Closed() || *was == s.Payable {
		return 0, false
	}
	return s.Payable - *was, true
}

func (p tableView) beforeCell(s statement.Statement) page.Cell {
	if before := p.Extras[s.ID].Before; before != nil {
		return page.Major(*before, s.Currency)
	}
	return page.Cell{}
}

func (p tableView) changeCell(s statement.Statement) page.Cell {
	if change, ok := p.change(s); ok {
		return page.Major(change, s.Currency)
	}
	return page.Cell{}
}

// sum is the totals of rows in one currency.
type sum struct {
	Currency                           money.Currency
	N, Compared                        int
	Earned, Payable, Draw, Adjustments int64
	Change                             int64 // of those that are compared with a statement before
	Recalculated                       int
}

// sums are the totals of all rows that fit the filter, by currency.
func (p tableView) sums() []sum {
	var all []sum
	for _, s := range p.Rows {
		i := slices.IndexFunc(all, func(t sum) bool { return t.Currency == s.Currency })
		if i < 0 {
			i, all = len(all), append(all, sum{Currency: s.Currency})
		}
		t := &all[i]
		t.N++
		t.Earned, t.Payable, t.Draw, t.Adjustments = t.Earned+p.earned(s), t.Payable+s.Payable, t.Draw+s.DrawBalance,
			t.Adjustments+s.Adjustments
		if change, ok := p.change(s); ok {
			t.Change, t.Compared = t.Change+change, t.Compared+1
		}
		if _, ok := p.recalculated(s); ok {
			t.Recalculated++
		}
	}
	return all
}

// tiles are what a run comes to, and what is left to do in it.
func (p tableView) tiles() []ui.TileProps {
	var all []ui.TileProps
	changed := 0
	for _, t := range p.sums() {
		c := page.Cash(t.Currency)
		tile := ui.TileProps{Label: "Payable", Value: c.Short(t.Payable), Exact: c.Exact(t.Payable),
			Sub:    ui.Plural(t.N, "statement", "statements") + " in " + string(t.Currency),
			Define: p.Where.Define("commission-payable")}
		if t.Compared > 0 {
			tile.Sub = ui.Signed(c.Short(t.Change)) + " " + p.against() + ", " +
				ui.Plural(t.Compared, "statement", "statements")
		}
		all, changed = append(all, tile), changed+t.Recalculated
	}
	all = append(all, ui.TileProps{Label: statement.Calculated.Label(), Value: ui.Count(p.in(statement.Calculated)),
		Sub:  ui.Count(p.in(statement.ManagerApproved)) + " approved by manager",
		Href: p.only("state", string(statement.Calculated))},
		ui.TileProps{Label: statement.FinanceApproved.Label(), Value: ui.Count(p.in(statement.FinanceApproved)),
			Sub:  ui.Count(p.in(statement.Locked)+p.in(statement.Paid)) + " locked",
			Href: p.only("state", string(statement.FinanceApproved))},
		ui.TileProps{Label: "Problems", Value: ui.Count(p.problems()), Sub: "not calculated",
			Href: p.only("problem", "1")})
	if changed > 0 {
		all = append(all, ui.TileProps{Label: "Changed", Value: ui.Count(changed), Sub: "by the last calculation"})
	}
	return all
}

// only is the page with one filter and no other.
func (p tableView) only(name, value string) string {
	at := p.path() + "?" + name + "=" + value
	if p.Run == nil {
		at += "&period=" + p.Period
	}
	return at
}
