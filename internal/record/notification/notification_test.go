package notification_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/testdb/cast"
)

func TestWhenSomethingUnreadIsMailed(t *testing.T) {
	t.Parallel()
	berlin := notification.Times{Zone: "Europe/Berlin", Wait: 15, Digest: 8 * 60, QuietFrom: 20 * 60, QuietTo: 7 * 60}
	loud := berlin
	loud.QuietFrom, loud.QuietTo = 0, 0
	for _, c := range []struct {
		times   notification.Times
		channel notification.Channel
		at      string
		want    string // empty: never
	}{
		{berlin, notification.Off, "2026-11-20T12:00:00Z", ""},
		{berlin, notification.InApp, "2026-11-20T12:00:00Z", ""},
		{berlin, notification.Email, "2026-11-20T12:00:00Z", "2026-11-20T12:15:00Z"},
		{berlin, notification.Email, "2026-11-20T18:50:00Z", "2026-11-21T06:00:00Z"}, // the wait ends in quiet hours
		{berlin, notification.Email, "2026-11-21T02:00:00Z", "2026-11-21T06:00:00Z"},
		{berlin, notification.Digest, "2026-11-20T12:00:00Z", "2026-11-21T07:00:00Z"},
		{berlin, notification.Digest, "2026-11-20T06:59:00Z", "2026-11-20T07:00:00Z"},
		{loud, notification.Email, "2026-11-21T02:00:00Z", "2026-11-21T02:15:00Z"},
	} {
		mail, ok := c.times.MailAt(c.channel, cast.At(c.at))
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
		mail, ok := times.MailAt(channel, at)
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
