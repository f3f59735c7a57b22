package audit

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Look is what somebody looks at of the pay of others. It says whose and which, and has no place for an amount.
type Look struct {
	Object string    // "commission statement"; "pay" for a page over many, which ID names
	ID     string    // "payroll", or the object's key
	Of     uuid.UUID // whose pay it is; zero: that of several
	Period string    // "2026-Q4", where it is of one
	Plan   uuid.UUID // by which plan, where it is of one
}

// Looked keeps that the acting member looked at the pay of others. What is their own leaves no entry, and neither does
// the system, which shows it to nobody.
func Looked(ctx context.Context, tx *tenant.Tx, l Look) error {
	if tx.Actor().Role == tenant.System || tx.Is(l.Of) {
		return nil
	}
	detail := map[string]string{}
	if l.Of != uuid.Nil {
		detail["member"] = l.Of.String()
	}
	if l.Period != "" {
		detail["period"] = l.Period
	}
	if l.Plan != uuid.Nil {
		detail["plan"] = l.Plan.String()
	}
	return Record(ctx, tx, "viewed", l.Object, l.ID, detail)
}
