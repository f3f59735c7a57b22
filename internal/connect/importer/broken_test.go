package importer_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

const (
	oneOpportunity = "Id,Name,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,Probability,CreatedDate\n" +
		"O1,A,,Closed Won,1000,2026-10-20,true,true,100,2026-01-05T10:00:00.000Z\n"
	oneUser = "Id,Name,CreatedDate\n005A,Ann,2026-01-01T00:00:00Z\n"
)

func TestABrokenRowOfAnyObjectIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for file, whole := range map[string]string{
		"Opportunity.csv":             oneOpportunity,
		"OpportunityFieldHistory.csv": "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\nH1,O1,Amount,1,1000,2026-02-01T00:00:00Z\n",
		"Account.csv":                 "Id,Name,CreatedDate\n001A,Acme,2026-01-01T00:00:00Z\n",
		"User.csv":                    oneUser,
		"Contact.csv":                 "Id,LastName\n003A,Bell\n",
		"Product2.csv":                "Id,Name\n01tA,Box\n",
		"OpportunityStage.csv":        "ApiName,DefaultProbability\nClosed Won,100\n",
		"OpportunityLineItem.csv":     "Id,OpportunityId,Product2Id\n00kA,O1,01tA\n",
		"OpportunityContactRole.csv":  "Id,OpportunityId,ContactId\n00KA,O1,003A\n",
		"Task.csv":                    "Id,Subject,ActivityDate\n00TA,Call,2026-02-01\n",
		"ForecastingQuota.csv":        "Id,QuotaOwnerId,QuotaAmount,StartDate\nq1,005A,5,2026-10-01\n",
		"DatedConversionRate.csv":     "IsoCode,StartDate,ConversionRate\nEUR,2026-01-01,0.9\n",
	} {
		for _, tail := range []string{"A footer line\n", "\"never closed\n", "x\n\n\"Confidential\"\n", "\"a\"b\n",
			strings.Repeat("x,", 40) + "x\n"} {
			for _, dry := range []bool{true, false} {
				db, org := testdb.Org(t)
				source := files("Opportunity.csv", oneOpportunity, "User.csv", oneUser, "Contact.csv",
					"Id,LastName\n003A,Bell\n", "Product2.csv", "Id,Name\n01tA,Box\n")
				for name, body := range files(file, whole+tail) {
					source[name] = body
				}
				request := salesforce
				request.DryRun = dry
				job, objects, rows := run(t, db, org, request, source)
				o := objects[strings.TrimSuffix(file, ".csv")]
				line := int64(strings.Count(whole, "\n") + 1)
				listed := slices.ContainsFunc(rows, func(r importjob.Row) bool {
					return r.File == file && r.Line == line && r.Level == importjob.Refused && r.Reason != ""
				})
				if job.State != importjob.Done || !listed || o.Refused == 0 || o.Added != 1 ||
					o.Read != o.Added+o.Changed+o.Unchanged+o.Refused {
					t.Errorf("%s with %q, dry %t: %s, listed %t, %+v", file, tail, dry, job.State, listed, o)
				}
			}
		}
	}
}

func TestAnImportThatPanicsHasFailedAndCanBeRunAgain(t *testing.T) {
	t.Parallel()
	for _, dry := range []bool{false, true} {
		db, org := testdb.Org(t)
		request, actor := salesforce, tenant.AsSystem(org.TenantID)
		request.DryRun = dry
		id := start(t, db, org, request)
		err := importer.Run(t.Context(), db, actor, id, mini, func(importjob.Progress) { panic("a mistake of ours") })
		if err == nil || !strings.Contains(err.Error(), "a mistake of ours") {
			t.Fatal(err)
		}
		if job, _, _ := result(t, db, org, id); job.State != importjob.Failed ||
			!strings.Contains(job.Failure, "Start the import again") {
			t.Errorf("%+v", job)
		}
		if err := importer.Run(t.Context(), db, actor, id, mini, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestAnImportWhoseProcessEndedIsSaidToHaveStopped(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	id := start(t, db, org, salesforce)
	ctx, stop := context.WithCancel(t.Context())
	err := importer.Run(ctx, db, tenant.AsSystem(org.TenantID), id, mini, func(importjob.Progress) {
		if job, _, _ := result(t, db, org, id); job.State != importjob.Running || job.Interrupted ||
			job.Trouble() != "" {
			t.Errorf("while it runs: %+v", job)
		}
		stop()
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for {
		job, _, _ := result(t, db, org, id)
		if job.State != importjob.Running {
			t.Fatalf("%+v", job)
		}
		if job.Interrupted { // Postgres takes a moment to let go of the lock
			if !strings.Contains(job.Trouble(), "was interrupted") {
				t.Error(job.Trouble())
			}
			return
		}
	}
}
