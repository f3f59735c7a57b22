package importer_test

import (
	"testing"
	"time"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// BenchmarkImport imports the whole sample export into a new organisation, and then once more when all is as it was.
func BenchmarkImport(b *testing.B) {
	files, _, ok := shared(b, "growthtech")
	if !ok {
		files = mini
	}
	for name, times := range map[string]int{"new": 1, "again": 2} {
		b.Run(name, func(b *testing.B) {
			var rows int64
			var took time.Duration
			for b.Loop() {
				b.StopTimer()
				db := testdb.Open(b, testdb.New(b), func() time.Time { return testdb.Now })
				org, err := tenant.Create(b.Context(), db, "bench", "Bench", testdb.Settings)
				if err != nil {
					b.Fatal(err)
				}
				request := importjob.Request{Format: importjob.Salesforce, Origin: "bench"}
				for range times - 1 {
					run(b, db, org, request, files)
				}
				b.StartTimer()
				began := time.Now()
				_, objects, _ := run(b, db, org, request, files)
				took += time.Since(began)
				for _, o := range objects {
					rows += o.Read
				}
			}
			b.ReportMetric(float64(rows)/took.Seconds(), "rows/s")
		})
	}
}
