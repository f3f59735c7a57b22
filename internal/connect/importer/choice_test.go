package importer_test

import (
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/testdb"
)

func TestAWordIsTakenForWhatSomebodySaysItMeans(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	export := files("Opportunity.csv", strings.Replace(head, "CreatedDate", "ForecastCategoryName,CreatedDate", 1)+
		"O1,A,,Proposal,1,2026-12-20,false,false,50,Solid,2026-01-05\nO2,A,,Proposal,1,2026-12-20,false,false,50,solid ,2026-01-05\nO3,A,,Proposal,1,2026-12-20,false,false,50,Pipeline,2026-01-05\n",
		"OpportunityFieldHistory.csv",
		"Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\nH1,O1,ForecastCategoryName,Pipeline,Solid,2026-03-01T10:00:00.000Z\n")
	job, objects, _ := run(t, db, org, salesforce, export)
	want := []mapping.Unknown{{File: "Opportunity.csv", Object: "opportunity", Field: "category", Word: "Solid",
		Rows: 1}, {File: "Opportunity.csv", Object: "opportunity", Field: "category", Word: "solid", Rows: 1},
		{File: "OpportunityFieldHistory.csv", Object: "history", Field: "category", Word: "Solid", Rows: 1}}
	if !slices.Equal(job.Findings.Unknown, want) || objects["OpportunityFieldHistory"].Refused != 1 {
		t.Errorf("%+v %+v", job.Findings.Unknown, objects)
	}
	chosen := salesforce
	chosen.Choices = &mapping.Choices{Values: map[string]map[string]string{"category": {"Solid": "commit"}}}
	for _, request := range []importjob.Request{chosen, salesforce} { // a later import goes on with what words mean
		job, objects, rows := run(t, db, org, request, export)
		if len(job.Findings.Unknown) != 0 || objects["OpportunityFieldHistory"].Refused != 0 ||
			slices.ContainsFunc(rows, func(r importjob.Row) bool { return strings.Contains(r.Reason, "Solid") }) {
			t.Errorf("%+v %+v %+v", job.Findings.Unknown, objects, rows)
		}
		if got := opportunities(t, db, org); !slices.Equal(got, []string{"O1 open commit 100 2026-12-20 5000",
			"O2 open commit 100 2026-12-20 5000", "O3 open pipeline 100 2026-12-20 5000"}) {
			t.Errorf("%q", got)
		}
	}
}

func TestAFileIsReadAsSomebodyChose(t *testing.T) {
	t.Parallel()
	db, org := orgIn(t, "America/New_York", "USD")
	export := files("Opportunity.csv", head+"O1,A,,Closed Won,1.250,5/6/2026"+tail)
	job, _, _ := run(t, db, org, salesforce, export)
	guessed := mapping.Style{Delimiter: ",", Decimal: ".", Order: "MDY", Percent: "percent"}
	if want := []mapping.Reading{{File: "Opportunity.csv", Style: guessed,
		Guessed: guessed}}; !slices.Equal(job.Findings.Readings, want) {
		t.Errorf("%+v", job.Findings.Readings)
	}
	if got := opportunities(t, db, org); !slices.Equal(got, []string{"O1 won closed 125 2026-05-06 10000"}) {
		t.Errorf("%q", got)
	}
	chosen := salesforce
	chosen.Choices = &mapping.Choices{Styles: map[string]mapping.Style{"Opportunity.csv": {Decimal: ",", Order: "DMY"}}}
	job, objects, _ := run(t, db, org, chosen, export)
	if got := opportunities(t, db, org); !slices.Equal(got, []string{"O1 won closed 125000 2026-06-05 10000"}) ||
		objects["Opportunity"].Changed != 1 {
		t.Errorf("%q %+v", got, objects)
	}
	if r := job.Findings.Readings[0]; r.Style.Order != "DMY" || r.Guessed.Order != "MDY" || r.Style.Decimal != "," {
		t.Errorf("%+v", r)
	}
}
