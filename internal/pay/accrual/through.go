package accrual

import "quarterdeck/internal/base/period"

// Through is the statements earned up to a day, as they stood at its end: amounts paid later are still owed on it.
func Through(items []Item, day period.Date) []Item {
	var all []Item
	for _, i := range items {
		if i.on() > day {
			continue
		}
		if i.PaidOn > day {
			i.PaidOn = 0
		}
		all = append(all, i)
	}
	return all
}

// Stated reports whether any pay of a period is calculated.
func Stated(items []Item, p period.Period) bool {
	for _, i := range items {
		if p.Contains(i.on()) {
			return true
		}
	}
	return false
}

// LastStated is the last day up to which pay is completely calculated: the last day of a month, or that of the newest
// statement before it. missing is the ended payout period after it without a calculation. ok is false without any
// statement.
func LastStated(items []Item, c period.Calendar,
	month period.Period) (through period.Date, missing *period.Period, ok bool) {
	var newest Item
	for _, i := range items {
		if i.on() < month.End && (!ok || i.To > newest.To || i.To == newest.To && i.From > newest.From) {
			newest, ok = i, true
		}
	}
	if !ok {
		return 0, nil, false
	}
	if newest.on() >= month.Start {
		return month.End - 1, nil, true
	}
	kind := period.Month
	if newest.To-newest.From > 40 {
		kind = period.Quarter
	}
	if next := c.Containing(kind, newest.To); next.End <= month.End {
		missing = &next
	}
	return newest.To - 1, missing, true
}
