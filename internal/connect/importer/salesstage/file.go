package salesstage

import (
	"context"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
)

// Loader takes in the file of stages, where the source has one.
func (s *Stages) Loader() record.Loader {
	var batch []stage.Stage
	read := func(r *mapping.Row) {
		if st := readStage(r); r.Refused == "" {
			batch = append(batch, st)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (out tenant.Outcome, err error) {
		all := batch
		batch = nil
		for _, st := range all {
			added, err := s.define(ctx, tx, st)
			if err != nil {
				return out, err
			}
			if added {
				out.Added++
			} else {
				out.Unchanged++
			}
		}
		return out, s.Read(ctx, tx)
	}
	return record.Loader{Read: read, Write: write}
}

// readStage is the stage of a row. Where the row has no forecast category, that of the status counts.
func readStage(r *mapping.Row) stage.Stage {
	s := stage.Stage{Name: r.Key, Status: string(StatusOf(r, opportunity.Open))}
	if position := r.Count("position"); position != nil {
		s.Position = int(*position)
	}
	if bp := r.Percent("probability"); bp != nil {
		s.ProbabilityBP = *bp
	}
	word, unknown := r.Word("category")
	if unknown != "" {
		r.Flag("%q is not a forecast category; the default for its status is used.", source.Shorten(unknown))
	}
	if s.Category = word; word == "" {
		s.Category = string(categoryByStatus[s.Status])
	}
	return s
}

var categoryByStatus = map[string]opportunity.Category{"open": opportunity.Pipeline, "won": opportunity.Closed,
	"lost": opportunity.Omitted}
