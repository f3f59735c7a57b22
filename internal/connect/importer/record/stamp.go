package record

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
)

// Stamp is what every record of a kind has.
type Stamp struct {
	ID         *uuid.UUID
	ExternalID string
	Custom     *string
	CreatedAt  *time.Time // nil: not kept
	ModifiedAt **time.Time
	DeletedAt  **time.Time
	MergedInto **uuid.UUID // nil: nothing merges
	Hash       *int64
	Fields     *string // custom fields; nil: the object has none
}

// OfAccount is the stamp of a company.
func OfAccount(a *account.Imported) Stamp {
	return Stamp{ID: &a.ID, ExternalID: a.ExternalID, Custom: &a.Custom, CreatedAt: &a.CreatedAt,
		ModifiedAt: &a.ModifiedAt, DeletedAt: &a.DeletedAt, MergedInto: &a.MergedInto, Hash: &a.Hash, Fields: &a.Fields}
}

// OfContact is the stamp of a person.
func OfContact(c *contact.Imported) Stamp {
	return Stamp{ID: &c.ID, ExternalID: c.ExternalID, Custom: &c.Custom, CreatedAt: &c.CreatedAt,
		ModifiedAt: &c.ModifiedAt, DeletedAt: &c.DeletedAt, MergedInto: &c.MergedInto, Hash: &c.Hash, Fields: &c.Fields}
}

// OfActivity is the stamp of an activity.
func OfActivity(a *activity.Imported) Stamp {
	return Stamp{ID: &a.ID, ExternalID: a.ExternalID, Custom: &a.Custom, CreatedAt: &a.CreatedAt,
		ModifiedAt: &a.ModifiedAt, DeletedAt: &a.DeletedAt, Hash: &a.Hash}
}
