package outlook_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb/cast"
)

// third is the quarter of these tests; its middle is the evening of 15 August, its lock that of 23 September, in New
// York.
func third(t *testing.T) period.Period {
	t.Helper()
	p, err := period.Calendar{}.Parse("2026-Q3")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// call is what a member said of themselves at a moment, of the third quarter.
func call(p period.Period, who uuid.UUID, amount int64, at string) forecast.ImportedSubmission {
	return forecast.ImportedSubmission{MemberID: who, StartsOn: p.Start, EndsOn: p.End, Line: forecast.Call,
		Amount: amount, SubmittedAt: cast.At(at)}
}

// people are the forecasts of people at the middle and at the lock of the third quarter, by "method cut-off name".
func people(t *testing.T, c *cast.Company) map[string]float64 {
	t.Helper()
	p := third(t)
	var trials []backtest.Trial
	for _, cut := range []backtest.Cutoff{backtest.Mid, backtest.Lock} {
		for level, names := range map[backtest.Level][]string{backtest.Organisation: {""},
			backtest.Team: {"North", "South"}, backtest.Member: {"Ann", "Ben", "Cat", "Dan"}} {
			for _, name := range names {
				trials = append(trials, backtest.Trial{Period: p, Cutoff: cut, Day: cut.Day(p),
					Method: projection.RunRate, Level: level, Name: name, Actual: 1000})
			}
		}
	}
	got := map[string]float64{}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		h, err := outlook.Read(ctx, tx, time.Time{})
		for _, trial := range h.CallTrials(trials) {
			got[fmt.Sprintf("%s %s %s", trial.Method, trial.Cutoff, trial.Name)] = trial.Forecast
			if trial.Actual != 1000 || trial.Ranged() {
				t.Errorf("%+v is not held against what came", trial)
			}
		}
		return err
	})
	return got
}

func wants(t *testing.T, got map[string]float64, want map[string]float64, absent ...string) {
	t.Helper()
	for what, v := range want {
		if have, ok := got[what]; !ok || have != v {
			t.Errorf("%s is %v (%t), want %v", what, have, ok, v)
		}
	}
	for _, what := range absent {
		if have, ok := got[what]; ok {
			t.Errorf("%s is %v, though nobody said it", what, have)
		}
	}
}

func TestTheNewestCallBeforeTheCutoffCounts(t *testing.T) {
	t.Parallel()
	c, p := cast.Found(t), third(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.ImportSubmissions(ctx, tx, []forecast.ImportedSubmission{
			call(p, c.Ann, 100, "2026-07-10T10:00:00Z"), call(p, c.Ann, 150, "2026-08-16T03:30:00Z"),
			call(p, c.Ann, 175, "2026-08-16T04:30:00Z"), call(p, c.Ann, 900, "2026-09-28T10:00:00Z"),
			call(p, c.Cat, 40, "2026-08-20T10:00:00Z"), call(p, c.Eve, 5000, "2026-07-10T10:00:00Z"),
		})
	})
	wants(t, people(t, &c), map[string]float64{
		"rep-calls mid Ann": 150, "rep-calls mid North": 150, "rep-calls mid ": 150, "executive-call mid ": 5000,
		"rep-calls lock Ann": 175, "rep-calls lock Cat": 40, "rep-calls lock ": 215, "rep-calls lock South": 40,
	}, "rep-calls mid Cat", "rep-calls mid South", "rep-calls lock Ben", "manager-calls lock ",
		"manager-calls lock North")
}

func TestAWithdrawnAdjustmentLeavesTheCallAndTheOthers(t *testing.T) {
	t.Parallel()
	c, p := cast.Found(t), third(t)
	adjust := func(about, author uuid.UUID, amount *int64, at string) forecast.ImportedAdjustment {
		return forecast.ImportedAdjustment{MemberID: about, AuthorID: author, StartsOn: p.Start, EndsOn: p.End,
			Line: forecast.Call, Amount: amount, Note: "Seen", AdjustedAt: cast.At(at)}
	}
	v := func(n int64) *int64 { return &n }
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		err := forecast.ImportSubmissions(ctx, tx, []forecast.ImportedSubmission{
			call(p, c.Ann, 100, "2026-07-10T10:00:00Z"), call(p, c.Ben, 200, "2026-07-10T10:00:00Z"),
			call(p, c.Cat, 400, "2026-07-10T10:00:00Z"),
		})
		if err != nil {
			return err
		}
		return forecast.ImportAdjustments(ctx, tx, []forecast.ImportedAdjustment{
			adjust(c.Ann, c.Nora, v(90), "2026-07-11T10:00:00Z"), adjust(c.Ann, c.Nora, v(80), "2026-08-01T10:00:00Z"),
			adjust(c.Ann, c.Nora, nil, "2026-09-01T10:00:00Z"), adjust(c.Ben, c.Nora, v(150), "2026-07-11T10:00:00Z"),
			adjust(c.Ben, c.Eve, v(120), "2026-07-12T10:00:00Z"), adjust(c.Ben, c.Eve, nil, "2026-09-01T10:00:00Z"),
			adjust(c.Cat, c.Sol, v(333), "2026-08-30T10:00:00Z"),
		})
	})
	wants(t, people(t, &c), map[string]float64{
		"manager-calls mid Ann": 80, "manager-calls lock Ann": 100, // withdrawn by then
		// the executive's is not a manager's, and takes no other along
		"manager-calls mid Ben": 150, "manager-calls lock Ben": 150,
		"manager-calls mid Cat": 400, "manager-calls lock Cat": 333, "rep-calls lock Cat": 400,
		"rep-calls lock Ann": 100,
	})
}

// promote puts managers into the hierarchy, each with a team and whom they lead.
func promote(t *testing.T, c *cast.Company, name, team string, leads ...string) uuid.UUID {
	t.Helper()
	teams := map[string]string{"Nora": "North", "Sol": "South"}
	crew := []member.Imported{{Name: name, ExternalID: name, Role: tenant.Manager, ManagerExternalID: "Eve", Team: team,
		Since: cast.Since, Active: true, Hash: 2}}
	for _, one := range leads {
		crew = append(crew, member.Imported{Name: one, ExternalID: one, Role: tenant.Manager, ManagerExternalID: name,
			Team: teams[one], Since: cast.Since, Active: true, Hash: 2})
	}
	var ids map[string]uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if _, err = member.Import(ctx, tx, crew); err == nil {
			ids, err = member.IDs(ctx, tx)
		}
		return err
	})
	return ids[name]
}

func TestTwoManagersOverTheSamePeopleAreCountedOnce(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		name, team string
		leads      []string
		silent     string
		want       map[string]float64
		absent     []string
	}{
		{name: "two teams", want: map[string]float64{"North": 300, "South": 1200, "": 1500}},
		{name: "a head of one team", team: "North", leads: []string{"Nora"},
			want: map[string]float64{"North": 290, "South": 1200, "": 1490}},
		{name: "a head of both", team: "West", leads: []string{"Nora", "Sol"},
			want: map[string]float64{"North": 300, "South": 1200, "": 290}, absent: []string{"West"}},
		{name: "a manager who is silent", silent: "Sol", want: map[string]float64{"North": 300},
			absent: []string{"", "South"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			c, p := cast.Found(t), third(t)
			rows := []forecast.ImportedSubmission{call(p, c.Ann, 100, "2026-07-10T10:00:00Z"),
				call(p, c.Nora, 300, "2026-07-11T10:00:00Z"), call(p, c.Sol, 1200, "2026-07-11T10:00:00Z")}
			if one.leads != nil {
				rows = append(rows, call(p, promote(t, &c, "Max", one.team, one.leads...), 290, "2026-07-12T10:00:00Z"))
			}
			rows = slices.DeleteFunc(rows,
				func(r forecast.ImportedSubmission) bool { return one.silent == "Sol" && r.MemberID == c.Sol })
			c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return forecast.ImportSubmissions(ctx, tx, rows) })
			got := people(t, &c)
			for name, v := range one.want {
				wants(t, got, map[string]float64{"manager-calls mid " + name: v, "manager-calls lock " + name: v})
			}
			for _, name := range one.absent {
				wants(t, got, nil, "manager-calls mid "+name)
			}
		})
	}
}
