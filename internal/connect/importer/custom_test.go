package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// odd is an export in which each file has a column Odd__c, which nothing here has a field for.
func odd(value string) fstest.MapFS {
	return files(
		"User.csv", "Id,Name,Odd__c\nU1,Ann,"+value+"\n",
		"Account.csv", "Id,Name,Odd__c\nA1,Acme,"+value+"\n",
		"Contact.csv", "Id,LastName,Odd__c\nC1,Bo,"+value+"\n",
		"Product2.csv", "Id,Name,Odd__c\nP1,Rocket,"+value+"\n",
		"Opportunity.csv", "Id,Name,StageName,Odd__c\nO1,Deal,Discovery,"+value+"\n",
		"OpportunityLineItem.csv", "Id,OpportunityId,Product2Id,Odd__c\nL1,O1,P1,"+value+"\n",
		"OpportunityContactRole.csv", "Id,OpportunityId,ContactId,Odd__c\nR1,O1,C1,"+value+"\n",
		"Task.csv", "Id,WhatId,Subject,ActivityDate,Odd__c\nT1,O1,Call,2026-11-01,"+value+"\n",
		"ForecastingQuota.csv", "Id,QuotaOwnerId,QuotaAmount,StartDate,Odd__c\nQ1,U1,100,2026-10-01,"+value+"\n")
}

func TestAColumnWithoutAFieldIsKeptWithEveryRecord(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, value := range []string{"one", "two", "two"} {
		before := dump(t, db, org)
		job, objects, _ := run(t, db, org, salesforce, odd(value))
		if strings.Contains(strings.Join(job.Notes, " "), "Odd__c") {
			t.Errorf("%q", job.Notes)
		}
		for _, table := range []string{"members", "accounts", "contacts", "products", "opportunities", "line_items",
			"contact_roles", "activities", "quotas"} {
			if got := customOf(t, db, org, table); !slices.Equal(got, []string{`{"Odd__c": "` + value + `"}`}) {
				t.Errorf("%s keep %q after an import of %s", table, got, value)
			}
		}
		if slices.ContainsFunc(before, func(line string) bool { return strings.Contains(line, `"Odd__c": "two"`) }) {
			same(t, before, dump(t, db, org))
			continue
		}
		for name, o := range objects {
			if o.Added+o.Changed != 1 {
				t.Errorf("the import of %s: %+v", name, o)
			}
		}
	}
}

func customOf(t testing.TB, db *tenant.DB, org tenant.Organisation, table string) (kept []string) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		kept, err = tenant.Values[string](ctx, tx, `SELECT custom::text FROM app.`+table+` WHERE tenant_id = @tenant`,
			nil)
		return err
	})
	return kept
}

func TestAColumnOfChangesWithoutAFieldIsNotedAsLost(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	job, _, _ := run(t, db, org, salesforce,
		files("Opportunity.csv", deal("1", ""), "OpportunityFieldHistory.csv", "Id,OpportunityId,Field,DataType\n"))
	if !slices.Contains(job.Notes,
		"OpportunityFieldHistory: the columns DataType are not stored.") {
		t.Errorf("%q", job.Notes)
	}
}

func TestAColumnThatAnotherSourceReadsFromEveryRowIsNotKeptTwice(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, importjob.Request{Format: importjob.CSV, Origin: "x", Mapping: []byte(`{"sources": [
		{"name": "companies", "file": "all.csv", "object": "account", "distinct": true, "fields": {"key": "company", "name": "company", "industry": "trade"}},
		{"name": "people", "file": "all.csv", "object": "contact", "ignore": ["secret"], "fields": {"key": "person", "account": "company", "last_name": "person"}},
		{"name": "things", "file": "all.csv", "object": "product", "where": {"thing": ["Rocket"]}, "fields": {"key": "thing", "name": "thing"}}]}`)},
		files("all.csv", "company,trade,person,thing,secret\nAcme,Space,Bo,Rocket,x\n"))
	for table, want := range map[string]string{"accounts": `{"thing": "Rocket", "secret": "x"}`,
		"contacts": `{"thing": "Rocket", "trade": "Space"}`,
		"products": `{"trade": "Space", "secret": "x"}`} {
		if got := customOf(t, db, org, table); !slices.Equal(got, []string{want}) {
			t.Errorf("%s keep %q, not %s", table, got, want)
		}
	}
}
