package opportunity

import (
	"time"

	"github.com/google/uuid"
)

// Begin and Extend are what the tests of replaying need from inside.
var Begin = begin

// Fields are the names of every fact that history keeps.
func Fields() []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// With is a state with one field set from its text.
func With(s State, name string, value *string) (State, error) {
	err := s.with(name, value)
	return s, err
}

// Stamp makes changes those of an opportunity at a moment.
func Stamp(changes []Change, id uuid.UUID, from int, at time.Time) []Change {
	for i := range changes {
		changes[i] = Rules{Now: at}.stamp(changes[i], id, from+i, at, "app")
	}
	return changes
}
