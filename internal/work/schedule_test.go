package work

import (
	"testing"
	"time"

	"quarterdeck/internal/base/period"
)

func TestATurnComesUpByTheOrganisationsClock(t *testing.T) {
	t.Parallel()
	check := turn{hour: 2, minute: 30}
	quarter := turn{every: 15 * time.Minute}
	for _, c := range []struct {
		turn            turn
		zone, now, want string
	}{
		{check, "UTC", "2026-11-20T12:00:00Z", "2026-11-20T02:30:00Z"},
		{check, "UTC", "2026-11-20T02:29:59Z", "2026-11-19T02:30:00Z"},
		{check, "UTC", "2026-11-20T02:30:00Z", "2026-11-20T02:30:00Z"},
		{check, "America/New_York", "2026-11-20T07:00:00Z", "2026-11-19T07:30:00Z"},
		{check, "Asia/Kolkata", "2026-11-20T12:00:00Z", "2026-11-19T21:00:00Z"},
		{check, "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z"}, // half past two is skipped
		// or comes twice, and counts once
		{check, "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25T01:30:00Z"},
		{turn{minute: 5}, "Asia/Beirut", "2026-03-29T12:00:00Z", "2026-03-28T22:05:00Z"}, // midnight is skipped
		{quarter, "UTC", "2026-11-20T12:44:59Z", "2026-11-20T12:30:00Z"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		now, _ := time.Parse(time.RFC3339, c.now)
		if got := c.turn.last(now, period.Calendar{Zone: loc}).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("at %s in %s it came up last at %s, want %s", c.now, c.zone, got, c.want)
		}
	}
}

func TestEveryDailyTurnIsMetByAGlanceInEveryZone(t *testing.T) {
	t.Parallel()
	for _, turn := range schedule {
		if turn.every == 0 && turn.minute%int(glance.Minutes()) != 0 || turn.every > 0 && time.Hour%turn.every != 0 {
			t.Errorf("%s comes up between two glances", turn.name)
		}
	}
}
