package tenant_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

// one opens a database whose pool has a single connection, which every transaction must leave as it found it.
func one(t *testing.T) *tenant.DB {
	t.Helper()
	dsn, err := schema.Prepare(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("pool_max_conns", "1")
	u.RawQuery = q.Encode()
	db, err := tenant.Open(t.Context(), u.String(), func() time.Time { return testdb.Now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func TestAConnectionRemembersNobody(t *testing.T) {
	t.Parallel()
	db := one(t)
	first, err := tenant.Create(t.Context(), db, "first", "First", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	second, err := tenant.Create(t.Context(), db, "second", "Second", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	sentinel := errors.New("a rule was broken")
	for name, leave := range map[string]func(){
		"after a commit": func() {
			_ = db.Update(t.Context(), tenant.AsSystem(first.TenantID), func(*tenant.Tx) error { return nil })
		},
		"after an error": func() {
			_ = db.Update(t.Context(), tenant.AsSystem(first.TenantID), func(*tenant.Tx) error { return sentinel })
		},
		"after a failed statement": func() {
			_, _ = tried(t, db, tenant.AsSystem(first.TenantID), `SELECT 1/0`)
		},
		"after a cancelled request": func() {
			ctx, cancel := context.WithCancel(t.Context())
			_ = db.View(ctx, tenant.AsSystem(first.TenantID), func(tx *tenant.Tx) error {
				cancel()
				_, err := tx.Raw().Exec(ctx, `SELECT pg_sleep(5)`)
				return err
			})
		},
		"after a panic": func() {
			defer func() { _ = recover() }()
			_ = db.Update(t.Context(), tenant.AsSystem(first.TenantID), func(*tenant.Tx) error { panic("on board") })
		},
	} {
		leave()
		var found int
		if err := db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM app.tenants`).Scan(&found); err == nil {
			t.Errorf("%s the connection still sees %d organisations", name, found)
		}
		err := db.View(t.Context(), tenant.AsSystem(second.TenantID), func(tx *tenant.Tx) error {
			ids, err := tenant.Values[uuid.UUID](t.Context(), tx, `SELECT t.tenant_id FROM app.tenants t
				WHERE @tenant::uuid IS NOT NULL`, nil)
			if !slices.Equal(ids, []uuid.UUID{second.TenantID}) {
				t.Errorf("%s the other organisation sees %v", name, ids)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestViewRefusesToWrite(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	err := db.View(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE app.tenants SET untouched_days = 1 WHERE tenant_id = @tenant`, nil)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("%v", err)
	}
}

func TestOpenRefusesARoleThatSeesPastRowSecurity(t *testing.T) {
	t.Parallel()
	_, err := tenant.Open(t.Context(), testdb.URL(t), time.Now)
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	rights := []tenant.Right{tenant.ManageMembers, tenant.ManageSettings, tenant.RunImports, tenant.ReadAudit,
		tenant.EditRecords, tenant.ManageForecast, tenant.RunReviews, tenant.PlanScenarios, tenant.SubmitForecast,
		tenant.AdjustForecast}
	for _, c := range []struct {
		role  tenant.Role
		reach tenant.Reach
		may   []tenant.Right
	}{
		{tenant.Admin, tenant.All, rights[:8]},
		{tenant.Ops, tenant.All, []tenant.Right{tenant.ManageMembers, tenant.RunImports, tenant.EditRecords,
			tenant.ManageForecast, tenant.RunReviews, tenant.PlanScenarios}},
		{tenant.Finance, tenant.All, nil},
		{tenant.Executive, tenant.All, []tenant.Right{tenant.SubmitForecast, tenant.AdjustForecast, tenant.RunReviews,
			tenant.PlanScenarios}},
		{tenant.Manager, tenant.Tree, []tenant.Right{tenant.EditRecords, tenant.SubmitForecast, tenant.AdjustForecast,
			tenant.RunReviews, tenant.PlanScenarios}},
		{tenant.Rep, tenant.Own, []tenant.Right{tenant.EditRecords, tenant.SubmitForecast}},
		{tenant.System, tenant.All, []tenant.Right{tenant.ManageMembers, tenant.ManageSettings, tenant.RunImports,
			tenant.EditRecords, tenant.ManageForecast, tenant.SubmitForecast, tenant.AdjustForecast}},
		{"", tenant.Own, nil}, {"superuser", tenant.Own, nil},
	} {
		if c.role.Reach() != c.reach {
			t.Errorf("%s reaches %d, want %d", c.role, c.role.Reach(), c.reach)
		}
		for _, r := range rights {
			if c.role.May(r) != slices.Contains(c.may, r) {
				t.Errorf("%s may %s: %t", c.role, r, c.role.May(r))
			}
		}
		if c.role.Valid() != slices.Contains(tenant.Roles, c.role) {
			t.Errorf("%q is valid: %t", c.role, c.role.Valid())
		}
	}
	if tenant.System.Valid() {
		t.Error("a member can be the system")
	}
}

func TestWhoIsVisibleToWhom(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	for _, want := range []struct {
		name string
		who  uuid.UUID
		sees []uuid.UUID // nil: all
	}{
		{"a rep", c.Ann, []uuid.UUID{c.Ann}}, {"a manager", c.Nora, []uuid.UUID{c.Nora, c.Ann, c.Ben}},
		{"the executive", c.Eve, nil}, {"finance", c.Fay, nil}, {"operations", c.Olga, nil},
		{"the administrator", c.Ada, nil},
	} {
		c.See(t, want.who, func(_ context.Context, tx *tenant.Tx) error {
			sees, all := tx.Visible()
			if all != (want.sees == nil) || len(unique(sees)) != len(want.sees) {
				t.Errorf("%s sees %d, all: %t", want.name, len(unique(sees)), all)
			}
			for _, id := range want.sees {
				if !slices.Contains(sees, id) {
					t.Errorf("%s does not see %s", want.name, id)
				}
			}
			return nil
		})
	}
	stranger := tenant.Actor{TenantID: c.TenantID, MemberID: uuid.New(), Role: tenant.Manager}
	if err := c.DB.View(t.Context(), stranger, func(tx *tenant.Tx) error {
		if sees, all := tx.Visible(); all || len(sees) != 1 {
			t.Errorf("a manager of nobody sees %v", sees)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func unique(ids []uuid.UUID) []uuid.UUID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(ids)
}

func TestAManagersDayIsThatOfTheOrganisation(t *testing.T) {
	t.Parallel()
	s := testdb.Settings
	s.TimeZone = "Pacific/Kiritimati" // 02:00 of the 21st, when it is noon of the 20th in UTC
	c := cast.FoundWith(t, s)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO app.management (tenant_id, manager_id, member_id, depth, valid_from,
				valid_to)
			VALUES (@tenant, @nora, @cat, 1, @today, 'infinity')`,
			tenant.Args{"nora": c.Nora, "cat": c.Cat, "today": tx.Today()})
		return err
	})
	c.See(t, c.Nora, func(_ context.Context, tx *tenant.Tx) error {
		if sees, _ := tx.Visible(); !slices.Contains(sees, c.Cat) {
			t.Error("who came today is not seen until it is tomorrow")
		}
		return nil
	})
}

func TestColumnsNameTheirFieldsInSnakeCase(t *testing.T) {
	t.Parallel()
	type row struct {
		ID, OwnerID   int
		ProbabilityBP int
		HTTPPort      *string
		IsPrimary     bool
		CloseOn       period.Date
	}
	port := "80"
	args := tenant.Columns([]row{{ID: 1, CloseOn: 7, HTTPPort: &port}, {ID: 2, OwnerID: 3}})
	if got := fmt.Sprint(args["id"], args["owner_id"], args["probability_bp"], len(args["http_port"].([]*string)),
		args["is_primary"], len(args)); got != "[1 2] [0 3] [0 0] 2 [false false] 6" {
		t.Error(got)
	}
	if got, ok := args["close_on"].([]period.Date); !ok || got[0] != 7 {
		t.Errorf("%T", args["close_on"])
	}
}

func TestUpsertCountsWhatIsNewWhatDiffersAndWhatIsTheSame(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	type row struct {
		ID         uuid.UUID
		ExternalID string
		Hash       int64
	}
	const sql = `INSERT INTO app.members AS c (tenant_id, id, external_id, name, created_at, source_hash)
		SELECT @tenant, x.id, x.external_id, 'N', now(), x.hash
		FROM unnest(@id::uuid[], @external_id::text[], @hash::bigint[]) x(id, external_id, hash)
		ON CONFLICT (tenant_id, external_id) DO UPDATE SET source_hash = excluded.source_hash
		WHERE c.source_hash <> excluded.source_hash RETURNING xmax = 0`
	for i, c := range []struct {
		hashes []int64
		want   tenant.Outcome
	}{
		{[]int64{1, 1}, tenant.Outcome{Added: 2}},
		{[]int64{1, 1}, tenant.Outcome{Unchanged: 2}},
		{[]int64{1, 2, 1}, tenant.Outcome{Added: 1, Changed: 1, Unchanged: 1}},
		{nil, tenant.Outcome{}},
	} {
		var rows []row
		for n, h := range c.hashes {
			rows = append(rows, row{uuid.New(), fmt.Sprint(n), h})
		}
		if got, err := tenant.Upsert(t.Context(), tx, sql, rows); got != c.want || err != nil {
			t.Errorf("%d: %+v, %v; want %+v", i, got, err, c.want)
		}
	}
}

func TestCreateRefusesSettingsThatMeanNothing(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, c := range []struct {
		name, slug, label string
		change            func(*tenant.Settings)
		kind              fault.Kind
	}{
		{"capitals", "Acme", "Acme", nil, fault.Invalid}, {"a hyphen first", "-a", "Acme", nil, fault.Invalid},
		{"too long", strings.Repeat("a", 64), "Acme", nil, fault.Invalid}, {"no name", "acme", "", nil, fault.Invalid},
		{"no currency", "acme", "Acme", func(s *tenant.Settings) { s.BaseCurrency = "US" }, fault.Invalid},
		{"no zone", "acme", "Acme", func(s *tenant.Settings) { s.TimeZone = "" }, fault.Invalid},
		{"the server's own zone", "acme", "Acme", func(s *tenant.Settings) { s.TimeZone = "Local" }, fault.Invalid},
		{"a zone of the moon", "acme", "Acme", func(s *tenant.Settings) { s.TimeZone = "Moon/Tranquility" },
			fault.Invalid},
		{"month 13", "acme", "Acme", func(s *tenant.Settings) { s.FiscalStart = 13 }, fault.Invalid},
		{"a name that is taken", org.Slug, "Acme", nil, fault.Conflict},
	} {
		s := testdb.Settings
		if c.change != nil {
			c.change(&s)
		}
		if _, err := tenant.Create(t.Context(), db, c.slug, c.label, s); err == nil || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := tenant.BySlug(t.Context(), db, "no-such-organisation"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v", err)
	}
}

func TestWhatPostgresSaysBecomesASentence(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	_, err := tenant.Value[string](t.Context(), tx, `SELECT name FROM app.accounts WHERE tenant_id = @tenant`, nil)
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("nothing: %v", err)
	}
	const twice = `INSERT INTO app.members (tenant_id, id, name, created_at) SELECT @tenant, @tenant, 'N', now()
		FROM generate_series(1, 2)`
	if _, err := tx.Exec(t.Context(), twice, nil); fault.KindOf(err) != fault.Conflict ||
		!strings.Contains(err.Error(), "members_pkey") {
		t.Errorf("one twice: %v", err)
	}
}

func TestARowIsWrittenByWhoActsAndByNobodyWhereTheSystemDoes(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	me := uuid.New()
	for _, c := range []struct {
		actor tenant.Actor
		by    *uuid.UUID
	}{{tenant.AsSystem(org.TenantID), nil},
		{tenant.Actor{TenantID: org.TenantID, MemberID: me, Role: tenant.Ops}, &me}} {
		err := db.View(t.Context(), c.actor, func(tx *tenant.Tx) error {
			by := tx.By()
			if (by == nil) != (c.by == nil) || by != nil && *by != *c.by {
				t.Errorf("%s writes as %v", c.actor.Role, by)
			}
			if tx.Is(me) != (c.by != nil) || tx.Is(uuid.Nil) || tx.Is(uuid.New()) {
				t.Errorf("%s is taken for somebody else", c.actor.Role)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
