package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quarterdeck/internal/pay/commission/simulation"
)

// TestWhatTheSimulatorPays tries plans with shares of a payment, and a quota of nothing, from files.
func TestWhatTheSimulatorPays(t *testing.T) {
	t.Parallel()
	shared := func(on string) string {
		return `{"name":"P","currency":"USD","effective":{"from":"2026-01-01","to":"2027-01-01"},"measurement":"quarter","payout":"month",
			"components":[{"id":"c","kind":"rate","measure":"amount","rate":"0.10","eligible":[{"on":"booking","share":"0.50"},{"on":"` + on + `","share":"0.50"}]}]}`
	}
	const tiered = `{"name":"P","currency":"USD","effective":{"from":"2026-01-01","to":"2027-01-01"},"measurement":"month","payout":"month",
		"components":[{"id":"c","kind":"rate","measure":"amount","quota":"assigned","tiers":[{"from":"0","rate":"0.10"},{"from":"1.00","rate":"0.20"}]}]}`
	event := func(id, opportunity, kind, on, amount string) string {
		return `{"id":"` + id + `","opportunity":"` + opportunity + `","kind":"` + kind + `","on":"` + on +
			`","amount":"` + amount + `"}`
	}
	returned := `{"statements":["2026-01-31","2026-02-28","2026-03-31"],"events":[` + strings.Join([]string{
		event("1", "A", "booking", "2026-01-10", "10000.00"), event("2", "A", "invoice", "2026-01-12", "10000.00"),
		event("3", "A", "cash", "2026-01-20", "10000.00"), event("4", "A-RETURN", "booking", "2026-02-10",
			"-10000.00"), event("5", "A-RETURN", "invoice", "2026-02-11", "-10000.00"),
		event("6", "A-RETURN", "cash", "2026-02-20", "-10000.00")}, ",") + `]}`
	instalments := `{"statements":["2026-01-31","2026-02-28","2026-03-31","2026-04-30"],"events":[` +
		strings.Join([]string{
			event("1", "A", "booking", "2026-01-10", "10000.00"), event("2", "A", "invoice", "2026-01-12", "2500.00"),
			event("3", "A", "cash", "2026-01-20", "2500.00"), event("4", "A", "invoice", "2026-02-12", "2500.00"),
			event("5", "A", "cash", "2026-03-20", "2500.00"), event("6", "A", "invoice", "2026-04-12", "5000.00")},
			",") + `]}`
	nothing := `{"quota":{"2026-01":"0.00","2026-02":"1000.00"},"statements":["2026-01-31","2026-02-28"],"events":[` +
		event("1", "A", "booking", "2026-01-10", "500.00") + "," + event("2", "B", "booking", "2026-02-10", "500.00") +
		`]}`
	for _, c := range []struct{ name, plan, events, want string }{
		{"a return, in cash", shared("cash"), returned, "1000.00 -1000.00 0.00"},
		{"a return, at the invoice", shared("invoice"), returned, "1000.00 -1000.00 0.00"},
		{"instalments, in cash", shared("cash"), instalments, "625.00 0.00 125.00 0.00"},
		{"instalments, at the invoice", shared("invoice"), instalments, "625.00 125.00 0.00 250.00"},
		{"a quota of nothing", tiered, nothing, "100.00 50.00"},
	} {
		folder := t.TempDir()
		plan, events := filepath.Join(folder, "plan.json"), filepath.Join(folder, "events.json")
		for path, text := range map[string]string{plan: c.plan, events: c.events} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		console := &console{t: t, env: map[string]string{}}
		var s simulation.Outcome
		if err := json.Unmarshal([]byte(console.run("commission", "simulate", "--plan", plan, "--events", events,
			"--json")), &s); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range s.Statements {
			got = append(got, one.Payable)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: paid %v, want %s", c.name, got, c.want)
		}
	}
}
