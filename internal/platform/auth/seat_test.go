package auth

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func joinAs(t *testing.T, db *tenant.DB, org tenant.Organisation, user User, member uuid.UUID) {
	t.Helper()
	update(t, db, tenant.AsSystem(org.TenantID),
		func(tx *tenant.Tx) error { return Join(t.Context(), tx, user.ID, member) })
}

func TestASeatIsOfTheOrganisationAndTheDay(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t) // New York
	user := addUser(t, db)
	member := addMemberFor(t, db, org, tenant.Manager, "2026-03-01", "2026-03-10")
	joinAs(t, db, org, user, member)
	for at, want := range map[string]bool{
		"2026-03-01T04:59:59Z": false, // still February there
		"2026-03-01T05:00:00Z": true,
		"2026-03-10T03:59:59Z": true,
		"2026-03-10T04:00:00Z": false,
	} {
		now, _ := time.Parse(time.RFC3339, at)
		seat, _, err := ActorFor(t.Context(), db, user.ID, org.Slug, now)
		if want && (err != nil || seat.Actor.Role != tenant.Manager || seat.MemberName != "Bo Chen" ||
			seat.Organisation != org) {
			t.Errorf("%s: %+v, %v", at, seat, err)
		}
		if !want && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %+v, %v", at, seat, err)
		}
	}
	if open, err := Organisations(t.Context(), db, user.ID); err != nil || len(open) != 0 {
		t.Errorf("%+v, %v", open, err)
	}
}

func TestAReplacedAssignmentGivesNoSeat(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	user, member := addUser(t, db), addMember(t, db, org, tenant.Admin)
	joinAs(t, db, org, user, member)
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE app.assignments SET replaced_at = @now
			WHERE tenant_id = @tenant AND member_id = @member`,
			tenant.Args{"now": tx.Now(), "member": member})
		return err
	})
	_, _, err := ActorFor(t.Context(), db, user.ID, org.Slug, testdb.Now)
	wantKind(t, err, fault.NotFound)
}

func TestWhoHasNoSeatSeesNoOrganisation(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, other := testdb.Org(t)
	user, disabled, stranger := addUser(t, db), addUser(t, db), addUser(t, db)
	joinAs(t, db, org, user, addMember(t, db, org, tenant.Rep))
	joinAs(t, db, org, disabled, addMember(t, db, org, tenant.Rep))
	if err := Disable(t.Context(), db, disabled.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		user uuid.UUID
		slug string
	}{"another organisation": {user.ID, other.Slug}, "no organisation": {user.ID, "no-such-thing"},
		"disabled": {disabled.ID, org.Slug}, "stranger": {stranger.ID, org.Slug}, "nobody": {uuid.Nil, org.Slug},
		"empty": {user.ID, ""}} {
		if seat, _, err := ActorFor(t.Context(), db, c.user, c.slug, testdb.Now); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %+v, %v", name, seat, err)
		}
	}
	// What was said to Postgres to find a seat is gone with it.
	if _, _, err := ActorFor(t.Context(), db, user.ID, org.Slug, testdb.Now); err != nil {
		t.Fatal(err)
	}
	var left *string
	if err := db.Pool().QueryRow(t.Context(), `SELECT nullif(current_setting('app.tenant_id', true),
			'')`).Scan(&left); err != nil || left != nil {
		t.Errorf("the connection still acts for %v (%v)", left, err)
	}
}

func TestOnePersonInSeveralOrganisations(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, second := testdb.Org(t)
	_, third := testdb.Org(t)
	user := addUser(t, db)
	joinAs(t, db, org, user, addMember(t, db, org, tenant.Rep))
	admin := addMember(t, db, second, tenant.Admin)
	joinAs(t, db, second, user, admin)
	joinAs(t, db, third, user, addMemberFor(t, db, third, tenant.Rep, "2020-01-01", "2026-01-01"))
	open, err := Organisations(t.Context(), db, user.ID)
	if err != nil || len(open) != 2 {
		t.Fatalf("%+v, %v", open, err)
	}
	for _, c := range []struct {
		org  tenant.Organisation
		role tenant.Role
	}{{org, tenant.Rep}, {second, tenant.Admin}} {
		if seat, _, err := ActorFor(t.Context(), db, user.ID, c.org.Slug, testdb.Now); err != nil ||
			seat.Actor.Role != c.role {
			t.Errorf("%+v, %v", seat, err)
		}
	}
	update(t, db, tenant.AsSystem(second.TenantID), func(tx *tenant.Tx) error { return Leave(t.Context(), tx, admin) })
	_, _, err = ActorFor(t.Context(), db, user.ID, second.Slug, testdb.Now)
	wantKind(t, err, fault.NotFound)
	if done, _ := actions(t, db, second); len(done) != 2 || done[0] != "removed access" {
		t.Errorf("audit log %v", done)
	}
}

func TestAMemberHasOneAccount(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	user, other := addUser(t, db), addUser(t, db)
	member, second := addMember(t, db, org, tenant.Rep), addMember(t, db, org, tenant.Rep)
	joinAs(t, db, org, user, member)
	joinAs(t, db, org, user, member) // twice is once
	for _, c := range []struct {
		user   uuid.UUID
		member uuid.UUID
		kind   fault.Kind
	}{{user.ID, second, fault.Conflict}, {other.ID, member, fault.Conflict}, {uuid.New(), second, fault.NotFound},
		{other.ID, uuid.New(), fault.NotFound}} {
		err := db.Update(t.Context(), tenant.AsSystem(org.TenantID),
			func(tx *tenant.Tx) error { return Join(t.Context(), tx, c.user, c.member) })
		wantKind(t, err, c.kind)
	}
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		if got, ok, err := userOf(t.Context(), tx, member); got != user || !ok || err != nil {
			t.Errorf("%+v, %v, %v", got, ok, err)
		}
		if _, ok, err := userOf(t.Context(), tx, second); ok || err != nil {
			t.Errorf("%v, %v", ok, err)
		}
		if have, err := WithAccess(t.Context(), tx); len(have) != 1 || !have[member] || err != nil {
			t.Errorf("%v, %v", have, err)
		}
		return nil
	})
}

func TestWhoMayTakeAccessAway(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, other := testdb.Org(t)
	admin := addMember(t, db, org, tenant.Admin)
	joinAs(t, db, org, addUser(t, db), admin)
	for _, role := range []tenant.Role{tenant.Ops, tenant.Manager, tenant.Rep, tenant.Finance, tenant.Executive} {
		err := db.Update(t.Context(),
			tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: role}, func(tx *tenant.Tx) error {
				return Leave(t.Context(), tx, admin)
			})
		wantKind(t, err, fault.Forbidden)
	}
	err := db.Update(t.Context(), tenant.AsSystem(other.TenantID),
		func(tx *tenant.Tx) error { return Leave(t.Context(), tx, admin) })
	wantKind(t, err, fault.NotFound)
}

// userOf is the account with which a member signs in; false where there is none.
func userOf(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) (User, bool, error) {
	userID, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT user_id FROM auth.memberships
		WHERE tenant_id = @tenant AND member_id = @member`,
		tenant.Args{"member": memberID})
	if fault.KindOf(err) == fault.NotFound {
		return User{}, false, nil
	}
	if err != nil {
		return User{}, false, err
	}
	found, err := accountByID(ctx, tx.Raw(), userID)
	return found.User, err == nil, err
}
