package page

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/ui"
)

// TaskEvent is the word for what happened to a task.
func TaskEvent(kind string) string {
	switch kind {
	case "created":
		return "Task added"
	case "snoozed":
		return "Task moved"
	case "reassigned":
		return "Task reassigned"
	case "done":
		return "Task done"
	case "verified":
		return "Done: checked by the data quality measurement"
	case "reopened":
		return "Task reopened"
	case "deleted":
		return "Task deleted"
	case "restored":
		return "Task restored"
	}
	return "Task edited"
}

// TaskTone is the colour of what happened to a task.
func TaskTone(kind string) ui.Tone {
	switch kind {
	case "done", "verified":
		return ui.Good
	case "snoozed":
		return ui.Warn
	}
	return ui.Accent
}

// TaskChange says what an event made of the due time and of who has the task.
func TaskChange(e task.Event, names map[uuid.UUID]string, today period.Date, home *time.Location) string {
	due := func(text *string) string {
		if text == nil {
			return "no due date"
		}
		d, err := task.ParseDue(*text)
		if err != nil {
			return *text
		}
		return DueText(d, today, home)
	}
	if sides, ok := e.Changes["assignee"]; ok && sides.Was != nil && sides.Is != nil {
		return person(names, *sides.Was) + " → " + person(names, *sides.Is)
	}
	sides, ok := e.Changes["due"]
	switch {
	case !ok || e.Kind == "deleted":
		return ""
	case sides.Was == nil && e.Kind == "created":
		return "Due: " + due(sides.Is)
	}
	return due(sides.Was) + " → " + due(sides.Is)
}

func person(names map[uuid.UUID]string, key string) string {
	id, err := uuid.Parse(key)
	if err != nil || names[id] == "" {
		return "Deactivated member"
	}
	return names[id]
}
