// Package taskpage is what people have to do: their list, working through it one by one, and the page of a task.
package taskpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for tasks.
type area struct{ *site.Site }

// Routes are the list of tasks, the queue, a task's page and each act on one.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/tasks", a.Handle(a.showTasks))
		r.Get("/tasks.csv", a.Handle(a.exportTasks))
		r.Get("/tasks.xlsx", a.Handle(a.exportTasks))
		r.Get("/tasks/queue", a.Handle(a.showQueue))
		r.Get("/tasks/new", a.Handle(a.showNew))
		r.Post("/tasks", a.Handle(a.add))
		r.Get("/tasks/{id}", a.Handle(a.showTask))
		r.Post("/tasks/{id}", a.Handle(a.edit))
		r.Post("/tasks/{id}/done", a.Handle(a.done))
		r.Post("/tasks/{id}/reopen", a.Handle(a.reopen))
		r.Post("/tasks/{id}/snooze", a.Handle(a.snooze))
		r.Post("/tasks/{id}/delete", a.Handle(a.remove))
	}
}
