package qualitypage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// GET /o/{org}/quality/tasks?rule=RULE
func (s area) showHandout(w http.ResponseWriter, r *http.Request) error {
	return s.handoutPage(w, r, http.StatusOK, quality.Rule(r.URL.Query().Get("rule")), page.Form{})
}

func (s area) handoutPage(w http.ResponseWriter, r *http.Request, status int, rule quality.Rule, form page.Form) error {
	p := handout{Where: site.Where(r), Rule: rule, Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Today, p.Calendar, p.Base, p.Me = tx.Today(), tx.Calendar(), tx.Base(), tx.Actor().MemberID
		if p.Shares, p.Roster, err = cleanup.Plan(ctx, tx, rule); err != nil {
			return err
		}
		p.Handed, err = cleanup.Tasks(ctx, tx, rule)
		return err
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status, handoutPage(s.Frame(r, "Make tasks", rule.Label()), p))
}

// handoutForm is until when a problem is handed out.
type handoutForm struct {
	DueOn *period.Date `form:"due_on" problem:"Choose a day."`
}

// handOut makes a task for each owner of the opportunities that have a problem.
// POST /o/{org}/quality/tasks?rule=RULE
func (s area) handOut(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[handoutForm](r)
	rule, made, id := quality.Rule(r.URL.Query().Get("rule")), 0, uuid.Nil
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			var due period.Date
			if f.DueOn != nil {
				due = *f.DueOn
			}
			id, made, err = cleanup.HandOut(ctx, tx, rule, due)
			return err
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			return s.handoutPage(w, r, status, rule, form)
		})
	}
	base := site.Where(r).Base
	s.Sessions.Put(r.Context(), "undo", base+"/quality/tasks/"+id.String()+"/undo")
	return s.Redirect(w, r, base+"/quality", ui.Plural(made, "task", "tasks")+" made.")
}

// takeBack deletes the tasks that were made together. POST /o/{org}/quality/tasks/{id}/undo
func (s area) takeBack(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	deleted, left := 0, 0
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		deleted, left, err = cleanup.TakeBack(ctx, tx, id)
		return err
	})
	to := site.Where(r).Base + "/quality"
	switch kind := fault.KindOf(err); {
	case err == nil && left == 0:
		return s.Redirect(w, r, to, ui.Plural(deleted, "task", "tasks")+" deleted.")
	case err == nil:
		return s.Redirect(w, r, to, ui.Plural(deleted, "task", "tasks")+" deleted. Somebody has worked on "+
			ui.Plural(left, "other, which stays.", "others, which stay."))
	case kind == fault.Conflict || kind == fault.Forbidden:
		return s.SendBack(w, r, to, fault.Message(err))
	}
	return err
}
