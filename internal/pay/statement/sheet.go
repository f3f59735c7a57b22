package statement

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/plan"
)

// Sheet is a statement as its page shows it: result, inputs and history. Amounts are minor units of its currency.
type Sheet struct {
	Statement
	Made
	Steps    []Step                  // the newest first
	Others   []Statement             // all of the member's, this one among them, the newest first
	Adjusted []adjustment.Adjustment // which are part of it
	Names    map[uuid.UUID]fact.Named
	calendar period.Calendar
}

// Made is one calculation with its inputs and results.
type Made struct {
	Calculation Calculation
	Inputs      *evidence.Bundle // nil: it could not be calculated
	Result      evidence.Result
}

// Calculation is one calculation of a statement. Amounts are minor units, as in a Statement.
type Calculation struct {
	ID           uuid.UUID
	Number       int
	AsOf         time.Time
	Problem      string
	Payable      int64
	Adjustments  int64
	CalculatedAt time.Time
}

// Step is a change of a statement's state, with author and reason.
type Step struct {
	Number        int
	State         State
	CalculationID uuid.UUID
	Note          string
	SetAt         time.Time
	SetBy         *uuid.UUID
}

// Cut is the composition of a total: its parts add up to Total, in minor units (definitions §10).
type Cut struct {
	Earned      int64 // the lines of this statement
	Waiting     int64 // of those, what is not payable yet; never positive unless lines are taken back
	Released    int64 // earned earlier and payable since the last statement
	Draw        int64 // paid in advance, or kept back for it where negative
	Adjustments int64
	Total       int64
}

// Cut divides the statement's total.
func (s Sheet) Cut() Cut {
	c := Cut{Adjustments: s.Adjustments, Total: s.Payable}
	due := int64(0)
	for _, l := range s.Result.Lines {
		c.Earned, due = c.Earned+l.Amount, due+l.Due
	}
	c.Waiting = due - c.Earned
	all := s.Result.DueToDate
	if s.Inputs != nil {
		all -= s.Inputs.Before.Due
	}
	c.Released = all - due
	c.Draw = s.Payable - s.Adjustments - all
	return c
}

// Pending lists earnings that are not payable yet, with what each depends on.
func (s Sheet) Pending() (lines []commission.Line, sum int64) {
	for _, l := range s.Result.State {
		if l.Amount != l.Due {
			lines, sum = append(lines, l), sum+l.Amount-l.Due
		}
	}
	return lines, sum
}

// Year is the member's fiscal year of the statement, over all plans in its currency.
func (s Sheet) Year() Year { return YearOf(s.Others, s.calendar, s.EndsOn-1, s.Currency) }

// Term is the plan version in force at the statement's end, or the last before it; nil if there is none.
func (s Sheet) Term() *evidence.Term {
	if s.Inputs == nil {
		return nil
	}
	var found *evidence.Term
	for i := range s.Inputs.Terms {
		if t := &s.Inputs.Terms[i]; found == nil || t.From <= s.Inputs.On {
			found = t
		}
	}
	return found
}

// Component finds a component of the plan, in the newest version that has it.
func (s Sheet) Component(id string) (plan.Component, bool) {
	if s.Inputs == nil {
		return plan.Component{}, false
	}
	for _, t := range slices.Backward(s.Inputs.Terms) {
		if i := slices.IndexFunc(t.Plan.Components, func(c plan.Component) bool { return c.ID == id }); i >= 0 {
			return t.Plan.Components[i], true
		}
	}
	return plan.Component{}, false
}

// Cause is the event that a line names.
func (m Made) Cause(l commission.Line) (commission.Event, bool) {
	if m.Inputs == nil {
		return commission.Event{}, false
	}
	i := slices.IndexFunc(m.Inputs.Events, func(e commission.Event) bool { return e.ID == l.Event })
	if i < 0 {
		return commission.Event{}, false
	}
	return m.Inputs.Events[i], true
}
