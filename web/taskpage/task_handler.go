package taskpage

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// taskForm is a task, as somebody types it.
type taskForm struct {
	Title    string        `form:"title"`
	DueOn    *period.Date  `form:"due_on" problem:"Choose a day."`
	Clock    *site.Clock   `form:"clock" problem:"Type a time of the day, such as 14:30."`
	Assignee *uuid.UUID    `form:"assignee" problem:"Choose who does it."`
	Repeats  string        `form:"repeats"`
	Object   string        `form:"object"`
	Record   *uuid.UUID    `form:"record"`
	Back     string        `form:"back"`
	SawTitle site.Verbatim `form:"saw_title"`
	SawDue   string        `form:"saw_due"`
	SawWho   string        `form:"saw_assignee"`
}

// wanted is the task of a form.
func (f taskForm) wanted(tx *tenant.Tx) task.New {
	n := task.New{Title: f.Title, Cycle: task.Cycle(f.Repeats), Due: task.Due{Zone: tx.Settings().TimeZone}}
	if f.DueOn != nil {
		n.Due.On = *f.DueOn
	}
	if f.Clock != nil {
		minute := int(*f.Clock)
		n.Due.Minute = &minute
	}
	if f.Assignee != nil {
		n.Assignee = *f.Assignee
	}
	if f.Record != nil {
		n.Record = audience.Record{Object: note.Object(f.Object), ID: *f.Record}
	}
	return n
}

// saw is what the form showed, in the text of the history.
func (f taskForm) saw() map[string]*string {
	saw := map[string]*string{}
	for field, value := range map[string]string{"title": string(f.SawTitle), "due": f.SawDue, "assignee": f.SawWho} {
		saw[field] = nil
		if value != "" {
			saw[field] = &value
		}
	}
	return saw
}

// GET /o/{org}/tasks/new?object=opportunity&record=KEY
func (s area) showNew(w http.ResponseWriter, r *http.Request) error {
	return s.newPage(w, r, http.StatusOK, r.URL.Query(), page.Form{})
}

func (s area) newPage(w http.ResponseWriter, r *http.Request, status int, asked url.Values, form page.Form) error {
	p := taskView{Where: site.Where(r), Form: form, Back: asked.Get("back")}
	if id, err := uuid.Parse(asked.Get("record")); err == nil {
		p.Record = audience.Record{Object: note.Object(asked.Get("object")), ID: id}
	}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Record.Is() {
			if p.About, err = audience.Name(ctx, tx, p.Record); err != nil {
				return err
			}
		}
		return p.choices(ctx, tx)
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status, newPage(s.Frame(r, "New task", cmp.Or(p.About, "About no record")), p))
}

// add keeps a new task.
// POST /o/{org}/tasks
func (s area) add(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[taskForm](r)
	var made uuid.UUID
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if refused != nil {
			return refused
		}
		_, made, err = task.Add(ctx, tx, f.wanted(tx))
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			return s.newPage(w, r, status, r.PostForm, form)
		})
	}
	return s.answer(w, r, f.Back, made, "Task added.")
}

// answer leads back with an undo of what was done.
func (s area) answer(w http.ResponseWriter, r *http.Request, back string, made uuid.UUID, done string) error {
	to := site.Where(r).Base + "/tasks"
	if back != "" {
		to = site.LocalPath(back)
	}
	if made != uuid.Nil {
		s.Sessions.Put(r.Context(), "undo",
			site.Where(r).Base+"/commands/"+made.String()+"/undo?back="+url.QueryEscape(to))
	}
	return s.Redirect(w, r, to, done)
}

// GET /o/{org}/tasks/{id}
func (s area) showTask(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.taskPage(w, r, http.StatusOK, id, page.Form{})
}

func (s area) taskPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, form page.Form) error {
	p := taskView{Where: site.Where(r), Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Task, err = task.Get(ctx, tx, id); err != nil {
			return err
		}
		p.Record = p.Task.Record()
		names, err := audience.Names(ctx, tx, []audience.Record{p.Record})
		if err != nil {
			return err
		}
		p.About, p.Hidden = names[p.Record], p.Record.Is() && names[p.Record] == ""
		if lead, found, err := cleanup.LeadOf(ctx, tx, id); err != nil {
			return err
		} else if found {
			p.Problem = p.Where.Problem(lead.Rule, lead.OwnerID)
		}
		if p.History, err = task.History(ctx, tx, id, shown); err != nil {
			return err
		}
		return p.choices(ctx, tx)
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, p.Task.Title, p.Subtitle())
	f.Path = f.Base + "/tasks/" + id.String()
	return s.Write(w, r, status, taskPage(f, p))
}

// act runs what somebody does to the task of the address, and leads back or shows its page with what was refused.
func (s area) act(w http.ResponseWriter, r *http.Request, back, done string,
	do func(context.Context, *tenant.Tx, uuid.UUID) (uuid.UUID, error)) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var made uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		made, err = do(ctx, tx, id)
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.taskPage(w, r, status, id, f) })
	}
	return s.answer(w, r, back, made, done)
}

// edit gives the task other values.
// POST /o/{org}/tasks/{id}
func (s area) edit(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[taskForm](r)
	back := r.URL.Path // of the task itself
	return s.act(w, r, back, "Task saved.", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
		if refused != nil {
			return uuid.Nil, refused
		}
		return task.Edit(ctx, tx, id, f.wanted(tx), f.saw())
	})
}

// backForm is the page on which something was done.
type backForm struct {
	Back string       `form:"back"`
	To   *period.Date `form:"to" problem:"Choose a day."`
}

// done marks the task as done.
// POST /o/{org}/tasks/{id}/done
func (s area) done(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[backForm](r)
	if err != nil {
		return err
	}
	return s.act(w, r, f.Back, "Task done.", task.Done)
}

// reopen makes the task one to do again.
// POST /o/{org}/tasks/{id}/reopen
func (s area) reopen(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[backForm](r)
	if err != nil {
		return err
	}
	return s.act(w, r, f.Back, "Task reopened.", task.Reopen)
}

// snooze puts the task off to another day.
// POST /o/{org}/tasks/{id}/snooze
func (s area) snooze(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[backForm](r)
	done := ""
	if f.To != nil {
		done = "Task moved to " + page.Day(*f.To) + "."
	}
	return s.act(w, r, f.Back, done, func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
		if refused != nil {
			return uuid.Nil, refused
		}
		var to period.Date
		if f.To != nil {
			to = *f.To
		}
		return task.Snooze(ctx, tx, id, to)
	})
}

// remove deletes the task.
// POST /o/{org}/tasks/{id}/delete
func (s area) remove(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[backForm](r)
	if err != nil {
		return err
	}
	return s.act(w, r, f.Back, "Task deleted.", task.Delete)
}
