package forecast

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Saying is one call for a period: by the member, or an adjustment by somebody above. Withdrawn adjustments have no
// amount.
type Saying struct {
	MemberID uuid.UUID
	AuthorID *uuid.UUID // who adjusted; nil: the member's own call
	StartsOn period.Date
	EndsOn   period.Date
	Amount   *int64 // minor units of the base currency
	SaidAt   time.Time
}

// Said lists every call and adjustment of the line Call known at a moment, oldest first, to compare them with the
// results. Row security leaves out what the actor may not read.
func Said(ctx context.Context, tx *tenant.Tx, known time.Time) ([]Saying, error) {
	rows, err := tenant.List[Saying](ctx, tx, `SELECT s.member_id, NULL::uuid AS author_id, s.starts_on, s.ends_on,
		s.amount, s.submitted_at AS said_at
		FROM app.forecast_submissions s WHERE s.tenant_id = @tenant AND s.line = 'call' AND s.currency = @base
		AND s.submitted_at <= @known
		UNION ALL SELECT j.member_id, j.author_id, j.starts_on, j.ends_on, j.amount, j.judged_at
		FROM app.forecast_judgements j WHERE j.tenant_id = @tenant AND j.line = 'call' AND j.currency = @base
		AND j.judged_at <= @known
		ORDER BY said_at, member_id`, tenant.Args{"known": known, "base": tx.Base()})
	if err != nil {
		return nil, fmt.Errorf("forecast: said: %w", err)
	}
	return rows, nil
}
