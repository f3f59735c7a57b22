package importer_test

import (
	"context"
	"strings"
	"testing"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

const quotaHeader = "Id,QuotaOwnerId,QuotaAmount,StartDate,ForecastingTypeId,ProductFamily,IsAmount\n"

func target(t *testing.T, db *tenant.DB, org tenant.Organisation) (sum int64) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		sum, err = tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(amount), 0)::bigint FROM app.quotas
			WHERE tenant_id = @tenant AND replaced_at = 'infinity'`, nil)
		return err
	})
	return sum
}

func TestQuotasOfSeveralForecastTypesAreNotAdded(t *testing.T) {
	t.Parallel()
	split := quotaHeader +
		"q1,U1,100000,2026-10-01,0Db1,,true\nq2,U1,60000,2026-10-01,0Db2,Software,true\nq3,U1,40000,2026-10-01,0Db2,Services,true\n"
	db, org := testdb.Org(t)
	job, objects, rows := run(t, db, org, salesforce,
		files("User.csv", "Id,Name\nU1,Ann\n", "ForecastingQuota.csv", split))
	if o := objects["ForecastingQuota"]; o.Added != 1 || o.Refused != 2 || target(t, db, org) != 10000000 {
		t.Errorf("%+v %+v, target %d", o, rows, target(t, db, org))
	}
	if !strings.Contains(strings.Join(job.Notes, "\n"), "of the forecast types 0Db1, 0Db2, only 0Db1 is used") {
		t.Errorf("%q", job.Notes)
	}
	if _, objects, _ = run(t, db, org, salesforce,
		files("ForecastingQuota.csv", split)); objects["ForecastingQuota"].Unchanged != 1 ||
		target(t, db, org) != 10000000 {
		t.Errorf("again: %+v", objects)
	}
	asked := quotaHeader + "q1,U1,100000,2026-10-01,0Db1,,true\nq4,U1,90000,2026-10-01,0Db3,,true\n"
	_, other := testdb.Org(t)
	_, objects, rows = run(t, db, other, salesforce,
		files("User.csv", "Id,Name\nU1,Ann\n", "ForecastingQuota.csv", asked))
	if o := objects["ForecastingQuota"]; o.Refused != 2 || target(t, db, other) != 0 ||
		!strings.Contains(rows[0].Reason, "quotas of 2 forecast types (0Db1, 0Db3)") {
		t.Errorf("%+v %+v", o, rows)
	}
	mapped := func(counts string) importjob.Request {
		return importjob.Request{Format: importjob.CSV, Origin: "x",
			Mapping: []byte(`{"values": {"forecast_type": {"` + counts + `": "counts"}}, "sources": [
			{"file": "ForecastingQuota.csv", "object": "quota", "fields": {"key": "Id", "member": "QuotaOwnerId", "amount": "QuotaAmount", "starts_on": "StartDate",
			"forecast_type": "ForecastingTypeId", "family": "ProductFamily"}}]}`)}
	}
	for _, step := range []struct {
		counts string
		want   int64
	}{{"0Db3", 9000000}, {"0Db1", 10000000}, {"0Db3", 9000000}} {
		_, objects, rows = run(t, db, other, mapped(step.counts), files("ForecastingQuota.csv", asked))
		if got := target(t, db, other); got != step.want {
			t.Errorf("%s counts: target %d, not %d; %+v %+v", step.counts, got, step.want, objects, rows)
		}
		for name, o := range objects {
			if o.Added+o.Changed+o.Unchanged+o.Refused+o.Older != o.Read {
				t.Errorf("%s does not add up: %+v", name, o)
			}
		}
	}
}

func TestAQuotaAndItsForecastTypeAreOneInEachFormOfTheirIDs(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	people := "Id,Name\n0055f000003ABcDAAW,Ann\n"
	header := "Id,QuotaOwnerId,QuotaAmount,StartDate,ForecastingTypeId\n"
	_, objects, rows := run(t, db, org, salesforce, files("User.csv", people, "ForecastingQuota.csv", header+
		"0JA5f00000AAAAAAA1,0055f000003ABcD,100,2026-10-01,0Db5f0000012abC\n0JA5f00000AAAABAA1,0055f000003ABcDAAW,200,2026-11-01,0Db5f0000012abCCAQ\n"))
	if o := objects["ForecastingQuota"]; o.Added != 2 || len(rows) != 0 {
		t.Errorf("%+v %+v", o, rows)
	}
	_, objects, rows = run(t, db, org, salesforce, files("ForecastingQuota.csv", header+
		"0JA5f00000AAAAA,0055f000003ABcDAAW,100,2026-10-01,0Db5f0000012abCCAQ\n0JA5f00000AAAAB,0055f000003ABcD,250,2026-11-01,0Db5f0000012abC\n"))
	if o := objects["ForecastingQuota"]; o.Added != 0 || o.Changed != 1 || o.Unchanged != 1 || len(rows) != 0 {
		t.Errorf("in the other form: %+v %+v", o, rows)
	}
}
