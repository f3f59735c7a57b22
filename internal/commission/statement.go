package commission

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

// Prior is where the last statement left off; the zero Prior is before the first. Amounts are minor units.
type Prior struct {
	On          period.Date       `json:"on"`
	Due         int64             `json:"due_to_date"`
	Paid        int64             `json:"paid_to_date"` // draws included
	DrawBalance int64             `json:"draw_balance"`
	State       []Line            `json:"state"` // everything that was stated and not taken back
	Known       map[string]string `json:"known"` // the events that it rested on, with a digest of each
}

// Statement is what a payee is told and paid on a day; amounts are minor units of the plan's currency.
type Statement struct {
	On          period.Date
	Earned      int64            // to date, over all measurement periods
	DueToDate   int64            // the part of it that has become payable
	PaidBefore  int64            // to date, draws included
	Payable     int64            // after draw
	DrawBalance int64            // what was paid in advance and is not earned yet
	Attainment  *decimal.Decimal // of the first component that has a quota, in the measurement period of the day; nil: none
	Lines       []Line           // what is new since the last statement: they sum to the difference of Earned
	at          *Evaluation
}

// Evaluation is what the statement was made from.
func (s *Statement) Evaluation() *Evaluation { return s.at }

// Prior is where the statement leaves off.
func (s *Statement) Prior() Prior {
	return Prior{s.On, s.DueToDate, s.PaidBefore + s.Payable, s.DrawBalance, s.at.Lines, s.at.Known()}
}

// Known is the events that an evaluation rests on, with a digest of each.
func (e *Evaluation) Known() map[string]string {
	known := map[string]string{}
	for _, event := range e.state.in.Events {
		if event.On <= e.On {
			known[event.ID] = event.digest()
		}
	}
	return known
}

// fresh are the events that were not known, or known otherwise.
func (e *Evaluation) fresh(known map[string]string) map[string]bool {
	fresh := map[string]bool{}
	for id, digest := range e.Known() {
		fresh[id] = known[id] != digest
	}
	return fresh
}

// Make states pay on days, in order. A statement takes in all events up to and with its day; what differs from what the
// one before stated is a line of this one, and earlier ones stay as they are.
func Make(in *Input, days []period.Date) ([]Statement, error) {
	var statements []Statement
	var before Prior
	for _, day := range days {
		at, err := Evaluate(in, day)
		if err != nil {
			return nil, err
		}
		s := Next(in, before, at)
		statements = append(statements, s)
		before = s.Prior()
	}
	return statements, nil
}

// Next is the statement that follows what was stated before.
func Next(in *Input, before Prior, at *Evaluation) Statement {
	s := Statement{On: at.On, Earned: at.Earned(), DueToDate: at.Due(), PaidBefore: before.Paid, at: at,
		Lines: differ(before, at), Attainment: at.Attainment()}
	s.Payable, s.DrawBalance = s.DueToDate-before.Due, before.DrawBalance
	if term := in.nearest(at.On); term != nil && term.Plan.Draw != nil {
		advances := in.advances(term, before.On, at.On)
		s.Payable, s.DrawBalance = draw(term.Plan.Draw, round(term.Plan.Draw.Amount, &term.Plan)*int64(advances), s.Payable, before.DrawBalance)
	}
	return s
}

// advances counts the draws of a statement: the periods of the draw that have begun since the last one, or for the first
// since its payout period began.
func (in *Input) advances(t *Term, before, on period.Date) int {
	from := in.Calendar.Containing(t.Plan.Payout, on).Start
	if before != 0 {
		from = in.Calendar.Containing(t.Plan.Draw.Per, before).End
	}
	n := 0
	for p := in.Calendar.Containing(t.Plan.Draw.Per, max(from, t.From)); p.Start <= min(on, t.lastDay()); p = in.Calendar.Shift(p, 1) {
		n++
	}
	return n
}

// draw is what is paid and carried when an amount is earned in a period (contract: draw); all in minor units.
func draw(d *plan.Draw, amount, earned, balance int64) (paid, after int64) {
	switch {
	case !d.Recoverable:
		return max(earned, amount), balance
	case earned < amount:
		return amount, balance + amount - earned
	}
	repaid := min(balance, earned)
	if d.AboveDraw {
		repaid = min(balance, earned-amount)
	}
	return earned - repaid, balance - repaid
}

// Attainment is the credit of the first component with a quota as a fraction of it, in the measurement period of the day.
func (e *Evaluation) Attainment() *decimal.Decimal {
	t := e.state.in.nearest(e.On)
	if t == nil {
		return nil
	}
	for i := range t.Plan.Components {
		c := &t.Plan.Components[i]
		if c.Kind != plan.Bonus && c.Quota != nil {
			a := e.state.at(c, t, e.On)
			return a.attainment(a.total)
		}
	}
	return nil
}

// differ lists what a statement says anew: each line that changed is taken back as it was stated and stated again.
func differ(before Prior, after *Evaluation) []Line {
	fresh := after.fresh(before.Known)
	left, stated := map[lineKey][]Line{}, map[lineKey]bool{}
	for _, l := range before.State {
		left[l.key()] = append(left[l.key()], l)
		stated[l.key()] = true
	}
	var added []Line
	for _, l := range after.Lines {
		key := l.key()
		if i := slices.IndexFunc(left[key], l.same); i >= 0 {
			left[key] = slices.Delete(left[key], i, i+1)
			continue
		}
		if stated[key] && !l.Clawback {
			l.Event = after.cause(l, fresh)
		}
		added = append(added, l)
	}
	var all []Line
	for _, l := range before.State { // in their order
		for _, gone := range left[l.key()] {
			if gone.Amount != 0 {
				all = append(all, after.reversal(gone, fresh))
			}
		}
		delete(left, l.key())
	}
	return append(all, added...)
}

// reversal takes a stated line back.
func (e *Evaluation) reversal(l Line, fresh map[string]bool) Line {
	l.Reversal, l.Waits = true, ""
	l.Measure, l.Amount, l.Due = l.Measure.Neg(), -l.Amount, -l.Due
	l.Why = "Taken back as it was stated: " + l.Why
	l.Event = e.cause(l, fresh)
	return l
}

// cause is the event that is new since a line was stated and changed it: the deal's own, or else the last that moved what
// the line counts in.
func (e *Evaluation) cause(l Line, fresh map[string]bool) string {
	own, other := "", ""
	for _, a := range e.state.all() {
		if a.component != l.Component {
			continue
		}
		for _, c := range a.causes {
			switch {
			case !fresh[c.ID]:
			case c.Opportunity == l.Opportunity && c.Member == l.Member:
				own = c.ID
			case a.period.Key == l.Period:
				other = c.ID
			}
		}
	}
	return cmp.Or(own, other, l.Event)
}
