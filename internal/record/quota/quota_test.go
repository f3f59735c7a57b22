package quota_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

// of is a quota that is in force for all of its period, days given as its first and the day after its last.
func of(id uuid.UUID, from, to string, amount int64) quota.Quota {
	return quota.Quota{MemberID: id, StartsOn: cast.Day(from), EndsOn: cast.Day(to), ValidFrom: cast.Day(from),
		ValidTo: cast.Day(to), Amount: amount, Currency: "USD"}
}

func TestProratedCountsTheDaysInForce(t *testing.T) {
	t.Parallel()
	low, high := of(uuid.Nil, "2026-01-01", "2027-01-01", 1_200_000_00),
		of(uuid.Nil, "2026-01-01", "2027-01-01", 1_500_000_00)
	low.ValidTo, high.ValidFrom = cast.Day("2026-07-01"), cast.Day("2026-07-01")
	leap := of(uuid.Nil, "2028-01-01", "2029-01-01", 366_00)
	for _, c := range []struct {
		name, from, to string
		quotas         []quota.Quota
		want           int64
	}{
		{"raised on 1 July (definitions §9)", "2026-01-01", "2027-01-01", []quota.Quota{low, high}, 1_351_232_88},
		{"the half before", "2026-01-01", "2026-07-01", []quota.Quota{low, high}, 595_068_49},
		{"another year", "2027-01-01", "2028-01-01", []quota.Quota{low, high}, 0},
		{"a leap day", "2028-02-29", "2028-03-01", []quota.Quota{leap}, 1_00},
		{"a leap year's February", "2028-02-01", "2028-03-01", []quota.Quota{leap}, 29_00},
		{"one day of two weeks, half up", "2026-01-01", "2026-01-02",
			[]quota.Quota{of(uuid.Nil, "2026-01-01", "2026-01-15", 7)}, 1},
		{"none", "2026-01-01", "2027-01-01", nil, 0},
	} {
		if got := quota.Prorated(c.quotas, cast.Day(c.from), cast.Day(c.to)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestThePartsOfAYearAreItsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := cast.Day("2023-01-01") + period.Date(rapid.IntRange(0, 2000).Draw(t, "start"))
		end := start + period.Date(rapid.IntRange(1, 400).Draw(t, "days"))
		q := quota.Quota{StartsOn: start, EndsOn: end, ValidFrom: start, ValidTo: end,
			Amount: rapid.Int64Range(0, 1e14).Draw(t, "amount")}
		cuts := []period.Date{start}
		for cuts[len(cuts)-1] < end {
			cuts = append(cuts, min(end, cuts[len(cuts)-1]+period.Date(rapid.IntRange(1, 120).Draw(t, "part"))))
		}
		sum := int64(0)
		for i := 1; i < len(cuts); i++ {
			sum += quota.Prorated([]quota.Quota{q}, cuts[i-1], cuts[i])
		}
		if off := sum - q.Amount; off > int64(len(cuts)) || -off > int64(len(cuts)) {
			t.Fatalf("%d parts sum to %d, not to %d", len(cuts)-1, sum, q.Amount)
		}
		if whole := quota.Prorated([]quota.Quota{q}, start-10, end+10); whole != q.Amount {
			t.Fatalf("the whole is %d, not %d", whole, q.Amount)
		}
	})
}

func TestPaceAndWhatIsNeeded(t *testing.T) {
	t.Parallel()
	q4, err := period.Calendar{}.Parse("2026-Q4") // 92 days
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, today  string
		won          int64
		pace, weekly int64
	}{
		{"before it starts", "2026-09-30", 0, 0, 700}, {"the first day", "2026-10-01", 0, 100, 700},
		{"half way", "2026-11-15", 4600, 4600, 685},
		{"the last day", "2026-12-31", 9100, 9200, 700}, {"the day after", "2027-01-01", 0, 9200, 0},
		{"met", "2026-11-15", 9200, 4600, 0}, {"more than met", "2026-11-15", 9300, 4600, 0},
	} {
		today := cast.Day(c.today)
		if got := quota.LinearPace(9200, q4, today); got != c.pace {
			t.Errorf("%s: the pace is %d, want %d", c.name, got, c.pace)
		}
		if got := quota.NeededPerWeek(9200, c.won, q4, today); got != c.weekly {
			t.Errorf("%s: %d a week, want %d", c.name, got, c.weekly)
		}
	}
}

// listed writes quotas as days in force and amounts.
func listed(t *testing.T, tx *tenant.Tx, asOf time.Time) string {
	t.Helper()
	quotas, err := quota.List(t.Context(), tx, cast.Day("2020-01-01"), cast.Day("2030-01-01"), asOf)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, q := range quotas {
		parts = append(parts, fmt.Sprintf("%s–%s %d", q.ValidFrom, q.ValidTo, q.Amount))
	}
	return strings.Join(parts, "; ")
}

func TestAnAssignmentInMidPeriodIsASecondVersion(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	assign := func(from string, amount int64) {
		t.Helper()
		c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			q := of(c.Ann, "2026-01-01", "2027-01-01", amount)
			q.ValidFrom = cast.Day(from)
			return quota.Assign(ctx, tx, q)
		})
	}
	assign("2026-01-01", 100)
	assign("2026-07-01", 200)
	assign("2026-10-01", 300)
	assign("2026-07-01", 250)
	c.See(t, c.Ann, func(_ context.Context, tx *tenant.Tx) error {
		if got, want := listed(t, tx, time.Time{}),
			"2026-01-01–2026-07-01 100; 2026-07-01–2027-01-01 250"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if got := listed(t, tx, tx.Now().Add(-time.Hour)); got != "" {
			t.Errorf("before it was assigned there was %s", got)
		}
		kept, err := tenant.Value[int64](t.Context(), tx, `SELECT count(*) FROM app.quotas WHERE tenant_id = @tenant`,
			nil)
		if kept != 6 {
			t.Errorf("%d rows are kept of the six that there were", kept)
		}
		return err
	})
}

func TestAQuotaThatMeansNothingOrIsNotYoursToAssignIsRefused(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	good := of(c.Ann, "2026-01-01", "2027-01-01", 100)
	for name, change := range map[string]func(*quota.Quota){
		"ends before it starts": func(q *quota.Quota) { q.EndsOn = q.StartsOn },
		"in force too early":    func(q *quota.Quota) { q.ValidFrom-- },
		"in force too long":     func(q *quota.Quota) { q.ValidTo++ },
		"never in force":        func(q *quota.Quota) { q.ValidTo = q.ValidFrom },
		"negative":              func(q *quota.Quota) { q.Amount = -1 },
	} {
		q := good
		change(&q)
		if err := c.DB.Update(t.Context(),
			c.Actor(c.Olga),
			func(tx *tenant.Tx) error { return quota.Assign(t.Context(), tx, q) }); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, id := range []uuid.UUID{c.Ann, c.Nora, c.Eve, c.Fay} {
		if err := c.DB.Update(t.Context(),
			c.Actor(id), func(tx *tenant.Tx) error {
				return quota.Assign(t.Context(), tx,
					good)
			}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s assigns: %v", c.Actor(id).Role, err)
		}
	}
}

func TestAnImportedQuotaIsReplacedOnlyWhenTheSourceSaysOtherwise(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	id, err := member.Add(t.Context(), tx, member.Person{Name: "Ann"})
	if err != nil {
		t.Fatal(err)
	}
	take := func(amount int64, want tenant.Outcome) {
		t.Helper()
		out, err := quota.Import(t.Context(), tx,
			[]quota.Imported{{ID: uuid.New(), ExternalID: "Q1", MemberID: id, StartsOn: cast.Day("2026-01-01"),
				EndsOn: cast.Day("2027-01-01"), Amount: amount, Currency: "USD", Custom: "{}",
				KnownAt: cast.At("2026-01-01T00:00:00Z")}})
		if err != nil || out != want {
			t.Errorf("%+v, %v; want %+v", out, err, want)
		}
	}
	take(100, tenant.Outcome{Added: 1})
	take(100, tenant.Outcome{Unchanged: 1})
	q := of(id, "2026-01-01", "2027-01-01", 200)
	q.ValidFrom = cast.Day("2026-07-01")
	if err := quota.Assign(t.Context(), tx, q); err != nil {
		t.Fatal(err)
	}
	take(100, tenant.Outcome{Unchanged: 1}) // what was assigned here stays, and is not doubled
	if got, want := listed(t, tx, time.Time{}), "2026-01-01–2026-07-01 100; 2026-07-01–2027-01-01 200"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	take(300, tenant.Outcome{Changed: 1})
	take(300, tenant.Outcome{Unchanged: 1})
	if got, want := listed(t, tx, time.Time{}), "2026-01-01–2027-01-01 300"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := listed(t, tx, tx.Now().Add(-time.Hour)), "2026-01-01–2027-01-01 100"; got != want {
		t.Errorf("as it was known before: %s, want %s", got, want)
	}
}

func TestAQuotaInAnotherCurrencyIsWorthItsFirstDaysRate(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for _, r := range []struct{ from, rate string }{{"2025-01-01", "1.10"}, {"2026-07-01", "1.30"}} {
			if err := fx.Set(ctx, tx, fx.Rate{Currency: "EUR", Rate: decimal.RequireFromString(r.rate),
				ValidFrom: cast.Day(r.from)}); err != nil {
				return err
			}
		}
		for i, currency := range []money.Currency{"EUR", "USD", "GBP"} {
			q := of(c.Reps()[i], "2026-01-01", "2027-01-01", 100_00)
			q.Currency = currency
			if err := quota.Assign(ctx, tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		quotas, err := quota.List(ctx, tx, cast.Day("2026-01-01"), cast.Day("2027-01-01"), time.Time{})
		for _, q := range quotas {
			want := map[money.Currency]int64{"EUR": 110_00, "USD": 100_00}[q.Currency]
			if q.Currency == "GBP" && q.Base != nil || q.Currency != "GBP" && (q.Base == nil || *q.Base != want) {
				t.Errorf("%d %s is worth %v", q.Amount, q.Currency, q.Base)
			}
		}
		if len(quotas) != 3 {
			t.Errorf("%d quotas", len(quotas))
		}
		return err
	})
}

// The past is long ago, because Postgres asks its own clock who manages whom today.
func TestWhoSeesWhoseQuotas(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for _, id := range []uuid.UUID{c.Nora, c.Ann, c.Ben, c.Sol, c.Cat} {
			for _, half := range [][2]string{{"2024-01-01", "2024-07-01"}, {"2024-07-01", "2025-01-01"}} {
				if err := quota.Assign(ctx, tx, of(id, half[0], half[1], 100)); err != nil {
					return err
				}
			}
		}
		return member.Assign(ctx, tx, member.Assignment{MemberID: c.Ann, Role: tenant.Rep, ManagerID: &c.Sol,
			Team: "South", ValidFrom: cast.Day("2024-07-01")})
	})
	first, second := cast.Day("2024-01-01"), cast.Day("2024-07-01")
	type seen struct {
		who    uuid.UUID
		period period.Date
	}
	of := func(halves []period.Date, ids ...uuid.UUID) (all []seen) {
		for _, id := range ids {
			for _, h := range halves {
				all = append(all, seen{id, h})
			}
		}
		return all
	}
	both := []period.Date{first, second}
	everybody := of(both, c.Nora, c.Ann, c.Ben, c.Sol, c.Cat)
	for _, want := range []struct {
		name string
		who  uuid.UUID
		sees []seen
	}{
		{"a rep", c.Ben, of(both, c.Ben)}, {"a rep who moved", c.Ann, of(both, c.Ann)},
		{"a rep without any", c.Dan, nil},
		{"the manager of now", c.Sol, of(both, c.Sol, c.Cat, c.Ann)},
		{"the manager of before", c.Nora, append(of(both, c.Nora, c.Ben), seen{c.Ann, first})},
		{"the executive", c.Eve, everybody}, {"finance", c.Fay, everybody}, {"operations", c.Olga, everybody},
		{"the administrator", c.Ada, everybody},
	} {
		c.See(t, want.who, func(ctx context.Context, tx *tenant.Tx) error {
			quotas, err := quota.List(ctx, tx, first, cast.Day("2025-01-01"), time.Time{})
			for _, q := range quotas {
				if !slices.Contains(want.sees, seen{q.MemberID, q.StartsOn}) {
					t.Errorf("%s sees a quota from %s that is not theirs to see", want.name, q.StartsOn)
				}
			}
			if len(quotas) != len(want.sees) {
				t.Errorf("%s sees %d quotas, want %d", want.name, len(quotas), len(want.sees))
			}
			return err
		})
	}
}

func TestNobodyBelowWritesAQuota(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return quota.Assign(ctx, tx, of(c.Ann, "2026-01-01", "2027-01-01", 100))
	})
	const insert = `INSERT INTO app.quotas (tenant_id, id, member_id, starts_on, ends_on, valid_from, valid_to, amount,
			currency, known_at)
		VALUES (@tenant, @id, @member, '2026-01-01', '2027-01-01', '2026-01-01', '2027-01-01', 1, 'USD', now())`
	for _, id := range []uuid.UUID{c.Ann, c.Nora} {
		err := c.DB.Update(t.Context(), c.Actor(id), func(tx *tenant.Tx) error {
			_, err := tx.Exec(t.Context(), insert, tenant.Args{"id": uuid.New(), "member": c.Ann})
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "row-level security") {
			t.Errorf("%s inserts a quota: %v", c.Actor(id).Role, err)
		}
		c.As(t, id, func(ctx context.Context, tx *tenant.Tx) error {
			touched, err := tx.Exec(ctx, `UPDATE app.quotas SET amount = 1 WHERE tenant_id = @tenant`, nil)
			if touched != 0 {
				t.Errorf("%s changes %d quotas", c.Actor(id).Role, touched)
			}
			return err
		})
	}
}

// TestNobodyImportsTheQuotaThatTheyArePaidBy has somebody in operations lower their own quota, or hand it to another.
func TestNobodyImportsTheQuotaThatTheyArePaidBy(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	own := func(key string, of uuid.UUID, amount int64) quota.Imported {
		return quota.Imported{ID: uuid.New(), ExternalID: key, MemberID: of, StartsOn: cast.Day("2026-10-01"),
			EndsOn: cast.Day("2027-01-01"), Amount: amount, Currency: "USD", Custom: "{}", KnownAt: cast.Since}
	}
	take := func(want tenant.Outcome, rows ...quota.Imported) {
		t.Helper()
		c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			out, err := quota.Import(ctx, tx, rows)
			if out != want {
				t.Errorf("%+v, want %+v", out, want)
			}
			return err
		})
	}
	take(tenant.Outcome{Added: 2}, own("Q1", c.Olga, 100_00), own("Q2", c.Ann, 100_00)) // while nobody pays her
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		plan := uuid.New()
		if _, err := tx.Exec(ctx, `INSERT INTO app.compensation_plans (tenant_id, id, name, created_at)
			VALUES (@tenant, @plan, 'Operations', @now)`, tenant.Args{"plan": plan, "now": tx.Now()}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO app.plan_assignments (tenant_id, id, member_id, plan_id, valid_from,
				known_at) VALUES (@tenant, @id, @member, @plan, '2026-01-01', @now)`,
			tenant.Args{"id": uuid.New(), "member": c.Olga, "plan": plan, "now": tx.Now()})
		return err
	})
	take(tenant.Outcome{Changed: 1, Unchanged: 1}, own("Q1", c.Olga, 50_00), own("Q2", c.Ann, 50_00))
	take(tenant.Outcome{Unchanged: 1}, own("Q1", c.Ben, 100_00))
	take(tenant.Outcome{Unchanged: 1}, own("Q3", c.Olga, 1_00))
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := quota.List(ctx, tx, cast.Day("2026-10-01"), cast.Day("2027-01-01"), time.Time{})
		sums := map[uuid.UUID]int64{}
		for _, q := range all {
			sums[q.MemberID] += q.Amount
		}
		if sums[c.Olga] != 100_00 || sums[c.Ann] != 50_00 || sums[c.Ben] != 0 {
			t.Errorf("the quotas are %v", sums)
		}
		return err
	})
	if err := c.DB.Update(t.Context(), c.Actor(c.Olga), func(tx *tenant.Tx) error {
		return quota.Assign(t.Context(), tx, of(c.Olga, "2026-01-01", "2027-01-01", 1))
	}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("operations assigns its own quota: %v", err)
	}
}
