package forecast_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

func TestACategoryByHandNeedsAReasonAndStaysThroughStages(t *testing.T) {
	t.Parallel()
	c := company(t)
	var id uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		id = ids["best"]
		return err
	})
	set := func(cat opportunity.Category, reason string) error {
		return try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			return categorize(ctx, tx, id, cat, reason)
		})
	}
	wantKind(t, set(opportunity.Commit, " "), fault.Invalid)
	wantKind(t, set(opportunity.Closed, "won it"), fault.Invalid)
	wantKind(t, try(t, &c, c.Ben, func(ctx context.Context, tx *tenant.Tx) error {
		return categorize(ctx, tx, id, opportunity.Commit, "mine")
	}), fault.NotFound)
	if err := set(opportunity.Commit, "The contract is signed"); err != nil {
		t.Fatal(err)
	}
	category := func() (got opportunity.Category) {
		c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			o, err := opportunity.Get(ctx, tx, id, time.Time{})
			got = o.Category
			return err
		})
		return got
	}
	move := func(to string) {
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			return opportunity.Edit(ctx, tx, id, 0, func(s opportunity.State) (opportunity.State, error) {
				st, _ := cast.Stages.Find(to)
				return s.Enter(st, tx.Today()), nil
			})
		})
	}
	move("Discovery")
	if got := category(); got != opportunity.Commit {
		t.Errorf("a change of stage made it %s", got)
	}
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Release(ctx, tx, id, 0, "Back to the start")
	})
	if got := category(); got != opportunity.Pipeline {
		t.Errorf("given back to its stage it is %s", got)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		reasons, err := forecast.Reasons(ctx, tx, id, tx.Now())
		if len(reasons) != 2 || reasons[0].Manual || reasons[1].Reason != "The contract is signed" ||
			*reasons[1].MemberID != c.Ann {
			t.Errorf("%+v", reasons)
		}
		return err
	})
	move("Won")
	wantKind(t, set(opportunity.Commit, "again"), fault.Invalid)
}

func TestATagIsOfAPeriodAndItsPastStays(t *testing.T) {
	t.Parallel()
	c := company(t)
	var id uuid.UUID
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		id = ids["commit"]
		return errors.Join(forecast.Mark(ctx, tx, quarter, id, forecast.AtRisk, true),
			forecast.Mark(ctx, tx, quarter, id, forecast.Bridge, true),
			forecast.Mark(ctx, tx, quarter, id, forecast.Bridge, false))
	})
	for who, want := range map[uuid.UUID]string{c.Nora: "[at_risk]", c.Ann: "[at_risk]", c.Sol: "[]"} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			for key, want := range map[string]string{"2026-Q4": want, "2027-Q1": "[]"} {
				s, err := scope.Resolve(ctx, tx, scope.Request{Period: key})
				if err != nil {
					return err
				}
				tags, err := forecast.Marked(ctx, tx, s)
				if got := fmt.Sprint(tags[id]); err != nil || got != want {
					t.Errorf("%s: %s, not %s, %v", key, got, want, err)
				}
			}
			return nil
		})
	}
	wantKind(t, try(t, &c, c.Ben, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Mark(ctx, tx, quarter, id, forecast.AtRisk, false)
	}), fault.NotFound)
	wantKind(t, try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Mark(ctx, tx, quarter, id, "vip", true)
	}), fault.Invalid)
}

func categorize(ctx context.Context, tx *tenant.Tx, id uuid.UUID, c opportunity.Category, reason string) error {
	_, err := forecast.Categorize(ctx, tx, id, forecast.Override{Category: c, Reason: reason})
	return err
}
