package audit_test

import (
	"maps"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func TestALookAtThePayOfOthersIsKeptAndOneAtOnesOwnIsNot(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	me, other, plan := uuid.New(), uuid.New(), uuid.New()
	finance := tenant.Actor{TenantID: org.TenantID, MemberID: me, Role: tenant.Finance}
	for name, c := range map[string]struct {
		actor  tenant.Actor
		look   audit.Look
		detail map[string]string // nil: nothing is kept
	}{
		"another's statement": {finance,
			audit.Look{Object: "commission statement", ID: "S1", Of: other, Period: "2026-Q4"},
			map[string]string{"member": other.String(), "period": "2026-Q4"}},
		"one's own statement": {finance,
			audit.Look{Object: "commission statement", ID: "S2", Of: me, Period: "2026-Q4"}, nil},
		"the pay of many": {finance, audit.Look{Object: "pay", ID: "payroll"}, map[string]string{}},
		"what a plan would pay": {finance, audit.Look{Object: "pay", ID: "simulation", Plan: plan},
			map[string]string{"plan": plan.String()}},
		"what the system works on": {tenant.AsSystem(org.TenantID), audit.Look{Object: "pay", ID: "job", Of: other},
			nil},
	} {
		err := db.Update(t.Context(), c.actor, func(tx *tenant.Tx) error {
			if err := audit.Looked(t.Context(), tx, c.look); err != nil {
				return err
			}
			entries, err := audit.List(t.Context(), tx, audit.Filter{Limit: 100})
			var kept []audit.Entry
			for _, e := range entries {
				if e.Object == c.look.Object && e.ObjectID == c.look.ID {
					kept = append(kept, e)
				}
			}
			switch {
			case c.detail == nil && len(kept) > 0:
				t.Errorf("%s: kept %+v", name, kept)
			case c.detail != nil && (len(kept) != 1 || kept[0].Action != "viewed" || *kept[0].MemberID != me ||
				!maps.Equal(kept[0].Detail, c.detail)):
				t.Errorf("%s: kept %+v", name, kept)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
