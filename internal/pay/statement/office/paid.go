package office

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/platform/tenant"
)

// Paid is an office in which every table about pay has rows of Ann and of Ben.
func Paid(t *testing.T) Office {
	t.Helper()
	o := Open(t, Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Sell(t, o.Ben, "B 60000 2026-01-21")
	for _, m := range []uuid.UUID{o.Ann, o.Ben} {
		o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := adjustment.Propose(ctx, tx,
				adjustment.Adjustment{MemberID: m, Amount: 1_00, Currency: "USD", Reason: "A prize."})
			return err
		})
		o.As(t, m, func(ctx context.Context, tx *tenant.Tx) error { return o.Accept(ctx, tx) })
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := adjustment.List(ctx, tx, nil)
		for _, a := range all {
			if err := adjustment.Decide(ctx, tx, a.ID, true, ""); err != nil {
				return err
			}
		}
		return err
	})
	o.Run(t, "2026-01")
	for _, m := range []uuid.UUID{o.Ann, o.Ben} {
		o.Lock(t, m, "2026-01")
		s, _ := o.Of(t, m, "2026-01")
		o.As(t, m, func(ctx context.Context, tx *tenant.Tx) error {
			line := 1
			_, err := dispute.Open(ctx, tx, dispute.Claim{StatementID: s.ID, Line: &line, Note: "Why?"})
			return err
		})
	}
	return o
}
