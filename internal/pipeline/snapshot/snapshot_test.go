package snapshot_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func company(t *testing.T, s tenant.Settings) cast.Company {
	t.Helper()
	c := cast.FoundWith(t, s)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := c.Live(ctx, tx, 120)
		return err
	})
	return c
}

func catchUp(t *testing.T, c *cast.Company, since time.Time) int {
	t.Helper()
	n, err := snapshot.CatchUp(t.Context(), c.DB, tenant.AsSystem(c.TenantID), since)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// check holds each day's snapshot against the list of opportunities as of the end of that day.
func check(t *testing.T, c *cast.Company, who uuid.UUID, r scope.Request, days ...string) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		for _, day := range days {
			r.AsOf, r.Period = day, ""
			s, err := scope.Resolve(ctx, tx, r)
			if err != nil {
				return err
			}
			cells, err := snapshot.Cells(ctx, tx, s, s.Today)
			if err != nil {
				return err
			}
			current := tx.Calendar().Containing(period.Quarter, s.Today)
			for i := -1; i < 3; i++ {
				s.Period = tx.Calendar().Shift(current, i)
				for _, status := range []opportunity.Status{opportunity.Open, opportunity.Won} {
					if status == opportunity.Won && i < 0 {
						continue // what was won in a quarter that is over is not kept from day to day
					}
					want, err := pipeline.Load(ctx, tx, s,
						pipeline.Filter{InPeriod: true, Statuses: []opportunity.Status{status}, Limit: 1})
					if err != nil {
						return err
					}
					got := pipeline.Total{}
					for _, cell := range cells {
						if cell.Quarter == s.Period.Start && cell.Status == status &&
							cell.Category != opportunity.Omitted {
							got.Count, got.Amount = got.Count+cell.Count, got.Amount+cell.Amount
							got.Weighted, got.Unconverted = got.Weighted+cell.Weighted, got.Unconverted+cell.Unconverted
						}
					}
					if got != want.Total {
						t.Errorf("%s, %s of %s: %+v, the list says %+v", day, status, s.Period.Key, got, want.Total)
					}
				}
			}
		}
		return nil
	})
}

var someDays = []string{"2026-09-25", "2026-09-29", "2026-09-30", "2026-10-01", "2026-10-02", "2026-10-31",
	"2026-11-01", "2026-11-15", "2026-11-16", "2026-11-19"}

func TestASnapshotIsWhatTheListSaysAsOfTheEndOfTheDay(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]tenant.Settings{
		"calendar year": testdb.Settings,
		"from May":      {BaseCurrency: "USD", TimeZone: "Europe/Berlin", FiscalStart: time.May},
		"far east":      {BaseCurrency: "USD", TimeZone: "Pacific/Kiritimati", FiscalStart: time.December},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := company(t, s)
			if n := catchUp(t, &c, time.Time{}); n < 50 {
				t.Errorf("%d days", n)
			}
			check(t, &c, c.Eve, scope.Request{}, someDays...)
			check(t, &c, c.Nora, scope.Request{}, someDays...)
			check(t, &c, c.Eve, scope.Request{Owner: c.Cat.String()}, someDays...)
		})
	}
}

func TestBuildingGoesOnWhereItStoppedAndTwiceIsOnce(t *testing.T) {
	t.Parallel()
	c := company(t, testdb.Settings)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return snapshot.Build(ctx, tx, cast.Day("2026-10-10"), cast.Day("2026-10-12"))
	})
	all := catchUp(t, &c, time.Time{})
	if want := int(cast.Day("2026-11-19")-cast.Day("2026-09-25")) + 1 - 3; all != want {
		t.Errorf("%d days, not %d", all, want)
	}
	if again := catchUp(t, &c, time.Time{}); again != 0 {
		t.Errorf("%d days once more", again)
	}
	if again := catchUp(t, &c, testdb.Now); again != 0 { // they were built at that moment
		t.Errorf("%d days once more", again)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := snapshot.Build(ctx, tx, cast.Day("2026-11-19"), tx.Today()); err == nil {
			t.Error("a day that is not over was built")
		}
		return nil
	})
	check(t, &c, c.Eve, scope.Request{}, "2026-10-10", "2026-10-12", "2026-11-19")
}

func TestHistoryThatComesLaterIsTakenIn(t *testing.T) {
	t.Parallel()
	c := company(t, testdb.Settings)
	catchUp(t, &c, time.Time{})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		late := c.Opportunity("late", c.Ann, "Negotiation", 77_00, "2026-12-01")
		late.CreatedAt = cast.At("2026-09-03T09:00:00Z")
		_, err := cast.Take(ctx, tx, late)
		return err
	})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { // as if the days had been built an hour before the import
		if _, err := tx.Exec(ctx, `DELETE FROM app.snapshot_days WHERE tenant_id = @tenant`, nil); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO app.snapshot_days (tenant_id, on_day, built_at)
			SELECT @tenant, d::date, @at
			FROM generate_series('2026-09-25'::timestamp, '2026-11-19', interval '1 day') d`,
			tenant.Args{"at": tx.Now().Add(-time.Hour)})
		return err
	})
	if n, want := catchUp(t, &c, testdb.Now), int(cast.Day("2026-11-19")-cast.Day("2026-09-03"))+1; n != want {
		t.Errorf("%d days, not %d", n, want)
	}
	check(t, &c, c.Eve, scope.Request{}, "2026-09-03", "2026-09-26", "2026-10-01", "2026-11-19")
}

func TestTheTrendIsThatOfTheScope(t *testing.T) {
	t.Parallel()
	c := company(t, testdb.Settings)
	catchUp(t, &c, time.Time{})
	for _, who := range []uuid.UUID{c.Eve, c.Nora, c.Ann} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			for _, key := range []string{"2026-Q4", "2026-11", "2026-H2"} {
				s, err := scope.Resolve(ctx, tx, scope.Request{Period: key})
				if err != nil {
					return err
				}
				days, err := snapshot.Trend(ctx, tx, s)
				if err != nil || len(days) == 0 || days[len(days)-1].On != cast.Day("2026-11-19") {
					t.Fatalf("%s: %d days, %v", key, len(days), err)
				}
				for _, d := range days {
					past, err := scope.Resolve(ctx, tx,
						scope.Request{Period: snapshot.Quarters(tx.Calendar(), s.Period).Key, AsOf: d.On.String()})
					if err != nil {
						return err
					}
					open, err := pipeline.Load(ctx, tx, past, pipeline.Filter{InPeriod: true, Limit: 1})
					if err != nil {
						return err
					}
					commit, err := pipeline.Load(ctx, tx, past,
						pipeline.Filter{InPeriod: true, Category: opportunity.Commit, Limit: 1})
					if err != nil {
						return err
					}
					won, err := pipeline.Load(ctx, tx, past,
						pipeline.Filter{InPeriod: true, Statuses: []opportunity.Status{opportunity.Won}, Limit: 1})
					if err != nil {
						return err
					}
					want := snapshot.Day{On: d.On, Open: open.Total.Amount, Weighted: open.Total.Weighted,
						Commit: commit.Total.Amount, Won: won.Total.Amount}
					if key == "2026-H2" {
						want.Won = d.Won // of its third quarter only what was won in it is kept
					}
					if d != want {
						t.Errorf("%s: %+v, the list says %+v", key, d, want)
					}
				}
			}
			return nil
		})
	}
}

func TestAnOrganisationWithoutOpportunitiesHasNoDays(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	if n := catchUp(t, &c, time.Time{}); n != 0 {
		t.Errorf("%d days", n)
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		days, err := snapshot.Trend(ctx, tx, s)
		if len(days) != 0 {
			t.Errorf("%v", fmt.Sprint(days))
		}
		return err
	})
}
