package audit_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func TestAPageOfTheLogGoesOnWhereTheOneBeforeEndedThoughAllIsOfOneMoment(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	const entries = 23
	for range entries {
		if err := audit.Record(t.Context(), tx, "assigned", "quota", "Q1",
			map[string]string{"from": "2026-01-01"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, size := range []int{1, 7, 23, 50} {
		seen, after := map[uuid.UUID]bool{}, audit.Cursor{}
		for pages := 0; pages <= entries; pages++ {
			page, err := audit.List(t.Context(), tx, audit.Filter{After: after, Limit: size})
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, e := range page {
				if seen[e.ID] {
					t.Fatalf("pages of %d show an entry twice", size)
				}
				if seen[e.ID] = true; e.MemberID != nil || e.Detail["from"] != "2026-01-01" || !e.At.Equal(tx.Now()) {
					t.Fatalf("%+v", e)
				}
			}
			last := page[len(page)-1]
			after = audit.Cursor{At: last.At, ID: last.ID}
		}
		if len(seen) != entries {
			t.Errorf("pages of %d show %d of %d entries", size, len(seen), entries)
		}
	}
}

func TestTheLogNamesWhoAndWhichRequest(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	actor := tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: tenant.Admin, RequestID: "r-1"}
	if err := db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
		if err := audit.Record(t.Context(), tx, "invited", "member", "M1", nil); err != nil {
			return err
		}
		entries, err := audit.List(t.Context(), tx, audit.Filter{Limit: 10})
		if len(entries) != 1 || *entries[0].MemberID != actor.MemberID || entries[0].RequestID != "r-1" ||
			len(entries[0].Detail) != 0 {
			t.Errorf("%+v", entries)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTheLogIsOnlyAddedTo(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, sql := range []string{`UPDATE app.audit_log SET action = 'x' WHERE tenant_id = @tenant`,
		`DELETE FROM app.audit_log WHERE tenant_id = @tenant`} {
		err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			_, err := tx.Exec(t.Context(), sql, nil)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestAPlansNameIsNotReadInTheLog(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	detail := map[string]string{"name": "Ann's own plan", "version": "2"}
	if err := audit.Record(t.Context(), tx, "saved", "compensation plan", "P1", detail); err != nil {
		t.Fatal(err)
	}
	entries, err := audit.List(t.Context(), tx, audit.Filter{Limit: 10})
	if err != nil || len(entries) != 1 || entries[0].Detail["name"] != "" || entries[0].Detail["version"] != "2" {
		t.Errorf("%+v: %v", entries, err)
	}
}
