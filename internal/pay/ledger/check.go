package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/platform/tenant"
)

// Finding is a difference found in the ledgers.
type Finding struct {
	StatementID uuid.UUID
	Sentence    string
}

// Checked is the last statement checked; the zero value is before the first.
type Checked struct {
	StartsOn period.Date
	ID       uuid.UUID
}

// Batch is the number of statements to check at a time. Each loads its complete input.
const Batch = 100

// Check compares all ledgers with the calculations. It acts as the system.
func Check(ctx context.Context, tx *tenant.Tx) (all []Finding, err error) {
	var after Checked
	for more := true; more; {
		var found []Finding
		if found, after, more, err = CheckSome(ctx, tx, after, Batch); err != nil {
			return all, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// CheckSome holds the ledgers of the next statements against what was calculated: every locked statement computes again
// to the same bytes (by this release's engine, if it made it), its lines sum to its payout, its payouts follow each
// other, and the ledger's total is what holds by now. more tells that there may be others after them.
func CheckSome(ctx context.Context, tx *tenant.Tx, after Checked,
	limit int) (found []Finding, last Checked, more bool, err error) {
	type row struct {
		ID                                     uuid.UUID
		StartsOn                               period.Date
		Inputs, InputsHash, Result, ResultHash string
		Lines, Adjusted, Ledger                int64
		Earned, Adjustments, Paid, Payable     int64
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT s.id, s.starts_on, c.inputs, c.inputs_hash, c.result, c.result_hash,
			coalesce((SELECT sum(e.amount) FROM app.commission_earnings e
			WHERE e.tenant_id = @tenant AND e.statement_id = s.id AND e.adjustment_id IS NULL), 0)::bigint AS lines,
			coalesce((SELECT sum(e.amount) FROM app.commission_earnings e
			WHERE e.tenant_id = @tenant AND e.statement_id = s.id AND e.adjustment_id IS NOT NULL),
			0)::bigint AS adjusted,
			coalesce((SELECT sum(e.amount) FROM app.commission_earnings e
			JOIN app.commission_statements o ON o.tenant_id = @tenant AND o.id = e.statement_id
				WHERE e.tenant_id = @tenant AND e.adjustment_id IS NULL AND o.member_id = s.member_id
				AND o.plan_id = s.plan_id AND o.starts_on <= s.starts_on), 0)::bigint AS ledger,
			p.earned, p.adjustments, p.paid, c.payable
		FROM app.statement_states t JOIN app.commission_statements s ON s.tenant_id = @tenant AND s.id = t.statement_id
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.id = t.calculation_id
		JOIN app.commission_payouts p ON p.tenant_id = @tenant AND p.id = s.id
		WHERE t.tenant_id = @tenant AND t.state = 'locked'
		AND (s.starts_on, s.id) > (coalesce(@day::date, '-infinity'), @id::uuid)
		ORDER BY s.starts_on, s.id LIMIT @limit`,
		tenant.Args{"day": after.StartsOn, "id": after.ID, "limit": limit})
	if err != nil {
		return nil, after, false, fmt.Errorf("ledger: check: %w", err)
	}
	last = after
	for _, r := range rows {
		last = Checked{r.StartsOn, r.ID}
		say := func(wrong bool, format string, args ...any) {
			if wrong {
				found = append(found, Finding{r.ID, fmt.Sprintf(format, args...)})
			}
		}
		say(evidence.Hash([]byte(r.Inputs)) != r.InputsHash || evidence.Hash([]byte(r.Result)) != r.ResultHash,
			"The stored files differ from what was locked.")
		say(r.Lines != r.Earned || r.Adjusted != r.Adjustments || r.Paid != r.Payable,
			"The lines do not add up to the payout.")
		result, same := recomputed(r.Inputs, r.Result)
		say(!same, "A recalculation gives a different result.")
		say(same && result.Earned != r.Ledger, "The ledger total differs from the statement.")
	}
	return found, last, len(rows) == limit, nil
}

// recomputed makes a result again and tells whether its bytes are the same. What the engine of an earlier release made
// is taken as it was kept: its bytes are held by their hash, and its sums by the ledger. One on which the engine fails
// is another one.
func recomputed(inputs, text string) (result evidence.Result, same bool) {
	defer func() {
		if recover() != nil {
			same = false
		}
	}()
	bundle, err := evidence.Decode([]byte(inputs))
	if err != nil {
		return result, false
	}
	result, err = bundle.Compute()
	if errors.Is(err, evidence.ErrRelease) {
		return result, json.Unmarshal([]byte(text), &result) == nil
	}
	if err != nil {
		return result, false
	}
	again, err := json.Marshal(result)
	return result, err == nil && string(again) == text
}
