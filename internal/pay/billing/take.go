package billing

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Take records the rows of a file. Rows with a known key are skipped, so that a file can be uploaded twice. Rejected
// lines have a reason, and the others are recorded. A line that would pay the acting member is rejected.
func Take(ctx context.Context, tx *tenant.Tx, rows []Row) (Taken, error) {
	var taken Taken
	if err := tx.Require(tenant.EditCredit); err != nil {
		return taken, err
	}
	opportunities, err := tenant.ExternalIDs(ctx, tx, `SELECT o.external_id, o.id FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.external_id IS NOT NULL`)
	if err != nil {
		return taken, fmt.Errorf("billing: take: %w", err)
	}
	own, err := ownOf(ctx, tx, nil)
	if err != nil {
		return taken, err
	}
	seen := map[string]bool{}
	var events []Event
	for _, row := range rows {
		e, err := row.event(tx.Base(), tx.Calendar().Location(), opportunities)
		if err == nil && own[e.OpportunityID] {
			err = errOwn
		}
		switch {
		case err != nil:
			taken.Refused = append(taken.Refused, Refusal{row.Line, fault.Message(err)})
		case seen[e.ExternalID]:
			taken.Known++
		default:
			seen[e.ExternalID] = true
			events = append(events, e)
		}
	}
	for part := range slices.Chunk(events, 5000) {
		n, err := insertAll(ctx, tx, part)
		if err != nil {
			return taken, err
		}
		taken.New += n
		taken.Known += len(part) - n
	}
	return taken, audit.Record(ctx, tx, "took", "billing file", "",
		map[string]string{"new": strconv.Itoa(taken.New), "known": strconv.Itoa(taken.Known),
			"refused": strconv.Itoa(len(taken.Refused))})
}

// fresh is an event of a file on its way into the table.
type fresh struct {
	ID            uuid.UUID
	ExternalID    string
	OpportunityID uuid.UUID
	Kind          string
	HappenedOn    period.Date
	Amount        *int64
	Currency      string
	Note          string
}

// insertAll keeps events, but those whose key is known, and counts them.
func insertAll(ctx context.Context, tx *tenant.Tx, events []Event) (int, error) {
	rows := make([]fresh, len(events))
	for i, e := range events {
		rows[i] = fresh{uuid.Must(uuid.NewV7()), e.ExternalID, e.OpportunityID, string(e.Kind), e.On, e.Amount,
			string(e.Currency), e.Note}
	}
	args := tenant.Columns(rows)
	args["by"], args["now"] = tx.By(), tx.Now()
	n, err := tx.Exec(ctx, `INSERT INTO app.billing_events (tenant_id, id, external_id, opportunity_id, kind,
			happened_on, amount, currency, note, recorded_by, known_at)
		SELECT @tenant, x.id, x.external_id, x.opportunity_id, x.kind, x.happened_on, x.amount, x.currency, x.note,
		@by, @now
		FROM unnest(@id::uuid[], @external_id::text[], @opportunity_id::uuid[], @kind::text[], @happened_on::date[],
			@amount::bigint[], @currency::text[], @note::text[])
			x(id, external_id, opportunity_id, kind, happened_on, amount, currency, note)
		ON CONFLICT (tenant_id, external_id) WHERE external_id IS NOT NULL AND replaced_at = 'infinity' DO NOTHING`,
		args)
	if err != nil {
		return 0, fmt.Errorf("billing: take: %w", err)
	}
	return int(n), nil
}
