package outlook

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
)

// Name is an opportunity's name and current status.
type Name struct {
	ID      uuid.UUID
	Name    string
	Account string
	Stage   string
	Status  opportunity.Status
	OwnerID *uuid.UUID
}

// Named loads opportunities by key; those that the actor may not see are left out.
func Named(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]Name, error) {
	named := map[uuid.UUID]Name{}
	if len(ids) == 0 {
		return named, nil
	}
	args := tenant.Args{"ids": ids, "owners": nil}
	if visible, all := tx.Visible(); !all {
		args["owners"] = visible
	}
	rows, err := tenant.List[Name](ctx, tx, `SELECT o.id, o.name, coalesce(a.name, '') AS account, o.stage, o.status,
		o.owner_id
		FROM app.opportunities o LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id
		WHERE o.tenant_id = @tenant AND o.id = ANY(@ids::uuid[])
		AND (@owners::uuid[] IS NULL OR o.owner_id = ANY(@owners::uuid[]))`, args)
	if err != nil {
		return nil, fmt.Errorf("outlook: names: %w", err)
	}
	for _, r := range rows {
		named[r.ID] = r
	}
	return named, nil
}

// Newest is the newest published forecast of a period by a day, without details; ok is false if there is none.
func Newest(ctx context.Context, tx *tenant.Tx, p period.Period, day period.Date) (point Point, ok bool, err error) {
	point, err = tenant.One[Point](ctx, tx, `SELECT o.as_of, o.value, o.low, o.high FROM app.outlooks o
		WHERE o.tenant_id = @tenant AND o.period = @period AND o.as_of <= @day
		ORDER BY o.as_of DESC, o.made_at DESC LIMIT 1`,
		tenant.Args{"period": p.Key, "day": day})
	if fault.KindOf(err) == fault.NotFound {
		return Point{}, false, nil
	}
	if err != nil {
		return point, false, fmt.Errorf("outlook: newest: %w", err)
	}
	return point, true, nil
}

// figures are those of an outlook, as Postgres takes them out of its document.
type figures struct {
	AsOf         period.Date
	Currency     money.Currency
	Published    projection.Method
	Yield        float64
	YieldPeriods int
	Categories   []byte
	Methods      []byte
	Teams        []byte
	Managers     []byte
	Members      []byte
}

// Figures is what was last published on a period by a day for each method, team, manager and member, or ErrNone: the
// outlook of Load without its opportunities and all else that only its own page shows, so that a page reads a part of
// the document.
func Figures(ctx context.Context, tx *tenant.Tx, p period.Period, day period.Date) (Outlook, error) {
	o := Outlook{Period: p.Key, Kind: p.Kind}
	got, err := tenant.One[figures](ctx, tx, `SELECT x.as_of, x.currency, x.published, coalesce(x.yield, 0) AS yield,
			coalesce(x.yield_periods, 0) AS yield_periods, x.categories, x.methods, x.teams, x.managers, x.members
		FROM (SELECT w.document FROM app.outlooks w
			WHERE w.tenant_id = @tenant AND w.period = @period AND w.as_of <= @day
			ORDER BY w.as_of DESC, w.made_at DESC LIMIT 1) n,
		jsonb_to_record(n.document) AS x(as_of date, currency text, published text, yield float8, yield_periods int,
			categories jsonb, methods jsonb, teams jsonb, managers jsonb, members jsonb)`,
		tenant.Args{"period": p.Key, "day": day})
	if fault.KindOf(err) == fault.NotFound {
		return o, ErrNone
	}
	if err != nil {
		return o, fmt.Errorf("outlook: figures: %w", err)
	}
	o.AsOf, o.Currency, o.Published = got.AsOf, got.Currency, got.Published
	o.Yield, o.YieldPeriods = got.Yield, got.YieldPeriods
	for document, into := range map[*[]byte]any{&got.Categories: &o.Categories, &got.Methods: &o.Methods,
		&got.Teams: &o.Teams, &got.Managers: &o.Managers, &got.Members: &o.Members} {
		if len(*document) == 0 { // there is none in the document
			continue
		}
		if err := json.Unmarshal(*document, into); err != nil {
			return o, fmt.Errorf("outlook: figures: %w", err)
		}
	}
	return o, nil
}

// CourseOf is the course of a forecast for some members only, a day a week and the last: the sum of their figures. The
// range is that of whose, the manager or member whose figure the sum is; nil where there is none.
func CourseOf(ctx context.Context, tx *tenant.Tx, p period.Period, day period.Date, members []uuid.UUID,
	whose *uuid.UUID) ([]Point, error) {
	points, err := tenant.List[Point](ctx, tx, `WITH one AS (SELECT DISTINCT ON (w.as_of) w.as_of, w.document
			FROM app.outlooks w
			WHERE w.tenant_id = @tenant AND w.period = @period AND w.as_of <= @day
			  AND ((w.as_of - @day::date) % 7 = 0 OR w.as_of = (SELECT max(l.as_of) FROM app.outlooks l
				WHERE l.tenant_id = @tenant AND l.period = @period AND l.as_of <= @day))
			ORDER BY w.as_of DESC, w.made_at DESC LIMIT 16)
		SELECT one.as_of, (SELECT coalesce(sum((m ->> 'value')::bigint), 0)::bigint
			FROM jsonb_array_elements(nullif(one.document -> 'members', 'null')) m
				WHERE (m ->> 'id')::uuid = ANY(@members::uuid[])) AS value, f.low, f.high
		FROM one LEFT JOIN LATERAL (SELECT (x -> 'range' ->> 'p10')::bigint AS low,
			(x -> 'range' ->> 'p90')::bigint AS high
			FROM (SELECT jsonb_array_elements(nullif(one.document -> 'managers', 'null')) AS x, 1 AS n
				UNION ALL SELECT jsonb_array_elements(nullif(one.document -> 'members', 'null')), 2) y
			WHERE (x ->> 'id')::uuid = @whose AND x ? 'range' ORDER BY n LIMIT 1) f ON true
		ORDER BY one.as_of`, tenant.Args{"period": p.Key, "day": day, "members": members, "whose": whose})
	if err != nil {
		return nil, fmt.Errorf("outlook: course: %w", err)
	}
	return points, nil
}

// TrialFilter selects forecasts of past periods. Only the level is required.
type TrialFilter struct {
	Level  backtest.Level
	Kind   period.Kind       // empty: all
	Method projection.Method // empty: all
	Cutoff backtest.Cutoff   // empty or All: all
	Names  []string          // of teams or members; nil: all
	Day    period.Date       // only periods that were over by its evening
}

// ListTrials are the forecasts of past periods by the newest training that a filter chooses, in the order of their
// days.
func ListTrials(ctx context.Context, tx *tenant.Tx, f TrialFilter) ([]backtest.Trial, error) {
	if f.Cutoff == backtest.All {
		f.Cutoff = ""
	}
	rows, err := tenant.List[trialRow](ctx, tx, `SELECT t.period, t.kind, t.cutoff, t.known_on, t.method, t.level,
		t.name, t.forecast, t.closed, t.low, t.high, t.actual
		FROM app.forecast_trials t WHERE t.tenant_id = @tenant AND t.level = @level AND (@kind = '' OR t.kind = @kind)
		AND (@method = '' OR t.method = @method)
		  AND (@cutoff = '' OR t.cutoff = @cutoff) AND (@names::text[] IS NULL OR t.name = ANY(@names::text[]))
		ORDER BY t.known_on, t.kind DESC, t.period, t.cutoff, t.method, t.name`,
		tenant.Args{"level": string(f.Level), "kind": string(f.Kind), "method": string(f.Method),
			"cutoff": string(f.Cutoff), "names": f.Names})
	if err != nil {
		return nil, fmt.Errorf("outlook: trials: %w", err)
	}
	trials, err := trialsOf(tx, rows)
	over := trials[:0]
	for _, t := range trials {
		if t.Period.End <= f.Day+1 {
			over = append(over, t)
		}
	}
	return over, err
}
