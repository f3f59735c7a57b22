package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

const (
	head  = "Id,Name,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,Probability,CreatedDate\n"
	tail  = ",true,true,100,2026-01-05T10:00:00.000Z\n"
	open  = ",false,false,50,2026-01-05T10:00:00.000Z\n"
	made  = `{"begins":"2026-01-01",%s"stages":[{"name":"Won","status":"won","probability":"100","category":"closed"},{"name":"Open","status":"open","probability":"40","category":"pipeline"}],"sources":[`
	deals = `{"file":"deals.csv","object":"opportunity","fields":{"key":"id","name":"name","stage":"stage","status":"status","amount":"amount","close_on":"close","probability":"prob","created_at":"created"}},` +
		`{"file":"hist.csv","object":"history","fields":{"key":"id","opportunity":"deal","field":"field","old":"old","new":"new","at":"at"}}]}`
)

// read is an import of some files and what it should make of them: each opportunity as key, status, category, amount in
// minor units, close date, probability in hundredths of a percent.
type read struct {
	zone     string
	currency money.Currency
	mapping  string
	files    fstest.MapFS
	want     []string
	says     []string // of the rows that are refused or flagged
}

var readings = map[string]read{
	"exponents": {files: files("Opportunity.csv",
		head+"O1,Small,,Closed Won,9000000.0,2026-10-20"+tail+"O2,Large,,Closed Won,1.25E7,2026-10-21"+tail,
		"OpportunityFieldHistory.csv",
		"Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\nH1,O1,Amount,1.1E7,9000000.0,2026-03-01T10:00:00.000Z\n"),
		want: []string{"O1 won closed 900000000 2026-10-20 10000", "O2 won closed 1250000000 2026-10-21 10000"}},
	"midnights in UTC": {zone: "America/New_York",
		files: files("Opportunity.csv", head+"O1,A,,Closed Won,1000,2026-01-01T00:00:00.000Z"+tail+
			"O2,A,,Closed Won,500,2026-10-01 00:00:00Z"+tail+"O3,A,,Closed Won,500,2026-10-01 00:00:00"+tail),
		want: []string{"O1 won closed 100000 2026-01-01 10000", "O2 won closed 50000 2026-10-01 10000",
			"O3 won closed 50000 2026-10-01 10000"}},
	"decimal commas": {zone: "Europe/Berlin", currency: "EUR",
		mapping: fmt.Sprintf(made, `"delimiter":";","decimal":",",`) + deals,
		files: files("deals.csv",
			"id;name;stage;amount;close;prob\nD1;A;Won;1.234,50;2026-10-20;100\nD2;B;Won;24.5;2026-10-21;100\nD3;C;Won;99999.00;2026-10-21;100\n"+
				"D4;D;Open;100,00;2026-12-20;7.5\nD5;E;Open;1 234,50;2026-12-20;7,5\n", "hist.csv",
			"id;deal;field;old;new;at\nH1;D1;amount;1.000,00;1.234,50;2026-09-01\n"),
		want: []string{"D1 won closed 123450 2026-10-20 10000", "D5 open pipeline 123450 2026-12-20 750"},
		says: []string{`deals.csv:3 refused The field amount: "24.5" is not in the same number format as 1.234,50`, "deals.csv:4 refused", `deals.csv:5 refused The field probability: "7.5"`}},
	"decimal commas that nobody named": {currency: "EUR", mapping: fmt.Sprintf(made, "") + deals,
		files: files("deals.csv",
			"id;name;stage;amount;close;prob\nD1;A;Won;1.234,50;2026-10-20;100\nD2;B;Won;2.000;2026-10-21;100\n"),
		want: []string{"D1 won closed 123450 2026-10-20 10000", "D2 won closed 200000 2026-10-21 10000"}},
	"statuses in capitals": {mapping: fmt.Sprintf(made, "") + deals,
		files: files("deals.csv", "id,name,stage,status,amount,close\n1,W,open,Won,1000,2026-10-20\n"+
			"2,L,OPEN,LOST,2000,2026-10-21\n3,O,Open ,Open,4000,2026-12-21\n4,G,Open,Gewonnen,1,2026-10-20\n5,X,Open,Parked,1,2026-12-20\n"),
		want: []string{"1 won closed 100000 2026-10-20 4000", "2 lost omitted 200000 2026-10-21 4000",
			"3 open pipeline 400000 2026-12-21 4000", "4 won closed 100 2026-10-20 4000",
			"5 open pipeline 100 2026-12-20 4000"}, says: []string{`deals.csv:6 flagged "Parked" is not a status`}},
	"categories that were renamed": {files: files("Opportunity.csv",
		strings.Replace(head, "CreatedDate", "ForecastCategory,ForecastCategoryName,CreatedDate", 1)+
			"O1,A,,Negotiation,1000,2026-12-20,false,false,90,Forecast,Solid,2026-01-05\nO2,A,,Proposal,500,2026-12-20,false,false,60,BestCase,Strong upside,2026-01-05\n"+
			"O3,A,,Prospecting,200,2026-12-20,false,false,10,Omitted,Not in it,2026-01-05\n"),
		want: []string{"O1 open commit 100000 2026-12-20 9000", "O2 open best_case 50000 2026-12-20 6000",
			"O3 open omitted 20000 2026-12-20 1000"}},
	"fractions": {zone: "America/Chicago", mapping: fmt.Sprintf(made, "") + deals,
		files: files("deals.csv", "id,name,stage,amount,close,prob\n1,A,Open,1000,2026-12-20T00:00:00Z,0.6\n"+
			"2,B,Open,1000,2026-12-21T00:00:00Z,0.9\n3,C,Won,1000,2026-10-21T00:00:00Z,1\n4,D,Open,1,1797811200000,0.60000001\n"),
		want: []string{"1 open pipeline 100000 2026-12-20 6000", "2 open pipeline 100000 2026-12-21 9000",
			"3 won closed 100000 2026-10-21 10000", "4 open pipeline 100 2026-12-21 6000"}},
	"dates of Java": {zone: "America/New_York", files: files("Opportunity.csv",
		head+"O1,A,,Proposal,1000,Sun Dec 20 00:00:00 GMT 2026"+open, "OpportunityFieldHistory.csv",
		"Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\nH1,O1,CloseDate,Wed Sep 30 00:00:00 GMT 2026,Sun Dec 20 00:00:00 GMT 2026,2026-09-20T10:00:00.000Z\n"),
		want: []string{"O1 open pipeline 100000 2026-12-20 5000"}},
	"words for nothing": {files: files("Opportunity.csv", strings.Replace(head, "CreatedDate",
		"NextStep,Type,CreatedDate", 1)+"O1,A,,Proposal,NULL,0000-00-00,false,false,NULL,null,N/A,2026-01-05\n"+
		"O2,B,null,Proposal,500,2026-12-20,false,false,50,null,-,0000-00-00 00:00:00\n"),
		want: []string{"O1 open pipeline - - 5000", "O2 open pipeline 50000 2026-12-20 5000"},
		says: []string{"Opportunity.csv:2 flagged The opportunity has no",
			"Opportunity.csv:3 flagged The opportunity has no account. The opportunity has no owner. The opportunity has no creation date"}},
	"saved again by Excel": {files: files("Opportunity.csv",
		head+`O1,A,,Closed Won,"1,250,000.00",10/20/2026,TRUE,TRUE,100,1/5/2026 10:00`+"\n"+`O2,B,,Closed Won,"(1,250.00)",1/2/2026,TRUE,TRUE,100%,1/5/2026 10:00`+"\n"),
		want: []string{"O1 won closed 125000000 2026-10-20 10000", "O2 won closed -125000 2026-01-02 10000"}},
	"saved again by Excel in Germany": {zone: "Europe/Berlin", files: files("Opportunity.csv",
		strings.ReplaceAll(head, ",", ";")+"O1;A;;Closed Won;1.250.000,00;20.10.2026;WAHR;WAHR;100;05.01.2026 10:00\n"+
			"O2;B;;Proposal;1,25E+06;20.12.2026;FALSCH;FALSCH;50 %;05.01.2026 10:00\n"),
		want: []string{"O1 won closed 125000000 2026-10-20 10000", "O2 open pipeline 125000000 2026-12-20 5000"}},
	"days first": {files: files("Opportunity.csv",
		head+"O1,A,,Closed Won,1,5/6/2026"+tail+"O2,A,,Closed Won,1,31/6/2026"+tail+"O3,A,,Closed Won,1,30/6/2026"+tail),
		want: []string{"O1 won closed 100 2026-06-05 10000", "O3 won closed 100 2026-06-30 10000"},
		says: []string{`Opportunity.csv:3 refused The field close_on: "31/6/2026" is not a date with the day first`}},
	"days of Excel": {files: files("Opportunity.csv",
		head+"O1,A,,Closed Won,1,46346"+tail+"O2,A,,Closed Won,1,20261120"+tail),
		want: []string{"O1 won closed 100 2026-11-20 10000", "O2 won closed 100 2026-11-20 10000"}},
	"a line sep=": {files: files("Opportunity.csv",
		"sep=,\r\n"+strings.ReplaceAll(head+"O1,A,,Closed Won,1000,2026-10-20"+tail, "\n", "\r\n")),
		want: []string{"O1 won closed 100000 2026-10-20 10000"}},
	"a line sep=;": {files: files("Opportunity.csv",
		"\ufeffsep=;\r\n"+strings.ReplaceAll(head+"O1,A,,Closed Won,1000,2026-10-20"+tail, ",", ";")),
		want: []string{"O1 won closed 100000 2026-10-20 10000"}},
	"tabs": {files: files("Opportunity.csv", strings.ReplaceAll(head+"O1,A,,Closed Won,1000,2026-10-20"+tail,
		",", "\t")), want: []string{"O1 won closed 100000 2026-10-20 10000"}},
	"lines that end in a carriage return": {files: files("Opportunity.csv",
		strings.ReplaceAll(head+"O1,A,,Closed Won,1000,2026-10-20"+tail, "\n", "\r")),
		want: []string{"O1 won closed 100000 2026-10-20 10000"}},
	"empty rows and columns": {files: files("Opportunity.csv",
		strings.Replace(head, "\n", ",,\r\n",
			1)+"O1,A,,Closed Won,1000,2026-10-20,true,true,100,2026-01-05,,\r\n,,,,,,,,,,,\r\n , ,,,,,,,,,,\r\n"+
			"O2,A,,Closed Won,1000,2026-10-20,true,true,100,2026-01-05\r\n"),
		want: []string{"O1 won closed 100000 2026-10-20 10000", "O2 won closed 100000 2026-10-20 10000"}},
	"a long text": {files: files("Opportunity.csv", strings.Replace(head, "CreatedDate", "Loss_Reason__c,CreatedDate",
		1)+"O1,A,,Closed Lost,1000,2026-10-20,true,false,0,"+strings.Repeat("ü", 501)+",2026-01-05\n"+
		"O2,A,,Closed Lost,1000,2026-10-20,true,false,0,"+strings.Repeat("ü", 500)+",2026-01-05\n"),
		want: []string{"O1 lost omitted 100000 2026-10-20 0", "O2 lost omitted 100000 2026-10-20 0"},
		says: []string{"Opportunity.csv:2 flagged The loss_reason is longer than 500 characters"}},
}

func TestFilesAreReadAsPeopleAndSystemsWriteThem(t *testing.T) {
	t.Parallel()
	for name, c := range readings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, org := orgIn(t, c.zone, c.currency)
			request := salesforce
			if c.mapping != "" {
				request = importjob.Request{Format: importjob.CSV, Origin: "deals", Mapping: []byte(c.mapping)}
			}
			job, objects, rows := run(t, db, org, request, c.files)
			if got := opportunities(t, db, org); !slices.Equal(got, c.want) {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
			said := map[string]string{}
			for _, r := range rows {
				said[fmt.Sprintf("%s:%d %s", r.File, r.Line, r.Level)] = r.Reason
			}
			refused := 0
			for _, want := range c.says {
				place, reason, level := cutPlace(want)
				if level == importjob.Refused {
					refused++
				}
				if got, ok := said[place]; !ok || !strings.Contains(got, reason) {
					t.Errorf("%s says %q, not %q", place, got, reason)
				}
			}
			for name, o := range objects {
				if refused -= int(o.Refused); o.Read != o.Total || o.Read != o.Added+o.Unchanged+o.Changed+o.Refused {
					t.Errorf("%s does not add up: %+v", name, o)
				}
			}
			if name == "statuses in capitals" && !slices.Contains(job.Notes,
				`deals.csv: 1 row has the status "Parked", which is not mapped.`) {
				t.Errorf("%q", job.Notes)
			}
			if refused != 0 || job.State != importjob.Done {
				t.Errorf("%s; rows: %q", job.State, said)
			}
		})
	}
}

// cutPlace takes apart what should be said: where, why, and how bad it is.
func cutPlace(text string) (place, reason, level string) {
	parts := strings.SplitN(text+" ", " ", 3)
	return parts[0] + " " + parts[1], strings.TrimSpace(parts[2]), parts[1]
}

// orgIn is an organisation of its own in a zone and a currency; empty is UTC and dollars.
func orgIn(t testing.TB, zone string, currency money.Currency) (*tenant.DB, tenant.Organisation) {
	t.Helper()
	settings := testdb.Settings
	settings.TimeZone, settings.BaseCurrency = "UTC", "USD"
	if zone != "" {
		settings.TimeZone = zone
	}
	if currency != "" {
		settings.BaseCurrency = currency
	}
	return testdb.OrgWith(t, settings)
}

func opportunities(t *testing.T, db *tenant.DB, org tenant.Organisation) (all []string) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		all, err = tenant.Values[string](ctx, tx, `SELECT concat_ws(' ', external_id, status, category,
				coalesce(amount::text, '-'), coalesce(close_on::text, '-'), probability_bp)
			FROM app.opportunities WHERE tenant_id = @tenant ORDER BY external_id`, nil)
		return err
	})
	return all
}
