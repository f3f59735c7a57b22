package object

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/fieldhistory"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/rule"
)

// openOpportunities takes opportunities in, each with the history that the source kept of it.
func openOpportunities(w *Import, f *importjob.File) record.Loader {
	var batch []loaded
	var known map[string]opportunity.Present
	var rules []rule.Rule
	var today period.Date
	var refused map[int]bool // by an earlier run, which knew rules and records as they were then
	shape := f.Shape()
	prepare := func(ctx context.Context, tx *tenant.Tx) (err error) {
		if refused, err = importjob.RefusedLines(ctx, tx, w.ID, f.File.File); err != nil {
			return err
		}
		return w.Knows("member", "account", "opportunity")(ctx, tx)
	}
	before := func(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (err error) {
		batch, today = nil, tx.Today()
		if rules, err = rule.At(ctx, tx, w.Now); err != nil {
			return err
		}
		known, err = opportunity.Presents(ctx, tx, record.Keys(rows))
		return err
	}
	read := func(r *mapping.Row) {
		var was *opportunity.Present
		if p, ok := known[r.Key]; ok {
			was = &p
		}
		if !admitted(r, was) {
			return
		}
		in := w.opportunity(r, was)
		if was != nil {
			w.keepDeleted(r, &in, was)
		}
		if r.Refused == "" {
			quarantine(r, rules, in, was, today)
		}
		if r.Refused != "" {
			return
		}
		t := loaded{row: r, in: in, was: was}
		t.past, t.in.History = w.History.Of(r.Key, in.State.Currency, was)
		t.in.Hash = w.fingerprint(r, t.in.History, shape)
		if was != nil && was.Newer(in.ModifiedAt) && was.SourceHash != t.in.Hash {
			r.Older, t.in.Newer, t.in.Custom = true, *was.SourceModifiedAt, was.Custom
		}
		batch = append(batch, t)
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		return w.save(ctx, tx, batch)
	}
	skip := func(r *mapping.Row) {
		if !refused[r.Line] {
			w.seen(r)
		}
	}
	return record.Loader{Size: 500, Prepare: prepare, Before: before, Read: read,
		Write: write, Skip: skip, Finish: w.History.Start}
}

// admitted tells whether a row may do what it would, and refuses it where not.
func admitted(r *mapping.Row, was *opportunity.Present) bool {
	if r.Deleted && was == nil {
		r.Stranger()
		return false
	}
	return r.Admit(was != nil && !was.Deleted)
}

// seen drops the history of an opportunity that an earlier run has dealt with.
func (w *Import) seen(r *mapping.Row) {
	judge := func(r *mapping.Row) { w.opportunity(r, nil) }
	if _, there := w.ByKey("opportunity", r.Key); there && !r.Has("stage") {
		judge = func(*mapping.Row) {}
	}
	if r.Judge(judge); r.Refused == "" {
		w.History.Done(r.Key)
	}
}

// quarantine refuses a row that breaks a validation rule which imports are asked too; what is known stays as it is.
func quarantine(r *mapping.Row, rules []rule.Rule, in opportunity.Imported, was *opportunity.Present,
	today period.Date) {
	var before *opportunity.State
	if was != nil {
		before = &was.State
	}
	if said := opportunity.Quarantined(rules, before, in.State, today); said != "" {
		r.Refuse("%s", said)
	}
}

// loaded is an opportunity of the batch under way, and the rows of its history.
type loaded struct {
	row  *mapping.Row
	in   opportunity.Imported
	was  *opportunity.Present // nil: it is new
	past []*mapping.Row
}

// save writes the opportunities of a batch with their histories, and counts both.
func (w *Import) save(ctx context.Context, tx *tenant.Tx, all []loaded) (tenant.Outcome, error) {
	var out tenant.Outcome
	records := make([]opportunity.Imported, len(all))
	for i, t := range all {
		records[i] = t.in
	}
	rules := opportunity.Rules{Stages: w.Stages.All(), Tracked: w.History.Tracked(), Now: w.Now, Begins: w.Begins,
		Key: value.Key}
	results, err := opportunity.Import(ctx, tx, rules, records)
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
			w.Change(all[i].row, all[i].was.State, all[i].in.State)
		default:
			out.Unchanged++
			all[i].row.Cleared = nil
		}
		w.AddKeys("opportunity", map[string]uuid.UUID{all[i].in.ExternalID: r.ID})
		w.History.Count(all[i].past, r.Fresh)
		w.History.Done(all[i].in.ExternalID)
	}
	return out, w.effects(ctx, tx, all, results)
}

// effects keeps what a batch did to the opportunities, as they are now.
func (w *Import) effects(ctx context.Context, tx *tenant.Tx, all []loaded, results []opportunity.Taken) error {
	if w.Preview {
		return nil
	}
	var known []uuid.UUID
	was := map[uuid.UUID]opportunity.Present{}
	for i, t := range all {
		if t.was == nil {
			w.Effect(importjob.Effect{Object: "opportunity", RecordID: results[i].ID, Kind: importjob.Created})
		} else {
			was[t.was.ID], known = *t.was, append(known, t.was.ID)
		}
	}
	if len(known) == 0 {
		return nil
	}
	now, err := opportunity.Here(ctx, tx, known, false)
	if err != nil {
		return err
	}
	for _, is := range now {
		kind, p := record.Effected(record.OpportunityFacts(was[is.ID]), record.OpportunityFacts(is))
		if len(p) > 0 {
			w.Effect(importjob.Effect{Object: "opportunity", RecordID: is.ID, Kind: kind, Changes: p})
		}
	}
	return nil
}

// opportunity reads an opportunity as it is now in the source. It may lack an account, an owner, an amount and its
// dates. What its file says nothing of stays as it is known.
func (w *Import) opportunity(r *mapping.Row, was *opportunity.Present) opportunity.Imported {
	in := opportunity.Imported{ExternalID: r.Key, CreatedAt: r.Instant("created_at"),
		ModifiedAt: r.Instant("modified_at"), Custom: r.Custom()}
	s := &in.State
	s.AccountID, s.OwnerID = w.Ref(r, "account", "account"), w.Ref(r, "owner", "member")
	s.Name, s.Stage, s.Currency, s.CloseOn = r.Text("name"), r.Text("stage"), r.Currency("currency"), r.Day("close_on")
	if was != nil {
		record.Keep(r, "currency", &s.Currency, was.Currency)
	}
	s.Amount = r.Amount("amount", s.Currency)
	s.Type, s.Source, s.Competitor = r.Text("type"), w.listed(r, "source"), w.listed(r, "competitor")
	s.LossReason, s.NextStep = w.listed(r, "loss_reason"), r.Limited("next_step", mapping.LongText)
	if r.Get("budget_confirmed") != "" {
		confirmed := r.Bool("budget_confirmed")
		s.BudgetConfirmed = &confirmed
	}
	if was == nil {
		w.forecast(r, s)
	} else {
		keepFacts(r, s, was.State)
		w.forecast(r, s)
		w.keepForecast(r, s, was.State)
		in.Custom = r.CustomOver(was.Custom)
		in.Absent = absent(r)
	}
	w.fields(r, &in, was)
	w.missing(r, &in)
	return in
}

// fields reads the custom fields that columns of the file fill. A cell that is no value of its field changes nothing.
func (w *Import) fields(r *mapping.Row, in *opportunity.Imported, was *opportunity.Present) {
	if was != nil {
		in.State.Fields = was.Fields
	}
	columns, cells := r.File.CustomColumns(), r.Custom()
	for _, f := range w.Fields[customfield.Opportunity] {
		column := f.FilledBy(columns)
		if column == "" {
			if in.Absent != nil {
				in.Absent[f.Key()] = true
			}
			continue
		}
		cell := cells[column]
		v, err := "", error(nil)
		if cell != "" {
			v, err = f.Read(cell, w.Calendar.Location())
		}
		if err != nil {
			r.Flag("%q is not a value of the field %s.", source.Shorten(cell), f.Name)
			continue
		}
		in.State = in.State.Having(f, v)
	}
}

// listed is a word as the organisation's list has it. One that a closed list lacks is kept, with a warning.
func (w *Import) listed(r *mapping.Row, field string) string {
	l := w.Lists.Of(field)
	name, known := l.Read(r.Text(field))
	if name != "" && !known && l.Closed {
		r.Flag("%q is not in the list of %s.", source.Shorten(name), picklist.Plural(field))
	}
	return name
}

// keepFacts keeps what the row says nothing of, but for how far the opportunity is.
func keepFacts(r *mapping.Row, s *opportunity.State, was opportunity.State) {
	record.HoldKey(r, "account", &s.AccountID, was.AccountID)
	record.HoldKey(r, "owner", &s.OwnerID, was.OwnerID)
	record.HoldName(r, "name", &s.Name, was.Name)
	record.Keep(r, "stage", &s.Stage, was.Stage)
	record.Hold(r, "amount", &s.Amount, was.Amount)
	record.Hold(r, "close_on", &s.CloseOn, was.CloseOn)
	record.Hold(r, "type", &s.Type, was.Type)
	record.Hold(r, "source", &s.Source, was.Source)
	record.Hold(r, "competitor", &s.Competitor, was.Competitor)
	record.Hold(r, "budget_confirmed", &s.BudgetConfirmed, was.BudgetConfirmed)
	record.Hold(r, "loss_reason", &s.LossReason, was.LossReason)
	record.Hold(r, "next_step", &s.NextStep, was.NextStep)
}

// keepDeleted keeps what is known of an opportunity that the source deleted. One that was deleted comes back when the
// source says that it is not, or has modified it since.
func (w *Import) keepDeleted(r *mapping.Row, in *opportunity.Imported, was *opportunity.Present) {
	if !r.Deleted && (!was.Deleted || r.Has("deleted") || was.SourceHash == record.Undone ||
		in.ModifiedAt.After(*was.DeletedAt)) {
		return
	}
	in.State, in.Custom, r.Cleared, r.Flags = was.State, was.Custom, nil, nil
	in.State.Deleted = r.Deleted || was.Deleted
}

// keepForecast keeps how sure an opportunity is where the file says nothing of it: as it was while the stage is the
// same, and what was set by hand while it is open (definitions §2).
func (w *Import) keepForecast(r *mapping.Row, s *opportunity.State, was opportunity.State) {
	if !r.Has("status", "closed", "won", "stage") {
		s.Status = was.Status
	}
	settled := s.Status != opportunity.Open || was.Status != opportunity.Open
	moved := s.Stage != was.Stage || s.Status != was.Status
	vague := w.Stages.Vague(s.Stage)
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
	for field := range fieldhistory.Fields {
		all[field] = !r.Has(field)
	}
	all["status"] = !r.Has("status", "closed", "won", "stage")
	all["category_manual"], all["probability_manual"] = all["category"], all["probability"]
	return all
}

// forecast reads how far an opportunity is and how sure: each from the source, else from its stage.
func (w *Import) forecast(r *mapping.Row, s *opportunity.State) {
	st, known := w.Stages.Named(s.Stage)
	if !known {
		r.Refuse("The opportunity's stage (%q) is not known.", source.Shorten(s.Stage))
		return
	}
	s.Stage, s.Status = st.Name, salesstage.StatusOf(r, opportunity.Status(st.Status))
	s.ProbabilityBP, s.Category = st.ProbabilityBP, opportunity.Category(st.Category)
	if bp := r.Percent("probability"); bp != nil {
		s.ProbabilityManual = s.Status == opportunity.Open && *bp != st.ProbabilityBP
		s.ProbabilityBP = *bp
	}
	switch c, unknown := r.Word("category"); {
	case unknown != "":
		r.Flag("%q is not a forecast category; the stage's category is used.", source.Shorten(unknown))
	case c != "":
		s.Category = opportunity.Category(c)
	}
	switch {
	case s.Status == opportunity.Won:
		s.Category = opportunity.Closed
	case s.Status == opportunity.Lost:
		s.Category = opportunity.Omitted
	case s.Category == opportunity.Closed:
		r.Flag("An open opportunity cannot be in the category Closed; Pipeline is used.")
		s.Category = opportunity.Pipeline
	}
}

// missing flags what an opportunity lacks. Since when one without a date of creation is known, nobody knows: since now.
func (w *Import) missing(r *mapping.Row, in *opportunity.Imported) {
	s := &in.State
	if s.Name == "" {
		s.Name = "Opportunity " + in.ExternalID
		r.Flag("The opportunity has no name.")
	}
	for _, m := range []struct {
		missing     bool
		what, field string
	}{
		{r.Get("account") == "" && s.AccountID == nil, "account", "account"},
		{r.Get("owner") == "" && s.OwnerID == nil, "owner", "owner"},
		{s.Amount == nil, "amount", "amount"}, {s.CloseOn.IsZero(), "close date", "close_on"},
		{in.CreatedAt.IsZero() && in.Absent == nil, "creation date; it counts from " + w.begun() + " on", ""},
	} {
		if m.missing && !in.Absent[m.field] {
			r.Flag("The opportunity has no %s.", m.what)
		}
	}
}

// begun is since when an opportunity without a date of creation counts, in words.
func (w *Import) begun() string {
	if w.Begins.Equal(w.Now) {
		return "this import"
	}
	return period.DateOf(w.Begins.In(w.Calendar.Location())).String()
}

// fingerprint is a hash of all that the row and its history say, and of the records that it names. It leaves out when
// the source last touched the record, which alone is no change, and what is known beside the row.
func (w *Import) fingerprint(r *mapping.Row, history []opportunity.Past, shape string) int64 {
	facts := r.Facts()
	delete(facts, "modified_at")
	silent := *r
	silent.Flags = nil
	return record.Hash([]any{facts, r.Custom(), w.Ref(&silent, "account", "account"), w.Ref(&silent, "owner", "member"),
		history, shape})
}
