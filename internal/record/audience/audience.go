// Package audience answers who sees a record today: its owner, those above, and the roles that see everything.
//
// It asks the other way round than a list does, which knows who looks: before somebody is told of a record, or is given
// a task about it.
package audience

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/note"
)

// Record is a record that something is about; the zero Record is none.
type Record struct {
	Object note.Object
	ID     uuid.UUID
}

// Is tells that there is a record.
func (r Record) Is() bool { return r.ID != uuid.Nil }

// Path is the address of the record's page below the organisation's. A contact is shown with its account.
func (r Record) Path() string {
	switch r.Object {
	case note.Opportunity:
		return "/opportunities/" + r.ID.String()
	case note.Account:
		return "/accounts/" + r.ID.String()
	case note.Contact:
		return "/contacts/" + r.ID.String()
	}
	return ""
}

// Member is somebody with a seat today.
type Member struct {
	ID   uuid.UUID
	Name string
	Role tenant.Role
}

// Members lists who has a seat in the organisation today, in the order of their names.
func Members(ctx context.Context, tx *tenant.Tx) ([]Member, error) {
	found, err := tenant.List[Member](ctx, tx, `SELECT m.id, m.name, a.role FROM app.members m
		JOIN app.assignments a ON a.tenant_id = @tenant AND a.member_id = m.id AND a.replaced_at = 'infinity'
			AND a.valid_from <= @today AND a.valid_to > @today
		WHERE m.tenant_id = @tenant ORDER BY lower(m.name), m.id`, tenant.Args{"today": tx.Today()})
	if err != nil {
		return nil, fmt.Errorf("audience: members: %w", err)
	}
	return found, nil
}

// above is how close each member is to an owner of a record: 0 for the owner, 1 for who leads them.
type above struct {
	MemberID uuid.UUID
	Depth    int
}

// Of lists who sees a record today. Of no record it is everybody.
func Of(ctx context.Context, tx *tenant.Tx, r Record) (map[uuid.UUID]bool, error) {
	members, err := Members(ctx, tx)
	if err != nil {
		return nil, err
	}
	near := map[uuid.UUID]int{}
	if r.Is() {
		owners, err := ownersOf(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		if near, err = aboveOf(ctx, tx, owners); err != nil {
			return nil, err
		}
	}
	sees := map[uuid.UUID]bool{}
	for _, m := range members {
		depth, found := near[m.ID]
		switch m.Role.Reach() {
		case tenant.All:
			sees[m.ID] = true
		case tenant.Tree:
			sees[m.ID] = found || !r.Is()
		default:
			sees[m.ID] = found && depth == 0 || !r.Is()
		}
	}
	return sees, nil
}

// aboveOf is the reach of tenant.Tx turned round: who sees the records of some owners, and from how far above.
func aboveOf(ctx context.Context, tx *tenant.Tx, owners []uuid.UUID) (map[uuid.UUID]int, error) {
	rows, err := tenant.List[above](ctx, tx, `SELECT m.manager_id AS member_id, min(m.depth) AS depth
		FROM app.management m
		WHERE m.tenant_id = @tenant AND m.member_id = ANY(@owners::uuid[]) AND m.valid_from <= @today
		  AND (m.valid_to > @today OR m.valid_to = (SELECT max(own.valid_to) FROM app.management own
			WHERE own.tenant_id = @tenant AND own.member_id = m.member_id AND own.depth = 0))
		GROUP BY m.manager_id`, tenant.Args{"owners": owners, "today": tx.Today()})
	if err != nil {
		return nil, fmt.Errorf("audience: above: %w", err)
	}
	near := map[uuid.UUID]int{}
	for _, r := range rows {
		near[r.MemberID] = r.Depth
	}
	for _, id := range owners {
		near[id] = 0
	}
	return near, nil
}
