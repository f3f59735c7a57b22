package reviewpage

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// inWeek runs a change of a week's review and leads back to its page, at the place that was worked on. What was refused
// is said there.
func (s area) inWeek(w http.ResponseWriter, r *http.Request, at, message string,
	fn func(context.Context, *tenant.Tx, review.Week) error) error {
	week, err := review.ParseWeek(chi.URLParam(r, "week"))
	if err != nil {
		return err
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return fn(ctx, tx, week) }); err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.reviewPage(w, r, status, f) })
	}
	to := site.Where(r).Base + "/review/" + week.Key
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	return s.Redirect(w, r, to+at, message)
}

// opinionForm is whether somebody counts on an opportunity.
type opinionForm struct {
	Verdict review.Verdict `form:"verdict"`
	Note    string         `form:"note"`
	Period  string         `form:"period"`
}

// saveOpinion says whether somebody counts on an opportunity.
// POST /o/{org}/review/{week}/opportunities/{id}/judgement
func (s area) saveOpinion(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.inWeek(w, r, "#o-"+id.String(), "", func(ctx context.Context, tx *tenant.Tx, _ review.Week) error {
		f, err := site.Decode[opinionForm](r)
		if err != nil {
			return err
		}
		return review.SaveOpinion(ctx, tx,
			review.Opinion{OpportunityID: id, Verdict: f.Verdict, Note: f.Note}, f.Period)
	})
}

// noteForm is what was said about a rep's week.
type noteForm struct {
	Member      uuid.UUID  `form:"member" problem:"Choose the person this note is about."`
	Opportunity *uuid.UUID `form:"opportunity" problem:"Choose an opportunity from the list."`
	Note        string     `form:"note"`
}

// addReviewNote keeps what was said about a rep's week. POST /o/{org}/review/{week}/notes
func (s area) addReviewNote(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "#notes", "", func(ctx context.Context, tx *tenant.Tx, week review.Week) error {
		f, err := site.Decode[noteForm](r)
		if err != nil {
			return err
		}
		return review.AddNote(ctx, tx, week,
			review.Note{MemberID: f.Member, OpportunityID: f.Opportunity, Body: f.Note})
	})
}

// actionForm is what somebody is to do.
type actionForm struct {
	Action string       `form:"action"`
	Owner  uuid.UUID    `form:"owner_id" problem:"Choose an owner for the action."`
	Due    *period.Date `form:"due_on" problem:"Choose a day, such as 2026-11-20, or none."`
}

// agreeAction keeps what somebody is to do. POST /o/{org}/review/{week}/actions
func (s area) agreeAction(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "#actions", "", func(ctx context.Context, tx *tenant.Tx, week review.Week) error {
		f, err := site.Decode[actionForm](r)
		if err != nil {
			return err
		}
		a := review.Action{Body: f.Action, OwnerID: f.Owner}
		if f.Due != nil {
			a.DueOn = *f.Due
		}
		return review.Agree(ctx, tx, week, a)
	})
}

// markForm is whether an action is done.
type markForm struct {
	Done string `form:"done"`
}

// markAction says that an action is done, or not after all. POST /o/{org}/review/{week}/actions/{id}/mark
func (s area) markAction(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.inWeek(w, r, "#actions", "", func(ctx context.Context, tx *tenant.Tx, _ review.Week) error {
		f, err := site.Decode[markForm](r)
		if err != nil {
			return err
		}
		return review.Mark(ctx, tx, id, f.Done == "true")
	})
}

// recordForm is the number of the record that somebody's page showed; 0: none.
type recordForm struct {
	Seen int64 `form:"seen" problem:"Open the review again, then try once more."`
}

// reopenReview lets a finished review go on. POST /o/{org}/review/{week}/reopen
func (s area) reopenReview(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "", "Review reopened. The frozen version is kept.", func(ctx context.Context,
		tx *tenant.Tx, week review.Week) error {
		f, err := site.Decode[recordForm](r)
		if err != nil {
			return err
		}
		return review.Reopen(ctx, tx, week, site.ScopeOf(r), f.Seen)
	})
}

// finishReview freezes the review and mails its summary. POST /o/{org}/review/{week}/finish
func (s area) finishReview(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "", "Review finished. Figures are frozen and the summary is being mailed.",
		func(ctx context.Context, tx *tenant.Tx, week review.Week) error {
			f, err := site.Decode[recordForm](r)
			if err != nil {
				return err
			}
			v, err := review.Finish(ctx, tx, week, site.ScopeOf(r), f.Seen)
			if err != nil {
				return err
			}
			return s.mailReview(ctx, tx, r, v)
		})
}

// mailReview has a letter sent to each who took part and can sign in: to a rep about their own week only, to whoever
// leads about all of it.
func (s area) mailReview(ctx context.Context, tx *tenant.Tx, r *http.Request, v review.Review) error {
	access, err := auth.WithAccess(ctx, tx)
	if err != nil {
		return err
	}
	org := site.VisitOf(r).Seat.Organisation
	for _, m := range v.Scope.Roster.Members {
		if !access[m.ID] || m.Email == "" || !m.Active || !takesPart(v, m, tx.Actor().MemberID) {
			continue
		}
		p := reviewView{Where: page.Where{Base: s.Config.Link() + "/o/" + org.Slug}, Review: v, Calendar: tx.Calendar(),
			Me: m.ID}
		letter := p.Letter(m, org.Name, m.ID == tx.Actor().MemberID || m.ID == v.Sheet.Lead)
		letter.Body = tx.Settings().Numbers.Say(letter.Body)
		id, err := mail.Queue(ctx, tx.Raw(), letter, tx.Now())
		if fault.KindOf(err) == fault.Invalid && err != nil {
			continue // an address that the CRM has wrong keeps nobody else from their letter
		}
		if err != nil {
			return err
		}
		if err := s.Jobs.EnqueueMailIn(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// takesPart tells whether somebody's week was reviewed, or they reviewed it.
func takesPart(v review.Review, m member.Member, author uuid.UUID) bool {
	return m.ID == author || m.ID == v.Sheet.Lead ||
		slices.ContainsFunc(v.Sheet.People, func(p review.Person) bool { return p.ID == m.ID })
}

// setNextStep changes the next step of an opportunity within the review.
// POST /o/{org}/review/{week}/opportunities/{id}/next-step
func (s area) setNextStep(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	week, err := review.ParseWeek(chi.URLParam(r, "week"))
	if err != nil {
		return err
	}
	step, err := s.saveNextStep(r, id)
	if err != nil {
		return err
	}
	step.Action = r.URL.RequestURI()
	switch {
	case site.Fragment(r):
		return s.Write(w, r, step.Status(), nextStepForm(step))
	case step.Status() != http.StatusOK:
		f := s.Frame(r, "Next step", step.Name)
		f.Path = site.Where(r).To("/review/" + week.Key)
		return s.Write(w, r, step.Status(), nextStepPage(f, step))
	}
	to := site.Where(r).Base + "/review/" + week.Key
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	return s.Redirect(w, r, to+"#o-"+id.String(), "")
}

// stepForm is the next step of an opportunity, and the revision over which it is set.
type stepForm struct {
	NextStep string `form:"next_step"`
	Revision int64  `form:"revision" problem:"This form is incomplete. Open the review again."`
}

// saveNextStep writes it and answers with the form as it stands afterwards: saved, refused, or overtaken by somebody
// else.
func (s area) saveNextStep(r *http.Request, id uuid.UUID) (nextStepView, error) {
	f, err := site.Decode[stepForm](r)
	step := nextStepView{ID: id, Value: f.NextStep}
	if err != nil {
		return step, err
	}
	var broken *fault.Fault
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return opportunity.SetNextStep(ctx, tx, id, f.Revision, step.Value)
	})
	if err != nil && (!errors.As(err, &broken) || broken.Kind != fault.Invalid && broken.Kind != fault.Conflict) {
		return step, err
	}
	return step, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if err != nil {
			return err
		}
		step.Name, step.Revision, step.Saved = o.Name, o.Revision, broken == nil
		if broken == nil {
			return nil
		}
		if step.Problem = broken.Message; broken.Kind != fault.Conflict {
			step.Revision = f.Revision
			return nil
		}
		step.Theirs, err = theirs(ctx, tx, o)
		return err
	})
}

// theirs is the next step that somebody else has set meanwhile, or else what it is after their change of something
// else.
func theirs(ctx context.Context, tx *tenant.Tx, o opportunity.Opportunity) (*theirsView, error) {
	changes, err := opportunity.History(ctx, tx, o.ID, time.Time{})
	if err != nil {
		return nil, err
	}
	roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return nil, err
	}
	last := changes[len(changes)-1]
	for _, c := range slices.Backward(changes) {
		if c.Field == "next_step" {
			last = c
			break
		}
	}
	t := theirsView{Value: o.NextStep, At: last.KnownAt.In(tx.Calendar().Location()), By: "An import"}
	if last.MemberID != nil {
		t.By = roster.Name(last.MemberID)
	}
	return &t, nil
}
