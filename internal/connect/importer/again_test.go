package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
)

const header = "Id,AccountId,Name,StageName,Amount,CloseDate,Probability,ForecastCategoryName,IsClosed,IsWon,CreatedDate,LastModifiedDate\n"

func deal(amount, modified string) string {
	return header + "O1,A1,Deal,Discovery," + amount + ",2027-01-31,10,Pipeline,false,false,2024-05-01T12:00:00Z," +
		modified + "\n"
}

func TestAReferenceIsFilledInOnceItIsKnown(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, objects, _ := run(t, db, org, salesforce, files("Opportunity.csv", deal("100", "2024-05-01T12:00:00Z")))
	if objects["Opportunity"].Flagged != 1 {
		t.Errorf("%+v", objects)
	}
	_, objects, _ = run(t, db, org, salesforce,
		files("Account.csv", "Id,Name\nA1,Acme\n", "Opportunity.csv", deal("100", "2024-05-01T12:00:00Z")))
	if objects["Opportunity"].Changed != 1 ||
		!strings.Contains(strings.Join(dump(t, db, org), "\n"), `"account_id": "<A1>"`) {
		t.Errorf("%+v", objects)
	}
}

func TestWhatSomebodyEditedHereSurvivesAnImportOfTheSameRows(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	export := files("Opportunity.csv", deal("100", "2024-05-01T12:00:00Z"))
	run(t, db, org, salesforce, export)
	edit(t, db, org, "O1", func(s opportunity.State) (opportunity.State, error) {
		return s.WithCategory(opportunity.Commit),
			nil
	})
	before := dump(t, db, org)
	job, objects, _ := run(t, db, org, salesforce, export)
	if objects["Opportunity"].Unchanged != 1 {
		t.Errorf("%+v %v", objects["Opportunity"], job.Notes)
	}
	same(t, before, dump(t, db, org))
	_, objects, _ = run(t, db, org, salesforce, files("Opportunity.csv", deal("200", "2024-06-01T12:00:00Z")))
	after := strings.Join(dump(t, db, org), "\n")
	if objects["Opportunity"].Changed != 1 || !strings.Contains(after, `"amount": 20000`) ||
		!strings.Contains(after, `"category": "commit"`) {
		t.Errorf("%+v\n%s", objects["Opportunity"], after)
	}
}

func edit(t *testing.T, db *tenant.DB, org tenant.Organisation, key string,
	change func(opportunity.State) (opportunity.State, error)) {
	t.Helper()
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		ids, err := opportunity.IDs(t.Context(), tx)
		if err != nil {
			return err
		}
		return opportunity.Edit(t.Context(), tx, ids[key], 0, change)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAStageThatTheOrganisationDefinedIsKeptAndNoted(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		return stage.Define(t.Context(), tx,
			stage.Stage{Name: "Discovery", Status: "open", ProbabilityBP: 2500, Category: "best_case"}, time.Unix(0, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	job, _, _ := run(t, db, org, salesforce, files(
		"OpportunityStage.csv",
		"MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon\nDiscovery,1,10,Pipeline,false,false\n",
		"Opportunity.csv", deal("100", "")))
	want := "The stage Discovery keeps your settings (open, 25 %, Best case); the source has: open, 10 %, Pipeline."
	if !slices.Contains(job.Notes, want) {
		t.Errorf("%q", job.Notes)
	}
	o := known(t, db, org, testdb.Now)["O1"]
	if !strings.Contains(o, "pipeline true 1000 true") {
		t.Errorf("the row's own category and probability are by hand where they are not the stage's: %s", o)
	}
}

func TestSalesforcesTwoRowsForOneChangeOfOwnerAreOneChange(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, objects, rows := run(t, db, org, salesforce, files("User.csv", "Id,Name\nU1,Ann Lee\nU2,Bo Diaz\n",
		"Opportunity.csv",
		header[:len(header)-1]+",OwnerId\nO1,,Deal,Discovery,1,2027-01-31,10,Pipeline,false,false,2024-05-01T12:00:00Z,,U2\n",
		"OpportunityFieldHistory.csv", "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n"+
			"H1,O1,Owner,Ann Lee,Bo Diaz,2024-06-01T12:00:00Z\nH2,O1,Owner,U1,U2,2024-06-01T12:00:00Z\n"))
	if o := objects["OpportunityFieldHistory"]; o.Added != 1 || o.Unchanged != 1 {
		t.Errorf("%+v %+v", o, rows)
	}
}

func TestQuotasAreForThePeriodThatTheirFirstDaysShow(t *testing.T) {
	t.Parallel()
	for starts, ends := range map[string]string{
		"2026-01-01 2026-02-01 2026-03-01": "2026-02-01", "2026-01-01 2026-04-01": "2026-04-01",
		"2025-01-01 2026-01-01": "2026-01-01", "2026-01-01": "2026-04-01", "2026-02-01": "2026-03-01",
		"2026-01-01 2026-07-01": "2026-07-01",
	} {
		db, org := testdb.Org(t)
		body := "Id,QuotaOwnerId,QuotaAmount,StartDate\n"
		for i, start := range strings.Fields(starts) {
			body += fmt.Sprintf("Q%d,U1,100,%s\n", i, start)
		}
		run(t, db, org, salesforce, files("User.csv", "Id,Name\nU1,Ann\n", "ForecastingQuota.csv", body))
		var got []string
		view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
			got, err = tenant.Values[string](ctx, tx, `SELECT ends_on::text FROM app.quotas WHERE tenant_id = @tenant
				ORDER BY starts_on`, nil)
			return err
		})
		if got[0] != ends {
			t.Errorf("%s: the first ends on %s, not %s", starts, got[0], ends)
		}
	}
}
