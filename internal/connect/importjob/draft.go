package importjob

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/column"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// Keep begins a draft import: files whose columns somebody will map. They are stored with it.
func Keep(ctx context.Context, tx *tenant.Tx, origin string) (uuid.UUID, error) {
	if err := tx.Require(tenant.RunImports); err != nil {
		return uuid.Nil, err
	}
	i := Import{ID: uuid.Must(uuid.NewV7()), Format: CSV, Origin: source.Shorten(origin), State: Draft}
	if err := insert(ctx, tx, i); err != nil {
		return uuid.Nil, err
	}
	return i.ID, audit.Record(ctx, tx, "uploaded", "import", i.ID.String(), map[string]string{"origin": i.Origin})
}

// PlanOf is a draft and what its files are said to be. It answers NotFound for whatever is no draft.
func PlanOf(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (i Import, p column.Plan, err error) {
	if i, err = Get(ctx, tx, id); err != nil {
		return i, p, err
	}
	if i.State != Draft {
		return i, p, fault.New(fault.NotFound, "There is no such draft import.")
	}
	if p, err = tenant.Value[column.Plan](ctx, tx, `SELECT plan FROM app.imports
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id}); err != nil {
		return i, p, fmt.Errorf("importjob: plan: %w", err)
	}
	return i, p, nil
}

// SavePlan keeps what the files of a draft are said to be, right or not.
func SavePlan(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p column.Plan) error {
	if err := tx.Require(tenant.RunImports); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE app.imports SET plan = @plan
		WHERE tenant_id = @tenant AND id = @id AND state = 'draft'`, tenant.Args{"id": id, "plan": p})
	if err != nil {
		return fmt.Errorf("importjob: plan: %w", err)
	}
	return nil
}

// remembered is how many of the last drafts are asked what columns are.
const remembered = 30

// Memory is what columns were said to be in the drafts of which imports were made.
func Memory(ctx context.Context, tx *tenant.Tx) (column.Memory, error) {
	plans, err := tenant.Values[column.Plan](ctx, tx, `SELECT d.plan FROM app.imports d
		WHERE d.tenant_id = @tenant AND d.state IN ('draft', 'discarded') AND EXISTS (SELECT 1 FROM app.imports i
			WHERE i.tenant_id = @tenant AND i.draft_id = d.id)
		ORDER BY d.created_at DESC, d.id DESC LIMIT @most`, tenant.Args{"most": remembered})
	if err != nil {
		return nil, fmt.Errorf("importjob: memory: %w", err)
	}
	return column.Remember(plans), nil
}

// StartDraft starts an import of a draft's files as its columns are mapped; the draft stays, so that it can be changed
// and imported again. What the files say counts from now on.
func StartDraft(ctx context.Context, tx *tenant.Tx, id uuid.UUID, dryRun bool) (uuid.UUID, error) {
	draft, plan, err := PlanOf(ctx, tx, id)
	if err != nil {
		return uuid.Nil, err
	}
	if problems := plan.Problems(); len(problems) > 0 {
		return uuid.Nil, fault.New(fault.Invalid, problems[0].Message)
	}
	text, err := plan.Mapping(tx.Now())
	if err != nil {
		return uuid.Nil, err
	}
	choices, err := lastChoices(ctx, tx, CSV)
	if err != nil {
		return uuid.Nil, err
	}
	choices.Styles = plan.Styles()
	next, err := Start(ctx, tx, Request{Format: CSV, Origin: draft.Origin, Mapping: text, DryRun: dryRun,
		Choices: &choices, DraftID: &id})
	if err != nil {
		return uuid.Nil, err
	}
	return next, source.Copy(ctx, tx, id, next)
}

// Discard takes a draft away with its files. What its columns were said to be stays as a suggestion for others.
func Discard(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if err := tx.Require(tenant.RunImports); err != nil {
		return err
	}
	i, _, err := PlanOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := discard(ctx, tx, []uuid.UUID{id}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "discarded", "import", id.String(), map[string]string{"origin": i.Origin})
}

func discard(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) error {
	for _, sql := range []string{`DELETE FROM app.import_files
		WHERE tenant_id = @tenant AND import_id = ANY(@ids)`,
		`UPDATE app.imports SET state = 'discarded' WHERE tenant_id = @tenant AND id = ANY(@ids) AND state = 'draft'`} {
		if _, err := tx.Exec(ctx, sql, tenant.Args{"ids": ids}); err != nil {
			return fmt.Errorf("importjob: discard: %w", err)
		}
	}
	return nil
}

// How long what nobody comes back to is kept: drafts, and what an import did, which can be undone for a week.
const (
	draftKept  = 30 * 24 * time.Hour
	effectKept = 8 * 24 * time.Hour
)

// Clean takes drafts away that nobody has imported for long, and forgets what imports did that can be undone no more.
// An undo that was asked for keeps it, so that its page can tell.
func Clean(ctx context.Context, tx *tenant.Tx) error {
	old, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT i.id FROM app.imports i WHERE i.tenant_id = @tenant
		AND i.state = 'draft' AND i.created_at < @before AND NOT EXISTS (SELECT 1 FROM app.imports l
			WHERE l.tenant_id = @tenant AND l.draft_id = i.id AND l.created_at >= @before)`,
		tenant.Args{"before": tx.Now().Add(-draftKept)})
	if err != nil {
		return fmt.Errorf("importjob: clean: %w", err)
	}
	if len(old) > 0 {
		if err := discard(ctx, tx, old); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `DELETE FROM app.import_effects e WHERE e.tenant_id = @tenant AND e.import_id IN (
			SELECT i.id FROM app.imports i WHERE i.tenant_id = @tenant AND i.state IN ('done', 'failed')
			AND i.finished_at < @before AND NOT EXISTS (SELECT 1 FROM app.import_undos u
				WHERE u.tenant_id = @tenant AND u.import_id = i.id))`,
		tenant.Args{"before": tx.Now().Add(-effectKept)})
	if err != nil {
		return fmt.Errorf("importjob: clean: %w", err)
	}
	return nil
}
