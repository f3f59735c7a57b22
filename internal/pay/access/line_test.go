package access_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb/cast"
)

// reads tells which tables of pay show somebody a row of a member.
func reads(t *testing.T, o office.Office, actor tenant.Actor, of uuid.UUID) (tables []string) {
	t.Helper()
	for _, table := range payTables(t, o) {
		if err := o.DB.View(t.Context(), actor, func(tx *tenant.Tx) error {
			n, err := tenant.Value[int64](t.Context(), tx, `SELECT count(*)
				FROM app.`+table+` x WHERE x.tenant_id = @tenant AND x.member_id = @of`, tenant.Args{"of": of})
			if n > 0 {
				tables = append(tables, table)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return tables
}

// puppet seats somebody as a manager, and has a member report to them, as an administrator does.
func puppet(t *testing.T, o office.Office, above uuid.UUID, from string) (actor tenant.Actor) {
	t.Helper()
	o.As(t, o.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		id, err := member.Add(ctx, tx, member.Person{Name: "Pat", Email: "ada+pat@example.com"})
		if err != nil {
			return err
		}
		actor = tenant.Actor{TenantID: o.TenantID, MemberID: id, Role: tenant.Manager}
		if err := member.Assign(ctx, tx, member.Assignment{MemberID: id, Role: tenant.Manager, ManagerID: &o.Eve,
			ValidFrom: cast.Day(from)}); err != nil {
			return err
		}
		role := tenant.Rep
		if above == o.Nora {
			role = tenant.Manager
		}
		return member.Assign(ctx, tx, member.Assignment{MemberID: above, Role: role, ManagerID: &id, Team: "North",
			ValidFrom: cast.Day(from)})
	})
	return actor
}

func waits(t *testing.T, o office.Office, who uuid.UUID) (all []member.Line) {
	t.Helper()
	o.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		all, err = member.WaitingLines(ctx, tx)
		return err
	})
	return all
}

// TestNobodyReadsPayThroughALineThatNobodyConfirmed plays an administrator who puts a seat of their own above the
// people whose pay they want to read: straight above them, above their manager, and by SQL of the application's role.
func TestNobodyReadsPayThroughALineThatNobodyConfirmed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"the payee", "their manager"} {
		o := office.Paid(t)
		below := map[string]uuid.UUID{"the payee": o.Ann, "their manager": o.Nora}[name]
		pat := puppet(t, o, below, "2026-01-01")
		if got := reads(t, o, pat, o.Ann); got != nil {
			t.Errorf("put above %s, the seat reads %v", name, got)
		}
		forge := func(what string, sql string) {
			t.Helper()
			for _, actor := range []tenant.Actor{o.Actor(o.Ada), pat, o.Actor(o.Nora), o.Actor(o.Ann)} {
				err := o.DB.Update(t.Context(), actor, func(tx *tenant.Tx) error {
					_, err := tx.Exec(t.Context(), sql, tenant.Args{"pat": pat.MemberID, "ann": o.Ann})
					return err
				})
				if err == nil || !strings.Contains(err.Error(), "row-level security") &&
					!strings.Contains(err.Error(), "permission denied") {
					t.Errorf("a session of %s's %s: %v", actor.Role, what, err)
				}
			}
		}
		forge("confirms a line", `INSERT INTO app.confirmed_lines (tenant_id, id, manager_id, member_id, starts_on,
				confirmed_at) VALUES (@tenant, gen_random_uuid(), @pat, @ann, '2024-01-01', now())`)
		forge("turns a line to another", `UPDATE app.confirmed_lines SET manager_id = @pat
			WHERE tenant_id = @tenant AND member_id = @ann`)
		forge("revives a line", `DELETE FROM app.line_ends WHERE tenant_id = @tenant AND line_id IN (@pat, @ann)`)
		// the closure is theirs to write, and opens nothing
		if err := o.DB.Update(t.Context(), o.Actor(o.Ada), func(tx *tenant.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO app.management (tenant_id, manager_id, member_id, depth,
					valid_from, valid_to) VALUES (@tenant, @pat, @ann, 1, '2024-02-01', 'infinity')`,
				tenant.Args{"pat": pat.MemberID, "ann": o.Ann})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got := reads(t, o, pat, o.Ann); got != nil {
			t.Errorf("with a row of the closure, the seat above %s reads %v", name, got)
		}
	}
}

func TestALineOpensPayOnceWhoMayReadItConfirmsItAndFromItsDaysOn(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	o.Run(t, "2026-02")
	pat := puppet(t, o, o.Ann, "2026-02-01")
	all := waits(t, o, o.Fay)
	if len(all) != 1 ||
		all[0] != (member.Line{ManagerID: pat.MemberID, MemberID: o.Ann, From: cast.Day("2026-02-01")}) {
		t.Fatalf("%+v", all)
	}
	if got := reads(t, o, o.Actor(o.Nora), o.Ann); got != nil {
		t.Errorf("who is no longer above reads %v", got)
	}
	for _, who := range []uuid.UUID{o.Ada, o.Nora, o.Eve, pat.MemberID, o.Ann} {
		actor := o.Actor(who)
		if who == pat.MemberID {
			actor = pat
		}
		if err := o.DB.Update(t.Context(),
			actor, func(tx *tenant.Tx) error {
				return member.ConfirmLines(t.Context(), tx,
					all)
			}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a %s confirms: %v", actor.Role, err)
		}
	}
	earlier := []member.Line{{ManagerID: pat.MemberID, MemberID: o.Ann, From: cast.Day("2025-01-01")}}
	if err := o.DB.Update(t.Context(),
		o.Actor(o.Fay), func(tx *tenant.Tx) error {
			return member.ConfirmLines(t.Context(), tx,
				earlier)
		}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a line that does not stand: %v", err)
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error { return member.ConfirmLines(ctx, tx, all) })
	if left := waits(t, o, o.Fay); len(left) != 0 {
		t.Errorf("%+v waits still", left)
	}
	var periods []string
	if err := o.DB.View(t.Context(), pat, func(tx *tenant.Tx) error {
		all, err := statement.List(t.Context(), tx, statement.Filter{Member: &o.Ann})
		for _, s := range all {
			periods = append(periods, s.Period)
		}
		return err
	}); err != nil || len(periods) != 1 || periods[0] != "2026-02" {
		t.Errorf("from the line's days on the manager reads %v, %v", periods, err)
	}
	if got := strings.Join(reads(t, o, pat, o.Ann),
		" "); got != "adjustment_decisions commission_adjustments commission_statements plan_acceptances plan_assignments statement_calculations statement_states" {
		t.Errorf("a manager since February reads of what was locked in January: %s", got)
	}
}

func TestAConfirmedLineThatEndsIsNotRevived(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	nora := o.Actor(o.Nora)
	if got := reads(t, o, nora, o.Ann); len(got) < 11 {
		t.Fatalf("the manager reads %v", got)
	}
	place := func(above uuid.UUID, from string) {
		t.Helper()
		o.As(t, o.Ada, func(ctx context.Context, tx *tenant.Tx) error {
			return member.Assign(ctx, tx, member.Assignment{MemberID: o.Ann, Role: tenant.Rep, ManagerID: &above,
				Team: "North", ValidFrom: cast.Day(from)})
		})
	}
	place(o.Sol, "2026-10-01")
	if got := reads(t, o, nora, o.Ann); got != nil {
		t.Errorf("who is no longer above reads %v", got)
	}
	place(o.Nora, "2026-10-01") // and back, as if nothing had been
	if got := reads(t, o, nora, o.Ann); got != nil {
		t.Errorf("a line that ended and was drawn again opens %v", got)
	}
	all := waits(t, o, o.Olga)
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error { return member.ConfirmLines(ctx, tx, all) })
	if got := reads(t, o, nora, o.Ann); len(got) < 11 {
		t.Errorf("confirmed again, the manager reads %v", got)
	}
}

// TestWhoMayReadPayConfirmsTheLinesTheyDraw has operations reorganise, beside lines that an administrator drew.
func TestWhoMayReadPayConfirmsTheLinesTheyDraw(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	pat := puppet(t, o, o.Nora, "2026-01-01") // Pat stands above Nora, which nobody confirmed
	if got := len(waits(t, o, o.Fay)); got != 3 {
		t.Fatalf("%d lines wait, want those to Nora, Ann and Ben", got)
	}
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		for _, id := range []uuid.UUID{o.Cat, o.Ann} {
			above := map[uuid.UUID]uuid.UUID{o.Cat: o.Nora, o.Ann: o.Sol}[id]
			if err := member.Assign(ctx, tx, member.Assignment{MemberID: id, Role: tenant.Rep, ManagerID: &above,
				ValidFrom: cast.Day("2026-01-01")}); err != nil {
				return err
			}
		}
		return nil
	})
	if got := reads(t, o, o.Actor(o.Sol), o.Ann); len(got) < 11 {
		t.Errorf("the manager whom operations chose reads %v", got)
	}
	for _, l := range waits(t, o, o.Fay) {
		if l.ManagerID != pat.MemberID {
			t.Errorf("%+v waits", l)
		}
	}
	if got := reads(t, o, pat, o.Ben); got != nil {
		t.Errorf("the seat above reads %v", got)
	}
}
