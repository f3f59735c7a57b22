package bulk

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
)

// Look previews a change of the opportunities that a filter chooses.
func Look(ctx context.Context, tx *tenant.Tx, s scope.Scope, f pipeline.Filter, c Change) (p Preview, err error) {
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return p, err
	}
	leaves := c.leaves(stages)
	err = pipeline.Each(ctx, tx, s, f, func(r pipeline.Row) error {
		p.Count++
		if c.changes(r) {
			p.Changes++
		}
		if r.Status == opportunity.Open && r.Base != nil {
			if p.Before += *r.Base; !leaves {
				p.After += *r.Base
			}
		}
		return nil
	})
	return p, err
}

// Start confirms a change: it takes down the opportunities that the filter chooses now, each with the value that it
// has. They are changed by Run.
func Start(ctx context.Context, tx *tenant.Tx, s scope.Scope, f pipeline.Filter, c Change) (uuid.UUID, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return uuid.Nil, err
	}
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return uuid.Nil, err
	}
	lists, err := picklist.At(ctx, tx, tx.Now())
	if err == nil {
		err = c.check(stages, lists.Of(picklist.LossReason))
	}
	if err != nil {
		return uuid.Nil, err
	}
	var ids []uuid.UUID
	var saws []*string
	if err := pipeline.Each(ctx, tx, s, f, func(r pipeline.Row) error {
		ids, saws = append(ids, r.ID), append(saws, c.saw(r))
		return nil
	}); err != nil {
		return uuid.Nil, err
	}
	switch {
	case len(ids) == 0:
		return uuid.Nil, fault.New(fault.Invalid, "No opportunity matches. Select at least one.")
	case len(ids) > most:
		return uuid.Nil, fault.New(fault.Invalid,
			fmt.Sprintf("One change can cover at most %d opportunities. Narrow the filter.", most))
	}
	return begin(ctx, tx, c, nil, ids, saws)
}

// TakeBack starts a job that undoes what another has changed, row by row: what somebody has changed since is told.
func TakeBack(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	j, err := Get(ctx, tx, id)
	switch {
	case err != nil:
		return uuid.Nil, err
	case j.Kind == Undo || j.FinishedAt == nil || j.Changed == 0:
		return uuid.Nil, fault.New(fault.Conflict, "There is nothing to undo here.")
	case j.UndoneBy != nil:
		return uuid.Nil, fault.New(fault.Conflict, "This change is undone already.")
	}
	done, err := tenant.List[Result](ctx, tx, results+` AND r.command_id IS NOT NULL ORDER BY r.place`,
		tenant.Args{"job": id})
	if err != nil {
		return uuid.Nil, fmt.Errorf("bulk: take back: %w", err)
	}
	var ids []uuid.UUID
	var commands []*string
	for _, r := range done {
		command := r.CommandID.String()
		ids, commands = append(ids, r.OpportunityID), append(commands, &command)
	}
	return begin(ctx, tx, Change{Kind: Undo}, &id, ids, commands)
}

func begin(ctx context.Context, tx *tenant.Tx, c Change, undoes *uuid.UUID, ids []uuid.UUID,
	saws []*string) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	_, err := tx.Exec(ctx, `INSERT INTO app.bulk_jobs (tenant_id, id, started_by, at, kind, value, reason, undoes)
		VALUES (@tenant, @id, @me, @now, @kind, @value, @reason, @undoes)`,
		tenant.Args{"id": id, "me": tx.Actor().MemberID, "now": tx.Now(), "kind": string(c.Kind), "value": c.Value,
			"reason": c.Reason, "undoes": undoes})
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO app.bulk_results (tenant_id, job_id, place, opportunity_id, saw)
			SELECT @tenant, @job, n.place - 1, n.id, n.saw
			FROM unnest(@ids::uuid[], @saws::text[]) WITH ORDINALITY AS n (id, saw, place)`,
			tenant.Args{"job": id, "ids": ids, "saws": saws})
	}
	if err != nil {
		return id, fmt.Errorf("bulk: start: %w", err)
	}
	return id, nil
}

// Get is a job of the actor with its counts. That of another member is NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Job, error) {
	j, err := tenant.One[Job](ctx, tx, `SELECT j.id, j.started_by, j.at, j.kind, j.value, j.reason, j.undoes,
			j.finished_at,
			(SELECT u.id FROM app.bulk_jobs u WHERE u.tenant_id = @tenant AND u.undoes = j.id) AS undone_by,
			count(*) AS all, count(*) FILTER (WHERE r.result = 'changed') AS changed,
			count(*) FILTER (WHERE r.result = 'unchanged') AS unchanged,
			count(*) FILTER (WHERE r.result = 'refused') AS refused,
			count(*) FILTER (WHERE r.result = 'conflict') AS conflicts,
			count(*) FILTER (WHERE r.result = 'changed' AND r.message <> '') AS warned
		FROM app.bulk_jobs j JOIN app.bulk_results r ON r.tenant_id = @tenant AND r.job_id = j.id
		WHERE j.tenant_id = @tenant AND j.id = @id AND (@me::uuid IS NULL OR j.started_by = @me)
		GROUP BY j.tenant_id, j.id`, tenant.Args{"id": id, "me": tx.By()})
	if err != nil {
		return j, fmt.Errorf("bulk: get: %w", err)
	}
	return j, nil
}

const results = `SELECT r.place, r.opportunity_id, coalesce(o.name, '') AS name, r.saw, r.result, r.message,
		r.command_id
	FROM app.bulk_results r LEFT JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = r.opportunity_id
	WHERE r.tenant_id = @tenant AND r.job_id = @job`

// Problems lists the opportunities of a job that were refused or had changed, and then those that were changed and
// break a rule which only warns, at most so many; 0: all.
func Problems(ctx context.Context, tx *tenant.Tx, id uuid.UUID, limit int) ([]Result, error) {
	found, err := tenant.List[Result](ctx, tx, results+` AND (r.result IN ('refused', 'conflict') OR r.message <> '')
		ORDER BY r.result = 'changed', r.place LIMIT nullif(@limit::int, 0)`, tenant.Args{"job": id, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("bulk: problems: %w", err)
	}
	return found, nil
}
