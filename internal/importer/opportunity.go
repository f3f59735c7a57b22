package importer

import (
	"context"
	"slices"

	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/opportunity"
	"quarterdeck/internal/tenant"
)

// openOpportunities takes opportunities in, each with the history that the source kept of it.
func openOpportunities(w *run, _ *file) loader {
	var batch []taken
	read := func(r *mapping.Row) {
		in := w.chance(r)
		if r.Refused != "" {
			return
		}
		t := taken{in: in}
		t.past, t.in.History = w.historyOf(r.Key, in.State.Currency)
		t.in.Hash = w.fingerprint(t.in)
		batch = append(batch, t)
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		all := batch
		batch = nil
		return w.takeOpportunities(ctx, tx, all)
	}
	skip := func(r *mapping.Row) {
		if r.Judge(read); r.Refused == "" {
			delete(w.past.of, r.Key) // an earlier run has dealt with them
		}
		batch = nil
	}
	return loader{size: 500, prepare: w.knows("member", "account", "opportunity"), read: read, write: write, skip: skip,
		finish: w.startHistory}
}

// taken is an opportunity of the batch under way, and the rows of its history.
type taken struct {
	in   opportunity.Imported
	past []*mapping.Row
}

func (w *run) takeOpportunities(ctx context.Context, tx *tenant.Tx, all []taken) (tenant.Outcome, error) {
	var out tenant.Outcome
	records := make([]opportunity.Imported, len(all))
	for i, t := range all {
		records[i] = t.in
	}
	results, err := opportunity.Import(ctx, tx, opportunity.Rules{Stages: w.stages, Tracked: w.past.tracked, Now: w.now}, records)
	if err != nil {
		return out, err
	}
	for i, r := range results {
		switch {
		case r.New:
			out.Added++
		case r.Differed:
			out.Changed++
		default:
			out.Unchanged++
		}
		w.refs.ids["opportunity"][all[i].in.ExternalID] = r.ID
		w.countHistory(all[i].past, r.Fresh)
		delete(w.past.of, all[i].in.ExternalID)
	}
	return out, nil
}

// chance reads an opportunity as it is now in the source. It may lack an account, an owner, an amount and its dates.
func (w *run) chance(r *mapping.Row) opportunity.Imported {
	in := opportunity.Imported{ExternalID: r.Key, CreatedAt: r.Instant("created_at"), ModifiedAt: r.Instant("modified_at"), Custom: r.Custom()}
	s := &in.State
	s.AccountID, s.OwnerID = w.ref(r, "account", "account"), w.ref(r, "owner", "member")
	s.Name, s.Stage, s.Currency, s.CloseOn = r.Text("name"), r.Text("stage"), r.Currency("currency"), r.Day("close_on")
	s.Amount = r.Amount("amount", s.Currency)
	s.Type, s.Source, s.Competitor = r.Text("type"), r.Text("source"), r.Text("competitor")
	s.LossReason, s.NextStep = r.Text("loss_reason"), r.Limited("next_step", mapping.LongText)
	if r.Get("budget_confirmed") != "" {
		confirmed := r.Bool("budget_confirmed")
		s.BudgetConfirmed = &confirmed
	}
	w.judgement(r, s)
	w.missing(r, &in)
	return in
}

// judgement reads how far an opportunity is and how sure: each from the source, else from its stage.
func (w *run) judgement(r *mapping.Row, s *opportunity.State) {
	st, known := w.stages.Find(s.Stage)
	if !known {
		r.Refuse("The opportunity has no stage that is known (%q).", source.Shorten(s.Stage))
		return
	}
	s.Status = statusOf(r, opportunity.Status(st.Status))
	s.ProbabilityBP, s.Category = st.ProbabilityBP, opportunity.Category(st.Category)
	if given := r.Number("probability"); given != "" {
		bp, err := mapping.ParsePercent(given)
		if err != nil {
			r.Refuse("The field probability: %v.", err)
		}
		s.ProbabilityManual = s.Status == opportunity.Open && bp != st.ProbabilityBP
		s.ProbabilityBP = bp
	}
	if given := r.Get("category"); given != "" {
		c, ok := categoryOf(given)
		if !ok {
			r.Flag("%q is not a forecast category; that of the stage was taken.", source.Shorten(given))
		} else {
			s.Category = c
		}
	}
	switch {
	case s.Status == opportunity.Won:
		s.Category = opportunity.Closed
	case s.Status == opportunity.Lost:
		s.Category = opportunity.Omitted
	case s.Category == opportunity.Closed:
		r.Flag("An open opportunity cannot be in the category Closed; Pipeline was taken.")
		s.Category = opportunity.Pipeline
	}
}

// statusOf reads whether an opportunity is open, won or lost; where the source does not say, its stage does.
func statusOf(r *mapping.Row, byStage opportunity.Status) opportunity.Status {
	if status := opportunity.Status(r.Get("status")); slices.Contains([]opportunity.Status{opportunity.Open, opportunity.Won, opportunity.Lost}, status) {
		return status
	}
	switch {
	case r.Bool("won"):
		return opportunity.Won
	case r.Get("closed") == "":
		return byStage
	case r.Bool("closed"):
		return opportunity.Lost
	}
	return opportunity.Open
}

// missing flags what an opportunity lacks. Since when one without a date of creation is known, nobody knows: since now.
func (w *run) missing(r *mapping.Row, in *opportunity.Imported) {
	s := &in.State
	if s.Name == "" {
		s.Name = "Opportunity " + in.ExternalID
		r.Flag("The opportunity has no name.")
	}
	for _, m := range []struct {
		missing bool
		what    string
	}{
		{r.Get("account") == "", "account"}, {r.Get("owner") == "", "owner"}, {s.Amount == nil, "amount"},
		{s.CloseOn.IsZero(), "close date"}, {in.CreatedAt.IsZero(), "date of creation: it counts from this import on"},
	} {
		if m.missing {
			r.Flag("The opportunity has no %s.", m.what)
		}
	}
}

// fingerprint leaves out when the source last touched the record, which alone is no change.
func (w *run) fingerprint(in opportunity.Imported) int64 {
	given := in
	given.ModifiedAt = noTime
	return hash(given)
}
