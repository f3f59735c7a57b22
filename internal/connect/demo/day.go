package demo

import (
	"time"

	"quarterdeck/internal/base/period"
)

// weekday moves a day of the weekend back to its Friday, because nobody sells on a Sunday.
func weekday(d period.Date) period.Date {
	switch d.Time().Weekday() {
	case time.Saturday:
		return d - 1
	case time.Sunday:
		return d - 2
	default:
		return d
	}
}

// weekdays lists the working days from the first day to the last, both included.
func weekdays(from, to period.Date) []period.Date {
	var days []period.Date
	for d := from; d <= to; d++ {
		if weekday(d) == d {
			days = append(days, d)
		}
	}
	return days
}
