package statement

import (
	"context"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Viewed records in the audit log that somebody looked at another person's pay. It never contains an amount.
func Viewed(ctx context.Context, tx *tenant.Tx, what string, s Statement) error {
	return audit.Looked(ctx, tx, audit.Look{Object: what, ID: s.ID.String(), Of: s.MemberID, Period: s.Period})
}
