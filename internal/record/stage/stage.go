// Package stage holds the steps of an organisation's sales process and what each means from a moment on.
//
// A stage is versioned: changing its probability or category makes a new version, which counts for what enters the
// stage from then on and never moves an opportunity that is in it already (definitions §2).
package stage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Stage is one step as it is understood in [ValidFrom, ValidTo).
type Stage struct {
	Name          string
	Position      int    // order on the board, from 0
	Status        string // open, won or lost
	ProbabilityBP int    // default probability of winning, hundredths of a percent
	Category      string // default forecast category
}

// Set is the stages at one moment, in order.
type Set []Stage

// Find returns the stage of a name.
func (s Set) Find(name string) (Stage, bool) {
	i := slices.IndexFunc(s, func(st Stage) bool { return st.Name == name })
	if i < 0 {
		return Stage{}, false
	}
	return s[i], true
}

// Left are the open stages that an opportunity has behind it once it goes from a stage to another one: none on the way
// back and none where it is lost. From nowhere it comes from before the first.
func (s Set) Left(from, to string) []string {
	end, known := s.Find(to)
	if !known || end.Status == "lost" {
		return nil
	}
	var left []string
	begun := from == ""
	for _, st := range s {
		if st.Name == to {
			break
		}
		begun = begun || st.Name == from
		if begun && st.Status == "open" {
			left = append(left, st.Name)
		}
	}
	return left
}

// At is the set as it is understood at a moment.
func At(ctx context.Context, tx *tenant.Tx, at time.Time) (Set, error) {
	stages, err := tenant.List[Stage](ctx, tx, `SELECT name, position, status, probability_bp, category FROM app.stages
		WHERE tenant_id = @tenant AND valid_from <= @at AND valid_to > @at ORDER BY position, name`,
		tenant.Args{"at": at})
	if err != nil {
		return nil, fmt.Errorf("stage: at: %w", err)
	}
	return stages, nil
}

// Define says what a stage means from a moment on. A version that begins at the same moment or later is refused, for it
// would rewrite the past.
func Define(ctx context.Context, tx *tenant.Tx, s Stage, from time.Time) error {
	if s.Name == "" {
		return fault.On("name", "A stage needs a name.")
	}
	if s.ProbabilityBP < 0 || s.ProbabilityBP > 10000 {
		return fault.On("probability", "A probability must be between 0 % and 100 %.")
	}
	later, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.stages
		WHERE tenant_id = @tenant AND name = @name AND valid_from >= @from)`, tenant.Args{"name": s.Name, "from": from})
	if err != nil {
		return fmt.Errorf("stage: define: %w", err)
	}
	if later {
		return fault.New(fault.Conflict,
			fmt.Sprintf("The stage %q already has a version from that day or later. Past versions cannot "+
				"change.", s.Name))
	}
	if _, err := tx.Exec(ctx, `UPDATE app.stages SET valid_to = @from
		WHERE tenant_id = @tenant AND name = @name AND valid_to = 'infinity'`,
		tenant.Args{"name": s.Name, "from": from}); err != nil {
		return fmt.Errorf("stage: define: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.stages (tenant_id, id, name, position, status, probability_bp, category,
			valid_from)
		VALUES (@tenant, @id, @name, @position, @status, @probability, @category, @from)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "name": s.Name, "position": s.Position, "status": s.Status,
			"probability": s.ProbabilityBP, "category": s.Category, "from": from})
	if err != nil {
		return fmt.Errorf("stage: define: %w", err)
	}
	return nil
}

// Ended is a stage that is used no more, as it was last understood.
type Ended struct {
	Stage
	EndedAt time.Time
	Became  string // the stage that took over; empty: none
}

// Past lists the stages that have ended by a moment, the latest first.
func Past(ctx context.Context, tx *tenant.Tx, at time.Time) ([]Ended, error) {
	all, err := tenant.List[Ended](ctx, tx, `SELECT name, position, status, probability_bp, category, 
			valid_to AS ended_at, became
		FROM app.stages s WHERE s.tenant_id = @tenant AND s.valid_to <= @at AND NOT EXISTS (SELECT 1 FROM app.stages n
			WHERE n.tenant_id = @tenant AND n.name = s.name AND n.valid_to > s.valid_to)
		ORDER BY s.valid_to DESC, s.name`, tenant.Args{"at": at})
	if err != nil {
		return nil, fmt.Errorf("stage: past: %w", err)
	}
	return all, nil
}

// End takes a stage out of use from a moment on; another one may take over. Its past stays.
func End(ctx context.Context, tx *tenant.Tx, name, became string, at time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE app.stages SET valid_to = @at, became = @became
		WHERE tenant_id = @tenant AND name = @name AND valid_to = 'infinity' AND valid_from < @at`,
		tenant.Args{"name": name, "became": became, "at": at})
	if err != nil {
		return fmt.Errorf("stage: end: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, fmt.Sprintf("The stage %q was changed a moment ago. Try again.", name))
	}
	return nil
}

// Versions lists what each stage meant over time, newest first.
func Versions(ctx context.Context, tx *tenant.Tx) ([]Version, error) {
	all, err := tenant.List[Version](ctx, tx, `SELECT name, position, status, probability_bp, category, valid_from,
			nullif(valid_to, 'infinity') AS valid_to
		FROM app.stages WHERE tenant_id = @tenant ORDER BY valid_from DESC, position, name`, nil)
	if err != nil {
		return nil, fmt.Errorf("stage: versions: %w", err)
	}
	return all, nil
}

// Version is what a stage meant in [ValidFrom, ValidTo).
type Version struct {
	Stage
	ValidFrom time.Time
	ValidTo   *time.Time // nil: until further notice
}
