package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
)

// kept reads a file that belongs to these tests.
func kept(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata/commission", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAPlanIsTriedOnEventsWithoutADatabase(t *testing.T) {
	c := &console{t: t, env: map[string]string{}}
	plan, events := "testdata/commission/plan.json", "testdata/commission/events.json"
	want := kept(t, "statements.json")
	if got := c.run("commission", "simulate", "--plan", plan, "--events", events, "--json"); got != want {
		t.Errorf("the simulator says\n%s\nwant\n%s", got, want)
	}
	for name, args := range map[string][]string{"plan.json": {"--plan", "-", "--events", events},
		"events.json": {"--plan", plan, "--events", "-"}} {
		got, err := c.try(kept(t, name), append([]string{"commission", "simulate", "--json"}, args...)...)
		if err != nil || got != want {
			t.Errorf("with %s on the input: %v\n%s", name, err, got)
		}
	}
	text := c.run("commission", "simulate", "--plan", plan, "--events", events)
	for _, part := range []string{"2026-03-31  earned to date   9000.00", "payable  -5000.00", "attainment  0.9000",
		"\n  A  new-business   8000.00  80,000.00", "80,000.00 × 10 % (0 % to 80 % of quota)"} {
		if !strings.Contains(text, part) {
			t.Errorf("in words there is no %q:\n%s", part, text)
		}
	}
}

func TestWhatCannotBeTriedIsSaid(t *testing.T) {
	c := &console{t: t, env: map[string]string{}}
	plan, events := "testdata/commission/plan.json", "testdata/commission/events.json"
	for _, bad := range []struct {
		name, in, plan, events, want string
	}{
		{"both on the input", "{}", "-", "-", "Only one"},
		{"a plan that is not there", "", "testdata/nowhere.json", events,
			"Cannot read file testdata/nowhere.json: no such file"},
		{"events that are not there", "", plan, "testdata/nowhere.json", "Cannot read file testdata/nowhere.json"},
		{"a folder", "", "testdata", events, "Cannot read file testdata"},
		{"a plan with a key that there is not", strings.Replace(kept(t, "plan.json"), `"rate": "0.20"`,
			`"rate": "0.20", "colour": "red"`, 1), "-", events, "components[0].tiers[1].colour"},
		{"a plan with a number", strings.Replace(kept(t, "plan.json"), `"0.20"`,
			`0.20`, 1), "-", events, "components[0].tiers[1].rate"},
		{"a plan that is no JSON", "{", "-", events, "- has errors"},
		{"events with a day that there is not", strings.Replace(kept(t, "events.json"), "2026-03-05", "2026-02-30", 1),
			plan, "-", "events[2].on"},
		{"an event of another kind", strings.Replace(kept(t, "events.json"), `"cash"`,
			`"gift"`, 1), plan, "-", "events[3].kind"},
		{"no quota", strings.Replace(kept(t, "events.json"), "2026-Q1", "2026-Q2", 1), plan, "-",
			"There is no quota for 2026-Q1 (2026-01-01 to 2026-03-31)"},
		{"more than anybody is paid", strings.Replace(kept(t, "plan.json"), `"0.10"`,
			`"999999999999.00"`, 1), "-", events, "the largest amount the system can store"},
	} {
		out, err := c.try(bad.in, "commission", "simulate", "--plan", bad.plan, "--events", bad.events, "--json")
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), bad.want) || out != "" {
			t.Errorf("%s: %q, %v; want a message with %q", bad.name, out, err, bad.want)
		}
	}
}
