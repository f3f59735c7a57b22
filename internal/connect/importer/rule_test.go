package importer_test

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
)

// shape changes the sales process.
func shape(t testing.TB, db *tenant.DB, org tenant.Organisation, do func(context.Context, *tenant.Tx) error) {
	t.Helper()
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID),
		func(tx *tenant.Tx) error { return do(t.Context(), tx) })
	if err != nil {
		t.Fatal(err, fault.Message(err))
	}
}

// asks makes a validation rule that an amount is at least 1,000.
func asks(t testing.TB, db *tenant.DB, org tenant.Organisation, imports bool) {
	t.Helper()
	shape(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := rule.Save(ctx, tx, rule.Rule{Kind: rule.Check, Imports: imports, Message: "Too small for us.",
			Terms: []rule.Term{{Field: "amount", Op: rule.Less, Value: "1000"}}}, uuid.Nil)
		return err
	})
}

func TestARowThatBreaksARuleOfImportsIsListedAndWhatIsKnownStays(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files("Opportunity.csv", deal("2000", "2024-05-01T12:00:00Z")))
	asks(t, db, org, true)
	before := dump(t, db, org)
	small := files("Opportunity.csv", deal("200", "2024-06-01T12:00:00Z")+
		"O2,A1,Other,Discovery,3000,2027-01-31,10,Pipeline,false,false,2024-05-01T12:00:00Z,2024-05-01T12:00:00Z\n")
	dry := salesforce
	dry.DryRun = true
	_, counted, _ := run(t, db, org, dry, small)
	same(t, before, dump(t, db, org))
	_, objects, rows := run(t, db, org, salesforce, small)
	if o := objects["Opportunity"]; o.Refused != 1 || o.Added != 1 || o.Changed != 0 || o != counted["Opportunity"] {
		t.Errorf("%+v, the dry run %+v", o, counted["Opportunity"])
	}
	listed := false
	for _, r := range rows {
		listed = listed || r.Line == 2 && r.Level == importjob.Refused && r.Reason == "Too small for us."
	}
	after := strings.Join(dump(t, db, org), "\n")
	if !listed || !strings.Contains(after, `"amount": 200000`) || strings.Contains(after, `"amount": 20000,`) {
		t.Errorf("%+v\n%s", rows, after)
	}
}

func TestARuleThatDoesNotCheckImportsLetsRowsIn(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	asks(t, db, org, false)
	_, objects, _ := run(t, db, org, salesforce, files("Opportunity.csv", deal("200", "2024-06-01T12:00:00Z")))
	if o := objects["Opportunity"]; o.Refused != 0 || o.Added != 1 {
		t.Errorf("%+v", o)
	}
}

// Whatever batch an import stops at, the rows that a rule refuses and their history are counted once.
func TestAnImportThatGoesOnCountsWhatARuleRefusedOnce(t *testing.T) {
	t.Parallel()
	const history = "Id,OpportunityId,Field,OldValue,NewValue,CreatedById,CreatedDate\n"
	rows, changes := header, history
	for i := range 9 {
		amount := 500 + i%2*1000 // every other one is too small
		rows += fmt.Sprintf("O%d,,Deal %d,Discovery,%d,2027-01-31,10,Pipeline,false,false,2024-05-01T12:00:00Z,\n", i,
			i, amount)
		changes += fmt.Sprintf("H%d,O%d,Amount,100,%d,,2024-06-01T12:00:00Z\n", i, i, amount)
	}
	export := files("Opportunity.csv", rows, "OpportunityFieldHistory.csv", changes)
	db, whole := testdb.Org(t)
	asks(t, db, whole, true)
	id := start(t, db, whole, salesforce)
	batches := 0
	step := func(importjob.Progress) { batches++ }
	if err := importer.RunInBatches(t.Context(), db, tenant.AsSystem(whole.TenantID), id, export, step, 2); err != nil {
		t.Fatal(err)
	}
	want, objects, _ := resultText(t, db, whole, id)
	if o := objects["Opportunity"]; o.Refused != 5 || o.Added != 4 {
		t.Fatalf("%+v", o)
	}
	if h := objects["OpportunityFieldHistory"]; h.Refused != 5 || h.Read != h.Total {
		t.Errorf("%+v", h)
	}
	for k := 1; k <= batches; k++ {
		_, org := testdb.Org(t)
		asks(t, db, org, true)
		id := start(t, db, org, salesforce)
		stopAt(t, db, org, id, export, k)
		got, _, _ := resultText(t, db, org, id)
		same(t, want, got)
	}
}

// stopAt interrupts an import after a batch and lets it go on.
func stopAt(t *testing.T, db *tenant.DB, org tenant.Organisation, id uuid.UUID, export fs.FS, batch int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	n, actor := 0, tenant.AsSystem(org.TenantID)
	_ = importer.RunInBatches(ctx, db, actor, id, export, func(importjob.Progress) {
		if n++; n == batch {
			stop()
		}
	}, 2) // that it was broken off is the point; after the last batch it was not
	for { // Postgres takes a moment to let go of the lock of a transaction that was broken off
		err := importer.RunInBatches(t.Context(), db, actor, id, export, nil, 2)
		if err == nil {
			return
		}
		if fault.KindOf(err) != fault.Conflict {
			t.Fatalf("after batch %d: %v", batch, err)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestAStageOfTheSourceIsReadAsTheOneThatTookOver(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	export := files("Opportunity.csv", deal("2000", "2024-05-01T12:00:00Z"))
	run(t, db, org, salesforce, export)
	for _, names := range [][2]string{{"Discovery", "Exploration"}, {"Exploration", "Qualification"}} {
		db = db.At(db.Now().Add(time.Hour))
		shape(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
			now, err := stage.At(ctx, tx, tx.Now())
			st, _ := now.Find(names[0])
			if st.Name = names[1]; err != nil {
				return err
			}
			return process.SetStage(ctx, tx, process.StageEdit{Was: names[0], Stage: st})
		})
	}
	before := dump(t, db, org)
	_, objects, _ := run(t, db, org, salesforce, export)
	if o := objects["Opportunity"]; o.Unchanged != 1 {
		t.Errorf("%+v", o)
	}
	same(t, before, dump(t, db, org))
	run(t, db, org, salesforce, files("Opportunity.csv", deal("3000", "2024-07-01T12:00:00Z")))
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		o, err := opportunity.Get(ctx, tx, ids["O1"], tx.Now())
		if err != nil || o.Stage != "Qualification" || *o.Amount != 3000_00 {
			t.Errorf("%+v", o.State)
		}
		now, err := stage.At(ctx, tx, tx.Now())
		for _, gone := range []string{"Discovery", "Exploration"} {
			if _, there := now.Find(gone); there {
				t.Errorf("the import brought %s back", gone)
			}
		}
		return err
	})
}
