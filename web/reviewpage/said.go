package reviewpage

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/review"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

func (p reviewView) notes() []ui.Event {
	var events []ui.Event
	for _, n := range slices.Backward(p.sheet().Notes) {
		if p.Rep == uuid.Nil || n.MemberID == p.Rep {
			e := ui.Event{When: ui.Stamp(n.At.In(p.zone())) + " · " + n.Author, At: n.At.Format(time.RFC3339),
				Title: n.Body, Tone: ui.Info}
			if p.Rep == uuid.Nil {
				e.When += " · about " + p.owner(n.MemberID)
			}
			if n.Opportunity != "" {
				e.Title, e.Detail = n.Opportunity, n.Body
			}
			events = append(events, e)
		}
	}
	return events
}

func (p reviewView) actions() []review.Action {
	var list []review.Action
	for _, a := range p.sheet().Actions {
		if p.Rep == uuid.Nil || a.OwnerID == p.Rep {
			list = append(list, a)
		}
	}
	return list
}

// subjects are what a note can be about.
func (p reviewView) subjects() []ui.Option {
	options := []ui.Option{{Label: "The week as a whole"}}
	all, _, _ := p.rows()
	for _, r := range all {
		if r.After != nil {
			options = append(options, ui.Option{Value: r.ID.String(), Label: r.Name})
		}
	}
	return options
}

// owners are those who can be asked to do something.
func (p reviewView) owners() []ui.Option {
	var options []ui.Option
	for _, m := range p.Review.Scope.Choices {
		if m.Active {
			options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name})
		}
	}
	return options
}

// asked is who is chosen at first: whom the stepper stands at, or the viewer.
func (p reviewView) asked() string {
	if p.Rep != uuid.Nil {
		return p.Rep.String()
	}
	return p.Me.String()
}

func (p reviewView) dueNote(a review.Action) string {
	parts := []string{a.Owner}
	if !a.DueOn.IsZero() {
		parts = append(parts, "due "+page.ShortDay(a.DueOn, p.Today))
	}
	if a.Week != p.Review.Week.Key {
		parts = append(parts, "since "+a.Week)
	}
	return strings.Join(parts, " · ")
}

func (p reviewView) late(a review.Action) bool {
	return !a.Done && !a.DueOn.IsZero() && a.DueOn < p.Today
}

// nextStepView is the field for an opportunity's next step, as it stands or as it was refused.
type nextStepView struct {
	Action   string
	ID       uuid.UUID
	Name     string
	Revision int64
	Value    string
	Saved    bool
	Problem  string
	Theirs   *theirsView
}

// theirsView is what somebody else wrote meanwhile.
type theirsView struct {
	Value, By string
	At        time.Time
}

// Status is how the form is answered.
func (n nextStepView) Status() int {
	switch {
	case n.Theirs != nil:
		return http.StatusConflict
	case n.Problem != "":
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (p reviewView) nextStep(r review.Row) nextStepView {
	return nextStepView{Action: p.to("/opportunities/" + r.ID.String() + "/next-step"), ID: r.ID, Name: r.Name,
		Revision: r.Revision, Value: r.NextStep}
}

// refused is why a next step was not taken, where nobody else was faster.
func (n nextStepView) refused() string {
	if n.Theirs != nil {
		return ""
	}
	return n.Problem
}

func (p reviewView) noNotes() string {
	if p.Rep == uuid.Nil && p.runs() {
		return "Open a person to write one."
	}
	return "No notes this week."
}
