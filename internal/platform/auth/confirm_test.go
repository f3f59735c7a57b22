package auth

import (
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// pays opens a run of an organisation and locks what a member received in it.
func pays(t *testing.T, db *tenant.DB, org tenant.Organisation, member uuid.UUID) {
	t.Helper()
	statement := states(t, db, org, member)
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.commission_payouts (tenant_id, id, member_id, currency, earned,
				due, draw, adjustments, paid, draw_balance, posted_at)
			VALUES (@tenant, @statement, @member, 'USD', 100, 100, 0, 0, 100, 0, @now)`,
			tenant.Args{"statement": statement, "member": member, "now": tx.Now()})
		return err
	})
}

// states opens a run of an organisation with a member's statement, which nobody has locked.
func states(t *testing.T, db *tenant.DB, org tenant.Organisation, member uuid.UUID) uuid.UUID {
	t.Helper()
	run, plan, statement := uuid.New(), uuid.New(), uuid.New()
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		do := func(statement string, args tenant.Args) {
			t.Helper()
			if _, err := tx.Exec(t.Context(), statement, args); err != nil {
				t.Fatal(err)
			}
		}
		do(`INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on, opened_at)
			VALUES (@tenant, @run, '2026-10', '2026-10-01', '2026-11-01', @now)`,
			tenant.Args{"run": run, "now": tx.Now()})
		do(`INSERT INTO app.compensation_plans (tenant_id, id, name, created_at) VALUES (@tenant, @plan, 'Plan', @now)`,
			tenant.Args{"plan": plan, "now": tx.Now()})
		do(`INSERT INTO app.commission_statements (tenant_id, id, run_id, member_id, plan_id, period, starts_on,
				ends_on, currency, opened_at)
			VALUES (@tenant, @statement, @run, @member, @plan, '2026-10', '2026-10-01', '2026-11-01', 'USD', @now)`,
			tenant.Args{"run": run, "plan": plan, "statement": statement, "member": member, "now": tx.Now()})
		return nil
	})
	return statement
}

// TestThePayOfAnOpenStatementIsNotReadFromATakenSeat plays an administrator who takes the seat of somebody whose first
// statement nobody has locked yet.
func TestThePayOfAnOpenStatementIsNotReadFromATakenSeat(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	payee, other := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep)
	admin := tenant.Actor{TenantID: org.TenantID, MemberID: addMember(t, db, org, tenant.Admin), Role: tenant.Admin}
	states(t, db, org, payee)
	for _, member := range []uuid.UUID{payee, other} {
		var token string
		update(t, db, admin, func(tx *tenant.Tx) (err error) {
			token, _, err = Invite(t.Context(), tx, member, email())
			return err
		})
		_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
		if waits := fault.KindOf(err) == fault.Invalid; waits != (member == payee) || !waits && err != nil {
			t.Errorf("the seat with a statement %t: %v", member == payee, err)
		}
	}
}

// TestASeatThatReadsPayIsConfirmedByFinance plays an administrator who, alone, would come to read pay.
func TestASeatThatReadsPayIsConfirmedByFinance(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	payee, seller, ops, controller := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep),
		addMember(t, db, org, tenant.Ops), addMember(t, db, org, tenant.Finance)
	admin := tenant.Actor{TenantID: org.TenantID, MemberID: addMember(t, db, org, tenant.Admin), Role: tenant.Admin}
	finance := tenant.Actor{TenantID: org.TenantID, MemberID: controller, Role: tenant.Finance}
	send := func(member uuid.UUID, address string) (token string, inv Invitation) {
		t.Helper()
		update(t, db, admin, func(tx *tenant.Tx) (err error) {
			token, inv, err = Invite(t.Context(), tx, member, address)
			return err
		})
		return token, inv
	}
	take := func(token string) error {
		_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
		return err
	}
	first, own := email(), email()
	if token, _ := send(payee, first); take(token) != nil {
		t.Fatal("while nobody is paid, a seat is free")
	}
	pays(t, db, org, payee)
	if token, _ := send(seller, email()); take(token) != nil {
		t.Error("a seat without pay is free")
	}
	update(t, db, admin, func(tx *tenant.Tx) error { return Leave(t.Context(), tx, payee) })
	for _, try := range []struct {
		name    string
		member  uuid.UUID
		address string
		waits   bool
	}{{"the address of before", payee, first, false}, {"another's address", payee, own, true},
		{"the first address, after another's", payee, first, true}, {"operations", ops, email(), true}} {
		name := try.name
		token, inv := send(try.member, try.address)
		if _, err := FindInvitation(t.Context(), db, org, token); (err != nil) != try.waits {
			t.Errorf("%s: the page says %v", name, err)
		}
		if !try.waits {
			continue
		}
		confirm := func(tx *tenant.Tx) error { return Confirm(t.Context(), tx, inv.ID) }
		wantKind(t, take(token), fault.Invalid)
		wantKind(t, db.Update(t.Context(), admin, confirm), fault.Forbidden)
		update(t, db, finance, func(tx *tenant.Tx) error {
			waiting, err := Unconfirmed(t.Context(), tx)
			if err != nil || len(waiting) != 1 || waiting[0].ID != inv.ID {
				t.Errorf("%s: %+v, %v", name, waiting, err)
			}
			return confirm(tx)
		})
		wantKind(t, db.Update(t.Context(), finance, confirm), fault.NotFound)
		if err := take(token); err != nil {
			t.Errorf("%s, confirmed: %v", name, err)
		}
		update(t, db, admin, func(tx *tenant.Tx) error { return Leave(t.Context(), tx, try.member) })
	}
}
