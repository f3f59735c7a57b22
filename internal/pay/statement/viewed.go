package statement

import (
	"context"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Viewed keeps in the audit log that somebody looked at pay that is not their own. It never holds an amount.
func Viewed(ctx context.Context, tx *tenant.Tx, what string, s Statement) error {
	if me := tx.Actor().MemberID; me == s.MemberID || tx.Actor().Role == tenant.System {
		return nil
	}
	return audit.Record(ctx, tx, "viewed", what, s.ID.String(),
		map[string]string{"period": s.Period, "member": s.MemberID.String()})
}
