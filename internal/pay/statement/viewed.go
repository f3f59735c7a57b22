package statement

import (
	"context"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Viewed keeps in the audit log that somebody looked at pay that is not their own. It never holds an amount.
func Viewed(ctx context.Context, tx *tenant.Tx, what string, s Statement) error {
	return audit.Looked(ctx, tx, audit.Look{Object: what, ID: s.ID.String(), Of: s.MemberID, Period: s.Period})
}
