package quality

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Measured is a report of the past beside the last one of an earlier day; nil: there is none.
type Measured struct {
	Report Report
	Before *Report
}

// On is the last report up to the end of a day; ok is false where nothing had been measured by then.
func On(ctx context.Context, tx *tenant.Tx, day period.Date) (m Measured, ok bool, err error) {
	zone := tx.Calendar().Location()
	found, err := until(ctx, tx, (day + 1).In(zone))
	if err != nil || len(found) == 0 {
		return m, false, err
	}
	m.Report = found[0]
	earlier, err := until(ctx, tx, tx.Calendar().Today(m.Report.At).In(zone))
	if err != nil || len(earlier) == 0 {
		return m, true, err
	}
	m.Before = &earlier[0]
	return m, true, nil
}

// until is the last report before an instant; none where there is none.
func until(ctx context.Context, tx *tenant.Tx, end time.Time) ([]Report, error) {
	found, err := tenant.Values[Report](ctx, tx, `SELECT report FROM app.quality_reports
		WHERE tenant_id = @tenant AND at < @end AND at <= @now ORDER BY at DESC, id DESC LIMIT 1`,
		tenant.Args{"end": end, "now": tx.Now()})
	if err != nil {
		return nil, fmt.Errorf("quality: on: %w", err)
	}
	return found, nil
}

// Past is the score at an earlier measurement, and those of the teams then.
type Past struct {
	At    time.Time
	Score decimal.Decimal
	Teams []Team
}

// Trend is the last score of each of the last days up to one on which it was measured, oldest first.
func Trend(ctx context.Context, tx *tenant.Tx, until period.Date, days int) ([]Past, error) {
	all, err := tenant.List[Past](ctx, tx, `SELECT at, score, teams FROM (
			SELECT DISTINCT ON ((at AT TIME ZONE @zone)::date) at, score, report->'Teams' AS teams
			FROM app.quality_reports WHERE tenant_id = @tenant AND at < @end
			ORDER BY (at AT TIME ZONE @zone)::date DESC, at DESC LIMIT @days) d ORDER BY at`,
		tenant.Args{"zone": tx.Settings().TimeZone, "days": days,
			"end": (until + 1).In(tx.Calendar().Location())})
	if err != nil {
		return nil, fmt.Errorf("quality: trend: %w", err)
	}
	return all, nil
}

// Change is what became of a finding since an earlier report.
type Change struct {
	Finding
	Was int64 // records in the earlier report
}

// Changes are the findings of a report with those of the earlier one that it has no more, whose count is zero.
func (m Measured) Changes() []Change {
	was := map[Rule]int64{}
	if m.Before != nil {
		for _, f := range m.Before.Findings {
			was[f.Rule] = f.Count
		}
	}
	var all []Change
	for _, f := range m.Report.Findings {
		all = append(all, Change{f, was[f.Rule]})
		delete(was, f.Rule)
	}
	if m.Before != nil {
		for _, f := range m.Before.Findings {
			if n, gone := was[f.Rule]; gone && n > 0 {
				all = append(all, Change{Finding{Rule: f.Rule}, n})
			}
		}
	}
	return all
}
