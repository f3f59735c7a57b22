package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
)

const deletable = "Id,IsDeleted,Name,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,Probability,CreatedDate,LastModifiedDate\n"

// board is the sums of what is open and what is won, in minor units, now or as of a moment.
func board(t *testing.T, db *tenant.DB, org tenant.Organisation, asOf time.Time) (open, won int64) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		known := asOf
		if known.IsZero() {
			known = tx.Now()
		}
		sums, err := tenant.Values[int64](ctx, tx, `SELECT coalesce(sum(o.amount)
				FILTER (WHERE o.status = s.status), 0)::bigint
			FROM (VALUES ('open'), ('won')) s(status) LEFT JOIN `+opportunity.From(asOf)+` ON o.tenant_id = @tenant
			WHERE @known::timestamptz IS NOT NULL GROUP BY s.status ORDER BY s.status`, tenant.Args{"known": known})
		open, won = sums[0], sums[1]
		return err
	})
	return open, won
}

func TestWhatTheSourceDeletedLeavesPipelineAndBookingsWithItsHistory(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	people := "Id,Name,IsActive\nU1,Ann Rep,true\n"
	row := func(key, deleted, rest, modified string) string {
		return key + "," + deleted + ",Deal " + key + ",U1," + rest + ",2026-01-05T10:00:00Z," + modified + "\n"
	}
	keep, twice, won := "Proposal,1000,2026-12-20,false,false,50", "Proposal,7000,2026-12-20,false,false,50",
		"Closed Won,5000,2026-11-01,true,true,100"
	export := func(deleted, modified string) []string {
		return []string{"User.csv", people, "Opportunity.csv",
			deletable + row("O1", "false", keep, modified) + row("O2", deleted, twice, modified) + row("O3", deleted,
				won, modified)}
	}
	run(t, db, org, salesforce, files(export("false", "2026-11-01T10:00:00Z")...))
	if open, won := board(t, db, org, time.Time{}); open != 800000 || won != 500000 {
		t.Fatalf("open %d, won %d", open, won)
	}
	before := time.Date(2026, 11, 15, 10, 0, 0, 0, time.UTC)
	job, objects, rows := run(t, db, org, salesforce, files(export("true", "2026-11-19T10:00:00Z")...))
	if o := objects["Opportunity"]; o.Changed != 2 || o.Unchanged != 1 || len(rows) != 0 || o.Cleared != "" {
		t.Errorf("%+v %+v %q", o, rows, job.Notes)
	}
	if open, won := board(t, db, org, time.Time{}); open != 100000 || won != 0 {
		t.Errorf("today open %d, won %d", open, won)
	}
	if open, won := board(t, db, org, before); open != 800000 || won != 500000 {
		t.Errorf("before the deletion open %d, won %d", open, won)
	}
	if open, won := board(t, db, org, time.Date(2026, 11, 19, 12, 0, 0, 0, time.UTC)); open != 100000 || won != 0 {
		t.Errorf("after the deletion open %d, won %d", open, won)
	}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		then, err := movement.Since(ctx, tx, s, period.NewDate(2026, 11, 15))
		if err != nil {
			return err
		}
		m, err := movement.Between(ctx, tx, then, s, "")
		if err != nil {
			return err
		}
		for _, v := range []movement.View{m.Net, m.Gross} {
			if v.Begin.Amount != 800000 || v.End.Amount != 100000 || len(v.Bars) != 1 ||
				v.Bars[0].Kind != movement.Omitted || v.Bars[0].Amount != -700000 {
				t.Errorf("what changed: %+v", v)
			}
		}
		b, err := pipeline.Load(ctx, tx, s, pipeline.Filter{})
		if err != nil || b.Total.Count != 1 {
			t.Errorf("the pipeline lists %+v, %v", b.Total, err)
		}
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		o, err := opportunity.Get(ctx, tx, ids["O2"], time.Time{})
		if err != nil || o.DeletedAt == nil {
			t.Errorf("the page of what is deleted: %+v, %v", o, err)
		}
		history, err := opportunity.History(ctx, tx, ids["O2"], time.Time{})
		if err != nil ||
			!slices.ContainsFunc(history, func(c opportunity.Change) bool { return c.Field == "deleted" }) {
			t.Errorf("%+v %v", history, err)
		}
		return nil
	})
	_, objects, _ = run(t, db, org, salesforce, files(export("true", "2026-11-19T10:00:00Z")...))
	if o := objects["Opportunity"]; o.Unchanged != 3 {
		t.Errorf("the same again: %+v", o)
	}
	_, objects, _ = run(t, db, org, salesforce, files(export("false", "2026-11-01T10:00:00Z")...))
	if o := objects["Opportunity"]; o.Older != 2 || o.Unchanged+o.Older != 3 {
		t.Errorf("an older export: %+v", o)
	}
	if open, _ := board(t, db, org, time.Time{}); open != 100000 {
		t.Errorf("an older export brought it back: %d", open)
	}
	run(t, db, org, salesforce, files(export("false", "2026-11-20T10:00:00Z")...))
	if open, won := board(t, db, org, time.Time{}); open != 800000 || won != 500000 {
		t.Errorf("restored: open %d, won %d", open, won)
	}
}

func TestWhatWasMergedPointsToItsSurvivor(t *testing.T) {
	t.Parallel()
	for name, accounts := range map[string]string{
		"the survivor first": "A1,Acme,false,,2024-01-01T00:00:00Z\nA2,Acme Inc,true,A1,2024-01-01T00:00:00Z\n",
		"the loser first":    "A2,Acme Inc,true,A1,2024-01-01T00:00:00Z\nA1,Acme,false,,2024-01-01T00:00:00Z\n",
		"a new survivor":     "A2,Acme Inc,true,A9,2024-01-01T00:00:00Z\nA1,Acme,true,A9,2024-01-01T00:00:00Z\nA9,Acme,false,,2024-01-01T00:00:00Z\n",
	} {
		into := "A1"
		if strings.Contains(accounts, "A9") {
			into = "A9"
		}
		db, org := testdb.Org(t)
		header := "Id,Name,IsDeleted,MasterRecordId,CreatedDate\n"
		deals := "Id,Name,AccountId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,LastModifiedDate\n" +
			"O1,Deal,A2,Closed Won,1000,2026-10-20,true,true,2026-01-05T10:00:00Z,2026-10-20T10:00:00Z\n"
		run(t, db, org, salesforce, files("Account.csv",
			header+"A1,Acme,false,,2024-01-01T00:00:00Z\nA2,Acme Inc,false,,2024-01-01T00:00:00Z\n",
			"Contact.csv", "Id,LastName,AccountId\nC1,Diaz,A2\n", "Opportunity.csv", deals))
		_, objects, rows := run(t, db, org, salesforce, files("Account.csv", header+accounts))
		if o := objects["Account"]; o.Changed == 0 || o.Refused != 0 || len(rows) != 0 {
			t.Errorf("%s: %+v %+v", name, o, rows)
		}
		check := func(when string) {
			all := strings.Join(dump(t, db, org), "\n")
			for _, table := range []string{"opportunities", "contacts"} {
				if !strings.Contains(of(all, table), `"account_id": "<`+into+`>"`) {
					t.Errorf("%s, %s: %s", name, when, of(all, table))
				}
			}
		}
		check("merged")
		_, objects, _ = run(t, db, org, salesforce, files("Account.csv", header+accounts, "Opportunity.csv", deals))
		if o := objects["Account"]; o.Changed+o.Added != 0 {
			t.Errorf("%s: again: %+v", name, o)
		}
		check("imported again by the key of the loser")
		if then := known(t, db, org, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)); len(then) != 1 {
			t.Errorf("%v", then)
		}
	}
}

func TestAccountsMergedOneIntoAnotherLeadToTheLastOfThem(t *testing.T) {
	t.Parallel()
	header := "Id,Name,IsDeleted,MasterRecordId,CreatedDate\n"
	three := header +
		"A1,Acme,false,,2024-01-01T00:00:00Z\nA2,Acme Inc,false,,2024-01-01T00:00:00Z\nA3,Acme Ltd,false,,2024-01-01T00:00:00Z\n"
	belongings := []string{"Contact.csv", "Id,LastName,AccountId\nC2,Diaz,A2\nC3,Okafor,A3\n",
		"Opportunity.csv",
		"Id,Name,AccountId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,LastModifiedDate\n" +
			"O2,Two,A2,Closed Won,1000,2026-10-20,true,true,2026-01-05T10:00:00Z,2026-10-20T10:00:00Z\n" +
			"O3,Three,A3,Closed Won,1000,2026-10-20,true,true,2026-01-05T10:00:00Z,2026-10-20T10:00:00Z\n"}
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files(append([]string{"Account.csv", three}, belongings...)...))
	merged := header + "A3,Acme Ltd,true,A2,2024-01-01T00:00:00Z\nA2,Acme Inc,true,A1,2024-01-01T00:00:00Z\n"
	_, objects, rows := run(t, db, org, salesforce, files("Account.csv", merged))
	if o := objects["Account"]; o.Changed != 2 || len(rows) != 0 {
		t.Errorf("%+v %+v", o, rows)
	}
	for _, when := range []string{"merged", "imported again by the keys of the losers"} {
		all := strings.Join(dump(t, db, org), "\n")
		for _, table := range []string{"opportunities", "contacts"} {
			if n := strings.Count(of(all, table), `"account_id": "<A1>"`); n != 2 {
				t.Errorf("%s: %d %s of the survivor: %s", when, n, table, of(all, table))
			}
		}
		run(t, db, org, salesforce, files(append([]string{"Account.csv", merged}, belongings...)...))
	}
}

func TestAccountsMergedInARingAreFlagged(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	header := "Id,Name,IsDeleted,MasterRecordId\n"
	run(t, db, org, salesforce, files("Account.csv", header+"A1,Acme,false,\nA2,Acme Inc,false,\n"))
	_, objects, rows := run(t, db, org, salesforce,
		files("Account.csv", header+"A1,Acme,true,A2\nA2,Acme Inc,true,A1\n"))
	if o := objects["Account"]; o.Changed != 2 || o.Flagged != 2 || len(rows) != 2 {
		t.Errorf("%+v %+v", o, rows)
	}
}

func TestWhatIsDeletedOfAnyObjectIsGone(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files(whole()...))
	deleted := func(word string) []string {
		return []string{"Account.csv", "Id,IsDeleted\nA1," + word + "\n", "Contact.csv", "Id,IsDeleted\nC1," + word +
			"\n", "Product2.csv", "Id,IsDeleted\nP1," + word + "\n", "OpportunityLineItem.csv", "Id,IsDeleted\nL1," +
			word + "\n", "OpportunityContactRole.csv", "Id,IsDeleted\nR1," + word + "\n", "Task.csv",
			"Id,IsDeleted\nT1," + word + "\n", "ForecastingQuota.csv", "Id,IsDeleted\nQ1," + word + "\n", "User.csv",
			"Id,IsDeleted\nU1," + word + "\n"}
	}
	there := func() (n int64) {
		view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
			n, err = tenant.Value[int64](ctx, tx, `SELECT (SELECT count(*) FROM app.accounts
					WHERE tenant_id = @tenant AND deleted_at IS NULL AND external_id = 'A1')
				+ (SELECT count(*) FROM app.contacts WHERE tenant_id = @tenant
					AND deleted_at IS NULL) + (SELECT count(*) FROM app.products
					WHERE tenant_id = @tenant AND deleted_at IS NULL)
				+ (SELECT count(*) FROM app.line_items WHERE tenant_id = @tenant AND deleted_at IS NULL)
				+ (SELECT count(*) FROM app.contact_roles WHERE tenant_id = @tenant AND deleted_at IS NULL)
				+ (SELECT count(*) FROM app.activities WHERE tenant_id = @tenant AND deleted_at IS NULL)
				+ (SELECT count(*) FROM app.quotas WHERE tenant_id = @tenant AND replaced_at = 'infinity')
				+ (SELECT count(*) FROM app.assignments WHERE tenant_id = @tenant AND replaced_at = 'infinity'
					AND valid_to = 'infinity')`, nil)
			return err
		})
		return n
	}
	if n := there(); n != 9 {
		t.Fatalf("%d records are there", n)
	}
	_, objects, rows := run(t, db, org, salesforce, files(deleted("true")...))
	for name, o := range objects {
		if o.Changed != 1 {
			t.Errorf("%s: %+v %+v", name, o, rows)
		}
	}
	if n := there(); n != 1 {
		t.Errorf("%d records are still there", n)
	}
	_, objects, _ = run(t, db, org, salesforce, files(deleted("true")...))
	for name, o := range objects {
		if o.Unchanged != 1 {
			t.Errorf("again: %s: %+v", name, o)
		}
	}
	_, objects, rows = run(t, db, org, salesforce, files("Account.csv", "Id,Name,IsDeleted\nA77,Never,true\n"))
	if o := objects["Account"]; o.Refused != 1 || !strings.Contains(rows[0].Reason, "was never imported") {
		t.Errorf("%+v %+v", o, rows)
	}
}
