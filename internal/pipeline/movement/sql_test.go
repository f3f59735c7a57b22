package movement_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// worth converts the slow way: by the rate of the day, as it was known at the moment.
func worth(o opportunity.State, on period.Date, known time.Time) *int64 {
	if o.Amount == nil || o.Currency == "USD" {
		return o.Amount
	}
	best := ""
	for _, r := range cast.Rates {
		if o.Currency == "EUR" && cast.Day(r.From) <= on && !cast.At(r.Known).After(known) {
			best = r.Worth
		}
	}
	if best == "" {
		return nil
	}
	v := decimal.NewFromInt(*o.Amount).Mul(decimal.RequireFromString(best)).Round(0).IntPart()
	return &v
}

// company has opportunities whose lives begin at any time of the autumn, and their versions as the changes alone
// rebuild them.
func company(t *testing.T) (cast.Company, map[uuid.UUID][]opportunity.Version) {
	t.Helper()
	c := cast.Found(t)
	histories := map[uuid.UUID][]opportunity.Version{}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := c.Live(ctx, tx, 150)
		if err != nil {
			return err
		}
		for _, id := range ids {
			changes, err := opportunity.History(ctx, tx, id, time.Time{})
			if err != nil {
				return err
			}
			if histories[id], err = opportunity.Replay(changes); err != nil {
				return err
			}
		}
		return nil
	})
	return c, histories
}

func between(ctx context.Context, t *testing.T, tx *tenant.Tx, r scope.Request, since string) movement.Movement {
	t.Helper()
	to, err := scope.Resolve(ctx, tx, r)
	if err != nil {
		t.Fatal(err)
	}
	from, err := movement.Since(ctx, tx, to, cast.Day(since))
	if err != nil {
		t.Fatal(err)
	}
	m, err := movement.Between(ctx, tx, from, to, "")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// total is what the list of opportunities says is open for the period of a scope.
func total(ctx context.Context, t *testing.T, tx *tenant.Tx, s scope.Scope) movement.Sum {
	t.Helper()
	b, err := pipeline.Load(ctx, tx, s, pipeline.Filter{InPeriod: true, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return movement.Sum{Count: b.Total.Count, Amount: b.Total.Amount}
}

// slow is what the statement should find, worked out from the changes of each opportunity by opportunity.Replay.
func slow(tx *tenant.Tx, histories map[uuid.UUID][]opportunity.Version, from,
	to scope.Scope) (net, gross map[string]int64) {
	net, gross = map[string]int64{}, map[string]int64{}
	w := movement.Window{Period: to.Period}
	state := func(v opportunity.Version, s scope.Scope, on period.Date, moment time.Time) movement.State {
		return movement.State{Known: true, Status: v.Status, Category: v.Category, CloseOn: v.CloseOn,
			Covered: v.OwnerID != nil && s.Covers(*v.OwnerID), Today: on, Worth: worth(v.State, on, moment),
			Booked: worth(v.State, v.CloseOn, moment)}
	}
	note := func(into map[string]int64, id uuid.UUID, parts []movement.Part) {
		for _, p := range parts {
			into[fmt.Sprintf("%s %s", p.Kind, id)] += p.Amount
		}
	}
	for id, versions := range histories {
		var a, b movement.State
		var restated *int64
		if v, ok := opportunity.At(versions, from.Known); ok {
			a, restated = state(v, from, from.Today, from.Known), worth(v.State, to.Today, to.Known)
		}
		if v, ok := opportunity.At(versions, to.Known); ok {
			b = state(v, to, to.Today, to.Known)
		}
		note(net, id, w.Step(a, b, restated))
		last := a
		was, _ := opportunity.At(versions, from.Known)
		for _, v := range versions {
			if !v.KnownFrom.After(from.Known) || v.KnownFrom.After(to.Known) {
				continue
			}
			on := tx.Calendar().Today(v.KnownFrom)
			if a.Known {
				now := state(was, to, on, v.KnownFrom)
				note(gross, id, w.Step(last, now, now.Worth))
				last = now
			}
			next := state(v, to, on, v.KnownFrom)
			note(gross, id, w.Step(last, next, last.Worth))
			a, last, was = next, next, v
		}
		if a.Known {
			now := state(was, to, to.Today, to.Known)
			note(gross, id, w.Step(last, now, now.Worth))
		}
	}
	return net, gross
}

func told(v movement.View) map[string]int64 {
	all := map[string]int64{}
	for _, b := range v.Bars {
		for _, m := range b.Moves {
			all[fmt.Sprintf("%s %s", b.Kind, m.ID)] += m.Amount
		}
	}
	return all
}

func TestTheStatementFindsWhatReplayingTheHistoriesFinds(t *testing.T) {
	t.Parallel()
	c, histories := company(t)
	seen := map[movement.Kind]bool{}
	for _, who := range []uuid.UUID{c.Eve, c.Nora, c.Ann} {
		for _, r := range []scope.Request{{}, {Period: "2026-11"}, {Period: "2026-Q3", AsOf: "2026-10-08"},
			{AsOf: "2026-10-08"}, {Period: "2027-Q1"}, {Team: "North", AsOf: "2026-11-19"}} {
			for _, since := range []string{"2026-09-28", "2026-10-04", "2026-10-08", "2026-11-15", "2026-11-18"} {
				if r.AsOf != "" && since > r.AsOf {
					continue
				}
				c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
					m := between(ctx, t, tx, r, since)
					name := fmt.Sprintf("%+v since %s", r, since)
					if begin, end := total(ctx, t, tx, m.From), total(ctx, t, tx, m.To); begin != m.Net.Begin ||
						end != m.Net.End {
						t.Errorf("%s: from %+v to %+v, the list says %+v and %+v", name, m.Net.Begin, m.Net.End, begin,
							end)
					}
					net, gross := slow(tx, histories, m.From, m.To)
					if got := told(m.Net); !reflect.DeepEqual(got, net) {
						t.Errorf("%s: net\n%s", name, differences(got, net))
					}
					if got := told(m.Gross); !reflect.DeepEqual(got, gross) {
						t.Errorf("%s: gross\n%s", name, differences(got, gross))
					}
					for _, v := range []movement.View{m.Net, m.Gross} {
						sum := v.Begin.Amount
						for _, b := range v.Bars {
							sum += b.Amount
							seen[b.Kind] = true
						}
						if sum != v.End.Amount {
							t.Errorf("%s: the bars lead to %d, not to %d", name, sum, v.End.Amount)
						}
					}
					return nil
				})
			}
		}
	}
	for _, k := range movement.Kinds {
		// the stages of the test omit nothing that is open
		if !seen[k] && k != movement.Omitted && k != movement.PulledOut {
			t.Errorf("nothing was %s in all of it, so it is not tested", k)
		}
	}
}

func differences(got, want map[string]int64) string {
	var lines []string
	for k, v := range got {
		if w, ok := want[k]; !ok || w != v {
			lines = append(lines, fmt.Sprintf("%s is %d, not %d", k, v, w))
		}
	}
	for k, v := range want {
		if _, ok := got[k]; !ok {
			lines = append(lines, fmt.Sprintf("%s is missing, %d", k, v))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestSomebodyWhoHadNotBegunHadNothing(t *testing.T) {
	t.Parallel()
	c, _ := company(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		m := between(ctx, t, tx, scope.Request{Owner: c.Ann.String()}, "2023-12-31")
		if m.Net.Begin != (movement.Sum{}) || m.Net.End.Count == 0 || m.From.Owners == nil {
			t.Errorf("%+v", m.Net)
		}
		return nil
	})
}

func TestNobodySeesTheMovesOfOthers(t *testing.T) {
	t.Parallel()
	c, _ := company(t)
	other, _ := company(t)
	owners := func(who uuid.UUID, r scope.Request) map[uuid.UUID]bool {
		all := map[uuid.UUID]bool{}
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			for _, change := range between(ctx, t, tx, r, "2026-10-15").Changes {
				if change.Before != nil && change.Before.OwnerID != nil {
					all[*change.Before.OwnerID] = true
				}
			}
			return nil
		})
		return all
	}
	if got := owners(c.Eve, scope.Request{}); len(got) < 5 || got[other.Ann] {
		t.Errorf("the executive sees %d owners", len(got))
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := scope.Resolve(ctx, tx,
			scope.Request{Owner: other.Ann.String()}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another organisation's member: %v", err)
		}
		return nil
	})
}

func TestTheLaterMomentIsNotBeforeTheEarlier(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		to, err := scope.Resolve(ctx, tx, scope.Request{AsOf: "2026-10-01"})
		if err != nil {
			return err
		}
		from, err := movement.Since(ctx, tx, to, cast.Day("2026-10-05"))
		if err != nil {
			return err
		}
		if _, err := movement.Between(ctx, tx, from, to, ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
		return nil
	})
}
