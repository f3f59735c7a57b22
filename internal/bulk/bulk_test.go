package bulk_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/bulk"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

var all = pipeline.Filter{Statuses: []opportunity.Status{opportunity.Open, opportunity.Won, opportunity.Lost}}

// filled is a company in which Ann has so many open opportunities of 100 dollars and so many that are won.
func filled(t testing.TB, open, won int) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var records []opportunity.Imported
		for i := range open {
			records = append(records, c.Opportunity(fmt.Sprint("open ", i), c.Ann, "Discovery", 100_00, "2026-12-10"))
		}
		for i := range won {
			records = append(records, c.Opportunity(fmt.Sprint("won ", i), c.Ann, "Won", 100_00, "2026-11-10"))
		}
		for len(records) > 0 {
			n := min(500, len(records))
			if _, err := cast.Take(ctx, tx, records[:n]...); err != nil {
				return err
			}
			records = records[n:]
		}
		return nil
	})
	return c
}

// start confirms a change as a member.
func start(t testing.TB, c *cast.Company, by uuid.UUID, change bulk.Change) (id uuid.UUID) {
	t.Helper()
	c.As(t, by, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		id, err = bulk.Start(ctx, tx, s, all, change)
		return err
	})
	return id
}

// run does a job and tells its counts.
func run(t testing.TB, c *cast.Company, by, id uuid.UUID) (j bulk.Job) {
	t.Helper()
	if err := bulk.Run(t.Context(), c.DB, c.Actor(by).TenantID, id); err != nil {
		t.Fatal(err)
	}
	c.See(t, by, func(ctx context.Context, tx *tenant.Tx) (err error) {
		j, err = bulk.Get(ctx, tx, id)
		return err
	})
	return j
}

func want(t testing.TB, j bulk.Job, changed, unchanged, refused, conflicts int64) {
	t.Helper()
	if j.Changed != changed || j.Unchanged != unchanged || j.Refused != refused || j.Conflicts != conflicts ||
		j.FinishedAt == nil || j.Done() != j.All {
		t.Errorf("%d changed, %d unchanged, %d refused, %d conflicts of %d; want %d, %d, %d, %d", j.Changed,
			j.Unchanged, j.Refused, j.Conflicts, j.All, changed, unchanged, refused, conflicts)
	}
}

var commit = bulk.Change{Kind: bulk.Category, Value: "commit", Reason: "Board approved"}

func TestOneChangeIsMadeToManyAndTakenBack(t *testing.T) {
	t.Parallel()
	c := filled(t, 12, 3)
	edit := func(name, category string) {
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			ids, err := opportunity.IDs(ctx, tx)
			if err != nil {
				return err
			}
			return opportunity.Edit(ctx, tx, ids[name], 0, func(s opportunity.State) (opportunity.State, error) {
				return s.WithCategory(opportunity.Category(category)), nil
			})
		})
	}
	edit("open 0", "commit")
	previewed(t, &c)

	id := start(t, &c, c.Nora, commit)
	edit("open 1", "best_case") // after it was confirmed
	want(t, run(t, &c, c.Nora, id), 10, 1, 3, 1)
	told(t, &c, id)

	edit("open 2", "best_case") // after the change
	var back uuid.UUID
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) (err error) {
		back, err = bulk.TakeBack(ctx, tx, id)
		return err
	})
	want(t, run(t, &c, c.Nora, back), 9, 0, 0, 1)
	err := c.DB.Update(t.Context(), c.Actor(c.Nora), func(tx *tenant.Tx) error {
		_, err := bulk.TakeBack(t.Context(), tx, id)
		return err
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("a change is undone twice: %v", err)
	}
	err = c.DB.View(t.Context(), c.Actor(c.Ann), func(tx *tenant.Tx) error {
		_, err := bulk.Get(t.Context(), tx, id)
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("the change of another is shown: %v", err)
	}
}

// previewed compares the previews of changes with what they are about.
func previewed(t *testing.T, c *cast.Company) {
	t.Helper()
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		p, err := bulk.Look(ctx, tx, s, all, commit)
		if w := (bulk.Preview{Count: 15, Changes: 14, Before: 1200_00, After: 1200_00}); p != w || err != nil {
			t.Errorf("%+v, want %+v: %v", p, w, err)
		}
		p, err = bulk.Look(ctx, tx, s, all, bulk.Change{Kind: bulk.Archive})
		if p.After != 0 || p.Before != 1200_00 {
			t.Errorf("%+v: what is archived is open no more", p)
		}
		return err
	})
}

// told compares what a change says of itself with the list.
func told(t *testing.T, c *cast.Company, id uuid.UUID) {
	t.Helper()
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		problems, err := bulk.Problems(ctx, tx, id, 0)
		for _, r := range problems {
			if r.Message == "" || r.Name == "" {
				t.Errorf("%+v does not say why", r)
			}
		}
		if len(problems) != 4 {
			t.Errorf("%d problems", len(problems))
		}
		s, e := scope.Resolve(ctx, tx, scope.Request{})
		b, e2 := pipeline.Load(ctx, tx, s, pipeline.Filter{Category: opportunity.Commit})
		if b.Total.Count != 11 || b.Total.Amount != 1100_00 || e != nil || e2 != nil {
			t.Errorf("%+v are in commit", b.Total)
		}
		return err
	})
}

func TestEachKindOfChangeIsMadeAsOnThePageOfOne(t *testing.T) {
	t.Parallel()
	c := filled(t, 2, 1)
	for _, step := range []struct {
		change                                bulk.Change
		changed, unchanged, refused, conflict int64
	}{
		{bulk.Change{Kind: bulk.CloseDate, Value: "2026-12-20"}, 3, 0, 0, 0},
		{bulk.Change{Kind: bulk.NextStep, Value: "Send the offer"}, 3, 0, 0, 0},
		{bulk.Change{Kind: bulk.NextStep, Value: "Send the offer"}, 0, 3, 0, 0},
		{bulk.Change{Kind: bulk.Owner, Value: c.Ben.String()}, 3, 0, 0, 0},
		{bulk.Change{Kind: bulk.Owner, Value: c.Cat.String()}, 0, 0, 3, 0}, // of another manager
		{bulk.Change{Kind: bulk.Stage, Value: "Lost", Reason: "Price"}, 3, 0, 0, 0},
		{bulk.Change{Kind: bulk.Archive}, 3, 0, 0, 0},
	} {
		want(t, run(t, &c, c.Nora, start(t, &c, c.Nora, step.change)), step.changed, step.unchanged, step.refused,
			step.conflict)
	}
	for _, wrong := range []bulk.Change{{}, {Kind: bulk.Undo}, {Kind: bulk.Owner}, {Kind: bulk.CloseDate},
		{Kind: bulk.Category}, {Kind: bulk.Category, Value: "commit"}, {Kind: bulk.Stage},
		{Kind: bulk.Stage, Value: "Lost"}, {Kind: bulk.NextStep, Value: "of none"}} {
		err := c.DB.Update(t.Context(), c.Actor(c.Nora), func(tx *tenant.Tx) error {
			s, err := scope.Resolve(t.Context(), tx, scope.Request{})
			if err != nil {
				return err
			}
			_, err = bulk.Start(t.Context(), tx, s, all, wrong)
			return err
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

// 5,000 opportunities of which 137 refuse.
func BenchmarkAChangeToManyOpportunities(b *testing.B) {
	c := filled(b, 4863, 137)
	for b.Loop() {
		id := start(b, &c, c.Nora, commit)
		want(b, run(b, &c, c.Nora, id), 4863, 0, 137, 0)
		b.StopTimer()
		return
	}
}
