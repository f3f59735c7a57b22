package payrun_test

import (
	"testing"
	"time"

	"quarterdeck/internal/pay/payrun"
)

func TestACalculationIsUnderWayUntilItEndsOrMustHaveStopped(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	ended := began.Add(time.Minute)
	for name, c := range map[string]struct {
		finished *time.Time
		after    time.Duration
		want     bool
	}{
		"just begun":                   {nil, 0, true},
		"after a quarter of an hour":   {nil, 15 * time.Minute, false},
		"shortly before that":          {nil, 15*time.Minute - time.Second, true},
		"at its end":                   {&ended, time.Minute, false},
		"at once, with an end already": {&ended, 0, false},
	} {
		a := payrun.Attempt{StartedAt: began, FinishedAt: c.finished}
		if got := a.UnderWay(began.Add(c.after)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
