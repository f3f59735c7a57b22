package opportunity

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/record/chain"
)

// created is the field of the change that begins a history; its new value is the whole first state as JSON.
const created = "created"

// Change is one fact that became another: appended, never edited.
type Change struct {
	ID            uuid.UUID
	OpportunityID uuid.UUID
	Field         string
	OldValue      *string
	NewValue      *string
	TrueSince     time.Time
	KnownAt       time.Time
	RecordedAt    time.Time
	Seq           int
	MemberID      *uuid.UUID
	Source        string // import: a row of the source; derived: follows from one; app: somebody; undo: of an import
	ExternalID    *string
}

// Version is the state between two changes: what was known in [KnownFrom, KnownTo). The last has no end.
type Version struct {
	State
	KnownFrom time.Time
	KnownTo   time.Time // zero: until now
	CreatedAt time.Time
	ClosedAt  *time.Time
}

// begin makes the change that starts a history.
func begin(id uuid.UUID, first State, at, recorded time.Time, source string) (Change, error) {
	body, err := json.Marshal(first.Texts())
	if err != nil {
		return Change{}, err
	}
	text := string(body)
	return Change{ID: uuid.Must(uuid.NewV7()), OpportunityID: id, Field: created, NewValue: &text,
		TrueSince: at, KnownAt: at, RecordedAt: recorded, Source: source}, nil
}

// Diff lists what differs between two states, in the order of the fields.
func Diff(before, after State) []Change {
	var changes []Change
	for _, f := range fields {
		was, is := f.Get(&before), f.Get(&after)
		if was == nil && is == nil || was != nil && is != nil && *was == *is {
			continue
		}
		changes = append(changes, Change{Field: f.Name, OldValue: was, NewValue: is})
	}
	for _, name := range customs(before, after) {
		if was, is := before.Value(name), after.Value(name); !same(was, is) {
			changes = append(changes, Change{Field: name, OldValue: was, NewValue: is})
		}
	}
	return changes
}

// order sorts changes as they became known; at one moment as their values follow one another, else as they were
// written.
func order(changes []Change) {
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(a.KnownAt.Compare(b.KnownAt), cmp.Compare(a.Seq, b.Seq))
	})
	settleOrder(changes)
}

// Replay rebuilds an opportunity's versions from its changes. The first, in order of knowledge, must be the one that
// created it. Changes at one moment make one version.
func Replay(changes []Change) ([]Version, error) {
	changes = slices.Clone(changes)
	order(changes)
	if len(changes) == 0 || changes[0].Field != created || changes[0].NewValue == nil {
		return nil, fmt.Errorf("opportunity: the history does not begin with its creation")
	}
	start := changes[0]
	v := Version{KnownFrom: start.KnownAt, CreatedAt: start.KnownAt}
	if err := v.read(*start.NewValue); err != nil {
		return nil, err
	}
	v.close(start.KnownAt)
	var versions []Version
	for _, c := range changes[1:] {
		if c.KnownAt.After(v.KnownFrom) {
			v.KnownTo = c.KnownAt
			versions = append(versions, v)
			v.KnownFrom, v.KnownTo = c.KnownAt, time.Time{}
		}
		if err := v.with(c.Field, c.NewValue); err != nil {
			return nil, err
		}
		v.close(c.KnownAt)
	}
	return append(versions, v), nil
}

// read sets the whole state from the JSON of its creation.
func (v *Version) read(body string) error {
	facts := map[string]*string{}
	if err := json.Unmarshal([]byte(body), &facts); err != nil {
		return fmt.Errorf("opportunity: creation: %w", err)
	}
	for name, value := range facts {
		if err := v.with(name, value); err != nil {
			return err
		}
	}
	return nil
}

// close keeps the moment at which the opportunity closed, and forgets it when it is opened again.
func (v *Version) close(at time.Time) {
	switch {
	case v.Status == Open:
		v.ClosedAt = nil
	case v.ClosedAt == nil:
		v.ClosedAt = &at
	}
}

// At picks the version that was known at a moment; ok is false before the opportunity was known.
func At(versions []Version, moment time.Time) (v Version, ok bool) {
	for _, v := range versions {
		if !v.KnownFrom.After(moment) && (v.KnownTo.IsZero() || v.KnownTo.After(moment)) {
			return v, true
		}
	}
	return Version{}, false
}

// settleOrder puts the changes of a history that became known at one moment into the order of their values.
func settleOrder(changes []Change) {
	first := func(name string) string {
		facts := map[string]*string{}
		if len(changes) > 0 && changes[0].Field == created && changes[0].NewValue != nil {
			_ = json.Unmarshal([]byte(*changes[0].NewValue), &facts) // Replay says what is wrong with it
		}
		return chain.Of(facts[name], nil).Old
	}
	chain.Rows(changes, func(c Change) time.Time { return c.KnownAt }, func(c Change) string { return c.Field },
		func(c Change) chain.Link { return chain.Of(c.OldValue, c.NewValue) }, first, false)
}
