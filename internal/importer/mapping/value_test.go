package mapping_test

import (
	"testing"
	"time"

	"quarterdeck/internal/importer/mapping"
)

func TestAPercentageIsReadExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"20": 2000, "20.5": 2050, "0.01": 1, "62.50": 6250, "100": 10000, "0": 0, "33 %": 3300} {
		if got, err := mapping.ParsePercent(text); err != nil || got != want {
			t.Errorf("%q is %d, not %d: %v", text, got, want, err)
		}
	}
	for _, text := range []string{"", "-1", "100.01", "12.345", "1e1", "ten"} {
		if got, err := mapping.ParsePercent(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestAMomentIsReadInTheFormsThatExportsHave(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-11-20T12:00:00.000Z": "2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z": "2026-11-20T12:00:00Z", "2026-11-20T12:00:00.000+0000": "2026-11-20T12:00:00Z",
		"2026-11-20T12:00:00+01:00": "2026-11-20T11:00:00Z", "2026-11-20 12:00:00": "2026-11-20T17:00:00Z", "2026-11-20": "2026-11-20T05:00:00Z",
		"20.11.2026": "2026-11-20T05:00:00Z", "2026-11-20T12:00:00.123456789Z": "2026-11-20T12:00:00.123456Z",
	} {
		got, err := mapping.ParseInstant(text, []string{mapping.Layout("DD.MM.YYYY")}, zone)
		if err != nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%q is %s, not %s: %v", text, got, want, err)
		}
	}
	for _, text := range []string{"", "soon", "2026-13-01", "2026-02-30", "20/11/2026"} {
		if got, err := mapping.ParseInstant(text, nil, zone); err == nil {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}
