package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

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

// Make states pay on days, in order. A statement takes in all events up to and with its day; what differs from what the
// one before stated is a line of this one, and earlier ones stay as they are.
func Make(in *Input, days []period.Date) ([]Statement, error) {
	var statements []Statement
	before := &Statement{at: &Evaluation{}}
	for _, day := range days {
		at, err := Evaluate(in, day)
		if err != nil {
			return nil, err
		}
		s := Next(in, before, at)
		statements = append(statements, s)
		before = &statements[len(statements)-1]
	}
	return statements, nil
}

// Next is the statement that follows another.
func Next(in *Input, before *Statement, at *Evaluation) Statement {
	s := Statement{On: at.On, Earned: at.Earned(), DueToDate: at.Due(), PaidBefore: before.PaidBefore + before.Payable, at: at,
		Lines: differ(before.at, at), Attainment: at.Attainment()}
	s.Payable, s.DrawBalance = s.DueToDate-before.DueToDate, before.DrawBalance
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
			p := e.state.in.measured(t, e.On)
			a := e.state.accumulations[accumulationKey{c.ID, p.Start}]
			if a == nil {
				a = e.state.in.begin(c, t, p)
			}
			return a.attainment(a.total)
		}
	}
	return nil
}

// differ lists what a statement says anew: each line that changed is taken back as it was stated and stated again.
func differ(before, after *Evaluation) []Line {
	left := map[lineKey][]Line{}
	for _, l := range before.Lines {
		left[l.key()] = append(left[l.key()], l)
	}
	var fresh []Line
	for _, l := range after.Lines {
		stated := left[l.key()]
		found := false
		for i := range stated {
			if stated[i].same(l) {
				left[l.key()] = append(stated[:i:i], stated[i+1:]...)
				found = true
				break
			}
		}
		if !found {
			fresh = append(fresh, l)
		}
	}
	var all []Line
	for _, l := range before.Lines { // in their order
		for _, gone := range left[l.key()] {
			if gone.Amount != 0 {
				all = append(all, after.reversal(gone, before.On))
			}
		}
		delete(left, l.key())
	}
	known := map[lineKey]bool{}
	for _, l := range before.Lines {
		known[l.key()] = true
	}
	for _, l := range fresh {
		if known[l.key()] && !l.Clawback {
			l.Event = after.cause(l, before.On)
		}
		all = append(all, l)
	}
	return all
}

// reversal takes a stated line back.
func (e *Evaluation) reversal(l Line, since period.Date) Line {
	l.Reversal = true
	l.Measure, l.Amount, l.due = l.Measure.Neg(), -l.Amount, -l.due
	l.Why = "Taken back as it was stated: " + l.Why
	l.Event = e.cause(l, since)
	return l
}

// cause is the event since a day that changed a line: the deal's own, or else the last that moved its accumulation.
func (e *Evaluation) cause(l Line, since period.Date) string {
	own, any := "", ""
	for key, a := range e.state.accumulations {
		if key.component != l.Component {
			continue
		}
		for _, c := range a.causes {
			switch {
			case c.On <= since:
			case c.Opportunity == l.Opportunity && c.Member == l.Member:
				own = c.ID
			case a.period.Key == l.Period:
				any = c.ID
			}
		}
	}
	if own != "" {
		return own
	}
	if any != "" {
		return any
	}
	return l.Event
}
