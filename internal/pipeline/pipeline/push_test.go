package pipeline_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// A push is a move past the end of the fiscal quarter that the close date was in (definitions §4), whenever the
// fiscal year begins.
func TestAPushLeavesTheFiscalQuarter(t *testing.T) {
	t.Parallel()
	for _, start := range []time.Month{time.January, time.February, time.April, time.December} {
		c := cast.FoundWith(t, tenant.Settings{BaseCurrency: "USD", TimeZone: "Europe/Berlin", FiscalStart: start})
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := c.Live(ctx, tx, 120)
			return err
		})
		c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
			want, err := pushes(ctx, tx)
			f := pipeline.Filter{Statuses: statuses, Show: []pipeline.Column{pipeline.Pushes}}
			sum := int64(0)
			for _, r := range load(ctx, t, tx, resolve(ctx, t, tx, scope.Request{}), f).Rows {
				if r.Pushes == nil || *r.Pushes != want[r.ID] {
					t.Errorf("fiscal year from %s: %s has %v pushes, want %d", start, r.Name, r.Pushes, want[r.ID])
				}
				sum += want[r.ID]
			}
			if sum < 10 {
				t.Errorf("fiscal year from %s: %d pushes prove little", start, sum)
			}
			return err
		})
	}
}

// pushes counts them a second way: move by move, by the calendar.
func pushes(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]int64, error) {
	type move struct {
		OpportunityID      uuid.UUID
		OldValue, NewValue string
	}
	moves, err := tenant.List[move](ctx, tx, `SELECT opportunity_id, old_value, new_value FROM app.opportunity_changes
		WHERE tenant_id = @tenant AND field = 'close_on' AND old_value <> '' AND new_value <> ''`, tenant.Args{})
	counts := map[uuid.UUID]int64{}
	for _, m := range moves {
		from, until := cast.Day(m.OldValue), cast.Day(m.NewValue)
		if until >= tx.Calendar().Containing(period.Quarter, from).End {
			counts[m.OpportunityID]++
		}
	}
	return counts, err
}
