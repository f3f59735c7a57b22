package work

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/tenant"
)

// SnapshotArgs asks for the days of an organisation that are over to be kept, and those built before Since to be built
// again.
type SnapshotArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
	Since    time.Time `json:"since"`
}

// Kind is the job's name in the queue.
func (SnapshotArgs) Kind() string { return "snapshot" }

// InsertOpts has one job at a time for the same question.
func (SnapshotArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: nightly, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

// SweepArgs asks for the days of all organisations.
type SweepArgs struct{}

// Kind is the job's name in the queue.
func (SweepArgs) Kind() string { return "snapshot_sweep" }

// InsertOpts has one sweep at a time.
func (SweepArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: underWay}}
}

type snapshotWorker struct {
	river.WorkerDefaults[SnapshotArgs]
	db *tenant.DB
}

// Timeout ends a build that takes too long; the days that it built are kept.
func (*snapshotWorker) Timeout(*river.Job[SnapshotArgs]) time.Duration { return snapshotLimit }

// Work builds the days.
func (w *snapshotWorker) Work(ctx context.Context, job *river.Job[SnapshotArgs]) error {
	_, err := snapshot.CatchUp(ctx, w.db, tenant.AsSystem(job.Args.TenantID), job.Args.Since)
	return err
}

type sweepWorker struct {
	river.WorkerDefaults[SweepArgs]
	db *tenant.DB
}

// Timeout lets the sweep ask for every organisation's.
func (*sweepWorker) Timeout(*river.Job[SweepArgs]) time.Duration { return sweepLimit }

// Work has the days of each organisation built that has any missing, and its forecast published where today's is.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[SweepArgs]) error {
	orgs, err := tenant.Organisations(ctx, w.db)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		if _, err := river.ClientFromContext[pgx.Tx](ctx).Insert(ctx, SnapshotArgs{TenantID: org.TenantID},
			nil); err != nil {
			return fmt.Errorf("work: enqueue snapshot: %w", err)
		}
		if _, err := river.ClientFromContext[pgx.Tx](ctx).Insert(ctx, OutlookArgs{TenantID: org.TenantID},
			nil); err != nil {
			return fmt.Errorf("work: enqueue outlook: %w", err)
		}
	}
	return nil
}

// AfterImport has the days built again and the forecast made of what an import brought, by whoever works for this
// database: for an import that was done without a job.
func AfterImport(ctx context.Context, db *tenant.DB, tenantID, importID uuid.UUID) error {
	c, err := NewInserter(db, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return afterImport(ctx, c.river, db, tenantID, importID)
}

// afterImport asks for what follows from an import; nothing does from one that changed nothing.
func afterImport(ctx context.Context, queue *river.Client[pgx.Tx], db *tenant.DB, tenantID, importID uuid.UUID) error {
	changed := false
	err := db.View(ctx, tenant.AsSystem(tenantID), func(tx *tenant.Tx) error {
		objects, err := importjob.Objects(ctx, tx, importID)
		for _, o := range objects {
			changed = changed || o.Added+o.Changed > 0
		}
		return err
	})
	if err != nil || !changed {
		return err
	}
	if _, err := queue.Insert(ctx, SnapshotArgs{TenantID: tenantID, Since: db.Now()}, nil); err != nil {
		return fmt.Errorf("work: enqueue snapshot: %w", err)
	}
	if _, err := queue.Insert(ctx, OutlookArgs{TenantID: tenantID}, nil); err != nil {
		return fmt.Errorf("work: enqueue outlook: %w", err)
	}
	if _, err := queue.Insert(ctx, QualityArgs{TenantID: tenantID}, nil); err != nil {
		return fmt.Errorf("work: enqueue quality: %w", err)
	}
	return nil
}
