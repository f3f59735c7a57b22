package briefing_test

import (
	"testing"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/record/opportunity"
)

func TestTheReasonToTalkToSomebodyIsTheMostPressing(t *testing.T) {
	t.Parallel()
	late := time.Date(2026, 11, 27, 17, 0, 0, 0, time.UTC)
	person := func(change func(*briefing.Person)) briefing.Person {
		model := outlook.Figure{Value: 1020, Range: &outlook.Range{P10: 900, P50: 1020, P90: 1100}}
		p := briefing.Person{Line: scorecard.Line{Target: 1000, Asked: true}, Pace: 600,
			Call: &forecast.Submission{Amount: 1050}, Model: outlook.Published{Figure: model}}
		p.Closed.Won.Amount = 600
		change(&p)
		return p
	}
	slip := []briefing.Deal{{Name: "Large", Amount: 300}, {Name: "Small", Amount: 50}}
	for _, c := range []struct {
		name string
		who  briefing.Person
		want briefing.Reason
	}{
		{"nothing", person(func(*briefing.Person) {}), briefing.Reason{}},
		{"a call is late, whatever else", person(func(p *briefing.Person) {
			p.Due, p.Slipped = forecast.Due{At: late, Late: true}, slip
		}), briefing.Reason{Kind: briefing.NoCall, Due: late}},
		{"a quota and no call, where none is due by a date", person(func(p *briefing.Person) { p.Call = nil }),
			briefing.Reason{Kind: briefing.NoCall}},
		{"no call yet, and it is due later", person(func(p *briefing.Person) {
			p.Call, p.Due = nil, forecast.Due{At: late}
		}), briefing.Reason{}},
		{"no call and no quota", person(func(p *briefing.Person) { p.Call, p.Asked, p.Target = nil, false, 0 }),
			briefing.Reason{}},
		{"called above the range", person(func(p *briefing.Person) { p.Call.Amount = 1121 }),
			briefing.Reason{Kind: briefing.CallHigh, Amount: 21}},
		{"called above it by little", person(func(p *briefing.Person) { p.Call.Amount = 1120 }),
			briefing.Reason{}},
		{"called below the range", person(func(p *briefing.Person) { p.Call.Amount = 850 }),
			briefing.Reason{Kind: briefing.CallLow, Amount: 50}},
		{"behind pace, and the forecast is short", person(func(p *briefing.Person) {
			p.Closed.Won.Amount, p.Model.Value = 449, 999
		}), briefing.Reason{Kind: briefing.Behind, Amount: 151}},
		{"three quarters of the pace are enough", person(func(p *briefing.Person) {
			p.Closed.Won.Amount, p.Model.Value = 450, 999
		}), briefing.Reason{}},
		{"behind pace, but the forecast reaches the quota",
			person(func(p *briefing.Person) { p.Closed.Won.Amount = 0 }), briefing.Reason{}},
		{"behind pace, without a forecast", person(func(p *briefing.Person) {
			p.Closed.Won.Amount, p.Model = 0, outlook.Published{Missing: "None"}
		}), briefing.Reason{Kind: briefing.Behind, Amount: 600}},
		{"slipped", person(func(p *briefing.Person) { p.Slipped = slip }),
			briefing.Reason{Kind: briefing.Slipped, Deal: slip[0], Count: 2, Amount: 350}},
		{"a big opportunity without a next step", person(func(p *briefing.Person) {
			p.Unplanned = &briefing.Deal{Name: "Big", Amount: 100}
		}), briefing.Reason{Kind: briefing.NoStep, Deal: briefing.Deal{Name: "Big", Amount: 100}, Amount: 100}},
		{"a small one", person(func(p *briefing.Person) { p.Unplanned = &briefing.Deal{Amount: 99} }),
			briefing.Reason{}},
	} {
		if got := briefing.Why(c.who); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestTheNextActionsAreTheMostPressing(t *testing.T) {
	t.Parallel()
	today := period.NewDate(2026, 11, 20)
	row := func(name string, closes, last period.Date, step string) pipeline.Row {
		return pipeline.Row{Name: name, Status: opportunity.Open, CloseOn: closes, LastOn: last, NextStep: step}
	}
	rows := []pipeline.Row{row("quiet", today+60, today-14, "Call"), row("fine", today+5, today-13, "Call"),
		row("unplanned", today+30, today, ""), row("far", today+31, today, ""), row("overdue", today-3, today-40, ""),
		row("more overdue", today-9, today, "Call"), row("today", today, today, "Call")}
	due := forecast.Due{At: time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC)}
	var got []string
	for _, a := range briefing.Next(due, rows, today, 14, 5) {
		got = append(got, string(a.Do)+" "+a.Deal.Name)
	}
	want := []string{"submit ", "redate overdue", "redate more overdue", "plan unplanned", "reach quiet"}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("next are %q, want %q", got, want)
		}
	}
	due.Done = true
	if next := briefing.Next(due, rows, today, 14, 3); len(next) != 3 || next[0].Do != briefing.Redate ||
		next[0].Days != 3 || next[2].Days != 30 {
		t.Errorf("three of them, the call being made: %+v", next)
	}
	if next := briefing.Next(forecast.Due{}, nil, today, 14, 3); len(next) != 0 {
		t.Errorf("nothing to do: %+v", next)
	}
}
