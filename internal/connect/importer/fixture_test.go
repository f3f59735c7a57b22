package importer_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

var mini fs.FS = os.DirFS("testdata/mini")

var salesforce = importjob.Request{Format: importjob.Salesforce, Origin: "mini"}

// badRows are the rows of the fixture that are not simply taken: file, line, and what the reason says.
var badRows = []string{
	"ForecastingQuota.csv:4 refused The row's member (",
	"CurrencyType.csv:4 refused no exchange rate",
	"Contact.csv:3 flagged account \"A9\" is not known",
	"Opportunity.csv:6 flagged no account. The opportunity has no owner. The opportunity has no amount. The opportunity has no close date",
	"Opportunity.csv:7 flagged account \"A9\" is not known. The owner \"U99\" is not known",
	"Opportunity.csv:8 refused 100.005 has more decimals than USD",
	"Opportunity.csv:9 refused \"31/02/2027\" is not a date",
	"Opportunity.csv:10 refused \"110\" is not a percentage",
	"Opportunity.csv:11 flagged \"Maybe\" is not a forecast category",
	"Opportunity.csv:12 refused key O1 is already used in line 2",
	"OpportunityContactRole.csv:3 refused opportunity (\"O6\") is not known",
	"OpportunityContactRole.csv:4 refused contact (\"C9\") is not known",
	"OpportunityFieldHistory.csv:10 refused \"a lot\" is not a number",
	"OpportunityFieldHistory.csv:11 refused dated after this import",
	"OpportunityFieldHistory.csv:12 refused \"O77\" is not in this import",
	"OpportunityFieldHistory.csv:15 refused \"O6\" is not in this import",
	"OpportunityFieldHistory.csv:16 refused key H1 is already used in line 2",
	"OpportunityLineItem.csv:3 refused product (\"P9\") is not known",
	"Task.csv:4 flagged is not a known opportunity or account",
	"Task.csv:5 flagged its creation date is used",
	"Task.csv:6 refused no date",
	"User.csv:8 flagged manager \"U99\" is not known",
	"account.CSV:3 flagged owner \"U99\" is not known",
	"account.CSV:5 flagged parent \"A77\" is not known",
	"account.CSV:6 refused key A1 is already used in line 2",
	"account.CSV:7 refused key is missing",
	"account.CSV:8 refused text after a closing quote",
	"account.CSV:9 refused 2 cells, but the header has 9",
}

func TestEveryOddRowIsListedWithItsLineAndReasonAndStopsNoOther(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	job, objects, rows := run(t, db, org, salesforce, mini)
	if job.State != importjob.Done {
		t.Fatalf("%+v", job)
	}
	for _, want := range badRows {
		place, rest, _ := strings.Cut(want, " ")
		level, reason, _ := strings.Cut(rest, " ")
		if !slices.ContainsFunc(rows, func(r importjob.Row) bool {
			return fmt.Sprintf("%s:%d", r.File, r.Line) == place && r.Level == level &&
				strings.Contains(r.Reason, reason)
		}) {
			t.Errorf("not listed: %s", want)
		}
	}
	if len(rows) != len(badRows) {
		for _, r := range rows {
			t.Logf("%s:%d %s %s | %s", r.File, r.Line, r.Level, r.Reason, r.Row)
		}
		t.Errorf("%d rows are listed, not %d", len(rows), len(badRows))
	}
	for name, o := range objects {
		if o.Read != o.Total || o.Added+o.Unchanged+o.Changed+o.Refused+o.Older != o.Read || !o.Finished {
			t.Errorf("%s does not add up: %+v", name, o)
		}
	}
	for _, want := range []string{"The file Lead.csv was not imported.",
		"OpportunityFieldHistory: the history of Description is not kept (2 rows)."} {
		if !slices.Contains(job.Notes, want) {
			t.Errorf("no note %q in %q", want, job.Notes)
		}
	}
}

func TestASecondImportChangesNothing(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, mini)
	before := dump(t, db, org)
	job, objects, rows := run(t, db, org, salesforce, mini)
	for name, o := range objects {
		if o.Added+o.Changed != 0 {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if !slices.ContainsFunc(job.Notes, func(note string) bool {
		return strings.HasPrefix(note,
			"No record was added or changed; ")
	}) || len(rows) != len(badRows) {
		t.Errorf("notes %q, %d bad rows", job.Notes, len(rows))
	}
	same(t, before, dump(t, db, org))
}

func TestADryRunCountsLikeAnImportAndKeepsNothing(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	dry := salesforce
	dry.DryRun = true
	before := dump(t, db, org)
	job, counted, listed := run(t, db, org, dry, mini)
	if job.State != importjob.Done || !job.DryRun {
		t.Fatalf("%+v", job)
	}
	same(t, before, dump(t, db, org))
	_, objects, rows := run(t, db, org, salesforce, mini)
	for name, o := range objects {
		if counted[name] != o {
			t.Errorf("the dry run says %+v, the import %+v", counted[name], o)
		}
	}
	if len(listed) != len(rows) {
		t.Errorf("the dry run lists %d rows, the import %d", len(listed), len(rows))
	}
}

func TestAnImportThatIsInterruptedAtAnyBatchEndsLikeOneThatIsNot(t *testing.T) {
	t.Parallel()
	db, whole := testdb.Org(t)
	id := start(t, db, whole, salesforce)
	batches := 0
	step := func(importjob.Progress) { batches++ }
	if err := importer.RunInBatches(t.Context(), db, tenant.AsSystem(whole.TenantID), id, mini, step, 3); err != nil {
		t.Fatal(err)
	}
	want, _, _ := resultText(t, db, whole, id)
	for k := 1; k <= batches; k++ {
		_, org := testdb.Org(t)
		id, actor := start(t, db, org, salesforce), tenant.AsSystem(org.TenantID)
		ctx, stop := context.WithCancel(t.Context())
		n := 0
		err := importer.RunInBatches(ctx, db, actor, id, mini, func(importjob.Progress) {
			if n++; n == k {
				stop()
			}
		}, 3)
		stop()
		if err == nil && k < batches {
			t.Fatalf("the import was not interrupted at batch %d", k)
		}
		for { // Postgres takes a moment to let go of the lock of a transaction that was broken off
			err := importer.RunInBatches(t.Context(), db, actor, id, mini, nil, 3)
			if err == nil {
				break
			}
			if fault.KindOf(err) != fault.Conflict {
				t.Fatalf("after batch %d: %v", k, err)
			}
			time.Sleep(time.Millisecond)
		}
		got, _, _ := resultText(t, db, org, id)
		same(t, want, got)
	}
	t.Logf("%d batches", batches)
}

// resultText is all that an import left, what is kept of the import itself included.
func resultText(t testing.TB, db *tenant.DB, org tenant.Organisation,
	id [16]byte) ([]string, map[string]importjob.Object, []importjob.Row) {
	t.Helper()
	job, objects, rows := result(t, db, org, id)
	lines := dump(t, db, org)
	for _, o := range objects {
		lines = append(lines, fmt.Sprintf("%+v", o))
	}
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%s %d %s %s %s", r.File, r.Line, r.Level, r.Reason, r.Row))
	}
	lines = append(lines, fmt.Sprint(job.State, job.Notes))
	slices.Sort(lines)
	return lines, objects, rows
}

var keyForm = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// dump is the records of an organisation as text, in an order of their own, with the source's keys in place of ours.
func dump(t testing.TB, db *tenant.DB, org tenant.Organisation) []string {
	t.Helper()
	var lines []string
	names := map[string]string{}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		for _, table := range []string{"members", "accounts", "contacts", "products", "opportunities"} {
			ids, err := tenant.ExternalIDs(ctx, tx, `SELECT id, external_id
				FROM app.`+table+` WHERE tenant_id = @tenant AND external_id IS NOT NULL`)
			if err != nil {
				return err
			}
			for key, id := range ids {
				names[id.String()] = key
			}
		}
		for _, table := range []string{"members", "assignments", "management", "accounts", "contacts", "products",
			"opportunities", "opportunity_changes", "opportunity_versions", "history_starts", "line_items",
			"contact_roles", "activities", "quotas", "fx_rates", "stages"} {
			rows, err := tenant.Values[string](ctx, tx,
				`SELECT (to_jsonb(x) - 'source_hash' - 'source_modified_at')::text
				FROM app.`+table+` x WHERE tenant_id = @tenant`, nil)
			if err != nil {
				return err
			}
			for _, r := range rows {
				lines = append(lines,
					table+" "+keyForm.ReplaceAllStringFunc(r, func(id string) string { return "<" + names[id] + ">" }))
			}
		}
		return nil
	})
	slices.Sort(lines)
	return lines
}

func same(t testing.TB, want, got []string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("too much: %s", line)
		}
	}
}
