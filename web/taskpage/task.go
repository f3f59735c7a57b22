package taskpage

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/record/workweek"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// taskView is the page of a task, or the form for a new one.
type taskView struct {
	Where   page.Where
	Task    task.Task
	Record  audience.Record
	About   string // the name of the record; empty: none, or one that the reader does not see
	Hidden  bool   // the reader does not see the record
	Problem string // the address of the opportunities whose data it asks to fix; empty: it is another sort of task
	History []task.Event
	People  []ui.Option // to whom the reader can give it; empty: it stays whose it is
	Names   map[uuid.UUID]string
	Today   period.Date
	Work    worktime.Schedule
	Now     time.Time
	Zone    *time.Location
	Back    string
	Form    page.Form
}

// choices loads whom a task can be given to, and the names of people.
func (p *taskView) choices(ctx context.Context, tx *tenant.Tx) error {
	p.Today, p.Now, p.Zone, p.Names = tx.Today(), tx.Now(), tx.Calendar().Location(), map[uuid.UUID]string{}
	var err error
	if p.Work, err = workweek.Schedule(ctx, tx); err != nil {
		return err
	}
	members, err := audience.Members(ctx, tx)
	if err != nil {
		return err
	}
	for _, m := range members {
		p.Names[m.ID] = m.Name
	}
	below, err := task.Givees(ctx, tx, p.Record)
	if len(below) > 0 {
		p.People = append([]ui.Option{{Value: tx.Actor().MemberID.String(), Label: "Me"}}, options(below)...)
	}
	return err
}

// Subtitle says when the task is due and whose it is.
func (p taskView) Subtitle() string {
	who := p.Names[p.Task.AssigneeID]
	if who == "" {
		who = "Deactivated member"
	}
	return page.DueText(p.Task.Due(), p.Today, p.Zone) + " · " + who
}

func (p taskView) path(act string) string { return p.Where.Base + "/tasks/" + p.Task.ID.String() + act }

func (p taskView) open() bool { return p.Task.DoneAt == nil && p.Task.DeletedAt == nil }

// state is the word for where the task stands, with its colour.
func (p taskView) state() (ui.Tone, string) {
	if p.Task.DeletedAt != nil {
		return ui.Neutral, "Deleted"
	}
	switch p.Task.In(p.Now, p.Today) {
	case task.Overdue:
		return ui.Bad, "Overdue"
	case task.Finished:
		return ui.Good, "Done"
	case task.Today:
		return ui.Warn, "Due today"
	}
	return ui.Neutral, "Open"
}

func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func (p taskView) clock() string {
	if p.Task.DueMinute == nil {
		return ""
	}
	return clockText(*p.Task.DueMinute)
}

// assignee is whose a task is; a new one is the reader's.
func (p taskView) assignee() string {
	if p.Task.ID != uuid.Nil {
		return p.Task.AssigneeID.String()
	}
	if len(p.People) > 0 {
		return p.People[0].Value
	}
	return ""
}

// day is the due day that a form shows: the next business day for a new task.
func (p taskView) day() string {
	if p.Task.ID == uuid.Nil {
		return task.NextDay(p.Today, p.Work).String()
	}
	return p.Task.DueOn.String()
}

func cycles() []ui.Option {
	var all []ui.Option
	for _, c := range task.Cycles {
		all = append(all, ui.Option{Value: string(c), Label: page.CycleText(c)})
	}
	return all
}

// saw is a field of the task in the text of the history.
func (p taskView) saw(field string) string {
	if v := p.Task.State().Value(field); v != nil {
		return *v
	}
	return ""
}

func (p taskView) events() []ui.Event {
	var all []ui.Event
	for _, e := range p.History {
		by := "Quarterdeck"
		if e.MemberID != nil {
			by = p.Names[*e.MemberID]
		}
		all = append(all, ui.Event{When: ui.Stamp(e.At.In(p.Zone)) + " · " + by, At: e.At.Format(time.RFC3339),
			Title: page.TaskEvent(e.Kind), Detail: page.TaskChange(e, p.Names, p.Today, p.Zone),
			Tone: page.TaskTone(e.Kind)})
	}
	return all
}

func (p queue) subtitle() string {
	if p.Of == 0 {
		return "Nothing overdue or due today"
	}
	return ui.Count(p.Place) + " of " + ui.Count(p.Of) + " overdue or due today"
}
