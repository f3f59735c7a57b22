package importer

import (
	"context"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
)

// openOpportunities takes opportunities in, each with the history that the source kept of it.
func openOpportunities(w *run, f *file) loader {
	var batch []taken
	var known map[string]opportunity.Present
	shape := f.Shape()
	before := func(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (err error) {
		batch = nil
		known, err = opportunity.Presents(ctx, tx, keys(rows))
		return err
	}
	read := func(r *mapping.Row) {
		var was *opportunity.Present
		if p, ok := known[r.Key]; ok {
			was = &p
		}
		if r.Deleted && was == nil {
			r.Stranger()
			return
		}
		in := w.chance(r, was)
		if was != nil {
			w.overDeletion(r, &in, was)
		}
		if r.Refused != "" {
			return
		}
		t := taken{row: r, in: in}
		t.past, t.in.History = w.historyOf(r.Key, in.State.Currency, was)
		t.in.Hash = w.fingerprint(r, t.in.History, shape)
		if was != nil && was.Newer(in.ModifiedAt) && was.SourceHash != t.in.Hash {
			r.Older, t.in.Newer, t.in.Custom = true, *was.SourceModifiedAt, was.Custom
		}
		batch = append(batch, t)
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		return w.takeOpportunities(ctx, tx, batch)
	}
	skip := func(r *mapping.Row) {
		judge := func(r *mapping.Row) { w.chance(r, nil) }
		if _, there := w.refs.ids["opportunity"][r.Key]; there && !r.Has("stage") {
			judge = func(*mapping.Row) {}
		}
		if r.Judge(judge); r.Refused == "" {
			delete(w.past.of, w.past.key(r.Key)) // an earlier run has dealt with them
		}
	}
	return loader{size: 500, prepare: w.knows("member", "account", "opportunity"), before: before, read: read, write: write, skip: skip,
		finish: w.startHistory}
}

// taken is an opportunity of the batch under way, and the rows of its history.
type taken struct {
	row  *mapping.Row
	in   opportunity.Imported
	past []*mapping.Row
}

func (w *run) takeOpportunities(ctx context.Context, tx *tenant.Tx, all []taken) (tenant.Outcome, error) {
	var out tenant.Outcome
	records := make([]opportunity.Imported, len(all))
	for i, t := range all {
		records[i] = t.in
	}
	results, err := opportunity.Import(ctx, tx, opportunity.Rules{Stages: w.stages, Tracked: w.past.tracked, Now: w.now, Begins: w.begins, Key: value.Key}, records)
	if err != nil {
		return out, err
	}
	for i, r := range results {
		switch {
		case all[i].row.Older: // it is counted as such
		case r.New:
			out.Added++
		case r.Changed:
			out.Changed++
		default:
			out.Unchanged++
			all[i].row.Cleared = nil
		}
		w.refs.ids["opportunity"][all[i].in.ExternalID] = r.ID
		w.countHistory(all[i].past, r.Fresh)
		delete(w.past.of, w.past.key(all[i].in.ExternalID))
	}
	return out, nil
}

// chance reads an opportunity as it is now in the source. It may lack an account, an owner, an amount and its dates. What its
// file says nothing of stays as it is known.
func (w *run) chance(r *mapping.Row, was *opportunity.Present) opportunity.Imported {
	in := opportunity.Imported{ExternalID: r.Key, CreatedAt: r.Instant("created_at"), ModifiedAt: r.Instant("modified_at"), Custom: r.Custom()}
	s := &in.State
	s.AccountID, s.OwnerID = w.ref(r, "account", "account"), w.ref(r, "owner", "member")
	s.Name, s.Stage, s.Currency, s.CloseOn = r.Text("name"), r.Text("stage"), r.Currency("currency"), r.Day("close_on")
	if was != nil {
		keep(r, "currency", &s.Currency, was.Currency)
	}
	s.Amount = r.Amount("amount", s.Currency)
	s.Type, s.Source, s.Competitor = r.Text("type"), r.Text("source"), r.Text("competitor")
	s.LossReason, s.NextStep = r.Text("loss_reason"), r.Limited("next_step", mapping.LongText)
	if r.Get("budget_confirmed") != "" {
		confirmed := r.Bool("budget_confirmed")
		s.BudgetConfirmed = &confirmed
	}
	if was == nil {
		w.judgement(r, s)
	} else {
		overChance(r, s, was.State)
		w.judgement(r, s)
		w.overJudgement(r, s, was.State)
		in.Custom = r.CustomOver(was.Custom)
		in.Absent = absent(r)
	}
	w.missing(r, &in)
	return in
}

// overChance keeps what the row says nothing of, but for how far the opportunity is.
func overChance(r *mapping.Row, s *opportunity.State, was opportunity.State) {
	holdKey(r, "account", &s.AccountID, was.AccountID)
	holdKey(r, "owner", &s.OwnerID, was.OwnerID)
	holdName(r, "name", &s.Name, was.Name)
	keep(r, "stage", &s.Stage, was.Stage)
	hold(r, "amount", &s.Amount, was.Amount)
	hold(r, "close_on", &s.CloseOn, was.CloseOn)
	hold(r, "type", &s.Type, was.Type)
	hold(r, "source", &s.Source, was.Source)
	hold(r, "competitor", &s.Competitor, was.Competitor)
	hold(r, "budget_confirmed", &s.BudgetConfirmed, was.BudgetConfirmed)
	hold(r, "loss_reason", &s.LossReason, was.LossReason)
	hold(r, "next_step", &s.NextStep, was.NextStep)
}

// overDeletion keeps what is known of an opportunity that the source deleted. One that was deleted comes back when the source
// says that it is not, or has modified it since.
func (w *run) overDeletion(r *mapping.Row, in *opportunity.Imported, was *opportunity.Present) {
	if !r.Deleted && (!was.Deleted || r.Has("deleted") || in.ModifiedAt.After(*was.DeletedAt)) {
		return
	}
	in.State, in.Custom, r.Cleared, r.Flags = was.State, was.Custom, nil, nil
	in.State.Deleted = r.Deleted || was.Deleted
}

// overJudgement keeps how sure an opportunity is where the file says nothing of it: as it was while the stage is the same, and
// what was set by hand while it is open (definitions §2).
func (w *run) overJudgement(r *mapping.Row, s *opportunity.State, was opportunity.State) {
	if !r.Has("status", "closed", "won", "stage") {
		s.Status = was.Status
	}
	settled := s.Status != opportunity.Open || was.Status != opportunity.Open
	moved := s.Stage != was.Stage || s.Status != was.Status
	vague := w.vague[s.Stage]
	if !r.Has("category") && (!moved || !settled && (was.CategoryManual || vague)) {
		s.Category = was.Category
	}
	if !r.Has("probability") && (!moved || !settled && (was.ProbabilityManual || vague)) {
		s.ProbabilityBP, s.ProbabilityManual = was.ProbabilityBP, was.ProbabilityManual
	}
}

// absent lists the facts of an opportunity that a file says nothing of.
func absent(r *mapping.Row) map[string]bool {
	all := map[string]bool{}
	for field := range trackable {
		all[field] = !r.Has(field)
	}
	all["status"] = !r.Has("status", "closed", "won", "stage")
	all["category_manual"], all["probability_manual"] = all["category"], all["probability"]
	return all
}

// judgement reads how far an opportunity is and how sure: each from the source, else from its stage.
func (w *run) judgement(r *mapping.Row, s *opportunity.State) {
	st, known := w.stageNamed(s.Stage)
	if !known {
		r.Refuse("The opportunity has no stage that is known (%q).", source.Shorten(s.Stage))
		return
	}
	s.Stage, s.Status = st.Name, statusOf(r, opportunity.Status(st.Status))
	s.ProbabilityBP, s.Category = st.ProbabilityBP, opportunity.Category(st.Category)
	if bp := r.Percent("probability"); bp != nil {
		s.ProbabilityManual = s.Status == opportunity.Open && *bp != st.ProbabilityBP
		s.ProbabilityBP = *bp
	}
	switch c, unknown := r.Word("category"); {
	case unknown != "":
		r.Flag("%q is not a forecast category; that of the stage was taken.", source.Shorten(unknown))
	case c != "":
		s.Category = opportunity.Category(c)
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
	status, unknown := r.Word("status")
	if status != "" {
		return opportunity.Status(status)
	}
	if unknown != "" {
		r.Flag("%q is not a status (open, won or lost); that of the stage was taken.", source.Shorten(unknown))
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
		missing     bool
		what, field string
	}{
		{r.Get("account") == "" && s.AccountID == nil, "account", "account"}, {r.Get("owner") == "" && s.OwnerID == nil, "owner", "owner"},
		{s.Amount == nil, "amount", "amount"}, {s.CloseOn.IsZero(), "close date", "close_on"},
		{in.CreatedAt.IsZero() && in.Absent == nil, "date of creation: it counts from " + w.begun() + " on", ""},
	} {
		if m.missing && !in.Absent[m.field] {
			r.Flag("The opportunity has no %s.", m.what)
		}
	}
}

// begun is since when an opportunity without a date of creation counts, in words.
func (w *run) begun() string {
	if w.begins.Equal(w.now) {
		return "this import"
	}
	return period.DateOf(w.begins.In(w.calendar.Location())).String()
}

// fingerprint is a hash of all that the row and its history say, and of the records that it names. It leaves out when the
// source last touched the record, which alone is no change, and what is known beside the row.
func (w *run) fingerprint(r *mapping.Row, history []opportunity.Past, shape string) int64 {
	facts := r.Facts()
	delete(facts, "modified_at")
	silent := *r
	silent.Flags = nil
	return hash([]any{facts, r.Custom(), w.ref(&silent, "account", "account"), w.ref(&silent, "owner", "member"), history, shape})
}
