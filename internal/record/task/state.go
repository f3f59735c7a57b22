package task

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/command"
)

// State is what of a task can change.
type State struct {
	Title      string
	Due        Due
	AssigneeID uuid.UUID
	Repeats    string
	DoneAt     *time.Time
	Deleted    bool
}

// State is what of the task can change, as it is.
func (t Task) State() State {
	return State{Title: t.Title, Due: t.Due(), AssigneeID: t.AssigneeID, Repeats: t.Repeats, DoneAt: t.DoneAt,
		Deleted: t.DeletedAt != nil}
}

// Fields are the names of what can change, in the order in which a page tells them.
var Fields = []string{"title", "due", "assignee", "repeats", "done", "deleted"}

// Value is a field in the text of the history; nil where it is not set.
func (s State) Value(field string) *string {
	text := ""
	switch field {
	case "title":
		text = s.Title
	case "due":
		text = s.Due.text()
	case "assignee":
		if s.AssigneeID != uuid.Nil {
			text = s.AssigneeID.String()
		}
	case "repeats":
		text = s.Repeats
	case "done":
		if s.DoneAt != nil {
			text = s.DoneAt.UTC().Format(time.RFC3339Nano)
		}
	case "deleted":
		if s.Deleted {
			text = "true"
		}
	}
	if text == "" {
		return nil
	}
	return &text
}

// with is the state with a field as the text of the history has it.
func (s State) with(field string, value *string) (State, error) {
	text := ""
	if value != nil {
		text = *value
	}
	var err error
	switch field {
	case "title":
		s.Title = text
	case "due":
		s.Due, err = dueOf(text, s.Due.Zone)
	case "assignee":
		s.AssigneeID, err = uuid.Parse(text)
	case "repeats":
		s.Repeats = text
	case "done":
		s.DoneAt = nil
		if text != "" {
			var at time.Time
			at, err = time.Parse(time.RFC3339Nano, text)
			s.DoneAt = &at
		}
	case "deleted":
		s.Deleted = text != ""
	}
	if err != nil {
		return s, fmt.Errorf("task: %s %q: %w", field, text, err)
	}
	return s, nil
}

// text is a due time as the history has it: 2026-11-20, or 2026-11-20 870 America/New_York with minutes after midnight.
func (d Due) text() string {
	switch {
	case d.On.IsZero():
		return ""
	case d.Minute == nil:
		return d.On.String()
	}
	return d.On.String() + " " + strconv.Itoa(*d.Minute) + " " + d.Zone
}

// dueOf reads what text writes; zone is that of a whole day.
func dueOf(text, zone string) (Due, error) {
	d := Due{Zone: zone}
	parts := strings.SplitN(text, " ", 3)
	if parts[0] == "" {
		return d, nil
	}
	var err error
	if d.On, err = period.ParseDate(parts[0]); err != nil || len(parts) < 3 {
		return d, err
	}
	minute, err := strconv.Atoi(parts[1])
	d.Minute, d.Zone = &minute, parts[2]
	return d, err
}

// ParseDue reads a due time of the history, for a page that tells of it.
func ParseDue(text string) (Due, error) { return dueOf(text, "") }

// diff is both sides of each field that differs.
func diff(before, after State) command.Payload {
	p := command.Payload{}
	for _, field := range Fields {
		if was, is := before.Value(field), after.Value(field); !same(was, is) {
			p[field] = command.Sides{Was: was, Is: is}
		}
	}
	return p
}

func same(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
