package forecast_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

// company has a few opportunities in the fourth quarter of 2026: Ann's add up to 100 + 200 + 400 + 800, Ben's to 1,600.
func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := cast.Take(ctx, tx,
			c.Opportunity("won", c.Ann, "Won", 100_00, "2026-10-15"), c.Opportunity("commit", c.Ann, "Negotiation", 200_00, "2026-12-01"),
			c.Opportunity("best", c.Ann, "Proposal", 400_00, "2026-12-01"), c.Opportunity("pipeline", c.Ann, "Discovery", 800_00, "2026-12-31"),
			c.Opportunity("ben", c.Ben, "Negotiation", 1600_00, "2026-12-01"), c.Opportunity("nora", c.Nora, "Negotiation", 3200_00, "2026-12-01"),
			c.Opportunity("cat", c.Cat, "Proposal", 6400_00, "2026-11-30"), c.Opportunity("late", c.Dan, "Negotiation", 12800_00, "2026-09-01"),
			c.Opportunity("nobody", uuid.Nil, "Discovery", 25600_00, "2026-12-01"), c.Opportunity("next", c.Ann, "Negotiation", 51200_00, "2027-01-01"),
			c.Opportunity("lost", c.Ann, "Lost", 99_00, "2026-10-20"))
		if err != nil {
			return err
		}
		day := func(id uuid.UUID, amount int64) error {
			return quota.Assign(ctx, tx, quota.Quota{MemberID: id, StartsOn: cast.Day("2026-10-01"), EndsOn: cast.Day("2027-01-01"), ValidFrom: cast.Day("2026-10-01"),
				ValidTo: cast.Day("2027-01-01"), Amount: amount, Currency: "USD"})
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
		want := forecast.Sums{Closed: forecast.Sum{Count: 1, Amount: 100_00}, Commit: forecast.Sum{Count: 4, Amount: 17800_00},
			BestCase: forecast.Sum{Count: 2, Amount: 6800_00}, Pipeline: forecast.Sum{Count: 2, Amount: 26400_00}, Overdue: forecast.Sum{Count: 1, Amount: 12800_00}}
		if all != want {
			t.Errorf("everybody: %+v, not %+v", all, want)
		}
		nora := node(t, s, c.Nora)
		if nora.Gross.Gross(forecast.Call) != 5100_00 || nora.Own.Gross(forecast.Call) != 3200_00 || nora.Quota != 1500_00 || len(nora.Children) != 2 {
			t.Errorf("Nora: gross %d, own %d, quota %d", nora.Gross.Gross(forecast.Call), nora.Own.Gross(forecast.Call), nora.Quota)
		}
		ann := node(t, s, c.Ann)
		if bp, ok := ann.Attainment(); bp != 1000 || !ok {
			t.Errorf("Ann has %d of her quota", bp)
		}
		if gap, _ := ann.Gap(forecast.Call); gap != 700_00 || ann.Coverage().Times.StringFixed(4) != "1.5556" {
			t.Errorf("Ann: gap %d, coverage %s", gap, ann.Coverage().Times)
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

// opensToItsRows holds every cell of a sheet, alone and cumulative, and every group of every dimension against the pipeline's
// list that it opens.
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
					got := listed(ctx, t, tx, of, pipeline.Filter{InPeriod: true, Category: cat, Whose: narrow, Statuses: statusesOf(cat)})
					if got != sums.Of(cat) {
						t.Errorf("%+v %s of %s (%q): the list has %v, the sheet %v", r, cat, n.Member.Name, narrow, got, sums.Of(cat))
					}
					if cat == opportunity.Omitted {
						continue
					}
					live := []opportunity.Status{opportunity.Open, opportunity.Won}
					if got := listed(ctx, t, tx, of, pipeline.Filter{InPeriod: true, Through: cat, Whose: narrow, Statuses: live}); got != sums.Through(cat) {
						t.Errorf("%+v through %s of %s (%q): the list has %v, the sheet %v", r, cat, n.Member.Name, narrow, got, sums.Through(cat))
					}
				}
			}
		})
		for _, by := range opportunity.Dimensions {
			groupsOpen(ctx, t, tx, s, r, by)
		}
		return nil
	})
}

func groupsOpen(ctx context.Context, t *testing.T, tx *tenant.Tx, s forecast.Sheet, r scope.Request, by opportunity.Dimension) {
	t.Helper()
	groups, err := forecast.GroupBy(ctx, tx, s.Scope, by)
	if err != nil {
		t.Fatal(err)
	}
	var sum forecast.Sums
	for _, g := range groups {
		sum = sum.Plus(g.Sums)
		of, f := r, pipeline.Filter{InPeriod: true, Category: opportunity.Commit, By: by, Group: g.Name}
		if by == opportunity.ByTeam {
			of.Team = g.Name
		}
		if got := listed(ctx, t, tx, of, f); got != g.Commit && (by != opportunity.ByTeam || g.Name != "") {
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

func TestTheNewestCallCountsAndThePastKeepsItsOwn(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.ImportSubmissions(ctx, tx, []forecast.ImportedSubmission{
			{MemberID: c.Ann, StartsOn: quarter.Start, EndsOn: quarter.End, Line: forecast.Call, Amount: 150_00, Note: "early", SubmittedAt: cast.At("2026-10-09T15:00:00Z")},
			{MemberID: c.Ann, StartsOn: quarter.Start, EndsOn: quarter.End, Line: forecast.Call, Amount: 250_00, SubmittedAt: cast.At("2026-11-06T15:00:00Z")}})
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{forecast.Call: 300_00, forecast.BestCase: 700_00}, " two in legal ")
	})
	called := func(who uuid.UUID, asOf string) (got int64) {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			got = node(t, sheet(ctx, t, tx, scope.Request{Period: "2026-Q4", AsOf: asOf, Owner: c.Ann.String()}), c.Ann).Called[forecast.Call].Amount
			return nil
		})
		return got
	}
	for asOf, want := range map[string]int64{"": 300_00, "2026-10-08": 0, "2026-10-09": 150_00, "2026-11-05": 150_00, "2026-11-06": 250_00} {
		for _, who := range []uuid.UUID{c.Ann, c.Nora, c.Eve, c.Olga, c.Fay, c.Ada} {
			if got := called(who, asOf); got != want {
				t.Errorf("as of %q the call is %d, not %d", asOf, got, want)
			}
		}
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		history, err := forecast.Submissions(ctx, tx, c.Ann, quarter, time.Time{})
		if len(history) != 4 || history[0].Note != "two in legal" {
			t.Errorf("history: %+v", history)
		}
		return err
	})
	for _, other := range []uuid.UUID{c.Ben, c.Sol} {
		c.See(t, other, func(ctx context.Context, tx *tenant.Tx) error {
			history, err := forecast.Submissions(ctx, tx, c.Ann, quarter, time.Time{})
			if len(history) != 0 {
				t.Errorf("another sees Ann's calls: %v", history)
			}
			return err
		})
	}
	wantKind(t, try(t, &c, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{forecast.Call: 1}, "")
	}), fault.Forbidden)
	wantKind(t, try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Submit(ctx, tx, quarter, nil, "") }), fault.Invalid)
	wantKind(t, try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{"pipeline": 1}, "")
	}), fault.Invalid)
}

func TestAClosedPeriodTakesNothingAndKeepsItsSheet(t *testing.T) {
	t.Parallel()
	c := company(t)
	first, err := judge(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []uuid.UUID{c.Nora, c.Eve, c.Fay} {
		wantKind(t, try(t, &c, who, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Close(ctx, tx, quarter, "done") }), fault.Forbidden)
	}
	closing := func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Close(ctx, tx, quarter, "The board has it")
	}
	c.As(t, c.Olga, closing)
	wantKind(t, try(t, &c, c.Olga, closing), fault.Conflict)
	submit := func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{forecast.Call: 1}, "")
	}
	wantKind(t, try(t, &c, c.Ann, submit), fault.Conflict)
	_, err = judge(t, &c, c.Nora, c.Ann, 1, "late", first)
	wantKind(t, err, fault.Conflict)
	wantKind(t, try(t, &c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Withdraw(ctx, tx, quarter, first) }), fault.Conflict)
	next := period.Calendar{}.Shift(quarter, 1)
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, next, map[forecast.Line]int64{forecast.Call: 1}, "")
	})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { // what happens afterwards does not reach the sheet that was kept
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		return opportunity.Edit(ctx, tx, ids["commit"], 0, func(s opportunity.State) (opportunity.State, error) {
			s.CloseOn = cast.Day("2027-02-01")
			return s, nil
		})
	})
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		history, err := forecast.Locks(ctx, tx, quarter)
		if err != nil || len(history) != 1 || history[0].Reason != "The board has it" || *history[0].MemberID != c.Olga {
			t.Fatalf("%+v, %v", history, err)
		}
		rows, err := forecast.Cutoff(ctx, tx, history[0].ID)
		for _, r := range rows {
			if r.MemberID == c.Ann && (r.Gross.Gross(forecast.Call) != 300_00 || r.Judged[forecast.Call] != 260_00 || r.Final[forecast.Call] != 260_00 || r.Depth != 3) {
				t.Errorf("the sheet that was kept says %+v", r)
			}
		}
		if len(rows) != 9 { // the whole, Eve, Nora and Sol, four reps, nobody's
			t.Errorf("%d rows were kept", len(rows))
		}
		return err
	})
	wantKind(t, try(t, &c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := forecast.Cutoff(ctx, tx, uuid.New())
		return err
	}), fault.NotFound)
	c.As(t, c.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Reopen(ctx, tx, quarter, "A correction")
	})
	if err := try(t, &c, c.Ann, submit); err != nil {
		t.Error(err)
	}
}

func TestRulesHoldFromTheirMomentOn(t *testing.T) {
	t.Parallel()
	c := company(t)
	friday := time.Friday
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Configure(ctx, tx, forecast.Settings{StaleBP: 500, KnownAt: cast.At("2026-10-01T12:00:00Z")})
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Configure(ctx, tx, forecast.Settings{Names: map[opportunity.Category]string{opportunity.BestCase: "Upside", opportunity.Commit: " "},
			MostLikely: true, StaleBP: 2000, WeeklyOn: &friday, WeeklyAt: 600})
	})
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		now, err := forecast.SettingsAt(ctx, tx, tx.Now())
		if err != nil || now.StaleBP != 2000 || now.LineName(forecast.BestCase) != "Upside forecast" || now.Name(opportunity.Commit) != "Commit" || *now.WeeklyOn != friday || len(now.Lines()) != 4 {
			t.Errorf("%+v, %v", now, err)
		}
		then, err := forecast.SettingsAt(ctx, tx, cast.At("2026-10-02T12:00:00Z"))
		before, _ := forecast.SettingsAt(ctx, tx, cast.At("2026-09-30T12:00:00Z"))
		if then.StaleBP != 500 || before.StaleBP != 1000 || len(before.Lines()) != 3 {
			t.Errorf("%+v, %+v, %v", then, before, err)
		}
		return err
	})
	for name, s := range map[string]forecast.Settings{"share": {StaleBP: 10001}, "time": {WeeklyAt: 1440}, "names": {Names: map[opportunity.Category]string{opportunity.Commit: "pipeline"}}} {
		err := try(t, &c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Configure(ctx, tx, s) })
		if fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantKind(t, try(t, &c, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Configure(ctx, tx, forecast.Settings{})
	}), fault.Forbidden)
}

func TestAFiscalYearFromAprilInACurrencyWithoutCents(t *testing.T) {
	t.Parallel()
	c := cast.FoundWith(t, tenant.Settings{BaseCurrency: "JPY", TimeZone: "Asia/Tokyo", FiscalStart: time.April})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "USD", Rate: decimal.RequireFromString("150"), ValidFrom: cast.Day("2026-01-01")}); err != nil {
			return err
		}
		_, err := cast.Take(ctx, tx, c.Opportunity("usd", c.Ann, "Negotiation", 10_01, "2026-12-31"), c.Opportunity("next", c.Ann, "Negotiation", 10_01, "2027-01-01"))
		return err
	})
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{Period: "2027-Q3"}) // October to December 2026
		if s.Scope.Period.Label != "Q3 FY27" || s.Root.Gross.Commit != (forecast.Sum{Count: 1, Amount: 1502}) {
			t.Errorf("%s: %+v", s.Scope.Period.Label, s.Root.Gross.Commit)
		}
		return nil
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		q := tx.Calendar().Containing(period.Quarter, tx.Today())
		if q.Key != "2027-Q3" {
			t.Errorf("the quarter is %s", q.Key)
		}
		return forecast.Submit(ctx, tx, q, map[forecast.Line]int64{forecast.Call: 1502}, "")
	})
}

func TestAnEmptyOrganisationHasAnEmptySheet(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	s := sheet(t.Context(), t, tx, scope.Request{})
	if !s.Root.Gross.Empty() || len(s.Root.Children) != 0 || s.Root.Final(forecast.Call) != 0 || s.Lock != nil {
		t.Errorf("%+v", s.Root)
	}
	if groups, err := forecast.GroupBy(t.Context(), tx, s.Scope, opportunity.BySegment); len(groups) != 0 || err != nil {
		t.Errorf("%v, %v", groups, err)
	}
}
