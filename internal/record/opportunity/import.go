package opportunity

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/record/chain"
	"quarterdeck/internal/record/stage"
)

// Imported is an opportunity as a source has it, with the field history that the source kept.
type Imported struct {
	ExternalID string
	State      State     // now, in the source
	CreatedAt  time.Time // zero: not known
	ModifiedAt time.Time // zero: not known
	Custom     map[string]string
	Hash       int64           // of the source's rows; an opportunity whose hash is as it was is left alone
	History    []Past          // in the order of the source
	Newer      time.Time       // when the source modified what is known here, where that is after ModifiedAt; else zero
	Absent     map[string]bool // facts of State that the source says nothing of; they are as they are known
}

// Past is a row of a source's field history, its values in the form that history keeps (amounts in minor units, dates
// as 2006-01-02, members and accounts by their keys here).
type Past struct {
	ExternalID string
	Field      string
	Old, New   *string
	At         time.Time
	By         *uuid.UUID
}

// Rules is what an import knows about the source: its stages, and which fields its history covers.
type Rules struct {
	Stages  stage.Set
	Tracked map[string]bool
	Now     time.Time
	Begins  time.Time           // since when the source knows what has no date of its own; zero: since now
	Key     func(string) string // the shortest form of a key that is written in several; nil where there is one
}

// key is what a row of a source's history is told apart by.
func (r Rules) key(externalID string) string {
	if r.Key == nil {
		return externalID
	}
	return r.Key(externalID)
}

// first is the state in which the source's history begins: the current one with each tracked field set back to the old
// value of its earliest row. What follows from the stage is set back with it.
func (r Rules) first(in Imported) (State, error) {
	s, stageMoved := in.State, false
	seen := map[string]bool{}
	for _, p := range byTime(in.History, in.State) {
		if seen[p.Field] {
			continue
		}
		seen[p.Field] = true
		stageMoved = stageMoved || p.Field == "stage"
		if err := s.with(p.Field, p.Old); err != nil {
			return s, err
		}
	}
	if stageMoved {
		s.CategoryManual, s.ProbabilityManual = false, false // as they are now, not as they were then
		s = r.follow(s, true)
	}
	if s.Status == Open && in.State.Status == Lost && !r.Tracked["loss_reason"] {
		s.LossReason = "" // nobody knew it while the opportunity was open
	}
	return s, nil
}

// follow sets what a stage implies in a source that does not keep its history: status and probability, the category
// unless its own history is kept, and whether the category was set by hand. What was set by hand stays while the
// opportunity is open (definitions §2).
func (r Rules) follow(s State, moved bool) State {
	st, ok := r.Stages.Find(s.Stage)
	if !ok {
		return s
	}
	if moved && !r.Tracked["status"] {
		s.Status = Status(st.Status)
	}
	open := s.Status == Open
	if moved && !r.Tracked["probability"] && !(open && s.ProbabilityManual) {
		s.ProbabilityBP, s.ProbabilityManual = st.ProbabilityBP, false
	}
	if held := moved && open && s.CategoryManual && !r.Tracked["category"]; held {
		return s
	}
	if moved && !r.Tracked["category"] {
		s.Category = Category(st.Category)
	}
	s.CategoryManual = open && s.Category != Category(st.Category)
	return s
}

// changes turns the history of a new opportunity into ours: its creation, the source's rows, what follows from each,
// and last whatever differs from the source's current state without a row of its own.
func (r Rules) changes(id uuid.UUID, in Imported) ([]Change, error) {
	first, err := r.first(in)
	if err != nil {
		return nil, err
	}
	at := in.CreatedAt
	if at.IsZero() {
		at = r.begins(in)
	}
	if past := byTime(in.History, in.State); len(past) > 0 && past[0].At.Before(at) {
		at = past[0].At
	}
	start, err := begin(id, first, at, r.Now, "import")
	if err != nil {
		return nil, err
	}
	return r.extend([]Change{start}, id, in, in.History)
}

// begins is since when an opportunity without a date of creation counts: since the source begins to know such things,
// or has modified it, whichever is earlier.
func (r Rules) begins(in Imported) time.Time {
	at := r.Now
	for _, other := range []time.Time{r.Begins, in.ModifiedAt} {
		if !other.IsZero() && other.Before(at) {
			at = other
		}
	}
	return at
}

// extend appends rows of the source, and what follows from each, to a history that begins with its creation.
func (r Rules) extend(history []Change, id uuid.UUID, in Imported, rows []Past) ([]Change, error) {
	end, err := stateAt(history, time.Time{})
	if err != nil {
		return nil, err
	}
	last := lastKnown(history)
	for _, moment := range moments(rows, in.State) {
		at := later(moment[0].At, history[0].KnownAt) // nothing is known of it before it is known of
		before, late := end, at.Before(last)
		if late { // older than what is known: its neighbours are found by replaying
			if before, err = stateAt(history, at); err != nil {
				return nil, err
			}
		}
		after, implied, err := r.apply(before, moment)
		if err != nil {
			return nil, err
		}
		for _, p := range moment {
			history = append(history,
				Change{ID: uuid.Must(uuid.NewV7()), OpportunityID: id, Field: p.Field, OldValue: p.Old, NewValue: p.New,
					TrueSince: at, KnownAt: at, RecordedAt: r.Now, Seq: len(history), MemberID: p.By, Source: "import",
					ExternalID: given(p.ExternalID)})
		}
		for _, c := range implied {
			history = append(history, r.stamp(c, id, len(history), at, "derived"))
		}
		if !late {
			end, last = after, at
		} else if end, err = stateAt(history, time.Time{}); err != nil {
			return nil, err
		}
	}
	return r.settle(history, end, id, in)
}

// recall adds what new rows tell of the time before them: where no row of a field was known as early, the field had the
// old value of the first one since the creation, for an earlier import could only guess it.
func (r Rules) recall(history []Change, id uuid.UUID, rows []Past, end State) ([]Change, error) {
	start, seen := history[0], map[string]bool{}
	var guessed []Past
	for _, p := range byTime(rows, end) {
		known := slices.ContainsFunc(history,
			func(c Change) bool { return c.Field == p.Field && !c.KnownAt.After(p.At) })
		if !seen[p.Field] && !known && p.At.After(start.KnownAt) && p.At.Before(start.RecordedAt) {
			guessed = append(guessed, Past{Field: p.Field, New: p.Old})
		}
		seen[p.Field] = true
	}
	if len(guessed) == 0 {
		return history, nil
	}
	before, err := stateAt(history, start.KnownAt)
	if err != nil {
		return nil, err
	}
	after, _, err := r.apply(before, guessed)
	if err != nil {
		return nil, err
	}
	for _, c := range Diff(before, after) {
		history = append(history, r.stamp(c, id, len(history), start.KnownAt, "derived"))
	}
	return history, nil
}

// apply sets the fields of a state that changed at one moment, and lists what follows from them together.
func (r Rules) apply(s State, moment []Past) (after State, implied []Change, err error) {
	moved, judged := false, false
	for _, p := range moment {
		if err := s.with(p.Field, p.New); err != nil {
			return s, nil, err
		}
		moved, judged = moved || p.Field == "stage", judged || p.Field == "category"
	}
	if !moved && !judged {
		return s, nil, nil
	}
	after = r.follow(s, moved)
	return after, Diff(s, after), nil
}

// moments groups rows by when they were made, in order.
func moments(rows []Past, end State) [][]Past {
	var all [][]Past
	for _, p := range byTime(rows, end) {
		if n := len(all); n > 0 && all[n-1][0].At.Equal(p.At) {
			all[n-1] = append(all[n-1], p)
		} else {
			all = append(all, []Past{p})
		}
	}
	return all
}

func lastKnown(history []Change) time.Time {
	last := history[0].KnownAt
	for _, c := range history {
		last = later(last, c.KnownAt)
	}
	return last
}

// settle adds what the source's current state says beyond its history, as known since the source last changed the
// record, or since now where that is no later than what is known. What somebody changed here since then stays.
func (r Rules) settle(history []Change, end State, id uuid.UUID, in Imported) ([]Change, error) {
	last, here := lastKnown(history), map[string]time.Time{}
	for _, c := range history {
		if c.Source == "app" {
			here[c.Field] = c.KnownAt
		}
	}
	at := in.ModifiedAt
	if at.Before(last) || at.After(r.Now) {
		at = later(last, r.Now)
	}
	for _, c := range Diff(end, r.follow(in.State, false)) {
		if edited, ok := here[c.Field]; ok && edited.After(in.ModifiedAt) {
			continue
		}
		history = append(history, r.stamp(c, id, len(history), at, "import"))
	}
	return history, nil
}

func (r Rules) stamp(c Change, id uuid.UUID, seq int, at time.Time, source string) Change {
	c.ID, c.OpportunityID, c.Seq, c.Source = uuid.Must(uuid.NewV7()), id, seq, source
	c.TrueSince, c.KnownAt, c.RecordedAt = at, at, r.Now
	return c
}

// stateAt is the end of a history, or its state at a moment.
func stateAt(history []Change, at time.Time) (State, error) {
	versions, err := Replay(history)
	if err != nil {
		return State{}, err
	}
	if !at.IsZero() {
		if v, ok := At(versions, at); ok {
			return v.State, nil
		}
	}
	return versions[len(versions)-1].State, nil
}

// byTime is rows in the order in which they happened; those of one field at one moment in the order of their values.
// End is the state after all of them.
func byTime(rows []Past, end State) []Past {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Past) int { return a.At.Compare(b.At) })
	after := func(name string) string { return chain.Of(end.Value(name), nil).Old }
	chain.Rows(rows, func(p Past) time.Time { return p.At }, func(p Past) string { return p.Field },
		func(p Past) chain.Link { return chain.Of(p.Old, p.New) }, after, true)
	return rows
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
