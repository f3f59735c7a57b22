package auth

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
)

// TestAnAddressThatHadASeatBeforeHasNotWhatTheSeatBecame plays an administrator who first gives a friend a seat that
// reads nothing, takes it back, makes more of it, and invites the same address again.
func TestAnAddressThatHadASeatBeforeHasNotWhatTheSeatBecame(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	promoted, paid, granted := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep),
		addMember(t, db, org, tenant.Executive)
	controller := addMember(t, db, org, tenant.Finance)
	admin := tenant.Actor{TenantID: org.TenantID, MemberID: addMember(t, db, org, tenant.Admin), Role: tenant.Admin}
	take := func(member uuid.UUID, address string) error {
		t.Helper()
		var token string
		update(t, db, admin, func(tx *tenant.Tx) (err error) {
			token, _, err = Invite(t.Context(), tx, member, address)
			return err
		})
		_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
		return err
	}
	leave := func(member uuid.UUID) {
		t.Helper()
		update(t, db, admin, func(tx *tenant.Tx) error { return Leave(t.Context(), tx, member) })
	}
	friends := map[uuid.UUID]string{promoted: email(), paid: email(), granted: email()}
	for seat, address := range friends {
		if err := take(seat, address); err != nil {
			t.Fatal(err)
		}
		leave(seat)
	}
	if err := take(paid, email()); err != nil { // the real one, who is paid from now on
		t.Fatal(err)
	}
	pays(t, db, org, paid)
	leave(paid)
	update(t, db, admin, func(tx *tenant.Tx) error {
		return member.Assign(t.Context(), tx,
			member.Assignment{MemberID: promoted, Role: tenant.Ops, ValidFrom: tx.Today()})
	})
	update(t, db, tenant.Actor{TenantID: org.TenantID, MemberID: controller,
		Role: tenant.Finance}, func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.pay_grants (tenant_id, id, member_id, reason, known_at)
			VALUES (@tenant, @id, @member, 'She signs them.', @now)`,
			tenant.Args{"id": uuid.New(), "member": granted, "now": tx.Now()})
		return err
	})
	for name, seat := range map[string]uuid.UUID{"operations": promoted, "pay of another": paid, "a grant": granted} {
		if err := take(seat, friends[seat]); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: the friend sits down by the administrator's hand alone: %v", name, err)
		}
	}
}

// TestASeatIsNotTakenWhileItBecomesOneThatReadsPay has an invitation accepted in the moment in which its seat is made
// more of.
func TestASeatIsNotTakenWhileItBecomesOneThatReadsPay(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	seat, payee := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep)
	admin := tenant.Actor{TenantID: org.TenantID, MemberID: addMember(t, db, org, tenant.Admin), Role: tenant.Admin}
	pays(t, db, org, payee)
	var token string
	update(t, db, admin, func(tx *tenant.Tx) (err error) {
		token, _, err = Invite(t.Context(), tx, seat, email())
		return err
	})
	taken := make(chan error, 1)
	update(t, db, admin, func(tx *tenant.Tx) error {
		if err := member.Assign(t.Context(), tx,
			member.Assignment{MemberID: seat, Role: tenant.Ops, ValidFrom: tx.Today()}); err != nil {
			return err
		}
		go func() {
			_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
			taken <- err
		}()
		select {
		case err := <-taken:
			taken <- err
		case <-time.After(2 * time.Second): // it waits for what becomes of the seat
		}
		return nil
	})
	if err := <-taken; fault.KindOf(err) != fault.Invalid {
		t.Errorf("the seat of operations was taken without finance: %v", err)
	}
}

// TestWhoLeftASeatBeforeItWasPaidHasNoneOfThatPay plays an administrator whose friend has a seat for a day, and comes
// back to it once it has a statement.
func TestWhoLeftASeatBeforeItWasPaidHasNoneOfThatPay(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	seat := addMember(t, db, org, tenant.Rep)
	admin := tenant.Actor{TenantID: org.TenantID, MemberID: addMember(t, db, org, tenant.Admin), Role: tenant.Admin}
	friend := email()
	send := func() (token string) {
		t.Helper()
		update(t, db, admin, func(tx *tenant.Tx) (err error) {
			token, _, err = Invite(t.Context(), tx, seat, friend)
			return err
		})
		return token
	}
	take := func() error {
		_, err := Accept(t.Context(), db, org, Acceptance{Token: send(), Password: password})
		return err
	}
	later := func() { db = db.At(db.Now().Add(time.Hour)) }
	if err := take(); err != nil {
		t.Fatal(err)
	}
	later()
	update(t, db, admin, func(tx *tenant.Tx) error { return Leave(t.Context(), tx, seat) })
	later()
	states(t, db, org, seat)
	later()
	if err := take(); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the friend comes back to pay that was stated while they were gone: %v", err)
	}
}
