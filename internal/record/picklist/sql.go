package picklist

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

const columns = `id, field, at, member_id, entries, closed, required, message, did`

// At is the lists as they were at a moment.
func At(ctx context.Context, tx *tenant.Tx, at time.Time) (Lists, error) {
	all, err := tenant.List[List](ctx, tx, `SELECT DISTINCT ON (l.field) `+columns+` FROM app.pick_lists l
		WHERE l.tenant_id = @tenant AND l.at <= @at ORDER BY l.field, l.at DESC, l.id DESC`, tenant.Args{"at": at})
	if err != nil {
		return nil, fmt.Errorf("picklist: at: %w", err)
	}
	lists := Lists{}
	for _, l := range all {
		lists[l.Field] = l
	}
	return lists, nil
}

// Versions lists the versions of a list, newest first.
func Versions(ctx context.Context, tx *tenant.Tx, field string) ([]List, error) {
	all, err := tenant.List[List](ctx, tx, `SELECT `+columns+` FROM app.pick_lists
		WHERE tenant_id = @tenant AND field = @field ORDER BY at DESC, id DESC`, tenant.Args{"field": field})
	if err != nil {
		return nil, fmt.Errorf("picklist: versions: %w", err)
	}
	return all, nil
}

// Begin is the list of a field for somebody who may change it, alone. Saw is the version that they saw; somebody else's
// version since then is a Conflict.
func Begin(ctx context.Context, tx *tenant.Tx, field string, saw uuid.UUID) (List, error) {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return List{}, err
	}
	if !slices.Contains(Fields, field) {
		return List{}, fault.New(fault.NotFound, "")
	}
	if err := tx.Alone(ctx, tenant.ShapeProcess); err != nil {
		return List{}, err
	}
	all, err := At(ctx, tx, tx.Now())
	if err != nil {
		return List{}, err
	}
	l := all.Of(field)
	if l.ID != saw {
		return l, fault.New(fault.Conflict,
			"Somebody changed this list since you opened the page. Check it again before you save.")
	}
	return l, nil
}

// Save makes a version of a list that counts from now on, with who made it in the audit log. Begin has been asked.
func Save(ctx context.Context, tx *tenant.Tx, l List) error {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return err
	}
	if err := fault.Within("message", l.Message, 300); err != nil {
		return err
	}
	if l.Closed && len(l.Offered()) == 0 {
		return fault.On("closed", "Add values to the list before you allow nothing else.")
	}
	if l.Entries == nil {
		l.Entries = []Value{}
	}
	entries, err := json.Marshal(l.Entries)
	if err != nil {
		return fmt.Errorf("picklist: save: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.pick_lists (tenant_id, `+columns+`) VALUES (@tenant, @id, @field, @at,
			@member, @entries::jsonb, @closed, @required, @message, @did)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "field": l.Field, "at": tx.Now(), "member": tx.By(),
			"entries": string(entries), "closed": l.Closed, "required": l.Required, "message": l.Message,
			"did": l.Did})
	if err != nil {
		return fmt.Errorf("picklist: save: %w", err)
	}
	return audit.Record(ctx, tx, "set", "list", l.Field, map[string]string{"change": l.Did})
}
