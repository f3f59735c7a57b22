package merge_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/merge"
	"quarterdeck/internal/testdb/cast"
)

// dumped are the tables as they are, but for the history of opportunities, which says that they moved and back.
const dumped = `SELECT
	(SELECT string_agg(a::text, E'\n' ORDER BY a.id) FROM app.accounts a WHERE a.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(c::text, E'\n' ORDER BY c.id) FROM app.contacts c WHERE c.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(v::text, E'\n' ORDER BY v.id) FROM app.activities v WHERE v.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(n::text, E'\n' ORDER BY n.id) FROM app.notes n WHERE n.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(p::text, E'\n' ORDER BY p.id) FROM app.attachments p WHERE p.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(concat_ws(',', o.id, o.account_id, o.name, o.amount, o.deleted_at), E'\n' ORDER BY o.id)
		FROM app.opportunities o WHERE o.tenant_id = @tenant)`

func dump(t *testing.T, c *cast.Company) (text string) {
	t.Helper()
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		text, err = tenant.Value[string](ctx, tx, dumped, nil)
		return err
	})
	return text
}

// house makes n accounts, each with people, activities, a note, opportunities and one account below.
func house(t *testing.T, c *cast.Company, n int) []uuid.UUID {
	t.Helper()
	var accounts []uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for i := range n {
			id := uuid.New()
			accounts = append(accounts, id)
			args := tenant.Args{"id": id, "name": fmt.Sprintf("Account %d", i), "now": tx.Now(), "owner": c.Ann}
			for _, sql := range []string{
				`INSERT INTO app.accounts (tenant_id, id, name, website, owner_id, created_at)
					SELECT @tenant, @id, @name, @name || '.example', @owner, @now`,
				`INSERT INTO app.accounts (tenant_id, id, name, parent_id, owner_id, created_at)
					SELECT @tenant, gen_random_uuid(), 'Child of ' || @name, @id, @owner, @now`,
				`INSERT INTO app.contacts (tenant_id, id, account_id, first_name, last_name, created_at)
					SELECT @tenant, gen_random_uuid(), @id, 'Eva', @name || g, @now
					FROM generate_series(1, 3) g WHERE @owner::uuid IS NOT NULL`,
				`INSERT INTO app.activities (tenant_id, id, account_id, member_id, kind, subject, occurs_on, done, created_at)
					SELECT @tenant, gen_random_uuid(), @id, @owner, 'call', @name, '2026-11-01', true, @now`,
				`INSERT INTO app.notes (tenant_id, id, object, object_id, author_id, body, at)
					SELECT @tenant, gen_random_uuid(), 'account', @id, @owner, @name, @now`,
				`INSERT INTO app.attachments (tenant_id, id, object, object_id, author_id, name, at)
					SELECT @tenant, gen_random_uuid(), 'account', @id, @owner, @name, @now`,
			} {
				if _, err := tx.Exec(ctx, sql, args); err != nil {
					return err
				}
			}
			for k := range 2 {
				in := c.Opportunity(fmt.Sprintf("O%d-%d", i, k), c.Ann, "Discovery", 100_00, "2026-12-31")
				in.State.AccountID = &id
				if _, err := cast.Take(ctx, tx, in); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return accounts
}

func as(t *testing.T, c *cast.Company, fn func(context.Context, *tenant.Tx) error) error {
	t.Helper()
	return c.DB.Update(t.Context(), c.Actor(c.Olga), func(tx *tenant.Tx) error { return fn(t.Context(), tx) })
}

// join merges as somebody of operations.
func join(t *testing.T, c *cast.Company, survivor, loser uuid.UUID, take ...string) (id uuid.UUID, err error) {
	t.Helper()
	err = as(t, c, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = merge.Join(ctx, tx, merge.Account, survivor, loser, take)
		return err
	})
	return id, err
}

func split(t *testing.T, c *cast.Company, id uuid.UUID) error {
	t.Helper()
	return as(t, c, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := merge.Split(ctx, tx, id)
		return err
	})
}

func TestMergesThatAreTakenBackLeaveEverythingAsItWas(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	accounts, random := house(t, &c, 8), rand.New(rand.NewPCG(3, 4))
	before := dump(t, &c)
	var done []uuid.UUID
	for range 5 {
		a, b := accounts[random.IntN(8)], accounts[random.IntN(8)]
		id, err := join(t, &c, a, b, "name", "website")
		if kind := fault.KindOf(err); err != nil && kind != fault.Invalid && kind != fault.Conflict {
			t.Fatal(err)
		}
		if err == nil {
			done = append(done, id)
		}
	}
	if len(done) < 3 || dump(t, &c) == before {
		t.Fatalf("%d merges, and nothing differs", len(done))
	}
	for i := len(done) - 1; i >= 0; i-- {
		if err := split(t, &c, done[i]); err != nil {
			t.Fatal(err)
		}
	}
	if after := dump(t, &c); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestAMergeOnTopOfAnotherIsTakenBackFirst(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	a := house(t, &c, 3)
	first, err := join(t, &c, a[0], a[1])
	if err != nil {
		t.Fatal(err)
	}
	second, err := join(t, &c, a[2], a[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := split(t, &c, first); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the earlier one is taken back first: %v", err)
	}
	for _, id := range []uuid.UUID{second, first} {
		if err := split(t, &c, id); err != nil {
			t.Error(err)
		}
	}
	if err := split(t, &c, first); fault.KindOf(err) != fault.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
}

func TestWhoMayNotMerge(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	a := house(t, &c, 2)
	for _, who := range []uuid.UUID{c.Ann, c.Nora, c.Fay} {
		err := c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			_, err := merge.Join(t.Context(), tx, merge.Account, a[0], a[1], nil)
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v", err)
		}
	}
	if _, err := join(t, &c, a[0], a[1], "id"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the key is no fact: %v", err)
	}
}
