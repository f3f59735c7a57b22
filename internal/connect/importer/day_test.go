package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// TestADateIsThatDayInEveryZone imports the ends of quarters, and days whose midnight a zone skips, as people and
// systems write dates, for organisations from the first zone of the day to the last.
func TestADateIsThatDayInEveryZone(t *testing.T) {
	t.Parallel()
	days := []string{"2026-01-01", "2026-03-31", "2026-10-01", "2023-10-01", "2026-09-06", "2026-04-24", "2026-03-29"}
	forms := []string{"2006-01-02", "2006-01-02T00:00:00.000Z", "2006-01-02 00:00:00", "1/2/2006 0:00",
		"Mon Jan 02 00:00:00 GMT 2006"}
	for _, zone := range []string{"Pacific/Pago_Pago", "America/Los_Angeles", "America/New_York", "America/Asuncion",
		"America/Santiago", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			db, org := orgIn(t, zone, "USD")
			deals, calls, quotas, rates := head, "Id,WhatId,Subject,ActivityDate\n",
				"Id,QuotaOwnerId,QuotaAmount,StartDate,EndDate\n", "IsoCode,StartDate,ConversionRate\n"
			var want, wantRates []string
			for _, text := range days {
				day, _ := time.Parse("2006-01-02", text)
				for n, form := range forms {
					key, cell := "K"+text+string(rune('a'+n)), day.Format(form)
					deals += key + ",A,,Closed Won,1," + cell + tail
					calls += key + "," + key + ",Call," + cell + "\n"
					quotas += key + ",U1,5," + cell + "," + cell + "\n"
					want = append(want, key+" "+text)
					if n == 1 {
						rates += "EUR," + cell + ",0.9\n"
						wantRates = append(wantRates, text)
					}
				}
			}
			request := salesforce
			job, objects, rows := run(t, db, org, request, files("User.csv", "Id,Name,CreatedDate\nU1,Ann,2026-01-01\n",
				"Opportunity.csv", deals, "Task.csv", calls, "ForecastingQuota.csv", quotas, "DatedConversionRate.csv",
				rates))
			for name, o := range objects {
				if o.Refused > 0 || o.Read != o.Added+o.Changed+o.Unchanged {
					t.Errorf("%s: %+v %s %+v", name, o, job.State,
						slices.IndexFunc(rows, func(r importjob.Row) bool { return r.Level == importjob.Refused }))
				}
			}
			slices.Sort(want)
			slices.Sort(wantRates)
			for statement, want := range map[string][]string{
				`SELECT external_id || ' ' || close_on FROM app.opportunities
					WHERE tenant_id = @tenant`: want,
				`SELECT external_id || ' ' || occurs_on FROM app.activities
					WHERE tenant_id = @tenant`: want,
				`SELECT external_id || ' ' || starts_on FROM app.quotas
					WHERE tenant_id = @tenant AND ends_on = starts_on + 1`: want,
				`SELECT valid_from::text FROM app.fx_rates WHERE tenant_id = @tenant
					AND replaced_at = 'infinity'`: wantRates,
				`SELECT hired_on::text FROM app.members
					WHERE tenant_id = @tenant`: {"2026-01-01"},
			} {
				view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
					got, err := tenant.Values[string](ctx, tx, statement, nil)
					if slices.Sort(got); !slices.Equal(got, want) {
						t.Errorf("%s\n got %s\nwant %s", statement, strings.Join(got, ", "), strings.Join(want, ", "))
					}
					return err
				})
			}
		})
	}
}
