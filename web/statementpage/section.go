package statementpage

import (
	"slices"
	"strconv"
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// shown is how many opportunities a statement's page has at once.
const shown = 60

// searchable is from how many opportunities on a statement is searched.
const searchable = 12

// line is a line of the statement with its place in it, as disputes name it.
type line struct {
	commission.Line
	Number int
}

// entry is what one opportunity earns in a component: often one line, more where it crosses a tier or is taken back and
// earned anew.
type entry struct {
	Opportunity string
	Sum, Due    int64
	Lines       []line
}

// idle tells that an entry comes to nothing: a bonus without a budget, or something that is taken back and earned anew
// as it was.
func (e entry) idle() bool { return e.Sum == 0 && e.Due == 0 }

// last is the line that says how it is now; what was taken back stands before it.
func (e entry) last() line { return e.Lines[len(e.Lines)-1] }

// mark is what a reader must know of an entry before they open it.
func (e entry) mark() string {
	back, again := 0, 0
	for _, l := range e.Lines {
		switch {
		case l.Clawback:
			return "Clawback"
		case l.Reversal:
			back++
		default:
			again++
		}
	}
	switch {
	case back > 0 && again > 0:
		return "Changed"
	case back > 0:
		return "Taken back"
	}
	return ""
}

// section is a component of the plan: how far it is, and what its opportunities earn in this statement.
type section struct {
	ID, Title string
	Places    []statement.Place
	Sum       int64
	Count     int     // of all opportunities that it has lines of
	Entries   []entry // those on this page that come to something
	Idle      []entry // and those that do not
}

// sections are the plan's components in the statement's order, those that credit adds up in first. Components without
// any credit and any line are the second answer.
func (p statementView) sections() (all []section, untouched []statement.Place) {
	find := func(id string) *section {
		i := slices.IndexFunc(all, func(s section) bool { return s.ID == id })
		if i < 0 {
			i, all = len(all), append(all, section{ID: id, Title: p.component(id)})
		}
		return &all[i]
	}
	entries := p.entries()
	for _, place := range p.Sheet.Places() {
		if _, lines := entries[place.Component]; !lines && place.Credited.IsZero() {
			untouched = append(untouched, place)
			continue
		}
		s := find(place.Component)
		s.Places = append(s.Places, place)
	}
	for _, l := range p.Sheet.Result.Lines {
		find(l.Component)
	}
	at := 0
	for i := range all {
		s := &all[i]
		for _, e := range entries[s.ID] {
			s.Sum, s.Count = s.Sum+e.Sum, s.Count+1
			if !p.sought(e) {
				continue
			}
			if at++; at <= p.From || at > p.From+shown {
				continue
			}
			if e.idle() {
				s.Idle = append(s.Idle, e)
			} else {
				s.Entries = append(s.Entries, e)
			}
		}
	}
	return all, untouched
}

// entries are the statement's lines by component and opportunity, those that come to something first.
func (p statementView) entries() map[string][]entry {
	all := map[string][]entry{}
	for i, l := range p.Sheet.Result.Lines {
		list := all[l.Component]
		at := slices.IndexFunc(list, func(e entry) bool { return e.Opportunity == l.Opportunity })
		if at < 0 {
			at, list = len(list), append(list, entry{Opportunity: l.Opportunity})
		}
		e := &list[at]
		e.Sum, e.Due, e.Lines = e.Sum+l.Amount, e.Due+l.Due, append(e.Lines, line{l, i + 1})
		all[l.Component] = list
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b entry) int {
			switch {
			case a.idle() == b.idle():
				return 0
			case a.idle():
				return 1
			}
			return -1
		})
	}
	return all
}

// sought tells whether an entry is what the reader searches for, by opportunity, account or whose credit it is.
func (p statementView) sought(e entry) bool {
	if p.Search == "" {
		return true
	}
	text := strings.ToLower(p.name(e.Opportunity) + "\n" + p.account(e.Opportunity) + "\n" +
		p.creditOf(e.Lines[0].Line))
	return strings.Contains(text, strings.ToLower(p.Search))
}

// found is how many entries the statement has, and how many of those are sought.
func (p statementView) found() (sought, all int) {
	for _, list := range p.entries() {
		for _, e := range list {
			if all++; p.sought(e) {
				sought++
			}
		}
	}
	return sought, all
}

// Turn begins the page at an opportunity of those that are sought, by its number as an address has it; any other is
// left alone.
func (p *statementView) Turn(from string) {
	if n, err := strconv.Atoi(from); err == nil && n > 0 {
		if sought, _ := p.found(); n < sought {
			p.From = n
		}
	}
}

func (p statementView) pager(n int) ui.PagerProps {
	pager := ui.PagerProps{Note: strconv.Itoa(p.From+1) + "–" + strconv.Itoa(min(n, p.From+shown)) + " of " +
		ui.Count(n)}
	to := func(from int) string { return p.to("", "q", p.Search, "from", strconv.Itoa(from)) + "#lines" }
	if p.From > 0 {
		pager.Prev = to(max(0, p.From-shown))
	}
	if p.From+shown < n {
		pager.Next = to(p.From + shown)
	}
	return pager
}

// subtitle is a component's period and what it has earned in that.
func (p statementView) subtitle(s section) string {
	var parts []string
	for _, place := range s.Places {
		parts = append(parts, pay.Label(p.Calendar, place.Period)+" · "+p.cash().Exact(place.Earned)+" earned so far")
	}
	return strings.Join(parts, "; ")
}

// stated is what of a component is in this statement.
func (p statementView) stated(s section) string {
	return ui.Plural(s.Count, "opportunity", "opportunities") + " in this statement · " + p.cash().Exact(s.Sum)
}

// sub is the quiet line under an entry's name.
func (p statementView) sub(e entry) string {
	l := e.last().Line
	s := p.cause(l)
	if n := len(e.Lines); n > 1 {
		s += " · " + ui.Plural(n, "line", "lines")
	}
	if of := p.creditOf(l); of != "" {
		s += " · credit of " + of
	}
	if waits := e.Sum - e.Due; waits > 0 {
		s += " · " + p.cash().Exact(waits) + " waits"
	}
	return s
}

// sameReason is why all of some entries come to nothing, where one sentence says it for each.
func sameReason(all []entry) string {
	why := ""
	for _, e := range all {
		for _, l := range e.Lines {
			if why == "" {
				why = money.Marked(l.Why)
			}
			if money.Marked(l.Why) != why {
				return ""
			}
		}
	}
	return why
}
