package statement_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/dispute"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/statement/office"
	"quarterdeck/internal/tenant"
)

// paid is an office in which every table about pay has rows of Ann and of Ben.
func paid(t *testing.T) office.Office {
	t.Helper()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Sell(t, o.Ben, "B 60000 2026-01-21")
	for _, m := range []uuid.UUID{o.Ann, o.Ben} {
		o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := statement.Propose(ctx, tx, statement.Adjustment{MemberID: m, Amount: 1_00, Currency: "USD", Reason: "A prize."})
			return err
		})
		o.As(t, m, func(ctx context.Context, tx *tenant.Tx) error { return o.Accept(ctx, tx) })
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := statement.Adjustments(ctx, tx, nil)
		for _, a := range all {
			if err := statement.Decide(ctx, tx, a.ID, true, ""); err != nil {
				return err
			}
		}
		return err
	})
	o.Run(t, "2026-01")
	for _, m := range []uuid.UUID{o.Ann, o.Ben} {
		o.Lock(t, m, "2026-01")
		s, _ := o.Of(t, m, "2026-01")
		o.As(t, m, func(ctx context.Context, tx *tenant.Tx) error {
			line := 1
			_, err := dispute.Open(ctx, tx, dispute.Claim{StatementID: s.ID, Line: &line, Note: "Why?"})
			return err
		})
	}
	return o
}

// payTables are the tables that Postgres shuts by member as pay.
func payTables(t *testing.T, o office.Office) []string {
	t.Helper()
	var names []string
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		names, err = tenant.Values[string](ctx, tx, `SELECT p.tablename::text FROM pg_policies p WHERE p.schemaname = 'app' AND p.policyname = 'pay_reads' AND @tenant::uuid IS NOT NULL ORDER BY 1`, nil)
		return err
	})
	return names
}

func TestPostgresShowsPayToThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	o := paid(t)
	tables := payTables(t, o)
	if len(tables) < 11 {
		t.Fatalf("only %d tables are shut as pay: %v", len(tables), tables)
	}
	seen := func(who uuid.UUID, table string) []string {
		var ids []uuid.UUID
		o.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
			ids, err = tenant.Values[uuid.UUID](ctx, tx, `SELECT DISTINCT x.member_id FROM app.`+table+` x WHERE x.tenant_id = @tenant`, nil)
			return err
		})
		var names []string
		for _, id := range ids {
			names = append(names, map[uuid.UUID]string{o.Ann: "Ann", o.Ben: "Ben"}[id])
		}
		slices.Sort(names)
		return names
	}
	both := []string{"Ann", "Ben"}
	everybody := map[string]struct {
		who  uuid.UUID
		sees []string
	}{"Ann": {o.Ann, both[:1]}, "Ben": {o.Ben, both[1:]}, "Cat, a rep of another team": {o.Cat, nil}, "Nora, their manager": {o.Nora, both}, "Sol, another manager": {o.Sol, nil},
		"Eve, the executive": {o.Eve, nil}, "Ada, the administrator": {o.Ada, nil}, "Fay in finance": {o.Fay, both}, "Olga in operations": {o.Olga, both}}
	for _, table := range tables {
		for name, c := range everybody {
			if got := seen(c.who, table); !slices.Equal(got, c.sees) {
				t.Errorf("%s sees %v in %s", name, got, table)
			}
		}
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		return statement.GrantPay(ctx, tx, o.Eve, "She signs them.")
	})
	if got := seen(o.Eve, "commission_payouts"); !slices.Equal(got, both) {
		t.Errorf("with a grant the executive sees %v", got)
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error { return statement.WithdrawPay(ctx, tx, o.Eve) })
	if got := seen(o.Eve, "commission_payouts"); got != nil {
		t.Errorf("without her grant the executive sees %v", got)
	}
}

func TestNobodyWritesThePayOfOthers(t *testing.T) {
	t.Parallel()
	o := paid(t)
	for _, table := range payTables(t, o) {
		for name, who := range map[string]uuid.UUID{"Ann": o.Ann, "Cat": o.Cat, "Sol": o.Sol, "Eve": o.Eve, "Ada": o.Ada} {
			err := o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
				n, err := tx.Exec(t.Context(), fmt.Sprintf(`INSERT INTO app.%[1]s SELECT (json_populate_record(x, json_build_object('id', gen_random_uuid(), 'member_id', @of::uuid))).*
					FROM app.%[1]s x WHERE x.tenant_id = @tenant LIMIT 1`, table), tenant.Args{"of": o.Ben})
				if err == nil && n > 0 {
					t.Errorf("%s writes a row of Ben's into %s", name, table)
				}
				return err
			})
			if err != nil && !strings.Contains(err.Error(), "row-level security") {
				t.Errorf("%s, %s: %v", table, name, err)
			}
			err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
				n, err := tx.Exec(t.Context(), fmt.Sprintf(`UPDATE app.%s SET member_id = member_id WHERE tenant_id = @tenant`, table), nil)
				if n != 0 {
					t.Errorf("%s changes %d rows of %s", name, n, table)
				}
				return err
			})
			if err != nil && !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s, %s: %v", table, name, err)
			}
		}
	}
}

func TestWhatWasLockedIsNeverTouched(t *testing.T) {
	t.Parallel()
	o := paid(t)
	for _, table := range payTables(t, o) {
		if table == "plan_assignments" {
			continue // its replaced rows are marked, by who administers pay
		}
		for _, sql := range []string{`UPDATE app.%s SET tenant_id = tenant_id WHERE tenant_id = @tenant`, `DELETE FROM app.%s WHERE tenant_id = @tenant`, `TRUNCATE app.%s`} {
			err := o.DB.Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
				_, err := tx.Raw().Exec(t.Context(), strings.ReplaceAll(fmt.Sprintf(sql, table), "@tenant", "'"+o.TenantID.String()+"'"))
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("the system itself may "+sql+": %v", table, err)
			}
		}
	}
}
