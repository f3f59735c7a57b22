package forecast_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// company has a few opportunities in the fourth quarter of 2026: Ann's add up to 100 + 200 + 400 + 800, Ben's to 1,600.
func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := cast.Take(ctx, tx,
			c.Opportunity("won", c.Ann, "Won", 100_00, "2026-10-15"),
			c.Opportunity("commit", c.Ann, "Negotiation", 200_00, "2026-12-01"),
			c.Opportunity("best", c.Ann, "Proposal", 400_00, "2026-12-01"),
			c.Opportunity("pipeline", c.Ann, "Discovery", 800_00, "2026-12-31"),
			c.Opportunity("ben", c.Ben, "Negotiation", 1600_00, "2026-12-01"),
			c.Opportunity("nora", c.Nora, "Negotiation", 3200_00, "2026-12-01"),
			c.Opportunity("cat", c.Cat, "Proposal", 6400_00, "2026-11-30"),
			c.Opportunity("late", c.Dan, "Negotiation", 12800_00, "2026-09-01"),
			c.Opportunity("nobody", uuid.Nil, "Discovery", 25600_00, "2026-12-01"),
			c.Opportunity("next", c.Ann, "Negotiation", 51200_00, "2027-01-01"),
			c.Opportunity("lost", c.Ann, "Lost", 99_00, "2026-10-20"))
		if err != nil {
			return err
		}
		day := func(id uuid.UUID, amount int64) error {
			return quota.Assign(ctx, tx, quota.Quota{MemberID: id, StartsOn: cast.Day("2026-10-01"),
				EndsOn: cast.Day("2027-01-01"), ValidFrom: cast.Day("2026-10-01"), ValidTo: cast.Day("2027-01-01"),
				Amount: amount, Currency: "USD"})
		}
		return errors.Join(day(c.Ann, 1000_00), day(c.Ben, 500_00))
	})
	return c
}

var quarter = period.Calendar{}.Containing(period.Quarter, period.NewDate(2026, time.November, 20))

func sheet(ctx context.Context, t *testing.T, tx *tenant.Tx, r scope.Request) forecast.Sheet {
	t.Helper()
	s, err := scope.Resolve(ctx, tx, r)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := forecast.Load(ctx, tx, s)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func node(t *testing.T, s forecast.Sheet, id uuid.UUID) *forecast.Node {
	t.Helper()
	n, ok := s.Root.Find(id)
	if !ok {
		t.Fatalf("%s is not in the sheet", s.Scope.Roster.Name(&id))
	}
	return n
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%v (kind %d), want kind %d", err, fault.KindOf(err), kind)
	}
}

// try acts as a member; the transaction is committed unless fn fails, and the error is for the test to judge.
func try(t *testing.T, c *cast.Company, id uuid.UUID, fn func(ctx context.Context, tx *tenant.Tx) error) error {
	t.Helper()
	return c.DB.Update(t.Context(), c.Actor(id), func(tx *tenant.Tx) error { return fn(t.Context(), tx) })
}

func TestTheSheetRollsUpTheHierarchy(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{})
		all := s.Root.Gross
		want := forecast.Sums{Closed: forecast.Sum{Count: 1, Amount: 100_00},
			Commit: forecast.Sum{Count: 4, Amount: 17800_00}, BestCase: forecast.Sum{Count: 2, Amount: 6800_00},
			Pipeline: forecast.Sum{Count: 2, Amount: 26400_00}, Overdue: forecast.Sum{Count: 1, Amount: 12800_00}}
		if all != want {
			t.Errorf("everybody: %+v, not %+v", all, want)
		}
		nora := node(t, s, c.Nora)
		if nora.Gross.Gross(forecast.Call) != 5100_00 || nora.Own.Gross(forecast.Call) != 3200_00 ||
			nora.Quota != 1500_00 || len(nora.Children) != 2 {
			t.Errorf("Nora: gross %d, own %d, quota %d", nora.Gross.Gross(forecast.Call), nora.Own.Gross(forecast.Call),
				nora.Quota)
		}
		ann := node(t, s, c.Ann)
		if bp, ok := ann.Attainment(); bp != 1000 || !ok {
			t.Errorf("Ann has %d of her quota", bp)
		}
		if versus, _ := ann.VersusQuota(ann.Final(forecast.Call)); versus != -700_00 ||
			ann.Coverage().Times.StringFixed(4) != "1.5556" {
			t.Errorf("Ann: final vs quota %d, coverage %s", versus, ann.Coverage().Times)
		}
		return nil
	})
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{})
		if s.Root.Member.ID != c.Nora || s.Root.Gross.Gross(forecast.Call) != 5100_00 {
			t.Errorf("Nora's own sheet stands at %q with %d", s.Root.Member.Name, s.Root.Gross.Gross(forecast.Call))
		}
		if _, ok := s.Root.Find(c.Cat); ok {
			t.Error("Nora sees the other team")
		}
		return nil
	})
}

func TestEveryCellOpensToTheListOfItsRows(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, key := range []string{"2026-Q4", "2026-Q3", "2027-Q1", "2026-12", "2026"} {
		opensToItsRows(t, &c, c.Eve, scope.Request{Period: key})
	}
}

// opensToItsRows holds every cell of a sheet, alone and cumulative, and every group of every dimension against the
// pipeline's list that it opens.
func opensToItsRows(t *testing.T, c *cast.Company, who uuid.UUID, r scope.Request) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, r)
		s.Root.Walk(func(n *forecast.Node) {
			of := r
			if n.Member.ID != uuid.Nil {
				of.Owner = n.Member.ID.String()
			}
			whose := map[pipeline.Whose]forecast.Sums{"": n.Gross, pipeline.TheirOwn: n.Own}
			switch {
			case n.Member.Name == forecast.Nobody:
				whose = map[pipeline.Whose]forecast.Sums{pipeline.Nobodys: n.Gross}
			case n.Member.ID == uuid.Nil:
				whose = map[pipeline.Whose]forecast.Sums{"": n.Gross}
			}
			for narrow, sums := range whose {
				for _, cat := range opportunity.Categories {
					got := listed(ctx, t, tx, of,
						pipeline.Filter{InPeriod: true, Category: cat, Whose: narrow, Statuses: statusesOf(cat)})
					if got != sums.Of(cat) {
						t.Errorf("%+v %s of %s (%q): the list has %v, the sheet %v", r, cat, n.Member.Name, narrow, got,
							sums.Of(cat))
					}
					if cat == opportunity.Omitted {
						continue
					}
					live := []opportunity.Status{opportunity.Open, opportunity.Won}
					if got := listed(ctx, t, tx, of, pipeline.Filter{InPeriod: true, Through: cat, Whose: narrow,
						Statuses: live}); got != sums.Through(cat) {
						t.Errorf("%+v through %s of %s (%q): the list has %v, the sheet %v", r, cat, n.Member.Name,
							narrow, got, sums.Through(cat))
					}
				}
			}
		})
		for _, by := range rollup.Dimensions {
			groupsOpen(ctx, t, tx, s, r, by)
		}
		return nil
	})
}

func groupsOpen(ctx context.Context, t *testing.T, tx *tenant.Tx, s forecast.Sheet, r scope.Request,
	by rollup.Dimension) {
	t.Helper()
	groups, err := forecast.GroupBy(ctx, tx, s.Scope, by)
	if err != nil {
		t.Fatal(err)
	}
	var sum forecast.Sums
	for _, g := range groups {
		sum = sum.Plus(g.Sums)
		of, f := r, pipeline.Filter{InPeriod: true, Category: opportunity.Commit, By: by, Group: g.Name}
		if by == rollup.ByTeam {
			of.Team = g.Name
		}
		if got := listed(ctx, t, tx, of, f); got != g.Commit && (by != rollup.ByTeam || g.Name != "") {
			t.Errorf("%+v by %s %q: the list has %v, the group %v", r, by, g.Name, got, g.Commit)
		}
	}
	if sum != s.Root.Gross {
		t.Errorf("%+v by %s adds up to %+v, not %+v", r, by, sum, s.Root.Gross)
	}
}

func statusesOf(c opportunity.Category) []opportunity.Status {
	if c == opportunity.Closed {
		return []opportunity.Status{opportunity.Won}
	}
	return nil
}

func listed(ctx context.Context, t *testing.T, tx *tenant.Tx, r scope.Request, f pipeline.Filter) forecast.Sum {
	t.Helper()
	s, err := scope.Resolve(ctx, tx, r)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pipeline.Load(ctx, tx, s, f)
	if err != nil {
		t.Fatal(err)
	}
	return forecast.Sum{Count: b.Total.Count, Amount: b.Total.Amount}
}
