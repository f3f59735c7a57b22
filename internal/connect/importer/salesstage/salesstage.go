// Package salesstage knows the stages of an organisation while an import runs: those that it has, those that the
// mapping or the source defines, and those that only the opportunities tell of.
package salesstage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
)

// Stages are the organisation's stages as known to the import.
type Stages struct {
	run   *record.Run
	all   stage.Set
	ended []stage.Ended
	vague map[string]bool
}

// New knows no stage yet: Define reads them.
func New(run *record.Run) *Stages { return &Stages{run: run} }

// All is every stage of today, and behind them those that the organisation uses no more.
func (s *Stages) All() stage.Set {
	all := slices.Clone(s.all)
	for _, e := range s.ended {
		all = append(all, e.Stage)
	}
	return all
}

// Vague reports whether this import provided only the name of a stage.
func (s *Stages) Vague(name string) bool { return s.vague[name] }

// Named is the stage of a name, however its letters are written; what is written as the organisation writes it comes
// first.
func (s *Stages) Named(name string) (stage.Stage, bool) {
	if st, ok := s.all.Find(name); ok {
		return st, true
	}
	for _, st := range s.all {
		if value.Fold(st.Name) == value.Fold(name) {
			return st, true
		}
	}
	return s.past(name)
}

// past is the stage of a name that the organisation uses no more: the one that took over, however often that one was
// replaced since, or what it meant at its end.
func (s *Stages) past(name string) (stage.Stage, bool) {
	var last stage.Stage
	known := false
	for range s.ended { // a chain is no longer, even where it leads round
		i := slices.IndexFunc(s.ended, func(e stage.Ended) bool { return value.Fold(e.Name) == value.Fold(name) })
		if i < 0 {
			break
		}
		if st, ok := s.all.Find(s.ended[i].Became); ok {
			return st, true
		}
		last, known, name = s.ended[i].Stage, true, s.ended[i].Became
	}
	return last, known
}

// Define takes in the stages that the mapping defines, and reads which there are.
func (s *Stages) Define(ctx context.Context, tx *tenant.Tx, defined []mapping.Stage) error {
	if err := s.Read(ctx, tx); err != nil {
		return err
	}
	for i, d := range defined {
		st := stage.Stage{Name: d.Name, Position: i, Status: d.Status}
		bp, err := mapping.ParsePercent(cmp.Or(d.Probability, "0"))
		category, ok := CategoryOf(d.Category)
		if err != nil || !ok {
			return fault.New(fault.Invalid, fmt.Sprintf("Mapping file, stages[%d]: a stage needs a probability such "+
				"as 40 and a category such as pipeline.", i))
		}
		st.ProbabilityBP, st.Category = bp, string(category)
		if _, err := s.define(ctx, tx, st); err != nil {
			return err
		}
	}
	return s.Read(ctx, tx)
}

// Read reads which stages there are today.
func (s *Stages) Read(ctx context.Context, tx *tenant.Tx) (err error) {
	if s.all, err = stage.At(ctx, tx, s.run.Now); err != nil {
		return err
	}
	s.ended, err = stage.Past(ctx, tx, s.run.Now)
	return err
}

// define adds a stage unless there is one of its name. What that means is the organisation's to say: it is never
// changed.
func (s *Stages) define(ctx context.Context, tx *tenant.Tx, st stage.Stage) (added bool, err error) {
	known, ok := s.Named(st.Name)
	if !ok {
		return true, stage.Define(ctx, tx, st, record.Ever)
	}
	if st.Position, st.Name = known.Position, known.Name; known != st {
		s.run.Note("The stage %s keeps your settings (%s); the source has: %s.", st.Name,
			meaning(known), meaning(st))
	}
	return false, nil
}

func meaning(s stage.Stage) string {
	return fmt.Sprintf("%s, %s, %s", s.Status, percent(s.ProbabilityBP), opportunity.Category(s.Category).Label())
}

func percent(bp int) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", bp/100, bp%100), "0"), ".") + " %"
}
