package process

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
)

// longestStage is how long the name of a stage can be.
const longestStage = 60

// StageEdit is what somebody makes of a stage, or a new one.
type StageEdit struct {
	Was   string // its name until now; empty: it is new
	After string // the stage that it follows; empty: it is the first
	stage.Stage
}

// Arrange is the stages with an edit, in their new order. What means nothing is refused at its field.
func Arrange(now stage.Set, e StageEdit) (stage.Set, error) {
	was, known := now.Find(e.Was)
	if e.Was != "" && !known {
		return nil, fault.New(fault.NotFound, "")
	}
	if err := e.valid(now); err != nil {
		return nil, err
	}
	if known && was.Status != e.Status {
		return nil, fault.On("status", "The kind of a stage cannot change, because past figures depend on it. "+
			"Add a new stage and retire this one.")
	}
	next := slices.DeleteFunc(slices.Clone(now), func(s stage.Stage) bool { return s.Name == e.Was })
	place := 1 + slices.IndexFunc(next, func(s stage.Stage) bool { return s.Name == e.After })
	if e.After != "" && place == 0 {
		return nil, fault.On("after", "Choose the stage that it follows.")
	}
	next = slices.Insert(next, place, e.Stage)
	before := -1
	for i := range next { // the others keep their place where they can: a new one is a new version
		if i == place || next[i].Position <= before {
			next[i].Position = before + 1
		}
		before = next[i].Position
	}
	return next, nil
}

// valid refuses a stage that means nothing, and settles what its kind implies.
func (e *StageEdit) valid(now stage.Set) error {
	e.Name = strings.TrimSpace(e.Name)
	if e.Name == "" {
		return fault.On("name", "A stage needs a name.")
	}
	if err := fault.Within("name", e.Name, longestStage); err != nil {
		return err
	}
	for _, s := range now {
		if s.Name != e.Was && strings.EqualFold(s.Name, e.Name) {
			return fault.On("name", fmt.Sprintf("There is already a stage %q.", s.Name))
		}
	}
	switch opportunity.Status(e.Status) {
	case opportunity.Won:
		e.ProbabilityBP, e.Category = 10000, string(opportunity.Closed)
	case opportunity.Lost:
		e.ProbabilityBP, e.Category = 0, string(opportunity.Omitted)
	case opportunity.Open:
		if e.ProbabilityBP < 0 || e.ProbabilityBP > 10000 {
			return fault.On("probability", "Probability must be from 0 % to 100 %.")
		}
		c := opportunity.Category(e.Category)
		if c == opportunity.Closed || !slices.Contains(opportunity.Categories, c) {
			return fault.On("category", "Choose a forecast category. Closed is for won stages.")
		}
	default:
		return fault.On("status", "Choose whether opportunities in this stage are open, won or lost.")
	}
	return nil
}

// SetStage makes an edit of a stage count from now on: a new probability or category for what enters the stage later, a
// new name for every opportunity that is in it.
func SetStage(ctx context.Context, tx *tenant.Tx, e StageEdit) error {
	now, err := begin(ctx, tx)
	if err != nil {
		return err
	}
	next, err := Arrange(now, e)
	if err != nil {
		return err
	}
	e.Name = strings.TrimSpace(e.Name)
	if e.Was != "" && e.Was != e.Name {
		if err := stage.End(ctx, tx, e.Was, e.Name, tx.Now()); err != nil {
			return err
		}
	}
	for _, st := range next {
		if was, ok := now.Find(st.Name); ok && was == st {
			continue
		}
		if err := stage.Define(ctx, tx, st, tx.Now()); err != nil {
			return err
		}
	}
	if e.Was != "" && e.Was != e.Name {
		if _, err := opportunity.Rename(ctx, tx, "stage", e.Was, e.Name); err != nil {
			return err
		}
		if err := renamed(ctx, tx, "stage", e.Was, e.Name); err != nil {
			return err
		}
	}
	set, _ := next.Find(e.Name)
	return audit.Record(ctx, tx, "set", "stage", set.Name, map[string]string{"was": e.Was, "status": set.Status,
		"probability": strconv.FormatFloat(float64(set.ProbabilityBP)/100, 'f', -1, 64) + " %",
		"category":    set.Category,
		"place":       strconv.Itoa(set.Position + 1)})
}

// begin reads the stages of somebody who may change them, alone.
func begin(ctx context.Context, tx *tenant.Tx) (stage.Set, error) {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return nil, err
	}
	if err := tx.Alone(ctx, tenant.ShapeProcess); err != nil {
		return nil, err
	}
	return stage.At(ctx, tx, tx.Now())
}

// RetireStage takes a stage out of use. The opportunities in it are moved by whoever asks, to the stage that takes
// over.
func RetireStage(ctx context.Context, tx *tenant.Tx, name, to string) error {
	now, err := begin(ctx, tx)
	if err != nil {
		return err
	}
	gone, ok := now.Find(name)
	if !ok {
		return fault.New(fault.NotFound, "")
	}
	takes, ok := now.Find(to)
	if !ok || to == name || takes.Status != gone.Status {
		return fault.On("to", "Choose the stage that its opportunities go to.")
	}
	if err := stage.End(ctx, tx, name, to, tx.Now()); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "retired", "stage", name, map[string]string{"to": to})
}

// RestoreStage brings a stage that was retired back, as it was last understood and behind the last of its kind.
func RestoreStage(ctx context.Context, tx *tenant.Tx, name string) error {
	now, err := begin(ctx, tx)
	if err != nil {
		return err
	}
	ended, err := stage.Past(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(ended, func(e stage.Ended) bool { return e.Name == name })
	if i < 0 {
		return fault.New(fault.NotFound, "")
	}
	e := StageEdit{Stage: ended[i].Stage}
	for _, st := range now {
		if st.Position < e.Position {
			e.After = st.Name
		}
	}
	return SetStage(ctx, tx, e)
}

// renamed makes rules that speak of a value speak of its new name.
func renamed(ctx context.Context, tx *tenant.Tx, field, from, to string) error {
	rules, err := rule.At(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	for _, r := range rules {
		next, saw := r, r.ID
		next.Terms = slices.Clone(r.Terms)
		for i, t := range next.Terms {
			if t.Field == field && strings.EqualFold(t.Value, from) {
				next.Terms[i].Value = to
			}
		}
		ofStage := field == "stage" && r.Kind == rule.Gate && r.Stage == from && !r.Retired
		if ofStage {
			old := r
			old.Retired, next.Stage = true, to
			if _, err := rule.Save(ctx, tx, old, saw); err != nil {
				return err
			}
			if saw, err = rule.Newest(ctx, tx, rule.GateID(to)); err != nil {
				return err
			}
		}
		if !ofStage && slices.Equal(next.Terms, r.Terms) {
			continue
		}
		if _, err := rule.Save(ctx, tx, next, saw); err != nil {
			return err
		}
	}
	return nil
}
