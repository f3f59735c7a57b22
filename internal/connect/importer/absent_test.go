package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb"
)

// whole is an export in which every field of every object has a value.
func whole() []string {
	return []string{
		"User.csv", "Id,Name,Email,Title,ManagerId,Division,IsActive,CreatedDate,Odd__c\n" +
			"U1,Ann Rep,ann@x.example,Account Executive,U2,West,true,2024-01-01T00:00:00Z,one\nU2,Bob Boss,bob@x.example,VP Sales,,West,true,2024-01-01T00:00:00Z,one\n",
		"Account.csv",
		"Id,Name,Website,Industry,NumberOfEmployees,BillingState,BillingCountry,Type,Territory__c,Region__c,OwnerId,ParentId,CreatedDate,Odd__c\n" +
			"A1,Acme,acme.example,Space,12,CA,US,Customer,T1,West,U1,A2,2024-01-01T00:00:00Z,one\nA2,Group,,,,,,,,,,,2024-01-01T00:00:00Z,\n",
		"Contact.csv",
		"Id,AccountId,FirstName,LastName,Email,Phone,Title,CreatedDate,Odd__c\nC1,A1,Bo,Diaz,bo@x.example,1,CFO,2024-01-01T00:00:00Z,one\n",
		"Product2.csv",
		"Id,Name,Family,CurrencyIsoCode,CreatedDate,Odd__c\nP1,Rocket,Space,USD,2024-01-01T00:00:00Z,one\n",
		"OpportunityStage.csv",
		"MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon\nProposal,1,40,Best Case,false,false\n",
		"Opportunity.csv",
		"Id,Name,AccountId,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,Probability,ForecastCategoryName,Type,LeadSource," +
			"MainCompetitors__c,Budget_Confirmed__c,Loss_Reason__c,NextStep,CreatedDate,Odd__c\n" +
			"O1,Deal,A1,U1,Proposal,1000,USD,2026-12-20,false,false,50,Commit,New,Web,Rival,true,Price,Call CFO,2026-01-05T10:00:00Z,one\n",
		"OpportunityLineItem.csv",
		"Id,OpportunityId,Product2Id,Quantity,TotalPrice,CurrencyIsoCode,Odd__c\nL1,O1,P1,3,1000,USD,one\n",
		"OpportunityContactRole.csv",
		"Id,OpportunityId,ContactId,Role,IsPrimary,CreatedDate,Odd__c\nR1,O1,C1,Buyer,true,2024-01-01T00:00:00Z,one\n",
		"Task.csv",
		"Id,WhatId,WhoId,OwnerId,TaskSubtype,Subject,ActivityDate,IsClosed,CreatedDate,Odd__c\nT1,O1,C1,U1,Call,Hello,2026-11-01,true,2024-01-01T00:00:00Z,one\n",
		"ForecastingQuota.csv",
		"Id,QuotaOwnerId,QuotaAmount,CurrencyIsoCode,StartDate,Odd__c\nQ1,U1,100,USD,2026-10-01,one\n",
	}
}

// without is an export with no columns but the given ones.
func without(t *testing.T, export []string, keep ...string) []string {
	t.Helper()
	var all []string
	for i := 0; i < len(export); i += 2 {
		lines := strings.Split(strings.TrimSuffix(export[i+1], "\n"), "\n")
		var at []int
		for n, column := range strings.Split(lines[0], ",") {
			if slices.Contains(keep, column) {
				at = append(at, n)
			}
		}
		var body strings.Builder
		for _, line := range lines {
			cells := strings.Split(line, ",")
			for k, n := range at {
				if k > 0 {
					body.WriteString(",")
				}
				body.WriteString(cells[n])
			}
			body.WriteString("\n")
		}
		all = append(all, export[i], body.String())
	}
	return all
}

func TestAColumnThatTheFileLacksLeavesTheFieldAlone(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files(whole()...))
	before := dump(t, db, org)
	for _, keep := range [][]string{{"Id", "MasterLabel"}, {"Id", "MasterLabel", "Name", "LastName"},
		{"Id", "MasterLabel", "OwnerId", "StageName", "Odd__c"},
		{"Id", "MasterLabel", "CreatedDate", "OpportunityId", "Product2Id", "ContactId", "QuotaOwnerId", "Title"}} {
		_, objects, rows := run(t, db, org, salesforce, files(without(t, whole(), keep...)...))
		for name, o := range objects {
			if o.Unchanged != o.Read || o.Cleared != "" {
				t.Errorf("%v: %s: %+v", keep, name, o)
			}
		}
		for _, r := range rows {
			if r.Level == "refused" {
				t.Errorf("%v: %+v", keep, r)
			}
		}
		same(t, before, dump(t, db, org))
	}
}

func TestAnEmptyCellEmptiesTheFieldAndIsCounted(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files(whole()...))
	before := dump(t, db, org)
	empty := files("User.csv", "Id,Email,ManagerId,Odd__c\nU1,,,\n", "Account.csv",
		"Id,Website,NumberOfEmployees,OwnerId,ParentId,Odd__c\nA1,,,,,\n", "Contact.csv", "Id,AccountId,Email\nC1,,\n",
		"Product2.csv", "Id,Family\nP1,\n", "Opportunity.csv",
		"Id,OwnerId,AccountId,Amount,NextStep,CloseDate,Odd__c,Budget_Confirmed__c\nO1,,,,,,,\n",
		"OpportunityLineItem.csv", "Id,TotalPrice\nL1,\n", "OpportunityContactRole.csv", "Id,Role\nR1,\n", "Task.csv",
		"Id,Subject,WhoId\nT1,,\n")
	want := map[string]string{"User": "Odd  c 1, email 1, manager 1",
		"Account": "Odd  c 1, employees 1, owner 1, parent 1, website 1", "Contact": "account 1, email 1",
		"Product2":            "family 1",
		"Opportunity":         "Odd  c 1, account 1, amount 1, budget confirmed 1, close on 1, next step 1, owner 1",
		"OpportunityLineItem": "amount 1", "OpportunityContactRole": "role 1", "Task": "contact 1, subject 1"}
	dry := salesforce
	dry.DryRun = true
	_, counted, _ := run(t, db, org, dry, empty)
	same(t, before, dump(t, db, org))
	job, objects, _ := run(t, db, org, salesforce, empty)
	for name, cleared := range want {
		if got := objects[name]; got.Cleared.String() != cleared || got.Changed != 1 || counted[name] != got {
			t.Errorf("%s: %q, not %q; %+v, dry %+v", name, got.Cleared, cleared, got, counted[name])
		}
	}
	if !strings.Contains(strings.Join(job.Notes, "\n"),
		"OpportunityLineItem: empty cells cleared stored values: amount 1.") {
		t.Errorf("%q", job.Notes)
	}
	after := strings.Join(dump(t, db, org), "\n")
	for _, gone := range []string{"ann@x.example", "acme.example", `"parent_id": "<A2>"`,
		`"family": "Space"`, `"role": "Buyer"`} {
		if strings.Contains(after, gone) {
			t.Errorf("%s is still there", gone)
		}
	}
	_, objects, _ = run(t, db, org, salesforce, empty)
	for name, o := range objects {
		if o.Changed != 0 || o.Cleared != "" {
			t.Errorf("the same file again: %s: %+v", name, o)
		}
	}
}

func TestAFileOfFewColumnsMovesWhatItNames(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files(
		"User.csv", "Id,Name,IsActive\nU1,Ann,true\n",
		"Opportunity.csv",
		"Id,Name,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,Probability,CreatedDate,LastModifiedDate,NextStep,Region_Code__c\n"+
			"O1,Keep,U1,Proposal,1000,2026-12-20,false,false,50,2026-01-05T10:00:00Z,2026-11-01T10:00:00Z,Call CFO,EMEA\n"))
	_, objects, rows := run(t, db, org, salesforce, files("Opportunity.csv",
		"Id,Name,StageName,CloseDate,IsClosed,IsWon,LastModifiedDate\nO1,Keep,Negotiation,2026-12-22,false,false,2026-11-20T10:00:00Z\n"))
	if o := objects["Opportunity"]; o.Changed != 1 || o.Cleared != "" || len(rows) != 0 {
		t.Errorf("%+v %+v", o, rows)
	}
	got := present(t, db, org, "O1")
	if got.Stage != "Negotiation" || *got.Amount != 100000 || got.OwnerID == nil || got.NextStep != "Call CFO" ||
		got.Custom["Region_Code__c"] != "EMEA" ||
		got.CloseOn.String() != "2026-12-22" || got.ProbabilityBP != 5000 {
		t.Errorf("%+v", got)
	}
}

func present(t testing.TB, db *tenant.DB, org tenant.Organisation, key string) opportunity.Present {
	t.Helper()
	var got map[string]opportunity.Present
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		got, err = opportunity.Presents(ctx, tx, []string{key})
		return err
	})
	return got[key]
}

func TestAPersonKeepsWhatTheFileLacks(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files("User.csv", "Id,Name,Email,Title,ManagerId,IsActive,CreatedDate\n"+
		"U1,Ann Rep,ann@x.example,Account Executive,U2,true,2024-01-01T00:00:00Z\nU2,Bob Boss,bob@x.example,VP Sales,,true,2024-01-01T00:00:00Z\n"))
	before := dump(t, db, org)
	_, objects, _ := run(t, db, org, salesforce,
		files("User.csv", "Id,Name,IsActive\nU1,Ann Rep,true\nU2,Bob Boss,true\n"))
	if o := objects["User"]; o.Unchanged != 2 {
		t.Errorf("%+v", o)
	}
	same(t, before, dump(t, db, org))
	run(t, db, org, salesforce, files("User.csv", "Id,Name,IsActive\nU2,Robert Boss,true\n"))
	after := strings.Join(dump(t, db, org), "\n")
	if !strings.Contains(after, "Robert Boss") || !strings.Contains(after, `"role": "executive"`) ||
		!strings.Contains(after, `"manager_id": "<U2>"`) {
		t.Error(after)
	}
}

// A file without the column of a currency says the amounts in the one that the record has.
func TestAnAmountIsReadInTheCurrencyThatIsKnownWhereTheFileNamesNone(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce,
		files("Opportunity.csv", "Id,Name,StageName,Amount,CurrencyIsoCode\nO1,Deal,Open,1000,JPY\n"))
	run(t, db, org, salesforce, files("Opportunity.csv", "Id,Amount\nO1,1500\n"))
	if got := present(t, db, org, "O1"); got.Currency != "JPY" || *got.Amount != 1500 {
		t.Errorf("%+v", got.State)
	}
}

func TestAKnownNameStaysAndIsNotRemarkedOn(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files("Account.csv", "Id,Name\nA1,Acme\n", "Contact.csv",
		"Id,LastName,Title\nC1,Diaz,CFO\n", "Product2.csv", "Id,Name\nP1,Gizmo\n"))
	for name, export := range map[string][]string{
		"no column": {"Account.csv", "Id,Industry\nA1,Tech\n", "Contact.csv", "Id,Title\nC1,CEO\n", "Product2.csv",
			"Id,Family\nP1,Tools\n"},
		"no word": {"Account.csv", "Id,Name\nA1,\n", "Contact.csv", "Id,LastName,Title\nC1,null,CEO\n",
			"Product2.csv", "Id,Name\nP1,N/A\n"},
	} {
		if _, objects, rows := run(t, db, org, salesforce, files(export...)); len(rows) != 0 ||
			objects["Contact"].Cleared != "" {
			t.Errorf("%s: %+v %+v", name, rows, objects["Contact"])
		}
		all := strings.Join(dump(t, db, org), "\n")
		for _, word := range []string{"Acme", "Diaz", "Gizmo"} {
			if !strings.Contains(all, word) {
				t.Errorf("%s: %s is gone: %s", name, word, all)
			}
		}
	}
}
