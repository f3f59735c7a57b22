package member_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
)

// TestWhoLeftStaysWithTheirLastManager and whoever moved to another team goes with it.
func TestWhoLeftStaysWithTheirLastManager(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	begin, today := period.NewDate(2025, 1, 1), period.DateOf(testdb.Now)
	ids := map[string]uuid.UUID{}
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for _, p := range []struct{ name, manager string }{{"old boss", ""}, {"new boss", ""}, {"left", "old boss"},
			{"moved", "old boss"}, {"stayed", "old boss"}} {
			id, err := member.Add(t.Context(), tx, member.Person{Name: p.name})
			if err != nil {
				return err
			}
			ids[p.name] = id
			a := member.Assignment{MemberID: id, Role: tenant.Rep, ValidFrom: begin}
			if boss, ok := ids[p.manager]; ok {
				a.ManagerID = &boss
			}
			if err := member.Assign(t.Context(), tx, a); err != nil {
				return err
			}
		}
		boss := ids["new boss"]
		if err := member.Assign(t.Context(), tx, member.Assignment{MemberID: ids["moved"], Role: tenant.Rep,
			ManagerID: &boss, ValidFrom: today - 30}); err != nil {
			return err
		}
		return member.End(t.Context(), tx, ids["left"], today-10)
	})
	if err != nil {
		t.Fatal(err)
	}
	for boss, want := range map[string][]string{"old boss": {"left", "stayed"}, "new boss": {"moved"}} {
		err := db.View(t.Context(),
			tenant.Actor{TenantID: org.TenantID, MemberID: ids[boss], Role: tenant.Manager}, func(tx *tenant.Tx) error {
				visible, _ := tx.Visible()
				for _, name := range []string{"left", "moved", "stayed"} {
					if got := slices.Contains(visible, ids[name]); got != slices.Contains(want, name) {
						t.Errorf("%s sees %s: %v", boss, name, got)
					}
				}
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
	}
}
