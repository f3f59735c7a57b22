package intake_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/connect/intake"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

func TestOperationsSeeWhatCameInAndWhatIsMissing(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		late, foreign := c.Opportunity("Late", c.Ann, "Proposal", 700, "2026-11-02"),
			c.Opportunity("Foreign", uuid.Nil, "Proposal", 300, "2026-12-02")
		late.State.NextStep, foreign.State.NextStep, foreign.State.Currency = "Call", "Call", money.Currency("GBP")
		undated := c.Opportunity("Undated", c.Cat, "Proposal", 50, "")
		if _, err := cast.Take(ctx, tx, late, foreign, undated); err != nil {
			return err
		}
		day := cast.Day
		return quota.Assign(ctx, tx, quota.Quota{MemberID: c.Ann, StartsOn: day("2026-10-01"),
			EndsOn: day("2027-01-01"), ValidFrom: day("2026-10-01"), ValidTo: day("2027-01-01"), Amount: 1,
			Currency: "USD"})
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error { return importOf(ctx, tx) })
	for _, who := range []uuid.UUID{c.Eve, c.Nora, c.Ann, c.Fay} {
		err := c.DB.View(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			_, err := intake.Load(t.Context(), tx, scope.Scope{})
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", c.Actor(who).Role, err)
		}
	}
	look := func(r scope.Request) (d intake.Desk) {
		c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			s, err := scope.Resolve(ctx, tx, r)
			if err == nil {
				d, err = intake.Load(ctx, tx, s)
			}
			return err
		})
		return d
	}
	d := look(scope.Request{})
	var counts, amounts []int64
	for _, p := range d.Problems {
		counts, amounts = append(counts, p.Count), append(amounts, p.Amount)
	}
	// overdue, no next step, no owner, no amount, no rate, no close date
	same(t, "problems", counts, []int64{1, 0, 1, 0, 1, 1})
	same(t, "amounts", amounts, []int64{700, 0, 0, 0, 0, 50})
	if len(d.Imports) != 1 || d.Imports[0].Origin != "firm.zip" || d.Imports[0].Sum.Rows != 9 ||
		d.Imports[0].Sum.Refused != 2 || d.Imports[0].Sum.Flagged != 3 || d.Imports[0].Sum.Ownerless != 2 {
		t.Errorf("imports: %+v", d.Imports)
	}
	if len(d.Forecasts) != 5 || d.Forecasts[0].Made || !d.Forecasts[0].Stale(d.Scope.Today) {
		t.Errorf("forecasts: %+v", d.Forecasts)
	}
	if d.Sellers != 4 || len(d.Unasked) != 3 || d.Unasked[0].ID != c.Ben {
		t.Errorf("of %d reps without a quota: %+v", d.Sellers, d.Unasked)
	}
	if d := look(scope.Request{Team: "North", AsOf: "2026-11-19"}); d.Sellers != 2 || len(d.Imports) != 0 {
		t.Errorf("the day before, in a team: %+v", d)
	}
}

func same(t *testing.T, what string, got, want []int64) {
	t.Helper()
	for n := range want {
		if len(got) != len(want) || got[n] != want[n] {
			t.Errorf("%s are %v, want %v", what, got, want)
			return
		}
	}
}

// importOf is an import of nine rows, two of which name an owner whom nobody knows.
func importOf(ctx context.Context, tx *tenant.Tx) error {
	if _, err := importjob.Keep(ctx, tx, "draft.csv"); err != nil { // of which nothing came in
		return err
	}
	id, err := importjob.Start(ctx, tx, importjob.Request{Format: importjob.Salesforce, Origin: "firm.zip"})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.import_objects (tenant_id, import_id, object, position, total, read,
			added, changed, unchanged, refused, flagged, older, cleared, finished)
		VALUES (@tenant, @id, 'opportunity', 1, 9, 9, 7, 0, 0, 2, 3, 0, '', true)`, tenant.Args{"id": id}); err != nil {
		return err
	}
	for n, reason := range []string{`The owner "Al" is not known.`, `There is no member named "Bo".`,
		"The opportunity has no amount."} {
		if _, err := tx.Exec(ctx, `INSERT INTO app.import_rows
				(tenant_id, id, import_id, file, line, level, reason, row)
			VALUES (@tenant, @key, @id, 'Opportunity.csv', @line, 'flagged', @reason, '')`,
			tenant.Args{"key": uuid.New(), "id": id, "line": n + 2, "reason": reason}); err != nil {
			return err
		}
	}
	return nil
}
