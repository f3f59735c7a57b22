// Package bulk makes one change to many opportunities: previewed, confirmed, done in the background row by row, and
// taken back as one.
//
// The opportunities are those that the filter chooses when the change is confirmed. Each is changed as if it were the
// only one, with the same rights and rules; one that is refused stops none of the others.
package bulk

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/stage"
)

// Kind is what is changed.
type Kind string

// The kinds of changes.
const (
	Owner     Kind = "owner"
	CloseDate Kind = "close_on"
	NextStep  Kind = "next_step"
	Category  Kind = "category"
	Stage     Kind = "stage"
	Archive   Kind = "archive"
	Undo      Kind = "undo"
)

// Kinds lists those that people choose.
var Kinds = []Kind{Owner, CloseDate, NextStep, Category, Stage, Archive}

// Label is the kind's name for people.
func (k Kind) Label() string {
	switch k {
	case Owner:
		return "Owner"
	case CloseDate:
		return "Close date"
	case NextStep:
		return "Next step"
	case Category:
		return "Forecast category"
	case Stage:
		return "Stage"
	case Archive:
		return "Archive"
	default:
		return "Undo"
	}
}

// Change is one change that is made to each opportunity.
type Change struct {
	Kind   Kind
	Value  string // in the text of the history
	Reason string // of a category, or why the opportunities were lost
}

// most is how many opportunities one change can be made to.
const most = 10_000

// check refuses a change that is not complete. What the opportunities say to it is known row by row.
func (c Change) check(stages stage.Set, reasons picklist.List) error {
	to, known := stages.Find(c.Value)
	switch {
	case !slices.Contains(Kinds, c.Kind):
		return fault.On("kind", "Choose what to change.")
	case c.Kind == Owner && uuid.Validate(c.Value) != nil:
		return fault.On("owner", "Choose an owner.")
	case c.Kind == CloseDate && !isDate(c.Value):
		return fault.On("close_on", "Choose a close date.")
	case c.Kind == Category && c.Value == "":
		return fault.On("category", "Choose a category.")
	case c.Kind == Category && c.Reason == "":
		return fault.On("reason", "Say why in a few words: the reason stays with the opportunity.")
	case c.Kind == Stage && !known:
		return fault.On("stage", "Choose a stage.")
	case c.Kind == Stage && to.Status == string(opportunity.Lost):
		if c.Reason == "" && reasons.Required {
			return fault.On("reason", reasons.Missing())
		}
		_, err := reasons.Choose(c.Reason, "")
		return fault.Rename(err, "reason")
	}
	return nil
}

func isDate(text string) bool {
	_, err := period.ParseDate(text)
	return err == nil
}

// saw is the value of a row that the change would replace, in the text of the history; nil where it is not known.
func (c Change) saw(r pipeline.Row) *string {
	var text string
	switch c.Kind {
	case Owner:
		if r.OwnerID == nil {
			return nil
		}
		text = r.OwnerID.String()
	case CloseDate:
		if r.CloseOn.IsZero() {
			return nil
		}
		text = r.CloseOn.String()
	case NextStep:
		text = r.NextStep
	case Category:
		text = string(r.Category)
	case Stage:
		text = r.Stage
	}
	return &text
}

// changes tells that a row has another value now.
func (c Change) changes(r pipeline.Row) bool {
	saw := c.saw(r)
	return c.Kind == Archive || saw == nil || *saw != c.Value
}

// leaves tells that the change takes a row out of the open pipeline.
func (c Change) leaves(stages stage.Set) bool {
	to, known := stages.Find(c.Value)
	return c.Kind == Archive || c.Kind == Stage && known && to.Status != string(opportunity.Open)
}

// Preview is what a change would do, before anything is done. Amounts are in minor units of the base currency.
type Preview struct {
	Count   int
	Changes int   // have another value now
	Before  int64 // the open pipeline of all of them
	After   int64
}

// Job is a change under way or done.
type Job struct {
	ID        uuid.UUID
	StartedBy uuid.UUID
	At        time.Time
	Change
	Undoes     *uuid.UUID
	FinishedAt *time.Time
	All        int64
	Changed    int64
	Unchanged  int64
	Refused    int64
	Conflicts  int64
	Warned     int64      // of the changed ones, those that break a rule which only warns
	UndoneBy   *uuid.UUID // the job that takes this one back
}

// Done is how many rows have a result.
func (j Job) Done() int64 { return j.Changed + j.Unchanged + j.Refused + j.Conflicts }

// Result is what became of an opportunity.
type Result struct {
	Place         int
	OpportunityID uuid.UUID
	Name          string
	Saw           *string
	Result        *string
	Message       string
	CommandID     *uuid.UUID
}
