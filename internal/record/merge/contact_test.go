package merge_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/merge"
	"quarterdeck/internal/testdb/cast"
)

// peopled are the tables that point to people, as they are.
const peopled = `SELECT
	(SELECT string_agg(c::text, E'\n' ORDER BY c.id) FROM app.contacts c WHERE c.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(r::text, E'\n' ORDER BY r.id) FROM app.contact_roles r WHERE r.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(v::text, E'\n' ORDER BY v.id) FROM app.activities v WHERE v.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(n::text, E'\n' ORDER BY n.id) FROM app.notes n WHERE n.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(m::text, E'\n' ORDER BY m.note_id, m.member_id) FROM app.note_mentions m
		WHERE m.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(k::text, E'\n' ORDER BY k.id) FROM app.tasks k WHERE k.tenant_id = @tenant) || E'\n' ||
	(SELECT string_agg(p::text, E'\n' ORDER BY p.id) FROM app.attachments p WHERE p.tenant_id = @tenant)`

func people(t *testing.T, c *cast.Company) (text string) {
	t.Helper()
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		text, err = tenant.Value[string](ctx, tx, peopled, nil)
		return err
	})
	return text
}

// crowd makes n people, each with everything that can point to a person. All have the same part in one opportunity.
func crowd(t *testing.T, c *cast.Company, n int) []uuid.UUID {
	t.Helper()
	accounts := house(t, c, 2)
	var ids []uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		deals, err := cast.Take(ctx, tx, c.Opportunity("Shared", c.Ann, "Discovery", 100_00, "2026-12-31"))
		if err != nil {
			return err
		}
		for i := range n {
			id, note := uuid.New(), uuid.New()
			ids = append(ids, id)
			for _, step := range []struct {
				sql  string
				args tenant.Args
			}{
				{`INSERT INTO app.contacts (tenant_id, id, external_id, account_id, first_name, last_name, email, custom,
						created_at) SELECT @tenant, @id, @key, @account, 'Eva', @key, @key || '@x.example',
						jsonb_build_object(@key::text, 'x'), @now`,
					tenant.Args{"id": id, "key": fmt.Sprint("P", i), "account": accounts[i%2], "now": tx.Now()}},
				{`INSERT INTO app.contact_roles (tenant_id, id, opportunity_id, contact_id, role, is_primary, created_at)
					SELECT @tenant, gen_random_uuid(), o.id, @id, 'Champion', @primary, @now FROM app.opportunities o
					WHERE o.tenant_id = @tenant AND (o.id = @deal OR o.external_id LIKE 'O' || @own::text || '-%')`,
					tenant.Args{"id": id, "primary": i%3 == 0, "deal": deals[0], "own": fmt.Sprint(i % 2),
						"now": tx.Now()}},
				{`INSERT INTO app.activities (tenant_id, id, contact_id, member_id, kind, subject, occurs_on, done, created_at)
					SELECT @tenant, gen_random_uuid(), @id, @owner, 'call', 'Call', '2026-11-01', true, @now`,
					tenant.Args{"id": id, "owner": c.Ann, "now": tx.Now()}},
				{`INSERT INTO app.notes (tenant_id, id, object, object_id, author_id, body, at)
					SELECT @tenant, @note, 'contact', @id, @owner, 'Note', @now`,
					tenant.Args{"id": id, "note": note, "owner": c.Ann, "now": tx.Now()}},
				{`INSERT INTO app.note_mentions (tenant_id, note_id, member_id, words) SELECT @tenant, @note, @owner, 'Ann'`,
					tenant.Args{"note": note, "owner": c.Ann}},
				{`INSERT INTO app.tasks (tenant_id, id, title, zone, assignee_id, object, object_id, created_at)
					SELECT @tenant, gen_random_uuid(), 'Call', 'UTC', @owner, 'contact', @id, @now`,
					tenant.Args{"id": id, "owner": c.Ann, "now": tx.Now()}},
				{`INSERT INTO app.attachments (tenant_id, id, object, object_id, author_id, name, at)
					SELECT @tenant, gen_random_uuid(), 'contact', @id, @owner, 'Paper', @now`,
					tenant.Args{"id": id, "owner": c.Ann, "now": tx.Now()}},
			} {
				if _, err := tx.Exec(ctx, step.sql, step.args); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return ids
}

func marry(t *testing.T, c *cast.Company, survivor, loser uuid.UUID, take ...string) (id uuid.UUID, err error) {
	t.Helper()
	err = as(t, c, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = merge.Join(ctx, tx, merge.Contact, survivor, loser, take)
		return err
	})
	return id, err
}

func TestMergesOfPeopleThatAreTakenBackLeaveEverythingAsItWas(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	ids, random := crowd(t, &c, 8), rand.New(rand.NewPCG(5, 6))
	before := people(t, &c)
	var done []uuid.UUID
	for range 6 {
		id, err := marry(t, &c, ids[random.IntN(8)], ids[random.IntN(8)], "email", "account_id")
		if kind := fault.KindOf(err); err != nil && kind != fault.Invalid && kind != fault.Conflict {
			t.Fatal(err)
		}
		if err == nil {
			done = append(done, id)
		}
	}
	if len(done) < 3 || people(t, &c) == before {
		t.Fatalf("%d merges, and nothing differs", len(done))
	}
	for i := len(done) - 1; i >= 0; i-- {
		if err := split(t, &c, done[i]); err != nil {
			t.Fatal(err)
		}
	}
	if after := people(t, &c); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestEverythingOfAPersonGoesToTheOneThatIsKept(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	ids := crowd(t, &c, 2)
	if _, err := marry(t, &c, ids[0], ids[1]); err != nil {
		t.Fatal(err)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for _, q := range []struct {
			sql  string
			want int64
		}{
			{`app.activities x WHERE x.contact_id = @id`, 2}, {`app.notes x WHERE x.object_id = @id`, 2},
			{`app.tasks x WHERE x.object_id = @id`, 2}, {`app.attachments x WHERE x.object_id = @id`, 2},
			// one part in the opportunity of both, which is the primary one, and two in those of each
			{`app.contact_roles x WHERE x.contact_id = @id AND x.deleted_at IS NULL`, 5},
			{`app.contact_roles x WHERE x.contact_id = @id AND x.deleted_at IS NULL AND x.is_primary`, 3},
			{`app.contacts x WHERE x.id = @id AND x.custom = '{"P0": "x", "P1": "x"}'`, 1},
		} {
			n, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM `+q.sql+` AND x.tenant_id = @tenant`,
				tenant.Args{"id": ids[0]})
			if err != nil || n != q.want {
				t.Errorf("%s: %d, %v", q.sql, n, err)
			}
		}
		return nil
	})
}

// TestAnImportOfAMergedPersonLeavesThemMerged has the source send both again, with another address of the one that is
// gone here.
func TestAnImportOfAMergedPersonLeavesThemMerged(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	ids := crowd(t, &c, 2)
	if _, err := marry(t, &c, ids[0], ids[1]); err != nil {
		t.Fatal(err)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.Import(ctx, tx, []contact.Imported{{ID: uuid.New(), ExternalID: "P1", FirstName: "Eva",
			LastName: "P1", Email: "new@x.example", Custom: "{}", CreatedAt: tx.Now(), Hash: 7}})
		if err != nil {
			return err
		}
		keys, err := contact.IDs(ctx, tx)
		if err != nil || keys["P1"] != ids[0] {
			t.Errorf("P1 leads to %s, not to %s: %v", keys["P1"], ids[0], err)
		}
		p, err := contact.Get(ctx, tx, ids[1])
		if p.DeletedAt == nil || p.MergedInto == nil {
			t.Errorf("%+v", p)
		}
		return err
	})
}

func TestAPersonIsMergedWithAPersonOnly(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	ids := crowd(t, &c, 2)
	account := house(t, &c, 1)[0]
	if _, err := marry(t, &c, ids[0], account); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an account is no contact: %v", err)
	}
	if _, err := marry(t, &c, ids[0], ids[1], "website"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a contact has no website: %v", err)
	}
	other := cast.Found(t)
	if _, err := marry(t, &other, ids[0], ids[1]); fault.KindOf(err) != fault.NotFound {
		t.Errorf("of another organisation: %v", err)
	}
}
