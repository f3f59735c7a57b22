package member_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func assign(id uuid.UUID, manager *uuid.UUID, team, from string) member.Assignment {
	return member.Assignment{MemberID: id, Role: tenant.Rep, ManagerID: manager, Team: team, ValidFrom: cast.Day(from)}
}

// managers says to whom somebody reported on a day, as known at a moment; empty where they were not active.
func managers(t *testing.T, tx *tenant.Tx, id uuid.UUID, on string, asOf time.Time) string {
	t.Helper()
	r, err := member.Load(t.Context(), tx, cast.Day(on), asOf)
	if err != nil {
		t.Fatal(err)
	}
	m, ok := r.Find(id)
	if !ok || !m.Active {
		return ""
	}
	return r.Name(m.ManagerID)
}

func TestWhoReportedToWhomIsKeptByDayAndByWhatWasKnown(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return errors.Join(
			member.Assign(ctx, tx, assign(c.Ann, &c.Sol, "South", "2026-07-01")),
			member.Assign(ctx, tx, assign(c.Ben, &c.Sol, "South", "2026-12-01")), // still to come
			member.End(ctx, tx, c.Cat, cast.Day("2026-10-01")))
	})
	before := testdb.Now.Add(-time.Hour)
	c.See(t, c.Eve, func(_ context.Context, tx *tenant.Tx) error {
		for _, want := range []struct {
			name    string
			who     uuid.UUID
			on      string
			asOf    time.Time
			manager string
		}{
			{"before anybody began", c.Ann, "2023-12-31", time.Time{}, ""},
			{"the first day", c.Ann, "2024-01-01", time.Time{}, "Nora"},
			{"the day before the change", c.Ann, "2026-06-30", time.Time{}, "Nora"},
			{"the day of the change", c.Ann, "2026-07-01", time.Time{}, "Sol"},
			{"as it was known before", c.Ann, "2026-07-01", before, "Nora"},
			{"before a change to come", c.Ben, "2026-11-20", time.Time{}, "Nora"},
			{"after it", c.Ben, "2026-12-01", time.Time{}, "Sol"},
			{"the last day", c.Cat, "2026-09-30", time.Time{}, "Sol"},
			{"the first day gone", c.Cat, "2026-10-01", time.Time{}, ""},
			{"gone, as it was known before", c.Cat, "2026-10-01", before, "Sol"},
		} {
			if got := managers(t, tx, want.who, want.on, want.asOf); got != want.manager {
				t.Errorf("%s: %q, want %q", want.name, got, want.manager)
			}
		}
		return nil
	})
}

func TestAnAssignmentReplacesLaterOnesAndKeepsWhatItReplaced(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	id, err := member.Add(t.Context(), tx, member.Person{Name: "Ann"})
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"2026-01-01", "2026-06-01", "2026-03-01"} {
		if err := member.Assign(t.Context(), tx, assign(id, nil, from, from)); err != nil {
			t.Fatal(err)
		}
	}
	known, err := member.Assignments(t.Context(), tx, id)
	if err != nil || len(known) != 2 || known[0].Team != "2026-01-01" || known[0].ValidTo != cast.Day("2026-03-01") ||
		known[1].Team != "2026-03-01" || !known[1].ValidTo.IsZero() {
		t.Errorf("%v %+v", err, known)
	}
	all, err := tenant.Value[int64](t.Context(), tx, `SELECT count(*) FROM app.assignments
		WHERE tenant_id = @tenant AND replaced_at < 'infinity'`, nil)
	if err != nil || all != 3 {
		t.Errorf("%d replaced rows are kept (%v), want 3", all, err)
	}
	if err := member.End(t.Context(), tx, id, cast.Day("2026-01-01")); err != nil {
		t.Fatal(err)
	}
	if known, err = member.Assignments(t.Context(), tx, id); err != nil || len(known) != 0 {
		t.Errorf("who never began has %+v (%v)", known, err)
	}
}

func TestNobodyIsEverBelowThemselves(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	for name, a := range map[string]member.Assignment{
		"straight": assign(c.Ann, &c.Ann, "", "2026-12-01"),
		"through a report": {MemberID: c.Nora, Role: tenant.Manager, ManagerID: &c.Ann,
			ValidFrom: cast.Day("2026-01-01")},
		"through two": {MemberID: c.Eve, Role: tenant.Executive, ManagerID: &c.Ann,
			ValidFrom: cast.Day("2026-01-01")},
		"in the future only": {MemberID: c.Nora, Role: tenant.Manager, ManagerID: &c.Ben,
			ValidFrom: cast.Day("2030-01-01")},
	} {
		err := c.DB.Update(t.Context(), tenant.AsSystem(c.TenantID),
			func(tx *tenant.Tx) error { return member.Assign(t.Context(), tx, a) })
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { // what would be a loop on one day is none on two
		if err := member.Assign(ctx, tx, assign(c.Ben, nil, "", "2026-06-01")); err != nil {
			return err
		}
		return member.Assign(ctx, tx, member.Assignment{MemberID: c.Nora, Role: tenant.Manager, ManagerID: &c.Ben,
			ValidFrom: cast.Day("2026-06-01")})
	})
}

func TestOnlyWhoManagesMembersAssigns(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	for _, want := range []struct {
		who  uuid.UUID
		kind fault.Kind
	}{{c.Ann, fault.Forbidden}, {c.Nora, fault.Forbidden}, {c.Eve, fault.Forbidden}, {c.Fay, fault.Forbidden},
		{c.Olga, -1}, {c.Ada, -1}} {
		err := c.DB.Update(t.Context(), c.Actor(want.who), func(tx *tenant.Tx) error {
			return member.Assign(t.Context(), tx, assign(c.Dan, &c.Nora, "North", "2026-12-01"))
		})
		ended := c.DB.Update(t.Context(), c.Actor(want.who),
			func(tx *tenant.Tx) error { return member.End(t.Context(), tx, c.Dan, cast.Day("2026-12-24")) })
		for _, err := range []error{err, ended} {
			if want.kind == -1 && err != nil || want.kind != -1 && (err == nil || fault.KindOf(err) != want.kind) {
				t.Errorf("%s: %v", c.Actor(want.who).Role, err)
			}
		}
	}
}

func TestAnAssignmentThatMeansNothingIsRefused(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for name, err := range map[string]error{
		"no such role": member.Assign(t.Context(), tx,
			member.Assignment{MemberID: uuid.New(), Role: "king", ValidFrom: 1}),
		"the system": member.Assign(t.Context(), tx,
			member.Assignment{MemberID: uuid.New(), Role: tenant.System, ValidFrom: 1}),
		"no first day": member.Assign(t.Context(), tx, member.Assignment{MemberID: uuid.New(), Role: tenant.Rep}),
		"no name":      func() error { _, err := member.Add(t.Context(), tx, member.Person{}); return err }(),
	} {
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnImportLeavesAloneWhatTheSourceDidNotChange(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	take := func(people ...member.Imported) tenant.Outcome {
		t.Helper()
		out, err := member.Import(t.Context(), tx, people)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	boss := member.Imported{ExternalID: "B", Name: "Bo", Since: cast.Since, Role: tenant.Manager, Active: true, Hash: 1}
	ann := member.Imported{ExternalID: "A", Name: "Ann", Since: cast.Since, Role: tenant.Rep, ManagerExternalID: "B",
		Active: true, Hash: 1}
	gone := member.Imported{ExternalID: "G", Name: "Gus", Since: cast.Since, Role: tenant.Rep, Hash: 1}
	if out := take(ann, boss, gone); out != (tenant.Outcome{Added: 3}) {
		t.Errorf("at first %+v", out)
	}
	ids, err := member.IDs(t.Context(), tx)
	if err != nil {
		t.Fatal(err)
	}
	if got := managers(t, tx, ids["A"], "2026-11-20", time.Time{}); got != "Bo" {
		t.Errorf("Ann reports to %q", got)
	}
	if got := managers(t, tx, ids["G"], "2026-11-20", time.Time{}); got != "" {
		t.Errorf("who is inactive is active today, under %q", got)
	}
	if err := member.Assign(t.Context(), tx, assign(ids["A"], nil, "Own", "2026-10-01")); err != nil {
		t.Fatal(err)
	}
	if out := take(ann, boss, gone); out != (tenant.Outcome{Unchanged: 3}) {
		t.Errorf("again %+v", out)
	}
	if got := managers(t, tx, ids["A"], "2026-11-20", time.Time{}); got != "—" {
		t.Errorf("the same rows undid what was edited here: Ann reports to %q", got)
	}
	ann.Hash, ann.Title = 2, "Senior"
	ann.Active = false
	if out := take(ann, boss); out != (tenant.Outcome{Changed: 1, Unchanged: 1}) {
		t.Errorf("then %+v", out)
	}
	for day, want := range map[string]string{"2026-11-19": "—", "2026-11-20": ""} {
		if got := managers(t, tx, ids["A"], day, time.Time{}); got != want {
			t.Errorf("on %s Ann, who left today, reports to %q, want %q", day, got, want)
		}
	}
	if id, err := member.ByEmail(t.Context(), tx, "nobody@example.com"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v %v", id, err)
	}
	if id, err := member.ByExternalID(t.Context(), tx, "B"); err != nil || id != ids["B"] {
		t.Errorf("%v %v", id, err)
	}
}
