package process_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb/cast"
)

// rename gives a stage another name, as Olga.
func rename(t *testing.T, c *cast.Company, from, to string) {
	t.Helper()
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		now, err := stage.At(ctx, tx, tx.Now())
		if err != nil {
			return err
		}
		e := process.StageEdit{Was: from}
		for _, st := range now {
			if st.Name == from {
				e.Stage = st
				break
			}
			e.After = st.Name
		}
		e.Name = to
		return process.SetStage(ctx, tx, e)
	})
}

func TestARenamedStageIsARowInTheHistoryOfEachOfItsDealsAndThePastKeepsTheName(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var ids []uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		archived := c.Opportunity("Archived", c.Ann, "Discovery", 100_00, "2026-12-10")
		archived.State.Deleted = true
		ids, err = cast.Take(ctx, tx, c.Opportunity("Here", c.Ann, "Discovery", 100_00, "2026-12-10"), archived,
			c.Opportunity("Elsewhere", c.Ben, "Proposal", 100_00, "2026-12-10"))
		return err
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		for _, r := range []rule.Rule{
			{Kind: rule.Gate, Stage: "Discovery", Terms: []rule.Term{{Field: "amount", Op: rule.Known}}},
			{Kind: rule.Check, Message: "m", Terms: []rule.Term{{Field: "stage", Op: rule.Is, Value: "Discovery"}}},
		} {
			if _, err := rule.Save(ctx, tx, r, uuid.Nil); err != nil {
				return err
			}
		}
		return nil
	})
	began := c.DB.Now()
	c.DB = c.DB.At(began.Add(time.Hour))
	rename(t, &c, "Discovery", "Scoping")
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		for i, want := range []int{1, 1, 0} {
			all, err := opportunity.History(ctx, tx, ids[i], tx.Now())
			if err != nil {
				return err
			}
			found := 0
			for _, h := range all {
				if h.Field == "stage" && h.OldValue != nil && *h.OldValue == "Discovery" && *h.NewValue == "Scoping" &&
					h.MemberID != nil && *h.MemberID == c.Olga && h.KnownAt.Equal(tx.Now()) {
					found++
				}
			}
			if found != want {
				t.Errorf("opportunity %d has %d rows of the new name, want %d", i, found, want)
			}
		}
		then, err := opportunity.Get(ctx, tx, ids[0], began)
		if err != nil || then.Stage != "Discovery" {
			t.Errorf("an hour ago it was in %q, %v", then.Stage, err)
		}
		is, err := opportunity.Get(ctx, tx, ids[0], tx.Now())
		if err != nil || is.Stage != "Scoping" || is.ProbabilityBP != then.ProbabilityBP ||
			is.Category != then.Category {
			t.Errorf("%+v, %v", is.State, err)
		}
		return follows(ctx, t, tx)
	})
}

// follows checks that exit criteria and rules speak of the new name only.
func follows(ctx context.Context, t *testing.T, tx *tenant.Tx) error {
	t.Helper()
	rules, err := rule.At(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	if _, ok := rule.GateOf(rules, "Discovery"); ok {
		t.Error("the old name still has exit criteria")
	}
	if g, ok := rule.GateOf(rules, "Scoping"); !ok || len(g.Terms) != 1 {
		t.Errorf("%+v", g)
	}
	for _, r := range rules {
		if r.Kind == rule.Check && r.Terms[0].Value != "Scoping" {
			t.Errorf("a rule still speaks of %q", r.Terms[0].Value)
		}
	}
	return nil
}
