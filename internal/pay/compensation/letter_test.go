package compensation_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/testdb/cast"
)

func TestALetterIsAskedForByWhoseItIsAndByThoseWhoManagePlans(t *testing.T) {
	t.Parallel()
	me, other := uuid.New(), uuid.New()
	for _, role := range tenant.Roles {
		who := tenant.Actor{MemberID: me, Role: role}
		if !compensation.ReadsLetter(who, me) {
			t.Errorf("%s does not read their own", role)
		}
		if got := compensation.ReadsLetter(who, other); got != (role == tenant.Ops || role == tenant.Finance) {
			t.Errorf("%s and the letter of another: %v", role, got)
		}
	}
}

func TestTargetsAreOfTheDaysOnWhichThePlanIsTheirs(t *testing.T) {
	t.Parallel()
	d := plan.Document{Measurement: period.Quarter,
		Effective: plan.Span{From: cast.Day("2026-01-01"), To: cast.Day("2027-01-01")}}
	year := quota.Quota{StartsOn: cast.Day("2026-01-01"), EndsOn: cast.Day("2027-01-01"),
		ValidFrom: cast.Day("2026-01-01"), ValidTo: cast.Day("2027-01-01"), Amount: 365_00}
	on := func(from, to string) compensation.Assignment {
		a := compensation.Assignment{ValidFrom: cast.Day(from)}
		if to != "" {
			a.ValidTo = cast.Day(to)
		}
		return a
	}
	for name, c := range map[string]struct {
		theirs []compensation.Assignment
		want   []int64
		keys   []string
	}{
		"all year": {[]compensation.Assignment{on("2025-01-01", "")}, []int64{90_00, 91_00, 92_00, 92_00},
			[]string{"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}},
		"from February on": {[]compensation.Assignment{on("2026-02-01", "")}, []int64{59_00, 91_00, 92_00, 92_00},
			[]string{"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}},
		"twice a quarter": {[]compensation.Assignment{on("2026-04-01", "2026-04-11"), on("2026-06-01", "2026-07-01")},
			[]int64{40_00}, []string{"2026-Q2"}},
		"never":    {nil, nil, nil},
		"after it": {[]compensation.Assignment{on("2027-01-01", "")}, nil, nil},
	} {
		var minor []int64
		var keys []string
		for _, target := range compensation.Targets(d, period.Calendar{}, c.theirs, []quota.Quota{year}) {
			minor, keys = append(minor, target.Minor), append(keys, target.Period.Key)
		}
		if !slices.Equal(minor, c.want) || !slices.Equal(keys, c.keys) {
			t.Errorf("%s: %v in %v", name, minor, keys)
		}
	}
	if all := compensation.Targets(d, period.Calendar{}, []compensation.Assignment{on("2026-01-01", "")},
		nil); len(all) != 0 {
		t.Errorf("without a quota: %v", all)
	}
}

func TestExamplesAreOfThePresentTargetOrTheNearest(t *testing.T) {
	t.Parallel()
	var all []compensation.Target
	for i, p := range (period.Calendar{}).Between(period.Quarter, cast.Day("2026-01-01"), cast.Day("2026-10-01")) {
		all = append(all, compensation.Target{Period: p, Minor: int64(i + 1)})
	}
	for day, want := range map[string]int64{"2025-06-01": 1, "2026-01-01": 1, "2026-05-20": 2, "2026-09-30": 3,
		"2027-02-01": 3} {
		if now, ok := compensation.Present(all, cast.Day(day)); !ok || now.Minor != want {
			t.Errorf("on %s the one of %s", day, now.Period.Key)
		}
	}
	if _, ok := compensation.Present(nil, cast.Day("2026-01-01")); ok {
		t.Error("there is one of nothing")
	}
}
