package inboxpage

import (
	"fmt"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/record/notification"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// inbox is what a member is told of, by record.
type inbox struct {
	Where  page.Where
	Later  bool // those that are put off
	Groups []group
	Items  []notification.Item
	Today  period.Date
	Work   worktime.Schedule
	Zone   *time.Location
	More   bool
}

// group is the notifications about one record, the newest first.
type group struct {
	Name  string // of the record; empty: the one notification is about none
	Href  string
	Items []notification.Item
}

// grouped puts the notifications about a record together, where its newest stands.
func grouped(items []notification.Item) []group {
	var all []group
	at := map[string]int{}
	for _, i := range items {
		key := i.ID.String()
		if i.ObjectID != nil {
			key = i.ObjectID.String()
		}
		n, known := at[key]
		if !known {
			n = len(all)
			at[key] = n
			all = append(all, group{Name: i.Name, Href: i.Record().Path()})
		}
		all[n].Items = append(all[n].Items, i)
	}
	return all
}

// Subtitle counts what is unread.
func (p inbox) Subtitle() string {
	unread := 0
	for _, i := range p.Items {
		if i.ReadAt == nil {
			unread++
		}
	}
	if p.Later {
		return ui.Plural(len(p.Items), "notification", "notifications") + " put off"
	}
	return ui.Count(unread) + " unread of " + ui.Count(len(p.Items))
}

func (p inbox) tabs() []ui.Tab {
	base := p.Where.Base + "/inbox"
	return []ui.Tab{{Label: "Inbox", Href: base, Active: !p.Later},
		{Label: "Later", Href: base + "?show=later", Active: p.Later}}
}

func (p inbox) path(act string) string { return p.Where.Base + "/inbox/" + act }

// keys are the keys of some notifications.
func keys(items []notification.Item) []string {
	all := make([]string, len(items))
	for i, n := range items {
		all[i] = n.ID.String()
	}
	return all
}

// detail is when it was, how often, and the beginning of a note.
func (p inbox) detail(i notification.Item) string {
	text := ui.Stamp(i.At.In(p.Zone))
	if i.Times > 1 {
		text += " · " + ui.Count(i.Times) + " times"
	}
	if i.Snoozed != nil && p.Later {
		text += " · back on " + page.ShortDay(period.DateOf(i.Snoozed.In(p.Zone)), p.Today)
	}
	return text
}

// excerpt is the beginning of the note that mentions the reader.
func excerpt(i notification.Item) string {
	if i.Kind != notification.Mention {
		return ""
	}
	return i.Title
}

// kindIcon is the drawing of a kind.
func kindIcon(k notification.Kind) string {
	switch k {
	case notification.Mention:
		return "message-square"
	case notification.TaskAssigned, notification.TaskDue:
		return "circle-check"
	case notification.Handed:
		return "briefcase"
	case notification.Nudge, notification.ForecastDue:
		return "gauge"
	}
	return "file-text"
}

// preferences is how and when the reader is told.
type preferences struct {
	Where page.Where
	Rules notification.Rules
	Times notification.Times
	Form  page.Form
}

func (p preferences) channel(k notification.Kind) string {
	return p.Form.Value(string(k), string(p.Rules[k]))
}

func channelOptions() []ui.Option {
	words := map[notification.Channel]string{notification.Off: "Not at all", notification.InApp: "In the inbox only",
		notification.Digest: "Inbox, and the daily e-mail", notification.Email: "Inbox, and an e-mail if unread"}
	var all []ui.Option
	for _, c := range notification.Channels {
		all = append(all, ui.Option{Value: string(c), Label: words[c]})
	}
	return all
}

// zones are those that a member can choose in the list; any other of the tz database can be typed.
var zones = []string{"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
	"America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Zurich", "Asia/Dubai",
	"Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "UTC"}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
