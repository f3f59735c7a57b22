package command

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// entryField names in a payload the entry of the record that a command is about. Both its sides are the same.
const entryField = "entry"

// Entry is which entry of its record a command is about; empty: the record itself.
func (c Command) Entry() string {
	if is := c.Payload[entryField].Is; is != nil {
		return *is
	}
	return deref(c.Payload[entryField].Was)
}

// at is a payload about an entry of its record.
func (p Payload) at(entry string) Payload {
	if entry != "" {
		p[entryField] = Sides{Was: &entry, Is: &entry}
	}
	return p
}

// Past lists what was done to a record by a moment (the zero time: all), the oldest first. It does not ask whether the
// actor may see the record.
func Past(ctx context.Context, tx *tenant.Tx, record uuid.UUID, asOf time.Time) ([]Command, error) {
	if asOf.IsZero() {
		asOf = forever
	}
	all, err := tenant.List[Command](ctx, tx, selected+`c.object_id = @record AND c.at <= @known
		ORDER BY c.at, c.id`, tenant.Args{"record": record, "known": asOf})
	if err != nil {
		return nil, fmt.Errorf("command: past: %w", err)
	}
	return all, nil
}

var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// Of are the commands about one sort of object, and of it one entry.
func Of(all []Command, object Object, entry string) []Command {
	var found []Command
	for _, c := range all {
		if c.Object == object && c.Entry() == entry {
			found = append(found, c)
		}
	}
	return found
}

// OfSort are the commands about a sort of object, whichever of its entries.
func OfSort(all []Command, object Object) []Command {
	var found []Command
	for _, c := range all {
		if c.Object == object {
			found = append(found, c)
		}
	}
	return found
}

// Archived tells that the end of a record was made here and not by the CRM.
func Archived(past []Command) bool {
	for i := len(past) - 1; i >= 0; i-- {
		if sides, ok := past[i].Payload[gone]; ok {
			return sides.Is != nil
		}
	}
	return false
}

// Edits are when fields of records were last edited here, by the record, or by the entry where an object is one.
type Edits map[string]map[string]time.Time

// Edited finds the edits of the objects of a sort among some keys.
func Edited(ctx context.Context, tx *tenant.Tx, object Object, keys []string) (Edits, error) {
	type row struct {
		Key   string
		Field string
		At    time.Time
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT key, field, max(at) AS at
		FROM (SELECT coalesce(c.payload -> 'entry' ->> 'is', c.object_id::text) AS key, f.field, c.at
			FROM app.commands c CROSS JOIN LATERAL jsonb_object_keys(c.payload) f(field)
			WHERE c.tenant_id = @tenant AND c.object = @object AND c.kind <> 'revert') e
		WHERE key = ANY(@keys::text[]) GROUP BY key, field`, tenant.Args{"object": string(object), "keys": keys})
	if err != nil {
		return nil, fmt.Errorf("command: edited: %w", err)
	}
	all := Edits{}
	for _, r := range rows {
		if all[r.Key] == nil {
			all[r.Key] = map[string]time.Time{}
		}
		all[r.Key][r.Field] = r.At
	}
	return all, nil
}

// Keep is what an import makes of a record: what was edited here after the CRM last changed it stays as it is.
func (k Keeper[S]) Keep(is, theirs S, edited map[string]time.Time, modified *time.Time) S {
	for field, at := range edited {
		if field != entryField && (modified == nil || at.After(*modified)) {
			if err := k.Fields.With(&theirs, field, k.Fields.Value(is, field)); err != nil {
				continue // a field of an older version
			}
		}
	}
	return theirs
}
