package review_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// thisWeek is that of the tests' moment, a Friday.
var thisWeek = review.WeekOf(cast.Day("2026-11-20"))

func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := c.Live(ctx, tx, 120)
		return err
	})
	return c
}

func load(t *testing.T, c *cast.Company, who uuid.UUID, w review.Week, r scope.Request) (v review.Review) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		v, err = review.Load(ctx, tx, w, r)
		return err
	})
	return v
}

func do(c *cast.Company, who uuid.UUID, fn func(context.Context, *tenant.Tx) error) error {
	return c.DB.Update(context.Background(), c.Actor(who),
		func(tx *tenant.Tx) error { return fn(context.Background(), tx) })
}

func finish(c *cast.Company, who uuid.UUID, w review.Week, r scope.Request, seen int64) error {
	return do(c, who, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := review.Finish(ctx, tx, w, r, seen)
		return err
	})
}

func kind(t *testing.T, what string, err error, want fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != want {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func TestAWeekIsNumberedAsInISO8601(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := cast.Day("2015-01-01") + period.Date(rapid.IntRange(0, 9000).Draw(t, "day"))
		w := review.WeekOf(d)
		if d < w.Start || d > w.End() || w.Start.Time().Weekday() != time.Monday {
			t.Fatalf("%s is in %s, %s to %s", d, w.Key, w.Start, w.End())
		}
		if back, err := review.ParseWeek(w.Key); err != nil || back != w {
			t.Fatalf("%s is read as %+v, %v", w.Key, back, err)
		}
		if w.Shift(1).Start != w.Start+7 || w.Shift(-1).Shift(1) != w {
			t.Fatalf("the week after %s is %s", w.Key, w.Shift(1).Key)
		}
	})
	for _, bad := range []string{"", "2026-47", "2026-W54", "2025-W53", "2026-W00", "2026-W4", "2026-W471",
		"x2026-W47"} {
		if _, err := review.ParseWeek(bad); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if w, err := review.ParseWeek("2026-W53"); err != nil || w.Start.String() != "2026-12-28" ||
		w.Label() != "Dec 28, 2026–Jan 3, 2027" {
		t.Errorf("%+v %s %v", w, w.Label(), err)
	}
}

func TestTheRowsOfAReviewAreItsBars(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, who := range []uuid.UUID{c.Eve, c.Nora, c.Sol, c.Ann} {
		for i := range 6 {
			v := load(t, &c, who, thisWeek.Shift(-i), scope.Request{})
			for _, gross := range []bool{false, true} {
				view := v.Sheet.View(gross)
				level := view.Begin.Amount
				all := review.Sums(v.Sheet.Of(uuid.Nil, "", gross), gross)
				for _, b := range view.Bars {
					level += b.Amount
					if all[b.Kind] != b.Sum {
						t.Errorf("%s: the rows of %s are %+v, the bar %+v", v.Week.Key, b.Kind, all[b.Kind], b.Sum)
					}
				}
				shown := view.Begin.Amount
				for _, b := range view.Moves() { // the tiles
					shown += b.Amount
				}
				if level != view.End.Amount || shown != level {
					t.Errorf("%s: the bars lead to %d, not %d", v.Week.Key, level, view.End.Amount)
				}
				people := map[movement.Kind]int64{}
				for _, p := range v.Sheet.People {
					for k, s := range review.Sums(v.Sheet.Of(p.ID, "", gross), gross) {
						if p.ID != uuid.Nil {
							people[k] += s.Amount
						}
					}
				}
				for k, s := range all {
					if people[k] != s.Amount {
						t.Errorf("%s: the people's %s is %d, all of it %d", v.Week.Key, k, people[k], s.Amount)
					}
				}
			}
			if previous := load(t, &c, who, thisWeek.Shift(-i-1),
				scope.Request{Period: v.Sheet.Period}); previous.Sheet.Net.End != v.Sheet.Net.Begin {
				t.Errorf("%s begins with %+v, the week before ends with %+v", v.Week.Key, v.Sheet.Net.Begin,
					previous.Sheet.Net.End)
			}
		}
	}
}

func TestAnAgendaIsAllThatIsOpenByRiskAndSize(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, who := range []uuid.UUID{c.Nora, c.Ann} {
		v := load(t, &c, who, thisWeek, scope.Request{})
		all := v.Sheet.Agenda(uuid.Nil)
		sum, people := int64(0), 0
		for i, r := range all {
			if r.After.Worth != nil {
				sum += *r.After.Worth
			}
			before := all[max(0, i-1)]
			if r.After.Status != opportunity.Open || r.OwnerID == before.OwnerID &&
				len(before.Open.Risks) < len(r.Open.Risks) {
				t.Errorf("%s with %v stands after %s with %v", r.Name, r.Open.Risks, before.Name, before.Open.Risks)
			}
		}
		for _, p := range v.Sheet.People {
			people += len(v.Sheet.Agenda(p.ID))
		}
		if len(all) == 0 || int64(len(all)) != v.Sheet.OpenCount || people != len(all) {
			t.Errorf("%d rows of %d, %d by person", len(all), v.Sheet.OpenCount, people)
		}
		if sum != v.Sheet.Net.End.Amount {
			t.Errorf("the rows come to %d, open now is %+v", sum, v.Sheet.Net.End)
		}
	}
}

func TestARepReadsTheirPartOfAWeekThatWasFinished(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, about := range []uuid.UUID{c.Ann, c.Ben} {
		if err := do(&c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			return review.AddNote(ctx, tx, thisWeek, review.Note{MemberID: about, Body: "Ask earlier"})
		}); err != nil {
			t.Fatal(err)
		}
	}
	live := load(t, &c, c.Ann, thisWeek, scope.Request{})
	if err := finish(&c, c.Nora, thisWeek, scope.Request{}, 0); err != nil {
		t.Fatal(err)
	}
	own := load(t, &c, c.Ann, thisWeek, scope.Request{})
	if live.Frozen() || !own.Frozen() || own.Record.Author != "Nora" || own.Runs || len(own.Sheet.Notes) != 1 ||
		own.Sheet.Net.End != live.Sheet.Net.End {
		t.Errorf("Ann reads %+v with %d notes", own.Record, len(own.Sheet.Notes))
	}
	for _, r := range own.Sheet.Rows {
		if r.OwnerID != c.Ann {
			t.Errorf("Ann reads %s of another", r.Name)
		}
	}
	if other := load(t, &c, c.Cat, thisWeek, scope.Request{}); other.Frozen() {
		t.Error("somebody of another team reads a review that nobody finished for them")
	}
}

func TestWhoSeesWhoseWeek(t *testing.T) {
	t.Parallel()
	c, other := company(t), company(t)
	within := func(who uuid.UUID, r scope.Request, allowed ...uuid.UUID) {
		t.Helper()
		v := load(t, &c, who, thisWeek.Shift(-1), r)
		for _, row := range v.Sheet.Rows {
			ok := false
			for _, id := range allowed {
				ok = ok || row.OwnerID == id
				if row.After != nil && *row.After.OwnerID == id {
					ok = true
				}
			}
			if !ok {
				t.Errorf("%s is shown %s", v.Scope.Roster.Name(&who), v.Scope.Roster.Name(&row.OwnerID))
			}
			if row.After != nil && len(allowed) < 5 &&
				!strings.Contains(fmt.Sprint(allowed), row.After.OwnerID.String()) {
				t.Errorf("%s is shown what became of %s, which was given away", v.Scope.Roster.Name(&who), row.Name)
			}
		}
	}
	within(c.Nora, scope.Request{}, c.Nora, c.Ann, c.Ben)
	within(c.Ann, scope.Request{}, c.Ann)
	within(c.Eve, scope.Request{Owner: c.Sol.String()}, c.Sol, c.Cat, c.Dan)
	for _, r := range []scope.Request{{Owner: c.Sol.String()}, {Owner: c.Eve.String()}, {Owner: other.Ann.String()},
		{Owner: "nobody"}} {
		err := c.DB.View(t.Context(), c.Actor(c.Nora), func(tx *tenant.Tx) error {
			_, err := review.Load(t.Context(), tx, thisWeek, r)
			return err
		})
		kind(t, "a manager asks for "+r.Owner, err, fault.NotFound)
	}
	err := c.DB.View(t.Context(), c.Actor(c.Nora), func(tx *tenant.Tx) error {
		_, err := review.Load(t.Context(), tx, thisWeek.Shift(1), scope.Request{})
		return err
	})
	kind(t, "the week to come", err, fault.NotFound)
	err = c.DB.View(t.Context(), c.Actor(c.Nora), func(tx *tenant.Tx) error {
		_, err := review.Load(t.Context(), tx, thisWeek, scope.Request{AsOf: "2026-11-02"})
		return err
	})
	kind(t, "a day of another week", err, fault.Invalid)
}

func TestWhatWasFrozenStaysWhateverChanges(t *testing.T) {
	t.Parallel()
	c := company(t)
	before := load(t, &c, c.Nora, thisWeek, scope.Request{})
	if err := finish(&c, c.Nora, thisWeek, scope.Request{}, 0); err != nil {
		t.Fatal(err)
	}
	frozen := load(t, &c, c.Nora, thisWeek, scope.Request{})
	if !frozen.Frozen() || frozen.Record.Author != "Nora" ||
		!reflect.DeepEqual(norm(frozen.Sheet), norm(before.Sheet)) {
		t.Errorf("what was frozen is not what was seen:\n%+v\n%+v", frozen.Sheet, before.Sheet)
	}
	changed := 0
	for _, row := range before.Sheet.Rows {
		if row.After == nil || row.After.Status != opportunity.Open {
			continue
		}
		changed++
		c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			return opportunity.Edit(ctx, tx, row.ID, 0, func(s opportunity.State) (opportunity.State, error) {
				more := *s.Amount + 1_000_00
				s.Amount, s.NextStep, s.Name = &more, "Changed", s.Name+" changed"
				return s, nil
			})
		})
	}
	if changed == 0 {
		t.Fatal("nothing could change")
	}
	if later := load(t, &c, c.Nora, thisWeek, scope.Request{}); !reflect.DeepEqual(later.Sheet, frozen.Sheet) {
		t.Error("what was frozen changed")
	}
	if seen := load(t, &c, c.Eve, thisWeek,
		scope.Request{Owner: c.Nora.String()}); !reflect.DeepEqual(seen.Sheet, frozen.Sheet) {
		t.Error("the executive sees another record")
	}
	if live := load(t, &c, c.Nora, thisWeek, scope.Request{Team: "North"}); live.Frozen() ||
		live.Sheet.Net.End == frozen.Sheet.Net.End {
		t.Error("another question is answered from the record")
	}
	if other := load(t, &c, c.Nora, thisWeek, scope.Request{Period: "2027-Q1"}); other.Frozen() {
		t.Error("another period is answered from the record")
	}
	if err := do(&c, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		return review.Reopen(ctx, tx, thisWeek, scope.Request{Owner: c.Nora.String()}, 1)
	}); err != nil {
		t.Fatal(err)
	}
	open := load(t, &c, c.Nora, thisWeek, scope.Request{})
	if open.Frozen() || open.Record.Number != 2 || open.Sheet.Net.End == frozen.Sheet.Net.End {
		t.Error("the review that was opened again still shows what was frozen")
	}
	if err := finish(&c, c.Nora, thisWeek, scope.Request{}, 2); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		n, err := tenant.Value[int](ctx, tx, `SELECT count(*) FROM app.review_records
			WHERE tenant_id = @tenant AND lead_id = @lead`, tenant.Args{"lead": c.Nora})
		if n != 3 {
			t.Errorf("%d records", n)
		}
		return err
	})
}

// norm is a sheet as text, for JSON does not tell an empty list from none.
func norm(s review.Sheet) string {
	s.Since, s.Until = s.Since.UTC(), s.Until.UTC()
	text := fmt.Sprintf("%+v %+v %+v %+v %+v %+v %+v", s.Net, s.Gross, s.People, s.Since, s.Until, s.Period, s.LeadName)
	for _, r := range s.Rows {
		text += fmt.Sprintf("\n%s %s %s %v %v %d %s %d %d", r.ID, r.Name, r.OwnerID, r.Net, r.Gross, r.Revision,
			r.NextStep, worth(r.Before), worth(r.After))
	}
	return text
}

func worth(f *movement.Facts) int64 {
	if f == nil || f.Worth == nil {
		return -1
	}
	return *f.Worth
}
