package page

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/record/workweek"
	"quarterdeck/web/ui"
)

// Tasks are tasks as lines of a list, each with what can be done about it.
type Tasks struct {
	Base    string // /o/northwind
	Back    string // the page to come back to after an act
	Tasks   []task.Task
	Names   map[audience.Record]string // of the records that the reader sees
	People  map[uuid.UUID]string       // of those who have a task, but the reader
	Now     time.Time
	Today   period.Date
	Work    worktime.Schedule
	Home    *time.Location  // the zone that is not named
	Record  audience.Record // which page this is, so that its name is not repeated
	Changes bool            // the page is of now
	Givees  []ui.Option     // to whom the reader can give a task about the record; empty: to nobody else
}

// LoadTasks makes the lines of tasks with the names that they mention.
func LoadTasks(ctx context.Context, tx *tenant.Tx, w Where, back string, tasks []task.Task) (Tasks, error) {
	t := Tasks{Base: w.Base, Back: back, Tasks: tasks, Now: tx.Now(), Today: tx.Today(), Home: tx.Calendar().Location(),
		People: map[uuid.UUID]string{}, Changes: true}
	var records []audience.Record
	for _, one := range tasks {
		if one.Record().Is() {
			records = append(records, one.Record())
		}
	}
	var err error
	if t.Work, err = workweek.Schedule(ctx, tx); err != nil {
		return t, err
	}
	if t.Names, err = audience.Names(ctx, tx, records); err != nil {
		return t, err
	}
	members, err := audience.Members(ctx, tx)
	for _, m := range members {
		if !tx.Is(m.ID) {
			t.People[m.ID] = m.Name
		}
	}
	return t, err
}

// In is the tasks of a bucket.
func (t Tasks) In(b task.Bucket) Tasks {
	all := t.Tasks
	t.Tasks = nil
	for _, one := range all {
		if one.In(t.Now, t.Today) == b {
			t.Tasks = append(t.Tasks, one)
		}
	}
	return t
}

// DueText is when a task is due, as people say it.
func DueText(d task.Due, today period.Date, home *time.Location) string {
	if d.On.IsZero() {
		return "No due date"
	}
	day := ShortDay(d.On, today)
	switch d.On {
	case today:
		day = "Today"
	case today + 1:
		day = "Tomorrow"
	case today - 1:
		day = "Yesterday"
	}
	if d.Minute == nil {
		return day
	}
	day += fmt.Sprintf(", %02d:%02d", *d.Minute/60, *d.Minute%60)
	if at, ok := d.At(); ok && d.Zone != home.String() {
		day += " " + at.Format("MST")
	}
	return day
}

// CycleText is how often a task comes again.
func CycleText(c task.Cycle) string {
	switch c {
	case task.Daily:
		return "Every day"
	case task.Weekdays:
		return "Every weekday"
	case task.Weekly:
		return "Every week"
	case task.Monthly:
		return "Every month"
	}
	return "Does not repeat"
}

// about says when a task is due, whose it is and how often it comes again; its record has a link of its own.
func (t Tasks) about(one task.Task) string {
	parts := []string{}
	if one.DoneAt != nil {
		parts = append(parts, "Done "+ShortDay(period.DateOf(one.DoneAt.In(t.Home)), t.Today))
	} else {
		parts = append(parts, DueText(one.Due(), t.Today, t.Home))
	}
	if name := t.People[one.AssigneeID]; name != "" {
		parts = append(parts, name)
	}
	if c := task.CycleOf(one.Repeats); c != task.Once && one.DoneAt == nil {
		parts = append(parts, strings.ToLower(CycleText(c)))
	}
	return strings.Join(parts, " · ")
}

// record is the record of a task, if this is not its page; one that the reader does not see has no name.
func (t Tasks) record(one task.Task) (name, href string) {
	r := one.Record()
	if !r.Is() || r == t.Record {
		return "", ""
	}
	if name, seen := t.Names[r]; seen {
		return name, t.Base + r.Path()
	}
	return "A record you no longer see", ""
}

func (t Tasks) path(one task.Task) string { return t.Base + "/tasks/" + one.ID.String() }

// LaterDays are the days to which a task is put off with one tap: tomorrow, the next business day where that is another
// one, and next week.
func LaterDays(today period.Date, work worktime.Schedule) []ui.Option {
	tomorrow, next, week := task.Tomorrow(today), task.NextDay(today, work), task.NextWeek(today, work)
	all := []ui.Option{{Value: tomorrow.String(), Label: "Tomorrow"}}
	if next != tomorrow && next != week {
		all = append(all, ui.Option{Value: next.String(), Label: "Next business day, " + ShortDay(next, today)})
	}
	return append(all, ui.Option{Value: week.String(), Label: "Next week, " + ShortDay(week, today)})
}

// RecordTasks are the tasks about the record of a page, with a form for a new one.
func RecordTasks(ctx context.Context, tx *tenant.Tx, w Where, r audience.Record, tasks []task.Task) (Tasks, error) {
	t, err := LoadTasks(ctx, tx, w, w.Base+r.Path(), tasks)
	if err != nil {
		return t, err
	}
	t.Record = r
	givees, err := task.Givees(ctx, tx, r)
	for _, m := range givees {
		t.Givees = append(t.Givees, ui.Option{Value: m.ID.String(), Label: m.Name})
	}
	return t, err
}

// newHref leads to the whole form.
func (t Tasks) newHref() string {
	return t.Base + "/tasks/new?object=" + string(t.Record.Object) + "&record=" + t.Record.ID.String() + "&back=" +
		url.QueryEscape(t.Back)
}
