package qualitypage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// handout is who would get a task for a problem, and the tasks that were made for it lately.
type handout struct {
	Where    page.Where
	Form     page.Form
	Rule     quality.Rule
	Shares   []cleanup.Share
	Handed   []cleanup.Handed
	Roster   *member.Roster
	Me       uuid.UUID
	Today    period.Date
	Calendar period.Calendar
	Base     money.Currency
}

// week is how many days people get, unless another day is chosen.
const week = 7

func (p handout) due() string { return p.Form.Value("due_on", (p.Today + week).String()) }

// fresh is how many tasks would be made.
func (p handout) fresh() int {
	n := 0
	for _, s := range p.Shares {
		if s.Task == nil {
			n++
		}
	}
	return n
}

// sums are what the tasks would cover, and what is handed out already.
func (p handout) sums() []ui.Pair {
	people, records, amount := map[uuid.UUID]bool{}, 0, int64(0)
	for _, s := range p.Shares {
		if s.Task == nil {
			people[s.Assignee] = true
			records, amount = records+len(s.IDs), amount+s.Amount
		}
	}
	return []ui.Pair{{Key: "People", Value: ui.Count(len(people))}, {Key: "Opportunities", Value: ui.Count(records)},
		{Key: "Amount", Value: page.Cash(p.Base).Whole(amount)},
		{Key: "Have an open task already", Value: ui.Count(len(p.Shares) - p.fresh())}}
}

func (p handout) who(id uuid.UUID) string {
	if id == p.Me {
		return "You"
	}
	return p.Roster.Name(&id)
}

// whose says whose opportunities a share has, where they are not of the person who gets the task.
func (p handout) whose(s cleanup.Share) string {
	open := ""
	if s.Task != nil {
		open = "has an open task"
	}
	switch {
	case s.Owner == nil:
		return page.Dotted("No owner", open)
	case *s.Owner != s.Assignee:
		return page.Dotted(p.Roster.Name(s.Owner)+" has left", open)
	}
	return open
}

func (p handout) task(id uuid.UUID) string { return p.Where.Base + "/tasks/" + id.String() }

func (p handout) state(h cleanup.Handed) (ui.Tone, string) {
	switch {
	case h.DoneAt != nil && h.Fixed < h.All:
		return ui.Warn, "Done, not all fixed"
	case h.DoneAt != nil:
		return ui.Good, "Done"
	case !h.DueOn.IsZero() && h.DueOn < p.Today:
		return ui.Bad, "Overdue"
	}
	return ui.Neutral, "Open"
}
