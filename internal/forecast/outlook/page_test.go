package outlook_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb/cast"
)

// worth is what each rep of the cast comes to in these tests.
func worth(c *cast.Company) map[uuid.UUID]int64 {
	return map[uuid.UUID]int64{c.Ann: 100, c.Ben: 200, c.Cat: 400, c.Dan: 800}
}

// publish keeps outlooks of the quarter on some days, each a unit more a rep than the one before, and trials of two
// quarters.
func publish(t *testing.T, c *cast.Company, days ...string) period.Period {
	t.Helper()
	var q period.Period
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		q = tx.Calendar().Containing(period.Quarter, tx.Today())
		r := outlook.Record{ID: uuid.Must(uuid.NewV7()), AsOf: cast.Day(days[0]), MadeAt: tx.Now()}
		if err := outlook.Keep(ctx, tx, r, trials(c, tx.Calendar(), q)); err != nil {
			return err
		}
		for i, day := range days {
			if err := outlook.Publish(ctx, tx, r, made(c, q, cast.Day(day), int64(i))); err != nil {
				return err
			}
		}
		return nil
	})
	return q
}

func made(c *cast.Company, q period.Period, day period.Date, more int64) outlook.Outlook {
	o := outlook.Outlook{Period: q.Key, Kind: q.Kind, AsOf: day, Currency: "USD", Published: projection.House}
	figure := func(name string, id uuid.UUID, v int64) outlook.Figure {
		return outlook.Figure{Name: name, ID: &id, Value: v, Parts: &outlook.Parts{Open: v},
			Range: &outlook.Range{P10: v - 10, P50: v, P90: v + 10}}
	}
	total := int64(0)
	for id, v := range worth(c) {
		o.Members = append(o.Members, figure(id.String(), id, v+more))
		total += v + more
	}
	o.Managers = []outlook.Figure{figure("Nora", c.Nora, 300+2*more), figure("Sol", c.Sol, 1200+2*more),
		figure("Eve", c.Eve, total)}
	o.Methods = []outlook.Figure{{Name: string(projection.House), Value: total,
		Range: &outlook.Range{P10: total - 1, P50: total, P90: total + 1}}}
	return o
}

func trials(c *cast.Company, calendar period.Calendar, q period.Period) []backtest.Trial {
	var all []backtest.Trial
	names := map[uuid.UUID]string{c.Ann: "Ann", c.Ben: "Ben", c.Cat: "Cat", c.Dan: "Dan"}
	for n := range 2 {
		p := calendar.Shift(q, -1-n)
		for _, cut := range []backtest.Cutoff{backtest.Mid, backtest.Lock} {
			for _, m := range []projection.Method{projection.House, projection.Commit} {
				for id, v := range worth(c) {
					all = append(all, backtest.Trial{Period: p, Cutoff: cut, Day: cut.Day(p), Method: m,
						Level: backtest.Member, Name: names[id], Forecast: float64(v + 7), Actual: float64(v)})
				}
				for _, team := range []string{"North", "South"} {
					all = append(all, backtest.Trial{Period: p, Cutoff: cut, Day: cut.Day(p), Method: m,
						Level: backtest.Team, Name: team, Forecast: 14, Actual: 10, Low: 9, High: 20})
				}
			}
		}
	}
	return all
}

func TestTheCourseOfSomeMembersIsTheSumOfTheirFigures(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	q := publish(t, &c, "2026-10-24", "2026-10-31", "2026-11-02", "2026-11-07")
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		points, err := outlook.CourseOf(ctx, tx, q, cast.Day("2026-11-07"), []uuid.UUID{c.Nora, c.Ann, c.Ben}, &c.Nora)
		if err != nil {
			return err
		}
		var values []int64
		for _, p := range points {
			values = append(values, p.Value)
			if p.Low == nil || *p.Low != p.Value-10 || *p.High != p.Value+10 {
				t.Errorf("the range on %s: %v to %v", p.AsOf, p.Low, p.High)
			}
		}
		if !slices.Equal(values, []int64{300, 302, 306}) { // one a week
			t.Errorf("the course is %v", values)
		}
		alone, err := outlook.CourseOf(ctx, tx, q, cast.Day("2026-11-02"), []uuid.UUID{c.Ann}, nil)
		if err != nil || len(alone) != 1 || alone[0].Value != 102 || alone[0].Low != nil {
			t.Errorf("Ann alone: %+v", alone)
		}
		whole, err := outlook.Load(ctx, tx, q, cast.Day("2026-11-06"))
		if err != nil {
			return err
		}
		figures, err := outlook.Figures(ctx, tx, q, cast.Day("2026-11-06"))
		if err != nil || figures.AsOf != cast.Day("2026-11-02") || figures.Published != whole.Published ||
			!reflect.DeepEqual(figures.Members, whole.Members) ||
			!reflect.DeepEqual(figures.Managers, whole.Managers) ||
			!reflect.DeepEqual(figures.Methods, whole.Methods) || len(figures.Opportunities) > 0 {
			t.Errorf("the figures are %+v, %v, those of the whole %+v", figures, err, whole)
		}
		if _, err := outlook.Figures(ctx, tx, q, cast.Day("2026-10-01")); !errors.Is(err, outlook.ErrNone) {
			t.Errorf("figures before the first outlook: %v", err)
		}
		newest, ok, err := outlook.Newest(ctx, tx, q, cast.Day("2026-11-06"))
		if !ok || err != nil || newest.AsOf != cast.Day("2026-11-02") || newest.Value != 1508 {
			t.Errorf("the newest: %+v, %t, %v", newest, ok, err)
		}
		if _, ok, err := outlook.Newest(ctx, tx, q, cast.Day("2026-10-01")); ok || err != nil {
			t.Errorf("there is none before the first: %t, %v", ok, err)
		}
		return nil
	})
}

func TestThePartOfSomeMembersTellsNothingOfTheWhole(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	q := period.Period{Key: "2026-Q4", Kind: period.Quarter}
	whole := made(&c, q, cast.Day("2026-11-07"), 0)
	before := int64(1400)
	whole.Before = &before
	part, sum := whole.For([]uuid.UUID{c.Nora, c.Ann, c.Ben, c.Nora})
	if sum.Value != 300 || sum.ID == nil || *sum.ID != c.Nora || sum.Range == nil || len(part.Members) != 2 ||
		len(part.Managers) != 1 {
		t.Errorf("Nora's people: %+v of %+v", sum, part)
	}
	if part.Before != nil || part.Methods != nil || part.Teams != nil || part.Categories != nil {
		t.Errorf("figures of the organisation are left in %+v", part)
	}
	if _, sum := whole.For([]uuid.UUID{c.Ann, c.Ann}); sum.Value != 100 || sum.ID == nil || *sum.ID != c.Ann ||
		sum.Range.P90 != 110 {
		t.Errorf("Ann: %+v", sum)
	}
	if _, sum := whole.For([]uuid.UUID{c.Ann, c.Cat, c.Dan}); sum.Value != 1300 || sum.Range != nil || sum.ID != nil {
		t.Errorf("nobody's people: %+v", sum)
	}
}

func TestAccuracyIsToldOfWhomSomebodySees(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	publish(t, &c, "2026-11-07")
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
		if err != nil {
			return err
		}
		for _, want := range []struct {
			members []uuid.UUID
			level   backtest.Level
			name    string
			trials  int
			first   float64
		}{
			{nil, backtest.Organisation, "", 0, 0}, {[]uuid.UUID{c.Nora, c.Ann, c.Ben}, backtest.Team, "North", 8, 14},
			{[]uuid.UUID{c.Ann}, backtest.Member, "Ann", 8, 107},
			{[]uuid.UUID{c.Ann, c.Cat}, backtest.Team, "", 8, 514}, {[]uuid.UUID{}, backtest.Team, "", 0, 0},
		} {
			s := outlook.SubjectOf(roster, want.members, "")
			if s.Level != want.level || s.Name != want.name || (s.Members == nil) != (want.members == nil) {
				t.Errorf("%v: %+v", want.members, s)
			}
			got, err := outlook.TrialsOf(ctx, tx, s, period.Quarter, tx.Today())
			if err != nil || len(got) != want.trials || len(got) > 0 && got[0].Forecast != want.first {
				t.Errorf("%v: %d trials, %+v, %v", want.members, len(got), got, err)
			}
		}
		early, err := outlook.ListTrials(ctx, tx, outlook.TrialFilter{Level: backtest.Member, Method: projection.Commit,
			Cutoff: backtest.Mid, Names: []string{"Ann", "Dan"}, Day: cast.Day("2026-09-29")})
		if err != nil || len(early) != 2 {
			t.Errorf("of quarters that were over in September: %+v, %v", early, err)
		}
		none, err := outlook.ListTrials(ctx, tx,
			outlook.TrialFilter{Level: backtest.Member, Names: []string{}, Day: tx.Today()})
		if err != nil || len(none) != 0 {
			t.Errorf("of nobody: %+v, %v", none, err)
		}
		return nil
	})
}

func TestAScenarioIsItsAuthors(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var ids []uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		ids, err = cast.Take(ctx, tx, c.Opportunity("one", c.Ann, "Proposal", 100, "2026-12-01"),
			c.Opportunity("two", c.Dan, "Proposal", 100, "2026-12-01"))
		return err
	})
	q := period.Period{Key: "2026-Q4"}
	var first outlook.Scenario
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) (err error) {
		first, err = outlook.Suppose(ctx, tx, outlook.Scenario{Period: q.Key, Name: "Careful",
			Assumptions: outlook.Assumptions{WinRate: -10, Out: ids[:1]}})
		return err
	})
	for _, who := range []struct {
		id   uuid.UUID
		sees int
	}{{c.Nora, 1}, {c.Eve, 1}, {c.Olga, 1}, {c.Sol, 0}, {c.Ann, 0}} {
		c.See(t, who.id, func(ctx context.Context, tx *tenant.Tx) error {
			list, err := outlook.Scenarios(ctx, tx, q, tx.Now())
			if len(list) != who.sees {
				t.Errorf("%s sees %d", who.id, len(list))
			}
			return err
		})
	}
	refused := func(who uuid.UUID, s outlook.Scenario, kind fault.Kind) {
		t.Helper()
		err := c.DB.Update(t.Context(), c.Actor(who),
			func(tx *tenant.Tx) error { _, err := outlook.Suppose(t.Context(), tx, s); return err })
		if err == nil || fault.KindOf(err) != kind {
			t.Errorf("%+v: %v", s, err)
		}
	}
	refused(c.Ann, outlook.Scenario{Period: q.Key, Name: "Mine"}, fault.Forbidden)
	refused(c.Sol, outlook.Scenario{ID: first.ID, Period: q.Key, Name: "Mine"}, fault.NotFound)
	refused(c.Nora, outlook.Scenario{Period: q.Key, Name: "Dan's", Assumptions: outlook.Assumptions{In: ids[1:]}},
		fault.NotFound)
	refused(c.Nora, outlook.Scenario{Period: q.Key, Name: " "}, fault.Invalid)
	refused(c.Nora, outlook.Scenario{Period: q.Key, Name: "Both",
		Assumptions: outlook.Assumptions{In: ids[:1], Out: ids[:1]}}, fault.Invalid)
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		first.Slip = 20
		if _, err := outlook.Suppose(ctx, tx, first); err != nil {
			return err
		}
		list, err := outlook.Scenarios(ctx, tx, q, tx.Now())
		if err != nil || len(list) != 1 || list[0].Slip != 20 || list[0].WinRate != -10 ||
			!slices.Equal(list[0].Out, ids[:1]) {
			t.Errorf("the newer form: %+v, %v", list, err)
		}
		if err := outlook.Withdraw(ctx, tx, q, first.ID); err != nil {
			return err
		}
		if list, err = outlook.Scenarios(ctx, tx, q, tx.Now()); err != nil || len(list) != 0 {
			t.Errorf("withdrawn: %+v, %v", list, err)
		}
		if err := outlook.Withdraw(ctx, tx, q, first.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("withdrawn twice: %v", err)
		}
		rows, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.scenarios s WHERE s.tenant_id = @tenant`,
			nil)
		if rows != 3 {
			t.Errorf("%d rows on record", rows)
		}
		return err
	})
}
