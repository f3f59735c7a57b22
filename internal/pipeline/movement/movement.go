// Package movement says how the open pipeline of a period became another: what was new, what grew, what slipped, what
// was won (definitions §4).
//
// The net view compares how each opportunity stands at the two moments; the gross view walks everything that happened
// to it between them. In both, what was open at the start and all that moved make what is open at the end, to the minor
// unit.
package movement

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Kind is why an opportunity entered the pipeline of a period, changed in it, or left it.
type Kind string

// The kinds, as the bars of the waterfall stand.
const (
	New       Kind = "new"        // not known before
	Reopened  Kind = "reopened"   // was won or lost
	PulledIn  Kind = "pulled_in"  // was expected after the period, or without a date
	PushedIn  Kind = "pushed_in"  // was expected before the period, overdue ones among them
	Entered   Kind = "entered"    // belonged to somebody outside the scope, or to another category, or was omitted
	Increased Kind = "increased"  // is worth more, at the rates of the later moment
	Decreased Kind = "decreased"  // is worth less, at the same rates
	PushedOut Kind = "pushed_out" // slipped: is expected after the period now, or was still open when it ended
	PulledOut Kind = "pulled_out" // is expected before the period now
	Won       Kind = "won"
	Lost      Kind = "lost"
	Omitted   Kind = "omitted" // taken out of the forecast
	Left      Kind = "left"    // belongs to somebody outside the scope now, or to another category
	Exchange  Kind = "fx"      // what the rates did to that which was in before and after
)

// Kinds lists them in order.
var Kinds = []Kind{New, Reopened, PulledIn, PushedIn, Entered, Increased, Decreased, PushedOut, PulledOut, Won, Lost,
	Omitted, Left, Exchange}

// Label is the kind's name for people.
func (k Kind) Label() string {
	return map[Kind]string{New: "New", Reopened: "Reopened", PulledIn: "Pulled in", PushedIn: "Pushed in",
		Entered: "Entered scope", Increased: "Increased", Decreased: "Decreased", PushedOut: "Slipped",
		PulledOut: "Pulled out", Won: "Won", Lost: "Lost", Omitted: "Omitted", Left: "Left scope",
		Exchange: "Exchange rates"}[k]
}

// Comes reports whether the opportunity enters the pipeline.
func (k Kind) Comes() bool { return slices.Contains(Kinds[:5], k) }

// Goes reports whether the opportunity leaves the pipeline.
func (k Kind) Goes() bool {
	return slices.Contains([]Kind{PushedOut, PulledOut, Won, Lost, Omitted, Left}, k)
}

// State is an opportunity at a moment, with the fields that the waterfall needs.
type State struct {
	Known    bool // it was known at the moment; nothing else counts where it was not
	Status   opportunity.Status
	Category opportunity.Category
	CloseOn  period.Date
	Covered  bool        // its owner is in the scope
	Today    period.Date // the day of the moment
	// minor units of the base currency at the moment's own rate; nil where the amount or a rate is not known
	Worth  *int64
	Booked *int64 // the same at the rate of the close date, for what is won
}

// Window is the scope of a waterfall: a period, and one category of it or all if it is empty.
type Window struct {
	Period   period.Period
	Category opportunity.Category
}

// due is the day on which an open opportunity counts: its close date, or once that has passed the day itself, so that
// what is overdue is in the current period and in no other (definitions §3). No date is after every period.
func (s State) due() period.Date {
	if s.CloseOn.IsZero() {
		return period.Date(1<<31 - 1)
	}
	return max(s.CloseOn, s.Today)
}

func (w Window) fits(s State) bool {
	return s.Covered && (w.Category == "" || s.Category == w.Category)
}

// In reports whether an opportunity is in the open pipeline of the window.
func (w Window) In(s State) bool {
	return s.Known && s.Status == opportunity.Open && s.Category != opportunity.Omitted && w.fits(s) &&
		w.Period.Contains(s.due())
}

// Part is a part of the change between two states, in minor units of the base currency: leaving amounts are negative.
type Part struct {
	Kind   Kind
	Amount int64
}

// Step is what lies between two states of one opportunity. Restated is what the first state's amount is worth at the
// rate of the second state's moment.
//
// An opportunity that leaves takes with it what it was worth before; one that comes brings that too, and what its
// amount became since is a part of its own. What was won in the window without having been in before came and was won.
func (w Window) Step(a, b State, restated *int64) []Part {
	switch was, is := w.In(a), w.In(b); {
	case was && is:
		return add(add(nil, Exchange, value(restated)-value(a.Worth)), change(b, restated),
			value(b.Worth)-value(restated))
	case was:
		return []Part{{w.exit(b), -value(a.Worth)}}
	case is && (!a.Known || restated == nil):
		return []Part{{w.entry(a), value(b.Worth)}}
	case is:
		return add([]Part{{w.entry(a), *restated}}, change(b, restated), value(b.Worth)-*restated)
	case b.Known && b.Status == opportunity.Won && a.Status != opportunity.Won && w.fits(b) &&
		w.Period.Contains(b.CloseOn):
		return []Part{{w.entry(a), value(b.Booked)}, {Won, -value(b.Booked)}}
	}
	return nil
}

// entry is why what was not in came in.
func (w Window) entry(a State) Kind {
	switch {
	case !a.Known:
		return New
	case a.Status != opportunity.Open:
		return Reopened
	case !w.fits(a), a.Category == opportunity.Omitted:
		return Entered
	case a.due() < w.Period.Start:
		return PushedIn
	case a.due() >= w.Period.End:
		return PulledIn
	}
	return Entered
}

// exit is why what was in is so no longer, in the order of precedence of definitions §4.
func (w Window) exit(b State) Kind {
	switch {
	case b.Status == opportunity.Won:
		return Won
	case b.Status == opportunity.Lost:
		return Lost
	case !b.Known, b.Category == opportunity.Omitted:
		return Omitted
	case !w.fits(b):
		return Left
	case b.due() < w.Period.Start:
		return PulledOut
	}
	return PushedOut
}

func change(b State, restated *int64) Kind {
	if value(b.Worth) < value(restated) {
		return Decreased
	}
	return Increased
}

func add(parts []Part, kind Kind, amount int64) []Part {
	if amount == 0 {
		return parts
	}
	return append(parts, Part{kind, amount})
}

func value(v *int64) int64 {
	if v == nil {
		return 0
	}
	return *v
}

// Sum is a number of opportunities and their total value in minor units of the base currency.
type Sum struct {
	Count  int64
	Amount int64
}

// Move is one opportunity's contribution to a bar.
type Move struct {
	Part
	ID uuid.UUID
}

// Bar is one step of the waterfall with its opportunities. An opportunity that moved twice in the gross view counts
// twice.
type Bar struct {
	Kind Kind
	Sum
	Moves []Move
}

// View is a waterfall: Begin plus the sums of all bars equals End.
type View struct {
	Begin, End Sum
	Bars       []Bar // those in which something happened, in order
}

// Facts are the fields of an opportunity at a moment that pages show.
type Facts struct {
	Name      string
	AccountID *uuid.UUID
	OwnerID   *uuid.UUID
	Stage     string
	Status    opportunity.Status
	Category  opportunity.Category
	Amount    *int64 // minor units of Currency
	Currency  money.Currency
	CloseOn   period.Date
	NextStep  string
	// minor units of the base currency: at the moment's rate, or of what is closed at that of its close date
	Worth *int64
}

// Change is a changed opportunity, with its state before and after.
type Change struct {
	ID     uuid.UUID
	Before *Facts // nil where it was not known
	After  Facts
	Within Facts // as it was last in the scope, for whoever does not see what became of it elsewhere
	Net    []Part
	Gross  []Part
}

// Movement is the changes of a period's pipeline between two moments.
type Movement struct {
	Window
	From, To scope.Scope
	Base     money.Currency
	Net      View
	Gross    View
	Changes  []Change // those with a part in either view
	Unvalued int64    // how many are in at the end without an amount or a rate, and so count without a sum
}

// stay is a version of an opportunity while it was known: how it stood when that began, and when that ended.
type stay struct {
	Start, End State
	Last       *int64 // what its amount is worth at the last moment
	Facts      Facts
}

// path is all that was known of one opportunity between the moments. Fresh: it was not known at the first.
type path struct {
	ID    uuid.UUID
	Fresh bool
	Stays []stay
}

// within is the last that the scope's own people had of it.
func (p path) within() Facts {
	for _, s := range slices.Backward(p.Stays) {
		if s.End.Covered || s.Start.Covered {
			return s.Facts
		}
	}
	return Facts{}
}

// net compares the ends of a path.
func (w Window) net(p path) []Part {
	first, last := p.Stays[0], p.Stays[len(p.Stays)-1]
	if p.Fresh {
		return w.Step(State{}, last.End, nil)
	}
	return w.Step(first.Start, last.End, first.Last)
}

// gross walks a path: from version to version at the moment of the change, and through each as the days go by.
func (w Window) gross(p path) []Part {
	var parts []Part
	before, restated := State{}, (*int64)(nil)
	for i, s := range p.Stays {
		if i > 0 || p.Fresh {
			parts = append(parts, w.Step(before, s.Start, restated)...)
		}
		parts = append(parts, w.Step(s.Start, s.End, s.End.Worth)...)
		before, restated = s.End, s.End.Worth
	}
	return parts
}

// tell adds paths up to a movement.
func (w Window) tell(paths []path) Movement {
	m := Movement{Window: w}
	bars := [2]map[Kind]*Bar{{}, {}}
	for _, p := range paths {
		first, last := p.Stays[0], p.Stays[len(p.Stays)-1]
		c := Change{ID: p.ID, After: last.Facts, Within: p.within(), Net: w.net(p), Gross: w.gross(p)}
		if !p.Fresh {
			before := first.Facts
			before.Worth = first.Start.Worth
			c.Before = &before
			m.Net.Begin.take(w.In(first.Start), first.Start.Worth)
		}
		m.Net.End.take(w.In(last.End), last.End.Worth)
		if w.In(last.End) && last.End.Worth == nil {
			m.Unvalued++
		}
		for i, parts := range [][]Part{c.Net, c.Gross} {
			for _, part := range parts {
				into(bars[i], part.Kind).take(Move{part, p.ID})
			}
		}
		if len(c.Net)+len(c.Gross) > 0 {
			m.Changes = append(m.Changes, c)
		}
	}
	m.Gross.Begin, m.Gross.End = m.Net.Begin, m.Net.End
	m.Net.Bars, m.Gross.Bars = ordered(bars[0]), ordered(bars[1])
	return m
}

func (s *Sum) take(in bool, worth *int64) {
	if in {
		s.Count++
		s.Amount += value(worth)
	}
}

func (b *Bar) take(m Move) {
	b.Count++
	b.Amount += m.Amount
	b.Moves = append(b.Moves, m)
}

func into(bars map[Kind]*Bar, k Kind) *Bar {
	if bars[k] == nil {
		bars[k] = &Bar{Kind: k}
	}
	return bars[k]
}

func ordered(bars map[Kind]*Bar) []Bar {
	var list []Bar
	for _, k := range Kinds {
		if b := bars[k]; b != nil {
			list = append(list, *b)
		}
	}
	return list
}

// endless stands for the end of what is known until further notice.
var endless = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
