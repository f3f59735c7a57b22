package scorecard_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func load(ctx context.Context, t *testing.T, tx *tenant.Tx, r scope.Request) scorecard.Card {
	t.Helper()
	s, err := scope.Resolve(ctx, tx, r)
	if err != nil {
		t.Fatal(err)
	}
	card, err := scorecard.Load(ctx, tx, s)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func (b book) store(ctx context.Context, tx *tenant.Tx) error {
	if err := fx.Set(ctx, tx,
		fx.Rate{Currency: b.foreign, Rate: b.rate, ValidFrom: cast.Day("2026-01-01")}); err != nil {
		return err
	}
	for _, q := range b.quotas {
		if err := quota.Assign(ctx, tx, q); err != nil {
			return err
		}
	}
	_, err := cast.Take(ctx, tx, b.records...)
	return err
}

func TestEveryFigureIsWhatTheRowsSay(t *testing.T) {
	t.Parallel()
	for seed, vary := range []func(*tenant.Settings){
		func(*tenant.Settings) {},
		func(s *tenant.Settings) { s.FiscalStart, s.TimeZone = time.April, "Europe/Berlin" },
		func(s *tenant.Settings) { s.BaseCurrency, s.TimeZone = "JPY", "Asia/Tokyo" },
		func(s *tenant.Settings) { s.FiscalStart = time.February },
		func(*tenant.Settings) {},
	} {
		settings := testdb.Settings
		vary(&settings)
		c := cast.FoundWith(t, settings)
		b := draw(&c, settings, seed)
		c.Do(t, b.store)
		for _, ask := range []struct {
			name string
			who  uuid.UUID
			r    scope.Request
		}{
			{"the executive", c.Eve, scope.Request{}}, {"a year", c.Eve, scope.Request{Period: "2026"}},
			{"a quarter that is over", c.Eve, scope.Request{Period: "2026-Q1"}},
			{"a month", c.Eve, scope.Request{Period: "2026-11"}}, {"a month that is over", c.Eve,
				scope.Request{Period: "2026-09"}}, {"a month to come", c.Eve, scope.Request{Period: "2026-12"}},
			{"a team", c.Eve, scope.Request{Team: "South"}}, {"a tree", c.Eve, scope.Request{Owner: c.Nora.String()}},
			{"a manager", c.Nora, scope.Request{}}, {"a rep", c.Ann, scope.Request{}},
		} {
			name := fmt.Sprintf("company %d, %s", seed, ask.name)
			c.See(t, ask.who, func(ctx context.Context, tx *tenant.Tx) error {
				card := load(ctx, t, tx, ask.r)
				b.check(t, name, card, tx.Calendar())
				list, err := pipeline.Load(ctx, tx, card.Scope, pipeline.Filter{InPeriod: true})
				if err != nil {
					return err
				}
				if open := card.Pipeline.Open(); list.Total.Amount != open.Amount || list.Total.Count != open.Count ||
					list.Total.Weighted != card.Pipeline.WeightedOpen() ||
					list.Total.Unconverted != card.Pipeline.Unconverted {
					t.Errorf("%s: the home says %+v, the list behind it %+v", name, card.Pipeline, list.Total)
				}
				return nil
			})
		}
	}
}

func TestAnEmptyOrganisationHasNoFiguresAndNoErrors(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	if err := db.View(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		c := load(t.Context(), t, tx, scope.Request{})
		if c.Target != 0 || c.Closed.WinRate().Defined() || c.Closed.Deal().Defined() || c.Closed.Cycle().Defined() ||
			c.Coverage().Defined() || c.Coverage().Covered ||
			c.Attainment().Defined() || c.Gap() != 0 || len(c.Lines) != 0 || len(c.Teams()) != 0 ||
			len(c.Months) != 3 || len(c.Trend) != 8 || c.Base != "USD" {
			t.Errorf("%+v", c)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestCoverageAndWinRate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name              string
		open, won, target int64
		value             string
		defined, covered  bool
	}{
		{"three times", 300, 900, 1000, "3", true, false}, {"met", 300, 1000, 1000, "0", false, true},
		{"more than met", 0, 1001, 1000, "0", false, true},
		{"no target", 300, 0, 0, "0", false, false}, {"nothing open", 0, 0, 1000, "0", true, false},
		{"a third", 1, 997, 1000, "0.333333", true, false},
		{"a quota of nothing", 300, 0, 0, "0", false, true}, {"a quota of nothing, and more", 300, 5, 0, "0", false,
			true}, {"a quota of nothing, and less", 300, -100, 0, "3", true, false},
	} {
		card := scorecard.Card{Target: c.target, Asked: c.name != "no target"}
		card.Pipeline.Due.Amount, card.Closed.Won.Amount = c.open, c.won
		if got := card.Coverage(); got.Value.String() != c.value || got.Defined() != c.defined ||
			got.Covered != c.covered {
			t.Errorf("%s: %s, defined %t, covered %t", c.name, got.Value, got.Defined(), got.Covered)
		}
	}
	closed := scorecard.Closed{Won: scorecard.Sum{Count: 1, Amount: 900}, Lost: scorecard.Sum{Count: 3, Amount: 100},
		CycleDays: 45}
	if closed.WinRate().Value.String() != "0.25" || closed.WinRateValue().Value.String() != "0.9" ||
		closed.Deal().Value.String() != "900" || closed.Cycle().Value.String() != "45" {
		t.Errorf("%s %s %s %s", closed.WinRate().Value, closed.WinRateValue().Value, closed.Deal().Value,
			closed.Cycle().Value)
	}
}

func TestActivitiesAreCountedForThirtyDaysAndUntouchedAsTheListDoes(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Discovery", 1, "2026-12-31"),
			c.Opportunity("B", c.Ann, "Discovery", 1, "2026-12-31"))
		if err != nil {
			return err
		}
		var done []activity.Imported
		for i, a := range []struct {
			kind, on string
			done     bool
		}{{"call", "2026-11-20", true}, {"email", "2026-10-22", true}, {"meeting", "2026-10-21", true},
			{"task", "2026-11-01", true}, {"call", "2026-11-21", true}, {"call", "2026-11-10", false}} {
			done = append(done, activity.Imported{ID: uuid.New(), ExternalID: fmt.Sprint(i), OpportunityID: &ids[0],
				MemberID: &c.Ann, Kind: a.kind, OccursOn: cast.Day(a.on), Done: a.done, Custom: "{}",
				CreatedAt: cast.Since, Hash: 1})
		}
		_, err = activity.Import(ctx, tx, done)
		return err
	})
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		lines := load(ctx, t, tx, scope.Request{}).Lines
		if len(lines) != 1 || lines[0].Activities != (scorecard.Activities{Calls: 1, Emails: 1, Others: 1}) ||
			lines[0].Untouched != 1 {
			t.Errorf("%+v", lines)
		}
		return nil
	})
}

func TestAQuotaInAnotherCurrencyIsConvertedOrLeftOut(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	b := draw(&c, testdb.Settings, 0)
	b.records, b.quotas = nil, nil
	for i, currency := range []money.Currency{"USD", b.foreign, "GBP"} {
		b.quotas = append(b.quotas,
			quota.Quota{MemberID: c.Reps()[i], StartsOn: cast.Day("2026-10-01"), EndsOn: cast.Day("2027-01-01"),
				ValidFrom: cast.Day("2026-10-01"), ValidTo: cast.Day("2027-01-01"), Amount: 100, Currency: currency})
	}
	c.Do(t, b.store)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		if card := load(ctx, t, tx, scope.Request{}); card.Target != 210 {
			t.Errorf("100 dollars, 100 euros at 1.1, and 100 pounds without a rate are %d", card.Target)
		}
		return nil
	})
}

func TestAsOfIsWhatTheHomeSaidThen(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		in := c.Opportunity("A", c.Ann, "Won", 500, "2026-11-10")
		from, to := "Negotiation", "Won"
		late, early := "2026-12-31", "2026-11-10"
		in.History = []opportunity.Past{{ExternalID: "1", Field: "stage", Old: &from, New: &to,
			At: cast.At("2026-11-10T15:00:00Z")},
			{ExternalID: "2", Field: "close_on", Old: &late, New: &early, At: cast.At("2026-11-10T15:00:00Z")}}
		_, err := cast.Take(ctx, tx, in)
		return err
	})
	for asOf, want := range map[string][3]int64{"2026-11-09": {0, 500, 375}, "2026-11-10": {500, 0, 0},
		"": {500, 0, 0}} {
		c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
			card := load(ctx, t, tx, scope.Request{AsOf: asOf})
			if got := [3]int64{card.Closed.Won.Amount, card.Pipeline.Open().Amount,
				card.Pipeline.WeightedOpen()}; got != want {
				t.Errorf("as of %q: won, open, weighted %v, want %v", asOf, got, want)
			}
			return nil
		})
	}
}

func TestTheHeatIsAttainmentOfThoseWithAQuota(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	b := draw(&c, testdb.Settings, 0)
	b.quotas = []quota.Quota{{MemberID: c.Ann, StartsOn: cast.Day("2026-10-01"), EndsOn: cast.Day("2027-01-01"),
		ValidFrom: cast.Day("2026-10-01"), ValidTo: cast.Day("2027-01-01"), Amount: 1000, Currency: "USD"}}
	b.records = []opportunity.Imported{c.Opportunity("A", c.Ann, "Won", 250, "2026-10-02"),
		c.Opportunity("B", c.Cat, "Won", 250, "2026-10-02")}
	c.Do(t, b.store)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		heat := load(ctx, t, tx, scope.Request{}).Heat
		if len(heat) != 1 || heat[0].Name != "Ann" || heat[0].Periods[7].Attainment().Value.String() != "0.25" ||
			slices.ContainsFunc(heat[0].Periods[:7],
				func(a scorecard.Attained) bool { return a.Attainment().Defined() }) {
			t.Errorf("%+v", heat)
		}
		return nil
	})
}
