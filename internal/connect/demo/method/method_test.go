package method_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/demo/method"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/testdb/cast"
)

func TestTheOwnersOfTheDemoAnswerOnce(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var ids []uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var accounts []account.Imported
		var deals []opportunity.Imported
		for i, name := range []string{"A", "B", "C"} {
			a := account.Imported{ID: uuid.New(), ExternalID: name, Name: name, OwnerID: &c.Ann, Custom: "{}",
				CreatedAt: cast.Since, Hash: 1}
			o := c.Opportunity(name, c.Ann, "Negotiation", int64(300_00-i), "2026-12-31")
			o.State.AccountID = &a.ID
			accounts, deals = append(accounts, a), append(deals, o)
		}
		if _, err := account.Import(ctx, tx, accounts); err != nil {
			return err
		}
		var err error
		ids, err = cast.Take(ctx, tx, deals...)
		return err
	})
	org := tenant.Organisation{TenantID: c.TenantID}
	for range 2 {
		if err := method.Fill(t.Context(), c.DB, org); err != nil {
			t.Fatal(err)
		}
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		for _, id := range ids {
			s, err := qualification.Load(ctx, tx, id, time.Time{})
			if err != nil {
				return err
			}
			if points, of, unknown := s.Score(); points == 0 || points >= of || unknown == 0 {
				t.Errorf("an opportunity has %d of %d points, %d not known", points, of, unknown)
			}
		}
		answers, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.qualification_answers
			WHERE tenant_id = @tenant`, nil)
		if err != nil {
			return err
		}
		below, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.accounts
			WHERE tenant_id = @tenant AND parent_id IS NOT NULL`, nil)
		if answers != 16 || below != 1 {
			t.Errorf("there are %d answers and %d accounts below others, want 16 and 1", answers, below)
		}
		return err
	})
}
