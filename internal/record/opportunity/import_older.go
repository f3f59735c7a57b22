package opportunity

import (
	"time"

	"github.com/google/uuid"
)

// older takes what an export tells that was made before one that is known: rows of history that are new, and for facts
// without any history that they were something else until the source modified the record. The present stays as it is.
func (r Rules) older(history []Change, id uuid.UUID, in Imported) ([]Change, []Past, error) {
	rows := r.unseen(history, in.History)
	before, err := r.earlier(history, rows, in)
	if err != nil {
		return nil, nil, err
	}
	all := append(rows[:len(rows):len(rows)], before...)
	end, err := stateAt(history, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	if history, err = r.recall(history, id, all, end); err != nil {
		return nil, nil, err
	}
	in.State, in.ModifiedAt = end, in.Newer
	history, err = r.extend(history, id, in, all)
	return history, rows, err
}

// earlier is the facts of an older row that nothing else tells, as changes to what is known: where the history of a
// fact has no row up to the moment at which the source modified the record, that it was the same since the creation was
// only a guess.
func (r Rules) earlier(history []Change, rows []Past, in Imported) ([]Past, error) {
	start := history[0]
	if in.ModifiedAt.IsZero() || !in.ModifiedAt.After(start.KnownAt) || !in.Newer.Before(start.RecordedAt) ||
		start.Source != "import" {
		return nil, nil
	}
	told := map[string]bool{}
	for _, c := range history[1:] {
		told[c.Field] = told[c.Field] || !c.KnownAt.After(in.Newer)
	}
	for _, p := range rows {
		told[p.Field] = told[p.Field] || !p.At.After(in.Newer)
	}
	then, err := stateAt(history, in.Newer)
	if err != nil {
		return nil, err
	}
	var found []Past
	for _, c := range Diff(r.follow(in.State, false), then) {
		if !told[c.Field] && !in.Absent[c.Field] {
			found = append(found, Past{Field: c.Field, Old: c.OldValue, New: c.NewValue, At: in.Newer})
		}
	}
	return found, nil
}
