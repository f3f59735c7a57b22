package taskpage

import (
	"cmp"
	"net/url"

	"github.com/google/uuid"

	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// choice is which tasks are listed, as an address says. ParseChoice reads what Query writes.
type choice struct {
	Done bool
	Of   string // whose: empty for one's own, "all", or the key of a member
	Text string
}

const everybody = "all"

// parseChoice reads which tasks an address asks for.
func parseChoice(q url.Values) choice {
	c := choice{Done: q.Get("show") == "done", Of: q.Get("of"), Text: q.Get("q")}
	if _, err := uuid.Parse(c.Of); err != nil && c.Of != everybody {
		c.Of = ""
	}
	return c
}

// Query writes the choice for an address.
func (c choice) Query() url.Values {
	q := url.Values{}
	if c.Done {
		q.Set("show", "done")
	}
	for name, value := range map[string]string{"of": c.Of, "q": c.Text} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// filter is the choice for the tasks that a member sees, with at most so many rows; 0: all.
func (c choice) filter(me uuid.UUID, limit int) task.Filter {
	f := task.Filter{Done: c.Done, Text: c.Text, Limit: limit}
	if c.Of == everybody {
		return f
	}
	f.Assignees = []uuid.UUID{me}
	if id, err := uuid.Parse(c.Of); err == nil {
		f.Assignees = []uuid.UUID{id}
	}
	return f
}

// taskList is the page of tasks.
type taskList struct {
	Where  page.Where
	Choice choice
	Tasks  page.Tasks
	People []ui.Option // whose tasks can be asked for; empty: one's own only
	More   bool        // there are more than the page has
}

// buckets are the parts of the list of open tasks, with what stands where the first two are empty.
var buckets = []struct {
	Bucket task.Bucket
	Title  string
}{{task.Overdue, "Overdue"}, {task.Today, "Due today"}, {task.Upcoming, "Upcoming"}, {task.Someday, "No due date"}}

// Subtitle counts what is pressing.
func (p taskList) Subtitle() string {
	if p.Choice.Done {
		return ui.Plural(len(p.Tasks.Tasks), "task", "tasks") + " done"
	}
	return ui.Plural(len(p.Tasks.In(task.Overdue).Tasks), "task", "tasks") + " overdue · " +
		ui.Count(len(p.Tasks.In(task.Today).Tasks)) + " due today"
}

// pressing is how many tasks the queue has.
func (p taskList) pressing() int {
	if p.Choice.Of != "" || p.Choice.Done {
		return 0
	}
	return len(p.Tasks.In(task.Overdue).Tasks) + len(p.Tasks.In(task.Today).Tasks)
}

func (p taskList) to(c choice) string { return p.Where.Base + withQuery("/tasks", c.Query()) }

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (p taskList) tabs() []ui.Tab {
	open, done := p.Choice, p.Choice
	open.Done, done.Done = false, true
	return []ui.Tab{{Label: "Open", Href: p.to(open), Active: !p.Choice.Done},
		{Label: "Done", Href: p.to(done), Active: p.Choice.Done}}
}

func (p taskList) clear() string {
	if p.Choice.Of == "" && p.Choice.Text == "" {
		return ""
	}
	return p.to(choice{Done: p.Choice.Done})
}

func (p taskList) kept() []ui.Pair {
	if p.Choice.Done {
		return []ui.Pair{{Key: "show", Value: "done"}}
	}
	return nil
}

// why says why a list is empty.
func (p taskList) why() string {
	switch {
	case p.clear() != "":
		return "No task matches this filter."
	case p.Choice.Done:
		return "Tasks appear here once you mark them done."
	}
	return "You have no open tasks. Add one here, or on the page of an opportunity."
}

// Sheet is the list as a spreadsheet.
func (p taskList) Sheet() page.Sheet {
	sheet := page.Sheet{File: "tasks", Head: []string{"Task", "Due", "Time", "Zone", "State", "Assigned to", "About",
		"Record", "Repeats", "Added", "Done"}}
	for _, t := range p.Tasks.Tasks {
		clock, done := "", ""
		if t.DueMinute != nil {
			clock = clockText(*t.DueMinute)
		}
		if t.DoneAt != nil {
			done = t.DoneAt.In(p.Tasks.Home).Format("2006-01-02")
		}
		sheet.Rows = append(sheet.Rows, []page.Cell{page.Text(t.Title), page.Text(t.DueOn.String()), page.Text(clock),
			page.Text(t.Zone), page.Text(string(t.In(p.Tasks.Now, p.Tasks.Today))),
			page.Text(cmp.Or(p.Tasks.People[t.AssigneeID], "Me")), page.Text(string(t.Object)),
			page.Text(p.Tasks.Names[t.Record()]), page.Text(string(task.CycleOf(t.Repeats))),
			page.Text(t.CreatedAt.In(p.Tasks.Home).Format("2006-01-02")), page.Text(done)})
	}
	return sheet
}

// options are people to choose among.
func options(members []audience.Member) []ui.Option {
	var all []ui.Option
	for _, m := range members {
		all = append(all, ui.Option{Value: m.ID.String(), Label: m.Name})
	}
	return all
}
