package notification_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/testdb/cast"
)

func TestWhenSomethingUnreadIsMailed(t *testing.T) {
	t.Parallel()
	berlin := notification.Times{Zone: "Europe/Berlin", Wait: 15, Digest: 8 * 60, QuietFrom: 20 * 60, QuietTo: 7 * 60}
	loud := berlin
	loud.QuietFrom, loud.QuietTo = 0, 0
	none, feast := worktime.Schedule{}, worktime.Schedule{Holidays: map[period.Date]string{
		cast.Day("2026-12-25"): "Christmas Day", cast.Day("2026-12-26"): "Boxing Day"}}
	for _, c := range []struct {
		times   notification.Times
		channel notification.Channel
		at      string
		want    string // empty: never
		work    worktime.Schedule
	}{
		{berlin, notification.Off, "2026-11-20T12:00:00Z", "", none},
		{berlin, notification.InApp, "2026-11-20T12:00:00Z", "", none},
		{berlin, notification.Email, "2026-11-20T12:00:00Z", "2026-11-20T12:15:00Z", none},
		{berlin, notification.Email, "2026-11-20T18:50:00Z", "2026-11-21T06:00:00Z", none}, // in quiet hours
		{berlin, notification.Email, "2026-11-21T02:00:00Z", "2026-11-21T06:00:00Z", none},
		{berlin, notification.Digest, "2026-11-20T12:00:00Z", "2026-11-21T07:00:00Z", none},
		{berlin, notification.Digest, "2026-11-20T06:59:00Z", "2026-11-20T07:00:00Z", none},
		{loud, notification.Email, "2026-11-21T02:00:00Z", "2026-11-21T02:15:00Z", none},
		{berlin, notification.Email, "2026-12-24T18:00:00Z", "2026-12-24T18:15:00Z", feast},
		{berlin, notification.Email, "2026-12-24T22:00:00Z", "2026-12-27T06:00:00Z", feast},
		{berlin, notification.Email, "2026-12-25T12:00:00Z", "2026-12-27T06:00:00Z", feast},
		{loud, notification.Email, "2026-12-25T12:00:00Z", "2026-12-26T23:00:00Z", feast},
		{berlin, notification.Digest, "2026-12-24T12:00:00Z", "2026-12-27T07:00:00Z", feast},
	} {
		mail, ok := c.times.MailAt(c.channel, cast.At(c.at), c.work)
		if ok != (c.want != "") || ok && !mail.Equal(cast.At(c.want)) {
			t.Errorf("%s at %s: %s (%t), want %s", c.channel, c.at, mail.UTC(), ok, c.want)
		}
	}
}

func TestNobodyIsMailedInQuietHoursOrTooSoon(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minute := func(name string) int { return rapid.IntRange(0, 1439).Draw(t, name) }
		times := notification.Times{Zone: rapid.SampledFrom([]string{"UTC", "America/New_York", "Asia/Kolkata",
			"Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"}).Draw(t, "zone"), Wait: minute("wait"),
			Digest: minute("digest"), QuietFrom: minute("from"), QuietTo: minute("to")}
		at := cast.Since.Add(time.Duration(rapid.IntRange(0, 3*365*24*60).Draw(t, "at")) * time.Minute)
		channel := rapid.SampledFrom([]notification.Channel{notification.Email, notification.Digest}).Draw(t, "channel")
		mail, ok := times.MailAt(channel, at, worktime.Schedule{})
		if !ok || mail.Before(at) || mail.Sub(at) > 51*time.Hour {
			t.Fatalf("%s is mailed at %s", at, mail)
		}
		if channel == notification.Email && mail.Sub(at) < time.Duration(times.Wait)*time.Minute {
			t.Fatalf("%s is mailed at %s, before %d minutes", at, mail, times.Wait)
		}
		zone, err := time.LoadLocation(times.Zone)
		if err != nil {
			t.Fatal(err)
		}
		_, before := mail.Add(-3 * time.Hour).In(zone).Zone()
		if _, after := mail.In(zone).Zone(); before != after {
			return // the clocks change about then, and may skip the end of the quiet hours
		}
		local := mail.In(zone)
		clock := local.Hour()*60 + local.Minute()
		from, to := times.QuietFrom, times.QuietTo
		quiet := from <= to && clock >= from && clock < to || from > to && (clock >= from || clock < to)
		if quiet {
			t.Fatalf("%s is mailed at %s, in the quiet hours %d–%d", at, local, from, to)
		}
	})
}
