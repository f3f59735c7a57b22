package importer_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
)

// TestAFigureThatDoesNotFitIsAnErrorOfItsRow imports amounts and rates beyond every bound, and cells of megabytes of
// digits.
func TestAFigureThatDoesNotFitIsAnErrorOfItsRow(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	long := strings.Repeat("7", 1<<20)
	files := fstest.MapFS{
		"CurrencyType.csv": {Data: []byte("Id,IsoCode,ConversionRate,IsActive,IsCorporate\n1,USD,1,true,true\n2,EUR,0.000000001,true,false\n3,GBP,999999999999,true,false\n4,CHF,0.9,true,false\n5,SEK," + long + ",true,false\n")},
		"Opportunity.csv": {Data: []byte("Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,IsClosed,IsWon\n" +
			"006000000000001AAA,Fine,Prospecting,9000000000000.00,CHF,2026-12-01,2026-01-05T10:00:00.000Z,false,false\n" +
			"006000000000002AAA,Wraps,Prospecting,90000000000000000.00,USD,2026-12-01,2026-01-05T10:00:00.000Z,false,false\n" +
			"006000000000003AAA,Below,Prospecting,-92233720368547758.08,USD,2026-12-01,2026-01-05T10:00:00.000Z,false,false\n" +
			"006000000000004AAA,Digits,Prospecting," + long + ",USD,2026-12-01,2026-01-05T10:00:00.000Z,false,false\n" +
			"006000000000005AAA,Plain,Prospecting,100.00,USD,2026-12-01,2026-01-05T10:00:00.000Z,false,false\n")},
	}
	_, objects, rows := run(t, db, org, importjob.Request{Format: importjob.Salesforce, Origin: "large.zip"}, files)
	if got := objects["Opportunity"]; got.Added != 2 || got.Refused != 3 {
		t.Errorf("opportunities: %+v", got)
	}
	if got := objects["CurrencyType"]; got.Refused != 3 {
		t.Errorf("rates: %+v", got)
	}
	for _, r := range rows {
		if len(r.Reason) > 300 || r.Level == importjob.Refused && r.Reason == "" {
			t.Errorf("line %d of %s: %.400s", r.Line, r.File, r.Reason)
		}
	}
	// 9,000,000,000,000 francs are beyond every amount in dollars: they count as not converted
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{Period: "2026-Q4"})
		if err != nil {
			return err
		}
		board, err := pipeline.Load(ctx, tx, s, pipeline.Filter{})
		if err == nil && (board.Total.Count != 2 || board.Total.Amount != 100_00) {
			t.Errorf("%+v", board.Total)
		}
		return err
	})
}
