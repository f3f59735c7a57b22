// Package workweek keeps when an organisation works: its weekly hours and its holidays. It is versioned as a whole.
package workweek

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
)

// Version is the hours and holidays, in one of their versions.
type Version struct {
	ID       uuid.UUID // uuid.Nil: nobody made one
	At       time.Time
	MemberID *uuid.UUID // who made it; nil: the system
	Week     worktime.Week
	Holidays []worktime.Holiday
	Did      string // what it changed, in words
}

// Schedule is the version by the clocks of a zone.
func (v Version) Schedule(zone *time.Location) worktime.Schedule {
	s := worktime.Schedule{Week: v.Week, Zone: zone, Holidays: map[period.Date]string{}}
	for _, h := range v.Holidays {
		s.Holidays[h.On] = h.Name
	}
	return s
}

// Check refuses hours that cannot be kept.
func (v Version) Check() error {
	if on, wrong := v.Week.Check(); wrong != "" {
		return fault.On("hours", on.String()+": "+wrong)
	}
	return nil
}

// Change says what differs from another version; nothing where they are the same.
func (v Version) Change(was Version) string {
	var parts []string
	var days []string
	for i := range v.Week {
		at := time.Weekday((i + 1) % 7) // from Monday on
		if v.Week[at] != was.Week[at] {
			days = append(days, at.String())
		}
	}
	if len(days) > 0 {
		parts = append(parts, "Hours of "+strings.Join(days, ", ")+" changed")
	}
	added, taken := missing(v.Holidays, was.Holidays), missing(was.Holidays, v.Holidays)
	if len(added) > 0 {
		parts = append(parts, "Added "+named(added))
	}
	if len(taken) > 0 {
		parts = append(parts, "Removed "+named(taken))
	}
	return strings.Join(parts, ". ")
}

func missing(from, in []worktime.Holiday) []worktime.Holiday {
	return slices.DeleteFunc(slices.Clone(from), func(h worktime.Holiday) bool { return slices.Contains(in, h) })
}

// named are up to three holidays by their names, and how many others.
func named(all []worktime.Holiday) string {
	var words []string
	for _, h := range all[:min(3, len(all))] {
		words = append(words, h.String())
	}
	said := strings.Join(words, ", ")
	if more := len(all) - len(words); more > 0 {
		said += fmt.Sprintf(" and %d more", more)
	}
	return said
}
