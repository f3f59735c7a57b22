package taskpage

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// shown is how many tasks a page lists.
const shown = 200

// GET /o/{org}/tasks
func (s area) showTasks(w http.ResponseWriter, r *http.Request) error {
	p, err := s.list(r, shown+1)
	if err != nil {
		return err
	}
	if p.More = len(p.Tasks.Tasks) > shown; p.More {
		p.Tasks.Tasks = p.Tasks.Tasks[:shown]
	}
	f := s.Frame(r, "Tasks", p.Subtitle())
	f.Exports, f.Live = page.ExportsAt(p.Where.Base+"/tasks", p.Choice.Query().Encode()), "*"
	return s.Render(w, r, listPage(f, p))
}

// GET /o/{org}/tasks.csv and .xlsx
func (s area) exportTasks(w http.ResponseWriter, r *http.Request) error {
	p, err := s.list(r, 0)
	if err != nil {
		return err
	}
	return s.Export(w, r, p.Sheet())
}

func (s area) list(r *http.Request, limit int) (taskList, error) {
	p := taskList{Where: site.Where(r), Choice: parseChoice(r.URL.Query())}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := task.List(ctx, tx, p.Choice.filter(tx.Actor().MemberID, limit))
		if err != nil {
			return err
		}
		if p.Tasks, err = page.LoadTasks(ctx, tx, p.Where, p.to(p.Choice), all); err != nil {
			return err
		}
		below, err := task.Givees(ctx, tx, audience.Record{})
		p.People = options(below)
		return err
	})
	return p, err
}

// queue is one task of those that are overdue or due today, and what comes after it.
type queue struct {
	Where page.Where
	Tasks page.Tasks // the one alone
	Place int        // from 1
	Of    int
	Prev  uuid.UUID
	Next  uuid.UUID
}

// GET /o/{org}/tasks/queue?task=KEY: the reader's tasks that are overdue or due today, one by one
func (s area) showQueue(w http.ResponseWriter, r *http.Request) error {
	p := queue{Where: site.Where(r)}
	at, _ := uuid.Parse(r.URL.Query().Get("task"))
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := task.List(ctx, tx, task.Filter{Assignees: []uuid.UUID{tx.Actor().MemberID}, Until: tx.Today()})
		if err != nil {
			return err
		}
		p.stand(all, at)
		p.Tasks, err = page.LoadTasks(ctx, tx, p.Where, p.to(p.Next), p.Tasks.Tasks)
		return err
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, queuePage(s.Frame(r, "Task queue", p.subtitle()), p))
}

// stand takes the task that is asked for, or the first.
func (p *queue) stand(all []task.Task, at uuid.UUID) {
	if p.Of = len(all); p.Of == 0 {
		return
	}
	i := max(0, slices.IndexFunc(all, func(t task.Task) bool { return t.ID == at }))
	p.Tasks.Tasks, p.Place = all[i:i+1], i+1
	if i > 0 {
		p.Prev = all[i-1].ID
	}
	if i+1 < len(all) {
		p.Next = all[i+1].ID
	}
}

func (p queue) to(id uuid.UUID) string {
	if id == uuid.Nil {
		return p.Where.Base + "/tasks/queue"
	}
	return p.Where.Base + "/tasks/queue?task=" + id.String()
}
