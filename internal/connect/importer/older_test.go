package importer_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/testdb"
)

const dealHeader = "Id,Name,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,Probability,CreatedDate,LastModifiedDate\n"

func TestAnOlderExportAddsToThePastAndChangesNothingOfToday(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	people := "Id,Name,IsActive\nU1,Ann Rep,true\n"
	run(t, db, org, salesforce, files("User.csv", people, "Opportunity.csv", dealHeader+
		"O1,Deal,U1,Closed Won,1500,2026-11-10,true,true,100,2026-01-05T10:00:00Z,2026-11-10T10:00:00Z\n"))
	now := present(t, db, org, "O1")
	job, objects, _ := run(t, db, org, salesforce, files("Opportunity.csv", dealHeader+
		"O1,Deal,U1,Proposal,1000,2026-12-20,false,false,50,2026-01-05T10:00:00Z,2026-11-01T10:00:00Z\n"))
	if o := objects["Opportunity"]; o.Older != 1 || o.Changed+o.Added+o.Unchanged+o.Refused != 0 {
		t.Errorf("%+v", o)
	}
	if !strings.Contains(strings.Join(job.Notes, "\n"), "1 rows are older than the stored records") ||
		strings.Contains(strings.Join(job.Notes, "\n"), "Nothing changed") {
		t.Errorf("%q", job.Notes)
	}
	after := present(t, db, org, "O1")
	if after.Status != "won" || *after.Amount != 150000 || after.CloseOn != now.CloseOn ||
		!after.SourceModifiedAt.Equal(*now.SourceModifiedAt) {
		t.Errorf("%+v", after)
	}
	then := known(t, db, org, time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC))["O1"]
	if !strings.Contains(then, "Deal Proposal open") || !strings.Contains(then, " 100000 2026-12-20 ") {
		t.Errorf("as of November 5 it is %s", then)
	}
	if at := known(t, db, org, time.Date(2026, 11, 11, 0, 0, 0, 0,
		time.UTC))["O1"]; !strings.Contains(at, "Closed Won won") || !strings.Contains(at, " 150000 2026-11-10 ") {
		t.Errorf("as of November 11 it is %s", at)
	}
}

func TestAnOlderRowOfAnyObjectChangesNothing(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	export := func(value, at string) []string {
		return []string{
			"User.csv", "Id,Name,Title,LastModifiedDate\nU1," + value + "," + value + "," + at + "\n",
			"Account.csv", "Id,Name,LastModifiedDate\nA1," + value + "," + at + "\n",
			"Contact.csv", "Id,LastName,LastModifiedDate\nC1," + value + "," + at + "\n",
			"Product2.csv", "Id,Name,LastModifiedDate\nP1," + value + "," + at + "\n",
			"Opportunity.csv", "Id,Name,StageName,CreatedDate,LastModifiedDate\nO1," + value +
				",Open,2026-01-01T00:00:00Z," + at + "\n", "OpportunityLineItem.csv",
			"Id,OpportunityId,Product2Id,Odd__c,LastModifiedDate\nL1,O1,P1," + value + "," + at + "\n",
			"OpportunityContactRole.csv", "Id,OpportunityId,ContactId,Role,LastModifiedDate\nR1,O1,C1," + value + "," +
				at + "\n", "Task.csv", "Id,Subject,ActivityDate,LastModifiedDate\nT1," + value + ",2026-01-01," + at +
				"\n", "ForecastingQuota.csv",
			"Id,QuotaOwnerId,QuotaAmount,StartDate,Odd__c,LastModifiedDate\nQ1,U1,100,2026-10-01," + value + "," +
				at + "\n",
		}
	}
	run(t, db, org, salesforce, files(export("first", "2026-11-01T10:00:00Z")...))
	// The third is as the first was, so that only its moment tells that the second is older than it.
	run(t, db, org, salesforce, files(export("first", "2026-11-10T10:00:00Z")...))
	before := strings.Join(dump(t, db, org), "\n")
	_, objects, rows := run(t, db, org, salesforce, files(export("second", "2026-11-05T10:00:00Z")...))
	for name, o := range objects {
		if o.Older != 1 || o.Read != 1 {
			t.Errorf("%s: %+v %+v", name, o, rows)
		}
	}
	after := strings.Join(dump(t, db, org), "\n")
	for _, table := range []string{"members", "accounts", "contacts", "products", "line_items", "contact_roles",
		"activities", "quotas", "assignments"} {
		if of(before, table) != of(after, table) {
			t.Errorf("%s\n%s\nbecame\n%s", table, of(before, table), of(after, table))
		}
	}
	if got := present(t, db, org, "O1"); got.Name != "first" {
		t.Errorf("%+v", got)
	}
	_, objects, _ = run(t, db, org, salesforce, files(export("third", "2026-11-11T10:00:00Z")...))
	for name, o := range objects {
		if o.Changed != 1 {
			t.Errorf("a younger row: %s: %+v", name, o)
		}
	}
}

// of is the lines of one table.
func of(dumped, table string) string {
	var kept []string
	for line := range strings.Lines(dumped) {
		if strings.HasPrefix(line, table+" ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// TestTheOrderOfTwoExportsDoesNotMatter imports an older export over a younger one and holds the present against that
// of the younger one alone, and the whole past as it was.
func TestTheOrderOfTwoExportsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := drawStory(r)
		db, org := testdb.Org(t)
		run(t, db, org, salesforce, s.export(testdb.Now))
		moments := append(s.moments, testdb.Now)
		var want []map[string]string
		for _, at := range moments {
			want = append(want, known(t, db, org, at))
		}
		cut := rapid.SampledFrom(s.moments).Draw(r, "cut")
		_, objects, _ := run(t, db, org, salesforce, s.export(cut))
		if o := objects["Opportunity"]; o.Older+o.Unchanged != o.Read || o.Added+o.Changed+o.Refused != 0 {
			r.Fatalf("%+v", o)
		}
		for i, at := range moments {
			for key, state := range known(t, db, org, at) {
				if want[i][key] != state {
					r.Fatalf("%s as of %s was\n%s\nand is\n%s", key, at, want[i][key], state)
				}
			}
		}
	})
}
