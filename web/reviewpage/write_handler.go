package reviewpage

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
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

// judgeOpportunity says whether somebody counts on an opportunity.
// POST /o/{org}/review/{week}/opportunities/{id}/judgement
func (s area) judgeOpportunity(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.inWeek(w, r, "#o-"+id.String(), "", func(ctx context.Context, tx *tenant.Tx, _ review.Week) error {
		return review.Judge(ctx, tx, review.Judgement{OpportunityID: id,
			Verdict: review.Verdict(site.Typed(r, "verdict")), Note: site.Typed(r, "note")}, site.Typed(r, "period"))
	})
}

// addReviewNote keeps what was said about a rep's week. POST /o/{org}/review/{week}/notes
func (s area) addReviewNote(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "#notes", "", func(ctx context.Context, tx *tenant.Tx, week review.Week) error {
		id, err := uuid.Parse(site.Typed(r, "member"))
		if err != nil {
			return fault.On("note", "Choose whom the note is about.")
		}
		n := review.Note{MemberID: id, Body: site.Typed(r, "note")}
		if about := site.Typed(r, "opportunity"); about != "" {
			opp, err := uuid.Parse(about)
			if err != nil {
				return site.NotHere
			}
			n.OpportunityID = &opp
		}
		return review.AddNote(ctx, tx, week, n)
	})
}

// agreeAction keeps what somebody is to do. POST /o/{org}/review/{week}/actions
func (s area) agreeAction(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "#actions", "", func(ctx context.Context, tx *tenant.Tx, week review.Week) error {
		a := review.Action{Body: site.Typed(r, "action")}
		var err error
		if a.OwnerID, err = uuid.Parse(site.Typed(r, "owner_id")); err != nil {
			return fault.On("owner_id", "Choose who does it.")
		}
		if due := site.Typed(r, "due_on"); due != "" {
			if a.DueOn, err = period.ParseDate(due); err != nil {
				return fault.On("due_on", "A due date is a day of the form 2026-11-20.")
			}
		}
		return review.Agree(ctx, tx, week, a)
	})
}

// markAction says that an action is done, or not after all. POST /o/{org}/review/{week}/actions/{id}/mark
func (s area) markAction(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.inWeek(w, r, "#actions", "", func(ctx context.Context, tx *tenant.Tx, _ review.Week) error {
		return review.Mark(ctx, tx, id, site.Typed(r, "done") == "true")
	})
}

// reopenReview lets a finished review go on. POST /o/{org}/review/{week}/reopen
func (s area) reopenReview(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "", "The review is open again. What was frozen is kept.", func(ctx context.Context,
		tx *tenant.Tx, week review.Week) error {
		return review.Reopen(ctx, tx, week, site.ScopeOf(r), seen(r))
	})
}

// seen is the number of the record that somebody's page showed; what is no number was never shown.
func seen(r *http.Request) int64 {
	n, err := strconv.ParseInt(site.Typed(r, "seen"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// finishReview freezes the review and mails its summary. POST /o/{org}/review/{week}/finish
func (s area) finishReview(w http.ResponseWriter, r *http.Request) error {
	return s.inWeek(w, r, "", "The review is finished. Its figures are frozen, and the summary is on its way.",
		func(ctx context.Context, tx *tenant.Tx, week review.Week) error {
			v, err := review.Finish(ctx, tx, week, site.ScopeOf(r), seen(r))
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
		p := Review{Where: page.Where{Base: s.Config.Link() + "/o/" + org.Slug}, Review: v, Calendar: tx.Calendar(),
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

// saveNextStep writes it and answers with the form as it stands afterwards: saved, refused, or overtaken by somebody
// else.
func (s area) saveNextStep(r *http.Request, id uuid.UUID) (NextStep, error) {
	step := NextStep{ID: id, Value: site.Typed(r, "next_step")}
	revision, err := strconv.ParseInt(site.Typed(r, "revision"), 10, 64)
	if err != nil || revision < 1 {
		return step, fault.New(fault.Invalid, "The form is not whole; open the page again.")
	}
	var broken *fault.Fault
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return opportunity.SetNextStep(ctx, tx, id, revision, step.Value)
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
			step.Revision = revision
			return nil
		}
		step.Theirs, err = theirs(ctx, tx, o)
		return err
	})
}

// theirs is the next step that somebody else has set meanwhile, or else what it is after their change of something
// else.
func theirs(ctx context.Context, tx *tenant.Tx, o opportunity.Opportunity) (*Theirs, error) {
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
	t := Theirs{Value: o.NextStep, At: last.KnownAt.In(tx.Calendar().Location()), By: "An import"}
	if last.MemberID != nil {
		t.By = roster.Name(last.MemberID)
	}
	return &t, nil
}
