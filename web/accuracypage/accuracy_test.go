package accuracypage_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

// proven keeps a proof of a past day beside that of today; the trials stay those of the newest training.
func proven(f *sitetest.Firm, day string) *sitetest.Firm {
	f.Site.T.Helper()
	ctx := f.Site.T.Context()
	if err := f.Site.DB.Update(ctx, tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		asOf, err := period.ParseDate(day)
		if err != nil {
			return err
		}
		var trials []backtest.Trial
		for _, level := range backtest.Levels {
			some, err := outlook.ListTrials(ctx, tx, outlook.TrialFilter{Level: level, Day: tx.Today()})
			if err != nil {
				return err
			}
			trials = append(trials, some...)
		}
		return outlook.Keep(ctx, tx, outlook.Record{ID: uuid.Must(uuid.NewV7()), AsOf: asOf, MadeAt: tx.Now(),
			Rows: backtest.Rows(trials)}, trials)
	}); err != nil {
		f.Site.T.Fatal(err)
	}
	return f
}

func TestTheProofAsOfAPastDayIsOfPeriodsThatWereOver(t *testing.T) {
	t.Parallel()
	f := proven(sitetest.New(t).Firm("west").Forecast(), "2026-04-30")
	for _, visitor := range []string{"executive", "manager", "rep"} {
		for _, c := range []struct {
			query     string
			n         string // of the subject's forecasts by the Quarterdeck model at the lock
			last, not string // the last period that was over, the first that was not
		}{
			{"", "10", "2026-Q3", "2026-Q4"}, {"as_of=2026-07-15", "9", "2026-Q2", "2026-Q3"},
			{"as_of=2026-05-15", "8", "2026-Q1", "2026-Q2"}, {"as_of=2026-06-30", "9", "2026-Q2", "2026-Q3"},
			{"kind=month&as_of=2026-05-15", "4", "2026-04", "2026-05"},
		} {
			b := f.As(visitor)
			trials := b.Get(f.Path("/forecast/accuracy/trials.csv?"+c.query)).Is(t, 200).Body
			if !strings.Contains(trials, ","+c.last+",") || strings.Contains(trials, ","+c.not+",") {
				t.Errorf("%s %s: %s is missing, or %s is told before it was over", visitor, c.query, c.last, c.not)
			}
			found := false
			for line := range strings.Lines(b.Get(f.Path("/forecast/accuracy.csv?"+c.query)).Is(t, 200).Body) {
				cells := strings.Split(line, ",")
				if len(cells) > 4 && cells[2] == projection.House.Label() && cells[3] == backtest.Lock.Label() {
					found = true
					if cells[4] != c.n {
						t.Errorf("%s %s: proven on %s periods, not %s: %s", visitor, c.query, cells[4], c.n, line)
					}
				}
			}
			if !found {
				t.Errorf("%s %s: the Quarterdeck model has no row", visitor, c.query)
			}
			b.Get(f.Path("/forecast/accuracy?"+c.query)).Is(t, 200)
		}
	}
}

func TestTheProofIsOfWhomItsReaderSees(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west").Forecast()
	for _, c := range []struct{ who, path, has, not string }{
		{"executive", "/forecast/accuracy", "The organisation", "nothing"},
		{"executive", "/forecast/accuracy", "Quarterdeck model&#39;s win chances", "nothing"},
		{"executive", "/forecast/accuracy?team=East", "By member", "The organisation"},
		{"manager", "/forecast/accuracy", "West", "Quarterdeck model&#39;s win chances"},
		{"manager", "/forecast/accuracy", "By member", "zzfarwest"},
		{"rep", "/forecast/accuracy", "zzrepwest", "zzmatewest"},
		{"executive", "/forecast/accuracy", "Over-forecasts", "Under-forecasts"},
		{"executive", "/forecast/accuracy?method=house", "Too high", "Over-forecasts"},
		{"executive", "/forecast/accuracy/trials?of=members&method=house", "zzfarwest", "nothing"},
		{"manager", "/forecast/accuracy/trials?of=members", "zzmatewest", "zzfarwest"},
		{"executive", "/forecast/accuracy?as_of=2026-11-10", "No past forecasts yet", "By member"},
	} {
		body := f.As(c.who).Get(f.Path(c.path)).Is(t, 200).Body
		if i := strings.Index(body, "<main"); i > 0 {
			body = body[i:]
		}
		if !strings.Contains(body, c.has) || strings.Contains(body, c.not) && c.not != "nothing" {
			t.Errorf("%s for the %s: has %q: %t, has %q: %t", c.path, c.who, c.has, strings.Contains(body, c.has),
				c.not, strings.Contains(body, c.not))
		}
	}
}
