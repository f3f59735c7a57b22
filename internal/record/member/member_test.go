package member_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb/cast"
)

var crew = []uuid.UUID{{1}, {2}, {3}, {4}, {5}}

// careers draws who reported to whom on which days: of each member, assignments that follow one another, with gaps.
func careers(t *rapid.T) []member.Assignment {
	var all []member.Assignment
	for _, id := range crew {
		day := period.Date(1)
		for range rapid.IntRange(0, 3).Draw(t, "assignments") {
			from := day + period.Date(rapid.IntRange(0, 3).Draw(t, "gap"))
			a := member.Assignment{MemberID: id, ValidFrom: from,
				ValidTo: from + period.Date(rapid.IntRange(1, 8).Draw(t, "days"))}
			if rapid.Bool().Draw(t, "has a manager") {
				manager := rapid.SampledFrom(crew).Draw(t, "manager")
				a.ManagerID = &manager
			}
			if day = a.ValidTo; rapid.IntRange(0, 5).Draw(t, "to the end") == 0 {
				a.ValidTo = 0
			}
			if all = append(all, a); a.ValidTo.IsZero() {
				break
			}
		}
	}
	return all
}

// managerOn walks one step up on a day.
func managerOn(all []member.Assignment, id uuid.UUID, day period.Date) (manager *uuid.UUID, active bool) {
	for _, a := range all {
		if a.MemberID == id && a.ValidFrom <= day && (a.ValidTo.IsZero() || day < a.ValidTo) {
			return a.ManagerID, true
		}
	}
	return nil, false
}

func TestTheClosureIsWhatAWalkUpOnEachDayFinds(t *testing.T) {
	t.Parallel()
	loops := 0
	rapid.Check(t, func(t *rapid.T) {
		all := careers(t)
		links, looped := member.Links(all), false
		for day := period.Date(1); day < 45; day++ {
			type pair struct{ above, below uuid.UUID }
			want := map[pair]int{}
			for _, id := range crew {
				at, active := managerOn(all, id, day)
				if active {
					want[pair{id, id}] = 0
				}
				for depth := 1; at != nil; depth++ {
					if _, again := want[pair{*at, id}]; again {
						looped = true
						break
					}
					want[pair{*at, id}] = depth
					at, _ = managerOn(all, *at, day)
				}
			}
			got := map[pair]int{}
			for _, l := range links {
				if l.From <= day && day < l.To {
					p := pair{l.Manager, l.Member}
					if _, twice := got[p]; twice {
						t.Fatalf("day %d: two links from %v", day, p)
					}
					got[p] = l.Depth
				}
			}
			if len(got) != len(want) {
				t.Fatalf("day %d: %d links, a walk finds %d\n%v\n%v", day, len(got), len(want), got, want)
			}
			for p, depth := range want {
				if d, ok := got[p]; !ok || d != depth {
					t.Fatalf("day %d: %v at depth %d (%t), a walk finds %d", day, p, d, ok, depth)
				}
			}
		}
		if err := member.RefuseLoop(all); looped != (err != nil) || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("somebody is below themselves: %t, and it is refused: %v", looped, err)
		}
		if looped {
			loops++
		}
	})
	if loops == 0 {
		t.Error("no loop was ever drawn")
	}
}

func TestARosterKnowsWhoIsBelowWhom(t *testing.T) {
	t.Parallel()
	a, b, c, d := crew[0], crew[1], crew[2], crew[3]
	r := member.NewRoster(cast.Day("2026-11-20"), []member.Member{
		{ID: a, Name: "A", Team: "West", Active: true}, {ID: b, Name: "B", ManagerID: &a, Team: "East", Active: true},
		{ID: c, Name: "C", ManagerID: &b, Team: "East"}, {ID: d, Name: "D", ManagerID: &a, Team: "Gone"},
	})
	if got := r.Below(a); !slices.Equal(got, []uuid.UUID{a, b, d, c}) {
		t.Errorf("below A: %v", got)
	}
	if got := r.Below(c); !slices.Equal(got, []uuid.UUID{c}) {
		t.Errorf("below C: %v", got)
	}
	if got := r.Reports(a); !slices.Equal(got, []uuid.UUID{b, d}) {
		t.Errorf("A's reports: %v", got)
	}
	if got := r.Teams(); !slices.Equal(got, []string{"East", "West"}) {
		t.Errorf("the teams of the day: %v; nobody is left in Gone", got)
	}
	if got := r.InTeam("East"); !slices.Equal(got, []uuid.UUID{b, c}) {
		t.Errorf("in East: %v; who has left counts", got)
	}
	if r.Name(&b) != "B" || r.Name(nil) != "—" || r.Name(&crew[4]) != "—" {
		t.Errorf("%s %s %s", r.Name(&b), r.Name(nil), r.Name(&crew[4]))
	}
	looped := member.NewRoster(0, []member.Member{{ID: a, ManagerID: &b}, {ID: b, ManagerID: &a}})
	if got := looped.Below(a); len(got) != 2 {
		t.Errorf("below A in a loop of the data: %v", got)
	}
}

func TestRolesAreThoseThatAMemberCanHave(t *testing.T) {
	t.Parallel()
	if len(tenant.Roles) != 6 || slices.Contains(tenant.Roles, tenant.System) {
		t.Errorf("%v", tenant.Roles)
	}
}
