package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Prior is the end state of the last statement; the zero Prior is before the first. Amounts are minor units.
type Prior struct {
	On          period.Date       `json:"on"`
	Due         int64             `json:"due_to_date"`
	Paid        int64             `json:"paid_to_date"` // draws included
	DrawBalance int64             `json:"draw_balance"`
	State       []Line            `json:"state"` // everything that was stated and not taken back
	Known       map[string]string `json:"known"` // the events that it rested on, with a digest of each
}

// Statement is a payee's pay on a day, with its lines; amounts are minor units of the plan's currency.
type Statement struct {
	On          period.Date
	Earned      int64 // to date, over all measurement periods
	DueToDate   int64 // the part of it that has become payable
	PaidBefore  int64 // to date, draws included
	Payable     int64 // after draw
	DrawBalance int64 // what was paid in advance and is not earned yet
	// of the first component that has a quota, in the measurement period of the day; nil: none
	Attainment *decimal.Decimal
	Lines      []Line // what is new since the last statement: they sum to the difference of Earned
	at         *Evaluation
}

// Prior is the end state of this statement, for the next one.
func (s *Statement) Prior() Prior {
	return Prior{s.On, s.DueToDate, s.PaidBefore + s.Payable, s.DrawBalance, s.at.Lines, s.at.Known()}
}

// Known lists the events that an evaluation uses, with a digest of each.
func (e *Evaluation) Known() map[string]string {
	if e.known == nil {
		e.known = Known(e.state.in.Events, e.On)
	}
	return e.known
}

// Known lists the events up to a day, with a digest of each.
func Known(events []Event, on period.Date) map[string]string {
	known := make(map[string]string, len(events))
	for i := range events {
		if events[i].On <= on {
			known[events[i].ID] = events[i].digest()
		}
	}
	return known
}

// fresh are the events that were not known, or known otherwise.
func (e *Evaluation) fresh(known map[string]string) map[string]bool {
	fresh := map[string]bool{}
	for id, digest := range e.Known() {
		if known[id] != digest {
			fresh[id] = true
		}
	}
	return fresh
}

// Make makes the statements of several days, in order. A statement includes all events up to and including its day.
// Differences from the statement before are its lines; earlier statements do not change.
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

// Next is the statement that follows the prior one.
func Next(in *Input, before Prior, at *Evaluation) Statement {
	s := NextAmounts(in, before, at)
	s.Lines, s.Attainment = differ(before, at), at.Attainment()
	return s
}

// NextAmounts is the amounts of the Next statement without lines and attainment, for callers that only need the
// payment. From the prior statement it needs the amounts only.
func NextAmounts(in *Input, before Prior, at *Evaluation) Statement {
	s := Statement{On: at.On, Earned: at.Earned(), DueToDate: at.Due(), PaidBefore: before.Paid, at: at}
	s.Payable, s.DrawBalance = s.DueToDate-before.Due, before.DrawBalance
	if term := in.nearest(at.On); term != nil && term.Plan.Draw != nil {
		s.Payable, s.DrawBalance = in.draw(term, before, at.On, s.Payable)
	}
	return s
}

// Attainment is the credit of the first component with a quota as a fraction of it, in the measurement period of the
// day.
func (e *Evaluation) Attainment() *decimal.Decimal {
	t := e.state.in.nearest(e.On)
	if t == nil {
		return nil
	}
	for i := range t.Plan.Components {
		c := &t.Plan.Components[i]
		if c.Kind != plan.Bonus && c.Quota != nil {
			a := e.state.at(c, t, e.On)
			return attained(a.total, e.state.in.quota(c, a.period))
		}
	}
	return nil
}
