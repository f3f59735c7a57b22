package opportunity

import "quarterdeck/internal/record/command"

// Clash is two people who changed one field of an opportunity.
type Clash = command.Clash

// clash tells who changed a field since somebody saw it.
func clash(c Change, saw *string, history []Change) error {
	found := &Clash{Field: c.Field, Saw: saw, Theirs: c.OldValue}
	for _, past := range history {
		if past.Field == c.Field && !past.KnownAt.Before(found.At) {
			found.By, found.At, found.FromTheirCRM = past.MemberID, past.KnownAt, past.Source == "import"
		}
	}
	return found
}
