package compensation_test

import (
	"testing"
	"time"

	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/testdb/cast"
)

func TestAMemberReadsThePublishedVersionsOfTheirDays(t *testing.T) {
	t.Parallel()
	version := func(number int, from, to string, published bool) compensation.Version {
		v := compensation.Version{Number: number,
			Document: plan.Document{Effective: plan.Span{From: cast.Day(from), To: cast.Day(to)}}}
		if published {
			at := time.Date(2025, 12, number, 0, 0, 0, 0, time.UTC)
			v.PublishedAt = &at
		}
		return v
	}
	versions := []compensation.Version{version(1, "2026-01-01", "2026-07-01", true),
		version(2, "2026-07-01", "2027-01-01", true), version(3, "2026-01-01", "2027-01-01", false)}
	on := func(from, to string) compensation.Assignment {
		a := compensation.Assignment{ValidFrom: cast.Day(from)}
		if to != "" {
			a.ValidTo = cast.Day(to)
		}
		return a
	}
	for name, c := range map[string]struct {
		theirs []compensation.Assignment
		want   []int
	}{
		"until further notice": {[]compensation.Assignment{on("2026-01-01", "")}, []int{1, 2}},
		"who left in June":     {[]compensation.Assignment{on("2026-01-01", "2026-07-01")}, []int{1}},
		"who joined in July":   {[]compensation.Assignment{on("2026-07-01", "")}, []int{2}},
		"who was on it twice": {[]compensation.Assignment{on("2026-01-01", "2026-02-01"),
			on("2026-12-01", "")}, []int{1, 2}},
		"who was on it before":         {[]compensation.Assignment{on("2025-01-01", "2026-01-01")}, nil},
		"who was never on it":          {nil, nil},
		"who joins once all has ended": {[]compensation.Assignment{on("2027-01-01", "")}, nil},
	} {
		got := compensation.Readable(versions, c.theirs)
		if len(got) != len(c.want) {
			t.Errorf("%s reads %v", name, got)
			continue
		}
		for i, v := range got {
			if v.Number != c.want[i] {
				t.Errorf("%s reads version %d in place of %d", name, v.Number, c.want[i])
			}
		}
	}
	if len(versions) != 3 || versions[2].Number != 3 {
		t.Error("what was read changed the versions")
	}
	if got := compensation.Begins(versions); got != cast.Day("2026-01-01") {
		t.Errorf("the plan begins on %s", got)
	}
	if got := compensation.Begins(versions[2:]); !got.IsZero() {
		t.Errorf("a draft begins on %s", got)
	}
}
