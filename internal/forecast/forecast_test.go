package forecast_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/forecast"
	"quarterdeck/internal/fx"
	"quarterdeck/internal/opportunity"
	"quarterdeck/internal/period"
	"quarterdeck/internal/pipeline"
	"quarterdeck/internal/quota"
	"quarterdeck/internal/scope"
	"quarterdeck/internal/tenant"
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
		c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
			s := sheet(ctx, t, tx, scope.Request{Period: key})
			s.Root.Walk(func(n *forecast.Node) {
				if n == s.Root || n.Member.ID == uuid.Nil {
					return
				}
				for _, cat := range opportunity.Categories {
					of := scope.Request{Period: key, Owner: n.Member.ID.String()}
					for whose, sums := range map[pipeline.Whose]forecast.Sums{"": n.Gross, pipeline.TheirOwn: n.Own} {
						got := listed(ctx, t, tx, of, pipeline.Filter{InPeriod: true, Category: cat, Whose: whose, Statuses: statusesOf(cat)})
						if got != sums.Of(cat) {
							t.Errorf("%s %s of %s (%q): the list has %v, the sheet %v", key, cat, n.Member.Name, whose, got, sums.Of(cat))
						}
					}
				}
			})
			for _, by := range opportunity.Dimensions {
				groups, err := forecast.GroupBy(ctx, tx, s.Scope, by)
				if err != nil {
					t.Fatal(err)
				}
				var sum forecast.Sums
				for _, g := range groups {
					sum = sum.Plus(g.Sums)
					of, f := scope.Request{Period: key}, pipeline.Filter{InPeriod: true, Category: opportunity.Commit, By: by, Group: g.Name}
					if by == opportunity.ByTeam {
						of.Team = g.Name
					}
					if got := listed(ctx, t, tx, of, f); got != g.Commit && (by != opportunity.ByTeam || g.Name != "") {
						t.Errorf("%s by %s %q: the list has %v, the group %v", key, by, g.Name, got, g.Commit)
					}
				}
				if sum != s.Root.Gross {
					t.Errorf("%s by %s adds up to %+v, not %+v", key, by, sum, s.Root.Gross)
				}
			}
			return nil
		})
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

func judge(t *testing.T, c *cast.Company, author, about uuid.UUID, amount int64, note string, seen uuid.UUID) (id uuid.UUID, err error) {
	t.Helper()
	err = try(t, c, author, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = forecast.Judge(ctx, tx, quarter, forecast.Judging{MemberID: about, Line: forecast.Call, Amount: amount, Note: note, Seen: seen})
		return err
	})
	return id, err
}

func TestOnlyThoseAboveJudgeAndNobodyTheirOwn(t *testing.T) {
	t.Parallel()
	c := company(t)
	for author, about := range map[uuid.UUID]uuid.UUID{c.Nora: c.Nora, c.Sol: c.Ann} {
		_, err := judge(t, &c, author, about, 1, "no", uuid.Nil)
		wantKind(t, err, fault.NotFound)
	}
	for _, author := range []uuid.UUID{c.Ann, c.Ben, c.Olga, c.Fay, c.Ada} {
		_, err := judge(t, &c, author, c.Ann, 1, "no", uuid.Nil)
		wantKind(t, err, fault.Forbidden)
	}
	_, err := judge(t, &c, c.Nora, c.Ann, 1, "  ", uuid.Nil)
	wantKind(t, err, fault.Invalid)
	other := cast.Found(t)
	_, err = judge(t, &c, c.Eve, other.Ann, 1, "another company", uuid.Nil)
	wantKind(t, err, fault.NotFound)

	first, err := judge(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{})
		ann := node(t, s, c.Ann)
		if ann.Final(forecast.Call) != 260_00 || ann.Judged[forecast.Call].Gross != 300_00 || ann.Gross.Gross(forecast.Call) != 300_00 {
			t.Errorf("final %d on a gross of %d then", ann.Final(forecast.Call), ann.Judged[forecast.Call].Gross)
		}
		if got := s.Root.Final(forecast.Call); got != 3200_00+1600_00+260_00 {
			t.Errorf("Nora's final is %d", got)
		}
		return nil
	})
	for who, sees := range map[uuid.UUID]bool{c.Nora: true, c.Eve: true, c.Olga: true, c.Fay: true, c.Ada: true, c.Ann: false, c.Ben: false, c.Sol: false} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			found, err := forecast.Judgements(ctx, tx, c.Ann, quarter, time.Time{})
			if (len(found) == 1) != sees {
				t.Errorf("sees the judgement: %t, not %t", len(found) == 1, sees)
			}
			return err
		})
	}
	_, err = judge(t, &c, c.Eve, c.Ann, 240_00, "not before January", uuid.Nil)
	wantKind(t, err, fault.Conflict)
	theirs, ok := errors.AsType[*forecast.Conflicting](err)
	if !ok || *theirs.Theirs.Amount != 260_00 || theirs.Theirs.AuthorID != c.Nora {
		t.Errorf("the conflict does not say what the other said: %v", err)
	}
	if _, err = judge(t, &c, c.Eve, c.Ann, 240_00, "not before January", first); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		if got := node(t, sheet(ctx, t, tx, scope.Request{Owner: "me"}), c.Ann).Final(forecast.Call); got != 240_00 {
			t.Errorf("in Eve's sheet her own counts: %d", got)
		}
		return nil
	})
}

func TestAWithdrawnJudgementLeavesTheGross(t *testing.T) {
	t.Parallel()
	c := company(t)
	id, err := judge(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, try(t, &c, c.Eve, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Withdraw(ctx, tx, quarter, id) }), fault.NotFound)
	for range 2 { // the second finds a newer row, the one that withdrew it
		err = try(t, &c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Withdraw(ctx, tx, quarter, id) })
	}
	wantKind(t, err, fault.Conflict)
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		ann := node(t, sheet(ctx, t, tx, scope.Request{}), c.Ann)
		if _, judged := ann.Judged[forecast.Call]; judged || ann.Final(forecast.Call) != 300_00 {
			t.Errorf("final is %d", ann.Final(forecast.Call))
		}
		history, err := forecast.Judgements(ctx, tx, c.Ann, quarter, time.Time{})
		if len(history) != 2 {
			t.Errorf("both rows stay: %v", history)
		}
		return err
	})
}

func TestTwoManagersAtOnceDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	c := company(t)
	done := make(chan error, 2)
	for _, author := range []uuid.UUID{c.Nora, c.Eve} {
		go func() {
			_, err := judge(t, &c, author, c.Ann, 1_00, "at once", uuid.Nil)
			done <- err
		}()
	}
	a, b := <-done, <-done
	if (a == nil) == (b == nil) {
		t.Fatalf("one of two goes through: %v, %v", a, b)
	}
	wantKind(t, errors.Join(a, b), fault.Conflict)
}

func TestAJudgementIsStaleWhenTheOpportunitiesBeneathMove(t *testing.T) {
	t.Parallel()
	c := company(t)
	if _, err := judge(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	isStale := func() (is bool) {
		c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			s := sheet(ctx, t, tx, scope.Request{})
			is = node(t, s, c.Ann).Stale(forecast.Call, s.Settings.StaleBP)
			return nil
		})
		return is
	}
	for amount, want := range map[int64]bool{229_99: false, 230_01: true} { // beneath it were 300: ten percent are 30
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			ids, err := opportunity.IDs(ctx, tx)
			if err != nil {
				return err
			}
			return opportunity.Edit(ctx, tx, ids["commit"], 0, func(s opportunity.State) (opportunity.State, error) { s.Amount = &amount; return s, nil })
		})
		if got := isStale(); got != want {
			t.Errorf("with %d beneath, stale: %t", amount+100_00, got)
		}
	}
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

func TestACategoryByHandNeedsAReasonAndStaysThroughStages(t *testing.T) {
	t.Parallel()
	c := company(t)
	var id uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		id = ids["best"]
		return err
	})
	set := func(cat opportunity.Category, reason string) error {
		return try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			return forecast.Categorize(ctx, tx, id, 0, cat, reason)
		})
	}
	wantKind(t, set(opportunity.Commit, " "), fault.Invalid)
	wantKind(t, set(opportunity.Closed, "won it"), fault.Invalid)
	wantKind(t, try(t, &c, c.Ben, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Categorize(ctx, tx, id, 0, opportunity.Commit, "mine")
	}), fault.NotFound)
	if err := set(opportunity.Commit, "The contract is signed"); err != nil {
		t.Fatal(err)
	}
	category := func() (got opportunity.Category) {
		c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			o, err := opportunity.Get(ctx, tx, id, time.Time{})
			got = o.Category
			return err
		})
		return got
	}
	move := func(to string) {
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			return opportunity.Edit(ctx, tx, id, 0, func(s opportunity.State) (opportunity.State, error) {
				st, _ := cast.Stages.Find(to)
				return s.Enter(st, tx.Today()), nil
			})
		})
	}
	move("Discovery")
	if got := category(); got != opportunity.Commit {
		t.Errorf("a change of stage made it %s", got)
	}
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Release(ctx, tx, id, 0, "Back to the start")
	})
	if got := category(); got != opportunity.Pipeline {
		t.Errorf("given back to its stage it is %s", got)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		reasons, err := forecast.Reasons(ctx, tx, id, tx.Now())
		if len(reasons) != 2 || reasons[0].Manual || reasons[1].Reason != "The contract is signed" || *reasons[1].MemberID != c.Ann {
			t.Errorf("%+v", reasons)
		}
		return err
	})
	move("Won")
	wantKind(t, set(opportunity.Commit, "again"), fault.Invalid)
}

func TestATagIsOfAPeriodAndItsPastStays(t *testing.T) {
	t.Parallel()
	c := company(t)
	var id uuid.UUID
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		id = ids["commit"]
		return errors.Join(forecast.Mark(ctx, tx, quarter, id, forecast.AtRisk, true), forecast.Mark(ctx, tx, quarter, id, forecast.Bridge, true),
			forecast.Mark(ctx, tx, quarter, id, forecast.Bridge, false))
	})
	for who, want := range map[uuid.UUID]string{c.Nora: "[at_risk]", c.Ann: "[at_risk]", c.Sol: "[]"} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			for key, want := range map[string]string{"2026-Q4": want, "2027-Q1": "[]"} {
				s, err := scope.Resolve(ctx, tx, scope.Request{Period: key})
				if err != nil {
					return err
				}
				tags, err := forecast.Marked(ctx, tx, s)
				if got := fmt.Sprint(tags[id]); err != nil || got != want {
					t.Errorf("%s: %s, not %s, %v", key, got, want, err)
				}
			}
			return nil
		})
	}
	wantKind(t, try(t, &c, c.Ben, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Mark(ctx, tx, quarter, id, forecast.AtRisk, false)
	}), fault.NotFound)
	wantKind(t, try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Mark(ctx, tx, quarter, id, "vip", true)
	}), fault.Invalid)
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
	p := tenant.Settings{FiscalStart: time.April}
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		q := tx.Calendar().Containing(period.Quarter, tx.Today())
		if q.Key != "2027-Q3" || p.FiscalStart != tx.Settings().FiscalStart {
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
