package importer_test

import (
	"context"
	"encoding/csv"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// run imports files as the system and returns what is kept of it.
func run(t testing.TB, db *tenant.DB, org tenant.Organisation, r importjob.Request,
	files fs.FS) (importjob.Import, map[string]importjob.Object, []importjob.Row) {
	t.Helper()
	id := start(t, db, org, r)
	if err := importer.Run(context.Background(), db, tenant.AsSystem(org.TenantID), id, files, nil); err != nil {
		t.Fatalf("run: %v", err)
	}
	return result(t, db, org, id)
}

func start(t testing.TB, db *tenant.DB, org tenant.Organisation, r importjob.Request) (id uuid.UUID) {
	t.Helper()
	err := db.Update(context.Background(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		id, err = importjob.Start(context.Background(), tx, r)
		return err
	})
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	return id
}

func result(t testing.TB, db *tenant.DB, org tenant.Organisation,
	id uuid.UUID) (i importjob.Import, objects map[string]importjob.Object, rows []importjob.Row) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if i, err = importjob.Get(ctx, tx, id); err != nil {
			return err
		}
		list, err := importjob.Objects(ctx, tx, id)
		if err != nil {
			return err
		}
		objects = map[string]importjob.Object{}
		for _, o := range list {
			objects[o.Object] = o
		}
		rows, err = importjob.Rows(ctx, tx, id, importjob.RowCursor{}, 100_000)
		return err
	})
	return i, objects, rows
}

func view(t testing.TB, db *tenant.DB, org tenant.Organisation, read func(context.Context, *tenant.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.View(ctx,
		tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error { return read(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

func shared(t testing.TB, name string) (fs.FS, string, bool) {
	t.Helper()
	dir := filepath.Join("../../../../shared/data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Logf("%s is not here; its figures are not checked", dir)
		return nil, "", false
	}
	files, err := source.FromDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return files, dir, true
}

// plain reads a CSV file in the plainest way.
func plain(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestGrowthTechIsImportedToTheCent(t *testing.T) {
	files, dir, ok := shared(t, "growthtech")
	if !ok {
		return
	}
	db := testdb.Open(t, testdb.New(t), func() time.Time { return testdb.Now })
	org, err := tenant.Create(t.Context(), db, "growthtech", "GrowthTech", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	request := importjob.Request{Format: importjob.Salesforce, Origin: "growthtech"}
	began := time.Now()
	job, objects, rows := run(t, db, org, request, files)
	t.Logf("first import: %v; %v", time.Since(began).Round(10*time.Millisecond), job.Notes)
	if job.State != importjob.Done || len(rows) != 0 {
		t.Errorf("state %s, bad rows %v", job.State, rows)
	}
	for name, o := range objects {
		if n := int64(len(plain(t, filepath.Join(dir, name+".csv")))); o.Total != n || o.Added != n {
			t.Errorf("%s: %d of %d added, the file has %d", name, o.Added, o.Total, n)
		}
	}
	compareFigures(t, db, org, plain(t, filepath.Join(dir, "Opportunity.csv")))
	compareAsOf(t, db, org, dir, time.Date(2025, 6, 30, 23, 59, 0, 0, time.UTC))
	changes := count(t, db, org, "opportunity_changes")
	began = time.Now()
	job, objects, _ = run(t, db, org, request, files)
	t.Logf("second import: %v; %v", time.Since(began).Round(10*time.Millisecond), job.Notes)
	for name, o := range objects {
		if o.Unchanged != o.Total {
			t.Errorf("the second import of %s: %+v", name, o)
		}
	}
	if !slices.Contains(job.Notes, "Nothing changed: every row matches the stored record.") ||
		count(t, db, org, "opportunity_changes") != changes {
		t.Errorf("the second import changed something: %v", job.Notes)
	}
}

func count(t testing.TB, db *tenant.DB, org tenant.Organisation, table string) (n int64) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		n, err = tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.`+table+` WHERE tenant_id = @tenant`, nil)
		return err
	})
	return n
}

// compareFigures holds the database's won amounts by quarter and open amounts by stage against a plain reading of the
// file.
func compareFigures(t *testing.T, db *tenant.DB, org tenant.Organisation, file []map[string]string) {
	t.Helper()
	want := map[string]decimal.Decimal{}
	for _, r := range file {
		amount := decimal.RequireFromString(r["Amount"])
		closes, _ := time.Parse("2006-01-02", r["CloseDate"])
		switch {
		case r["IsWon"] == "true":
			key := "won " + closes.Format("2006") + "-Q" + string(rune('1'+(closes.Month()-1)/3))
			want[key] = want[key].Add(amount)
		case r["IsClosed"] == "false":
			want["open "+r["StageName"]] = want["open "+r["StageName"]].Add(amount)
		}
	}
	type sum struct {
		Key   string
		Minor int64
	}
	got := map[string]decimal.Decimal{}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		sums, err := tenant.List[sum](ctx, tx, `SELECT CASE status
			WHEN 'won' THEN 'won ' || to_char(close_on, 'YYYY-"Q"Q') ELSE 'open ' || stage END AS key,
			sum(amount)::bigint AS minor FROM app.opportunities WHERE tenant_id = @tenant AND status <> 'lost'
			GROUP BY 1`, nil)
		for _, s := range sums {
			got[s.Key] = decimal.New(s.Minor, -2)
		}
		return err
	})
	if !maps.EqualFunc(got, want, decimal.Decimal.Equal) {
		t.Errorf("amounts\n%v\nthe file says\n%v", got, want)
	}
}

// compareAsOf holds the open amounts by stage, as known at a moment, against the file with its later history taken
// back.
func compareAsOf(t *testing.T, db *tenant.DB, org tenant.Organisation, dir string, at time.Time) {
	t.Helper()
	then := map[string]map[string]string{}
	for _, o := range plain(t, filepath.Join(dir, "Opportunity.csv")) {
		if moment(t, o["CreatedDate"]).Before(at) {
			then[o["Id"]] = o
		}
	}
	undone := map[string]bool{}
	for _, h := range plain(t, filepath.Join(dir, "OpportunityFieldHistory.csv")) {
		key := h["OpportunityId"] + h["Field"]
		if o := then[h["OpportunityId"]]; o != nil && moment(t, h["CreatedDate"]).After(at) && !undone[key] {
			o[h["Field"]], undone[key] = h["OldValue"], true
		}
	}
	want := map[string]int64{}
	for _, o := range then {
		if !strings.HasPrefix(o["StageName"], "Closed") {
			want[o["StageName"]] += decimal.RequireFromString(o["Amount"]).Shift(2).IntPart()
		}
	}
	type sum struct {
		Stage string
		Minor int64
	}
	got := map[string]int64{}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		sums, err := tenant.List[sum](ctx, tx, `SELECT stage, sum(amount)::bigint AS minor FROM app.opportunity_versions
			WHERE tenant_id = @tenant AND status = 'open' AND known_from <= @at AND known_to > @at GROUP BY stage`,
			tenant.Args{"at": at})
		for _, s := range sums {
			got[s.Stage] = s.Minor
		}
		return err
	})
	if !maps.Equal(got, want) {
		t.Errorf("as of %s\n%v\nthe file says\n%v", at, got, want)
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestMavenCRMIsImportedByItsMapping(t *testing.T) {
	files, dir, ok := shared(t, "maven-crm")
	if !ok {
		return
	}
	db := testdb.Open(t, testdb.New(t), func() time.Time { return testdb.Now })
	org, err := tenant.Create(t.Context(), db, "maven", "Maven", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	request := importjob.Request{Format: importjob.CSV, Origin: "maven-crm", Mapping: mapping.MavenCRM}
	began := time.Now()
	job, objects, rows := run(t, db, org, request, files)
	t.Logf("first import: %v; %v", time.Since(began).Round(10*time.Millisecond), job.Notes)
	var won int64
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		won, err = tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.opportunities
			WHERE tenant_id = @tenant AND status = 'won'`, nil)
		return err
	})
	if n := count(t, db, org, "opportunities"); n != 8800 || won != 4238 {
		t.Errorf("%d opportunities, %d won", n, won)
	}
	renamed := 0
	for _, r := range rows {
		if r.Level == importjob.Refused {
			t.Errorf("refused: %+v", r)
		}
		if strings.Contains(r.Reason, `"GTXPro" was matched to "GTX Pro"`) {
			renamed++
		}
	}
	want := 0
	for _, r := range plain(t, filepath.Join(dir, "sales_pipeline.csv")) {
		if r["product"] == "GTXPro" {
			want++
		}
	}
	if renamed != want || objects["Products of opportunities"].Added != 8800 {
		t.Errorf("%d rows say that GTXPro is GTX Pro, of %d; %+v", renamed, want, objects["Products of opportunities"])
	}
	_, objects, _ = run(t, db, org, request, files)
	for name, o := range objects {
		if o.Unchanged != o.Total {
			t.Errorf("the second import of %s: %+v", name, o)
		}
	}
}
