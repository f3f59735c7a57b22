package account_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/testdb/cast"
)

// define makes custom fields of accounts as Olga.
func define(t *testing.T, c *cast.Company, all ...customfield.Field) customfield.Set {
	t.Helper()
	made := customfield.Set{}
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		for _, f := range all {
			f.Object = customfield.Account
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

// set gives a field of an account a value as somebody.
func set(t *testing.T, c *cast.Company, who, id uuid.UUID, field, saw, want string) (done uuid.UUID, err error) {
	t.Helper()
	err = c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
		done, err = account.Set(t.Context(), tx, id, []command.Wish{{Field: field, Saw: &saw, Want: &want}})
		return err
	})
	return done, err
}

func TestACustomFieldOfAnAccountIsEditedUndoneAndKeptAsOfEveryMoment(t *testing.T) {
	t.Parallel()
	c, ids := company(t)
	id := ids["Ann's"]
	all := define(t, &c,
		customfield.Field{Name: "Tier", Kind: customfield.Choice, Options: []string{`A "b" & <c>, ü`}},
		customfield.Field{Name: "Plants", Kind: customfield.Number},
		customfield.Field{Name: "Note", Kind: customfield.Text})
	values := [][]string{{`A "b" & <c>, ü`, ""}, {"1", "2.5", ""}, {"x", "\u202e'; DROP", ""}}
	at, want, state := []time.Time{}, []map[string]string{}, map[string]string{}
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, 2).Draw(rt, "field")
		v := rapid.SampledFrom(values[i]).Draw(rt, "value")
		c.DB = c.DB.At(c.DB.Now().Add(time.Second))
		key := all[i].FieldID.String()
		saw := state[key]
		done, err := set(t, &c, c.Ann, id, all[i].Key(), saw, v)
		if err != nil {
			rt.Fatal(err)
		}
		if done != uuid.Nil && rapid.Bool().Draw(rt, "undo") {
			c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
				made, err := command.Get(ctx, tx, done)
				if err != nil {
					return err
				}
				return account.Undo(ctx, tx, made)
			})
			v = saw
		}
		if state[key] = v; v == "" {
			delete(state, key)
		}
		at, want = append(at, c.DB.Now()), append(want, maps.Clone(state))
	})
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		a, err := account.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		past, err := command.Past(ctx, tx, id, time.Time{})
		for i, moment := range at {
			f, err := a.Facts().AsOf(moment, past)
			if err != nil || fmt.Sprint(f.Fields) != fmt.Sprint(want[i]) {
				t.Fatalf("step %d, %v: %v, want %v", i, err, f.Fields, want[i])
			}
		}
		return err
	})
}

func TestWhatACustomFieldOfAnAccountRefusesIsSaidAtTheField(t *testing.T) {
	t.Parallel()
	c, ids := company(t)
	id := ids["Ann's"]
	all := define(t, &c, customfield.Field{Name: "Plants", Kind: customfield.Number},
		customfield.Field{Name: "Since", Kind: customfield.Date},
		customfield.Field{Name: "Partner", Kind: customfield.Flag},
		customfield.Field{Name: "Note", Kind: customfield.Text})
	for i, said := range []string{"is not a number", "Choose a day", "Choose yes or no", "at most 500 characters"} {
		_, err := set(t, &c, c.Ann, id, all[i].Key(), "", strings.Repeat("x", 501))
		if !strings.Contains(fault.Message(err), said) {
			t.Errorf("%s: %v", all[i].Name, err)
		}
	}
	if _, err := set(t, &c, c.Ann, id, customfield.KeyOf(uuid.NewString()), "", "x"); !strings.Contains(
		fault.Message(err), "no such field") {
		t.Errorf("a field of nobody: %v", err)
	}
	if _, err := set(t, &c, c.Ben, id, all[0].Key(), "", "5"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody who does not see it: %v", err)
	}
	if _, err := set(t, &c, c.Ann, id, all[2].Key(), "", "Yes"); err != nil {
		t.Fatal(err)
	}
	if _, err := set(t, &c, c.Nora, id, all[2].Key(), "false", "no"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("two people: %v", err)
	}
	gone := all[2]
	gone.Retired = true
	define(t, &c, gone)
	for _, v := range []string{"false", ""} {
		_, err := set(t, &c, c.Ann, id, all[2].Key(), "true", v)
		if !strings.Contains(fault.Message(err), "was retired") {
			t.Errorf("a retired field: %v", err)
		}
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		a, err := account.Get(ctx, tx, id)
		if len(a.Fields) != 1 || a.Fields[all[2].FieldID.String()] != "true" {
			t.Errorf("it has %v", a.Fields)
		}
		return err
	})
	other := cast.Found(t)
	other.See(t, other.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		theirs, err := customfield.List(ctx, tx, customfield.Account, tx.Now())
		if len(theirs) != 0 {
			t.Errorf("another organisation sees %d fields", len(theirs))
		}
		return err
	})
}
