package stage_test

import (
	"testing"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func TestAStageMeansWhatItMeantAtTheMoment(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	define := func(s stage.Stage, from string) error { return stage.Define(t.Context(), tx, s, cast.At(from)) }
	proposal := stage.Stage{Name: "Proposal", Position: 1, Status: "open", ProbabilityBP: 4000, Category: "pipeline"}
	for _, s := range []stage.Stage{proposal, {Name: "Won", Position: 2, Status: "won", ProbabilityBP: 10000,
		Category: "closed"}, {Name: "First", Status: "open", Category: "pipeline"}} {
		if err := define(s, "2026-01-01T00:00:00Z"); err != nil {
			t.Fatal(err)
		}
	}
	proposal.ProbabilityBP, proposal.Category = 5000, "commit"
	if err := define(proposal, "2026-06-01T00:00:00Z"); err != nil {
		t.Fatal(err)
	}
	for at, bp := range map[string]int{"2026-01-01T00:00:00Z": 4000, "2026-05-31T23:59:59.999999Z": 4000,
		"2026-06-01T00:00:00Z": 5000, "2027-01-01T00:00:00Z": 5000} {
		set, err := stage.At(t.Context(), tx, cast.At(at))
		if err != nil || len(set) != 3 || set[0].Name != "First" || set[2].Name != "Won" {
			t.Fatalf("at %s: %v %+v", at, err, set)
		}
		if got, ok := set.Find("Proposal"); !ok || got.ProbabilityBP != bp {
			t.Errorf("at %s: %+v", at, got)
		}
		if _, ok := set.Find("proposal"); ok {
			t.Error("another name was found")
		}
	}
	if set, err := stage.At(t.Context(), tx, cast.At("2025-12-31T00:00:00Z")); err != nil || len(set) != 0 {
		t.Errorf("before there were any: %v %v", set, err)
	}
	for _, from := range []string{"2026-06-01T00:00:00Z", "2026-03-01T00:00:00Z"} {
		if err := define(proposal, from); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the past was rewritten from %s: %v", from, err)
		}
	}
}

func TestAStageThatMeansNothingIsRefused(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for name, s := range map[string]stage.Stage{
		"no name":     {Status: "open", Category: "pipeline"},
		"101 percent": {Name: "A", Status: "open", Category: "pipeline", ProbabilityBP: 10100},
		"negative":    {Name: "A", Status: "open", Category: "pipeline", ProbabilityBP: -1},
	} {
		if err := stage.Define(t.Context(), tx, s, time.Time{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
