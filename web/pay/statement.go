package pay

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/commission"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/member"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Shown is how many lines a statement's page has at once.
const Shown = 60

// Statement is a member's statement of a period, for the member or for who may read it.
type Statement struct {
	Where    page.Where
	Role     tenant.Role
	Me       uuid.UUID
	Member   uuid.UUID
	Period   period.Period
	Calendar period.Calendar
	Sheet    *statement.Sheet      // nil: there is none in the period
	Same     []statement.Statement // the member's statements of the period, where there are several plans
	Others   []statement.Statement // all of the member's, the newest first
	Plans    map[uuid.UUID]string
	Roster   *member.Roster
	Visible  []uuid.UUID // whose records the reader sees; nil for all
	From     int         // lines before the first that is shown
}

// Title is the page's heading.
func (p Statement) Title() string {
	if p.Mine() {
		return "Commission " + p.Period.Label
	}
	return p.Roster.Name(&p.Member) + ", " + p.Period.Label
}

// Subtitle says the plan and when it was calculated.
func (p Statement) Subtitle() string {
	if p.Sheet == nil {
		return p.Period.Label
	}
	s := p.Plans[p.Sheet.PlanID]
	if at := p.Sheet.CalculatedAt; at != nil {
		s += " · calculated " + ui.Stamp(at.In(p.Calendar.Location()))
	}
	return s
}

// Mine tells that the reader looks at their own pay.
func (p Statement) Mine() bool { return p.Me == p.Member }

func (p Statement) cash() cash { return cash(p.Sheet.Currency) }

// to is an address about the statement: "" is the page itself, "/statement.csv" its lines.
func (p Statement) to(rest string, pairs ...string) string { return p.of(p.Period.Key, rest, pairs...) }

func (p Statement) of(key, rest string, pairs ...string) string {
	q := url.Values{}
	if !p.Mine() {
		q.Set("member", p.Member.String())
	}
	if len(p.Same) > 1 && p.Sheet != nil && key == p.Period.Key {
		q.Set("plan", p.Sheet.PlanID.String())
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	path := p.Where.Base + "/commissions/" + key + rest
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

// stateTone is how good a state is.
func stateTone(s statement.State) ui.Tone {
	switch s {
	case statement.Locked, statement.Paid:
		return ui.Good
	case statement.ManagerApproved, statement.FinanceApproved:
		return ui.Info
	case statement.Returned:
		return ui.Warn
	}
	return ui.Neutral
}

// cutRow is one step of how the total comes about.
type cutRow struct{ Name, Value, Why string }

func (p Statement) parts() []cutRow {
	cut, c := p.Sheet.Cut(), p.cash()
	all := []cutRow{{"Earned in this statement", c.exact(cut.Earned), ui.Plural(len(p.Sheet.Result.Lines), "line", "lines") + " below"}}
	add := func(minor int64, name, why string) {
		if minor != 0 {
			all = append(all, cutRow{name, c.signed(minor), why})
		}
	}
	add(cut.Waiting, "Of it not payable yet", "waits for an invoice, a payment or a go-live")
	add(cut.Released, "Payable of what was earned earlier", "what it waited for has happened")
	if cut.Draw > 0 {
		add(cut.Draw, "Draw", "paid in advance")
	} else {
		add(cut.Draw, "Kept back for the draw", "it was paid in advance")
	}
	add(cut.Adjustments, "Adjustments", ui.Plural(len(p.Sheet.Adjusted), "line", "lines")+" with a reason")
	return all
}

func (p Statement) figures() []ui.Pair {
	c, s := p.cash(), p.Sheet
	_, pending := s.Pending()
	earned, paid, year := s.Year()
	pairs := []ui.Pair{{Key: "Pending", Value: c.exact(pending)}, {Key: "Earned in " + year, Value: c.exact(earned)}, {Key: "Paid in " + year, Value: c.exact(paid)}}
	if t := s.Term(); s.DrawBalance != 0 || t != nil && t.Plan.Draw != nil {
		pairs = append(pairs, ui.Pair{Key: "Draw balance", Value: c.exact(s.DrawBalance)})
	}
	return pairs
}

// Line is a line of the statement with its place in it, as disputes name it.
type line struct {
	commission.Line
	Number int
}

// group is the lines of one component.
type group struct {
	ID, Title string
	Sum       int64
	Count     int
	Lines     []line // those on this page
}

func (p Statement) groups() []group {
	var all []group
	for i, l := range p.Sheet.Result.Lines {
		if len(all) == 0 || all[len(all)-1].ID != l.Component {
			all = append(all, group{ID: l.Component, Title: p.component(l.Component)})
		}
		g := &all[len(all)-1]
		g.Sum, g.Count = g.Sum+l.Amount, g.Count+1
		if i >= p.From && i < p.From+Shown {
			g.Lines = append(g.Lines, line{l, i + 1})
		}
	}
	return slices.DeleteFunc(all, func(g group) bool { return len(g.Lines) == 0 })
}

func (p Statement) component(id string) string {
	if c, ok := p.Sheet.Component(id); ok {
		return c.Title()
	}
	return id
}

func (p Statement) pager() ui.PagerProps {
	n := len(p.Sheet.Result.Lines)
	pager := ui.PagerProps{Note: strconv.Itoa(p.From+1) + "–" + strconv.Itoa(min(n, p.From+Shown)) + " of " + ui.Count(n)}
	if p.From > 0 {
		pager.Prev = p.to("", "from", strconv.Itoa(max(0, p.From-Shown)))
	}
	if p.From+Shown < n {
		pager.Next = p.to("", "from", strconv.Itoa(p.From+Shown))
	}
	return pager
}

// name is what the opportunity of a line is called.
func (p Statement) name(key string) string {
	if id, err := uuid.Parse(key); err == nil {
		if n, ok := p.Sheet.Names[id]; ok {
			return n.Name
		}
	}
	return "An opportunity"
}

// account is whom the opportunity of a line is with.
func (p Statement) account(key string) string {
	id, err := uuid.Parse(key)
	if err != nil {
		return ""
	}
	return p.Sheet.Names[id].Account
}

// opportunity is the record of a line, where the reader may open it.
func (p Statement) opportunity(key string) string {
	id, err := uuid.Parse(key)
	if err != nil {
		return ""
	}
	n, ok := p.Sheet.Names[id]
	if !ok || p.Visible != nil && (n.OwnerID == nil || !slices.Contains(p.Visible, *n.OwnerID)) {
		return ""
	}
	return p.Where.Base + "/opportunities/" + id.String()
}

// cause says what led to a line and when.
func (p Statement) cause(l commission.Line) string {
	e, ok := p.Sheet.Cause(l)
	if !ok {
		return "No longer among the events"
	}
	return statement.Words(e.Kind) + " " + day(e.On)
}

// sub is the quiet line under a line's name.
func (p Statement) sub(l commission.Line) string {
	s := p.cause(l)
	if of := p.creditOf(l); of != "" {
		s += " · credit of " + of
	}
	if l.Waits != "" {
		s += " · waits"
	}
	return s
}

// creditOf is whose credit a line pays for, where that is somebody below the member.
func (p Statement) creditOf(l commission.Line) string {
	id, err := uuid.Parse(l.Member)
	if err != nil {
		return ""
	}
	return p.Roster.Name(&id)
}

// measure writes what is credited in a component.
func (p Statement) measure(component string, d decimal.Decimal) string {
	if c, ok := p.Sheet.Component(component); ok && c.Measure == plan.Count {
		return d.String()
	}
	return p.cash().major(d)
}

// paying writes a component's rate: a share, or an amount for each that is counted.
func (p Statement) paying(component string, d decimal.Decimal) string {
	if c, ok := p.Sheet.Component(component); ok && c.Measure == plan.Count {
		return p.cash().major(d) + " each"
	}
	return rate(d)
}

func (p Statement) facts(l commission.Line) []ui.Pair {
	pairs := []ui.Pair{}
	if c, ok := p.Sheet.Component(l.Component); !ok || c.Kind != plan.Bonus {
		pairs = append(pairs, ui.Pair{Key: "Credited", Value: p.measure(l.Component, l.Measure)}, ui.Pair{Key: "Rate", Value: p.paying(l.Component, l.Rate)})
	}
	if !l.Multiplier.Equal(decimal.NewFromInt(1)) {
		pairs = append(pairs, ui.Pair{Key: "Multiplier", Value: "× " + l.Multiplier.String()})
	}
	pairs = append(pairs, ui.Pair{Key: "Cause", Value: p.cause(l)}, ui.Pair{Key: "Counts in", Value: label(p.Calendar, l.Period)},
		ui.Pair{Key: "Opportunity", Value: p.name(l.Opportunity), Href: p.opportunity(l.Opportunity)}, ui.Pair{Key: "Plan", Value: "What the plan says of “" + p.component(l.Component) + "”", Href: "#plan-" + l.Component})
	if l.Due != l.Amount {
		pairs = append(pairs, ui.Pair{Key: "Payable now", Value: p.cash().exact(l.Due)})
	}
	if l.Waits != "" {
		pairs = append(pairs, ui.Pair{Key: "The rest", Value: l.Waits})
	}
	return pairs
}

// dispute is where the member doubts a line.
func (p Statement) dispute(number int) string {
	return p.Where.Base + "/commissions/disputes/new?statement=" + p.Sheet.ID.String() + "&line=" + strconv.Itoa(number)
}

func (p Statement) pendingItems() []ui.Item {
	lines, _ := p.Sheet.Pending()
	var items []ui.Item
	for _, l := range lines {
		items = append(items, ui.Item{Title: p.name(l.Opportunity), Sub: l.Waits, Figure: p.cash().exact(l.Amount - l.Due), Href: p.opportunity(l.Opportunity)})
	}
	return items
}

func (p Statement) adjustmentItems() []ui.Item {
	var items []ui.Item
	for _, a := range p.Sheet.Adjusted {
		items = append(items, ui.Item{Title: a.Reason, Sub: "Adjustment, proposed by " + p.Roster.Name(a.ProposedBy) + " and approved by " + p.Roster.Name(a.DecidedBy), Figure: p.cash().exact(a.Amount)})
	}
	return items
}

func (p Statement) events() []ui.Event {
	var events []ui.Event
	for _, s := range p.Sheet.Steps {
		at := s.SetAt.In(p.Calendar.Location())
		e := ui.Event{Title: s.State.Label(), When: ui.Stamp(at), At: at.Format(time.RFC3339), Tone: stateTone(s.State), Detail: s.Note}
		if s.SetBy != nil {
			e.When = p.Roster.Name(s.SetBy) + ", " + e.When
		}
		events = append(events, e)
	}
	return events
}

func (p Statement) earlier() []ui.Item {
	var items []ui.Item
	for _, s := range p.Others {
		if p.Sheet != nil && s.ID == p.Sheet.ID {
			continue
		}
		item := ui.Item{Title: label(p.Calendar, s.Period), Sub: s.State.Label(), Href: p.of(s.Period, ""), Figure: cash(s.Currency).exact(s.Payable)}
		if len(p.Plans) > 1 {
			item.Sub = p.Plans[s.PlanID] + " · " + item.Sub
		}
		items = append(items, item)
	}
	return items
}

// plans are the tabs between statements of one period on several plans.
func (p Statement) plans() []ui.Tab {
	var all []ui.Tab
	for _, s := range p.Same {
		all = append(all, ui.Tab{Label: p.Plans[s.PlanID], Href: p.to("", "plan", s.PlanID.String()), Active: p.Sheet != nil && s.ID == p.Sheet.ID})
	}
	return all
}

// words are the sections of the plan in force.
func (p Statement) words() []plan.Section {
	t := p.Sheet.Term()
	if t == nil {
		return nil
	}
	return plan.Words(t.Plan)
}

// move is what the reader may do with the statement next.
type move struct {
	To    statement.State
	Label string
}

// moves are the states that a reader of a role may put a statement into from where it stands.
func moves(role tenant.Role, from statement.State) []move {
	var all []move
	add := func(right tenant.Right, to statement.State, label string) {
		if role.May(right) {
			all = append(all, move{to, label})
		}
	}
	switch from {
	case statement.Calculated:
		add(tenant.ApprovePay, statement.ManagerApproved, "Approve")
	case statement.ManagerApproved:
		add(tenant.ManagePay, statement.FinanceApproved, "Approve for finance")
	case statement.FinanceApproved:
		add(tenant.ManagePay, statement.Locked, "Lock")
	case statement.Locked:
		add(tenant.ManagePay, statement.Paid, "Mark as paid")
	}
	if from == statement.Calculated || from == statement.ManagerApproved || from == statement.FinanceApproved {
		add(tenant.ApprovePay, statement.Returned, "Return")
	}
	return all
}

// Choice is a statement as a form names it: its key and the state that the person saw.
func Choice(s statement.Statement) string { return s.ID.String() + "." + strconv.Itoa(s.StateNumber) }

// Chosen reads a Choice.
func Chosen(text string) (id uuid.UUID, number int, err error) {
	if len(text) < 38 || text[36] != '.' {
		return id, 0, fault.New(fault.Invalid, "That is no statement.")
	}
	if id, err = uuid.Parse(text[:36]); err == nil {
		number, err = strconv.Atoi(text[37:])
	}
	if err != nil {
		return id, 0, fault.New(fault.Invalid, "That is no statement.")
	}
	return id, number, nil
}
