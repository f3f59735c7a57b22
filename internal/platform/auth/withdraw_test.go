package auth

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func TestWhoMayWithdrawAnInvitation(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, other := testdb.Org(t)
	admin := addMember(t, db, org, tenant.Admin)
	token, _ := invite(t, db, org, admin, email())
	withdraw := func(actor tenant.Actor) error {
		return db.Update(t.Context(), actor, func(tx *tenant.Tx) error { return Revoke(t.Context(), tx, admin) })
	}
	for _, role := range []tenant.Role{tenant.Ops, tenant.Manager, tenant.Rep, tenant.Finance, tenant.Executive, ""} {
		wantKind(t, withdraw(tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: role}), fault.Forbidden)
	}
	wantKind(t, withdraw(tenant.AsSystem(other.TenantID)), fault.NotFound)
	if _, err := FindInvitation(t.Context(), db, org, token); err != nil {
		t.Errorf("the invitation is gone: %v", err)
	}
	if err := withdraw(tenant.Actor{TenantID: org.TenantID, MemberID: admin, Role: tenant.Admin}); err != nil {
		t.Error(err)
	}
}

func TestAnInvitationIsWithdrawnOnceAndNeverOnceUsed(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	member, address := addMember(t, db, org, tenant.Rep), email()
	withdraw := func() error {
		return db.Update(t.Context(), tenant.AsSystem(org.TenantID),
			func(tx *tenant.Tx) error { return Revoke(t.Context(), tx, member) })
	}
	wantErr(t, withdraw(), errNoneOpen)
	invite(t, db, org, member, address)
	if err := withdraw(); err != nil {
		t.Fatal(err)
	}
	wantErr(t, withdraw(), errNoneOpen)
	token, _ := invite(t, db, org, member, address)
	user, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, withdraw(), errNoneOpen)
	if open, err := Organisations(t.Context(), db, user.ID); err != nil || len(open) != 1 {
		t.Errorf("%+v, %v", open, err)
	}
	if done, log := actions(t, db, org); strings.Join(done, ",") != "joined,invited,withdrew,invited" ||
		log[2].Detail["email"] != address {
		t.Errorf("audit log %+v", log)
	}
}

func TestWhoHadAccessIsKnown(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	member, never, user := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep), addUser(t, db)
	invite(t, db, org, never, email())
	ending := func(id uuid.UUID) (e Ending, err error) {
		err = db.View(t.Context(), tenant.AsSystem(org.TenantID),
			func(tx *tenant.Tx) error { e, err = LastEnding(t.Context(), tx, id); return err })
		return e, err
	}
	leave := func(id uuid.UUID) {
		t.Helper()
		update(t, db, tenant.Actor{TenantID: org.TenantID, MemberID: never, Role: tenant.Admin},
			func(tx *tenant.Tx) error { return Leave(t.Context(), tx, id) })
	}
	joinAs(t, db, org, user, member)
	_, err := ending(member)
	wantKind(t, err, fault.NotFound)
	leave(never) // takes the invitation back, and ends nothing
	_, err = ending(never)
	wantKind(t, err, fault.NotFound)
	leave(member)
	if e, err := ending(member); err != nil || e.Email != user.Email || *e.EndedBy != never || !e.At.Equal(testdb.Now) {
		t.Errorf("%+v, %v", e, err)
	}
	joinAs(t, db, org, user, member)
	_, err = ending(member)
	wantKind(t, err, fault.NotFound)
	rep := tenant.Actor{TenantID: org.TenantID, MemberID: member, Role: tenant.Rep}
	err = db.View(t.Context(), rep,
		func(tx *tenant.Tx) error { _, err := LastEnding(t.Context(), tx, member); return err })
	wantKind(t, err, fault.Forbidden)
}

func TestEveryOrganisationIsToldOfADisabledAccount(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, second := testdb.Org(t)
	_, stranger := testdb.Org(t)
	user, member := addUser(t, db), addMember(t, db, org, tenant.Rep)
	joinAs(t, db, org, user, member)
	joinAs(t, db, second, user, addMember(t, db, second, tenant.Admin))
	disabled := func() (shut bool) {
		update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			all, err := Disabled(t.Context(), tx)
			shut = all[member]
			return err
		})
		return shut
	}
	for _, do := range []func() error{
		func() error { return Disable(t.Context(), db, user.ID) },
		func() error { return Disable(t.Context(), db, user.ID) }, // twice is no error, and is written down twice
	} {
		if err := do(); err != nil || !disabled() {
			t.Fatalf("%v, disabled %v", err, disabled())
		}
	}
	if places, err := Memberships(t.Context(), db, user.ID); err != nil || len(places) != 2 {
		t.Errorf("%+v, %v", places, err)
	}
	if err := Enable(t.Context(), db, user.ID); err != nil || disabled() {
		t.Errorf("%v, disabled %v", err, disabled())
	}
	for _, o := range []tenant.Organisation{org, second} {
		if done, log := actions(t, db, o); strings.Join(done, ",") != "enabled,disabled,disabled,joined" ||
			log[0].Object != "account" || log[0].MemberID != nil {
			t.Errorf("audit log of %s: %v", o.Slug, done)
		}
	}
	if done, _ := actions(t, db, stranger); len(done) != 0 {
		t.Errorf("audit log of another: %v", done)
	}
	wantKind(t, Enable(t.Context(), db, uuid.New()), fault.NotFound)
}
