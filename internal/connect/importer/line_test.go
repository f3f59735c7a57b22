package importer_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
)

// TestTheFirstImportsLinesOpenPayAndLaterOnesWait imports people as an administrator: once, and again with another
// manager.
func TestTheFirstImportsLinesOpenPayAndLaterOnesWait(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	var admin tenant.Actor
	if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		id, err := member.Add(t.Context(), tx, member.Person{Name: "Ada"})
		if err != nil {
			return err
		}
		admin = tenant.Actor{TenantID: org.TenantID, MemberID: id, Role: tenant.Admin}
		return member.Assign(t.Context(), tx,
			member.Assignment{MemberID: id, Role: tenant.Admin, ValidFrom: tx.Today()})
	}); err != nil {
		t.Fatal(err)
	}
	take := func(users string) (waiting, confirmed int) {
		t.Helper()
		var id uuid.UUID
		if err := db.Update(t.Context(), admin, func(tx *tenant.Tx) (err error) {
			id, err = importjob.Start(t.Context(), tx,
				importjob.Request{Format: importjob.Salesforce, Origin: "people.zip"})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		files := fstest.MapFS{"User.csv": {Data: []byte("Id,Name,Title,ManagerId,IsActive,CreatedDate\n" + users)}}
		if err := importer.Run(t.Context(), db, admin, id, files, nil); err != nil {
			t.Fatal(err)
		}
		view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
			lines, err := member.WaitingLines(ctx, tx)
			if err != nil {
				return err
			}
			opens, err := member.ConfirmedLines(ctx, tx)
			waiting, confirmed = len(lines), len(opens)
			return err
		})
		return waiting, confirmed
	}
	const people = "005000000000001AAA,Nora,Sales Manager,,true,2024-01-02T10:00:00.000Z\n005000000000002AAA,Sol,Sales Manager,,true,2024-01-02T10:00:00.000Z\n"
	if waiting, confirmed := take(people +
		"005000000000003AAA,Ann,Account Executive,005000000000001AAA,true,2024-01-02T10:00:00.000Z\n005000000000004AAA,Cat,Account Executive,005000000000002AAA,true,2024-01-02T10:00:00.000Z\n"); waiting != 0 || confirmed != 2 {
		t.Errorf("after the first import %d lines wait and %d are confirmed", waiting, confirmed)
	}
	if waiting, confirmed := take(people +
		"005000000000003AAA,Ann,Account Executive,005000000000002AAA,true,2024-01-02T10:00:00.000Z\n005000000000004AAA,Cat,Account Executive,005000000000002AAA,true,2024-01-02T10:00:00.000Z\n"); waiting != 1 || confirmed != 1 {
		t.Errorf("after another manager came by an import %d lines wait and %d are confirmed", waiting, confirmed)
	}
}
