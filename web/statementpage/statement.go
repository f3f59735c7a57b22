// Package statementpage is what a member is paid and why: the statement, what changed in it, and its proof.
package statementpage

import (
	"net/url"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// statementView is a member's statement of a period, for the member or for who may read it.
type statementView struct {
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
	Search   string      // what the reader looks for among the lines
	From     int         // opportunities before the first that is shown
}

// Title is the page's heading.
func (p statementView) Title() string {
	if p.Mine() {
		return "Commission " + p.Period.Label
	}
	return p.Roster.Name(&p.Member) + ", " + p.Period.Label
}

// Subtitle says the plan and when it was calculated.
func (p statementView) Subtitle() string {
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
func (p statementView) Mine() bool { return p.Me == p.Member }

func (p statementView) cash() page.Cash { return page.Cash(p.Sheet.Currency) }

// to is an address about the statement: "" is the page itself, "/statement.csv" its lines.
func (p statementView) to(rest string, pairs ...string) string {
	return p.of(p.Period.Key, rest, pairs...)
}

func (p statementView) of(key, rest string, pairs ...string) string {
	q := url.Values{}
	if !p.Mine() {
		q.Set("member", p.Member.String())
	}
	if len(p.Same) > 1 && p.Sheet != nil && key == p.Period.Key {
		q.Set("plan", p.Sheet.PlanID.String())
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	path := p.Where.Base + "/commissions/" + key + rest
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

// keep is what an address about the statement carries along.
func (p statementView) keep() []ui.Pair {
	var keep []ui.Pair
	if !p.Mine() {
		keep = append(keep, ui.Pair{Key: "member", Value: p.Member.String()})
	}
	if len(p.Same) > 1 {
		keep = append(keep, ui.Pair{Key: "plan", Value: p.Sheet.PlanID.String()})
	}
	return keep
}

func (p statementView) tab() string {
	switch {
	case p.Mine():
		return "My statement"
	case p.Role == tenant.Manager:
		return "Team"
	}
	return "Runs"
}

// why is the reason that a period has no statement.
func (p statementView) why() string {
	if len(p.Others) > 0 {
		return "Commissions for this period have not been calculated, or none of your plans pays in it."
	}
	if p.Role == tenant.Admin {
		return "Administrators do not see pay. Finance and sales operations run commissions."
	}
	return "Your statement appears once you are on a compensation plan and commissions for the period have been " +
		"calculated."
}

// cutRow is one step of how the total comes about.
type cutRow struct{ Name, Value, Why string }

func (p statementView) parts() []cutRow {
	cut, c := p.Sheet.Cut(), p.cash()
	all := []cutRow{{"Earned in this statement", c.Exact(cut.Earned), p.below()}}
	add := func(minor int64, name, why string) {
		if minor != 0 {
			all = append(all, cutRow{name, c.Signed(minor), why})
		}
	}
	add(cut.Waiting, "Not payable yet", "pending an invoice, a payment or a go-live")
	add(cut.Released, "Earned earlier, payable now", "the customer was invoiced, paid or went live")
	if cut.Draw > 0 {
		add(cut.Draw, "Draw", "paid in advance")
	} else {
		add(cut.Draw, "Kept back for the draw", "it was paid in advance")
	}
	add(cut.Adjustments, "Adjustments", ui.Plural(len(p.Sheet.Adjusted), "line", "lines")+" with a reason")
	return all
}

// below says what the earned amount is made of.
func (p statementView) below() string {
	seen := map[string]bool{}
	for _, l := range p.Sheet.Result.Lines {
		seen[l.Opportunity] = true
	}
	if len(seen) == 0 {
		return "no bookings or changes"
	}
	return ui.Plural(len(seen), "opportunity", "opportunities") + " below"
}

func (p statementView) figures() []ui.Pair {
	c, s := p.cash(), p.Sheet
	y := s.Year()
	pending := ui.Pair{Key: "Pending", Value: c.Exact(y.Pending)}
	if len(p.pendingItems()) > 0 {
		pending.Href = p.to("") + "#pending"
	}
	pairs := []ui.Pair{{Key: "Earned in " + y.Label, Value: c.Exact(y.Earned)}, {Key: "Paid in " + y.Label,
		Value: c.Exact(y.Paid)}, {Key: "Approved, not yet paid", Value: c.Exact(y.Approved)}, pending}
	if t := s.Term(); s.DrawBalance != 0 || t != nil && t.Plan.Draw != nil {
		pairs = append(pairs, ui.Pair{Key: "Draw balance", Value: c.Exact(s.DrawBalance)})
	}
	return pairs
}

// drawSaid is what is owed of a draw, in a sentence.
func (p statementView) drawSaid() string {
	if p.Sheet.DrawBalance <= 0 {
		return ""
	}
	return "Draws paid in advance: " + p.cash().Exact(p.Sheet.DrawBalance) +
		" will be deducted from later earnings."
}

func (p statementView) adjustmentItems() []ui.Item {
	var items []ui.Item
	for _, a := range p.Sheet.Adjusted {
		items = append(items, ui.Item{Title: a.Reason, Sub: "Adjustment, proposed by " + p.Roster.Name(a.ProposedBy) +
			" and approved by " + p.Roster.Name(a.DecidedBy), Figure: p.cash().Exact(a.Amount)})
	}
	return items
}

// pendingItems are what is earned and not payable, an opportunity's lines that wait for the same together.
func (p statementView) pendingItems() []ui.Item {
	lines, _ := p.Sheet.Pending()
	type cause struct{ opportunity, waits string }
	sums := map[cause]int64{}
	var order []cause
	for _, l := range lines {
		c := cause{l.Opportunity, l.Waits}
		if _, seen := sums[c]; !seen {
			order = append(order, c)
		}
		sums[c] += l.Amount - l.Due
	}
	var items []ui.Item
	for _, c := range order {
		if sums[c] != 0 {
			items = append(items, ui.Item{Title: p.name(c.opportunity), Sub: c.waits, Figure: p.cash().Exact(sums[c]),
				Href: p.opportunity(c.opportunity)})
		}
	}
	return items
}

func (p statementView) events() []ui.Event {
	var events []ui.Event
	for _, s := range p.Sheet.Steps {
		at := s.SetAt.In(p.Calendar.Location())
		e := ui.Event{Title: s.State.Label(), When: ui.Stamp(at), At: at.Format(time.RFC3339), Tone: pay.Tone(s.State),
			Detail: s.Note}
		if s.SetBy != nil {
			e.When = p.Roster.Name(s.SetBy) + ", " + e.When
		}
		events = append(events, e)
	}
	return events
}

func (p statementView) earlier() []ui.Item {
	var items []ui.Item
	for _, s := range p.Others {
		if p.Sheet != nil && s.ID == p.Sheet.ID {
			continue
		}
		item := ui.Item{Title: pay.Label(p.Calendar, s.Period), Sub: s.State.Label(), Href: p.of(s.Period, ""),
			Figure: page.Cash(s.Currency).Exact(s.Payable)}
		if len(p.Plans) > 1 {
			item.Sub = p.Plans[s.PlanID] + " · " + item.Sub
		}
		items = append(items, item)
	}
	return items
}

// plans are the tabs between statements of one period on several plans.
func (p statementView) plans() []ui.Tab {
	var all []ui.Tab
	for _, s := range p.Same {
		all = append(all, ui.Tab{Label: p.Plans[s.PlanID], Href: p.to("", "plan", s.PlanID.String()),
			Active: p.Sheet != nil && s.ID == p.Sheet.ID})
	}
	return all
}

// words are the sections of the plan in force.
func (p statementView) words() []wording.Section {
	t := p.Sheet.Term()
	if t == nil {
		return nil
	}
	return wording.Words(t.Plan)
}
