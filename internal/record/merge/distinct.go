package merge

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Distinct are the pairs of records that somebody has said are two, the lower key first.
func Distinct(ctx context.Context, tx *tenant.Tx) (map[[2]uuid.UUID]bool, error) {
	type pair struct{ OneID, OtherID uuid.UUID }
	rows, err := tenant.List[pair](ctx, tx, `SELECT one_id, other_id FROM app.distinct_records
		WHERE tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("merge: distinct: %w", err)
	}
	all := map[[2]uuid.UUID]bool{}
	for _, r := range rows {
		all[[2]uuid.UUID{r.OneID, r.OtherID}] = true
	}
	return all, nil
}

// Ordered is two keys, the lower first.
func Ordered(a, b uuid.UUID) [2]uuid.UUID {
	if a.String() > b.String() {
		a, b = b, a
	}
	return [2]uuid.UUID{a, b}
}

// Differ says that two records are two.
func Differ(ctx context.Context, tx *tenant.Tx, object Object, a, b uuid.UUID) error {
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return err
	}
	k, err := kindOf(object)
	if err != nil {
		return err
	}
	for _, id := range []uuid.UUID{a, b} {
		if _, err := k.load(ctx, tx, id); err != nil {
			return err
		}
	}
	p := Ordered(a, b)
	if _, err := tx.Exec(ctx, `INSERT INTO app.distinct_records (tenant_id, one_id, other_id, member_id, at)
		VALUES (@tenant, @one, @other, @me, @now) ON CONFLICT DO NOTHING`,
		tenant.Args{"one": p[0], "other": p[1], "me": tx.By(), "now": tx.Now()}); err != nil {
		return fmt.Errorf("merge: differ: %w", err)
	}
	return nil
}
