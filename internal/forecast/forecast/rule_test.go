package forecast

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

func TestSumsAreSingleAndCumulative(t *testing.T) {
	t.Parallel()
	s := Sums{Closed: Sum{2, 284}, Commit: Sum{3, 78}, MostLikely: Sum{1, 5}, BestCase: Sum{4, 69},
		Pipeline: Sum{9, 255}, Omitted: Sum{1, 1000}, Overdue: Sum{2, 30}}
	for c, want := range map[opportunity.Category]Sum{opportunity.Closed: {2, 284}, opportunity.Commit: {5, 362},
		opportunity.MostLikely: {6, 367}, opportunity.BestCase: {10, 436}, opportunity.Pipeline: {19, 691}} {
		if got := s.Through(c); got != want {
			t.Errorf("through %s: %v, not %v", c, got, want)
		}
	}
	if got := s.Open(); got != (Sum{17, 407}) {
		t.Errorf("open pipeline is %v: without closed and omitted it is 407", got)
	}
	for l, want := range map[Line]int64{Call: 362, Commit: 362, MostLikely: 367, BestCase: 436} {
		if got := s.Gross(l); got != want {
			t.Errorf("gross %s is %d, not %d", l, got, want)
		}
	}
}

func TestCoverageIsOfWhatIsLeft(t *testing.T) {
	t.Parallel()
	if c := coverage(320, 200, 100, true); !c.Defined || c.Covered || c.Times.String() != "3.2" {
		t.Errorf("320 open for 100 left: %+v", c)
	}
	if c := coverage(320, 100, 100, true); !c.Covered {
		t.Errorf("a quota that is met is covered: %+v", c)
	}
	if c := coverage(320, 0, 0, true); !c.Covered {
		t.Errorf("a quota of 0 is %+v", c)
	}
	if c := coverage(320, 0, 0, false); c.Defined {
		t.Errorf("there is nothing to cover without a quota: %+v", c)
	}
}

func TestAnAdjustmentIsStaleOnceMoreThanItsShareHasMoved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		then, now int64
		want      bool
	}{{1000, 1100, false}, {1000, 1101, true}, {1000, 900, false}, {1000, 899, true}, {0, 0, false}, {0, 1, true},
		{-1000, -1101, true}} {
		if got := stale(c.then, c.now, 1000); got != c.want {
			t.Errorf("from %d to %d: %t", c.then, c.now, got)
		}
	}
}

func id(n int) uuid.UUID {
	return uuid.MustParse("00000000-0000-7000-8000-0000000000" +
		string("0123456789abcdef"[n/16]) + string("0123456789abcdef"[n%16]))
}

// tree grows one from who reports to whom: the n-th number is the leader of n, -1 for nobody.
func tree(leaders []int, own map[uuid.UUID]Sums, adjusted map[uuid.UUID][]Adjustment, at int) *Node {
	var people []member.Member
	for n, leader := range leaders {
		m := member.Member{ID: id(n), Name: id(n).String(), Active: true}
		if leader >= 0 {
			above := id(leader)
			m.ManagerID = &above
		}
		people = append(people, m)
	}
	g := grower{scope: scope.Scope{Roster: member.NewRoster(1, people)}, own: own, adjusted: adjusted,
		planted: map[uuid.UUID]bool{}}
	if at < 0 {
		return g.whole()
	}
	m, _ := g.scope.Roster.Find(id(at))
	return g.grow(m, g.over(m))
}

func amount(v int64) *int64 { return &v }

func TestAFinalTakesTheAdjustedValueAndOnesOwn(t *testing.T) {
	t.Parallel()
	// 0 leads 1, who leads 2 and 3. Worked: 2 has 100, adjusted to 80 by 1; 3 has 50; 1 has 10 of their own: adj(1) =
	// 140.
	own := map[uuid.UUID]Sums{id(2): {Commit: Sum{1, 100}}, id(3): {Commit: Sum{1, 50}}, id(1): {Closed: Sum{1, 10}}}
	adjusted := map[uuid.UUID][]Adjustment{id(2): {{ID: id(20), AuthorID: id(1), MemberID: id(2), Line: Call,
		Amount: amount(80), Gross: 100}}}
	root := tree([]int{-1, 0, 1, 1}, own, adjusted, 0)
	if g, f := root.Gross.Gross(Call), root.Final(Call); g != 160 || f != 140 {
		t.Errorf("gross %d, final %d; want 160 and 140", g, f)
	}
	// The one above says something else about the same person: it counts in every sheet, so the team has one total.
	adjusted[id(2)] = append(adjusted[id(2)],
		Adjustment{ID: id(21), AuthorID: id(0), MemberID: id(2), Line: Call, Amount: amount(30), Gross: 100})
	if f := tree([]int{-1, 0, 1, 1}, own, adjusted, 0).Final(Call); f != 90 {
		t.Errorf("the adjustment of the highest gives %d, not 90", f)
	}
	if f := tree([]int{-1, 0, 1, 1}, own, adjusted, 1).Adjusted(Call); f != 90 {
		t.Errorf("in the sheet below it gives %d, not 90", f)
	}
	// An adjustment on the manager takes the place of everything beneath, and leaves the gross alone.
	adjusted[id(1)] = []Adjustment{{ID: id(22), AuthorID: id(0), MemberID: id(1), Line: Call, Amount: amount(120),
		Gross: 160}}
	if f := tree([]int{-1, 0, 1, 1}, own, adjusted, 1).Adjusted(Call); f != 90 {
		t.Errorf("what is said about the manager changes the team's own total to %d", f)
	}
	root = tree([]int{-1, 0, 1, 1}, own, adjusted, 0)
	if f := root.Final(Call); f != 120 || root.Gross.Gross(Call) != 160 || root.Children[0].Adjusted(Call) != 90 {
		t.Errorf("final %d, gross %d, adjusted %d", f, root.Gross.Gross(Call), root.Children[0].Adjusted(Call))
	}
	// Withdrawn, and of somebody who is not above: neither counts.
	adjusted = map[uuid.UUID][]Adjustment{id(2): {{ID: id(20), AuthorID: id(1), MemberID: id(2), Line: Call},
		{ID: id(23), AuthorID: id(3), MemberID: id(2), Line: Call, Amount: amount(1)}}}
	if f := tree([]int{-1, 0, 1, 1}, own, adjusted, 0).Final(Call); f != 160 {
		t.Errorf("without an adjustment that counts the final is %d, not 160", f)
	}
}

func TestGrossIsOwnAndChildrenInAnyTree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "people")
		leaders, own, all := make([]int, n), map[uuid.UUID]Sums{}, Sums{}
		for i := range leaders {
			leaders[i] = rapid.IntRange(-1, n-1).Draw(t, "leader") // loops and oneself too
			s := Sums{}
			for _, c := range opportunity.Categories {
				if v := rapid.Int64Range(-1000, 100000).Draw(t, "amount"); v%3 == 0 {
					*s.at(c) = Sum{1, v}
				}
			}
			own[id(i)] = s
			all = all.Plus(s)
		}
		root := tree(leaders, own, nil, -1)
		if root.Gross != all {
			t.Fatalf("the whole is %+v, not %+v", root.Gross, all)
		}
		root.Walk(func(n *Node) {
			sum, final := n.Own, n.Own.Gross(BestCase)
			for _, child := range n.Children {
				sum = sum.Plus(child.Gross)
				final += child.Final(BestCase)
			}
			if sum != n.Gross || final != n.Gross.Gross(BestCase) || n.Final(BestCase) != final {
				t.Fatalf("%s: gross is not own and children", n.Member.Name)
			}
		})
	})
}

func TestCallsAreDueWeeklyAndMonthly(t *testing.T) {
	t.Parallel()
	friday, last := time.Friday, 31
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	p := period.Calendar{}.Containing(period.Quarter, period.NewDate(2026, 10, 1))
	s := Settings{WeeklyOn: &friday, WeeklyAt: 12 * 60, MonthlyOn: &last, MonthlyAt: 17*60 + 30}
	dues := s.Dues(p, zone)
	if len(dues) != 13+3 || dues[0].Format(time.RFC3339) != "2026-10-02T12:00:00+02:00" ||
		dues[5].Format(time.RFC3339) != "2026-10-31T17:30:00+01:00" {
		t.Errorf("%d due times: %v", len(dues), dues)
	}
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s); return v }
	for name, c := range map[string]struct {
		last, now string
		want      Due
	}{
		"before the first":   {"", "2026-10-01T09:00:00Z", Due{At: dues[0]}},
		"within a day":       {"", "2026-10-01T10:00:00Z", Due{At: dues[0], Soon: true}},
		"late":               {"", "2026-10-02T10:00:00Z", Due{At: dues[0], Late: true}},
		"said afterwards":    {"2026-10-02T11:00:00Z", "2026-10-02T12:00:00Z", Due{At: dues[1], Done: true}},
		"said in time":       {"2026-10-01T11:00:00Z", "2026-10-04T12:00:00Z", Due{At: dues[1]}},
		"late for the next":  {"2026-10-01T11:00:00Z", "2026-10-09T12:00:00Z", Due{At: dues[1], Late: true}},
		"after the last one": {"2026-12-31T12:00:00Z", "2027-01-05T12:00:00Z", Due{}},
	} {
		if got := Standing(dues, at(c.last), at(c.now)); got != c.want {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
	}
	if dues := usual.Dues(p, zone); len(dues) != 0 ||
		Standing(dues, time.Time{}, at("2026-10-09T12:00:00Z")) != (Due{}) {
		t.Errorf("nothing is asked for until somebody sets it: %v", dues)
	}
}
