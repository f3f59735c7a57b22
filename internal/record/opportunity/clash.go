package opportunity

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
)

// Clash is two people who changed one field: what the second saw, what the first has made of it since, and when.
// Values are in the text of the history.
type Clash struct {
	Field        string
	Saw, Theirs  *string
	By           *uuid.UUID // nil: an import
	At           time.Time
	FromTheirCRM bool
}

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

func (c *Clash) Error() string { return "opportunity: " + c.Field + " was changed since it was seen" }

// Unwrap is the fault that it is.
func (c *Clash) Unwrap() error {
	return &fault.Fault{Kind: fault.Conflict, Field: c.Field,
		Message: "Somebody changed this since you opened the page. Save again to keep your value."}
}
