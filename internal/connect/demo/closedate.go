package demo

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// closeDateSteps is the close date that the rep first hoped for, and the pushes since. The hope is on the bright
// side; when the day comes near, or has gone by, the date is moved.
func (s *generator) closeDateSteps(d chance.Dice, o *opportunity) (period.Date, []step) {
	if o.stage.closed() {
		hope := o.created + period.Date(max(12, float64(o.ended-o.created)*(.5+.75*d.Float64())))
		return s.push(d, o, s.typed(d, hope), o.ended, 0)
	}
	hope := o.created + period.Date(max(12, float64(o.closeOn-o.created)*(.45+.75*d.Float64())))
	if hope = s.typed(d, hope); hope < o.closeOn-12 && hope < s.today {
		return s.push(d, o, hope, o.closeOn-12, o.closeOn)
	}
	if o.ended-o.created < 30 || !d.Happens(.3) {
		return o.closeOn, nil
	}
	// Not due yet, and yet moved once: pushed as a rule, pulled in sometimes.
	moved := period.Date(d.Between(14, 45))
	if d.Happens(.3) {
		moved = -moved
	}
	return max(o.created+5, o.closeOn-moved), []step{{on: o.at(.2 + .75*d.Float64()), field: fieldClose,
		date: o.closeOn}}
}

// push moves the hope until it is not before the end; a final date, where one is given, is then the last.
func (s *generator) push(d chance.Dice, o *opportunity, hope, end, final period.Date) (period.Date, []step) {
	var steps []step
	at := hope
	last := o.created
	for at < end {
		on := max(last+1, at+period.Date(d.Between(-9, 6)))
		next := s.typed(d, max(at, on)+period.Date(d.Between(14, 55)))
		if on >= o.ended {
			break
		}
		if !final.IsZero() && (next >= end || next >= s.today-6) {
			next = final
		}
		steps = append(steps, step{on: on, field: fieldClose, date: next})
		at, last = next, on
	}
	if !final.IsZero() && at != final {
		steps = append(steps, step{on: o.ended, field: fieldClose, date: final})
	}
	return hope, steps
}

// typed is the day as a rep would type it: a weekday, and often the last of its month.
func (s *generator) typed(d chance.Dice, on period.Date) period.Date {
	if d.Happens(.35) {
		y, m, _ := on.Time().Date()
		on = period.NewDate(y, m+1, 1) - 1
	}
	return weekday(on)
}
