// Package payrun runs pay: it opens payout periods in order, calculates a statement for every payee, and records which
// periods were skipped or withdrawn.
package payrun

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
)

// Run is the calculation of one payout period's statements.
type Run struct {
	ID       uuid.UUID
	Period   string
	StartsOn period.Date
	EndsOn   period.Date
	OpenedAt time.Time
}

// Attempt is one calculation of a run and its progress.
type Attempt struct {
	ID         uuid.UUID
	RunID      uuid.UUID
	AsOf       time.Time
	Members    int
	Done       int
	StartedAt  time.Time
	FinishedAt *time.Time
	Problem    string
}

// patience is how long a calculation counts as under way without an end.
const patience = 15 * time.Minute

// UnderWay reports whether an attempt is still being calculated: it has not ended, and started recently enough to be
// alive.
func (a Attempt) UnderWay(now time.Time) bool {
	return a.FinishedAt == nil && now.Sub(a.StartedAt) < patience
}

// mostLetters is how many letters a reason has.
const mostLetters = 2000

// span is the run's period.
func (r Run) span(c period.Calendar) period.Period {
	p := period.Period{Key: r.Period, Start: r.StartsOn, End: r.EndsOn}
	if known, err := c.Parse(r.Period); err == nil {
		p.Kind, p.Label = known.Kind, known.Label
	}
	return p
}
