package work

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"
)

// patience is how many times a job may lose its worker. One that loses every worker ends them itself, by taking all
// memory for instance, and would do so for ever.
const patience = 20

// orphan is a job whose worker is gone.
type orphan struct {
	ID    int64
	Kind  string
	State string
	Args  []byte
}

// takeOver gives the jobs of workers whose lease ran out back to the queue, at once and without counting the attempt;
// and jobs that are said to run here and do not, because the database was away when they ended.
func (c *Client) takeOver(ctx context.Context) error {
	rows, err := c.db.Pool().Query(ctx, `WITH gone AS (
			SELECT j.id, coalesce((j.metadata ->> 'interrupted')::int, 0) + 1 AS times
			FROM river.river_job j LEFT JOIN auth.workers w ON w.id = j.attempted_by[array_length(j.attempted_by, 1)]
			WHERE j.state = 'running' AND CASE WHEN w.id = $1 THEN j.attempted_at < now() - $2::interval
			AND NOT j.id = ANY($3::bigint[])
				ELSE coalesce(w.expires_at < now(), true) END
			FOR UPDATE OF j SKIP LOCKED)
		UPDATE river.river_job j SET
			state = CASE WHEN g.times > $4 THEN 'discarded' ELSE 'available' END::river.river_job_state,
			finalized_at = CASE WHEN g.times > $4 THEN now() END,
			scheduled_at = now(), attempt = greatest(j.attempt - 1, 0),
			metadata = j.metadata || jsonb_build_object('interrupted', g.times),
			errors = array_append(j.errors,
				jsonb_build_object('at', now(), 'attempt', j.attempt, 'error', 'Its worker is gone.', 'trace', ''))
		FROM gone g WHERE j.id = g.id RETURNING j.id, j.kind, j.state::text, j.args`,
		c.river.ID(), settled, c.hands.held(), patience)
	if err != nil {
		return fmt.Errorf("work: take over: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[orphan])
	if err != nil {
		return fmt.Errorf("work: take over: %w", err)
	}
	for _, job := range found {
		c.log.InfoContext(ctx, "a job goes on after its worker is gone", "job", job.ID, "kind", job.Kind, "state",
			job.State)
		if job.State == string(rivertype.JobStateDiscarded) {
			c.died(ctx, job.Kind, job.Args)
		}
	}
	return c.resend(ctx)
}

// resend puts letters into the queue that are written and have no job: whoever wrote one was stopped before asking for
// it to be sent. A letter that was tried and given up keeps its job for days, and is not taken up here.
func (c *Client) resend(ctx context.Context) error {
	rows, err := c.db.Pool().Query(ctx, `SELECT m.id FROM auth.mails m
		WHERE m.sent_at IS NULL AND m.body <> '' AND m.created_at < $1::timestamptz
		AND m.created_at > $1::timestamptz - interval '1 day'
			AND NOT EXISTS (SELECT 1 FROM river.river_job j WHERE j.kind = 'mail'
				AND j.args @> jsonb_build_object('mail_id', m.id::text))
		ORDER BY m.created_at LIMIT 1000`, c.db.Now().Add(-c.lease))
	if err != nil {
		return fmt.Errorf("work: letters: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[[16]byte])
	if err != nil {
		return fmt.Errorf("work: letters: %w", err)
	}
	for _, id := range ids {
		if err := c.EnqueueMail(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
