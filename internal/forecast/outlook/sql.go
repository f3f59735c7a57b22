package outlook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
)

// assignment is the team of a member in [from, to).
type assignment struct {
	Owner string
	Team  string
	From  period.Date
	To    period.Date // zero: until further notice
}

// loadTeams reads who was in which team when, as known at a moment.
func loadTeams(ctx context.Context, tx *tenant.Tx, known time.Time) (backtest.Teams, error) {
	rows, err := tenant.List[assignment](ctx, tx, `SELECT coalesce(m.external_id, m.id::text) AS owner, a.team,
		a.valid_from AS "from",
			nullif(a.valid_to, 'infinity') AS "to"
		FROM app.assignments a JOIN app.members m ON m.tenant_id = @tenant AND m.id = a.member_id
		WHERE a.tenant_id = @tenant AND a.known_at <= @known AND a.replaced_at > @known ORDER BY owner, a.valid_from`,
		tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("outlook: teams: %w", err)
	}
	byOwner := map[string][]assignment{}
	for _, a := range rows {
		byOwner[a.Owner] = append(byOwner[a.Owner], a)
	}
	return func(owner string, day period.Date) string {
		team := ""
		for _, a := range byOwner[owner] {
			if a.From <= day { // the last one holds on for those who have left
				team = a.Team
			}
		}
		return team
	}, nil
}

// trained is a training as it is stored.
type trained struct {
	ID     uuid.UUID
	MadeAt time.Time
	Record []byte
}

// Latest is the record of the last training with data up to a day; ok is false if there is none.
func Latest(ctx context.Context, tx *tenant.Tx, day period.Date) (r Record, ok bool, err error) {
	got, err := tenant.One[trained](ctx, tx, `SELECT t.id, t.made_at, t.record FROM app.trainings t
		WHERE t.tenant_id = @tenant AND t.as_of <= @day ORDER BY t.as_of DESC, t.made_at DESC LIMIT 1`,
		tenant.Args{"day": day})
	if fault.KindOf(err) == fault.NotFound {
		return r, false, nil
	}
	if err == nil {
		err = json.Unmarshal(got.Record, &r)
	}
	if err != nil {
		return r, false, fmt.Errorf("outlook: record: %w", err)
	}
	r.ID, r.MadeAt = got.ID, got.MadeAt
	return r, true, nil
}

// stale tells that an import has changed something after a record was made, so that the past may look different now.
func stale(ctx context.Context, tx *tenant.Tx, r Record) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.imports i
			JOIN app.import_objects o ON o.tenant_id = @tenant AND o.import_id = i.id
		WHERE i.tenant_id = @tenant AND i.finished_at > @made AND o.added + o.changed > 0)`,
		tenant.Args{"made": r.MadeAt})
}

// finished tells that a training has made everything that it was to make.
func finished(ctx context.Context, tx *tenant.Tx, r Record) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT t.finished_at IS NOT NULL FROM app.trainings t
		WHERE t.tenant_id = @tenant AND t.id = @id`, tenant.Args{"id": r.ID})
}

// finish notes that a training has come to its end.
func finish(ctx context.Context, tx *tenant.Tx, r Record) error {
	if _, err := tx.Exec(ctx, `UPDATE app.trainings SET finished_at = @now WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"now": tx.Now(), "id": r.ID}); err != nil {
		return fmt.Errorf("outlook: finish: %w", err)
	}
	return nil
}

// published tells that each of some periods has an outlook of today.
func published(ctx context.Context, tx *tenant.Tx, periods []period.Period) (bool, error) {
	keys := make([]string, len(periods))
	for i, p := range periods {
		keys[i] = p.Key
	}
	return tenant.Value[bool](ctx, tx, `SELECT count(DISTINCT o.period) = cardinality(@keys::text[]) FROM app.outlooks o
		WHERE o.tenant_id = @tenant AND o.period = ANY(@keys) AND o.as_of = @today`,
		tenant.Args{"keys": keys, "today": tx.Today()})
}

// Keep stores a training with its trials, which replace those of older trainings.
func Keep(ctx context.Context, tx *tenant.Tx, r Record, trials []backtest.Trial) error {
	if err := keepRecord(ctx, tx, r); err != nil {
		return err
	}
	return replaceTrials(ctx, tx, r, trials)
}

// keepRecord stores what a training said, without its trials.
func keepRecord(ctx context.Context, tx *tenant.Tx, r Record) error {
	document, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("outlook: record: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.trainings (tenant_id, id, as_of, made_at, record)
		VALUES (@tenant, @id, @as_of, @made, @record)`,
		tenant.Args{"id": r.ID, "as_of": r.AsOf, "made": r.MadeAt, "record": document}); err != nil {
		return fmt.Errorf("outlook: record: %w", err)
	}
	return nil
}

func replaceTrials(ctx context.Context, tx *tenant.Tx, r Record, trials []backtest.Trial) error {
	if _, err := tx.Exec(ctx, `DELETE FROM app.forecast_trials WHERE tenant_id = @tenant`, nil); err != nil {
		return fmt.Errorf("outlook: trials: %w", err)
	}
	rows := make([]trialRow, len(trials))
	for i, t := range trials {
		rows[i] = rowOf(t)
	}
	for len(rows) > 0 {
		n := min(len(rows), 5000)
		args := tenant.Columns(rows[:n])
		args["training"] = r.ID
		if _, err := tx.Exec(ctx, `INSERT INTO app.forecast_trials (tenant_id, training_id, period, kind, cutoff,
				known_on, method, level, name, forecast, closed, low, high, actual)
			SELECT @tenant, @training, x.*
			FROM unnest(@period::text[], @kind::text[], @cutoff::text[], @known_on::date[], @method::text[],
				@level::text[], @name::text[], @forecast::bigint[], @closed::bigint[], @low::bigint[], @high::bigint[],
				@actual::bigint[]) x`, args); err != nil {
			return fmt.Errorf("outlook: trials: %w", err)
		}
		rows = rows[n:]
	}
	return nil
}

// trialRow is a trial in whole minor units.
type trialRow struct {
	Period, Kind, Cutoff                string
	KnownOn                             period.Date
	Method, Level, Name                 string
	Forecast, Closed, Low, High, Actual int64
}

func rowOf(t backtest.Trial) trialRow {
	return trialRow{t.Period.Key, string(t.Period.Kind), string(t.Cutoff), t.Day, string(t.Method), string(t.Level),
		t.Name, round(t.Forecast), round(t.Closed), round(t.Low), round(t.High), round(t.Actual)}
}

// trialsOf are stored trials as the measures take them.
func trialsOf(tx *tenant.Tx, rows []trialRow) ([]backtest.Trial, error) {
	trials := make([]backtest.Trial, len(rows))
	for i, r := range rows {
		p, err := tx.Calendar().Parse(r.Period)
		if err != nil {
			return nil, fmt.Errorf("outlook: trials: %w", err)
		}
		trials[i] = backtest.Trial{Period: p, Cutoff: backtest.Cutoff(r.Cutoff), Day: r.KnownOn,
			Method: projection.Method(r.Method), Level: backtest.Level(r.Level), Name: r.Name,
			Forecast: float64(r.Forecast), Closed: float64(r.Closed), Low: float64(r.Low), High: float64(r.High),
			Actual: float64(r.Actual)}
	}
	return trials, nil
}

// Publish stores an outlook made with a stored training. It never changes; later days have their own outlooks.
func Publish(ctx context.Context, tx *tenant.Tx, r Record, o Outlook) error {
	document, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("outlook: publish: %w", err)
	}
	args := tenant.Args{"id": uuid.Must(uuid.NewV7()), "training": r.ID, "period": o.Period, "as_of": o.AsOf,
		"made": tx.Now(), "value": o.Value(),
		"low": nil, "high": nil, "document": document}
	if f, _ := o.Method(o.Published); f.Range != nil {
		args["low"], args["high"] = f.Range.P10, f.Range.P90
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.outlooks (tenant_id, id, training_id, period, as_of, made_at, value,
			low, high, document)
		VALUES (@tenant, @id, @training, @period, @as_of, @made, @value, @low, @high, @document)`, args); err != nil {
		return fmt.Errorf("outlook: publish: %w", err)
	}
	return nil
}

// Any tells whether anything has been published yet.
func Any(ctx context.Context, tx *tenant.Tx) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.outlooks o WHERE o.tenant_id = @tenant)`, nil)
}

// ErrNone says that no outlook on the period had been made by the day.
var ErrNone = errors.New("outlook: none yet")

// Load is the newest outlook of a period with data up to a day, or ErrNone. It covers the whole organisation; For
// selects the part that an actor may see.
func Load(ctx context.Context, tx *tenant.Tx, p period.Period, day period.Date) (Outlook, error) {
	var o Outlook
	document, err := tenant.Value[[]byte](ctx, tx, `SELECT o.document FROM app.outlooks o
		WHERE o.tenant_id = @tenant AND o.period = @period AND o.as_of <= @day
		ORDER BY o.as_of DESC, o.made_at DESC LIMIT 1`,
		tenant.Args{"period": p.Key, "day": day})
	if fault.KindOf(err) == fault.NotFound {
		return o, ErrNone
	}
	if err == nil {
		err = json.Unmarshal(document, &o)
	}
	if err != nil {
		return o, fmt.Errorf("outlook: load: %w", err)
	}
	return o, nil
}

// Point is the published forecast of one day.
type Point struct {
	AsOf  period.Date
	Value int64
	Low   *int64
	High  *int64
}

// Course is the published forecasts of a period by day, up to a day.
func Course(ctx context.Context, tx *tenant.Tx, p period.Period, day period.Date) ([]Point, error) {
	points, err := tenant.List[Point](ctx, tx, `SELECT DISTINCT ON (o.as_of) o.as_of, o.value, o.low, o.high
		FROM app.outlooks o
		WHERE o.tenant_id = @tenant AND o.period = @period AND o.as_of <= @day ORDER BY o.as_of, o.made_at DESC`,
		tenant.Args{"period": p.Key, "day": day})
	if err != nil {
		return nil, fmt.Errorf("outlook: course: %w", err)
	}
	return points, nil
}

// daysWith tells of which period there is an outlook on which day.
func daysWith(ctx context.Context, tx *tenant.Tx) (map[string]bool, error) {
	type row struct {
		Period string
		AsOf   period.Date
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT o.period, o.as_of FROM app.outlooks o
		WHERE o.tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("outlook: days: %w", err)
	}
	have := map[string]bool{}
	for _, r := range rows {
		have[r.Period+" "+r.AsOf.String()] = true
	}
	return have, nil
}

// recordDays lists the days that records were made for.
func recordDays(ctx context.Context, tx *tenant.Tx) ([]period.Date, error) {
	days, err := tenant.Values[period.Date](ctx, tx, `SELECT DISTINCT t.as_of FROM app.trainings t
		WHERE t.tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("outlook: records: %w", err)
	}
	return days, nil
}
