package forecast_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func TestTheNewestCallCountsAndThePastKeepsItsOwn(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.ImportSubmissions(ctx, tx, []forecast.ImportedSubmission{
			{MemberID: c.Ann, StartsOn: quarter.Start, EndsOn: quarter.End, Line: forecast.Call, Amount: 150_00,
				Note: "early", SubmittedAt: cast.At("2026-10-09T15:00:00Z")},
			{MemberID: c.Ann, StartsOn: quarter.Start, EndsOn: quarter.End, Line: forecast.Call, Amount: 250_00,
				SubmittedAt: cast.At("2026-11-06T15:00:00Z")}})
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter,
			map[forecast.Line]int64{forecast.Call: 300_00, forecast.BestCase: 700_00}, " two in legal ")
	})
	called := func(who uuid.UUID, asOf string) (got int64) {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			got = node(t, sheet(ctx, t, tx, scope.Request{Period: "2026-Q4", AsOf: asOf, Owner: c.Ann.String()}),
				c.Ann).Called[forecast.Call].Amount
			return nil
		})
		return got
	}
	for asOf, want := range map[string]int64{"": 300_00, "2026-10-08": 0, "2026-10-09": 150_00, "2026-11-05": 150_00,
		"2026-11-06": 250_00} {
		for _, who := range []uuid.UUID{c.Ann, c.Nora, c.Eve, c.Olga, c.Fay, c.Ada} {
			if got := called(who, asOf); got != want {
				t.Errorf("as of %q the call is %d, not %d", asOf, got, want)
			}
		}
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		history, err := forecast.Submissions(ctx, tx, c.Ann, quarter, time.Time{})
		if len(history) != 4 || history[0].Note != "two in legal" {
			t.Errorf("history: %+v", history)
		}
		return err
	})
	for _, other := range []uuid.UUID{c.Ben, c.Sol} {
		c.See(t, other, func(ctx context.Context, tx *tenant.Tx) error {
			history, err := forecast.Submissions(ctx, tx, c.Ann, quarter, time.Time{})
			if len(history) != 0 {
				t.Errorf("another sees Ann's calls: %v", history)
			}
			return err
		})
	}
	wantKind(t, try(t, &c, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{forecast.Call: 1}, "")
	}), fault.Forbidden)
	wantKind(t, try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, nil, "")
	}), fault.Invalid)
	wantKind(t, try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{"pipeline": 1}, "")
	}), fault.Invalid)
}

func TestAClosedPeriodTakesNothingAndKeepsItsSheet(t *testing.T) {
	t.Parallel()
	c := company(t)
	first, err := adjust(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []uuid.UUID{c.Nora, c.Eve, c.Fay} {
		wantKind(t, try(t, &c, who, func(ctx context.Context, tx *tenant.Tx) error {
			return forecast.Close(ctx, tx, quarter, "done")
		}), fault.Forbidden)
	}
	closing := func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Close(ctx, tx, quarter, "The board has it")
	}
	c.As(t, c.Olga, closing)
	wantKind(t, try(t, &c, c.Olga, closing), fault.Conflict)
	submit := func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{forecast.Call: 1}, "")
	}
	wantKind(t, try(t, &c, c.Ann, submit), fault.Conflict)
	_, err = adjust(t, &c, c.Nora, c.Ann, 1, "late", first)
	wantKind(t, err, fault.Conflict)
	wantKind(t, try(t, &c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Withdraw(ctx, tx, quarter, first)
	}), fault.Conflict)
	next := period.Calendar{}.Shift(quarter, 1)
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, next, map[forecast.Line]int64{forecast.Call: 1}, "")
	})
	// what happens afterwards does not reach the sheet that was kept
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		return opportunity.Edit(ctx, tx, ids["commit"], 0, func(s opportunity.State) (opportunity.State, error) {
			s.CloseOn = cast.Day("2027-02-01")
			return s, nil
		})
	})
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		history, err := forecast.Locks(ctx, tx, quarter)
		if err != nil || len(history) != 1 || history[0].Reason != "The board has it" ||
			*history[0].MemberID != c.Olga {
			t.Fatalf("%+v, %v", history, err)
		}
		rows, err := forecast.Cutoff(ctx, tx, history[0].ID)
		for _, r := range rows {
			if r.MemberID == c.Ann && (r.Gross.Gross(forecast.Call) != 300_00 || r.Adjusted[forecast.Call] != 260_00 ||
				r.Final[forecast.Call] != 260_00 || r.Depth != 3) {
				t.Errorf("the sheet that was kept says %+v", r)
			}
		}
		if len(rows) != 9 { // the whole, Eve, Nora and Sol, four reps, nobody's
			t.Errorf("%d rows were kept", len(rows))
		}
		return err
	})
	wantKind(t, try(t, &c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := forecast.Cutoff(ctx, tx, uuid.New())
		return err
	}), fault.NotFound)
	c.As(t, c.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Reopen(ctx, tx, quarter, "A correction")
	})
	if err := try(t, &c, c.Ann, submit); err != nil {
		t.Error(err)
	}
}

func TestRulesHoldFromTheirMomentOn(t *testing.T) {
	t.Parallel()
	c := company(t)
	friday := time.Friday
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Configure(ctx, tx, forecast.Settings{StaleBP: 500, KnownAt: cast.At("2026-10-01T12:00:00Z")})
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Configure(ctx, tx,
			forecast.Settings{Names: map[opportunity.Category]string{opportunity.BestCase: "Upside",
				opportunity.Commit: " "},
				MostLikely: true, StaleBP: 2000, WeeklyOn: &friday, WeeklyAt: 600})
	})
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		now, err := forecast.SettingsAt(ctx, tx, tx.Now())
		if err != nil || now.StaleBP != 2000 || now.LineName(forecast.BestCase) != "Upside forecast" ||
			now.Name(opportunity.Commit) != "Commit" || *now.WeeklyOn != friday || len(now.Lines()) != 4 {
			t.Errorf("%+v, %v", now, err)
		}
		then, err := forecast.SettingsAt(ctx, tx, cast.At("2026-10-02T12:00:00Z"))
		before, _ := forecast.SettingsAt(ctx, tx, cast.At("2026-09-30T12:00:00Z"))
		if then.StaleBP != 500 || before.StaleBP != 1000 || len(before.Lines()) != 3 {
			t.Errorf("%+v, %+v, %v", then, before, err)
		}
		return err
	})
	for name, s := range map[string]forecast.Settings{"share": {StaleBP: 10001}, "time": {WeeklyAt: 1440},
		"names": {Names: map[opportunity.Category]string{opportunity.Commit: "pipeline"}}} {
		err := try(t, &c, c.Olga,
			func(ctx context.Context, tx *tenant.Tx) error { return forecast.Configure(ctx, tx, s) })
		if fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantKind(t, try(t, &c, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Configure(ctx, tx, forecast.Settings{})
	}), fault.Forbidden)
}

func TestAFiscalYearFromAprilInACurrencyWithoutCents(t *testing.T) {
	t.Parallel()
	c := cast.FoundWith(t, tenant.Settings{BaseCurrency: "JPY", TimeZone: "Asia/Tokyo", FiscalStart: time.April})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "USD", Rate: decimal.RequireFromString("150"),
			ValidFrom: cast.Day("2026-01-01")}); err != nil {
			return err
		}
		_, err := cast.Take(ctx, tx, c.Opportunity("usd", c.Ann, "Negotiation", 10_01, "2026-12-31"),
			c.Opportunity("next", c.Ann, "Negotiation", 10_01, "2027-01-01"))
		return err
	})
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{Period: "2027-Q3"}) // October to December 2026
		if s.Scope.Period.Label != "Q3 FY27" || s.Root.Gross.Commit != (forecast.Sum{Count: 1, Amount: 1502}) {
			t.Errorf("%s: %+v", s.Scope.Period.Label, s.Root.Gross.Commit)
		}
		return nil
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		q := tx.Calendar().Containing(period.Quarter, tx.Today())
		if q.Key != "2027-Q3" {
			t.Errorf("the quarter is %s", q.Key)
		}
		return forecast.Submit(ctx, tx, q, map[forecast.Line]int64{forecast.Call: 1502}, "")
	})
}

func TestAnEmptyOrganisationHasAnEmptySheet(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	s := sheet(t.Context(), t, tx, scope.Request{})
	if !s.Root.Gross.Empty() || len(s.Root.Children) != 0 || s.Root.Final(forecast.Call) != 0 || s.Lock != nil {
		t.Errorf("%+v", s.Root)
	}
	if groups, err := forecast.GroupBy(t.Context(), tx, s.Scope, rollup.BySegment); len(groups) != 0 ||
		err != nil {
		t.Errorf("%v, %v", groups, err)
	}
}
