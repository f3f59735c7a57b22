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
