package outlook_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/connect/demo/crm"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// some is an export with every fifth opportunity, and nothing of the others: enough to learn from, and soon learnt.
func some(e crm.Export) crm.Export {
	var few crm.Export
	kept := map[string]bool{}
	for _, t := range e.Tables {
		switch t.File {
		case "Opportunity.csv":
			var rows [][]string
			for i, r := range t.Rows {
				if i%5 == 0 {
					kept[r[table{t}.column("Id")]], rows = true, append(rows, r)
				}
			}
			t.Rows = rows
		case "OpportunityFieldHistory.csv":
			t.Rows = slices.DeleteFunc(slices.Clone(t.Rows),
				func(r []string) bool { return !kept[r[table{t}.column("OpportunityId")]] })
		case "User.csv", "Account.csv":
		default:
			t.Rows = nil
		}
		few.Tables = append(few.Tables, t)
	}
	return few
}

// tally counts the outlooks of an organisation, and the days and periods that they are about.
func tally(t *testing.T, db *tenant.DB, actor tenant.Actor) (outlooks, distinct, records int) {
	t.Helper()
	err := db.View(context.WithoutCancel(t.Context()), actor, func(tx *tenant.Tx) error {
		for sql, n := range map[string]*int{
			`SELECT count(*) FROM app.outlooks o WHERE o.tenant_id = @tenant`:                                &outlooks,
			`SELECT count(DISTINCT (o.period, o.as_of)) FROM app.outlooks o WHERE o.tenant_id = @tenant`:     &distinct,
			`SELECT count(*) FROM app.trainings r WHERE r.tenant_id = @tenant AND r.finished_at IS NOT NULL`: &records,
		} {
			var err error
			if *n, err = tenant.Value[int](t.Context(), tx, sql, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return outlooks, distinct, records
}

func TestATrainingThatWasInterruptedMakesWhatIsMissing(t *testing.T) {
	t.Parallel()
	db, actor := founded(t, some(demo.Generate(demo.HanseKontor(), period.DateOf(testdb.Now))))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- outlook.Refresh(ctx, db, actor.TenantID) }()
	for n := 0; n == 0; time.Sleep(2 * time.Millisecond) {
		n, _, _ = tally(t, db, actor)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Fatalf("the training was not interrupted: %v", err)
	}
	before, _, over := tally(t, db, actor)
	if over != 0 {
		t.Fatalf("a training that was interrupted after %d outlooks is called finished", before)
	}
	if err := outlook.Refresh(t.Context(), db, actor.TenantID); err != nil {
		t.Fatal(err)
	}
	all, distinct, over := tally(t, db, actor)
	if all <= before+100 || all != distinct || over != 1 {
		t.Errorf("%d outlooks were made before the interruption and %d in all, of %d days and periods; %d trainings are finished", before, all, distinct, over)
	}
	if err := outlook.Refresh(t.Context(), db, actor.TenantID); err != nil {
		t.Fatal(err)
	}
	if again, _, _ := tally(t, db, actor); again != all {
		t.Errorf("where nothing is missing %d more outlooks are made", again-all)
	}
}
