// Package opportunity owns the opportunity and its past.
//
// There is one write path. It appends a change for each field that differs, with when it became true and when it was
// learnt, and derives the versions from the changes, so that "as of" is one condition on two columns. Replay rebuilds
// any opportunity at any moment from its changes alone.
package opportunity

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Status is whether an opportunity is still worked on. It is a fact of its own and never derived from a probability.
type Status string

// The three states.
const (
	Open Status = "open"
	Won  Status = "won"
	Lost Status = "lost"
)

// Category is the forecast category: how sure the seller is, apart from the stage (definitions §2).
type Category string

// The categories, surest first. Lost opportunities are omitted.
const (
	Closed     Category = "closed"
	Commit     Category = "commit"
	MostLikely Category = "most_likely"
	BestCase   Category = "best_case"
	Pipeline   Category = "pipeline"
	Omitted    Category = "omitted"
)

// Categories lists them in order.
var Categories = []Category{Closed, Commit, MostLikely, BestCase, Pipeline, Omitted}

// Label is the category's name for people.
func (c Category) Label() string {
	switch c {
	case Closed:
		return "Closed"
	case Commit:
		return "Commit"
	case MostLikely:
		return "Most likely"
	case BestCase:
		return "Best case"
	case Pipeline:
		return "Pipeline"
	default:
		return "Omitted"
	}
}

// State is everything about an opportunity that can change and whose changes are kept.
type State struct {
	AccountID         *uuid.UUID
	OwnerID           *uuid.UUID
	Name              string
	Stage             string
	Status            Status
	Category          Category
	CategoryManual    bool // set by a person, so a change of stage leaves it alone
	ProbabilityBP     int  // of winning, hundredths of a percent
	ProbabilityManual bool
	Amount            *int64 // minor units of Currency; nil: not known
	Currency          money.Currency
	CloseOn           period.Date // expected, or the day it closed; zero: not known
	Type              string      // New Business, Existing Business, …, as the source has it
	Source            string
	Competitor        string
	BudgetConfirmed   *bool // nil: not known
	LossReason        string
	NextStep          string
	Fields            map[string]string // the values of custom fields by their keys; nil: none
	Deleted           bool              `db:"-"` // in the source; it is in no list and no figure from then on
}

// Opportunity is one that a company may buy something: its state now, or at the moment that was asked for.
type Opportunity struct {
	ID         uuid.UUID
	ExternalID string
	State
	CreatedAt time.Time
	ClosedAt  *time.Time // when it was won or lost
	ChangedAt time.Time
	DeletedAt *time.Time // nil: it is there
	Revision  int64
	Custom    map[string]string // the source's columns that Quarterdeck has no field for
}

// Overdue tells that an open opportunity's close date has passed.
func (s State) Overdue(today period.Date) bool {
	return s.Status == Open && !s.CloseOn.IsZero() && s.CloseOn < today
}

// Weighted is amount × probability in minor units, rounded half up once, so that the rows of a page sum to its total.
func Weighted(amount int64, probabilityBP int) int64 {
	half := int64(5000)
	if amount < 0 {
		half = -half
	}
	return (amount*int64(probabilityBP) + half) / 10000
}

// WeightedSQL is Weighted as an SQL expression over an amount and a probability.
func WeightedSQL(amount, probability string) string {
	return "((" + amount + " * " + probability + " + sign(" + amount + ")::bigint * 5000) / 10000)"
}

// CountedSQL is WeightedSQL for the open opportunity o, which keeps only a part of its probability once it is overdue
// (definitions §3). It takes @today and @decay.
func CountedSQL(amount string) string {
	return "(CASE WHEN o.close_on < @today THEN " + DecayedSQL(amount, "o.probability_bp") + " ELSE " +
		WeightedSQL(amount, "o.probability_bp") + " END)"
}

// DecayedSQL is the same of an overdue opportunity. It takes @decay.
func DecayedSQL(amount, probability string) string {
	return "round(" + amount + "::numeric * " + probability + " * @decay::int / 100000000)::bigint"
}

// From is the table to read opportunities from, as o: the current state, or with an as-of moment the version known
// then. What was deleted by then is in neither. The second takes @known, which the first must be given too wherever
// fx.Base stands.
func From(asOf time.Time) string {
	if asOf.IsZero() {
		return "(SELECT p.* FROM app.opportunities p WHERE p.tenant_id = @tenant AND p.deleted_at IS NULL) o"
	}
	return `(SELECT v.* FROM app.opportunity_versions v
		WHERE v.tenant_id = @tenant AND v.known_from <= @known AND v.known_to > @known) o`
}
