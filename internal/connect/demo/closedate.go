package demo

import "quarterdeck/internal/base/period"

// dates is the close date that the rep first hoped for, and the pushes since. The hope is on the bright
// side; when the day comes near, or has gone by, the date is moved.
func (s *story) dates(d dice, o *opportunity) (period.Date, []step) {
	if o.stage.closed() {
		hope := o.created + period.Date(max(12, float64(o.ended-o.created)*(.5+.75*d.Float64())))
		return s.slip(d, o, s.neat(d, hope), o.ended, 0)
	}
	hope := o.created + period.Date(max(12, float64(o.closeOn-o.created)*(.45+.75*d.Float64())))
	if hope = s.neat(d, hope); hope < o.closeOn-12 && hope < s.today {
		return s.slip(d, o, hope, o.closeOn-12, o.closeOn)
	}
	if o.ended-o.created < 30 || !d.chance(.3) {
		return o.closeOn, nil
	}
	// Not due yet, and yet moved once: pushed as a rule, pulled in sometimes.
	moved := period.Date(d.between(14, 45))
	if d.chance(.3) {
		moved = -moved
	}
	return max(o.created+5, o.closeOn-moved), []step{{on: o.at(.2 + .75*d.Float64()), field: fieldClose, date: o.closeOn}}
}

// slip pushes the hope until it is not before the end; a final date, where one is given, is then the last.
func (s *story) slip(d dice, o *opportunity, hope, end, final period.Date) (period.Date, []step) {
	var steps []step
	at := hope
	last := o.created
	for at < end {
		on := max(last+1, at+period.Date(d.between(-9, 6)))
		next := s.neat(d, max(at, on)+period.Date(d.between(14, 55)))
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

// neat is the day as a rep would type it: a weekday, and often the last of its month.
func (s *story) neat(d dice, on period.Date) period.Date {
	if d.chance(.35) {
		y, m, _ := on.Time().Date()
		on = period.NewDate(y, m+1, 1) - 1
	}
	return weekday(on)
}
