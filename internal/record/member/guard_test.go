package member_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
)

// TestNobodyBecomesAnAdministratorByAnImport plays a member of sales operations who uploads a list of people.
func TestNobodyBecomesAnAdministratorByAnImport(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	since := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	person := func(key string, role tenant.Role, active bool, hash int64) member.Imported {
		return member.Imported{ExternalID: key, Name: key, Since: since, Role: role, Active: active, Hash: hash}
	}
	var ids map[string]uuid.UUID
	as := func(role tenant.Role, id uuid.UUID, people ...member.Imported) {
		t.Helper()
		err := db.Update(t.Context(),
			tenant.Actor{TenantID: org.TenantID, MemberID: id, Role: role}, func(tx *tenant.Tx) error {
				if _, err := member.Import(t.Context(), tx, people); err != nil {
					return err
				}
				var err error
				ids, err = member.IDs(t.Context(), tx)
				return err
			})
		if err != nil {
			t.Fatal(err)
		}
	}
	as(tenant.System, uuid.Nil, person("root", tenant.Admin, true, 1), person("ops", tenant.Ops, true, 1))
	as(tenant.Ops, ids["ops"], person("ops", tenant.Admin, true, 2), person("root", tenant.Rep, false, 2),
		person("friend", tenant.Admin, true, 1))
	err := db.View(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for key, want := range map[string]tenant.Role{"ops": tenant.Ops, "root": tenant.Admin, "friend": tenant.Rep} {
			if got, err := member.RoleOf(t.Context(), tx, ids[key]); err != nil || got != want {
				t.Errorf("%s is %q, %v; want %s", key, got, err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(),
		tenant.Actor{TenantID: org.TenantID, MemberID: ids["ops"], Role: tenant.Ops}, func(tx *tenant.Tx) error {
			for name, a := range map[string]member.Assignment{
				"oneself":            {MemberID: ids["ops"], Role: tenant.Admin},
				"a friend":           {MemberID: ids["friend"], Role: tenant.Admin},
				"an administrator":   {MemberID: ids["root"], Role: tenant.Rep},
				"somebody not there": {MemberID: uuid.New(), Role: tenant.Rep},
			} {
				a.ValidFrom = period.NewDate(2026, 11, 20)
				if err := member.Assign(t.Context(), tx, a); fault.KindOf(err) != fault.Invalid &&
					fault.KindOf(err) != fault.NotFound {
					t.Errorf("assigning %s: %v, want it refused", name, err)
				}
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNobodyWhoSignsInComesToReadPayByANewRole plays an administrator, who may not read pay.
func TestNobodyWhoSignsInComesToReadPayByANewRole(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	since := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	friend, stranger := uuid.Nil, uuid.Nil
	ids := map[string]uuid.UUID{}
	admin := func(do func(tx *tenant.Tx) error) {
		t.Helper()
		if err := db.Update(t.Context(), tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: tenant.Admin},
			do); err != nil {
			t.Fatal(err)
		}
	}
	people := func(role tenant.Role, hash int64) []member.Imported {
		return []member.Imported{{ExternalID: "friend", Name: "Friend", Since: since, Role: role, Active: true,
			Hash: hash}, {ExternalID: "stranger", Name: "Stranger", Since: since, Role: role, Active: true, Hash: hash}}
	}
	admin(func(tx *tenant.Tx) (err error) {
		if _, err = member.Import(t.Context(), tx, people(tenant.Rep, 1)); err != nil {
			return err
		}
		ids, err = member.IDs(t.Context(), tx)
		friend, stranger = ids["friend"], ids["stranger"]
		return err
	})
	user, err := auth.AddUser(t.Context(), db, uuid.NewString()+"@example.com", "Friend", "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	admin(func(tx *tenant.Tx) error { return auth.Join(t.Context(), tx, user.ID, friend) })
	becomes := func(id uuid.UUID, role tenant.Role) (err error) {
		admin(func(tx *tenant.Tx) error {
			err = member.Assign(t.Context(), tx, member.Assignment{MemberID: id, Role: role, ValidFrom: tx.Today()})
			return nil
		})
		return err
	}
	if err := becomes(friend, tenant.Ops); err != nil {
		t.Errorf("while nobody is paid: %v", err)
	}
	if err := becomes(friend, tenant.Rep); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on,
				opened_at)
			VALUES (@tenant, @id, '2026-10', '2026-10-01', '2026-11-01', @now)`,
			tenant.Args{"id": uuid.New(), "now": tx.Now()})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, role := range []tenant.Role{tenant.Finance, tenant.Ops} {
		if err := becomes(friend, role); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a member who signs in becomes %s: %v", role, err)
		}
	}
	if err := becomes(friend, tenant.Manager); err != nil {
		t.Errorf("becoming a manager: %v", err)
	}
	if err := becomes(stranger, tenant.Finance); err != nil {
		t.Errorf("a member whose seat nobody has: %v", err)
	}
	admin(func(tx *tenant.Tx) error {
		if _, err := member.Import(t.Context(), tx, people(tenant.Finance, 2)); err != nil {
			return err
		}
		role, err := member.RoleOf(t.Context(), tx, friend)
		if role != tenant.Manager {
			t.Errorf("an import made them %s", role)
		}
		return err
	})
}

// TestNobodyComesToReadPayByLeavingAndComingBackInAFile plays an administrator whose file has a friend who signs in
// leave, and come back as finance: one who began today, of whom nothing is left, and one whose seat was once finance's.
func TestNobodyComesToReadPayByLeavingAndComingBackInAFile(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	admin := func(do func(tx *tenant.Tx) error) {
		t.Helper()
		if err := db.Update(t.Context(), tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: tenant.Admin},
			do); err != nil {
			t.Fatal(err)
		}
	}
	ids := map[string]uuid.UUID{}
	take := func(hash int64, role tenant.Role, active bool) {
		t.Helper()
		admin(func(tx *tenant.Tx) (err error) {
			since := map[string]time.Time{"new": tx.Now(), "once": tx.Now().AddDate(-1, 0, 0)}
			var people []member.Imported
			for _, key := range []string{"new", "once"} {
				people = append(people, member.Imported{ExternalID: key, Name: key, Since: since[key], Role: role,
					Active: active, Hash: hash})
			}
			if _, err = member.Import(t.Context(), tx, people); err == nil {
				ids, err = member.IDs(t.Context(), tx)
			}
			return err
		})
	}
	take(1, tenant.Finance, true)
	if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on,
				opened_at)
			VALUES (@tenant, @id, '2026-10', '2026-10-01', '2026-11-01', @now)`,
			tenant.Args{"id": uuid.New(), "now": tx.Now()})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	take(2, tenant.Finance, false)
	for _, id := range ids {
		user, err := auth.AddUser(t.Context(), db, uuid.NewString()+"@example.com", "Friend", "correct horse battery")
		if err != nil {
			t.Fatal(err)
		}
		admin(func(tx *tenant.Tx) error { return auth.Join(t.Context(), tx, user.ID, id) })
	}
	take(3, tenant.Finance, true)
	admin(func(tx *tenant.Tx) error {
		for key, id := range ids {
			if role, err := member.RoleOf(t.Context(), tx, id); err != nil || role != tenant.Rep {
				t.Errorf("%s comes back as %q, %v", key, role, err)
			}
		}
		return nil
	})
}
