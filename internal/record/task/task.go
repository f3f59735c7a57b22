// Package task owns what people have to do by a day or a time, alone or about a record.
//
// A task changes only through this package, which writes an event for each change and a command that can be undone.
// Nothing moves an overdue task: it stays overdue until somebody does it, moves it or deletes it.
package task

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/note"
)

// Due is when a task is to be done: on a day, or by a time of that day in a zone. The zero day is whenever.
type Due struct {
	On     period.Date
	Minute *int   // after midnight by the clock of the zone; nil: all day
	Zone   string // of the tz database
}

// location is the zone of a due time; UTC for one that this machine does not know.
func (d Due) location() *time.Location {
	if zone, err := time.LoadLocation(d.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// At is the instant from which the task is late: its time, or the end of its day. ok is false without a day.
func (d Due) At() (at time.Time, ok bool) {
	switch {
	case d.On.IsZero():
		return at, false
	case d.Minute != nil:
		return d.On.At(*d.Minute, d.location()), true
	}
	return (d.On + 1).In(d.location()), true
}

// morning is when somebody is reminded of a task of a whole day, in minutes after midnight.
const morning = 8 * 60

// Reminder is the wall time at which somebody is reminded, and the instant that it is. ok is false without a day.
func (d Due) Reminder() (local string, at time.Time, ok bool) {
	if d.On.IsZero() {
		return "", at, false
	}
	minute := morning
	if d.Minute != nil {
		minute = *d.Minute
	}
	at = d.On.At(minute, d.location())
	return at.In(d.location()).Format("2006-01-02 15:04"), at, true
}

// Bucket is where a task stands on a day.
type Bucket string

// The buckets, in the order of a list.
const (
	Overdue  Bucket = "overdue"
	Today    Bucket = "today"
	Upcoming Bucket = "upcoming"
	Someday  Bucket = "someday" // without a day
	Finished Bucket = "done"
)

// Task is something to do.
type Task struct {
	ID         uuid.UUID
	Title      string
	DueOn      period.Date
	DueMinute  *int
	Zone       string
	AssigneeID uuid.UUID
	Object     note.Object // of the record that it is about; empty: none
	ObjectID   *uuid.UUID
	Repeats    string // a rule of RFC 5545; empty: once
	CreatedBy  *uuid.UUID
	CreatedAt  time.Time
	DoneAt     *time.Time
	DeletedAt  *time.Time
	Revision   int64
}

// Due is when it is to be done.
func (t Task) Due() Due { return Due{On: t.DueOn, Minute: t.DueMinute, Zone: t.Zone} }

// Record is what it is about.
func (t Task) Record() audience.Record {
	if t.ObjectID == nil {
		return audience.Record{}
	}
	return audience.Record{Object: t.Object, ID: *t.ObjectID}
}

// In is the bucket of a task at a moment, whose day is today.
func (t Task) In(now time.Time, today period.Date) Bucket {
	at, due := t.Due().At()
	switch {
	case t.DoneAt != nil:
		return Finished
	case !due:
		return Someday
	case !at.After(now):
		return Overdue
	case t.DueOn <= today:
		return Today
	}
	return Upcoming
}

// Tomorrow is the next day.
func Tomorrow(today period.Date) period.Date { return today + 1 }

// NextDay is the next business day; tomorrow where there is none.
func NextDay(today period.Date, work worktime.Schedule) period.Date {
	if d, ok := work.Next(today); ok {
		return d
	}
	return Tomorrow(today)
}

// NextWeek is the first business day of the next week or after it; its Monday where there is none.
func NextWeek(today period.Date, work worktime.Schedule) period.Date {
	weekday := int(today.Time().Weekday()+6) % 7 // since Monday
	monday := today + period.Date(7-weekday)
	if d, ok := work.From(monday); ok {
		return d
	}
	return monday
}
