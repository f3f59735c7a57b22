package snapshot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
)

// ever is before anything that anybody sold with this product; what is said to be older has no date at all.
var ever = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)

// missing is the next stretch of days that are over and have no snapshot, or one built before a moment.
func missing(ctx context.Context, tx *tenant.Tx, since time.Time) (from, to period.Date, ok bool, err error) {
	first, err := tenant.Value[period.Date](ctx, tx, `SELECT (min(known_from) AT TIME ZONE @zone)::date
		FROM app.opportunity_versions WHERE tenant_id = @tenant AND known_from >= @ever`,
		tenant.Args{"ever": ever, "zone": tx.Calendar().Location().String()})
	if err != nil || first.IsZero() || first >= tx.Today() {
		return 0, 0, false, err
	}
	have, err := tenant.Values[period.Date](ctx, tx, `SELECT on_day FROM app.snapshot_days
		WHERE tenant_id = @tenant AND on_day >= @first AND built_at >= @since ORDER BY 1`,
		tenant.Args{"first": first, "since": since})
	if err != nil {
		return 0, 0, false, fmt.Errorf("snapshot: missing: %w", err)
	}
	from, to, ok = gap(first, tx.Today()-1, have)
	return from, to, ok, nil
}

// gap is the first run of days between two, both included, that are not among those that are there, in order; at most a
// stretch of them.
func gap(first, last period.Date, have []period.Date) (from, to period.Date, ok bool) {
	from = first
	for len(have) > 0 && have[0] == from {
		from, have = from+1, have[1:]
	}
	to = min(last, from+stretch-1)
	if len(have) > 0 {
		to = min(to, have[0]-1)
	}
	return from, to, from <= last
}

// quarterOf is the first day of the fiscal quarter of a day, an SQL expression. It takes @shift, the months by which
// the organisation's quarters lie after those of the calendar.
func quarterOf(day string) string {
	return `(date_trunc('quarter', (` + day +
		`)::timestamp - make_interval(months => @shift::int)) + make_interval(months => @shift::int))::date`
}

// build takes each version once and lays it out over the days at whose end it was known.
func build(ctx context.Context, tx *tenant.Tx, from, to period.Date) error {
	c := tx.Calendar()
	zone := c.Location().String()
	for _, table := range []string{"app.pipeline_snapshots", "app.snapshot_days"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE tenant_id = @tenant AND on_day BETWEEN @from AND @to`,
			tenant.Args{"from": from, "to": to}); err != nil {
			return fmt.Errorf("snapshot: build: %w", err)
		}
	}
	var days []period.Date
	var ends []time.Time // not Postgres's midnights, for a day of a zone can begin at another time
	for d := from; d <= to; d++ {
		days, ends = append(days, d), append(ends, c.EndOf(d))
	}
	weighted := strings.ReplaceAll(opportunity.CountedSQL("o.base"), "@today", "o.on_day")
	_, err := tx.Exec(ctx, `INSERT INTO app.pipeline_snapshots (tenant_id, on_day, line, quarter, owner_id, status,
			category, count, amount, weighted, unconverted)
		SELECT @tenant, o.on_day, row_number() OVER (PARTITION BY o.on_day), o.quarter, o.owner_id, o.status,
		o.category, count(*), coalesce(sum(o.base), 0), coalesce(sum(`+weighted+`) FILTER (WHERE o.status = 'open'),
		0), count(*) FILTER (WHERE o.base IS NULL)
		FROM (SELECT o.on_day, o.owner_id, o.status, o.category, o.probability_bp, o.close_on,
			`+quarterOf("o.due")+` AS quarter,
				`+fx.At("o.rate_on", "o.known")+` AS base
			FROM (SELECT v.owner_id, v.status, v.category, v.probability_bp, v.amount, v.currency, v.close_on, d.on_day,
					e.ends - interval '1 microsecond' AS known,
					CASE WHEN v.status = 'open' THEN d.on_day ELSE v.close_on END AS rate_on,
					CASE WHEN v.status = 'won' OR v.close_on IS NULL THEN v.close_on
					ELSE greatest(v.close_on, d.on_day) END AS due
				FROM app.opportunity_versions v
				CROSS JOIN LATERAL (SELECT s::date AS on_day
					FROM generate_series(greatest(@from::date, (v.known_from AT TIME ZONE @zone)::date)::timestamp,
					least(@to::date, (v.known_to AT TIME ZONE @zone)::date - 1)::timestamp, interval '1 day') s) d
				JOIN unnest(@days::date[], @ends::timestamptz[]) e(on_day, ends) ON e.on_day = d.on_day
				WHERE v.tenant_id = @tenant AND v.known_from < @until AND v.known_to >= @since
				  AND (v.status = 'open' OR v.status = 'won' AND v.close_on >= @earliest)) o
			WHERE o.status = 'open' OR o.due >= `+quarterOf("o.on_day")+`) o
		GROUP BY o.on_day, o.quarter, o.owner_id, o.status, o.category`,
		tenant.Args{"from": from, "to": to, "days": days, "ends": ends, "zone": zone, "since": c.EndOf(from),
			"until": c.EndOf(to), "earliest": c.Containing(period.Quarter, from).Start, "shift": (int(c.Start) + 2) % 3,
			"base": tx.Base(), "decay": tx.Settings().OverdueDecayBP})
	if err != nil {
		return fmt.Errorf("snapshot: build: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.snapshot_days (tenant_id, on_day, built_at)
		SELECT @tenant, d::date, @now FROM generate_series(@from::date::timestamp, @to::date::timestamp,
			interval '1 day') d`, tenant.Args{"from": from, "to": to, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("snapshot: build: %w", err)
	}
	return nil
}
