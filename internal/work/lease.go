package work

import (
	"context"
	"fmt"
	"time"
)

// lease is how long a process that has stopped saying that it is there keeps its jobs.
const lease = 20 * time.Second

// beats is how often within a lease a process says that it is there, and looks for jobs of those that no longer do.
const beats = 4

// keepLease renews the process's lease until ctx ends. Where it could not for as long as the lease runs, it interrupts
// its own jobs, because others may have taken them over.
func (c *Client) keepLease(ctx context.Context) {
	tick := time.NewTicker(c.lease / beats)
	defer tick.Stop()
	for renewed := time.Now(); ; {
		held, err := c.renew(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.log.ErrorContext(ctx, "the lease of this worker is not renewed", "error", err)
		default:
			renewed = time.Now()
		}
		if err == nil && !held || time.Since(renewed) > c.lease {
			c.hands.drop()
		}
		if err == nil {
			if err := c.takeOver(ctx); err != nil && ctx.Err() == nil {
				c.log.ErrorContext(ctx, "jobs of workers that are gone", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// renew says that this process is there. held is false where its lease had run out meanwhile.
func (c *Client) renew(ctx context.Context) (held bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.lease/beats)
	defer cancel()
	err = c.db.Pool().QueryRow(ctx, `WITH was AS (SELECT w.expires_at FROM auth.workers w WHERE w.id = $1)
		INSERT INTO auth.workers (id, expires_at) VALUES ($1, now() + $2::interval)
		ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
		RETURNING coalesce((SELECT was.expires_at > now() FROM was), false)`, c.river.ID(), c.lease).Scan(&held)
	if err != nil {
		return false, fmt.Errorf("work: lease: %w", err)
	}
	return held, nil
}

// giveUp ends the lease, so that what was not finished need not wait for it to run out.
func (c *Client) giveUp(ctx context.Context) error {
	if _, err := c.db.Pool().Exec(ctx, `DELETE FROM auth.workers
		WHERE id = $1 OR expires_at < now() - interval '1 day'`, c.river.ID()); err != nil {
		return fmt.Errorf("work: lease: %w", err)
	}
	return nil
}
