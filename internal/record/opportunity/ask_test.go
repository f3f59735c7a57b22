package opportunity_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/testdb/cast"
)

// asking is a company with a deal of Ann in Discovery and rules that Olga made.
func asking(t *testing.T, rules ...rule.Rule) (c cast.Company, deal uuid.UUID) {
	t.Helper()
	c = cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("Fleet", c.Ann, "Discovery", 100_00, "2026-11-01"))
		deal = ids[0]
		return err
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		for _, r := range rules {
			if _, err := rule.Save(ctx, tx, r, uuid.Nil); err != nil {
				return err
			}
		}
		return nil
	})
	return c, deal
}

// try acts as a member and answers with the error.
func try(t *testing.T, c *cast.Company, by uuid.UUID, do func(context.Context, *tenant.Tx) error) error {
	t.Helper()
	return c.DB.Update(t.Context(), c.Actor(by), func(tx *tenant.Tx) error { return do(t.Context(), tx) })
}

func goOn(deal uuid.UUID, to, override string) func(context.Context, *tenant.Tx) error {
	return func(ctx context.Context, tx *tenant.Tx) error {
		_, err := opportunity.Move(ctx, tx, deal, opportunity.Transition{Stage: to,
			Override: override, LossReason: "Price"})
		return err
	}
}

var nextStep = rule.Rule{Kind: rule.Gate, Stage: "Discovery", Terms: []rule.Term{{Field: "next_step", Op: rule.Known},
	{Field: rule.Contacts, Op: rule.Known}}}

func TestExitCriteriaHoldAnOpportunityUntilAManagerSaysWhyItGoesOn(t *testing.T) {
	t.Parallel()
	c, deal := asking(t, nextStep)
	const want = "To leave Discovery, this needs a next step and a contact with a role."
	for _, to := range []string{"Proposal", "Negotiation", "Won"} { // a stage that is skipped is left too
		err := try(t, &c, c.Ann, goOn(deal, to, "I know better"))
		if held, ok := errors.AsType[*opportunity.Held](err); !ok || held.To != to || fault.Message(err) != want {
			t.Errorf("%s: %v", to, err)
		}
	}
	if err := try(t, &c, c.Nora, goOn(deal, "Proposal", " ")); fault.Message(err) != want {
		t.Error(err)
	}
	if err := try(t, &c, c.Nora, goOn(deal, "Proposal", "They signed at the fair")); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := command.Reasoned(ctx, tx, deal, tx.Now())
		if len(all) != 1 || all[0].Reason != "They signed at the fair" || *all[0].MemberID != c.Nora {
			t.Errorf("%+v", all)
		}
		return err
	})
	for _, to := range []string{"Discovery", "Lost"} { // the way back is free, and so is losing
		if err := try(t, &c, c.Ann, goOn(deal, to, "")); err != nil {
			t.Errorf("%s: %v", to, err)
		}
	}
}

func TestUndoIsNotAskedForExitCriteria(t *testing.T) {
	t.Parallel()
	c, deal := asking(t, nextStep)
	if err := try(t, &c, c.Nora, goOn(deal, "Proposal", "They signed")); err != nil {
		t.Fatal(err)
	}
	var back uuid.UUID
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) (err error) {
		back, err = opportunity.Move(ctx, tx, deal, opportunity.Transition{Stage: "Discovery"})
		return err
	})
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := opportunity.Undo(ctx, tx, back)
		return err
	})
}

var pastDue = rule.Rule{Kind: rule.Check, Message: "Move the close date first.", Terms: []rule.Term{
	{Field: "close_on", Op: rule.Before, Value: "today"}, {Field: "category", Op: rule.Is, Value: "commit"}}}

func TestAValidationRuleAsksTheNextEditOfItsFieldsOnly(t *testing.T) {
	t.Parallel()
	c, deal := asking(t, pastDue)
	set := func(field, want string) func(context.Context, *tenant.Tx) error {
		return func(ctx context.Context, tx *tenant.Tx) error {
			o, err := opportunity.Get(ctx, tx, deal, tx.Now())
			if err == nil {
				_, err = opportunity.Set(ctx, tx, deal,
					[]opportunity.Wish{{Field: field, Saw: o.Value(field), Want: &want}})
			}
			return err
		}
	}
	judge := func(ctx context.Context, tx *tenant.Tx) error {
		return opportunity.Edit(ctx, tx, deal, 0, func(s opportunity.State) (opportunity.State, error) {
			return s.WithCategory(opportunity.Commit), nil
		})
	}
	err := try(t, &c, c.Ann, judge)
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Field != "category" || f.Message != pastDue.Message {
		t.Fatal(err)
	}
	if err := try(t, &c, c.Ann, set("close_on", "2027-03-01")); err != nil {
		t.Fatal(err)
	}
	if err := try(t, &c, c.Ann, judge); err != nil {
		t.Fatal(err)
	}
	err = try(t, &c, c.Ann, set("close_on", "2026-02-01"))
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Field != "close_on" || f.Message != pastDue.Message {
		t.Fatal(err)
	}
	if err := try(t, &c, c.Ann, set("next_step", "Call Eva")); err != nil {
		t.Fatal(err)
	}
}

func TestANewOpportunityMeetsTheRules(t *testing.T) {
	t.Parallel()
	noAmount := rule.Rule{Kind: rule.Check, Message: "Enter an amount.",
		Terms: []rule.Term{{Field: "amount", Op: rule.Unknown}}}
	c, _ := asking(t, nextStep, noAmount)
	name, amount := "Fleet 2028", "100000"
	enter := func(stage string, wishes ...opportunity.Wish) error {
		return try(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := opportunity.Enter(ctx, tx, opportunity.New{Owner: c.Ann, Stage: stage,
				Wishes: append(wishes, opportunity.Wish{Field: "name", Want: &name})})
			return err
		})
	}
	if err := enter("Discovery"); fault.Message(err) != "Enter an amount." {
		t.Error(err)
	}
	if err := enter("Proposal", opportunity.Wish{Field: "amount", Want: &amount}); fault.Message(err) !=
		"To leave Discovery, this needs a next step and a contact with a role." {
		t.Error(err)
	}
	if err := enter("Discovery", opportunity.Wish{Field: "amount", Want: &amount}); err != nil {
		t.Error(err)
	}
}

func TestRulesAreMadeByOperationsAndNobodyOverwritesAnother(t *testing.T) {
	t.Parallel()
	c, _ := asking(t, pastDue)
	for _, who := range []uuid.UUID{c.Ann, c.Nora, c.Eve, c.Fay} {
		if err := try(t, &c, who, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := rule.Save(ctx, tx, pastDue, uuid.Nil)
			return err
		}); fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v", err)
		}
	}
	c.As(t, c.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := rule.At(ctx, tx, tx.Now())
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		next := all[0]
		next.Warns = true
		if _, err := rule.Save(ctx, tx, next, uuid.Must(uuid.NewV7())); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		_, err = rule.Save(ctx, tx, next, all[0].ID)
		return err
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := rule.At(ctx, tx, tx.Now())
		if err != nil || !all[0].Warns {
			t.Fatal(all, err)
		}
		if err := rule.Back(ctx, tx, all[0].RuleID); err != nil {
			return err
		}
		if all, err = rule.Versions(ctx, tx, all[0].RuleID); len(all) != 3 || all[0].Warns {
			t.Error("the version before does not count again")
		}
		return err
	})
}
