package forecast_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

func adjust(t *testing.T, c *cast.Company, author, about uuid.UUID, amount int64, note string,
	seen uuid.UUID) (id uuid.UUID, err error) {
	t.Helper()
	err = try(t, c, author, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = forecast.Adjust(ctx, tx, quarter,
			forecast.NewAdjustment{MemberID: about, Line: forecast.Call, Amount: amount, Note: note, Seen: seen})
		return err
	})
	return id, err
}

func TestOnlyThoseAboveAdjustAndNobodyTheirOwn(t *testing.T) {
	t.Parallel()
	c := company(t)
	for author, about := range map[uuid.UUID]uuid.UUID{c.Nora: c.Nora, c.Sol: c.Ann} {
		_, err := adjust(t, &c, author, about, 1, "no", uuid.Nil)
		wantKind(t, err, fault.NotFound)
	}
	for _, author := range []uuid.UUID{c.Ann, c.Ben, c.Olga, c.Fay, c.Ada} {
		_, err := adjust(t, &c, author, c.Ann, 1, "no", uuid.Nil)
		wantKind(t, err, fault.Forbidden)
	}
	_, err := adjust(t, &c, c.Nora, c.Ann, 1, "  ", uuid.Nil)
	wantKind(t, err, fault.Invalid)
	other := cast.Found(t)
	_, err = adjust(t, &c, c.Eve, other.Ann, 1, "another company", uuid.Nil)
	wantKind(t, err, fault.NotFound)

	first, err := adjust(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{})
		ann := node(t, s, c.Ann)
		if ann.Final(forecast.Call) != 260_00 || ann.Adjustments[forecast.Call].Gross != 300_00 ||
			ann.Gross.Gross(forecast.Call) != 300_00 {
			t.Errorf("final %d on a gross of %d then", ann.Final(forecast.Call), ann.Adjustments[forecast.Call].Gross)
		}
		if got := s.Root.Final(forecast.Call); got != 3200_00+1600_00+260_00 {
			t.Errorf("Nora's final is %d", got)
		}
		return nil
	})
	for who, sees := range map[uuid.UUID]bool{c.Nora: true, c.Eve: true, c.Olga: true, c.Fay: true, c.Ada: true,
		c.Ann: false, c.Ben: false, c.Sol: false} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			found, err := forecast.Adjustments(ctx, tx, c.Ann, quarter, time.Time{})
			if (len(found) == 1) != sees {
				t.Errorf("sees the adjustment: %t, not %t", len(found) == 1, sees)
			}
			return err
		})
	}
	_, err = adjust(t, &c, c.Eve, c.Ann, 240_00, "not before January", uuid.Nil)
	wantKind(t, err, fault.Conflict)
	theirs, ok := errors.AsType[*forecast.Conflicting](err)
	if !ok || *theirs.Theirs.Amount != 260_00 || theirs.Theirs.AuthorID != c.Nora {
		t.Errorf("the conflict does not say what the other said: %v", err)
	}
	if _, err = adjust(t, &c, c.Eve, c.Ann, 240_00, "not before January", first); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		if got := node(t, sheet(ctx, t, tx, scope.Request{Owner: "me"}), c.Ann).Final(forecast.Call); got != 240_00 {
			t.Errorf("in Eve's sheet her own counts: %d", got)
		}
		return nil
	})
}

func TestAWithdrawnAdjustmentLeavesTheGross(t *testing.T) {
	t.Parallel()
	c := company(t)
	id, err := adjust(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, try(t, &c, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Withdraw(ctx, tx, quarter, id)
	}), fault.NotFound)
	for range 2 { // the second finds a newer row, the one that withdrew it
		err = try(t, &c, c.Nora,
			func(ctx context.Context, tx *tenant.Tx) error { return forecast.Withdraw(ctx, tx, quarter, id) })
	}
	wantKind(t, err, fault.Conflict)
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		ann := node(t, sheet(ctx, t, tx, scope.Request{}), c.Ann)
		if _, adjusted := ann.Adjustments[forecast.Call]; adjusted || ann.Final(forecast.Call) != 300_00 {
			t.Errorf("final is %d", ann.Final(forecast.Call))
		}
		history, err := forecast.Adjustments(ctx, tx, c.Ann, quarter, time.Time{})
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
			_, err := adjust(t, &c, author, c.Ann, 1_00, "at once", uuid.Nil)
			done <- err
		}()
	}
	a, b := <-done, <-done
	if (a == nil) == (b == nil) {
		t.Fatalf("one of two goes through: %v, %v", a, b)
	}
	wantKind(t, errors.Join(a, b), fault.Conflict)
}

func TestAnAdjustmentIsStaleWhenTheOpportunitiesBeneathMove(t *testing.T) {
	t.Parallel()
	c := company(t)
	if _, err := adjust(t, &c, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil); err != nil {
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
			return opportunity.Edit(ctx, tx, ids["commit"], 0,
				func(s opportunity.State) (opportunity.State, error) { s.Amount = &amount; return s, nil })
		})
		if got := isStale(); got != want {
			t.Errorf("with %d beneath, stale: %t", amount+100_00, got)
		}
	}
}

func TestATeamHasOneTotalWhoeverLooks(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, said := range []struct {
		author, about uuid.UUID
		amount        int64
	}{{c.Nora, c.Ben, 1500_00}, {c.Eve, c.Ann, 240_00}, {c.Eve, c.Nora, 4000_00}} {
		if _, err := adjust(t, &c, said.author, said.about, said.amount, "as I see it", uuid.Nil); err != nil {
			t.Fatal(err)
		}
	}
	const want = 3200_00 + 1500_00 + 240_00 // Nora's own, Ben as she sees him, Ann as Eve does
	for who, requests := range map[uuid.UUID][]scope.Request{c.Nora: {{}, {Team: "North"}},
		c.Eve: {{Owner: c.Nora.String()}, {Team: "North"}}, c.Olga: {{Owner: c.Nora.String()}, {Team: "North"}},
		c.Fay: {{Owner: c.Nora.String()}}, c.Ada: {{Team: "North"}}} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			for _, r := range requests {
				s := sheet(ctx, t, tx, r)
				if got := s.Root.Adjusted(forecast.Call); got != want || s.Root.Member.ID != c.Nora {
					t.Errorf("%s asks for %+v: the total of %q is %d, not %d", s.Scope.Roster.Name(&who), r,
						s.Root.Member.Name, got, int64(want))
				}
				if _, seen := s.Root.Adjustments[forecast.Call]; seen && who == c.Nora {
					t.Error("Nora sees what is said about her")
				}
			}
			return nil
		})
	}
	whole := map[int64]bool{}
	for _, who := range []uuid.UUID{c.Eve, c.Olga, c.Fay} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			s := sheet(ctx, t, tx, scope.Request{})
			if n := node(t, s, c.Nora); n.Final(forecast.Call) != 4000_00 || n.Adjusted(forecast.Call) != want {
				t.Errorf("one level up Nora's team counts %d, by itself %d", n.Final(forecast.Call),
					n.Adjusted(forecast.Call))
			}
			whole[s.Root.Adjusted(forecast.Call)] = true
			return nil
		})
	}
	if len(whole) != 1 {
		t.Errorf("the organisation has %d totals", len(whole))
	}
}

// settling is a company in which Nora has adjusted Ann's call of 400 to 260.
type settling struct {
	cast.Company
	t *testing.T
}

func (c *settling) call(amount int64) {
	c.t.Helper()
	if err := try(c.t, &c.Company, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return forecast.Submit(ctx, tx, quarter, map[forecast.Line]int64{forecast.Call: amount}, "")
	}); err != nil {
		c.t.Fatal(err)
	}
}

// wants holds Nora's total, and by how much it is outdated, against what they should be.
func (c *settling) wants(what string, total, outdated int64) (latest uuid.UUID) {
	c.t.Helper()
	c.See(c.t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		root, change := sheet(ctx, c.t, tx, scope.Request{}).Root, int64(0)
		for _, n := range root.Overtaken(forecast.Call) {
			by, _ := n.Outdated(forecast.Call)
			change += by
		}
		if got := root.Adjusted(forecast.Call); got != total || change != outdated {
			c.t.Errorf("%s: total %d, outdated by %d; want %d and %d", what, got, change, total, outdated)
		}
		ann, _ := root.Find(c.Ann)
		latest = ann.Latest[forecast.Call]
		return nil
	})
	return latest
}

func (c *settling) settle(who, latest uuid.UUID, answer forecast.Answer) (id uuid.UUID, err error) {
	err = try(c.t, &c.Company, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = forecast.Settle(ctx, tx, quarter,
			forecast.NewAdjustment{MemberID: c.Ann, Line: forecast.Call, Seen: latest}, answer)
		return err
	})
	return id, err
}

func TestAnAdjustmentIsOutdatedByANewerCallUntilItIsSettled(t *testing.T) {
	t.Parallel()
	c := settling{company(t), t}
	const others = 3200_00 + 1600_00
	c.call(400_00)
	if _, err := adjust(t, &c.Company, c.Nora, c.Ann, 260_00, "legal is slow", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	latest := c.wants("an adjustment after the call", others+260_00, 0)
	_, err := c.settle(c.Nora, latest, forecast.Keep)
	wantKind(t, err, fault.Conflict)
	c.call(230_00)
	for answer, total := range map[forecast.Answer]int64{forecast.Keep: 260_00, forecast.Follow: 230_00} {
		latest = c.wants("a newer call", others+260_00, -30_00)
		id, err := c.settle(c.Nora, latest, answer)
		if err != nil {
			t.Fatal(err)
		}
		c.wants("settled", others+total, 0)
		if err := try(t, &c.Company, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			return forecast.Withdraw(ctx, tx, quarter, id)
		}); err != nil {
			t.Fatal(err)
		}
	}
	latest = c.wants("undone", others+260_00, -30_00)
	_, err = c.settle(c.Sol, latest, forecast.Follow)
	wantKind(t, err, fault.NotFound)
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		history, err := forecast.Adjustments(ctx, tx, c.Ann, quarter, time.Time{})
		if len(history) != 5 {
			t.Errorf("%d rows of history, not 5", len(history))
		}
		return err
	})
}
