package opportunity

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

// Undo takes back what the actor did to an opportunity: each field gets the value that it had, unless somebody has
// changed it since, which is refused. It answers with the opportunity.
func Undo(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	c, err := command.Get(ctx, tx, id)
	if err != nil {
		return uuid.Nil, err
	}
	if c.Object != command.Opportunity {
		return uuid.Nil, fault.New(fault.NotFound, "")
	}
	if err := c.MayUndo(tx.By(), tx.Now()); err != nil {
		return c.ObjectID, err
	}
	act := Act{Kind: command.Undo, Saw: map[string]*string{}, undoes: &c.ID}
	back := c.Payload.Inverse()
	for field, sides := range back {
		act.Saw[field] = sides.Was
	}
	act.To = func(s State) (State, error) {
		for field, sides := range back {
			if err := s.with(field, sides.Is); err != nil {
				return s, err
			}
		}
		return s, nil
	}
	done, err := Do(ctx, tx, c.ObjectID, act)
	if theirs, ok := errors.AsType[*Clash](err); ok {
		return c.ObjectID, &fault.Fault{Kind: fault.Conflict, Field: theirs.Field,
			Message: "Somebody changed this again since then. Undo would take their change away, so nothing was undone."}
	}
	if err == nil && done == uuid.Nil {
		return c.ObjectID, fault.New(fault.Conflict, "Everything is as it was before this change already.")
	}
	return c.ObjectID, err
}
