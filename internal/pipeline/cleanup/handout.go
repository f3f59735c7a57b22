package cleanup

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
)

// Plan is who would be asked to fix what a rule finds now, by the amount that it touches, and everybody by name.
func Plan(ctx context.Context, tx *tenant.Tx, rule quality.Rule) ([]Share, *member.Roster, error) {
	filter, ok := rule.Filter()
	if !ok || !Asks(rule) {
		return nil, nil, fault.New(fault.NotFound, "There is no such problem.")
	}
	s, err := scope.Resolve(ctx, tx, scope.Request{})
	if err != nil {
		return nil, nil, err
	}
	open, err := openTasks(ctx, tx, rule)
	if err != nil {
		return nil, nil, err
	}
	var all []Share
	at := map[uuid.UUID]int{} // uuid.Nil: nobody's
	err = pipeline.Each(ctx, tx, s, filter, func(r pipeline.Row) error {
		key := keyOf(r.OwnerID)
		i, known := at[key]
		if !known {
			i, at[key] = len(all), len(all)
			share := Share{Rule: rule, Owner: r.OwnerID, Assignee: assignee(s.Roster, r.OwnerID, tx.Actor().MemberID)}
			if id, has := open[key]; has {
				share.Task = &id
			}
			all = append(all, share)
		}
		all[i].IDs = append(all[i].IDs, r.ID)
		if r.Base != nil {
			all[i].Amount += *r.Base
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Share) int { return cmp.Compare(b.Amount, a.Amount) })
	return all, s.Roster, err
}

func keyOf(owner *uuid.UUID) uuid.UUID {
	if owner == nil {
		return uuid.Nil
	}
	return *owner
}

// HandOut makes a task for each owner of the opportunities that a rule finds now, but for those who have one that is
// open. It answers with what can be taken back, and how many tasks were made.
func HandOut(ctx context.Context, tx *tenant.Tx, rule quality.Rule, due period.Date) (uuid.UUID, int, error) {
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return uuid.Nil, 0, err
	}
	if err := tx.Alone(ctx, tenant.HandOutTasks); err != nil {
		return uuid.Nil, 0, err
	}
	shares, roster, err := Plan(ctx, tx, rule)
	if err != nil {
		return uuid.Nil, 0, err
	}
	if due.IsZero() {
		return uuid.Nil, 0, fault.On("due_on", "Choose a day.")
	}
	id, made := uuid.Must(uuid.NewV7()), 0
	for _, s := range shares {
		if s.Task != nil {
			continue
		}
		if made == 0 {
			if err := begin(ctx, tx, id, rule); err != nil {
				return uuid.Nil, 0, err
			}
		}
		made++
		key, by, err := task.Add(ctx, tx, task.New{Title: s.Title(roster), Assignee: s.Assignee,
			Due: task.Due{On: due, Zone: tx.Settings().TimeZone}})
		if err != nil {
			return uuid.Nil, 0, err
		}
		if err := keep(ctx, tx, id, key, by, s); err != nil {
			return uuid.Nil, 0, err
		}
	}
	switch {
	case len(shares) == 0:
		return uuid.Nil, 0, fault.New(fault.Conflict, "No opportunity has this problem any more.")
	case made == 0:
		return uuid.Nil, 0, fault.New(fault.Conflict, "Everybody concerned has an open task for this already.")
	}
	return id, made, nil
}

// TakeBack deletes the tasks that were handed out together, but for those that somebody has worked on since. It answers
// with how many it deleted and how many it left.
func TakeBack(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (deleted, left int, err error) {
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return 0, 0, err
	}
	made, err := tenant.List[struct{ TaskID, CommandID uuid.UUID }](ctx, tx, `SELECT task_id, command_id
		FROM app.cleanup_tasks WHERE tenant_id = @tenant AND cleanup_id = @id ORDER BY task_id`, tenant.Args{"id": id})
	if err != nil {
		return 0, 0, fmt.Errorf("cleanup: take back: %w", err)
	}
	if len(made) == 0 {
		return 0, 0, fault.New(fault.NotFound, "There is nothing to undo here.")
	}
	for _, m := range made {
		t, err := task.Get(ctx, tx, m.TaskID)
		if err != nil {
			return 0, 0, err
		}
		c, err := command.Get(ctx, tx, m.CommandID)
		if err != nil {
			return 0, 0, err
		}
		if t.Revision != 1 {
			left++
			continue
		}
		if _, err := task.Undo(ctx, tx, c); err != nil {
			return 0, 0, err
		}
		deleted++
	}
	if deleted == 0 {
		return 0, left, fault.New(fault.Conflict, "Somebody has worked on each of these tasks, so nothing was undone.")
	}
	return deleted, left, nil
}
