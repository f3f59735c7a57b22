package opportunity_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/testdb/cast"
)

// define makes custom fields as Olga.
func define(t *testing.T, c *cast.Company, all ...customfield.Field) customfield.Set {
	t.Helper()
	made := customfield.Set{}
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		for _, f := range all {
			f.Object = customfield.Opportunity
			saved, err := process.SaveField(ctx, tx, f, f.ID)
			if err != nil {
				return err
			}
			made = append(made, saved)
		}
		return nil
	})
	return made
}

func TestACustomFieldIsEditedUndoneAndKeptAsOfEveryMoment(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	all := define(t, &c, customfield.Field{Name: "Budget code", Kind: customfield.Text},
		customfield.Field{Name: "Seats", Kind: customfield.Number},
		customfield.Field{Name: "Region", Kind: customfield.Choice, Options: []string{`A "b" & <c>, ü`, "North"}})
	begin := c.DB.Now()
	values := map[string][]string{all[0].Key(): {"x", "", "\u202e'; DROP"}, all[1].Key(): {"1", "2.5", "", "-7"},
		all[2].Key(): {`A "b" & <c>, ü`, "North", ""}}
	at, want := []time.Time{}, []map[string]string{}
	state := map[string]string{}
	rapid.Check(t, func(rt *rapid.T) {
		f := rapid.SampledFrom(all).Draw(rt, "field")
		v := rapid.SampledFrom(values[f.Key()]).Draw(rt, "value")
		c.DB = c.DB.At(c.DB.Now().Add(time.Second))
		saw := state[f.FieldID.String()]
		done, err := set(t, &c, c.Ann, id, opportunity.Wish{Field: f.Key(), Saw: &saw, Want: &v})
		if err != nil {
			rt.Fatal(err)
		}
		if state[f.FieldID.String()] = v; v == "" {
			delete(state, f.FieldID.String())
		}
		if done != uuid.Nil && rapid.Bool().Draw(rt, "undo") {
			if err := undo(t, &c, c.Ann, done); err != nil {
				rt.Fatal(err)
			}
			if state[f.FieldID.String()] = saw; saw == "" {
				delete(state, f.FieldID.String())
			}
		}
		at, want = append(at, c.DB.Now()), append(want, maps.Clone(state))
	})
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		history, err := opportunity.History(ctx, tx, id, time.Time{})
		if err != nil {
			return err
		}
		versions, err := opportunity.Replay(history)
		for i, moment := range at {
			read, err := opportunity.Get(ctx, tx, id, moment)
			replayed, ok := opportunity.At(versions, moment)
			if err != nil || !ok || !reflect.DeepEqual(read.State, replayed.State) ||
				fmt.Sprint(read.Fields) != fmt.Sprint(want[i]) {
				t.Fatalf("step %d, %v: read %v, replayed %v, want %v", i, err, read.Fields, replayed.Fields, want[i])
			}
		}
		if then, err := opportunity.Get(ctx, tx, id, begin); err != nil || then.Fields != nil {
			t.Errorf("before all of it: %v %v", then.Fields, err)
		}
		return err
	})
}

func TestWhatACustomFieldRefusesIsSaidAtTheField(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	all := define(t, &c, customfield.Field{Name: "Seats", Kind: customfield.Number, Needed: "Proposal"},
		customfield.Field{Name: "Renewal", Kind: customfield.Date},
		customfield.Field{Name: "Pilot", Kind: customfield.Flag},
		customfield.Field{Name: "Region", Kind: customfield.Choice, Options: []string{"North"}},
		customfield.Field{Name: "Note", Kind: customfield.Text})
	for i, said := range []string{"is not a number", "Choose a day", "Choose yes or no",
		"not one of the choices of Region", "at most 500 characters"} {
		_, err := set(t, &c, c.Ann, id, wish(all[i].Key(), "", strings.Repeat("x", 501)))
		if f := fault.Message(err); !strings.Contains(f, said) {
			t.Errorf("%s: %v", all[i].Name, err)
		}
	}
	stranger := customfield.Field{FieldID: uuid.New()}
	_, err := set(t, &c, c.Ann, id, wish(stranger.Key(), "", "x"))
	if !strings.Contains(fault.Message(err), "no such field") {
		t.Errorf("a field of nobody: %v", err)
	}
	const needs = "From Proposal on, this needs Seats."
	if _, err := move(t, &c, c.Ann, id, opportunity.Transition{Stage: "Proposal"}); fault.Message(err) != needs {
		t.Errorf("a move without it: %v", err)
	}
	if _, err := move(t, &c, c.Nora, id, opportunity.Transition{Stage: "Proposal",
		Override: "They will say"}); err != nil {
		t.Errorf("a manager who says why: %v", err)
	}
	if _, err := set(t, &c, c.Ann, id, wish(all[0].Key(), "", "25")); err != nil {
		t.Fatal(err)
	}
	_, err = set(t, &c, c.Nora, id, wish(all[0].Key(), "25", ""))
	if !strings.Contains(fault.Message(err), "needs this field") {
		t.Errorf("it was emptied: %v", err)
	}
	if _, err := set(t, &c, c.Nora, id, wish(all[0].Key(), "7", "30")); fault.KindOf(err) != fault.Conflict {
		t.Errorf("two people: %v", err)
	}
	gone := all[0]
	gone.Retired = true
	define(t, &c, gone)
	_, err = set(t, &c, c.Ann, id, wish(all[0].Key(), "25", "30"))
	if !strings.Contains(fault.Message(err), "was retired") {
		t.Errorf("a field that was retired while somebody edited it: %v", err)
	}
	if o := now(t, &c, id); o.Fields[all[0].FieldID.String()] != "25" {
		t.Errorf("the value is %v", o.Fields)
	}
}

func TestTwoHundredFieldsAreTheMost(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	var all []customfield.Field
	for i := range 200 {
		all = append(all, customfield.Field{Name: fmt.Sprint("Field ", i), Kind: customfield.Text})
	}
	made := define(t, &c, all...)
	var wishes []opportunity.Wish
	for _, f := range made {
		wishes = append(wishes, wish(f.Key(), "", strings.Repeat("ü", 500)))
	}
	if _, err := set(t, &c, c.Ann, id, wishes...); err != nil {
		t.Fatal(err)
	}
	if o := now(t, &c, id); len(o.Fields) != 200 {
		t.Errorf("%d values", len(o.Fields))
	}
	try := func(who uuid.UUID) error {
		return c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			_, err := process.SaveField(t.Context(), tx, customfield.Field{Object: customfield.Opportunity,
				Name: "One more", Kind: customfield.Text}, uuid.Nil)
			return err
		})
	}
	if err := try(c.Olga); !strings.Contains(fault.Message(err), "at most 200 fields") {
		t.Errorf("%v", err)
	}
	for _, who := range []uuid.UUID{c.Ann, c.Nora, c.Eve, c.Fay} {
		if err := try(who); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v", err)
		}
	}
	other := cast.Found(t)
	other.See(t, other.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		theirs, err := customfield.List(ctx, tx, customfield.Opportunity, tx.Now())
		if len(theirs) != 0 {
			t.Errorf("another organisation sees %d fields", len(theirs))
		}
		return err
	})
}
