package compensation_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/compensation"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/tenant"
	"quarterdeck/internal/testdb/cast"
)

func TestNobodyPublishesAPlanThatPaysThem(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	first := saved(t, c, "Operations")
	var richer uuid.UUID
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if err := compensation.Assign(ctx, tx, compensation.Assignment{MemberID: c.Olga, PlanID: first.PlanID, ValidFrom: cast.Day("2026-12-01")}); err != nil {
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
