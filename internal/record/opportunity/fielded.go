package opportunity

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/stage"
)

// customs are the names of the custom fields that one of two states has, in order.
func customs(a, b State) []string {
	all := map[string]bool{}
	for _, s := range []State{a, b} {
		for id := range s.Fields {
			all[customfield.KeyOf(id)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// withCustom sets the value of a custom field; nil or empty: it is not known. States share nothing.
func (s *State) withCustom(id string, value *string) {
	next := map[string]string{}
	maps.Copy(next, s.Fields)
	if delete(next, id); value != nil && *value != "" {
		next[id] = *value
	}
	if s.Fields = next; len(next) == 0 {
		s.Fields = nil
	}
}

// fielded is a state whose custom fields have values of their kinds. A field that was retired is not edited, and one
// that is needed in its stage is not emptied.
func (s State) fielded(ctx context.Context, tx *tenant.Tx, was State) (State, error) {
	if maps.Equal(was.Fields, s.Fields) {
		return s, nil
	}
	all, err := customfield.List(ctx, tx, customfield.Opportunity, tx.Now())
	if err != nil {
		return s, err
	}
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return s, err
	}
	if s.Fields, err = all.Settle(was.Fields, s.Fields); err != nil {
		return s, err
	}
	if len(s.Fields) == 0 {
		s.Fields = nil
	}
	for _, f := range all {
		id := f.FieldID.String()
		if was.Fields[id] != "" && s.Fields[id] == "" && was.Stage == s.Stage && reached(stages, s, f.Needed) {
			return s, fault.On(f.Key(), fmt.Sprintf("From %s on, a deal needs this field.", f.Needed))
		}
	}
	return s, nil
}

// reached tells that an opportunity is in a stage or behind it, and not lost.
func reached(stages stage.Set, s State, from string) bool {
	at, known := stages.Find(s.Stage)
	begin, there := stages.Find(from)
	return known && there && s.Status != Lost && at.Position >= begin.Position
}

// lacks are the custom fields that a state needs in the stage that it enters, in words; empty: none.
func (s State) lacks(ctx context.Context, tx *tenant.Tx, stages stage.Set, was string) (string, error) {
	all, err := customfield.List(ctx, tx, customfield.Opportunity, tx.Now())
	if err != nil {
		return "", err
	}
	before, _ := stages.Find(was)
	after, _ := stages.Find(s.Stage)
	if was != "" && after.Position <= before.Position {
		return "", nil
	}
	var said []string
	for _, f := range all.Live() {
		if f.Needed != "" && s.Fields[f.FieldID.String()] == "" && reached(stages, s, f.Needed) {
			said = append(said, fmt.Sprintf("From %s on, this needs %s.", f.Needed, f.Name))
		}
	}
	return strings.Join(said, " "), nil
}

// Having is the state with a value of a custom field; empty: it is not known.
func (s State) Having(f customfield.Field, value string) State {
	s.withCustom(f.FieldID.String(), &value)
	return s
}
