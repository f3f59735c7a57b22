package importer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

var inEuro = tenant.Settings{BaseCurrency: "EUR", TimeZone: "Europe/Berlin", FiscalStart: time.January}

func TestAmountsOfThePastAreReadInTheCurrencyThatTheyHadThen(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, objects, rows := run(t, db, org, salesforce, files(
		"Opportunity.csv",
		"Id,Name,StageName,Amount,CurrencyIsoCode,CreatedDate,LastModifiedDate\nO1,Deal,Open,150000,JPY,2026-01-01T00:00:00Z,2026-06-01T00:00:00Z\n",
		"OpportunityFieldHistory.csv", "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n"+
			"H1,O1,Amount,1000.50,1200.75,2026-02-01T00:00:00Z\n"+
			"H2,O1,CurrencyIsoCode,USD,JPY,2026-03-01T00:00:00Z\nH3,O1,Amount,1200.75,140000,2026-03-01T00:00:00Z\nH4,O1,Amount,140000,150000,2026-04-01T00:00:00Z\n"))
	if o := objects["OpportunityFieldHistory"]; o.Added != 4 || len(rows) != 1 {
		t.Errorf("%+v %+v", o, rows)
	}
	for day, want := range map[string]string{"2026-01-15": " 100050 ", "2026-02-15": " 120075 ",
		"2026-03-15": " 140000 ", "2026-05-01": " 150000 "} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := known(t, db, org, at)["O1"]; !strings.Contains(got, want) {
			t.Errorf("on %s: %s, not%s", day, got, want)
		}
	}
}

func TestChangesOfOneSecondAreNotInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, files(
		"Opportunity.csv",
		"Id,Name,StageName,Amount,CreatedDate,LastModifiedDate\nO1,Deal,Won,300,2026-01-01T00:00:00Z,2026-02-01T10:00:00Z\n",
		"OpportunityFieldHistory.csv", "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n"+
			"H1,O1,Amount,200,300,2026-02-01T10:00:00Z\nH2,O1,Amount,100,200,2026-02-01T10:00:00Z\nH3,O1,StageName,Talk,Won,2026-02-01T10:00:00Z\nH4,O1,StageName,New,Talk,2026-02-01T10:00:00Z\n"))
	january, june := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	if got := known(t, db, org, january)["O1"]; !strings.Contains(got, "Deal New open") ||
		!strings.Contains(got, " 10000 ") {
		t.Errorf("in January: %s", got)
	}
	if got := known(t, db, org, june)["O1"]; !strings.Contains(got, "Deal Won won") ||
		!strings.Contains(got, " 30000 ") {
		t.Errorf("in June: %s", got)
	}
}

func TestACrossRateUsesTheRateInForceOfEachCurrency(t *testing.T) {
	t.Parallel()
	rates := func(t *testing.T, db *tenant.DB, org tenant.Organisation) (all []string) {
		view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
			all, err = tenant.Values[string](ctx, tx, `SELECT currency || ' ' || valid_from || ' ' || round(rate, 4)
				FROM app.fx_rates
				WHERE tenant_id = @tenant AND replaced_at = 'infinity' ORDER BY currency, valid_from`, nil)
			return err
		})
		return all
	}
	const header = "Id,IsoCode,StartDate,NextStartDate,ConversionRate\n"
	for name, c := range map[string]struct {
		body string
		want string
	}{
		"a rate that starts later": {"1,USD,2026-01-01,9999-12-31,1\n2,EUR,2026-01-01,9999-12-31,0.9\n3,GBP,2026-01-01,2026-10-01,0.8\n4,GBP,2026-10-01,9999-12-31,0.75\n",
			"GBP 2026-01-01 1.1250, GBP 2026-10-01 1.2000, USD 2026-01-01 0.9000"},
		"ours changes between": {"1,EUR,2026-01-01,,0.9\n2,EUR,2026-07-01,,0.8\n3,GBP,2026-02-01,,0.75\n",
			"GBP 2026-02-01 1.2000, GBP 2026-07-01 1.0667"},
		"ours starts later": {"1,EUR,2026-03-01,,0.9\n3,GBP,2026-02-01,,0.75\n", "GBP 2026-03-01 1.2000"},
	} {
		db, org := testdb.OrgWith(t, inEuro)
		_, objects, _ := run(t, db, org, salesforce, files("DatedConversionRate.csv", header+c.body))
		if got := strings.Join(rates(t, db, org), ", "); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
		if o := objects["DatedConversionRate"]; o.Added+o.Unchanged != o.Read {
			t.Errorf("%s: %+v", name, o)
		}
		before := rates(t, db, org)
		_, objects, _ = run(t, db, org, salesforce, files("DatedConversionRate.csv", header+c.body))
		if o := objects["DatedConversionRate"]; o.Unchanged != o.Read || strings.Join(before, ", ") != c.want {
			t.Errorf("%s again: %+v", name, o)
		}
	}
	db, org := testdb.OrgWith(t, inEuro)
	run(t, db, org, salesforce, files("DatedConversionRate.csv", header+"1,USD,2026-01-01,,1\n2,EUR,2026-01-01,,0.9\n"))
	run(t, db, org, salesforce,
		files("DatedConversionRate.csv", header+"1,USD,2026-01-01,,1\n3,GBP,2026-02-01,,0.75\n"))
	if got := strings.Join(rates(t, db, org), ", "); got != "GBP 2026-02-01 1.2000, USD 2026-01-01 0.9000" {
		t.Errorf("a file without ours: %s", got)
	}
}
