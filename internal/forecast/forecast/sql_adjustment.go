package forecast

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

const adjustmentColumns = `id, author_id, member_id, line, amount, gross, called, currency, note,
	judged_at AS adjusted_at`

// ImportedAdjustment is an adjustment with its past time; amounts are minor units of the base currency. Without an
// Amount it withdraws the author's previous one.
type ImportedAdjustment struct {
	AuthorID   uuid.UUID
	MemberID   uuid.UUID
	StartsOn   period.Date
	EndsOn     period.Date
	Line       Line
	Amount     *int64
	Gross      int64
	Called     *int64 // nil: what the member had called by then
	Note       string
	AdjustedAt time.Time // since when it counts as known
}

// ImportAdjustments stores adjustments with their past times, from a CRM or the demo. Only the system may.
func ImportAdjustments(ctx context.Context, tx *tenant.Tx, rows []ImportedAdjustment) error {
	if tx.Actor().Role != tenant.System {
		return fault.New(fault.Forbidden, "Only an import can add past adjustments.")
	}
	_, err := insertAdjustments(ctx, tx, rows)
	return err
}

func insertAdjustment(ctx context.Context, tx *tenant.Tx, row ImportedAdjustment) (uuid.UUID, error) {
	ids, err := insertAdjustments(ctx, tx, []ImportedAdjustment{row})
	if err != nil {
		return uuid.Nil, err
	}
	return ids[0], nil
}

func insertAdjustments(ctx context.Context, tx *tenant.Tx, rows []ImportedAdjustment) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, len(rows))
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7())
	}
	args := tenant.Columns(rows)
	args["id"], args["currency"], args["now"] = ids, tx.Base(), tx.Now()
	_, err := tx.Exec(ctx, `INSERT INTO app.forecast_judgements (tenant_id, id, author_id, member_id, starts_on,
			ends_on, line, amount, gross, called, currency, note, judged_at, recorded_at)
		SELECT t.tenant_id, x.id, x.author_id, x.member_id, x.starts_on, x.ends_on, x.line, x.amount, x.gross,
		coalesce(x.called, (SELECT s.amount FROM app.forecast_submissions s
			WHERE s.tenant_id = @tenant AND s.starts_on = x.starts_on AND s.ends_on = x.ends_on
			AND s.member_id = x.member_id AND s.line = x.line AND s.submitted_at <= x.judged_at
			ORDER BY s.submitted_at DESC, s.id DESC LIMIT 1)), @currency, x.note, x.judged_at, @now
		FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @author_id::uuid[], @member_id::uuid[],
			@starts_on::date[], @ends_on::date[], @line::text[], @amount::bigint[], @gross::bigint[],
			@called::bigint[], @note::text[], @adjusted_at::timestamptz[])
			x(id, author_id, member_id, starts_on, ends_on, line, amount, gross, called, note, judged_at)
		WHERE t.tenant_id = @tenant`, args)
	if err != nil {
		return nil, fmt.Errorf("forecast: adjust: %w", err)
	}
	return ids, nil
}

// saidBefore is what an adjustment's author had said about the same before it; NotFound where that was nothing.
func saidBefore(ctx context.Context, tx *tenant.Tx, p period.Period, j Adjustment) (Adjustment, error) {
	before, err := tenant.One[Adjustment](ctx, tx, `SELECT `+adjustmentColumns+` FROM app.forecast_judgements
		WHERE tenant_id = @tenant AND starts_on = @from AND ends_on = @to AND member_id = @member AND line = @line
		AND author_id = @author AND (judged_at, id) < (@at, @id::uuid)
		ORDER BY judged_at DESC, id DESC LIMIT 1`, tenant.Args{"from": p.Start, "to": p.End, "member": j.MemberID,
		"line": string(j.Line), "author": j.AuthorID, "at": j.AdjustedAt, "id": j.ID})
	if err != nil {
		return before, fmt.Errorf("forecast: said before: %w", err)
	}
	return before, nil
}

// newestAdjustments are the newest of each author, member and line for a period, as known at a moment; withdrawn ones
// stand among them without an amount. Some members, or all whom Postgres shows: those below, and to the roles that see
// all everybody but themselves.
func newestAdjustments(ctx context.Context, tx *tenant.Tx, p period.Period, known time.Time,
	of []uuid.UUID) ([]Adjustment, error) {
	rows, err := tenant.List[Adjustment](ctx, tx, `SELECT DISTINCT ON (member_id, line,
			author_id) `+adjustmentColumns+` FROM app.forecast_judgements
		WHERE tenant_id = @tenant AND starts_on = @from AND ends_on = @to AND judged_at <= @known
		AND (@of::uuid[] IS NULL OR member_id = ANY(@of))
		ORDER BY member_id, line, author_id, judged_at DESC, id DESC`,
		tenant.Args{"from": p.Start, "to": p.End, "known": known, "of": of})
	if err != nil {
		return nil, fmt.Errorf("forecast: adjustments: %w", err)
	}
	return rows, nil
}

// Adjustments lists the adjustments of a member for a period, newest first, as known at a moment (the zero time: now).
// The member and people below do not see them.
func Adjustments(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p period.Period,
	asOf time.Time) ([]Adjustment, error) {
	rows, err := tenant.List[Adjustment](ctx, tx, `SELECT `+adjustmentColumns+` FROM app.forecast_judgements
		WHERE tenant_id = @tenant AND starts_on = @from AND ends_on = @to AND member_id = @member
		AND judged_at <= @known
		ORDER BY judged_at DESC, id DESC`,
		tenant.Args{"from": p.Start, "to": p.End, "member": id, "known": knownAt(asOf, tx.Now())})
	if err != nil {
		return nil, fmt.Errorf("forecast: adjustments: %w", err)
	}
	return rows, nil
}
