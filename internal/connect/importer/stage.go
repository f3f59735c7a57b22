package importer

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
)

// ever is since when an imported stage means what it means: no source says, and nothing in it is older.
var ever = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)

// categoryOf reads a forecast category as sources write it.
func categoryOf(word string) (opportunity.Category, bool) {
	c, ok := value.Category.Read(word)
	return opportunity.Category(c), ok
}

// stageNamed is the stage of a name, however its letters are written; what is written as the organisation writes it comes first.
func (w *run) stageNamed(name string) (stage.Stage, bool) {
	if st, ok := w.stages.Find(name); ok {
		return st, true
	}
	for _, st := range w.stages {
		if value.Fold(st.Name) == value.Fold(name) {
			return st, true
		}
	}
	return stage.Stage{}, false
}

// defineStages takes in the stages that the mapping defines, and reads which there are.
func (w *run) defineStages(ctx context.Context) error {
	return w.update(ctx, func(tx *tenant.Tx) error {
		if err := w.readStages(ctx, tx); err != nil {
			return err
		}
		for i, d := range w.mapping.Stages {
			s := stage.Stage{Name: d.Name, Position: i, Status: d.Status}
			bp, err := mapping.ParsePercent(cmp.Or(d.Probability, "0"))
			category, ok := categoryOf(d.Category)
			if err != nil || !ok {
				return fault.New(fault.Invalid, fmt.Sprintf("The mapping file is not right at stages[%d]: a stage needs a probability such as 40 and a category such as pipeline.", i))
			}
			s.ProbabilityBP, s.Category = bp, string(category)
			if _, err := w.define(ctx, tx, s); err != nil {
				return err
			}
		}
		return w.readStages(ctx, tx)
	})
}

func (w *run) readStages(ctx context.Context, tx *tenant.Tx) (err error) {
	w.stages, err = stage.At(ctx, tx, w.now)
	return err
}

// define adds a stage unless there is one of its name. What that means is the organisation's to say: it is never changed.
func (w *run) define(ctx context.Context, tx *tenant.Tx, s stage.Stage) (added bool, err error) {
	known, ok := w.stageNamed(s.Name)
	if !ok {
		return true, stage.Define(ctx, tx, s, ever)
	}
	if s.Position, s.Name = known.Position, known.Name; known != s {
		w.note("The stage %s is kept as the organisation has it (%s); the source says: %s.", s.Name, meaning(known), meaning(s))
	}
	return false, nil
}

func meaning(s stage.Stage) string {
	return fmt.Sprintf("%s, %s, %s", s.Status, percent(s.ProbabilityBP), opportunity.Category(s.Category).Label())
}

func percent(bp int) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", bp/100, bp%100), "0"), ".") + " %"
}

// openStages takes in the file of stages, where the source has one.
func openStages(w *run, _ *file) loader {
	var batch []stage.Stage
	read := func(r *mapping.Row) {
		s := stage.Stage{Name: r.Key, Status: string(statusOf(r, opportunity.Open))}
		if position := r.Count("position"); position != nil {
			s.Position = int(*position)
		}
		if bp := r.Percent("probability"); bp != nil {
			s.ProbabilityBP = *bp
		}
		word, unknown := r.Word("category")
		category := opportunity.Category(word)
		if unknown != "" {
			r.Flag("%q is not a forecast category; the one of its status was taken.", source.Shorten(unknown))
		}
		if word == "" {
			category = map[string]opportunity.Category{"open": opportunity.Pipeline, "won": opportunity.Closed, "lost": opportunity.Omitted}[s.Status]
		}
		s.Category = string(category)
		if r.Refused == "" {
			batch = append(batch, s)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (out tenant.Outcome, err error) {
		all := batch
		batch = nil
		for _, s := range all {
			added, err := w.define(ctx, tx, s)
			if err != nil {
				return out, err
			}
			if added {
				out.Added++
			} else {
				out.Unchanged++
			}
		}
		return out, w.readStages(ctx, tx)
	}
	return loader{read: read, write: write}
}
