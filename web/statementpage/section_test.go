package statementpage

import (
	"strconv"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
)

var (
	alpha = uuid.MustParse("00000000-0000-4000-8000-00000000000a")
	beta  = uuid.MustParse("00000000-0000-4000-8000-00000000000b")
)

func stated(lines ...commission.Line) statementView {
	return statementView{Period: period.Period{Key: "2026-10"}, Sheet: &statement.Sheet{
		Statement: statement.Statement{Currency: "USD"}, Made: statement.Made{Result: evidence.Result{Lines: lines}},
		Names: map[uuid.UUID]fact.Named{alpha: {Name: "Alpha – Seats", Account: "Alpha Schools"},
			beta: {Name: "Beta", Account: "Beta Works"}}}}
}

func of(component string, opportunity uuid.UUID, amount, due int64) commission.Line {
	return commission.Line{Component: component, Opportunity: opportunity.String(), Amount: amount, Due: due,
		Reversal: amount < 0}
}

func TestLinesOfAnOpportunityStandTogetherAndWhatComesToNothingIsFolded(t *testing.T) {
	t.Parallel()
	p := stated(of("new", alpha, -100_00, -100_00), of("new", alpha, 100_00, 100_00), of("new", beta, -10_00, -10_00),
		of("new", beta, 30_00, 20_00), of("spif", alpha, 0, 0), of("old", beta, -5_00, -5_00))
	all, _ := p.sections()
	if len(all) != 3 || len(all[0].Entries) != 1 || len(all[0].Idle) != 1 || len(all[1].Entries) != 0 ||
		len(all[1].Idle) != 1 {
		t.Fatalf("%+v", all)
	}
	b := all[0].Entries[0]
	if b.Opportunity != beta.String() || b.Sum != 20_00 || b.Due != 10_00 || b.Lines[0].Number != 3 ||
		b.last().Number != 4 || b.mark() != "Changed" {
		t.Errorf("Beta: %+v", b)
	}
	if all[0].Sum != 20_00 || all[0].Count != 2 {
		t.Errorf("new: %d of %d", all[0].Sum, all[0].Count)
	}
	if mark := all[2].Entries[0].mark(); mark != "Taken back" {
		t.Errorf("what is only taken back is %q", mark)
	}
	waiting := stated(of("new", alpha, -100_00, -100_00), of("new", alpha, 100_00, 0))
	if all, _ := waiting.sections(); len(all[0].Entries) != 1 {
		t.Error("what earns the same and waits anew is folded")
	}
}

func TestASearchFindsOpportunitiesByTheirNameAndAccount(t *testing.T) {
	t.Parallel()
	p := stated(of("new", alpha, 1_00, 1_00), of("new", beta, 2_00, 2_00), of("old", beta, 3_00, 3_00))
	for _, c := range []struct {
		search string
		found  int
	}{{"", 3}, {"beta", 2}, {"schools", 1}, {"SEATS", 1}, {"nobody", 0}} {
		p.Search = c.search
		if sought, all := p.found(); sought != c.found || all != 3 {
			t.Errorf("%q: %d of %d", c.search, sought, all)
		}
	}
}

// Whatever the lines are: over all pages each stands once, under its own number, and they sum to what was earned.
func TestPagesShowEachLineOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var lines []commission.Line
		sum := int64(0)
		for range rapid.IntRange(0, 300).Draw(t, "lines") {
			id := uuid.UUID{15: byte(rapid.IntRange(0, 255).Draw(t, "opportunity"))}
			l := of("c"+strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "component")), id,
				int64(rapid.IntRange(-3, 3).Draw(t, "amount")), 0)
			lines, sum = append(lines, l), sum+l.Amount
		}
		p := stated(lines...)
		seen := map[int]bool{}
		earned := int64(0)
		_, entries := p.found()
		for from := 0; from == 0 || from < entries; from += shown {
			p.From = 0
			p.Turn(strconv.Itoa(from))
			all, _ := p.sections()
			onPage, total := 0, int64(0)
			for _, s := range all {
				total += s.Sum
				for _, e := range append(s.Entries, s.Idle...) {
					onPage++
					for _, l := range e.Lines {
						if seen[l.Number] || lines[l.Number-1].Opportunity != l.Opportunity {
							t.Fatalf("line %d stands twice, or under another number", l.Number)
						}
						seen[l.Number], earned = true, earned+l.Amount
					}
				}
			}
			if onPage > shown || total != sum {
				t.Fatalf("%d opportunities on a page, sections of %d and not %d", onPage, total, sum)
			}
		}
		if len(seen) != len(lines) || earned != sum {
			t.Fatalf("%d of %d lines, %d of %d", len(seen), len(lines), earned, sum)
		}
	})
}
