package work

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// ImportArgs names an import whose files are stored with it.
type ImportArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
	ImportID uuid.UUID `json:"import_id"`
}

// Kind is the job's name in the queue.
func (ImportArgs) Kind() string { return "import" }

// InsertOpts gives imports a queue of their own.
func (ImportArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: imports, MaxAttempts: attempts}
}

// MailArgs names a mail that was written down.
type MailArgs struct {
	MailID uuid.UUID `json:"mail_id"`
}

// Kind is the job's name in the queue.
func (MailArgs) Kind() string { return "mail" }

// InsertOpts gives each mail one job, which outlasts a mail server that is away for a night.
func (MailArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: mails, MaxAttempts: mailAttempts, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// EnqueueImport has an import done once the transaction is committed. Asking again for one that is under way does
// nothing.
func (c *Client) EnqueueImport(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) error {
	_, err := c.river.InsertTx(ctx, tx.Raw(), ImportArgs{TenantID: tx.Actor().TenantID, ImportID: importID},
		&river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}})
	if err != nil {
		return fmt.Errorf("work: enqueue import: %w", err)
	}
	return nil
}

// EnqueueMail has a mail sent. It belongs to no organisation, so it takes no transaction of one: the mail is written
// before.
func (c *Client) EnqueueMail(ctx context.Context, mailID uuid.UUID) error {
	if _, err := c.river.Insert(ctx, MailArgs{MailID: mailID}, nil); err != nil {
		return fmt.Errorf("work: enqueue mail: %w", err)
	}
	return nil
}

// EnqueueMailIn has a mail sent once the transaction that wrote it is committed.
func (c *Client) EnqueueMailIn(ctx context.Context, tx *tenant.Tx, mailID uuid.UUID) error {
	if _, err := c.river.InsertTx(ctx, tx.Raw(), MailArgs{MailID: mailID}, nil); err != nil {
		return fmt.Errorf("work: enqueue mail: %w", err)
	}
	return nil
}

// underWay are the states of a job that is still to be done; one that ended may be asked for again.
var underWay = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled}

type importWorker struct {
	river.WorkerDefaults[ImportArgs]
	db *tenant.DB
}

// Timeout lets the largest export through.
func (*importWorker) Timeout(*river.Job[ImportArgs]) time.Duration { return importLimit }

// again is how soon an import looks again whether it is its turn.
const again = 2 * time.Second

// Work does the import, or goes on with it. It waits for those of the organisation that were asked for before it, so
// that they are done in their order, and does not try again what is wrong with the files. Imports of several
// organisations run side by side.
func (w *importWorker) Work(ctx context.Context, job *river.Job[ImportArgs]) error {
	if waits, err := w.behind(ctx, job); err != nil || waits {
		return cmp.Or(err, river.JobSnooze(again))
	}
	actor, err := importjob.ActorOf(ctx, w.db, job.Args.TenantID, job.Args.ImportID)
	if err != nil {
		return err
	}
	err = importer.Run(ctx, w.db, actor, job.Args.ImportID, source.FromStored(ctx, w.db, actor, job.Args.ImportID), nil)
	switch kind := fault.KindOf(err); {
	case errors.Is(err, importer.ErrBusy):
		return river.JobSnooze(again)
	case err == nil:
		return afterImport(ctx, river.ClientFromContext[pgx.Tx](ctx), w.db, job.Args.TenantID, job.Args.ImportID)
	case kind == fault.Internal || kind == fault.Conflict || kind == fault.TimedOut:
		return err
	}
	return river.JobCancel(err)
}

// behind tells that an import of the same organisation was asked for before and is still to come or under way.
func (w *importWorker) behind(ctx context.Context, job *river.Job[ImportArgs]) (waits bool, err error) {
	err = w.db.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM river.river_job j
			WHERE j.kind = 'import' AND j.id < $1
			AND j.args @> jsonb_build_object('tenant_id', $2::text)
			AND j.state IN ('available', 'scheduled', 'running'))`,
		job.ID, job.Args.TenantID.String()).Scan(&waits)
	if err != nil {
		return false, fmt.Errorf("work: imports before: %w", err)
	}
	return waits, nil
}

// mailAttempts is how often a letter is tried: for about half a day.
const mailAttempts = 60

type mailWorker struct {
	river.WorkerDefaults[MailArgs]
	send func(ctx context.Context, id uuid.UUID) error
}

// Timeout gives up on a mail server that does not answer; the mail is tried again.
func (*mailWorker) Timeout(*river.Job[MailArgs]) time.Duration { return mailLimit }

// NextRetry waits longer after each failure, and never longer than a quarter of an hour: a letter with a link is soon
// of no use.
func (*mailWorker) NextRetry(job *river.Job[MailArgs]) time.Time {
	return time.Now().Add(min(15*time.Minute, time.Duration(job.Attempt*job.Attempt)*5*time.Second))
}

// Work sends the mail.
func (w *mailWorker) Work(ctx context.Context, job *river.Job[MailArgs]) error {
	return w.send(ctx, job.Args.MailID)
}
