package runpage

import (
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// perPage is how many statements a table shows at once; its totals are over all of them.
const perPage = 100

// tableView is the statements of a run, or those of a manager's people in a period.
type tableView struct {
	Where    page.Where
	Role     tenant.Role
	Me       uuid.UUID
	Calendar period.Calendar
	Team     bool            // of a manager's people, and no run
	Run      *payrun.Run     // nil: a team
	Attempt  *payrun.Attempt // the run's last
	Period   string
	Periods  []string // of a team, the newest first
	All      []statement.Statement
	Rows     []statement.Statement // which fit the filter
	Extras   map[uuid.UUID]statement.Extra
	Plans    map[uuid.UUID]string
	Roster   *member.Roster
	Query    url.Values
	From     int
	Waiting  int // people below the reader whose pay is shut until the line to them is confirmed

	Withdrawing page.Form // why the run could not be withdrawn
}

// withdrawable tells that the run can be taken back: nothing in it is locked.
func (p tableView) withdrawable() bool {
	return p.Run != nil && p.Role.May(tenant.RunPay) && p.in(statement.Locked)+p.in(statement.Paid) == 0
}

// Label is the period's name.
func (p tableView) Label() string { return pay.Label(p.Calendar, p.Period) }

// Take keeps the statements and chooses those that the page is asked for. A team's are those of others.
func (p *tableView) Take(all []statement.Statement) {
	for _, s := range all {
		if p.Team && s.MemberID == p.Me {
			continue
		}
		p.All = append(p.All, s)
		if p.fits(s) {
			p.Rows = append(p.Rows, s)
		}
	}
	p.order()
}

func (p tableView) fits(s statement.Statement) bool {
	m, _ := p.Roster.Find(s.MemberID)
	state, team := p.Query.Get("state"), p.Query.Get("team")
	return (state == "" || string(s.State) == state) && (team == "" || m.Team == team) &&
		(p.Query.Get("problem") == "" || s.Problem != "") && contains(m.Name, p.Query.Get("q"))
}

// Over tells that nothing is being calculated.
func (p tableView) Over() bool { return p.Attempt == nil || p.Attempt.FinishedAt != nil }

func (p tableView) tab() string {
	if p.Run == nil {
		return "Team"
	}
	return "Runs"
}

func (p tableView) path() string {
	if p.Run == nil {
		return p.Where.Base + "/commissions/team"
	}
	return p.Where.Base + "/commissions/runs/" + p.Run.ID.String()
}

func (p tableView) here(pairs ...string) string {
	q := url.Values{}
	for _, name := range []string{"q", "state", "team", "problem", "period", "sort", "all"} {
		if v := p.Query.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return p.path()
	}
	return p.path() + "?" + q.Encode()
}

func (p tableView) clear() string {
	if p.Query.Get("q")+p.Query.Get("state")+p.Query.Get("team")+p.Query.Get("problem") == "" {
		return ""
	}
	if p.Run == nil {
		return p.path() + "?period=" + url.QueryEscape(p.Period)
	}
	return p.path()
}

func (p tableView) shown() []statement.Statement {
	return p.Rows[min(p.From, len(p.Rows)):min(len(p.Rows), p.From+p.most())]
}

// most is how many rows the page shows: one that moves all of them on at once is asked for.
func (p tableView) most() int {
	if p.Query.Get("all") != "" {
		return max(perPage, len(p.Rows))
	}
	return perPage
}

func (p tableView) pager() ui.PagerProps {
	pager := ui.PagerProps{Note: strconv.Itoa(p.From+1) + "–" + strconv.Itoa(min(len(p.Rows), p.From+perPage)) +
		" of " + ui.Count(len(p.Rows)) + "; totals include all"}
	if p.From > 0 {
		pager.Prev = p.here("from", strconv.Itoa(max(0, p.From-perPage)))
	}
	if p.From+perPage < len(p.Rows) {
		pager.Next = p.here("from", strconv.Itoa(p.From+perPage))
	}
	return pager
}

func (p tableView) href(s statement.Statement) string {
	q := url.Values{"member": {s.MemberID.String()}, "plan": {s.PlanID.String()}}
	return p.Where.Base + "/commissions/" + s.Period + "?" + q.Encode()
}

// earned is what a statement's own lines come to; one that could not be calculated has none.
func (p tableView) earned(s statement.Statement) int64 {
	if s.Problem != "" {
		return 0
	}
	return p.Extras[s.ID].Earned
}

func (p tableView) teamOf(s statement.Statement) string {
	m, _ := p.Roster.Find(s.MemberID)
	return m.Team
}

// bulk are the moves that fit any of the rows, in the order of the states.
func (p tableView) bulk() []pay.Move {
	var all []pay.Move
	seen := map[statement.State]bool{}
	for _, from := range []statement.State{statement.Calculated, statement.ManagerApproved, statement.FinanceApproved,
		statement.Locked} {
		for _, m := range pay.Moves(p.Role, from) {
			if !seen[m.To] && p.in(from) > 0 && m.To != statement.Returned {
				seen[m.To] = true
				all = append(all, m)
			}
		}
	}
	if p.Role.May(tenant.ApprovePay) &&
		p.in(statement.Calculated)+p.in(statement.ManagerApproved)+p.in(statement.FinanceApproved) > 0 {
		all = append(all, pay.Move{To: statement.Returned, Label: "Return"})
	}
	return all
}

// headline is the state of the calculation in a sentence.
func (p tableView) headline() string {
	switch a := p.Attempt; {
	case a == nil:
		return "Not calculated yet."
	case a.FinishedAt == nil && a.Members == 0:
		return "Collecting bookings, quotas and plans."
	case a.FinishedAt == nil:
		return ui.Count(a.Done) + " of " + ui.Plural(a.Members, "statement", "statements") + " calculated."
	case a.Problem != "":
		return "The calculation stopped: " + a.Problem
	default:
		return ui.Plural(a.Members, "statement", "statements") + ", calculated with data as of " +
			ui.Stamp(a.AsOf.In(p.Calendar.Location())) + "."
	}
}

func (p tableView) bar() ui.Bar {
	return ui.Bar{Value: float64(p.Attempt.Done), Max: float64(max(1, p.Attempt.Members)),
		Label: "Statements calculated", Tone: ui.Accent}
}

// tableSheet is a table of statements for a spreadsheet: all that fit the filter.
func tableSheet(p tableView) page.Sheet {
	s := page.Sheet{File: "commissions-" + p.Period, Head: []string{"Member", "Team", "Plan", "Period", "State",
		"Attainment %", "Earned in statement", "Earned to date", "Payable to date", "Paid before", "Adjustments",
		"Payable", "Draw balance", "Currency", "Problem", "Note", "Statement before", "Difference"}}
	for _, r := range p.Rows {
		attainment := page.Cell{}
		if r.Attainment != nil {
			attainment = page.Decimal(r.Attainment.Shift(2).Truncate(4))
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(p.Roster.Name(&r.MemberID)), page.Text(p.teamOf(r)),
			page.Text(p.Plans[r.PlanID]), page.Text(r.Period), page.Text(r.State.Label()), attainment,
			page.Major(p.earned(r), r.Currency), page.Major(r.Earned, r.Currency), page.Major(r.Due, r.Currency),
			page.Major(r.PaidBefore, r.Currency), page.Major(r.Adjustments, r.Currency),
			page.Major(r.Payable, r.Currency), page.Major(r.DrawBalance, r.Currency), page.Text(string(r.Currency)),
			page.Text(r.Problem), page.Text(p.Extras[r.ID].Note),
			p.beforeCell(r), p.changeCell(r)})
	}
	return s
}
