package auth

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func invite(t *testing.T, db *tenant.DB, org tenant.Organisation, member uuid.UUID,
	address string) (token string, inv Invitation) {
	t.Helper()
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		token, inv, err = Invite(t.Context(), tx, member, address)
		return err
	})
	return token, inv
}

// actions are what the audit log of an organisation says was done, the latest first.
func actions(t *testing.T, db *tenant.DB, org tenant.Organisation) (done []string, log []audit.Entry) {
	t.Helper()
	err := db.View(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		log, err = audit.List(t.Context(), tx, audit.Filter{Limit: 50})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range log {
		done = append(done, entry.Action)
	}
	return done, log
}

func TestAnInvitationMakesTheAccount(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	member, address := addMember(t, db, org, tenant.Rep), email()
	token, inv := invite(t, db, org, member, " "+strings.ToUpper(address))
	if inv.Email != address || inv.MemberName != "Bo Chen" || !inv.ExpiresAt.Equal(testdb.Now.Add(7*24*time.Hour)) ||
		inv.HasAccount {
		t.Errorf("%+v", inv)
	}
	if found, err := FindInvitation(t.Context(), db, org, token); err != nil || found.ID != inv.ID {
		t.Fatalf("%+v, %v", found, err)
	}
	_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: "short"})
	wantKind(t, err, fault.Invalid)
	user, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password, RequestID: "r-1"})
	if err != nil || user.Name != "Bo Chen" || user.Email != address {
		t.Fatalf("%+v, %v", user, err)
	}
	if got, err := SignIn(t.Context(), db, address, password, ""); err != nil || got != user {
		t.Errorf("%+v, %v", got, err)
	}
	seat, _, err := ActorFor(t.Context(), db, user.ID, org.Slug, testdb.Now)
	if err != nil || seat.Actor != (tenant.Actor{TenantID: org.TenantID, MemberID: member, Role: tenant.Rep}) {
		t.Errorf("%+v, %v", seat, err)
	}
	_, err = FindInvitation(t.Context(), db, org, token)
	wantErr(t, err, errUsed)
	done, log := actions(t, db, org)
	if strings.Join(done, ",") != "joined,invited" || *log[0].MemberID != member || log[0].RequestID != "r-1" ||
		log[1].Detail["email"] != address {
		t.Errorf("audit log %+v", log)
	}
}

func TestAnAccountKeepsItsPassword(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	user := addUser(t, db)
	token, inv := invite(t, db, org, addMember(t, db, org, tenant.Rep), user.Email)
	if !inv.HasAccount {
		t.Error("the invitation does not know the account")
	}
	_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Name: "Mallory", Password: "a password of my own"})
	wantKind(t, err, fault.Invalid)
	got, err := Accept(t.Context(), db, org, Acceptance{Token: token, Name: "Mallory", Password: password})
	if err != nil || got != user {
		t.Errorf("%+v, %v; want %+v", got, err, user)
	}
	_, err = SignIn(t.Context(), db, user.Email, "a password of my own", "")
	wantErr(t, err, errWrong)
}

func TestAnInvitationIsNoWayAroundTheThrottle(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	user := addUser(t, db)
	token, _ := invite(t, db, org, addMember(t, db, org, tenant.Rep), user.Email)
	for range signInGate.perAccount {
		_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: "wrong"})
		wantKind(t, err, fault.Invalid)
	}
	if _, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password}); !throttled(err) {
		t.Errorf("error %v, want throttled", err)
	}
}

func TestAnAccountWithoutAPasswordGetsOne(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	user, err := AddUser(t.Context(), db, email(), "Ann Lee", "")
	if err != nil {
		t.Fatal(err)
	}
	token, _ := invite(t, db, org, addMember(t, db, org, tenant.Rep), user.Email)
	got, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
	if err != nil || got.ID != user.ID || !got.HasPassword {
		t.Errorf("%+v, %v", got, err)
	}
	shut, _ := AddUser(t.Context(), db, email(), "Ann Lee", "")
	if err := Disable(t.Context(), db, shut.ID); err != nil {
		t.Fatal(err)
	}
	token, _ = invite(t, db, org, addMember(t, db, org, tenant.Rep), shut.Email)
	_, err = Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
	wantKind(t, err, fault.Invalid)
}

func TestAnInvitationExpires(t *testing.T) {
	t.Parallel()
	db, clock := clocked(t)
	org, err := tenant.Create(t.Context(), db, "acme", "Acme", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	token, _ := invite(t, db, org, addMember(t, db, org, tenant.Rep), email())
	clock.pass(InvitationLife - time.Second)
	if _, err := FindInvitation(t.Context(), db, org, token); err != nil {
		t.Error(err)
	}
	clock.pass(time.Second)
	_, err = FindInvitation(t.Context(), db, org, token)
	wantErr(t, err, errExpired)
	_, err = Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
	wantErr(t, err, errExpired)
}

func TestAnInvitationIsOfOneOrganisation(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, other := testdb.Org(t)
	token, _ := invite(t, db, org, addMember(t, db, org, tenant.Admin), email())
	for name, c := range map[string]struct {
		org   tenant.Organisation
		token string
	}{"another's address": {other, token}, "no token": {org, ""}, "made up": {org, token + "x"},
		"nowhere": {tenant.Organisation{TenantID: uuid.New()}, token}} {
		if _, err := FindInvitation(t.Context(), db, c.org, c.token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Accept(t.Context(), db, c.org,
			Acceptance{Token: c.token, Password: password}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnotherInvitationReplacesTheFirst(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	member := addMember(t, db, org, tenant.Rep)
	first, _ := invite(t, db, org, member, email())
	second, inv := invite(t, db, org, member, email())
	_, err := Accept(t.Context(), db, org, Acceptance{Token: first, Password: password})
	wantErr(t, err, errRevoked)
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		open, err := Invitations(t.Context(), tx)
		if len(open) != 1 || open[0].ID != inv.ID {
			t.Errorf("%+v", open)
		}
		return err
	})
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error { return Revoke(t.Context(), tx, member) })
	_, err = Accept(t.Context(), db, org, Acceptance{Token: second, Password: password})
	wantErr(t, err, errRevoked)
}

func TestInvitationsAtOnceLeaveOneOpen(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	member := addMember(t, db, org, tenant.Rep)
	atOnce(6, func(int) {
		err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			_, _, err := Invite(t.Context(), tx, member, email())
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		open, err := Invitations(t.Context(), tx)
		if len(open) != 1 {
			t.Errorf("%d are open", len(open))
		}
		return err
	})
}

func TestWhoMayInvite(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	rep, admin := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Admin)
	later := addMemberFor(t, db, org, tenant.Admin, "2027-01-01", "infinity")
	for _, c := range []struct {
		role   tenant.Role
		member uuid.UUID
		ok     bool
	}{{tenant.Admin, rep, true}, {tenant.Admin, admin, true}, {tenant.Ops, rep, true}, {tenant.Ops, admin, false},
		{tenant.Ops, later, false},
		{tenant.Manager, rep, false}, {tenant.Rep, rep, false}, {tenant.Finance, rep, false},
		{tenant.Executive, rep, false}, {"", rep, false}} {
		actor := tenant.Actor{TenantID: org.TenantID, MemberID: rep, Role: c.role}
		err := db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
			_, _, err := Invite(t.Context(), tx, c.member, email())
			return err
		})
		if c.ok && err != nil || !c.ok && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", c.role, err)
		}
	}
	_, other := testdb.Org(t)
	err := db.Update(t.Context(), tenant.AsSystem(other.TenantID), func(tx *tenant.Tx) error {
		_, _, err := Invite(t.Context(), tx, rep, email())
		return err
	})
	wantKind(t, err, fault.NotFound)
}

func TestWhoIsInsideIsNotInvited(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	user, member, other := addUser(t, db), addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep)
	token, _ := invite(t, db, org, other, user.Email) // before the user joins as another member
	update(t, db, tenant.AsSystem(org.TenantID),
		func(tx *tenant.Tx) error { return Join(t.Context(), tx, user.ID, member) })
	_, err := Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
	wantKind(t, err, fault.Conflict)
	for _, c := range []struct {
		member  uuid.UUID
		address string
	}{{member, email()}, {other, user.Email}} {
		err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			_, _, err := Invite(t.Context(), tx, c.member, c.address)
			return err
		})
		wantKind(t, err, fault.Conflict)
	}
}

func TestADoubleClickAcceptsOnce(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for range 4 {
		member, address := addMember(t, db, org, tenant.Rep), email()
		token, _ := invite(t, db, org, member, address)
		users, errs := make([]User, 4), make([]error, 4)
		atOnce(len(users), func(i int) {
			users[i], errs[i] = Accept(t.Context(), db, org, Acceptance{Token: token, Password: password})
		})
		for i := range users {
			if errs[i] != nil || users[i] != users[0] {
				t.Errorf("%+v, %v", users[i], errs[i])
			}
		}
	}
	if done, _ := actions(t, db, org); strings.Count(strings.Join(done, ","), "joined") != 4 {
		t.Errorf("audit log %v", done)
	}
}

func TestAccessTakenAwayWhileAcceptedIsGone(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for range 8 {
		member, address := addMember(t, db, org, tenant.Rep), email()
		token, _ := invite(t, db, org, member, address)
		atOnce(2, func(i int) {
			var err error
			if i == 0 {
				err = db.Update(t.Context(), tenant.AsSystem(org.TenantID),
					func(tx *tenant.Tx) error { return Leave(t.Context(), tx, member) })
			} else if _, err = Accept(t.Context(), db, org,
				Acceptance{Token: token, Password: password}); errors.Is(err, errRevoked) {
				err = nil
			}
			if err != nil {
				t.Error(err)
			}
		})
		update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			if _, ok, err := userOf(t.Context(), tx, member); ok || err != nil {
				t.Errorf("%v, %v", ok, err)
			}
			return nil
		})
	}
}

func TestOfTwoPeopleWithOneTokenOneIsLetIn(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	token, _ := invite(t, db, org, addMember(t, db, org, tenant.Rep), email())
	passwords := []string{password, chosen, "some other long password"}
	errs := make([]error, len(passwords))
	atOnce(len(passwords), func(i int) {
		_, errs[i] = Accept(t.Context(), db, org, Acceptance{Token: token, Password: passwords[i]})
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantKind(t, err, fault.Invalid)
		}
	}
	if won != 1 {
		t.Errorf("%d were let in: %v", won, errs)
	}
}

func TestOneAddressInTwoOrganisationsAtOnceIsOneUser(t *testing.T) {
	t.Parallel()
	db, first := testdb.Org(t)
	_, second := testdb.Org(t)
	orgs, address := []tenant.Organisation{first, second}, email()
	users, errs, tokens := make([]User, 2), make([]error, 2), make([]string, 2)
	for i, org := range orgs {
		tokens[i], _ = invite(t, db, org, addMember(t, db, org, tenant.Rep), address)
	}
	atOnce(2, func(i int) {
		users[i], errs[i] = Accept(t.Context(), db, orgs[i], Acceptance{Token: tokens[i], Password: password})
	})
	if errs[0] != nil || errs[1] != nil || users[0] != users[1] {
		t.Fatalf("%+v, %v", users, errs)
	}
	if open, err := Organisations(t.Context(), db, users[0].ID); err != nil || len(open) != 2 {
		t.Errorf("%+v, %v", open, err)
	}
}
