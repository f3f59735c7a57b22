package command

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
)

// Clash is two people who changed one field: what the second saw, what the first has made of it since, and when.
// Values are in the text of the history.
type Clash struct {
	Field        string
	Entry        string // of the record, where it has several; empty: its own field
	Saw, Theirs  *string
	By           *uuid.UUID // nil: an import
	At           time.Time
	FromTheirCRM bool
}

func (c *Clash) Error() string { return "command: " + c.Field + " was changed since it was seen" }

// Unwrap is the fault that it is.
func (c *Clash) Unwrap() error {
	return &fault.Fault{Kind: fault.Conflict, Field: c.Field,
		Message: "Somebody changed this since you opened the page. Save again to keep your value."}
}
