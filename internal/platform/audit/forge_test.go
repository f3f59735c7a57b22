package audit_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// TestAnEntryIsItsAuthorsAndSaysWhenItWasWritten writes entries in the name of others, and with a time of writing, as
// sessions of every role.
func TestAnEntryIsItsAuthorsAndSaysWhenItWasWritten(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	const insert = `INSERT INTO app.audit_log (tenant_id, id, at, member_id, action, object, object_id, detail,
			request_id`
	for _, role := range tenant.Roles {
		me := tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: role}
		for name, values := range map[string]string{
			"in another's name": insert +
				`) VALUES (@tenant, gen_random_uuid(), @now, gen_random_uuid(), 'viewed', 'statement', '', '{}', '')`,
			"in the system's": insert +
				`) VALUES (@tenant, gen_random_uuid(), @now, NULL, 'viewed', 'statement', '', '{}', '')`,
			"with its time": insert +
				`, written_at) VALUES (@tenant, gen_random_uuid(), @now, NULL, 'viewed', 'statement', '', '{}', '', @now)`,
		} {
			err := db.Update(t.Context(), me, func(tx *tenant.Tx) error {
				_, err := tx.Exec(t.Context(), values, tenant.Args{"now": tx.Now()})
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "row-level security") &&
				!strings.Contains(err.Error(), "permission denied") {
				t.Errorf("a session of %s writes an entry %s: %v", role, name, err)
			}
		}
		if err := db.Update(t.Context(),
			me, func(tx *tenant.Tx) error {
				return audit.Record(t.Context(), tx, "viewed", "statement", "",
					nil)
			}); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}
