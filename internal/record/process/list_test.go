package process_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/testdb/cast"
)

// rivals is the list of competitors as it is.
func rivals(t *testing.T, c *cast.Company) (l picklist.List) {
	t.Helper()
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := picklist.At(ctx, tx, tx.Now())
		l = all.Of(picklist.Competitor)
		return err
	})
	return l
}

// shape changes the list of competitors as somebody, a minute later, and answers with what was refused.
func shape(t *testing.T, c *cast.Company, who uuid.UUID, do func(context.Context, *tenant.Tx, uuid.UUID) error) error {
	t.Helper()
	saw := rivals(t, c).ID
	c.DB = c.DB.At(c.DB.Now().Add(time.Minute))
	err := c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error { return do(t.Context(), tx, saw) })
	if err != nil && fault.KindOf(err) == fault.Internal {
		t.Fatal(err)
	}
	return err
}

// fought are three deals with rivals: Acme, Acme in one that is archived, and ACME Inc.
func fought(t *testing.T, c *cast.Company) (ids []uuid.UUID) {
	t.Helper()
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		one, gone, other := c.Opportunity("One", c.Ann, "Discovery", 1_00, "2026-12-10"),
			c.Opportunity("Gone", c.Ann, "Discovery", 1_00, "2026-12-10"),
			c.Opportunity("Other", c.Ben, "Proposal", 1_00, "2026-12-10")
		one.State.Competitor, gone.State.Competitor, other.State.Competitor = "Acme", "Acme", "ACME Inc."
		gone.State.Deleted = true
		ids, err = cast.Take(ctx, tx, one, gone, other)
		return err
	})
	return ids
}

func TestARenamedAndAMergedValueAreRowsInTheHistoryAndThePastKeepsTheName(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	ids := fought(t, &c)
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := rule.Save(ctx, tx, rule.Rule{Kind: rule.Check, Message: "m",
			Terms: []rule.Term{{Field: "competitor", Op: rule.Is, Value: "Acme"}}}, uuid.Nil)
		return err
	})
	began := c.DB.Now()
	for _, do := range []func(context.Context, *tenant.Tx, uuid.UUID) error{
		func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
			return process.AdoptValues(ctx, tx, picklist.Competitor, saw, []string{"Acme"})
		}, func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
			return process.SetValue(ctx, tx, picklist.Competitor, saw, picklist.Edit{Was: "acme", Name: "Acme Ltd"})
		}, func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
			return process.MergeValues(ctx, tx, picklist.Competitor, saw, "ACME Inc.", "Acme Ltd")
		},
	} {
		if err := shape(t, &c, c.Olga, do); err != nil {
			t.Fatal(err)
		}
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		for i, was := range []string{"Acme", "Acme", "ACME Inc."} {
			o, err := opportunity.Get(ctx, tx, ids[i], time.Time{})
			if err != nil || o.Competitor != "Acme Ltd" {
				t.Errorf("opportunity %d now has %q, %v", i, o.Competitor, err)
			}
			if i == 1 {
				continue // it is archived
			}
			if o, err = opportunity.Get(ctx, tx, ids[i], began); err != nil || o.Competitor != was {
				t.Errorf("opportunity %d had %q, %v", i, o.Competitor, err)
			}
		}
		rules, err := rule.At(ctx, tx, tx.Now())
		if err != nil || rules[0].Terms[0].Value != "Acme Ltd" {
			t.Errorf("the rule speaks of %+v, %v", rules, err)
		}
		versions, err := picklist.Versions(ctx, tx, picklist.Competitor)
		if err != nil || len(versions) != 3 || versions[0].Did != "Merged ACME Inc. into Acme Ltd" ||
			*versions[0].MemberID != c.Olga {
			t.Errorf("%+v, %v", versions, err)
		}
		then, err := picklist.At(ctx, tx, began)
		if len(then.Of(picklist.Competitor).Entries) != 0 {
			t.Error("the list was there before")
		}
		return err
	})
}

func TestAListIsAskedOfWhoeverChangesADeal(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var id uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("One", c.Ann, "Discovery", 1_00, "2026-12-10"))
		id = ids[0]
		return err
	})
	for _, do := range []func(context.Context, *tenant.Tx, uuid.UUID) error{
		func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
			return process.AdoptValues(ctx, tx, picklist.Competitor, saw, []string{"Acme", "Old"})
		}, func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
			return process.RetireValue(ctx, tx, picklist.Competitor, saw, "Old", true)
		}, func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
			return process.Ask(ctx, tx, picklist.Competitor, saw, true, true, "Who won it?")
		},
	} {
		if err := shape(t, &c, c.Olga, do); err != nil {
			t.Fatal(err)
		}
	}
	set := func(value string) error {
		return shape(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx, _ uuid.UUID) error {
			_, err := opportunity.Set(ctx, tx, id,
				[]opportunity.Wish{{Field: "competitor", Saw: new(string), Want: &value}})
			return err
		})
	}
	for value, said := range map[string]string{"Nobody": "is not in the list of competitors", "old": "no longer used"} {
		if err := set(value); !strings.Contains(fault.Message(err), said) {
			t.Errorf("%s: %v", value, err)
		}
	}
	lose := func(how opportunity.Transition) error {
		how.Stage = "Lost"
		return shape(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx, _ uuid.UUID) error {
			_, err := opportunity.Move(ctx, tx, id, how)
			return err
		})
	}
	for said, how := range map[string]opportunity.Transition{"Say why it was lost": {Competitor: "Acme"},
		"Who won it?": {LossReason: "Price"}} {
		if err := lose(how); !strings.Contains(fault.Message(err), said) {
			t.Errorf("%+v: %v", how, err)
		}
	}
	if err := lose(opportunity.Transition{LossReason: "Price", Competitor: "ACME"}); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if o.Competitor != "Acme" || o.Status != opportunity.Lost {
			t.Errorf("%+v", o.State)
		}
		return err
	})
}

func TestOnlyThoseWhoShapeThePipelineChangeAListAndNobodyUnseen(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	adopt := func(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
		return process.AdoptValues(ctx, tx, picklist.Competitor, saw, []string{"Acme"})
	}
	for _, who := range []uuid.UUID{c.Ann, c.Nora, c.Eve, c.Fay} {
		if err := shape(t, &c, who, adopt); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v", err)
		}
	}
	if err := shape(t, &c, c.Olga, adopt); err != nil {
		t.Fatal(err)
	}
	if err := shape(t, &c, c.Olga, func(ctx context.Context, tx *tenant.Tx, _ uuid.UUID) error {
		return process.SetValue(ctx, tx, picklist.Competitor, uuid.Nil, picklist.Edit{Name: "Best"})
	}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("somebody who saw no version: %v", err)
	}
	other := cast.Found(t)
	if l := rivals(t, &other); len(l.Entries) != 0 {
		t.Errorf("another organisation has %+v", l)
	}
}
