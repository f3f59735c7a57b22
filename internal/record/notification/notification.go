// Package notification tells people what happened that they should know of: in their inbox and, if they want, by
// e-mail.
//
// A notification names what it is about and holds no text of a record. Whoever no longer sees the record is not shown
// it, counted it or mailed it. Nobody is told of what they did themselves.
package notification

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/record/audience"
)

// Kind is what somebody is told of.
type Kind string

// The kinds.
const (
	Mention      Kind = "mention"       // in a note
	TaskAssigned Kind = "task_assigned" // by somebody else
	TaskDue      Kind = "task_due"
	Handed       Kind = "opportunity_assigned" // an opportunity is theirs now
	Waiting      Kind = "waiting"              // a page waits for them, in words that tell nothing of what is on it
	ForecastDue  Kind = "forecast_due"
	Nudge        Kind = "nudge" // their manager asks for the forecast
)

// Kinds lists them in the order of the settings.
var Kinds = []Kind{Mention, TaskAssigned, TaskDue, Handed, Nudge, ForecastDue, Waiting}

// Label is the kind's name for people.
func (k Kind) Label() string {
	switch k {
	case Mention:
		return "Somebody mentions you in a note"
	case TaskAssigned:
		return "Somebody gives you a task"
	case TaskDue:
		return "A task is due"
	case Handed:
		return "You become the owner of an opportunity"
	case Nudge:
		return "Your manager asks for your forecast"
	case ForecastDue:
		return "Your forecast is due"
	}
	return "Something waits for you"
}

// Channel is how somebody is told.
type Channel string

// The channels, each with what the ones before it do.
const (
	Off    Channel = "off"
	InApp  Channel = "app"
	Digest Channel = "digest" // in one e-mail a day, if it is unread
	Email  Channel = "email"  // by e-mail, if it stays unread
)

// Channels lists them in order.
var Channels = []Channel{Off, InApp, Digest, Email}

// Usual is how people are told of a kind who have not said otherwise. Of what is due and what waits there are e-mails
// already, whatever the rules.
func (k Kind) Usual() Channel {
	switch k {
	case TaskDue, ForecastDue, Waiting:
		return InApp
	}
	return Email
}

// Times is when a member is mailed. Minutes are after midnight by the clock of the zone.
type Times struct {
	Zone      string
	Wait      int // minutes for which something may stay unread
	Digest    int
	QuietFrom int
	QuietTo   int // equal to QuietFrom: there are no quiet hours
}

// usualTimes are those of who has not said otherwise, in the organisation's zone.
func usualTimes(zone string) Times {
	return Times{Zone: zone, Wait: 15, Digest: 8 * 60, QuietFrom: 20 * 60, QuietTo: 7 * 60}
}

// MailAt is when something of a moment is mailed if it is unread by then: after the wait, or at the next digest; what
// falls into quiet hours is held until their end, and what falls on a holiday until the next day that is none. ok is
// false where it is never mailed.
func (t Times) MailAt(c Channel, at time.Time, work worktime.Schedule) (mail time.Time, ok bool) {
	zone, err := time.LoadLocation(t.Zone)
	if err != nil {
		zone = time.UTC
	}
	switch c {
	case Email:
		mail = at.Add(time.Duration(t.Wait) * time.Minute)
	case Digest:
		mail = next(at, t.Digest, zone)
	default:
		return mail, false
	}
	for {
		day := period.DateOf(mail.In(zone))
		if _, holiday := work.Holiday(day); holiday {
			if mail = (day + 1).In(zone); c == Digest {
				mail = (day + 1).At(t.Digest, zone)
			}
			continue
		}
		if !t.quiet(minuteOf(mail.In(zone))) {
			return mail, true
		}
		mail = next(mail, t.QuietTo, zone)
	}
}

func minuteOf(at time.Time) int { return at.Hour()*60 + at.Minute() }

// quiet tells that a minute of the day is one of the quiet hours, which may go over midnight.
func (t Times) quiet(minute int) bool {
	if t.QuietFrom <= t.QuietTo {
		return minute >= t.QuietFrom && minute < t.QuietTo
	}
	return minute >= t.QuietFrom || minute < t.QuietTo
}

// next is the first time after a moment at which the clocks of a zone show a minute of the day.
func next(after time.Time, minute int, zone *time.Location) time.Time {
	local := after.In(zone)
	for day := 0; ; day++ {
		at := time.Date(local.Year(), local.Month(), local.Day()+day, minute/60, minute%60, 0, 0, zone)
		if at.After(after) {
			return at
		}
	}
}

// Told is something that somebody is to be told of.
type Told struct {
	Kind    Kind
	Record  audience.Record // whoever does not see it is not told; the zero Record: there is none
	Subject uuid.UUID       // the task, the note, the record itself, or what waits; zero: the path says it
	Words   string          // a sentence without its full stop, of what is about no record
	Path    string          // below the organisation's address, of what is about no record
}

// slotLength is how long something that comes again is the same notification.
const slotLength = 10 * time.Minute

func slotOf(at time.Time) int64 { return at.Unix() / int64(slotLength/time.Second) }

// Item is a notification in the inbox of the member who reads it.
type Item struct {
	ID        uuid.UUID
	Kind      Kind
	Object    string
	ObjectID  *uuid.UUID
	SubjectID uuid.UUID
	ActorID   *uuid.UUID
	Actor     string // their name; empty: nobody
	Name      string // of the record; empty: there is none
	Title     string // of the task, or the beginning of the note
	Words     string
	Path      string
	At        time.Time
	Times     int
	ReadAt    *time.Time
	Snoozed   *time.Time
	DoneAt    *time.Time
}

// Says is what the notification says, in a line without a full stop.
func (i Item) Says() string {
	who := i.Actor
	if who == "" {
		who = "Somebody"
	}
	on := ""
	if i.Name != "" {
		on = " on " + i.Name
	}
	switch i.Kind {
	case Mention:
		return who + " mentioned you" + on
	case TaskAssigned:
		return who + " gave you a task: " + i.Title
	case TaskDue:
		return "Task due: " + i.Title
	case Handed:
		return who + " made you the owner of " + i.Name
	case Nudge:
		return who + " asks for " + i.Words
	}
	return i.Words
}

// Href is where the notification leads, below the organisation's address.
func (i Item) Href() string {
	switch {
	case i.Kind == TaskAssigned, i.Kind == TaskDue:
		return "/tasks/" + i.SubjectID.String()
	case i.ObjectID != nil:
		return i.Record().Path()
	}
	return i.Path
}
