package bulk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
)

// batch is how many opportunities are changed in one transaction.
const batch = 200

// Run makes the changes of a job that are still to be made, in the name of who started it and with the role that they
// have today. A job that was interrupted goes on after the last batch.
func Run(ctx context.Context, db *tenant.DB, tenantID, id uuid.UUID) error {
	actor := tenant.AsSystem(tenantID)
	err := db.View(ctx, actor, func(tx *tenant.Tx) error {
		j, err := Get(ctx, tx, id)
		if err != nil {
			return err
		}
		actor.MemberID = j.StartedBy
		actor.Role, err = member.RoleOf(ctx, tx, j.StartedBy)
		return err
	})
	for more := true; more && err == nil; {
		err = db.Update(ctx, actor, func(tx *tenant.Tx) (err error) {
			more, err = some(ctx, tx, id)
			return err
		})
	}
	return err
}

// some changes the next batch, and ends the job where there is none.
func some(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (more bool, err error) {
	j, err := Get(ctx, tx, id)
	if err != nil {
		return false, err
	}
	next, err := tenant.List[Result](ctx, tx, results+` AND r.result IS NULL ORDER BY r.place LIMIT @batch`,
		tenant.Args{"job": id, "batch": batch})
	if err != nil {
		return false, fmt.Errorf("bulk: next: %w", err)
	}
	if len(next) == 0 {
		_, err := tx.Exec(ctx, `UPDATE app.bulk_jobs SET finished_at = @now WHERE tenant_id = @tenant AND id = @id`,
			tenant.Args{"id": id, "now": tx.Now()})
		return false, err
	}
	for _, r := range next {
		if err := j.one(ctx, tx, r); err != nil {
			return false, err
		}
	}
	return true, nil
}

// one changes an opportunity in a savepoint of its own, and writes down what became of it.
func (j Job) one(ctx context.Context, tx *tenant.Tx, r Result) error {
	if _, err := tx.Raw().Exec(ctx, "SAVEPOINT bulk_row"); err != nil {
		return fmt.Errorf("bulk: savepoint: %w", err)
	}
	made, err := j.act(ctx, tx, r)
	result, message, end := "changed", "", "RELEASE SAVEPOINT bulk_row"
	if err != nil {
		end = "ROLLBACK TO SAVEPOINT bulk_row"
		if result, message = judged(err); result == "" {
			return err
		}
	} else if made == uuid.Nil {
		result = "unchanged"
	} else if j.Kind != Undo { // what is taken back is not asked again
		warnings, err := opportunity.Warnings(ctx, tx, made)
		if err != nil {
			return err
		}
		message = strings.Join(warnings, " ")
	}
	if _, err := tx.Raw().Exec(ctx, end); err != nil {
		return fmt.Errorf("bulk: savepoint: %w", err)
	}
	var command *uuid.UUID
	if err == nil && made != uuid.Nil && j.Kind != Undo {
		command = &made
	}
	_, err = tx.Exec(ctx, `UPDATE app.bulk_results SET result = @result, message = @message, command_id = @command
		WHERE tenant_id = @tenant AND job_id = @job AND place = @place`,
		tenant.Args{"job": j.ID, "place": r.Place, "result": result, "message": message, "command": command})
	if err != nil {
		return fmt.Errorf("bulk: result: %w", err)
	}
	return nil
}

// judged is the result of what a rule refused, with its sentence; empty where something else went wrong.
func judged(err error) (result, message string) {
	if _, late := errors.AsType[*opportunity.Clash](err); late {
		return "conflict", "Somebody changed this after the change was confirmed."
	}
	switch fault.KindOf(err) {
	case fault.Conflict:
		return "conflict", fault.Message(err)
	case fault.Invalid, fault.Forbidden:
		return "refused", fault.Message(err)
	case fault.NotFound:
		return "refused", "You no longer see this opportunity."
	}
	return "", ""
}

// act makes the change of one opportunity, as its own page does. It answers with the command; uuid.Nil where nothing
// differs.
func (j Job) act(ctx context.Context, tx *tenant.Tx, r Result) (uuid.UUID, error) {
	id := r.OpportunityID
	switch j.Kind {
	case Owner:
		owner, err := uuid.Parse(j.Value)
		if err != nil {
			return uuid.Nil, fault.On("owner", "Choose an owner.")
		}
		return journal.HandOver(ctx, tx, id, owner, r.Saw)
	case CloseDate, NextStep:
		return opportunity.Set(ctx, tx, id,
			[]opportunity.Wish{{Field: string(j.Kind), Saw: r.Saw, Want: &j.Value}})
	case Category:
		if r.Saw != nil && *r.Saw == j.Value {
			return uuid.Nil, nil
		}
		return forecast.Categorize(ctx, tx, id,
			forecast.Override{Category: opportunity.Category(j.Value), Reason: j.Reason, Saw: r.Saw})
	case Stage:
		return opportunity.Move(ctx, tx, id,
			opportunity.Transition{Stage: j.Value, Saw: r.Saw, LossReason: j.Reason})
	case Archive:
		return opportunity.Archive(ctx, tx, id)
	}
	command, err := uuid.Parse(*r.Saw)
	if err != nil {
		return uuid.Nil, fmt.Errorf("bulk: undo: %w", err)
	}
	return opportunity.Undo(ctx, tx, command)
}

// GiveUp ends a job that cannot go on: what is still to do is refused with the sentence.
func GiveUp(ctx context.Context, tx *tenant.Tx, id uuid.UUID, sentence string) error {
	args := tenant.Args{"id": id, "sentence": sentence}
	_, err := tx.Exec(ctx, `UPDATE app.bulk_results SET result = 'refused', message = @sentence
		WHERE tenant_id = @tenant AND job_id = @id AND result IS NULL`, args)
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE app.bulk_jobs SET finished_at = @now WHERE tenant_id = @tenant AND id = @id`,
			tenant.Args{"id": id, "now": tx.Now()})
	}
	if err != nil {
		return fmt.Errorf("bulk: give up: %w", err)
	}
	return nil
}
