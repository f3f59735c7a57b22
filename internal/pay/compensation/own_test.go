package compensation_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

func TestNobodyPublishesAPlanThatPaysThem(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	first := saved(t, c, "Operations")
	var richer uuid.UUID
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if err := compensation.Assign(ctx, tx, compensation.Assignment{MemberID: c.Olga, PlanID: first.PlanID,
			ValidFrom: cast.Day("2026-12-01")}); err != nil {
			return err
		}
		v, err := compensation.Save(ctx, tx, document(t, "Operations", "0.90"), "More")
		richer = v.ID
		return err
	})
	publish := func(ctx context.Context, tx *tenant.Tx) error { return compensation.Publish(ctx, tx, richer) }
	refused(t, as(t, c, c.Olga, publish), fault.Forbidden, "pays you")
	c.As(t, c.Fay, publish)
}

// TestNobodyPublishesAPlanThatPaidThem has who was on a plan until yesterday raise what it paid then: their open
// statement would hold the difference.
func TestNobodyPublishesAPlanThatPaidThem(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	first := saved(t, c, "Operations")
	later := document(t, "Operations", "0.90")
	later.Effective.From = cast.Day("2026-11-01")
	var richer, after uuid.UUID
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if err := compensation.Assign(ctx, tx, compensation.Assignment{MemberID: c.Olga, PlanID: first.PlanID,
			ValidFrom: cast.Day("2026-02-01"), ValidTo: cast.Day("2026-11-01")}); err != nil {
			return err
		}
		v, err := compensation.Save(ctx, tx, document(t, "Operations", "0.90"), "More")
		if err != nil {
			return err
		}
		richer = v.ID
		v, err = compensation.Save(ctx, tx, later, "More from November on")
		after = v.ID
		return err
	})
	publish := func(id uuid.UUID) func(context.Context, *tenant.Tx) error {
		return func(ctx context.Context, tx *tenant.Tx) error { return compensation.Publish(ctx, tx, id) }
	}
	refused(t, as(t, c, c.Olga, publish(richer)), fault.Forbidden, "pays you")
	c.As(t, c.Olga, publish(after))
	c.As(t, c.Fay, publish(richer))
}
